"""The staff: adding, changing, disabling, passwords, unlocking, and what an actor may not do."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from domain.operator_rules import OperatorForm
from domain.permissions import Role
from gui.kit.line_edit import LineEdit
from gui.settings.operator_forms import AddForm, EditForm, PasswordForm, StaffForm
from gui.settings.operators import OperatorsSection
from gui.settings.page import SettingsPage
from services import Services
from system.clock import FixedClock
from system.errors import LockedOut, NotFound, WrongPassword
from system.paths import DataFolder
from tests import factories
from tests.gui.kit.stand import commit
from tests.gui.question import answer
from tests.gui.settings.conftest import OpenPage

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
FIRST = "Erstes-2026"
Form = TypeVar("Form", bound=StaffForm)


@pytest.fixture
def page(station: Services, open_page: OpenPage) -> SettingsPage:
    """The chief's page of the staff, with a clerk in it."""
    factories.add_operator(station)
    return open_page(station, "operators")


@pytest.fixture
def section(page: SettingsPage, clock: FixedClock) -> OperatorsSection:
    """Its section."""
    found = page.section
    assert isinstance(found, OperatorsSection)
    return found


def put(edit: LineEdit, words: str) -> None:
    edit.setFocus()
    edit.clear()
    commit(edit, words)
    QTest.keyClick(edit, Key.Key_Tab)


def form_of(section: OperatorsSection, kind: type[Form]) -> Form:
    assert isinstance(section.form, kind)
    return section.form


def names(section: OperatorsSection) -> list[str]:
    return [row.name for row in section.table.rows]


def choose(section: OperatorsSection, name: str) -> None:
    assert section.table.select(lambda row: row.name == name)


def test_the_staff_and_what_roles_may_do_are_shown(section: OperatorsSection) -> None:
    assert names(section) == ["谢国辉", "王静"]
    choose(section, "王静")
    assert not section.card.unlock.isVisible()
    assert section.card.disable.isEnabled()


def test_somebody_is_added_and_can_log_in(section: OperatorsSection, folder: DataFolder, clock: FixedClock) -> None:
    QTest.mouseClick(section.add, LEFT)
    form = form_of(section, AddForm)
    put(form.fields.name, "陈卫东")
    put(form.fields.post, "审计")
    form.fields.roles.set_roles({Role.AUDITOR})
    put(form.password.first, FIRST)
    put(form.password.again, FIRST)
    QTest.mouseClick(form.save, LEFT)
    assert section.form is None
    assert names(section) == ["谢国辉", "王静", "陈卫东"]
    row = section.table.current()
    assert row is not None
    assert (row.name, row.roles) == ("陈卫东", {Role.AUDITOR})
    services = factories.log_in(folder, clock, row.uuid, FIRST)
    assert services.accounts.must_change_password()
    services.close()


