"""The list of sheets."""

import datetime as dt
from collections.abc import Callable

from domain.dates import short_date
from gui.kit.moments import moment_words
from gui.kit.sheet_chip import SHEET_CHIPS, paper_words, sheet_marks
from gui.kit.table import Cell, Column
from services.documents import PaperRow

# The columns that the chosen sheet's card says as well, by their places: paper, printer, operator.
SAID_BESIDE = (5, 6, 7)


def paper_columns(now: Callable[[], dt.datetime]) -> tuple[Column, ...]:
    """One sheet a line, the visitor masked; `now` says which day is today."""
    return (
        Column("打印时间", lambda row: _moment(row, now()), width=100),
        Column("状态", lambda row: SHEET_CHIPS[row.state], width=104),
        Column("文书", lambda row: Cell(row.title, bold=True), width=140),
        Column("编号", _number),
        Column("给谁", lambda row: row.person or "–", width=70),
        Column("纸张", lambda row: Cell(paper_words(row), tone="t2"), width=88),
        Column("打印机", lambda row: Cell(row.printer or "–", tone="t2"), width=84),
        Column("经办", lambda row: Cell(row.operator, tone="t2"), width=76),
    )


def row_moment(row: PaperRow, now: dt.datetime) -> str:
    """When the sheet was issued; a day that hasn't come yet says so."""
    at = row.issued_at
    days = (at.date() - now.date()).days
    if days <= 0:
        return moment_words(at, now)
    return f"明天 {at:%H:%M}" if days == 1 else f"{short_date(at.date(), now.date())} {at:%H:%M}"


def _moment(row: PaperRow, now: dt.datetime) -> Cell:
    ahead = row.issued_at.date() > now.date()
    return Cell(row_moment(row, now), tone="red" if ahead else "t1")


def _number(row: PaperRow) -> Cell:
    return Cell(row.number, rest=sheet_marks(row))
