"""Whatever can have the keyboard has a name that a screen reader can say: on every page, in every dialog.

The table says how each is reached, mostly as staff reach it. A new dialog gets a line here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from gui.kit.button import Link
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import ask, overlays_of
from gui.kit.preview import show_preview
from gui.kit.visit_papers_notice import show_notice
from gui.navigation import Place, Target
from gui.print_center.questions import DayQuestion
from gui.settings.catalogue_editor import MatterEditor
from gui.settings.page import SECTIONS
from services.visits import SavedVisit
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui import case_scenes
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.program import Program, window_over
from tests.gui.visitors import ANSWERED, visit
from tests.services.insight import add_case

Open = Callable[[Program, SavedVisit], None]


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A station whose first start is done."""
    return factories.put_ready_station(tmp_path / "data")


@pytest.fixture
def program(folder: DataFolder, clock: FixedClock, cups: FakeCups) -> Iterator[Program]:
    """The desk of the chief, large enough for everything."""
    with window_over(folder, clock) as made:
        made.shell.resize(1366, 728)
        made.shell.start()
        made.log_in()
        yield made


@pytest.fixture
def saved(program: Program) -> SavedVisit:
    """Somebody of the register with a visit and an open case."""
    made = visit(program.services, ANSWERED)
    add_case(program.services, program.services.people.find("李龑")[0].id, factories.MOMENT, seq=47)
    return made


def go(place: Place, what: str = "", text: str = "") -> Open:
    """To a page, at one thing."""
    return lambda program, _saved: program.desk.go(Target(place, what, text=text))


def pressing(place: Place, *keys: str) -> Open:
    """To a page, and then keys."""

    def open_it(program: Program, _saved: SavedVisit) -> None:
        program.desk.go(Target(place))
        for key in keys:
            program.driver.press(key)

    return open_it


def for_person(*keys: str) -> Open:
    """To the person's own page, and then keys."""

    def open_it(program: Program, _saved: SavedVisit) -> None:
        person = program.services.people.find("李龑")[0].id
        program.desk.go(Target(Place.PEOPLE, "person", id=person))
        for key in keys:
            program.driver.press(key)

    return open_it


def with_visitor(*keys: str) -> Open:
    """The visit desk with the person on it, and then keys."""

    def open_it(program: Program, _saved: SavedVisit) -> None:
        person = program.services.people.find("李龑")[0].id
        program.desk.go(Target(Place.VISIT, "person", id=person))
        for key in keys:
            program.driver.press(key)

    return open_it


def for_visit(*keys: str) -> Open:
    """To the visit's panel, and then keys."""

    def open_it(program: Program, saved: SavedVisit) -> None:
        program.desk.go(Target(Place.WORKBENCH, "visit", id=saved.id))
        program.driver.settle()
        for key in keys:
            program.driver.press(key)

    return open_it


def scanned(program: Program, saved: SavedVisit) -> None:
    program.desk.open_scan(saved.document.human_code)


def searched(program: Program, _saved: SavedVisit) -> None:
    program.driver.press("Ctrl+K", program.desk)
    program.driver.type("lyan")
    program.driver.wait(lambda: program.driver.shows("430103********1238"), "查找结果")


def previewed(program: Program, saved: SavedVisit) -> None:
    show_preview(program.shell, program.services, program.desk._parts.printer, saved.document.id)


def compared_wording(program: Program, _saved: SavedVisit) -> None:
    program.desk.go(Target(Place.SETTINGS, "section", text="wordings"))
    (link,) = (link for link in children(program.desk, Link) if link.words() == "和上一版比较")
    link.click()


def year_read_in(program: Program, _saved: SavedVisit) -> None:
    program.desk.go(Target(Place.SETTINGS, "section", text="calendar"))
    program.driver.press("Ctrl+N")


def matter_pages(program: Program, _saved: SavedVisit) -> None:
    program.desk.go(Target(Place.SETTINGS, "section", text="catalogue"))
    program.driver.settle()
    (editor,) = children(program.desk, MatterEditor)
    editor.show_page("fields")


def of_cases(way: Callable[[Program], None]) -> Open:
    """A moment of the service cases."""
    return lambda program, _saved: way(program)


def asked_day(program: Program, _saved: SavedVisit) -> None:
    program.desk.go(Target(Place.PRINT_CENTER))
    DayQuestion(program.services.clock.today(), lambda _day: None).open_over(program.shell)


