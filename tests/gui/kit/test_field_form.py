"""The form of declared fields: its controls, its keys, what it hides, and how it says what is wrong."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from domain.field_specs import FieldKind, FieldSpec
from gui.kit.field_form import FieldForm
from gui.kit.line_edit import LineEdit
from gui.kit.segmented import Segmented
from gui.kit.select import Select
from gui.kit.text_area import TextArea
from tests.gui.kit.stand import focused, settle, stand

TODAY = date(2026, 11, 24)
LONG_WAY = "第（六）项 听取陈述、核查事实，出具信访处理意见书"
SPECS = (
    FieldSpec(code="day", label="受理日期", kind=FieldKind.DATE, required=True, initial="today"),
    FieldSpec(code="unit", label="办理单位", required=True, hint="写全称"),
    FieldSpec(code="how", label="告知方式", kind=FieldKind.CHOICE, required=True, choices=("当场交付", "邮寄")),
    FieldSpec(code="mail", label="邮寄单号", required=True, when="how=邮寄"),
    FieldSpec(code="way", label="处理途径", kind=FieldKind.CHOICE, choices=(LONG_WAY, "其他")),
    FieldSpec(code="open", label="是否公开", kind=FieldKind.YES_NO),
    FieldSpec(code="count", label="人数", kind=FieldKind.NUMBER),
    FieldSpec(code="tel", label="电话", kind=FieldKind.PHONE),
    FieldSpec(code="joined", label="入伍时间", kind=FieldKind.PARTIAL),
    FieldSpec(code="why", label="理由", kind=FieldKind.LONG),
)


@pytest.fixture
def form(window: QWidget) -> FieldForm:
    made = FieldForm(SPECS, today=TODAY)
    stand(window, made, QLineEdit())
    return made


def edit(form: FieldForm, code: str) -> LineEdit:
    control = form.rows[code].control
    assert isinstance(control, LineEdit)
    return control


def type_over(form: FieldForm, code: str, words: str) -> None:
    edit(form, code).setFocus()
    edit(form, code).selectAll()
    QTest.keyClicks(edit(form, code), words)


@pytest.mark.parametrize(
    ("code", "control"),
    [("unit", LineEdit), ("how", Segmented), ("way", Select), ("open", Segmented), ("why", TextArea)],
)
def test_each_kind_has_its_control_by_its_name(form: FieldForm, code: str, control: type[QWidget]) -> None:
    row = form.rows[code]
    assert isinstance(row.control, control)
    assert row.control.accessibleName() == row.spec.label


def test_it_starts_with_the_initial_values(form: FieldForm) -> None:
    assert form.values()["day"] == "2026-11-24"
    assert {value for code, value in form.values().items() if code != "day"} == {""}
    assert form.missing() == ("办理单位", "告知方式")


@pytest.mark.parametrize(
    ("typed", "note", "kept"),
    [
        ("=", "2026-11-24 今天 周二", "2026-11-24"),
        ("11-20", "2026-11-20 周五", "2026-11-20"),
        ("-1", "2026-11-23 周一", "2026-11-23"),
    ],
)
def test_a_short_day_is_told_and_written_whole(form: FieldForm, typed: str, note: str, kept: str) -> None:
    type_over(form, "day", typed)
    assert edit(form, "day")._note == note
    QTest.keyClick(edit(form, "day"), Qt.Key.Key_Return)
    assert edit(form, "day").text() == kept
    assert edit(form, "day")._note == note.replace("2026-11-24 ", "").split(" ", 1)[-1] or kept in note
    assert edit(form, "unit").hasFocus()


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [("day", "+7", "还没有到"), ("count", "3a", "整数"), ("tel", "1381234", ""), ("joined", "19871301", "没有")],
)
def test_what_is_wrong_is_said_when_the_keyboard_goes_on(form: FieldForm, code: str, typed: str, said: str) -> None:
    type_over(form, code, typed)
    assert form.rows[code].field.state == ""
    QTest.keyClick(edit(form, code), Qt.Key.Key_Tab)
    assert form.rows[code].field.state == "error"
    assert said in form.rows[code].field.message
    assert edit(form, code).text() == typed
    type_over(form, code, "1")
    assert form.rows[code].field.state == ""


def test_an_empty_field_is_no_fault_until_saving(form: FieldForm) -> None:
    edit(form, "unit").setFocus()
    QTest.keyClick(edit(form, "unit"), Qt.Key.Key_Return)
    assert form.rows["unit"].field.state == ""
    assert set(form.faults()) == {"unit", "how"}


def test_faults_stand_under_their_fields_and_the_first_has_the_keyboard(form: FieldForm) -> None:
    rest = form.show_faults({"how": "还没有选", "unit": "还没有写", "elsewhere": "别处的事"})
    assert rest == {"elsewhere": "别处的事"}
    assert edit(form, "unit").hasFocus()
    assert [problem.label for problem in form.problems()] == ["办理单位", "告知方式"]
    assert edit(form, "unit").accessibleDescription() == "还没有写"
    form.show_faults({"how": "还没有选"})
    assert form.rows["unit"].field.state == ""


def test_a_field_that_is_not_asked_for_is_hidden_and_gives_no_value(window: QWidget, form: FieldForm) -> None:
    how, mail = form.rows["how"], form.rows["mail"]
    assert isinstance(how.control, Segmented)
    assert not mail.field.isVisible()
    how.control.buttons()[1].click()
    settle(window)
    assert mail.field.isVisible()
    type_over(form, "mail", "EMS123")
    assert form.values()["mail"] == "EMS123"
    how.control.buttons()[0].click()
    settle(window)
    assert not mail.field.isVisible()
    assert "mail" not in form.values()
    assert form.show_faults({"mail": "还没有写"}) == {"mail": "还没有写"}
    how.control.buttons()[1].click()
    assert form.values()["mail"] == "EMS123"


def test_enter_walks_in_reading_order_past_what_is_hidden(form: FieldForm) -> None:
    edit(form, "day").setFocus()
    met = []
    for _ in range(7):
        row = next(row for row in form.rows.values() if row.control is focused() or row.control.isAncestorOf(focused()))
        met.append(row.spec.code)
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert met == ["day", "unit", "how", "way", "open", "count", "tel"]


def test_setting_is_not_changing(qtbot: QtBot, form: FieldForm) -> None:
    values = {"day": "2026-11-20", "unit": "本站", "how": "邮寄", "way": LONG_WAY, "why": "一\n二", "unknown": "x"}
    with qtbot.assertNotEmitted(form.changed):
        form.set_values(values)
    assert {code: form.values()[code] for code in values if code != "unknown"} == {
        code: value for code, value in values.items() if code != "unknown"
    }
    with qtbot.waitSignal(form.changed):
        QTest.keyClicks(edit(form, "unit"), "x")


def test_a_choice_that_is_gone_is_told_and_none_is_taken(form: FieldForm) -> None:
    form.set_values({"how": "飞鸽", "way": "没有了"})
    assert form.values()["how"] == form.values()["way"] == ""
    assert "飞鸽" in form.rows["how"].field.message
    assert form.rows["way"].field.state == "warning"


def test_an_answer_that_may_stay_out_can_be_taken_back(form: FieldForm) -> None:
    control = form.rows["open"].control
    assert isinstance(control, Segmented)
    control.buttons()[0].click()
    assert form.values()["open"] == "是"
    control.buttons()[-1].click()
    assert form.values()["open"] == ""


@pytest.mark.parametrize(("width", "columns"), [(600, 2), (360, 1)])
def test_two_columns_only_where_they_fit(window: QWidget, form: FieldForm, width: int, columns: int) -> None:
    form.setFixedWidth(width)
    settle(window)
    day, unit, way = (form.rows[code].field for code in ("day", "unit", "way"))
    assert (day.y() == unit.y()) == (columns == 2)
    assert way.width() == width
    assert all(row.field.geometry().right() < width for row in form.rows.values() if row.field.isVisible())


def test_the_first_empty_required_field_is_first(form: FieldForm) -> None:
    form.focus_first()
    assert edit(form, "unit").hasFocus()
    form.set_values({"unit": "本站", "how": "邮寄", "mail": "1"})
    form.focus_first()
    assert edit(form, "day").hasFocus()
