"""The list under the verdict: what else was looked at today, by anybody at the desk."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from gui.kit.card import Card
from gui.kit.chip import ChipText
from gui.kit.empty_state import EmptyState
from gui.kit.label import ElidedLabel
from gui.kit.table import Cell, Column, Table
from gui.paper_check.looks import of_row
from services.paper_checks import CheckRow

_TITLE = "今天查验过的其他纸"
# The head and three lines, or the words of an empty list: what is left of the page when the verdict is long.
_LEAST = 156


class TodayCard(Card):
    """`opened(CheckRow)` by Enter or double click."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(_TITLE, dense=True, padded=False)
        self.empty = EmptyState("shield_checkmark", "今天还没有查验过别的纸")
        self.table = Table(
            _columns(), name="今天查验过的其他纸", row_height="row_dense", header=False, empty=self.empty
        )
        self.add_header(ElidedLabel("每次查验都记入操作日志", "hint", "t3"))
        self.body.addWidget(self.table, 1)
        self.set_least(_LEAST)
        self.table.opened.connect(self.opened)

    def show_rows(self, rows: Sequence[CheckRow], shown_id: int) -> None:
        """Today's looks, newest first, all but the one that is on show."""
        others = [row for row in rows if row.id != shown_id]
        self.table.set_rows(others)
        self.set_note(f"{len(others)} 张" if others else "")


def _columns() -> tuple[Column, ...]:
    return (
        Column("时间", lambda row: Cell(f"{row.at:%H:%M}", tone="t2"), width=66),
        Column("结论", _chip, width=128),
        Column("编号", lambda row: Cell(row.number or "—", bold=True), width=170),
        Column("内容", _words),
        Column("谁查的", lambda row: Cell(row.operator, tone="t2"), width=76),
    )


def _chip(row: CheckRow) -> ChipText:
    look = of_row(row).look
    return ChipText(row.title, look.tone, look.icon)


def _words(row: CheckRow) -> Cell:
    """What was written down counts for more than what paper it was."""
    return Cell(f"记：{row.note}", tone="amber") if row.note else Cell(row.words, tone="t2")
