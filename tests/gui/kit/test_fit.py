"""A column is as wide as its widest cell, within its limits."""

import pytest
from PySide6.QtWidgets import QWidget

from gui.kit.chip import ChipText, chip_width
from gui.kit.fit import fit_column
from gui.kit.paint import text_width
from gui.kit.table import Cell, CellValue, Column, Table
from gui.kit.table_paint import value_width
from gui.theme import theme
from tests.gui.kit.stand import stand


def test_words_chips_and_icons_have_their_painted_width(qapp: object) -> None:
    body, strong = theme().font("body"), theme().font("strong")
    cases: list[tuple[CellValue, int]] = [
        ("社保", text_width("社保", body)),
        (Cell("社保", bold=True), text_width("社保", strong)),
        (Cell("社", rest="保"), text_width("社", body) + theme().space("s") + text_width("保", body)),
        (Cell("社", icon="clock"), text_width("社", body) + theme().metrics.icon + theme().space("s")),
        (ChipText("补登"), chip_width(ChipText("补登"))),
        ((ChipText("补登"), ChipText("作废")), chip_width(ChipText("补登")) * 2 + theme().space("xs")),
        ((), 0),
    ]
    assert [value_width(value) for value, _ in cases] == [width for _, width in cases]


@pytest.mark.parametrize("zoom", [100, 150])
def test_a_column_takes_what_its_widest_cell_needs(window: QWidget, zoom: int) -> None:
    theme().set_zoom(zoom)
    table = Table((Column("名", lambda row: row), Column("果", lambda row: row, width=300)), name="试")
    stand(window, table)
    table.set_rows(["短", "一个长一些的词"])
    fit_column(table, 1, least=20, most=900)
    wide = text_width("一个长一些的词", theme().font("body")) + theme().size(10) + theme().space("l")
    assert wide <= table.columnWidth(1) <= wide + 2


def test_the_limits_hold_and_an_empty_table_takes_the_least(window: QWidget) -> None:
    table = Table((Column("名", lambda row: row), Column("果", lambda row: row, width=300)), name="试")
    stand(window, table)
    fit_column(table, 1, least=60, most=90)
    assert table.columnWidth(1) == theme().size(60)
    table.set_rows(["很长很长很长很长很长很长的词"])
    fit_column(table, 1, least=60, most=90)
    assert table.columnWidth(1) == theme().size(90)


def test_words_take_the_room_that_the_chips_of_their_own_row_leave(window: QWidget) -> None:
    short, long = (ChipText("补登"),), (ChipText("非常不满意"), ChipText("转其他单位"))
    rows = [Cell("社保接续跨省转移", chips=chips) for chips in (short, long)]
    table = Table((Column("事项", lambda row: row, width=100), Column("余", lambda _row: "")), name="试")
    stand(window, table)
    table.set_rows(rows)
    need = text_width("社保接续跨省转移", theme().font("body")) + theme().space("s")
    assert [value_width(row) - need for row in rows] == [value_width(short), value_width(long)]
    table.setColumnWidth(0, value_width(rows[0]) + theme().space("l") + theme().size(10))
    cut = [table.tip_at(table.visualRect(table.rows_model.index(row, 0)).center()) for row in range(2)]
    assert cut == ["", "社保接续跨省转移 非常不满意 转其他单位"]
