"""The lists of the workbench: open cases, and the visits of today."""

import datetime as dt
from collections.abc import Callable

from domain.dates import short_date
from domain.labels import NAME_NOT_LEFT
from domain.vocabulary import matter_categories
from gui.kit.chip import ChipText
from gui.kit.outcome_chip import outcomes_chip
from gui.kit.table import Cell, Column
from services.visits import CaseRow, VisitRow


def person_cell(name: str) -> Cell:
    """A visitor's name, or that none was left."""
    return Cell(name, bold=True) if name else Cell(NAME_NOT_LEFT, tone="t3")


def days_open(case: CaseRow, today: dt.date) -> int:
    """Days since the case was opened; 0 on the day itself."""
    return max((today - case.opened_at.date()).days, 0)


def days_chip(days: int) -> ChipText:
    """How long a case is open. Grey: no rule of the law hangs on it."""
    return ChipText(f"第 {days + 1} 天") if days else ChipText("今天立")


def summary_of(visit: VisitRow) -> str:
    """What a visit was about, in few words: the narrative without its category; with a group, how many came."""
    words = visit.summary
    for category in matter_categories():
        words = words.removeprefix(f"{category.label}：") or words
    return f"等 {visit.headcount} 人 · {words}" if visit.headcount > 1 else words


def case_columns(today: Callable[[], dt.date]) -> tuple[Column, ...]:
    """Open cases, the longest open first; `today` is asked anew, because the page may stay open overnight."""
    return (
        Column("在办时间", lambda c: days_chip(days_open(c, today())), lambda c: c.opened_at, width=108),
        Column("事项", lambda c: Cell(c.person or NAME_NOT_LEFT, bold=bool(c.person), rest=c.title)),
        Column("编号", lambda c: c.number, lambda c: c.number, width=164),
        Column("立件", lambda c: short_date(c.opened_at.date(), today()), lambda c: c.opened_at, width=96),
        Column("承办", lambda c: Cell(c.handler, tone="t2"), lambda c: c.handler, width=84),
    )


def visit_columns() -> tuple[Column, ...]:
    """Today's visits in a narrow card, without a head."""
    return (
        Column("时间", lambda v: Cell(f"{v.visited_at:%H:%M}", tone="t3"), width=62),
        Column("来访人", lambda v: person_cell(v.person), width=78),
        Column("事项", lambda v: Cell(summary_of(v), tone="t2")),
        Column("结果", lambda v: outcomes_chip(v.outcomes), align="right", width=134),
    )
