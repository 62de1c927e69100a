"""The parts of a petition: in one room, one after the other by the keys, and no word lost when the kind changes."""

import json
from uuid import uuid4

import pytest

from domain.vocabulary import Channel, MatterKind, Outcome
from gui.visits.desk_draft import from_payload, to_payload
from gui.visits.matter_words import PARTS, MatterWords
from services.people import SavedPerson
from tests.gui.visits.conftest import ALT, CTRL, SHIFT, Counter, Key
from tests.gui.visits.test_matters import block, pill
from tests.gui.visits.test_room import assert_all_in_sight

UUID = str(uuid4())
SAID = {
    "narrative": "请求按新标准补发抚恤金差额",
    "facts": "2024 年 10 月起调整，本人仍按旧标准发放",
    "reasons": "评残等级没有变，应当按新标准发放",
    "earlier": "两次来站咨询，答复正在核对",
}


def words(counter: Counter) -> MatterWords:
    return block(counter).editor.words


def choose_kind(counter: Counter, kind: MatterKind) -> None:
    block(counter).editor.kind.buttons()[list(MatterKind).index(kind)].click()


def tell(counter: Counter, **said: str) -> None:
    """Write each part as by hand."""
    for key, text in said.items():
        words(counter).areas[key].setFocus()
        counter.hands.words(text)


@pytest.fixture
def petition(counter: Counter) -> Counter:
    """The desk with somebody new and an empty petition."""
    counter.page.desk.who.start_new("张三")
    choose_kind(counter, MatterKind.PETITION)
    block(counter).editor.category.buttons()[0].click()
    return counter


def test_only_a_petition_says_it_in_parts(counter: Counter) -> None:
    for kind in MatterKind:
        choose_kind(counter, kind)
        apart = kind is MatterKind.PETITION
        assert words(counter).parts.isVisible() is apart
        assert list(words(counter).fields()) == (list(PARTS) if apart else ["narrative"])
        assert words(counter).narrative.accessibleName() == ("请求" if apart else "诉求内容")


def test_tab_leads_through_the_parts_and_back(petition: Counter) -> None:
    words(petition).narrative.setFocus()
    seen = []
    for _ in range(3):
        petition.hands.press(Key.Key_Tab)
        seen.append((petition.page.desk.focused_key(), words(petition).front))
    assert seen == [(f"matters.0.{key}", key) for key in ("facts", "reasons", "earlier")]
    petition.hands.press(Key.Key_Tab)
    assert petition.focused() is block(petition).editor.read_back
    petition.hands.press(Key.Key_Backtab, SHIFT)
    assert petition.page.desk.focused_key() == "matters.0.earlier"


def test_ctrl_up_and_down_change_the_part_and_stop_at_the_ends(petition: Counter) -> None:
    words(petition).narrative.setFocus()
    seen = []
    for key in (Key.Key_Up, *[Key.Key_Down] * 4, Key.Key_Up):
        petition.hands.press(key, CTRL)
        seen.append(words(petition).front)
    assert seen == ["narrative", "facts", "reasons", "earlier", "earlier", "reasons"]
    assert petition.focused() is words(petition).areas["reasons"]


def test_the_list_says_which_parts_are_written_and_which_are_asked_for(petition: Counter) -> None:
    parts = words(petition).parts
    assert [parts.part(key).required for key in PARTS] == [True, True, True, False]
    tell(petition, facts=SAID["facts"])
    assert [bool(parts.part(key).characters) for key in PARTS] == [False, True, False, False]
    assert parts.part("facts").characters == len(SAID["facts"])


def test_a_press_on_a_part_brings_it_and_the_cursor(petition: Counter) -> None:
    words(petition).parts.pressed.emit("reasons")
    assert petition.page.desk.focused_key() == "matters.0.reasons"
    petition.hands.words("理由")
    assert words(petition).areas["reasons"].text() == "理由"


def test_each_part_is_saved_apart(petition: Counter) -> None:
    tell(petition, **SAID)
    pill(petition, Outcome.PETITION_OPENED).click()
    block(petition).editor.read_back.click()
    block(petition).editor.rows.unclear.click()
    petition.save()
    matter = petition.services.visits.detail(petition.services.visits.today()[0].id).matters[0]
    assert {key: getattr(matter, key) for key in SAID} == SAID
    assert matter.read_back


def test_another_kind_and_back_loses_no_word(petition: Counter) -> None:
    tell(petition, **SAID)
    before = petition.page.desk.form().matters[0]
    for kind in (MatterKind.CONSULTATION, MatterKind.SERVICE, MatterKind.PETITION):
        choose_kind(petition, kind)
        form = petition.page.desk.form().matters[0]
        assert {key: getattr(form, key) for key in SAID} == SAID
        assert words(petition).parts.isVisible(), "words that are kept must be in sight"
    assert petition.page.desk.form().matters[0] == before


def test_a_draft_brings_the_parts_back_whatever_the_kind(petition: Counter) -> None:
    tell(petition, **SAID)
    block(petition).editor.read_back.click()
    for kind in (MatterKind.PETITION, MatterKind.OTHER):
        choose_kind(petition, kind)
        state = petition.page.desk.state(UUID)
        again = from_payload(json.loads(json.dumps(to_payload(state))), state.form.uuid)
        petition.page.desk.show_state(again, petition.services.clock.now())
        form = petition.page.desk.form().matters[0]
        assert {key: getattr(form, key) for key in SAID} == SAID
        assert words(petition).parts.isVisible()
    choose_kind(petition, MatterKind.PETITION)
    assert words(petition).front == "narrative"


