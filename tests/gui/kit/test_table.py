"""The table: keys, sorting, pages, and what a row may say."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.chip import ChipText, deadline
from gui.kit.empty_state import EmptyState
from gui.kit.table import Cell, Column, Deliver, Table
from gui.theme import theme
from tests.gui.kit.stand import stand


@dataclass(frozen=True)
class Case:
    days: int
    title: str
    amount: float


CASES = [
    Case(18, "退役安置档案补办", 500),
    Case(-3, "参战补助发放标准异议", 10_000),
    Case(2, "伤残抚恤金补发诉求", 3260),
]
COLUMNS = [
    Column("剩余时间", lambda case: deadline(case.days), sort_key=lambda case: case.days, width=130),
    Column("事项", lambda case: Cell(case.title, bold=True, rest="诉求")),
    Column("金额", lambda case: f"{case.amount:,.2f}", sort_key=lambda case: case.amount, align="right", width=110),
]


@pytest.fixture
def table(window: QWidget) -> Table:
    made = Table(COLUMNS, name="时限待办", empty=EmptyState("mail_inbox", "没有逾期的信访件"))
    stand(window, made)
    made.set_rows(CASES)
    return made


def test_rows_keep_the_order_given(table: Table) -> None:
    assert table.rows == tuple(CASES)
    assert table.rowHeight(0) == theme().metrics.row


def test_a_header_click_sorts_and_turns_round(table: Table) -> None:
    table.horizontalHeader().sectionClicked.emit(0)
    assert [case.days for case in table.rows] == [-3, 2, 18]
    assert table.rows_model.headerData(0, Qt.Orientation.Horizontal) == "剩余时间 ↑"
    table.horizontalHeader().sectionClicked.emit(0)
    assert [case.days for case in table.rows] == [18, 2, -3]
    assert table.rows_model.headerData(0, Qt.Orientation.Horizontal) == "剩余时间 ↓"


def test_a_column_without_key_does_not_sort(table: Table) -> None:
    table.horizontalHeader().sectionClicked.emit(1)
    assert table.rows == tuple(CASES)


def test_sorting_keeps_the_current_row(table: Table) -> None:
    table.select(lambda case: case.days == 2)
    table.horizontalHeader().sectionClicked.emit(2)
    assert table.current() == CASES[2]


def test_new_rows_are_sorted_as_before_and_keep_the_current_one(table: Table) -> None:
    table.horizontalHeader().sectionClicked.emit(0)
    table.select(lambda case: case.days == 18)
    more = Case(5, "随军家属就业安置", 1)
    table.set_rows([*CASES, more])
    assert [case.days for case in table.rows] == [-3, 2, 5, 18]
    assert table.current() == CASES[0]


def test_keys(qtbot: QtBot, table: Table) -> None:
    table.setFocus()
    assert table.current() == CASES[0]
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as heard:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [CASES[1]]
    with qtbot.waitSignal(table.marked) as heard:
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert heard.args == [CASES[1]]


def test_tab_leaves_the_table(qtbot: QtBot, window: QWidget) -> None:
    made, after = Table(COLUMNS, name="时限待办"), QLineEdit()
    stand(window, made, after)
    made.set_rows(CASES)
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_letters_are_not_searched_for(table: Table) -> None:
    table.setFocus()
    QTest.keyClicks(table, "x")
    assert table.current() == CASES[0]


def test_a_double_click_opens(qtbot: QtBot, table: Table) -> None:
    spot = table.visualRect(table.rows_model.index(1, 1)).center()
    with qtbot.waitSignal(table.opened) as heard:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert heard.args == [CASES[1]]


def test_current_changed_tells_the_row(qtbot: QtBot, table: Table) -> None:
    with qtbot.waitSignal(table.current_changed) as heard:
        table.selectRow(2)
    assert heard.args == [CASES[2]]


def test_an_empty_table_says_so(table: Table) -> None:
    empty = table._empty
    assert empty is not None
    assert not empty.isVisible()
    table.set_rows([])
    assert empty.isVisible()
    assert empty.geometry() == table.viewport().rect()


def test_pages_are_fetched_while_scrolling(table: Table) -> None:
    asked: list[int] = []

    def more(deliver: Deliver) -> None:
        asked.append(len(asked))
        deliver([Case(len(asked), f"第 {len(asked)} 页", 0)] * 50, len(asked) < 3)

    table.set_rows(CASES * 20, more)
    for _ in range(10):
        table.scrollToBottom()
    assert asked == [0, 1, 2]
    assert len(table.rows) == 60 + 150


def test_rows_that_come_late_are_asked_for_once(table: Table) -> None:
    waiting: list[Deliver] = []
    table.set_rows(CASES * 20, waiting.append)
    for _ in range(5):
        table.scrollToBottom()
    assert len(waiting) == 1
    waiting[0]([Case(9, "后到的", 0)], True)
    assert len(table.rows) == 61
    table.scrollToBottom()
    assert len(waiting) == 2


def test_rows_asked_for_before_a_new_filling_are_dropped(table: Table) -> None:
    waiting: list[Deliver] = []
    table.set_rows(CASES * 20, waiting.append)
    table.scrollToBottom()
    table.set_rows(CASES, waiting.append)
    waiting[0]([Case(9, "上一次的", 0)], False)
    assert table.rows == tuple(CASES)
    assert table.rows_model.canFetchMore(table.rootIndex())


def test_paged_rows_are_not_sorted_here(table: Table) -> None:
    table.set_rows(CASES, lambda deliver: deliver([], False))
    table.horizontalHeader().sectionClicked.emit(0)
    assert table.rows == tuple(CASES)


def test_cells_are_told_as_words(table: Table) -> None:
    model = table.rows_model
    assert model.data(model.index(1, 0)) == "逾期 3 天"
    assert model.data(model.index(1, 1)) == "参战补助发放标准异议 诉求"
    assert model.data(model.index(1, 2)) == "10,000.00"


def test_numbers_stand_right_and_chips_are_drawn(window: QWidget, table: Table) -> None:
    image = table.grab().toImage()
    row = table.visualRect(table.rows_model.index(1, 0))
    top = table.horizontalHeader().height()
    reds = [x for x in range(row.left(), row.right()) if image.pixelColor(x, row.center().y() + top).red() > 250]
    assert image.pixelColor(row.left() + 20, row.center().y() + top) == theme().colour("red_soft")
    assert reds


@pytest.mark.parametrize(("height", "pixels"), [("row", 40), ("row_tall", 44), ("row_dense", 36)])
def test_row_heights(qtbot: QtBot, height: str, pixels: int) -> None:
    made = Table(COLUMNS, name="时限待办", row_height=height)  # type: ignore[arg-type]  # one of the three words
    qtbot.addWidget(made)
    made.set_rows(CASES)
    assert made.rowHeight(0) == pixels
    theme().set_zoom(150)
    assert made.rowHeight(0) == pixels * 3 // 2
    assert made.columnWidth(0) == 195


def test_several_chips_in_a_cell(qtbot: QtBot) -> None:
    made = Table([Column("标签", lambda chips: chips)], name="人员")
    qtbot.addWidget(made)
    made.set_rows([(ChipText("三等功", "gold"), ChipText("伤残八级", "green"))])
    assert made.rows_model.data(made.rows_model.index(0, 0)) == "三等功 伤残八级"
    made.resize(300, 100)
    assert not made.grab().isNull()


def test_the_row_that_keys_mean_is_marked(window: QWidget) -> None:
    made = Table(COLUMNS, name="时限待办")
    stand(window, made)
    made.set_rows(CASES)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    assert made.current() == CASES[0]
    assert [index.row() for index in made.selectionModel().selectedRows()] == [0]


def test_a_cell_that_is_cut_says_all_of_it_under_the_mouse(table: Table) -> None:
    def point(row: int, column: int) -> str:
        QTest.mouseMove(table.viewport(), table.visualRect(table.rows_model.index(row, column)).center())
        return table.viewport().toolTip()

    assert point(1, 1) == ""
    table.setColumnWidth(0, 60)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
    table.setColumnWidth(1, 120)
    assert point(1, 1) == "参战补助发放标准异议 诉求"
    assert point(0, 0) == "剩 18 天"
    assert point(0, 2) == ""
