"""A tooltip shows the words it was given, whatever they look like."""

import pytest
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit.label import ElidedLabel
from gui.kit.tip import MOST, set_tip
from tests.gui.kit.stand import settle, stand


def as_shown(tip: str) -> str:
    """The words on the screen, by Qt's own guess whether `tip` is markup."""
    if not Qt.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "住址不清",
        "<b>&amp;</b>",
        "&lt;b&gt;",
        "a < b && c > d",
        "<img src='http://station/x.png'>请看",
        "第一行\n<i>第二行</i>",
        "<p>  两个空格",
        '"引号" & 🙂 %s',
    ],
)
def test_words_are_shown_as_they_are(qtbot: QtBot, words: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tip(widget, words)
    assert as_shown(widget.toolTip()) == words


def test_without_the_door_qt_would_have_drawn_markup() -> None:
    assert as_shown("<b>&amp;</b>") == "&"


def test_a_novel_is_cut(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tip(widget, "字" * 10_000)
    assert len(widget.toolTip()) == MOST
    assert widget.toolTip().endswith("…")


def test_a_cut_label_tells_the_whole_of_it_as_typed(window: QWidget) -> None:
    label = ElidedLabel("<b>要求补发&amp;</b>" * 20)
    stand(window, label)
    label.setFixedWidth(label.minimumSizeHint().width())
    settle(window)
    assert as_shown(label.toolTip()) == label.text()
