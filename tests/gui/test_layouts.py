"""All pages at every size, zoom and colour: no words are cut, nothing lies over its neighbour or out of its place.

The layout of the light and the dark is the same (tests/gui/kit/test_all.py measures it), so the dark is walked through
once and looked at for what stayed light. `python -m tests.gui.layout_scenes` checks every size, zoom and colour, and
leaves the pictures to be looked at.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.chip import Chip
from gui.kit.drawer import Drawer
from gui.kit.label import ElidedLabel, Label
from gui.kit.scroll import Scroll
from gui.kit.segmented import Segmented
from gui.kit.table import Column, Table
from gui.kit.tabs import Tabs, tab
from gui.theme import theme
from gui.tokens import Look
from tests.gui import layout_scenes
from tests.gui.kit.stand import children, settle, stand
from tests.gui.layout_check import brightness, faults, picture_of
from tests.gui.layout_scenes import DESK_SCENES, DOOR_SCENES, SIZES, fit, program_at, scenes_of
from tests.gui.program import Program

WORDS = "要求补发伤残抚恤金差额并书面答复"
# look → the sizes at which the scenes are walked through in it: where there is least room, and in the dark
WALKS = {
    Look(zoom=150): ("1366",),
    Look(zoom=125, dark=True): ("1366",),
}
# The whole matrix takes minutes, so it is walked through with the long counts.
WHOLE = [
    *(Look(zoom=zoom, dark=dark) for zoom in (90, 125, 150) for dark in (False, True)),
    Look(zoom=100, text="largest"),
]
# What is white in the dark: the ink of titles, a caret, a switch; never a surface.
BRIGHT_MOST = 0.02


# ---- the pages


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The window over a station with a year behind it."""
    papers = tmp_path / "papers"
    papers.mkdir()
    with program_at(layout_scenes.copied_station(tmp_path), papers) as made:
        yield made


@pytest.mark.parametrize("look", WALKS, ids=lambda look: f"{look.zoom}-{look.text}-{'dark' if look.dark else 'light'}")
def test_nothing_is_cut_and_everything_is_in_its_place(program: Program, look: Look) -> None:
    walk_through(program, look, WALKS[look])


@pytest.mark.soak
@pytest.mark.parametrize("look", WHOLE, ids=lambda look: f"{look.zoom}-{'dark' if look.dark else 'light'}")
def test_nothing_is_cut_at_any_size_zoom_and_colour(program: Program, look: Look) -> None:
    walk_through(program, look, tuple(SIZES))


def walk_through(program: Program, look: Look, sizes: tuple[str, ...]) -> None:
    """Open every scene at each size and look for what is cut, covered or out of place."""
    wrong = []
    for scene in scenes_of(program):
        theme().set_look(look)
        for size in sizes:
            if not fit(program, SIZES[size], scene):
                continue
            image, found = picture_of(program.shell)
            wrong += [f"{scene.name} {size}: {sentence}" for sentence in found]
            if look.dark and not scene.paper and brightness(image) > BRIGHT_MOST:
                wrong.append(f"{scene.name} {size}: {brightness(image):.0%} of it is light")
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_colours_change_under_way(program: Program) -> None:
    for scene in scenes_of(program, ["login", "workbench", "visit-known"]):
        fit(program, SIZES["1366"])
        shares = []
        for dark in (False, True, False):
            theme().set_dark(dark)
            fit(program, SIZES["1366"])
            shares.append(brightness(picture_of(program.shell)[0]))
        assert shares[0] == shares[2] > 0.3, scene.name
        assert shares[1] < BRIGHT_MOST, scene.name


def test_every_scene_has_a_name_of_its_own() -> None:
    names = [scene.name for scene in (*DOOR_SCENES, *DESK_SCENES)]
    assert len(names) == len(set(names))


def test_a_narrow_window_pins_what_saves_and_folds_the_column(program: Program) -> None:
    for _scene in scenes_of(program, ["visit-known"]):
        theme().set_zoom(150)
        fit(program, SIZES["1280"])
    page = program.visits
    assert page.desk.drawer.is_folded
    bar = page.bar
    assert bar.isVisible()
    assert bar.mapTo(page, bar.rect().bottomLeft()).y() == page.height() - 1
    scroll = next(each for each in children(page, Scroll) if each.widget() is page.desk)
    assert scroll.verticalScrollBar().maximum() > 0
    program.driver.press("Alt+H", program.desk)
    assert page.desk.drawer.is_open
    assert page.desk.panel.isVisible()
    assert not bar.visibleRegion().isEmpty()