def test_what_is_wrong_stands_under_the_fields_and_nothing_is_saved(section: OperatorsSection) -> None:
    QTest.mouseClick(section.add, LEFT)
    form = form_of(section, AddForm)
    form.fields.roles.set_roles({Role.AUDITOR, Role.CHIEF})
    QTest.keyClick(form, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.fields.fields["name"].message == "还没有姓名，请填写"
    assert "审计不能与别的角色同设" in form.fields.roles.fault.text()
    assert form.password.first_field.state == "error"
    assert form.fields.name.hasFocus()
    assert names(section) == ["谢国辉", "王静"]


@pytest.mark.parametrize("bad", ["<b>&amp;</b>", "王\n静", "静" * 200, "😀"])
def test_strange_names_are_judged_and_kept(section: OperatorsSection, bad: str) -> None:
    QTest.mouseClick(section.add, LEFT)
    form = form_of(section, AddForm)
    form.fields.name.setFocus()
    form.fields.name.insert(bad)
    assert form.fields.name.text() == bad.replace("\n", " ")
    put(form.fields.post, bad)
    form.check()
    page_image = section.grab()
    assert not page_image.isNull()
    assert form.fields.name.text()


def test_esc_folds_the_form_and_keeps_all_but_the_password(section: OperatorsSection) -> None:
    QTest.mouseClick(section.add, LEFT)
    form = form_of(section, AddForm)
    put(form.fields.name, "陈卫东")
    put(form.password.first, FIRST)
    QTest.keyClick(form.fields.name, Key.Key_Escape)
    assert section.form is None
    assert section.card.isVisible()
    assert section.table.hasFocus()
    QTest.mouseClick(section.add, LEFT)
    again = form_of(section, AddForm)
    assert again.fields.name.text() == "陈卫东"
    assert again.password.text() == ""


def test_name_and_roles_are_changed(section: OperatorsSection, station: Services) -> None:
    choose(section, "王静")
    QTest.mouseClick(section.card.edit, LEFT)
    form = form_of(section, EditForm)
    assert form.fields.place.text() == "1 号窗口"
    put(form.fields.post, "信访岗")
    form.fields.roles.set_roles({Role.CLERK, Role.CHIEF})
    QTest.mouseClick(form.save, LEFT)
    row = next(row for row in station.accounts.operators() if row.name == "王静")
    assert row.post == "信访岗"
    assert row.roles == {Role.CLERK, Role.CHIEF}


def test_the_last_chief_keeps_the_role(section: OperatorsSection) -> None:
    choose(section, "谢国辉")
    assert not section.card.disable.isEnabled()
    QTest.mouseClick(section.card.edit, LEFT)
    form = form_of(section, EditForm)
    form.fields.roles.set_roles({Role.ADMINISTRATOR})
    QTest.mouseClick(form.save, LEFT)
    assert form.trouble.isVisible()
    assert "最后一位" in form.trouble.text()


def test_disabling_asks_first_and_closes_the_account(
    section: OperatorsSection, folder: DataFolder, clock: FixedClock
) -> None:
    choose(section, "王静")
    row = section.table.current()
    assert row is not None
    QTest.mouseClick(section.card.disable, LEFT)
    answer(section, "确认停用")
    with pytest.raises(NotFound):
        factories.log_in(folder, clock, row.uuid, factories.CLERK_PASSWORD)
    choose(section, "王静")
    assert section.card.enable.isVisible()
    QTest.mouseClick(section.card.enable, LEFT)
    form = form_of(section, PasswordForm)
    put(form.password.first, FIRST)
    put(form.password.again, FIRST)
    QTest.mouseClick(form.save, LEFT)
    factories.log_in(folder, clock, row.uuid, FIRST).close()


def test_a_new_password_replaces_the_old_one(section: OperatorsSection, folder: DataFolder, clock: FixedClock) -> None:
    choose(section, "王静")
    row = section.table.current()
    assert row is not None
    QTest.mouseClick(section.card.password, LEFT)
    form = form_of(section, PasswordForm)
    put(form.password.first, FIRST)
    put(form.password.again, FIRST)
    QTest.mouseClick(form.save, LEFT)
    with pytest.raises(WrongPassword):
        factories.log_in(folder, clock, row.uuid, factories.CLERK_PASSWORD)
    factories.log_in(folder, clock, row.uuid, FIRST).close()


def test_a_locked_account_is_opened_again(
    section: OperatorsSection, page: SettingsPage, folder: DataFolder, clock: FixedClock
) -> None:
    uuid = next(row.uuid for row in section.table.rows if row.name == "王静")
    for _ in range(5):
        with pytest.raises((WrongPassword, LockedOut)):
            factories.log_in(folder, clock, uuid, "nicht-2026")
    page.show_section("operators")
    choose(section, "王静")
    assert section.card.unlock.isVisible()
    QTest.mouseClick(section.card.unlock, LEFT)
    assert not section.card.unlock.isVisible()
    factories.log_in(folder, clock, uuid, factories.CLERK_PASSWORD).close()


def test_an_administrator_sets_no_passwords_and_no_roles(
    as_operator: Callable[[OperatorForm], Services], open_page: OpenPage
) -> None:
    page = open_page(as_operator(factories.ADMINISTRATOR), "operators")
    section = page.section
    assert isinstance(section, OperatorsSection)
    choose(section, "谢国辉")
    assert not section.add.isEnabled()
    assert "给别人设密码" in section.add.toolTip()
    assert not section.card.password.isEnabled()
    QTest.mouseClick(section.card.edit, LEFT)
    form = form_of(section, EditForm)
    assert not form.fields.roles.isEnabled()
    put(form.fields.post, "负责人")
    QTest.mouseClick(form.save, LEFT)
    assert section.form is None
    assert next(row.post for row in section.table.rows if row.name == "谢国辉") == "负责人"
