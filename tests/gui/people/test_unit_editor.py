"""A unit in the register: begun from the list, changed on its page, its phone masked until somebody looks."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from domain.guest_rules import UnitForm
from gui.navigation import Place, Target
from gui.people.unit_editor import UnitEditor
from services import Services
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.people.conftest import Desk
from tests.gui.question import answer

UNIT = UnitForm(name="长沙碧湘机械厂", contact="周长林", phone="13873105267", address="碧湘街 00 号")


def editor(desk: Desk) -> UnitEditor:
    """The unit's form, which must be on show."""
    assert desk.page.stack.currentWidget() is desk.page.unit_editor
    return desk.page.unit_editor


def fill(desk: Desk, form: UnitForm) -> None:
    for field, line in editor(desk).lines.items():
        line.setText(getattr(form, field))
        line.textEdited.emit(line.text())
        line.left.emit()


def test_a_new_unit_is_begun_from_the_list_and_stands_in_it(desk: Desk, clerk: Services) -> None:
    desk.page.register.look_for("长沙碧湘")
    QTest.keyClick(desk.page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert editor(desk).form().name == "长沙碧湘"
    assert desk.page.header.crumbs == ("服务对象", "新建单位")
    fill(desk, UNIT)
    QTest.keyClick(editor(desk).lines["name"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    view = desk.page.person
    assert desk.page.stack.currentWidget() is view
    assert (view.identity.name.text(), view.identity.about.text()) == ("长沙碧湘机械厂", "单位")
    assert view.identity.contact.value.text() == "周长林"
    assert view.identity.masked["phone"].value.text() == "138****5267"
    assert not view.identity.masked["identity"].isVisible()
    card = view.card
    assert card is not None
    plain, hers = Target(Place.VISIT, "new"), Target(Place.VISIT, "person", id=card.id)
    assert desk.page.prefilled(plain) == hers
    desk.page.open_crumb(0)
    desk.page.register.look_for("")
    table = desk.page.register.table
    words = [str(table.rows_model.data(table.rows_model.index(0, column))) for column in range(5)]
    assert words == ["长沙碧湘机械厂", "联系人 周长林", "138****5267", "", "单位"]
    table.setFocus()
    assert desk.page.prefilled(plain) == hers


def test_who_to_ask_for_is_changed_and_the_masked_phone_stays(desk: Desk, clerk: Services) -> None:
    unit = clerk.units.create(UNIT).id
    desk.page.open_person(unit)
    desk.page.begin_edit()
    form = editor(desk)
    assert form.lines["contact"].hasFocus()
    assert form.form().phone == "138****5267"
    fill(desk, replace(form.form(), contact="吴桂芳"))
    form.save()
    assert desk.page.person.identity.contact.value.text() == "吴桂芳"
    assert clerk.people.reveal(unit, "phone") == "13873105267"


def test_a_look_at_the_phone_ends_with_the_page(desk: Desk, clerk: Services) -> None:
    unit = clerk.units.create(UNIT).id
    desk.page.open_person(unit)
    desk.page.begin_edit()
    form = editor(desk)
    form.lines["phone"].reveal_requested.emit()
    assert form.lines["phone"].text() == "13873105267"
    desk.page.before_leaving()
    assert form.lines["phone"].text() == "138****5267"
    assert not form.dirty


def test_faults_stand_under_their_fields_and_nothing_is_lost(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new_unit()
    fill(desk, replace(UNIT, name="", phone="138731"))
    form = editor(desk)
    assert form.fields["phone"].state == "error"
    form.save()
    assert form.fields["name"].state == "error"
    assert form.bar.errors_text() == "还有 2 处要改：单位名称"
    assert form.lines["name"].hasFocus()
    clerk.units.create(UNIT)
    fill(desk, UNIT)
    form.save()
    assert "已经有档案" in form.trouble.text()
    assert form.form() == UNIT


def test_esc_keeps_what_was_typed_and_giving_up_asks(desk: Desk, clerk: Services) -> None:
    desk.page.begin_new_unit()
    fill(desk, UNIT)
    QTest.keyClick(editor(desk), Qt.Key.Key_Escape)
    assert desk.page.stack.currentWidget() is desk.page.register
    desk.page.begin_new_unit()
    assert editor(desk).form() == UNIT
    editor(desk).drop_button.click()
    answer(desk.page, "放弃")
    assert desk.page.stack.currentWidget() is desk.page.register
    desk.page.begin_new_unit()
    assert editor(desk).form() == UnitForm()


def test_the_page_comes_back_to_the_form_that_was_on_show(desk: Desk) -> None:
    desk.page.begin_new_unit()
    assert desk.page.first_focus() is desk.page.unit_editor.lines["name"]
    desk.page.begin_new()
    assert desk.page.first_focus() is desk.page.editor.fields.lines["name"]


def test_esc_on_a_stored_unit_leads_back_to_its_page(desk: Desk, clerk: Services) -> None:
    desk.page.open_person(clerk.units.create(UNIT).id)
    desk.page.begin_edit()
    QTest.keyClick(editor(desk), Qt.Key.Key_Escape)
    assert desk.page.stack.currentWidget() is desk.page.person


def test_who_may_not_edit_is_not_offered_a_new_unit(desk: Desk, as_operator: LogIn) -> None:
    other = Desk(type(desk.window)(), as_operator(replace(factories.ADMINISTRATOR, name="周小敏")))
    assert not other.page.register.unit_button.isVisibleTo(other.page)
    other.page.begin_new_unit()
    assert other.page.stack.currentWidget() is other.page.register
