"""Markup, emoji and pasted lines in every field of every form: kept as words, shown as words, never drawn as markup."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import Qt as QtText
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)

from domain.tables import limit
from gui.kit.line_edit import LineEdit, PasswordEdit
from gui.navigation import Place, Target
from gui.people.page import PeoplePage
from gui.search.popup import SearchPopup
from gui.settings.operator_forms import AddForm
from gui.settings.operators import OperatorsSection
from gui.settings.page import SettingsPage
from gui.settings.station import StationSection
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.kit.test_tip import as_shown
from tests.gui.program import Program, window_over

MARK = "<b>&amp;</b>"
NASTY = f"{MARK} <i>🙂</i> &lt;p&gt;"
NAME = f"{MARK}艾力"
CTRL = Qt.KeyboardModifier.ControlModifier
RARE = ("䶮㛃", "𬭎𫖮", "𠅤𣲘𡐓")


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A station whose first start is done."""
    return factories.put_ready_station(tmp_path / "data")


@pytest.fixture
def program(folder: DataFolder, clock: FixedClock, cups: FakeCups) -> Iterator[Program]:
    """The desk of the chief."""
    with window_over(folder, clock) as made:
        made.shell.start()
        made.log_in()
        yield made


def paste(line: QWidget, words: str) -> None:
    QGuiApplication.clipboard().setText(words)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, CTRL)
    QTest.keyClick(line, Qt.Key.Key_V, CTRL)
    QApplication.processEvents()


def station_section(program: Program) -> StationSection:
    program.desk.go(Target(Place.SETTINGS, "section", text="station"))
    page = program.desk.page
    assert isinstance(page, SettingsPage)
    assert isinstance(page.section, StationSection)
    return page.section


def add_form(program: Program) -> AddForm:
    program.desk.go(Target(Place.SETTINGS, "section", text="operators"))
    page = program.desk.page
    assert isinstance(page, SettingsPage)
    assert isinstance(page.section, OperatorsSection)
    page.section.open_form("add")
    assert isinstance(page.section.form, AddForm)
    return page.section.form


def people(program: Program) -> PeoplePage:
    program.desk.go(Target(Place.PEOPLE, "new"))
    page = program.desk.page
    assert isinstance(page, PeoplePage)
    return page


def new_visitor(program: Program) -> None:
    program.desk.go(Target(Place.VISIT, "new"))
    program.visits.desk.who.start_new("")


FORMS: dict[str, Callable[[Program], object]] = {
    "search for a visitor": lambda program: program.desk.go(Target(Place.VISIT, "new")),
    "desk": new_visitor,
    "register": lambda program: program.desk.go(Target(Place.PEOPLE)),
    "person": people,
    "station": station_section,
    "operator": add_form,
    "backup": lambda program: program.desk.go(Target(Place.SETTINGS, "section", text="backup")),
    "print center": lambda program: program.desk.go(Target(Place.PRINT_CENTER)),
    "paper check": lambda program: program.desk.go(Target(Place.PAPER_CHECK)),
    "station keys": lambda program: program.desk.go(Target(Place.SETTINGS, "section", text="station_keys")),
}


def open_lines(program: Program) -> list[LineEdit]:
    """What can be typed into, one line each; passwords are judged as they are."""
    lines = children(program.shell, LineEdit)
    return [line for line in lines if line.isVisible() and not line.isReadOnly() and not isinstance(line, PasswordEdit)]


def test_pasted_lines_become_one_and_markup_stays_as_pasted_in_every_form(program: Program) -> None:
    for form, open_form in FORMS.items():
        open_form(program)
        QApplication.processEvents()
        lines = open_lines(program)
        assert lines, form
        for line in lines:
            if not line.isVisible():
                continue  # an answer to what was pasted before may have taken its place
            paste(line, f"{NASTY}\r\n第二行\n三\t四\u2028五")
            assert line.text() == f"{NASTY} 第二行 三 四 五", (form, line.accessibleName())
        nothing_is_markup(program.shell)