# ---- the checker checked


def _cramped(widget: QWidget, width: int) -> QWidget:
    widget.setFixedWidth(width)
    return widget


def _squeezed(*widgets: QWidget) -> QWidget:
    """Several in a row that is too narrow for them."""
    box = QWidget()
    row = HBox(box)
    for widget in widgets:
        row.addWidget(widget)
    box.setFixedWidth(120)
    return box


def _tabs() -> QWidget:
    made = Tabs(name="状态")
    made.set_tabs([tab("a", WORDS, 3)])
    made.buttons()[0].setFixedWidth(60)
    return made


def _flat(label: Label) -> QWidget:
    label.setFixedSize(theme().size(100), theme().size(20))
    return label


def _table(column: Column) -> Table:
    made = Table([column, Column("承办", lambda row: row)], name="件")
    made.set_rows([WORDS])
    return made


def _out() -> QWidget:
    box = QWidget()
    Button("保存", parent=box).move(theme().size(80), 0)
    box.setFixedSize(theme().size(100), theme().size(40))
    return box


def _over() -> QWidget:
    box = QWidget()
    column = VBox(box)
    for _ in range(3):
        column.addWidget(Button("保存"))
    box.setFixedHeight(theme().size(60))
    return box


def _wide() -> QWidget:
    made = Scroll(Button(WORDS))
    made.widget().setMinimumWidth(theme().size(400))
    made.setFixedWidth(theme().size(200))
    return made


PLANTED: dict[str, Callable[[], QWidget]] = {
    "label": lambda: _cramped(Label(WORDS), 100),
    "label of two lines": lambda: _cramped(Label(f"短\n{WORDS}"), 100),
    "wrapped label": lambda: _flat(Label(WORDS, wrap=True)),
    "low label": lambda: _flat(Label(WORDS, "headline")),
    "button": lambda: _cramped(Button(WORDS), 100),
    "button with a key": lambda: _cramped(Button("保存并打印", "primary", key="Ctrl+Enter"), 120),
    "chip": lambda: _cramped(Chip(WORDS), 60),
    "segment": lambda: _cramped(Segmented([(1, WORDS), (2, "电话")], name="方式", fill=True), 120),
    "tab": _tabs,
    "table head": lambda: _table(Column(WORDS, str, width=60)),
    "labels in a row": lambda: _squeezed(Label(WORDS), Label(WORDS)),
    "outside": _out,
    "over each other": _over,
    "wider than its view": _wide,
}
SOUND: dict[str, Callable[[], QWidget]] = {
    "label": lambda: Label(WORDS),
    "wrapped label": lambda: _cramped(Label(WORDS, wrap=True), 100),
    "label of two lines": lambda: Label(f"短\n{WORDS}"),
    "elided label with its tooltip": lambda: _cramped(ElidedLabel(WORDS), 100),
    "chip that shrinks": lambda: _squeezed(Chip(WORDS, shrinks=True)),
    "table cell": lambda: _table(Column("事项", str, width=60)),
    "button": lambda: Button("保存并打印", "primary", icon="print", key="Ctrl+Enter"),
    "scrolled": lambda: Scroll(Label("\n".join(WORDS))),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(window: QWidget, name: str) -> None:
    stand(window, PLANTED[name]())
    settle(window)
    assert faults(window)


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_is_left_alone(window: QWidget, name: str) -> None:
    stand(window, SOUND[name]())
    settle(window)
    assert faults(window) == []


def test_a_light_patch_in_the_dark_is_found(window: QWidget) -> None:
    theme().set_dark(True)
    stand(window, Label(WORDS))
    assert brightness(picture_of(window)[0]) < BRIGHT_MOST
    theme().set_dark(False)
    assert brightness(picture_of(window)[0]) > 0.9


def test_pages_with_a_right_column_have_a_drawer(program: Program) -> None:
    folded = set()
    for scene in scenes_of(program, ["workbench", "visit-known", "person-drawer", "print-centre"]):
        theme().set_zoom(125)
        fit(program, SIZES["1366"])
        drawers = [drawer for drawer in children(program.desk.page, Drawer) if drawer.isVisible()]
        assert [drawer.is_folded for drawer in drawers] == [True], scene.name
        folded.add(scene.name)
    assert {"workbench", "visit-known", "person-drawer", "print-centre"} <= folded
