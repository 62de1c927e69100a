"""Icons: every one the code names is shipped, and takes the colour it is given."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from gui.icons import icon, pixmap
from gui.theme import theme
from system.paths import resource

GUI = Path(__file__).parents[2] / "gui"
SHIPPED = {path.stem for path in resource("icons").glob("*.svg")}


def test_an_icon_takes_the_colour() -> None:
    image = pixmap("checkmark_circle", QColor("#B3261E"), 20).toImage()
    drawn = [image.pixelColor(x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 200]
    assert drawn
    # Edges are blended with nothing, so their colour may be off by a rounding.
    assert all(abs(colour.red() - 0xB3) < 4 and abs(colour.green() - 0x26) < 4 for colour in drawn)


def test_an_icon_is_sharp_on_a_fine_screen() -> None:
    image = pixmap("print", theme().colour("t1"), 20, 2.0)
    assert image.width() == 40
    assert image.devicePixelRatio() == 2
    assert image.deviceIndependentSize().width() == 20


def test_large_sizes_take_the_larger_drawing() -> None:
    small = pixmap("home", QColor("#000000"), 20).toImage()
    large = pixmap("home", QColor("#000000"), 24).toImage()
    assert small.size() != large.size()


def test_icons_for_menus_hold_more_than_one_scale() -> None:
    made = icon("print", "t2", 20)
    assert {(size.width(), size.height()) for size in made.availableSizes()} >= {(20, 20), (40, 40)}


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("no_such_icon", QColor("#000000"), 20)


def test_icons_have_no_colour_of_their_own() -> None:
    for path in resource("icons").glob("*.svg"):
        assert not re.search(r'fill="(?!none)', path.read_text(encoding="utf-8")), path.name


def test_the_licence_is_there() -> None:
    assert "MIT License" in resource("icons", "LICENSE").read_text(encoding="utf-8")
