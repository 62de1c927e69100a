"""The lists of the workbench: what is to be done next, and who waits or came today.

Each list holds two kinds of rows: promised calls before open cases, people who wait before visits.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from domain.dates import short_date
from domain.labels import CALL_BACK_SOURCE_LABELS, NAME_NOT_LEFT, VISIT_LATE, VISIT_VOID
from domain.ratings import Level
from domain.vocabulary import matter_categories
from gui.kit.chip import ChipText, deadline
from gui.kit.outcome_chip import outcomes_chip
from gui.kit.queue_words import about, name_cell, queue_chip
from gui.kit.table import Cell, Column
from gui.workbench.day import Came, due_order
from services.call_backs import CallBackRow
from services.queue import QueueRow
from services.visits import CaseRow, VisitRow

Clock = Callable[[], dt.date]
# Which column of the list of today and of what is due holds what, for their widths.
NAME_COLUMN, DAY_COLUMN = 1, 3


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
    if visit.common:
        return f"{visit.headcount} 人共同事项，{words}"
    return f"等 {visit.headcount} 人，{words}" if visit.headcount > 1 else words


# ---- what is to be done: promised calls, then cases


def due_columns(today: Clock) -> tuple[Column, ...]:
    """Calls and cases by the day they are due. `today` is asked anew: the page may stay open."""
    return (
        Column("时限", lambda row: _when(row, today()), due_order, width=128),
        Column("事项", _matter),
        Column("下一步", lambda row: _next_step(row, today()), width=232),
        Column("日期", lambda row: _day(row, today()), due_order, width=104),
        Column("承办", lambda row: Cell(row.handler, tone="t2"), lambda row: row.handler, width=84),
    )


def _when(row: CallBackRow | CaseRow, today: dt.date) -> ChipText:
    if isinstance(row, CaseRow) and row.due is None:
        return days_chip(days_open(row, today))
    return deadline(((row.due or today) - today).days)


def _matter(row: CallBackRow | CaseRow) -> Cell:
    if isinstance(row, CallBackRow):
        return Cell(row.name, bold=True, rest=row.why)
    return Cell(row.person or NAME_NOT_LEFT, bold=bool(row.person), rest=row.title)


def _next_step(row: CallBackRow | CaseRow, today: dt.date) -> Cell:
    if isinstance(row, CallBackRow):
        return Cell("电话回访", tone="red" if row.overdue else "t1", rest=CALL_BACK_SOURCE_LABELS[row.source])
    late = row.due is not None and row.due < today
    return Cell(row.next_step or "办理中", tone="red" if late else "t1", rest=row.number)


def _day(row: CallBackRow | CaseRow, today: dt.date) -> str:
    if row.due is not None:
        return short_date(row.due, today)
    return f"{short_date(row.opened_at.date(), today)} 立"


# ---- today: who waits, then who came


def today_columns() -> tuple[Column, ...]:
    """Who waits and today's visits in a narrow card, without a head."""
    return (
        Column("时间", _start, width=66),
        Column("来访人", _name, width=78),
        Column("事项和结果", _about),
    )


def _start(row: QueueRow | Came) -> Cell:
    if isinstance(row, QueueRow):
        return Cell(row.number, bold=True)
    return Cell(VISIT_LATE if row.visit.late else f"{row.visit.visited_at:%H:%M}", tone="t3")


def _name(row: QueueRow | Came) -> Cell:
    return name_cell(row) if isinstance(row, QueueRow) else person_cell(row.visit.person or row.visit.unit)


def _about(row: QueueRow | Came) -> Cell:
    """The words take the room that the marks of their own row leave."""
    if isinstance(row, QueueRow):
        return Cell(about(row), tone="t2", chips=(queue_chip(row),))
    return Cell(summary_of(row.visit), tone="t2", chips=visit_chips(row))


def visit_chips(row: Came) -> tuple[ChipText, ...]:
    """What became of a visit: void and nothing else, or its outcome with what was said and changed since."""
    visit = row.visit
    if visit.voided:
        return (ChipText(VISIT_VOID, "red"),)
    corrected = (ChipText(f"更正 {visit.corrections}", "amber"),) if visit.corrections else ()
    outcome = outcomes_chip(visit.outcomes)
    return (*_rated(row.ratings), *corrected, *((outcome,) if isinstance(outcome, ChipText) else ()))


def _rated(ratings: Sequence[Level]) -> tuple[ChipText, ...]:
    """That it was rated; the level itself only where it is bad: the matter needs the room."""
    bad = next((level.label for level in ratings if level.bad), "")
    return (ChipText(bad, "red") if bad else ChipText("已评", "gold"),) if ratings else ()
