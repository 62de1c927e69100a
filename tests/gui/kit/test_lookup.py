"""The lookup: when it asks, what the keys do, and that no answer comes too late."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui import jobs
from gui.kit.chip import ChipText
from gui.kit.drop_list import DropList
from gui.kit.lookup import Choice, Lookup
from system.errors import Trouble
from tests.gui.kit.stand import children, commit, stand

PEOPLE = (
    Choice(key=1, title="李䶮", rest="男 58 岁", detail="138****5267", initial="李", chip=ChipText("在办 1 件")),
    Choice(key=2, title="刘勇", rest="男 44 岁", detail="137****2280", initial="刘"),
    Choice(key=3, title="罗银秀", rest="女 66 岁", detail="从未来访", initial="罗"),
)


class Asked:
    """A provider that remembers its questions."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.answer: tuple[Choice, ...] = PEOPLE

    def __call__(self, text: str) -> tuple[Choice, ...]:
        self.texts.append(text)
        return self.answer


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def lookup(window: QWidget, asked: Asked) -> Lookup:
    made = Lookup(asked, name="来访人")
    stand(window, made, QLineEdit())
    made.setFocus()
    return made


def type_and_wait(qtbot: QtBot, lookup: Lookup, words: str = "l") -> DropList:
    commit(lookup.edit, words)
    qtbot.waitUntil(lambda: lookup.open)
    assert lookup.list is not None
    return lookup.list


def test_fast_typing_is_one_question(qtbot: QtBot, lookup: Lookup, asked: Asked) -> None:
    type_and_wait(qtbot, lookup, "liyan")
    assert asked.texts == ["liyan"]


def test_composing_asks_nothing(qtbot: QtBot, lookup: Lookup, asked: Asked) -> None:
    QApplication.sendEvent(lookup.edit, QInputMethodEvent("li", []))
    qtbot.wait(250)
    assert asked.texts == []
    commit(lookup.edit, "李")
    qtbot.waitUntil(lambda: lookup.open)
    assert asked.texts == ["李"]


def test_the_list_is_a_child_of_the_window_and_takes_no_focus(qtbot: QtBot, window: QWidget, lookup: Lookup) -> None:
    shown = type_and_wait(qtbot, lookup)
    assert shown.parentWidget() is window
    assert not shown.isWindow()
    assert lookup.edit.hasFocus()
    field = lookup.geometry()
    assert shown.y() >= field.bottom()
    assert window.rect().contains(shown.geometry())


