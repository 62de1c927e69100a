"""How the window looks is remembered for each operator and for the login, and never gets in anybody's way."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.theme import ZOOMS, theme
from gui.tokens import TEXT_SIZES, WINDOW_LEAST, Look
from gui.window_look import WindowLook, WindowState
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.fake_cups import FakeCups
from tests.gui.program import Program, window_over

CTRL = Qt.KeyboardModifier.ControlModifier
LARGE = Look(dark=True, text="large", zoom=125)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.json"


# ---- the file


def test_nothing_was_chosen_yet(path: Path) -> None:
    assert WindowState(path).last() == Look()
    assert WindowState(path).of("one") is None


def test_each_has_her_own_and_the_login_the_last(path: Path) -> None:
    WindowState(path).keep(LARGE, "one")
    WindowState(path).keep(Look(zoom=90), "two")
    state = WindowState(path)
    assert (state.of("one"), state.of("two"), state.last()) == (LARGE, Look(zoom=90), Look(zoom=90))
    state.keep(Look())
    assert (state.of("one"), state.last()) == (LARGE, Look())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"last": 3, "operators": []}',
        '{"last": {"dark": 1, "text": "standard", "zoom": 100}}',
        '{"last": {"dark": true, "text": ["standard"], "zoom": 100}}',
        '{"last": {"dark": true, "text": "standard", "zoom": 117}}',
        '{"last": {"dark": true, "text": "standard"}}',
        '{"last": {"dark": true, "text": "standard", "zoom": 100, "more": 1}}',
    ],
)
def test_a_damaged_file_is_as_good_as_none(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert WindowState(path).last() == Look()
    assert WindowState(path).of("one") is None
    WindowState(path).keep(LARGE, "one")
    assert WindowState(path).of("one") == LARGE


def test_the_same_again_is_not_written_again(path: Path) -> None:
    WindowState(path).keep(LARGE, "one")
    before = path.stat().st_mtime_ns, path.stat().st_ino
    WindowState(path).keep(LARGE, "one")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_disk_that_refuses_costs_no_more_than_the_memory(
    tmp_path: Path, expected_logs: list[logging.LogRecord]
) -> None:
    WindowState(tmp_path / "gone" / "window.json").keep(LARGE)
    assert [record.name for record in expected_logs] == ["gui.window_look"]
    assert str(tmp_path) not in expected_logs[0].getMessage()


# ---- in a window


def test_the_keys_zoom(window: QWidget, path: Path) -> None:
    WindowLook(window, path)
    for key, zoom in ((Qt.Key.Key_Equal, 110), (Qt.Key.Key_Plus, 125), (Qt.Key.Key_Minus, 110), (Qt.Key.Key_0, 100)):
        QTest.keyClick(window, key, CTRL)
        assert theme().zoom == zoom
    assert WindowState(path).last() == Look()


def test_who_logs_in_finds_her_own_look(window: QWidget, path: Path) -> None:
    WindowState(path).keep(LARGE, "one")
    look = WindowLook(window, path)
    look.enter("one")
    assert theme().look == LARGE
    theme().set_zoom(90)
    look.leave()
    look.enter("two")
    assert theme().look == LARGE._replace(zoom=90)
    theme().set_look(Look())
    look.leave()
    look.enter("one")
    assert theme().look == LARGE._replace(zoom=90)


def test_what_is_chosen_at_the_login_is_meant(window: QWidget, path: Path) -> None:
    WindowState(path).keep(Look(zoom=90), "one")
    look = WindowLook(window, path)
    assert theme().look == Look()
    theme().set_zoom(150)
    look.enter("one")
    assert theme().zoom == 150
    assert WindowState(path).of("one") == Look(zoom=150)


# ---- the text sizes


def test_a_text_size_scales_the_letters_and_what_holds_them() -> None:
    before = theme().metrics, theme().space("l"), theme().font("body").pixelSize()
    theme().set_text_size("largest")
    assert theme().font("body").pixelSize() == 18 > before[2]
    assert theme().metrics.input > before[0].input
    assert theme().metrics.row > before[0].row
    assert theme().size(100) == TEXT_SIZES["largest"]
    assert (theme().space("l"), theme().metrics.radius_card) == (before[1], before[0].radius_card)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_no_text_size_outgrows_what_the_pages_are_laid_out_for(zoom: int) -> None:
    letters = [Look(text=size, zoom=zoom).letters for size in TEXT_SIZES]
    assert letters == sorted(letters)
    assert letters[0] == zoom
    assert max(letters) <= 150


# ---- the whole program


@pytest.fixture
def program(tmp_path: Path, clock: FixedClock, cups: FakeCups) -> Iterator[Program]:
    """The window at its login."""
    with window_over(factories.put_ready_station(tmp_path / "data"), clock) as made:
        made.shell.start()
        yield made


def test_the_program_remembers_a_zoom_for_its_operator(program: Program) -> None:
    program.log_in()
    program.driver.press("Ctrl+=", program.desk)
    assert theme().zoom == 110
    folder: DataFolder = program.shell._folder
    held = json.loads(folder.window_state.read_text(encoding="utf-8"))
    assert held["last"]["zoom"] == 110
    assert [look["zoom"] for look in held["operators"].values()] == [110]


def test_no_zoom_makes_the_window_outgrow_the_screen(program: Program) -> None:
    size = program.shell.size()
    program.log_in()
    theme().set_zoom(150)
    assert program.shell.minimumSize().toTuple() == WINDOW_LEAST
    assert program.shell.size() == size


def test_the_zoom_of_the_status_bar(program: Program) -> None:
    program.log_in()
    zoom = program.desk.status._zoom
    zoom.larger.click()
    assert (theme().zoom, zoom.percent.words()) == (110, "110%")
    for _ in ZOOMS:
        zoom.smaller.click()
    assert theme().zoom == ZOOMS[0]
    assert not zoom.smaller.isEnabled()
    assert zoom.larger.isEnabled()
