"""The theme: fonts, the style sheet, zoom and colours from one place."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui import theme as theme_module
from gui.kit.boxes import HBox, VBox
from gui.kit.line_edit import LineEdit
from gui.theme import FAMILIES, ZOOMS, Theme, follow_theme, load_fonts, load_rare_fonts, theme
from gui.tokens import DARK, LIGHT, TYPE
from system.paths import resource

RARE_LABEL = """
import hashlib
from gui.qt import make_application
from gui.theme import Theme, load_rare_fonts
app = make_application()
Theme.install(app, rare=False)
from gui.kit.label import Label

def shown(label):
    label.resize(200, 60)
    label.show()
    app.processEvents()
    return hashlib.sha256(bytes(label.grab().toImage().constBits())).hexdigest()

label = Label("𠀁𠀄𠀅")
print(shown(label))
load_rare_fonts()
print(shown(label), shown(Label("𠀁𠀄𠀅")))
"""


def test_fonts_are_the_shipped_ones() -> None:
    assert {*load_fonts(), *load_rare_fonts()} == set(FAMILIES)
    for role in TYPE:
        assert QRawFont.fromFont(theme().font(role)).familyName() == "Noto Sans SC"


@pytest.mark.parametrize("name", ["䶮", "㛃", "𬱖", "𠮷"])
def test_rare_characters_are_never_boxes(name: str) -> None:
    assert any(QRawFont.fromFont(_only(family)).supportsCharacter(ord(name)) for family in FAMILIES)


def test_rare_characters_come_right_when_their_font_comes_late(tmp_path: Path) -> None:
    """In a program of its own, where no test has loaded the font yet and the system has none to help out."""
    no_system_fonts = tmp_path / "fonts.conf"
    no_system_fonts.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    without, late, at_once = subprocess.run(
        [sys.executable, "-c", RARE_LABEL],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(no_system_fonts)},
        cwd=resource().parent,
    ).stdout.split()
    assert without != late
    assert late == at_once


def test_digits_are_tabular() -> None:
    for role in ("body", "card_title", "figure"):
        measure = QFontMetricsF(theme().font(role))
        assert len({measure.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_without_a_theme_it_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme_module, "_installed", [])
    with pytest.raises(RuntimeError):
        theme()


def test_style_sheet_names_no_unknown_token_and_leaves_none() -> None:
    sheet = theme().style_sheet()
    assert "$" not in sheet
    assert LIGHT.accent in sheet


def test_style_sheet_has_no_colour_of_its_own() -> None:
    known = {value.lower() for value in LIGHT}
    words = theme().style_sheet().replace(";", " ").replace(":", " ").split()
    colours = {word.lower() for word in words if word.startswith("#") and len(word) == 7}
    assert colours <= known


def test_no_soft_effects_in_the_style_sheet() -> None:
    sheet = theme().style_sheet()
    assert not any(word in sheet for word in ("gradient", "shadow", "blur", "opacity"))


def test_zoom_scales_fonts_and_lengths(qtbot: QtBot) -> None:
    edit = LineEdit(name="姓名")
    qtbot.addWidget(edit)
    assert edit.height() == 34
    with qtbot.waitSignal(theme().changed):
        theme().set_zoom(150)
    assert theme().font("body").pixelSize() == 21
    assert edit.height() == 51
    edit.ensurePolished()
    assert edit.font().pixelSize() == 21


def test_zoom_snaps_and_steps() -> None:
    theme().set_zoom(117)
    assert theme().zoom == 110
    theme().step_zoom(1)
    assert theme().zoom == 125
    theme().step_zoom(-1)
    theme().step_zoom(-1)
    assert theme().zoom == 100
    for _ in ZOOMS:
        theme().step_zoom(1)
    assert theme().zoom == 150
    theme().step_zoom(0)
    assert theme().zoom == 100


def test_same_zoom_changes_nothing(qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme().changed):
        theme().set_zoom(100)


def test_dark_changes_colours_and_palette(qapp: QApplication) -> None:
    theme().set_dark(True)
    assert theme().colours is DARK
    assert qapp.palette().window().color().name() == DARK.bg.lower()
    assert theme().colour("t1").name() == DARK.t1.lower()
    theme().set_dark(False)
    assert qapp.palette().window().color().name() == LIGHT.bg.lower()


def test_layouts_follow_the_zoom(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    box = VBox(host, gap="s", margin=("l", "m"))
    theme().set_zoom(150)
    assert box.spacing() == 12
    margins = box.contentsMargins()
    assert (margins.left(), margins.top()) == (24, 18)


def test_gaps_follow_the_zoom(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    box, row = VBox(host), HBox()
    for layout in (box, row):
        layout.add_gap("l")
        layout.add_gap(30)
        layout.add_gap(lambda: theme().line("label"))
    box.addLayout(row)
    assert (box.sizeHint().height(), row.sizeHint().width()) == (16 + 30 + 18, 16 + 30 + 18)
    theme().set_zoom(150)
    assert (box.sizeHint().height(), row.sizeHint().width()) == (24 + 45 + 27, 24 + 45 + 27)


def test_followers_die_with_their_widget(qtbot: QtBot) -> None:
    class Counter(QLineEdit):
        seen = 0

        def count(self) -> None:
            Counter.seen += 1

    widget = Counter()
    follow_theme(widget.count)
    theme().set_zoom(110)
    assert Counter.seen == 2
    gone = widget.destroyed
    with qtbot.waitSignal(gone):
        widget.deleteLater()
    theme().set_zoom(125)
    assert Counter.seen == 2


def test_nothing_is_kept_of_the_dead(qapp: QApplication) -> None:
    """Kept ones would make taking down every later widget a little slower, all day long."""
    before = len(theme()._followers)
    for _ in range(5):
        widget = QLineEdit()
        follow_theme(widget.updateGeometry)
        assert len(theme()._followers) > before
        del widget
    gc.collect()
    assert len(theme()._followers) <= before


def test_paper_font_is_song() -> None:
    font = theme().paper_font("body")
    assert QRawFont.fromFont(font).familyName() == "Noto Serif SC"
    assert font.pixelSize() == theme().font("body").pixelSize()


def test_install_again_replaces(qapp: QApplication) -> None:
    before = theme()
    made = Theme.install(qapp)
    assert theme() is made
    assert made is not before


def _only(family: str) -> QFont:
    font = QFont(theme().font("body"))
    font.setFamilies([family])
    return font