def nothing_is_markup(root: QWidget) -> None:
    """Whatever is in the window could not be taken for markup, nor for a mnemonic; tooltips show what was meant."""
    QApplication.processEvents()
    for widget in children(root, QWidget):
        if isinstance(widget, QLabel):
            assert widget.textFormat() is Qt.TextFormat.PlainText, widget.text()
        if isinstance(widget, QAbstractButton):
            assert "&" not in widget.text(), widget.text()
        if isinstance(widget, QAbstractItemView):
            assert widget.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None
        if QtText.mightBeRichText(widget.toolTip()):
            assert "<b>" in as_shown(widget.toolTip()).casefold(), widget.toolTip()


def says(program: Program, words: str) -> bool:
    """Whether the words stand somewhere in the window as they are."""
    edits = [edit for edit in children(program.shell, QLineEdit) if edit.isVisible()]
    return program.driver.shows(words) or any(words in edit.text() for edit in edits)


def test_what_was_typed_in_every_form_is_shown_as_typed_on_every_page(program: Program, cups: FakeCups) -> None:
    station = station_section(program)
    for key in ("name", "address", "issuer", "hours"):
        paste(station.fields.edits[key], MARK)
    station.save.click()
    assert program.services.station.view().name == MARK
    form = add_form(program)
    for line in (form.fields.name, form.fields.post, form.fields.place):
        paste(line, MARK)
    form.password.first.setFocus()
    QTest.keyClicks(form.password.first, factories.CLERK_PASSWORD)
    form.password.again.setFocus()
    QTest.keyClicks(form.password.again, factories.CLERK_PASSWORD)
    form.submit()
    assert any(row.name == MARK for row in program.services.accounts.operators())
    nothing_is_markup(program.shell)

    editor = people(program).editor
    free = ("address", "household_address", "community", "honours", "reception_note", "former_names")
    for key, line in editor.fields.lines.items():
        if key in free or key == "name":
            paste(line, NAME if key in ("name", "former_names") else NASTY)
    paste(editor.fields.note, NASTY)
    editor.save()
    person = program.services.people.find("艾力")[0]
    stored = program.services.people.form(person.id)[0]
    assert (stored.name, stored.note) == (NAME, NASTY)
    assert all(getattr(stored, key) == NASTY for key in free if key != "former_names")
    assert says(program, NAME)
    nothing_is_markup(program.shell)

    program.desk.go(Target(Place.VISIT, "person", id=person.id))
    program.driver.press("Alt+1", program.desk)
    desk = program.visits.desk
    paste(desk.matters.editor.narrative, f"{NASTY}\n第二行")
    for line in (desk.matters.editor.rows.reply, desk.matters.editor.materials.edit):
        paste(line, NASTY)
    QTest.keyClick(desk.matters.editor.materials.edit, Qt.Key.Key_Return)
    nothing_is_markup(program.shell)
    program.driver.press("Ctrl+Return")
    visit = program.services.visits.today()[0]
    assert program.services.visits.detail(visit.id).matters[0].narrative == f"{NASTY}\n第二行"
    assert len(cups.papers) == 1

    sheet = program.services.documents.issued()[0].id
    for target in (
        Target(Place.WORKBENCH, "visit", id=visit.id),
        Target(Place.PEOPLE, "person", id=person.id),
        Target(Place.PEOPLE, "find", text=MARK),
        Target(Place.VISIT, "person", id=person.id),
        Target(Place.PRINT_CENTER, "document", id=sheet),
        Target(Place.SETTINGS, "section", text="operators"),
        Target(Place.SETTINGS, "section", text="audit"),
    ):
        program.desk.go(target)
        QApplication.processEvents()
        nothing_is_markup(program.shell)
        if target.place not in (Place.PRINT_CENTER, Place.SETTINGS):
            assert says(program, MARK), target
        program.driver.press("Esc")
    program.shell.lock()
    nothing_is_markup(program.shell)
    program.shell.leave_desk()
    assert MARK in [tile.tile.name for tile in program.login.tiles.tiles]
    nothing_is_markup(program.shell)


