"""Who is at the window: found, new, like somebody else, nameless."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from domain.people_rules import PersonForm
from gui.kit.label import ElidedLabel, Label
from gui.kit.lookup import WAIT_MS
from gui.visits.person_card import PersonPanel
from gui.visits.who_block import NOTE_NEW
from services import Changes, Services
from services.people import CardHint, SavedPerson
from system.errors import NotFound
from tests import factories
from tests.gui.visitors import ANSWERED, PETITION, visit
from tests.gui.visits.conftest import ALT, CTRL, PERSON, Counter, Key


def shown(panel: PersonPanel) -> str:
    """All words of the right column."""
    inside: list[QWidget] = list(panel.findChildren(QWidget))
    parts = [part for part in inside if isinstance(part, Label | ElidedLabel)]
    return " ".join(part.text() for part in parts if part.isVisible())


def test_a_match_brings_name_and_masked_numbers(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    known = counter.page.desk.who.known
    assert known.person_id == person.id
    assert known.lookup.text() == "430103********1238"
    assert known.name.text() == "李䶮"
    assert known.phone.text() == "138****5267"
    assert known.new_phone() == ""
    assert counter.page.desk.focused_key() == "matters.0.category"


def test_the_card_says_what_to_mind(counter: Counter, person: SavedPerson) -> None:
    assert "先选来访人" in shown(counter.page.desk.panel)
    counter.find("ly")
    words = shown(counter.page.desk.panel)
    assert "左耳听力差" in words
    assert "正在登记" not in words  # a chip, not a label
    assert "138****5267" in words
    assert PERSON.phone not in words


def test_a_repeat_within_thirty_days_and_an_open_case_are_told_and_can_be_joined(
    counter: Counter, person: SavedPerson, clerk: Services
) -> None:
    visit(clerk, PETITION, new_person=None, person_id=person.id, address="碧湘社区")
    counter.find("ly")
    assert "30 天内第 2 次来访" in shown(counter.page.desk.panel)
    counter.hands.press(Key.Key_K, ALT)
    form = counter.page.desk.form().matters[0]
    assert form.outcome == "joined"
    assert form.join_case_id == clerk.people.card(person.id).open_cases[0].id


def test_joining_goes_on_with_what_is_still_to_be_written(
    counter: Counter, person: SavedPerson, clerk: Services
) -> None:
    visit(clerk, PETITION, new_person=None, person_id=person.id, address="碧湘社区")
    counter.find("ly")
    counter.hands.press(Key.Key_G, CTRL)
    counter.hands.press(Key.Key_K, ALT)
    assert counter.page.desk.focused_key() == "matters.0.category"
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("又来催办")
    counter.save()
    assert counter.page.checks.shown == {}
    assert len(clerk.people.card(person.id).open_cases) == 1
    assert len(counter.services.visits.case(clerk.people.card(person.id).open_cases[0].id).visits) == 2


def test_each_case_has_its_letter_and_many_are_counted(counter: Counter, person: SavedPerson, clerk: Services) -> None:
    for _ in range(3):
        visit(clerk, PETITION, new_person=None, person_id=person.id, address="碧湘社区")
    cases = clerk.people.card(person.id).open_cases
    counter.find("ly")
    panel = counter.page.desk.panel
    assert [button.words() for button in panel.joins] == ["并入(K)", "并入(M)"]
    assert [button.accessibleName() for button in panel.joins] == [f"并入 {case.number}" for case in cases[:2]]
    assert "另有 1 件在办" in shown(panel)
    counter.hands.press(Key.Key_M, ALT)
    assert counter.page.desk.form().matters[0].join_case_id == cases[1].id


def test_what_is_restricted_is_only_counted(
    counter: Counter, person: SavedPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = counter.services.people.card
    monkeypatch.setattr(counter.services.people, "card", lambda who, **_: replace(real(who), restricted=2))
    counter.find("ly")
    assert "2 项受限" in shown(counter.page.desk.panel)
    monkeypatch.setattr(counter.services.people, "card", real)
    counter.page.desk.refresh_person()
    assert "受限" not in shown(counter.page.desk.panel)


def test_a_hint_of_another_kind_is_told_without_a_button(
    counter: Counter, person: SavedPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = counter.services.people.card
    hints = (CardHint("finally_reviewed", "同一事项已复核终结，不再受理"),)
    monkeypatch.setattr(counter.services.people, "card", lambda who, **_: replace(real(who), hints=hints))
    counter.find("ly")
    assert "已复核终结" in shown(counter.page.desk.panel)
    assert counter.page.desk.panel.joins == []


def test_the_eye_shows_the_number_and_the_look_is_audited(
    counter: Counter, person: SavedPerson, station: Services
) -> None:
    counter.find("ly")
    edit = counter.page.desk.who.known.lookup.edit
    edit.reveal_requested.emit()
    assert edit.text() == PERSON.identity
    assert "person.revealed" in [row.action for row in station.audit.recent(limit=5).rows]
    counter.page.before_leaving()
    assert edit.text() == "430103********1238"


def test_typing_over_a_shown_number_is_not_masked_away(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    phone = counter.page.desk.who.known.phone
    phone.reveal_requested.emit()
    assert phone.text() == PERSON.phone
    phone.setFocus()
    phone.end(False)
    counter.hands.press(Key.Key_Backspace)
    counter.hands.letters("8")
    counter.page.before_leaving()
    assert phone.text() == "13873105268"
    assert counter.page.desk.form().phone == "13873105268"


def test_an_emptied_phone_stays_as_it_was(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    phone = counter.page.desk.who.known.phone
    phone.setFocus()
    phone.selectAll()
    counter.hands.press(Key.Key_Delete)
    counter.hands.press(Key.Key_Return)
    assert phone.text() == "138****5267"
    assert counter.page.desk.form().phone == ""


def test_a_phone_says_while_it_is_typed_what_is_missing(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    known = counter.page.desk.who.known
    known.phone.setFocus()
    known.phone.selectAll()
    counter.hands.letters("138731052")
    field = known.fields()["phone"]
    assert (field.state, field.message) == ("hint", "少 2 位，请补齐或留空")
    counter.hands.letters("67")
    assert field.state == "ok"


def test_typing_into_the_box_again_lets_the_person_go(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    edit = counter.page.desk.who.known.lookup.edit
    edit.setFocus()
    edit.selectAll()
    counter.hands.letters("w")
    assert counter.page.desk.who.person_id is None
    assert counter.page.desk.who.known.name.text() == ""
    assert counter.page.desk.form().phone == ""
    assert "先选来访人" in shown(counter.page.desk.panel)


@pytest.mark.parametrize(
    ("typed", "key", "value"),
    [
        ("430103196811021238", "identity", "430103196811021238"),
        ("13912345678", "phone", "13912345678"),
        ("nobody", "name", "nobody"),
    ],
)
def test_what_was_looked_for_begins_the_new_record(counter: Counter, typed: str, key: str, value: str) -> None:
    counter.find(typed)
    who = counter.page.desk.who
    assert who.new_mode
    assert getattr(who.new.form(), key) == value


def test_ctrl_n_turns_the_block_in_place(counter: Counter, person: SavedPerson) -> None:
    counter.hands.letters("ly")
    counter.qtbot.wait(WAIT_MS + 50)
    counter.hands.press(Key.Key_N, CTRL)
    assert counter.page.desk.who.new_mode
    assert counter.page.desk.focused_key() == "new_person.identity"


def test_the_number_gives_sex_and_birth_until_they_are_changed(counter: Counter) -> None:
    counter.find("430103196811021238")
    new = counter.page.desk.who.new
    assert (new.form().sex, new.form().birth) == ("1", "1968-11-02")
    assert new.fields()["new_person.identity"].state == "ok"
    new.birth.setFocus()
    new.birth.selectAll()
    counter.hands.letters("1969")
    new.identity.setFocus()
    new.identity.end(False)
    counter.hands.press(Key.Key_Backspace)
    counter.hands.letters("8")
    assert new.form().birth == "1969"


def test_a_short_number_is_grey_and_a_wrong_one_wants_a_reason(counter: Counter) -> None:
    counter.page.desk.who.start_new("李四")
    new = counter.page.desk.who.new
    new.identity.setFocus()
    counter.hands.letters("43010319681102123")
    field = new.fields()["new_person.identity"]
    assert (field.state, field.message) == ("hint", "还差 1 位")
    assert not new.reason.isVisible()
    counter.hands.letters("4")
    assert field.state == "error"
    assert new.reason.isVisible()
    counter.hands.press(Key.Key_1, ALT)
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("问")
    counter.save()
    assert "new_person.identity" in counter.page.checks.shown
    new.reason.setFocus()
    counter.hands.words("旧证就是这样")
    counter.save()
    saved = counter.services.people.find("李四")[0]
    assert counter.services.people.reveal(saved.id, "identity") == "430103196811021234"


def test_what_a_narrow_field_cannot_tell_is_told_whole_beside_the_title(counter: Counter) -> None:
    who = counter.page.desk.who
    who.start_new("邓立新")
    who.new.name.setFocus()
    counter.hands.words("😀")
    counter.hands.press(Key.Key_Return)
    field = who.fields()["new_person.name"]
    assert not field.is_told_whole()
    assert who.head.note() == f"姓名：{field.message}"
    assert "没有字形" in who.head.note()
    note = who.head._note
    assert note.heightForWidth(note.width()) <= note.height() <= who.head.height()
    who.new.name.setText("邓立新")
    who.new.identity.setFocus()
    counter.hands.letters("430103196811021238")
    assert who.head.note() == NOTE_NEW


def test_enter_passes_the_sex_without_making_everybody_a_man(counter: Counter) -> None:
    who = counter.page.desk.who
    who.start_new("邓立新")
    who.new.sex.setFocus()
    counter.hands.press(Key.Key_Return)
    assert counter.focused() is who.new.birth
    assert who.new.sex.value() is None
    who.new.sex.setFocus()
    counter.hands.press(Key.Key_Right)
    assert who.new.sex.value() == "2"


def test_the_keyboard_goes_through_a_new_visitor_in_reading_order(counter: Counter) -> None:
    who = counter.page.desk.who
    who.start_new("邓立新")
    who.new.name.setFocus()
    passed = []
    for _ in range(8):
        passed.append(counter.page.desk.focused_key())
        counter.hands.press(Key.Key_Tab)
    new = [f"new_person.{key}" for key in ("name", "identity", "phone", "sex", "birth", "address")]
    assert passed == [*new[:3], "channel", "headcount", *new[3:]]


def test_a_character_no_font_draws_is_said_at_once(counter: Counter) -> None:
    counter.page.desk.who.start_new("")
    counter.hands.words("李\U000e0041\ue000")
    field = counter.page.desk.who.new.fields()["new_person.name"]
    assert field.state == "error"
    assert "没有字形" in field.message


def test_the_same_person_is_offered_before_a_second_record_is_made(counter: Counter, person: SavedPerson) -> None:
    who, panel = counter.page.desk.who, counter.page.desk.panel
    who.start_new("")
    counter.hands.words("李䶮")
    counter.hands.press(Key.Key_Return)
    counter.hands.letters("430103196811021238")
    counter.hands.press(Key.Key_Return)
    assert "可能已经建过档" in shown(panel)
    panel._like.buttons[0].click()
    assert not who.new_mode
    assert who.person_id == person.id
    assert counter.page.desk.form().new_person is None


def test_back_to_the_search_keeps_what_was_typed(counter: Counter) -> None:
    who = counter.page.desk.who
    who.start_new("")
    counter.hands.words("王五")
    who.back.click()
    assert not who.new_mode
    assert who.known.lookup.text() == "王五"


def test_the_other_fields_come_back_when_nobody_was_found(counter: Counter) -> None:
    who = counter.page.desk.who
    who.start_new("王五")
    who.new.address.setFocus()
    counter.hands.words("文庙坪社区")
    who.back.click()
    counter.hands.press(Key.Key_N, CTRL)
    assert (who.new.form().name, who.new.form().address) == ("王五", "文庙坪社区")


def test_a_new_phone_goes_along_to_the_record_that_is_taken(counter: Counter, person: SavedPerson) -> None:
    who = counter.page.desk.who
    who.start_new("李䶮")
    who.new.phone.setFocus()
    counter.hands.letters("13900001111")
    who.new.identity.setFocus()
    counter.hands.letters("430103196811021238")
    counter.hands.press(Key.Key_Return)
    counter.page.desk.panel._like.buttons[0].click()
    assert counter.page.desk.form().phone == "13900001111"


def test_a_record_changed_elsewhere_is_shown_anew(counter: Counter, person: SavedPerson, clerk: Services) -> None:
    counter.find("ly")
    form, version = clerk.people.form(person.id)
    counter.bus.tell(clerk.people.edit(person.id, replace(form, reception_note="改为轮椅"), version=version).changes)
    assert "改为轮椅" in shown(counter.page.desk.panel)


def test_a_new_operator_can_be_given_matters_at_once(counter: Counter, station: Services) -> None:
    factories.add_operator(station, factories.ADMINISTRATOR)
    counter.bus.tell(Changes(frozenset({"operator"})))
    handler = counter.page.desk.matters.editor.rows.handler
    assert [handler.itemText(at) for at in range(handler.count())] == ["王静", "谢国辉", "周敏"]
    assert handler.value() == ""


def test_nobody_by_name(counter: Counter) -> None:
    counter.page.desk.who.unclear.click()
    assert counter.page.desk.form().anonymous
    assert "匿名来访" in shown(counter.page.desk.panel)
    counter.hands.press(Key.Key_8, ALT)
    counter.hands.words("反映路灯不亮")
    counter.save()
    assert counter.services.visits.today()[0].person_id is None


def test_a_name_that_is_not_clear(counter: Counter) -> None:
    who = counter.page.desk.who
    who.start_new("13912345678")
    who.unclear.click()
    assert who.new.form().name_unclear
    counter.hands.press(Key.Key_8, ALT)
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("问")
    counter.save()
    assert counter.services.visits.today()[0].person_id is not None


def test_a_petition_gets_the_address_on_record(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.page.desk.matters.editor.kind.buttons()[2].click()
    assert counter.page.desk.form().address == PERSON.address
    counter.page.desk.who.known.lookup.edit.setFocus()
    counter.page.desk.who.known.lookup.edit.selectAll()
    counter.hands.letters("z")
    assert counter.page.desk.form().address == ""


def test_a_new_visitors_address_is_asked_once(counter: Counter) -> None:
    counter.fill_in("赵六")
    counter.page.desk.matters.editor.kind.buttons()[2].click()
    rows = counter.page.desk.matters.editor.rows
    rows.address.setFocus()
    counter.hands.words("文庙坪社区 3 栋")
    rows.outcome.buttons()[0].click()
    counter.save()
    saved = counter.services.people.find("赵六")[0]
    assert counter.services.people.card(saved.id).address == "文庙坪社区 3 栋"


def test_somebody_who_is_gone_is_said_in_a_sentence(
    counter: Counter, person: SavedPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_id: int, **_: object) -> object:
        raise NotFound("这位服务对象的档案找不到了，请重新查找。")

    monkeypatch.setattr(counter.services.people, "card", gone)
    counter.find("ly")
    assert "档案找不到了" in counter.page.refusal.text()


def test_the_card_of_a_visitor_with_history_lists_it(counter: Counter, person: SavedPerson, clerk: Services) -> None:
    visit(clerk, ANSWERED, new_person=None, person_id=person.id)
    counter.find("ly")
    words = shown(counter.page.desk.panel)
    assert "共 1 次来访" in words
    assert "伤残抚恤金调整政策咨询" in words


def test_the_file_is_one_link_away(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.page.desk.panel.file_requested.emit(person.id)
    assert (counter.sent[-1].place, counter.sent[-1].what, counter.sent[-1].id) == ("people", "person", person.id)


def test_names_of_every_plane_come_through(counter: Counter) -> None:
    for at, name in enumerate(("䶮㛃", "𬭎𫖮", "𠅤𣲘𡐓", "阿卜杜热合曼·" * 8 + "艾力")):
        counter.fill_in("")
        counter.page.desk.who.new.name.setFocus()
        counter.hands.words(name)
        counter.save()
        assert counter.page.checks.shown == {}, name
        assert counter.services.visits.today()[0].person == name
        assert len(counter.services.visits.today()) == at + 1


@pytest.mark.parametrize("dot", "·•．・")
def test_every_dot_becomes_the_one_of_the_law(counter: Counter, dot: str) -> None:
    counter.fill_in(f"阿依{dot}古丽")
    counter.save()
    assert counter.services.visits.today()[0].person == "阿依·古丽"


def test_a_person_without_a_number_is_shown_by_name(counter: Counter, clerk: Services) -> None:
    clerk.people.create(PersonForm(name="罗银秀"))
    counter.find("lyx")
    known = counter.page.desk.who.known
    assert known.lookup.text() == "罗银秀"
    assert "没有登记证件号" in known.fields()["person"].message
