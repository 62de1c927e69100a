"""The narrative: keys, counter, nothing cut."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit.line_edit import LineEdit
from gui.kit.text_area import TextArea
from tests.gui.kit.stand import stand


def area(window: QWidget, limit: int = 10) -> tuple[TextArea, LineEdit]:
    made, after = TextArea(name="诉求内容", max_length=limit), LineEdit(name="后面")
    stand(window, made, after)
    made.setFocus()
    return made, after


def test_enter_is_a_new_line_and_tab_leaves(qtbot: QtBot, window: QWidget) -> None:
    made, after = area(window)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert made.text() == "\n"
    with qtbot.waitSignal(made.left):
        QTest.keyClick(made, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert "\t" not in made.text()


def test_counter_counts_characters_and_a_rare_one_is_one(window: QWidget) -> None:
    made, _ = area(window)
    made.set_text("李䶮𬱖")
    assert made.counter.text() == "3 / 10"


def test_too_long_is_kept_and_said(window: QWidget) -> None:
    made, _ = area(window)
    made.set_text("字" * 12)
    assert made.text() == "字" * 12
    assert made.too_long
    assert made.counter.text() == "多了 2 字"
    assert made.counter.property("tone") == "red"


def test_edited_is_for_typing_only(qtbot: QtBot, window: QWidget) -> None:
    made, _ = area(window)
    with qtbot.assertNotEmitted(made.edited):
        made.set_text("放进去的")
    with qtbot.waitSignal(made.edited):
        QTest.keyClicks(made, "x")


def test_pasted_rich_text_is_plain(window: QWidget) -> None:
    made, _ = area(window)
    made.insertPlainText("<b>x</b>")
    assert made.text() == "<b>x</b>"