def test_ten_thousand_characters_can_be_looked_at_everywhere(program: Program, cups: FakeCups) -> None:
    words = "长" * limit("narrative")
    width = program.shell.width()
    new_visitor(program)
    paste(program.visits.desk.who.new.name, "张三")
    program.driver.press("Alt+1", program.desk)
    paste(program.visits.desk.matters.editor.narrative, words)
    program.driver.press("Ctrl+Return")
    visit, person = program.services.visits.today()[0], program.services.people.find("张三")[0]
    assert program.services.visits.detail(visit.id).matters[0].narrative == words
    for target in (
        Target(Place.WORKBENCH, "visit", id=visit.id),
        Target(Place.PEOPLE, "person", id=person.id),
        Target(Place.VISIT, "person", id=person.id),
        Target(Place.PRINT_CENTER),
    ):
        program.desk.go(target)
        QApplication.processEvents()
        assert not program.shell.grab().isNull()
        assert program.shell.minimumSizeHint().width() <= width
        program.driver.press("Esc")
    assert len(cups.papers) == 1


def test_the_lists_of_the_search_show_words(program: Program) -> None:
    editor = people(program).editor
    paste(editor.fields.lines["name"], NAME)
    editor.save()
    program.desk.go(Target(Place.WORKBENCH))
    program.driver.press("Ctrl+K", program.desk)
    (search,) = children(program.shell, SearchPopup)
    paste(search.edit, "艾力")
    program.driver.wait(search.list.isVisible, "查找结果")
    assert says(program, NAME)
    nothing_is_markup(program.shell)
    paste(search.edit, f"{MARK}没有这个人")
    program.driver.wait(search.empty.isVisible, "没有找到")
    assert says(program, f"没有找到“{MARK}没有这个人”")
    nothing_is_markup(program.shell)


def test_a_name_of_sixty_characters_with_any_dot_is_taken_in_the_register(program: Program) -> None:
    for number, dot in enumerate("·•．・"):
        name = "阿卜杜热合曼·" * 8 + f"艾力江{'甲乙丙丁'[number]}"
        assert len(name) == limit("name")
        editor = people(program).editor
        paste(editor.fields.lines["name"], name.replace("·", dot))
        editor.save()
        assert [found.name for found in program.services.people.find(name)] == [name]
    nothing_is_markup(program.shell)


def test_rare_names_are_taken_in_the_register_and_a_name_nobody_can_draw_is_said_at_once(program: Program) -> None:
    for name in RARE:
        editor = people(program).editor
        paste(editor.fields.lines["name"], name)
        editor.save()
        assert program.services.people.find(name)[0].name == name
    editor = people(program).editor
    paste(editor.fields.lines["name"], "李\U000e0041\ue123")
    editor.fields.lines["phone"].setFocus()
    QApplication.processEvents()
    assert "没有字形" in editor.fields.fields["name"].message
    assert editor.fields.fields["name"].state == "error"


def test_a_birth_date_to_come_and_a_wrong_check_digit_are_said_in_the_register(program: Program) -> None:
    editor = people(program).editor
    fields = editor.fields
    paste(fields.lines["name"], "李四")
    paste(fields.lines["birth"], "2031-01-01")
    paste(fields.lines["identity"], "430103196811021234")
    editor.save()
    assert program.services.people.find("李四") == ()
    assert "还没有到" in fields.fields["birth"].message
    assert fields.fields["identity"].state == "error"
    paste(fields.lines["birth"], "1968-11-02")
    paste(fields.lines["identity_reason"], "旧证就是这样")
    editor.save()
    (found,) = program.services.people.find("李四")
    assert program.services.people.reveal(found.id, "identity") == "430103196811021234"


def test_names_of_the_station_and_of_staff_that_nobody_can_draw_are_said_at_once(program: Program) -> None:
    station = station_section(program)
    paste(station.fields.edits["name"], "坡子街\ue123站")
    station.fields.edits["phone"].setFocus()
    QApplication.processEvents()
    assert "没有字形" in station.fields.fields["name"].message
    form = add_form(program)
    paste(form.fields.name, "王\ue123")
    form.fields.post.setFocus()
    QApplication.processEvents()
    assert "没有字形" in form.fields.fields["name"].message