PAGES: dict[str, Open] = {place.value: go(place) for place in Place}
SETTINGS: dict[str, Open] = {f"settings {spec.key}": go(Place.SETTINGS, "section", spec.key) for spec in SECTIONS}
DIALOGS: dict[str, Open] = {
    "search": pressing(Place.WORKBENCH, "Ctrl+K"),
    "search with hits": searched,
    "scan": pressing(Place.WORKBENCH, "F6"),
    "paper that was scanned": scanned,
    "help": pressing(Place.VISIT, "F1"),
    "preview": previewed,
    "visit": for_visit(),
    "rating": for_visit("Alt+R"),
    "voiding": for_visit("Alt+X"),
    "papers of a visit": for_visit("Alt+P"),
    "missing materials": lambda program, saved: (
        show_notice(program.shell, program.services, saved.id, lambda _paper: None),
        None,
    )[1],
    "correction": for_visit("Alt+E"),
    "voiding a sheet": pressing(Place.PRINT_CENTER, "Alt+X"),
    "new paper of the station": pressing(Place.PRINT_CENTER, "Alt+N"),
    "day of the print centre": asked_day,
    "version of a wording": compared_wording,
    "year read into the calendar": year_read_in,
    "pages of a matter": matter_pages,
    "case": lambda program, _saved: program.desk.go(Target(Place.WORKBENCH, "case", id=1)),
    **{f"service {name}": of_cases(way) for name, way in case_scenes.SCENES.items()},
    "person": for_person(),
    "person's form": for_person("Alt+E"),
    "new person": pressing(Place.PEOPLE, "Ctrl+N"),
    "new unit": pressing(Place.PEOPLE, "Ctrl+Shift+N"),
    "desk with somebody": with_visitor(),
    "desk with somebody new": pressing(Place.VISIT, "Ctrl+N"),
    "desk with several people": with_visitor("Ctrl+G"),
    "desk for a day before": with_visitor("Ctrl+D"),
    "desk with a call-back": with_visitor("Alt+Y"),
    "desk with phrases": with_visitor("Alt+1", "F8"),
    "petition": go(Place.VISIT, "kind", "petition"),
    "assistance": go(Place.VISIT, "kind", "assistance"),
    "two matters": with_visitor("Ctrl+PgDown"),
    "number of the queue": pressing(Place.QUEUE, "Ctrl+N"),
    "lock": pressing(Place.WORKBENCH, "Ctrl+L"),
    "question": lambda program, _saved: (
        ask(program.shell, "作废？", "编号保留。", action="作废", reason="原因", on_yes=lambda _reason: None),
        None,
    )[1],
}


def stops(root: QWidget) -> list[QWidget]:
    """What can have the keyboard now."""
    return [
        widget
        for widget in children(root, QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
    ]


def nameless(root: QWidget) -> list[str]:
    """The stops that a screen reader could only call by their kind, and where they stand."""
    buddies = {id(label.buddy()) for label in children(root, QLabel) if label.buddy() is not None}
    found = []
    for widget in stops(root):
        if not widget.accessibleName().strip() and id(widget) not in buddies:
            above = widget.parentWidget()
            found.append(
                f"{type(widget).__name__} in {type(above).__name__} ({above.accessibleName() if above else ''})"
            )
    return found


@pytest.mark.parametrize("name", [*PAGES, *SETTINGS, *DIALOGS])
def test_everything_that_takes_the_keyboard_has_a_name(program: Program, saved: SavedVisit, name: str) -> None:
    (PAGES | SETTINGS | DIALOGS)[name](program, saved)
    QApplication.processEvents()
    assert stops(program.shell)
    assert nameless(program.shell) == []


def test_the_login_has_names_too(folder: DataFolder, clock: FixedClock, cups: FakeCups) -> None:
    with window_over(folder, clock) as program:
        program.shell.start()
        QApplication.processEvents()
        assert nameless(program.shell) == []


def test_the_table_really_opens_its_dialogs(program: Program, saved: SavedVisit) -> None:
    """A key that opens nothing any more would make its line say nothing."""
    for name in ("search", "scan", "help", "preview", "visit", "case", "question"):
        DIALOGS[name](program, saved)
        QApplication.processEvents()
        assert [overlay for overlay in overlays_of(program.shell) if overlay.isVisible()], name
        for overlay in overlays_of(program.shell):
            overlay.close_overlay()
        program.driver.settle()


def test_a_control_without_a_name_is_seen(window: QWidget) -> None:
    edit = QLineEdit(window)
    edit.show()
    assert nameless(window) == ["QLineEdit in QWidget ()"]
    label = LineEdit(name="姓名", parent=window)
    label.show()
    edit.hide()
    assert nameless(window) == []
