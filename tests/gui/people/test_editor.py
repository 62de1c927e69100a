"""The form of a person: every field, told at once what is wrong, and not a word lost when somebody else was faster."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from domain.people_rules import PersonForm
from gui.people.editor import begun_with
from gui.people.fields import MASKED
from gui.people.merging import merge
from services import Services
from tests.gui.people.conftest import Desk
from tests.gui.question import answer
from tests.gui.visitors import PERSON

WHOLE = replace(
    PERSON,
    sex="1",
    birth="1968-11-02",
    phone2="0731-85550113",
    household_address="长沙市天心区",
    former_names="李炎",
    note="第一行\n第二行",
)


def fill(desk: Desk, form: PersonForm) -> None:
    """Type a whole form."""
    fields = desk.editor.fields
    for field, value in asdict(form).items():
        if field in fields.lines:
            desk.type(field, value)
    fields.note.setPlainText(form.note)
    fields.name_unclear.setChecked(form.name_unclear)
    fields.sex.set_value(form.sex)


def state(desk: Desk, field: str) -> str:
    """How a field stands: "", "hint", "ok", "warning" or "error"."""
    return desk.editor.fields.fields[field].state


def test_every_field_is_saved_and_read_back(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new()
    fill(desk, WHOLE)
    first = next(iter(desk.editor.fields.categories.boxes))
    desk.editor.fields.categories.boxes[first].click()
    QTest.keyClick(desk.editor.fields.lines["name"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.page.stack.currentWidget() is desk.page.person
    card = desk.page.person.card
    assert card is not None
    stored, version = clerk.people.form(card.id)
    assert version == 1
    plain: dict[str, Any] = {field: clerk.people.reveal(card.id, field) for field in MASKED}
    assert replace(stored, **plain) == replace(WHOLE, categories=(first,))


def test_faults_stand_under_their_fields_and_the_first_takes_the_focus(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new()
    desk.type("phone", "138731")
    desk.type("birth", "2030-01-01")
    assert "少 5 位" in desk.editor.fields.fields["phone"].message
    assert "还没有到" in desk.editor.fields.fields["birth"].message
    desk.editor.save()
    assert state(desk, "name") == "error"
    assert desk.editor.bar.errors_text() == "还有 3 处要改：姓名"
    assert desk.editor.fields.lines["name"].hasFocus()
    assert clerk.people.register().rows == ()


def test_an_incomplete_number_is_grey_while_typing_and_red_when_left(desk: Desk) -> None:
    desk.page.begin_new()
    line, field = desk.editor.fields.lines["identity"], desk.editor.fields.fields["identity"]
    line.setText("430103")
    line.textEdited.emit("430103")
    assert (field.state, field.message) == ("hint", "还差 12 位")
    line.left.emit()
    assert field.state == "error"


def test_a_whole_number_gives_birth_and_sex_where_they_are_open(desk: Desk) -> None:
    desk.page.begin_new()
    line = desk.editor.fields.lines["identity"]
    line.setText("43010319681102 123 8")
    line.textEdited.emit(line.text())
    assert desk.editor.fields.fields["identity"].message == "校验通过 · 1968-11-02 · 男"
    line.left.emit()
    assert desk.editor.fields.form().birth == "1968-11-02"
    assert desk.editor.fields.form().sex == "1"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("810000199003071237", "港澳居民居住证（香港），校验通过 · 1990-03-07 · 男"),
        ("830000199003071249", "台湾居民居住证，校验通过 · 1990-03-07 · 女"),
        ("943156198108181234", "外国人永久居留身份证，校验通过 · 1981-08-18 · 男"),
        ("USA110075030711", "外国人永久居留身份证（2017 版），校验通过 · 1975-03-07"),
    ],
)
def test_another_card_is_called_by_its_name(desk: Desk, clerk: Services, number: str, words: str) -> None:
    desk.page.begin_new()
    desk.type("name", "陈美玲")
    desk.type("identity", number)
    line = desk.editor.fields.lines["identity"]
    line.textEdited.emit(line.text())
    assert desk.editor.fields.fields["identity"].message == words
    desk.editor.save()
    row = desk.page.person.identity.masked["identity"]
    assert row.label == ("居住证" if number.startswith("8") else "永居证")
    assert row.button.accessibleName() == f"显示{row.label}"


def test_a_wrong_check_digit_is_kept_with_a_reason_and_stays_a_warning(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new()
    desk.type("name", "李龑")
    desk.type("identity", "430103196811021234")
    assert state(desk, "identity") == "error"
    desk.type("identity_reason", "老证件，与户口簿一致")
    assert state(desk, "identity") == "warning"
    desk.editor.save()
    assert desk.page.stack.currentWidget() is desk.page.person
    assert clerk.people.register().rows[0].identity_masked == "430103********1234"


def test_a_reason_is_asked_for_only_where_the_number_fails_its_check(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new()
    desk.type("name", "李龑")
    reason = desk.editor.fields.fields["identity_reason"]
    assert not reason.isVisible()
    desk.type("identity", "43010319681102123")
    assert not reason.isVisible()
    desk.type("identity", "430103196811021234")
    assert reason.isVisible()
    desk.type("identity", "430103196811021238")
    assert not reason.isVisible()
    desk.type("identity", "430103196811021234")
    desk.type("identity_reason", "老证件")
    desk.type("identity", "430103196811021238")
    # What was typed is never out of sight: it would be saved unseen.
    assert reason.isVisible()
    desk.type("identity", "430103196811021234")
    desk.editor.save()
    assert clerk.people.register().rows[0].identity_masked == "430103********1234"
    desk.page.begin_edit()
    assert reason.isVisible()


def test_doubts_are_amber_and_stop_nothing(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new()
    desk.type("name", "李龑")
    desk.type("service_from", "1991")
    desk.type("service_to", "1987")
    field = desk.editor.fields.fields["service_to"]
    assert (field.state, field.message) == ("warning", "退役时间早于入伍时间，请核对")
    desk.editor.save()
    assert len(clerk.people.register().rows) == 1


def test_a_name_no_font_can_draw_is_said_at_once(desk: Desk) -> None:
    desk.page.begin_new()
    desk.type("name", "李\U000323af")
    assert state(desk, "name") == "error"
    desk.type("name", "李\U00020164")
    assert state(desk, "name") == ""


def test_an_unclear_name_needs_no_name(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new()
    desk.editor.fields.name_unclear.click()
    assert not desk.editor.fields.fields["name"]._star.isVisible()
    desk.editor.save()
    assert clerk.people.register().rows[0].name == "姓名不清"


@pytest.mark.parametrize("field", ["address", "honours", "reception_note", "identity_reason"])
def test_marks_and_pasted_lines_are_kept_as_one_plain_line(desk: Desk, clerk: Services, field: str) -> None:
    desk.page.begin_new()
    desk.type("name", "李龑")
    desk.type(field, "<b>&amp;</b> 😀\n第二行")
    desk.editor.save()
    stored, _version = clerk.people.form(clerk.people.register().rows[0].id)
    assert getattr(stored, field) == "<b>&amp;</b> 😀 第二行"


def test_a_note_that_is_too_long_is_kept_on_the_screen_and_refused(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new()
    desk.type("name", "李龑")
    desk.editor.fields.note.setPlainText("长" * 2001)
    desk.editor.save()
    assert desk.editor.fields.fields["note"].state == "error"
    assert len(desk.editor.fields.note.text()) == 2001
    assert clerk.people.register().rows == ()


def test_who_may_be_the_same_is_named_and_can_be_looked_at(desk: Desk, clerk: Services) -> None:
    person = clerk.people.create(PERSON).id
    desk.page.begin_new()
    desk.type("name", "李彦")
    assert not desk.editor.duplicates.isVisible()
    desk.type("identity", PERSON.identity)
    assert desk.editor.duplicates.isVisible()
    assert "李龑" in desk.editor.duplicates.text()
    assert "证件号相同" in desk.editor.duplicates.text()
    desk.editor.duplicates.pressed.emit()
    assert desk.page.person.card is not None
    assert desk.page.person.card.id == person
    desk.page.begin_new()
    assert desk.editor.fields.form().name == "李彦"


def test_masked_numbers_stay_what_they_are_when_something_else_is_changed(desk: Desk, clerk: Services) -> None:
    person = desk.open()
    desk.page.begin_edit("address")
    assert desk.editor.fields.lines["address"].hasFocus()
    assert desk.editor.fields.lines["identity"].text() == "430103********1238"
    desk.type("address", "下碧湘街 3 号")
    desk.editor.save()
    assert clerk.people.reveal(person, "identity") == PERSON.identity
    assert clerk.people.card(person).address == "下碧湘街 3 号"


def test_a_shown_number_can_be_changed_and_is_never_masked_over_what_was_typed(desk: Desk, clerk: Services) -> None:
    person = desk.open()
    desk.page.begin_edit()
    line = desk.editor.fields.lines["phone"]
    line.reveal_requested.emit()
    assert line.text() == PERSON.phone
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "13973100000")
    desk.page.before_leaving()
    assert line.text() == "13973100000"
    desk.editor.save()
    assert clerk.people.reveal(person, "phone") == "13973100000"


def test_leaving_keeps_what_was_typed_and_dropping_asks_first(desk: Desk, clerk: Services) -> None:
    person = desk.open()
    desk.page.begin_edit()
    desk.type("address", "下碧湘街 3 号")
    QTest.keyClick(desk.editor.fields.lines["address"], Qt.Key.Key_Escape)
    assert desk.page.stack.currentWidget() is desk.page.person
    desk.page.begin_edit()
    assert desk.editor.fields.form().address == "下碧湘街 3 号"
    desk.editor.drop_button.click()
    answer(desk.page, "放弃")
    assert desk.page.stack.currentWidget() is desk.page.person
    desk.page.begin_edit()
    assert desk.editor.fields.form().address == PERSON.address
    assert clerk.people.card(person).address == PERSON.address


def test_when_somebody_else_was_faster_both_changes_live(desk: Desk, clerk: Services, chief: Services) -> None:
    person = desk.open()
    desk.page.begin_edit()
    desk.type("address", "下碧湘街 3 号")
    desk.type("honours", "二等功")
    form, version = chief.people.form(person)
    chief.people.edit(person, replace(form, community="创远社区", honours="一等功"), version=version)
    desk.editor.save()
    editor = desk.editor
    assert "谢国辉" in editor.trouble.text()
    assert "社区" in editor.trouble.text()
    assert editor.fields.form().address == "下碧湘街 3 号"
    assert editor.fields.form().community == "创远社区"
    assert editor.fields.form().honours == "二等功"
    assert editor.fields.fields["honours"].message == "对方改成了“一等功”，这里留着你填的"
    editor.save()
    card = clerk.people.card(person)
    assert (card.address, card.community, card.honours) == ("下碧湘街 3 号", "创远社区", "二等功")


def test_merging_takes_theirs_where_mine_was_not_touched() -> None:
    base, theirs = PersonForm(name="李", sex="0"), PersonForm(name="李", sex="1", note="新")
    merged = merge(base, theirs, PersonForm(name="黎", sex="2"))
    assert merged.form == PersonForm(name="黎", sex="2", note="新")
    assert merged.taken == ("note",)
    assert merged.clashes == {"sex": "男"}


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("李龑", PersonForm(name="李龑")),
        ("430103196811021238", PersonForm(identity="430103196811021238")),
        ("13873105267", PersonForm(phone="13873105267")),
        ("", PersonForm()),
    ],
)
def test_a_new_record_begins_with_what_was_looked_for(text: str, begun: PersonForm) -> None:
    assert begun_with(text) == begun
