"""What is wanted: tabs, the fields an outcome asks for, papers, and mistakes told in their place."""

import pytest
from PySide6.QtWidgets import QPushButton

from domain.tables import limit
from domain.vocabulary import MatterKind, Outcome, matter_categories, outcomes_for
from gui.visits.matter_block import MatterBlock
from services import Services
from services.people import SavedPerson
from tests.gui.visitors import PETITION, visit
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key


def block(counter: Counter) -> MatterBlock:
    return counter.page.desk.matters


def pill(counter: Counter, outcome: Outcome) -> QPushButton:
    return block(counter).editor.rows.outcome.buttons()[list(Outcome).index(outcome)]


def test_alt_digit_takes_a_category_and_goes_to_what_is_said(counter: Counter) -> None:
    for at, category in enumerate(matter_categories()[:8]):
        counter.hands.press(Key(Key.Key_1.value + at), ALT)
        assert block(counter).editor.form().category == category.code
    assert counter.page.desk.focused_key() == "matters.0.narrative"


def test_another_category_does_not_take_the_cursor_from_a_reply(counter: Counter) -> None:
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("问")
    block(counter).editor.rows.reply.setFocus()
    counter.hands.press(Key.Key_2, ALT)
    assert counter.page.desk.focused_key() == "matters.0.reply"


@pytest.mark.parametrize("kind", list(MatterKind))
def test_only_the_outcomes_of_a_kind_can_be_taken(counter: Counter, kind: MatterKind) -> None:
    block(counter).editor.kind.buttons()[list(MatterKind).index(kind)].click()
    # With nobody at the desk there is no open case to join.
    can = {one for one in Outcome if pill(counter, one).isEnabled()}
    assert can == set(outcomes_for(kind)) - {Outcome.JOINED}
    assert pill(counter, Outcome.JOINED).toolTip() == "这位来访人没有在办件，没有可并入的"


def test_the_outcome_follows_the_kind_until_one_is_picked(counter: Counter) -> None:
    editor = block(counter).editor
    assert editor.form().outcome is Outcome.ANSWERED
    editor.kind.buttons()[2].click()
    assert editor.form().outcome is None
    pill(counter, Outcome.PETITION_OPENED).click()
    editor.kind.buttons()[1].click()
    assert editor.form().outcome is None
    pill(counter, Outcome.REFERRED).click()
    editor.kind.buttons()[3].click()
    assert editor.form().outcome is Outcome.REFERRED


def test_an_outcome_asks_for_what_it_needs_and_no_more(counter: Counter, person: SavedPerson, clerk: Services) -> None:
    visit(clerk, PETITION, new_person=None, person_id=person.id, address="碧湘社区")
    counter.find("ly")
    rows = block(counter).editor.rows
    assert set(rows.shown()) == {"outcome", "reply"}
    pill(counter, Outcome.REFERRED).click()
    assert set(rows.shown()) == {"outcome", "refer_to", "reply"}
    pill(counter, Outcome.JOINED).click()
    assert set(rows.shown()) == {"outcome", "join_case_id", "reply"}
    block(counter).editor.kind.buttons()[2].click()
    assert set(rows.shown()) == {"outcome", "address", "join_case_id", "reply"}


def test_ctrl_page_down_adds_a_matter_once_the_last_one_says_something(counter: Counter) -> None:
    counter.hands.press(Key.Key_PageDown, CTRL)
    assert len(block(counter).editors) == 1
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("第一件")
    counter.hands.press(Key.Key_PageDown, CTRL)
    assert (len(block(counter).editors), block(counter).current) == (2, 1)
    counter.hands.press(Key.Key_6, ALT)
    counter.hands.words("第二件")
    counter.hands.press(Key.Key_PageUp, CTRL)
    assert block(counter).current == 0
    assert [matter.narrative for matter in counter.page.desk.form().matters] == ["第一件", "第二件"]
    assert block(counter).tabs.words == ["事项 1 抚恤优待", "事项 2 优待证"]


