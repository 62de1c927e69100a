"""Somebody of the waiting line as lists show her: the queue page and the workbench say it alike."""

from domain.labels import KIND_LABELS
from domain.tables import limit
from domain.vocabulary import QueueState
from gui.kit.chip import ChipText
from gui.kit.table import Cell
from gui.tokens import ChipTone
from services.queue import QueueRow

NOT_REGISTERED = "未登记"


def waiting_tone(minutes: int) -> ChipTone:
    """Grey while the wait is short, amber when it grows long, red when it is too long: limits.toml says when."""
    if minutes >= limit("queue_red_minutes"):
        return "red"
    return "amber" if minutes >= limit("queue_amber_minutes") else "grey"


def minutes_chip(row: QueueRow) -> ChipText:
    """How long somebody waits, in few letters."""
    tone = waiting_tone(row.minutes)
    return ChipText(f"{row.minutes} 分", tone, "" if tone == "grey" else "clock")


def queue_chip(row: QueueRow) -> ChipText:
    """How long somebody waits, or that she is being called."""
    if row.state is QueueState.CALLED:
        return called_chip(row)
    return ChipText(f"等候 {row.minutes} 分", "red" if waiting_tone(row.minutes) == "red" else "amber")


def called_chip(row: QueueRow) -> ChipText:
    """That a number was called: by oneself how often, else by whom."""
    if not row.mine:
        return ChipText(f"{row.window or row.caller}已叫", "blue")
    return ChipText("已叫号" if row.calls < 2 else f"叫过 {row.calls} 次", "blue")


def name_cell(row: QueueRow) -> Cell:
    """Her name, or that the number is all we know."""
    return Cell(row.name, bold=True) if row.name else Cell(NOT_REGISTERED, tone="t3")


def about(row: QueueRow) -> str:
    """What she comes for, as far as she said."""
    kind = KIND_LABELS[row.kind] if row.kind is not None else ""
    return "：".join(filter(None, (kind, row.note)))