def test_the_draft_of_a_part_comes_back_with_its_cursor(petition: Counter) -> None:
    tell(petition, reasons=SAID["reasons"])
    cursor = words(petition).areas["reasons"].textCursor()
    cursor.setPosition(4)
    words(petition).areas["reasons"].setTextCursor(cursor)
    petition.hands.press(Key.Key_F7)
    petition.hands.press(Key.Key_F7)
    assert petition.page.desk.focused_key() == "matters.0.reasons"
    assert words(petition).front == "reasons"
    assert words(petition).areas["reasons"].textCursor().position() == 4


def test_parts_of_another_kind_are_saved_in_one_text(petition: Counter) -> None:
    tell(petition, **SAID)
    choose_kind(petition, MatterKind.CONSULTATION)
    pill(petition, Outcome.ANSWERED).click()
    petition.save()
    matter = petition.services.visits.detail(petition.services.visits.today()[0].id).matters[0]
    for text in SAID.values():
        assert text in matter.narrative
    assert matter.facts == ""


def test_mistakes_lead_to_their_part(petition: Counter) -> None:
    tell(petition, narrative=SAID["narrative"], reasons=SAID["reasons"])
    pill(petition, Outcome.PETITION_OPENED).click()
    block(petition).editor.rows.unclear.click()
    petition.save()
    assert list(petition.page.checks.shown) == ["matters.0.facts"]
    assert petition.page.bar.errors_text() == "还有 1 处要改：事项 1 事实"
    assert petition.page.desk.focused_key() == "matters.0.facts"
    assert words(petition).front == "facts"
    assert words(petition).parts.part("facts").wrong
    assert block(petition).editor.message.words().startswith("事实：还没有写事实")
    petition.hands.words(SAID["facts"])
    assert not words(petition).parts.part("facts").wrong
    petition.save()
    assert len(petition.services.visits.today()) == 1


def test_the_claim_of_a_petition_is_called_so_in_its_mistake(petition: Counter) -> None:
    tell(petition, facts=SAID["facts"], reasons=SAID["reasons"])
    pill(petition, Outcome.ANSWERED).click()
    block(petition).editor.rows.unclear.click()
    petition.save()
    assert petition.page.bar.errors_text() == "还有 1 处要改：事项 1 请求"


def test_a_part_that_is_too_long_is_marked_wherever_the_cursor_is(petition: Counter) -> None:
    tell(petition, facts="字" * (words(petition).areas["facts"].most + 1))
    words(petition).narrative.setFocus()
    assert words(petition).parts.part("facts").wrong
    assert block(petition).editor.message.words().startswith("事实多了 1 字")


def test_what_is_written_in_a_letter_is_not_read_back(petition: Counter) -> None:
    editor = block(petition).editor
    editor.read_back.click()
    assert petition.page.desk.form().matters[0].read_back
    channel = petition.page.desk.who.channel
    for way, oral in ((Channel.LETTER, False), (Channel.CALL, True)):
        channel.buttons()[[Channel.WALK_IN, Channel.CALL, Channel.LETTER].index(way)].click()
        assert editor.read_back.isVisible() is oral
        assert petition.page.desk.form().matters[0].read_back is oral
    choose_kind(petition, MatterKind.CONSULTATION)
    assert not editor.read_back.isVisible()


def test_a_matter_added_later_knows_how_the_visitor_came(petition: Counter) -> None:
    tell(petition, narrative="问")
    petition.page.desk.who.channel.buttons()[2].click()
    block(petition).add_link.click()
    choose_kind(petition, MatterKind.PETITION)
    assert not block(petition).editor.read_back.isVisible()


def test_a_petition_that_is_not_read_back_is_noted_and_saved(petition: Counter) -> None:
    tell(petition, **SAID)
    pill(petition, Outcome.PETITION_OPENED).click()
    block(petition).editor.rows.unclear.click()
    block(petition).editor.rows.reply.setFocus()
    petition.page.checks.refresh()
    message = block(petition).editor.message
    assert message.sentence() == "宣读核对：口述内容还没有向来访人宣读核对（《信访工作条例》第十九条）。"
    petition.hands.press(Key.Key_T, ALT)
    assert petition.focused() is block(petition).editor.read_back
    petition.hands.press(Key.Key_Space)
    petition.page.checks.refresh()
    assert message.sentence() == ""


def test_the_room_is_the_same_for_a_petition(petition: Counter, person: SavedPerson) -> None:
    before = words(petition).narrative.size()
    tell(petition, **SAID)
    assert words(petition).narrative.size() == before
    assert_all_in_sight(petition)
    petition.page.desk.show_state(petition.page.desk.state(UUID), petition.services.clock.now())
    assert_all_in_sight(petition)


def test_its_key_says_that_it_was_read_back(petition: Counter) -> None:
    petition.hands.press(Key.Key_V, ALT)
    assert petition.page.desk.form().matters[0].read_back
    petition.hands.press(Key.Key_V, ALT)
    assert not petition.page.desk.form().matters[0].read_back
