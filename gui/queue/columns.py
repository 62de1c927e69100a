"""The lists of the queue page: who waits or was called, and who was served today."""

from domain.labels import QUEUE_STATE_LABELS
from domain.vocabulary import QueueState
from gui.kit.chip import ChipText
from gui.kit.queue_words import NOT_REGISTERED, about, called_chip, minutes_chip, name_cell
from gui.kit.table import Cell, Column
from services.queue import QueueRow

TAKEN_COLUMN = 3


def line_columns() -> tuple[Column, ...]:
    """Who waits, in the order of being called; who was called and hasn't been registered yet stands above."""
    return (
        Column("号", lambda row: Cell(row.number, bold=True), width=84),
        Column("来访人", name_cell, width=104),
        Column("事项", lambda row: Cell(about(row), tone="t2")),
        Column("取号", lambda row: Cell(f"{row.taken_at:%H:%M}", tone="t3"), width=72),
        Column("已等候", _wait, align="right", width=108),
    )


def served_columns() -> tuple[Column, ...]:
    """Who was served, the last first."""
    return (
        Column("号", lambda row: Cell(row.number, bold=True), width=72),
        Column("来访人", lambda row: Cell(row.name or about(row) or NOT_REGISTERED, tone="t1" if row.name else "t3")),
        Column("等候", lambda row: Cell(_outcome(row), tone="t3"), align="right", width=88),
    )


def _wait(row: QueueRow) -> ChipText:
    return called_chip(row) if row.state is QueueState.CALLED else minutes_chip(row)


def _outcome(row: QueueRow) -> str:
    return QUEUE_STATE_LABELS[row.state] if row.state is QueueState.LEFT else f"等 {row.minutes} 分"