def test_two_matters_are_saved_with_their_cases(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("第一件")
    counter.hands.press(Key.Key_PageDown, CTRL)
    block(counter).editor.kind.buttons()[3].click()
    counter.hands.press(Key.Key_3, ALT)
    counter.hands.words("第二件")
    pill(counter, Outcome.ASSISTANCE_OPENED).click()
    counter.save()
    detail = counter.services.visits.detail(counter.services.visits.today()[0].id)
    assert [matter.outcome for matter in detail.matters] == ["当场答复", "立帮扶件"]
    assert detail.matters[1].case_number


def test_a_removed_matter_comes_back(counter: Counter) -> None:
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("第一件")
    counter.hands.press(Key.Key_PageDown, CTRL)
    counter.hands.words("第二件")
    before = counter.page.desk.form().matters
    block(counter).remove_link.click()
    assert len(counter.page.desk.form().matters) == 1
    block(counter).undo_link.click()
    assert counter.page.desk.form().matters == before
    assert not block(counter).undo_link.isVisible()


def test_an_empty_tab_does_not_stop_saving(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.hands.press(Key.Key_PageDown, CTRL)
    assert len(block(counter).editors) == 2
    counter.save()
    assert len(counter.services.visits.today()) == 1


def test_papers_are_typed_counted_marked_and_taken_away(counter: Counter) -> None:
    papers = block(counter).editor.materials
    papers.edit.setFocus()
    for name in ("伤残证", "银行流水"):
        counter.hands.words(name)
        counter.hands.press(Key.Key_Return)
    first, second = papers.rows()
    first.more.click()
    first.original.click()
    second.remove.click()
    counter.hands.words("身份证")  # no Enter: still in hand
    forms = block(counter).editor.form().materials
    assert [(one.name, one.copies, one.original) for one in forms] == [("伤残证", 2, True), ("身份证", 1, False)]


def test_an_empty_line_of_papers_leads_on_to_saving(counter: Counter) -> None:
    block(counter).editor.materials.edit.setFocus()
    counter.hands.press(Key.Key_Return)
    assert counter.focused() is counter.page.print_button


def test_copies_stay_within_their_limit(counter: Counter) -> None:
    papers = block(counter).editor.materials
    papers.edit.setFocus()
    counter.hands.words("照片")
    counter.hands.press(Key.Key_Return)
    row = papers.rows()[0]
    assert not row.fewer.isEnabled()
    for _ in range(limit("copies") + 3):
        row.more.click()
    assert row.form().copies == limit("copies")


def test_mistakes_are_told_where_they_are_and_the_first_one_takes_the_cursor(counter: Counter) -> None:
    counter.save()
    page = counter.page
    assert list(page.checks.shown) == ["person", "matters.0.category", "matters.0.narrative"]
    assert page.bar.errors_text() == "还有 3 处要改：来访人"
    assert page.desk.focused_key() == "person"
    assert page.desk.who.known.fields()["person"].state == "error"
    assert block(counter).editor.fields()[["matters", "0", "narrative"][-1]].state == "error"
    block(counter).editor.narrative.setFocus()
    assert "还没有写诉求内容" in block(counter).editor.message.words()
    page.bar.errors_pressed.emit()
    assert page.desk.focused_key() == "person"
    assert counter.services.visits.today() == ()


def test_a_mistake_behind_another_tab_brings_it_to_the_front(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.hands.press(Key.Key_PageDown, CTRL)
    counter.hands.press(Key.Key_2, ALT)
    counter.hands.press(Key.Key_PageUp, CTRL)
    counter.save()
    assert list(counter.page.checks.shown) == ["matters.1.narrative"]
    assert block(counter).current == 1
    assert counter.page.desk.focused_key() == "matters.1.narrative"


def test_a_mistake_goes_away_when_it_is_mended(counter: Counter) -> None:
    counter.fill_in("张三")
    block(counter).editor.narrative.selectAll()
    counter.hands.press(Key.Key_Delete)
    counter.save()
    assert list(counter.page.checks.shown) == ["matters.0.narrative"]
    counter.hands.words("问")
    assert counter.page.bar.errors_text() == ""
    counter.page.checks.refresh()
    assert counter.page.checks.shown == {}


def test_nothing_is_told_while_typing_and_it_is_once_the_field_is_left(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    known = counter.page.desk.who.known
    known.phone.setFocus()
    known.phone.selectAll()
    counter.hands.letters("1387310")
    counter.page.checks.refresh()
    assert known.fields()["phone"].state == "hint"
    counter.hands.press(Key.Key_Return)
    counter.page.checks.refresh()
    assert known.fields()["phone"].state == "error"
    assert counter.page.bar.errors_text() == "还有 1 处要改：联系电话"


def test_petitions_share_one_address(counter: Counter) -> None:
    counter.fill_in("张三")
    block(counter).editor.kind.buttons()[2].click()
    counter.hands.press(Key.Key_PageDown, CTRL)
    counter.hands.press(Key.Key_1, ALT)
    block(counter).editor.kind.buttons()[2].click()
    block(counter).editor.rows.address.setFocus()
    counter.hands.words("文庙坪社区")
    counter.hands.press(Key.Key_PageUp, CTRL)
    assert block(counter).editor.rows.address.text() == "文庙坪社区"
    assert counter.page.desk.form().address == "文庙坪社区"


def test_an_unclear_address_is_a_tick(counter: Counter) -> None:
    counter.fill_in("张三")
    block(counter).editor.kind.buttons()[2].click()
    for area in (block(counter).editor.words.areas["facts"], block(counter).editor.words.areas["reasons"]):
        area.setFocus()
        counter.hands.words("2024 年 10 月起没有调整")
    pill(counter, Outcome.PETITION_OPENED).click()
    counter.save()
    assert list(counter.page.checks.shown) == ["address"]
    block(counter).editor.rows.unclear.click()
    counter.save()
    assert len(counter.services.visits.today()) == 1


def test_another_operator_can_be_given_the_matter(counter: Counter, station: Services) -> None:
    counter.fill_in("张三")
    handler = block(counter).editor.rows.handler
    assert handler.currentText() == "王静"
    handler.set_value(station.actor.uuid)
    counter.save()
    detail = counter.services.visits.detail(counter.services.visits.today()[0].id)
    assert detail.matters[0].handler == "谢国辉"


def test_a_matter_added_after_mistakes_were_told_begins_without_any(counter: Counter) -> None:
    counter.save()
    assert "matters.0.narrative" in counter.page.checks.shown
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("问抚恤金")
    counter.hands.press(Key.Key_PageDown, CTRL)
    counter.page.checks.refresh()
    assert [key for key in counter.page.checks.shown if key.startswith("matters.1")] == []
    counter.hands.press(Key.Key_2, ALT)
    counter.save()
    assert "matters.1.narrative" in counter.page.checks.shown