def test_arrows_walk_and_enter_takes(qtbot: QtBot, lookup: Lookup) -> None:
    type_and_wait(qtbot, lookup)
    QTest.keyClick(lookup.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(lookup.chosen) as heard:
        QTest.keyClick(lookup.edit, Qt.Key.Key_Return)
    assert heard.args == [2]
    assert not lookup.open


def test_the_last_row_makes_a_new_one(qtbot: QtBot, lookup: Lookup) -> None:
    shown = type_and_wait(qtbot, lookup, "李")
    QTest.keyClick(lookup.edit, Qt.Key.Key_Up)
    assert shown.on_new
    with qtbot.waitSignal(lookup.new_requested) as heard:
        QTest.keyClick(lookup.edit, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert heard.args == ["李"]


def test_ctrl_n_makes_a_new_one_and_keeps_it_from_the_page(qtbot: QtBot, window: QWidget, lookup: Lookup) -> None:
    page: list[int] = []
    QShortcut(QKeySequence("Ctrl+N"), window).activated.connect(lambda: page.append(1))
    type_and_wait(qtbot, lookup, "李")
    with qtbot.waitSignal(lookup.new_requested):
        QTest.keyClick(lookup.edit, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page == []


def test_nobody_found_offers_a_new_one(qtbot: QtBot, lookup: Lookup, asked: Asked) -> None:
    asked.answer = ()
    shown = type_and_wait(qtbot, lookup, "张三")
    assert shown.on_new
    with qtbot.waitSignal(lookup.new_requested) as heard:
        QTest.keyClick(lookup.edit, Qt.Key.Key_Return)
    assert heard.args == ["张三"]


def test_escape_closes_the_list_first_and_then_belongs_to_the_page(
    qtbot: QtBot, window: QWidget, lookup: Lookup
) -> None:
    page: list[int] = []
    QShortcut(QKeySequence("Esc"), window).activated.connect(lambda: page.append(1))
    type_and_wait(qtbot, lookup)
    QTest.keyClick(lookup.edit, Qt.Key.Key_Escape)
    assert not lookup.open
    assert lookup.text() == "l"
    assert page == []
    QTest.keyClick(lookup.edit, Qt.Key.Key_Escape)
    assert page == [1]


def test_enter_before_the_answer_takes_the_only_match(qtbot: QtBot, lookup: Lookup, asked: Asked) -> None:
    asked.answer = PEOPLE[:1]
    QTest.keyClicks(lookup.edit, "430103196811021238")
    with qtbot.waitSignal(lookup.chosen) as heard:
        QTest.keyClick(lookup.edit, Qt.Key.Key_Return)
    assert heard.args == [1]


def test_enter_before_the_answer_never_guesses_among_several(qtbot: QtBot, lookup: Lookup) -> None:
    QTest.keyClicks(lookup.edit, "l")
    with qtbot.assertNotEmitted(lookup.chosen):
        QTest.keyClick(lookup.edit, Qt.Key.Key_Return)
    assert lookup.open


def test_a_late_answer_is_dropped(qtbot: QtBot, lookup: Lookup, asked: Asked) -> None:
    held: list[jobs.Job] = []

    class Later(jobs.ImmediateRunner):
        def start(self, job: jobs.Job) -> None:
            held.append(job)

    before = jobs.set_runner(Later())
    QTest.keyClicks(lookup.edit, "l")
    qtbot.waitUntil(lambda: len(held) == 1)
    QTest.keyClicks(lookup.edit, "y")
    qtbot.waitUntil(lambda: len(held) == 2)
    jobs.set_runner(before)
    asked.answer = PEOPLE[:1]
    held[1].do()
    asked.answer = PEOPLE
    held[0].do()
    assert lookup.list is not None
    assert lookup.list.count == 1


def test_no_list_opens_over_another_field(qtbot: QtBot, window: QWidget, lookup: Lookup) -> None:
    QTest.keyClicks(lookup.edit, "l")
    other = children(window, QLineEdit)[-1]
    with qtbot.waitSignal(lookup.left):
        other.setFocus()
    qtbot.wait(250)
    assert not lookup.open


def test_emptied_it_closes(qtbot: QtBot, lookup: Lookup) -> None:
    type_and_wait(qtbot, lookup)
    QTest.keyClick(lookup.edit, Qt.Key.Key_Backspace)
    assert not lookup.open


def test_set_text_asks_nothing(qtbot: QtBot, lookup: Lookup, asked: Asked) -> None:
    with qtbot.assertNotEmitted(lookup.edited):
        lookup.set_text("李䶮")
    qtbot.wait(250)
    assert asked.texts == []
    assert not lookup.open


def test_a_click_takes_a_row(qtbot: QtBot, lookup: Lookup) -> None:
    shown = type_and_wait(qtbot, lookup)
    view = shown._view
    spot = view.visualRect(shown._model.index(2)).center()
    with qtbot.waitSignal(lookup.chosen) as heard:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert heard.args == [3]


def test_how_many_are_found_is_said(qtbot: QtBot, lookup: Lookup, asked: Asked) -> None:
    type_and_wait(qtbot, lookup)
    assert lookup.edit._note == "找到 3 人"
    asked.answer = ()
    type_and_wait(qtbot, lookup, "x")
    qtbot.waitUntil(lambda: lookup.edit._note == "没有找到")


def test_a_failing_provider_is_told_in_the_field(qtbot: QtBot, window: QWidget) -> None:
    def fail(_text: str) -> tuple[Choice, ...]:
        raise Trouble("数据文件打不开。")

    made = Lookup(fail, name="来访人")
    stand(window, made)
    made.setFocus()
    QTest.keyClicks(made.edit, "l")
    qtbot.waitUntil(lambda: made.edit._note == "数据文件打不开。")


def test_without_a_new_row_enter_submits(qtbot: QtBot, window: QWidget) -> None:
    made = Lookup(lambda _text: (), name="全局查找", new_text="")
    stand(window, made)
    made.setFocus()
    QTest.keyClicks(made.edit, "TYJR1:430103")
    with qtbot.waitSignal(made.submitted) as heard:
        QTest.keyClick(made.edit, Qt.Key.Key_Return)
    assert heard.args == ["TYJR1:430103"]
    assert not made.open


def test_groups_have_headings_that_cannot_be_current(qtbot: QtBot, window: QWidget) -> None:
    rows = (Choice(key="p", title="李䶮", group="人员"), Choice(key="c", title="坡退信〔2026〕47号", group="信访"))
    made = Lookup(lambda _text: rows, name="全局查找", new_text="")
    stand(window, made)
    made.setFocus()
    shown = type_and_wait(qtbot, made)
    assert shown._model.rows == ["人员", rows[0], "信访", rows[1]]
    assert shown.current() == rows[0]
    QTest.keyClick(made.edit, Qt.Key.Key_Down)
    assert shown.current() == rows[1]


def test_rows_are_told_to_screen_readers(qtbot: QtBot, lookup: Lookup) -> None:
    shown = type_and_wait(qtbot, lookup)
    said = shown._model.data(shown._model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "李䶮 男 58 岁 138****5267 在办 1 件"
