"""The stage in a cell of a list: painted, said, and told whole where it is cut."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from gui.kit.stage_bar import StageMark, stage_width
from gui.kit.table import Column, Table
from gui.theme import theme
from tests.gui.kit.stand import stand

HERE = StageMark(4, 6, "答复", late=True)


def table_of(window: QWidget, width: int) -> Table:
    made = Table([Column("环节", lambda row: row, width=width), Column("", lambda _row: "")], name="清单")
    made.setFixedWidth(600)
    stand(window, made)
    made.set_rows([StageMark(2, 6, "受理"), HERE])
    return made


def segment_colours(table: Table, row: int) -> list[str]:
    picture = table.viewport().grab().toImage()
    metrics = theme().metrics
    y = table.rowViewportPosition(row) + table.rowHeight(row) // 2
    step = metrics.segment_width + metrics.marker
    left = theme().space("l") + metrics.segment_width // 2
    return [QColor(picture.pixel(left + at * step, y)).name() for at in range(6)]


def test_it_is_said_as_a_place_among_steps(window: QWidget) -> None:
    table = table_of(window, 220)
    index = table.rows_model.index(1, 0)
    assert table.rows_model.data(index) == "答复，第 4 步，共 6 步，已逾期"


def test_each_step_has_its_segment(window: QWidget) -> None:
    colour = theme().colour
    table = table_of(window, 220)
    past, here, late, rest = (colour(token).name() for token in ("accent_line", "accent_t", "red", "line"))
    assert segment_colours(table, 0) == [past, here, rest, rest, rest, rest]
    assert segment_colours(table, 1) == [past, past, past, late, rest, rest]


@pytest.mark.parametrize(("width", "tip"), [(220, ""), (120, "答复，第 4 步，共 6 步，已逾期")])
def test_a_cut_one_is_told_in_the_tooltip(window: QWidget, width: int, tip: str) -> None:
    table = table_of(window, width)
    assert stage_width(HERE) < 200
    assert table.tip_at(QPoint(20, table.rowViewportPosition(1) + 5)) == tip
