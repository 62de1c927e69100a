"""The tabs and the columns of the lists of service cases. Pure, no widget."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from domain.dates import short_date
from gui.kit.chip import ChipText, deadline
from gui.kit.row_table import Cell, Column, TickMark
from gui.kit.stage_bar import StageMark
from gui.kit.tabs import Tab, tab
from gui.service_cases.faces import state_chip
from gui.tokens import Tone
from services.service_cases import CaseListRow

OPEN, OVERDUE, SOON, UNKEYED, CLOSED, ALL = "open", "overdue", "soon", "unkeyed", "closed", "all"
TICK = 0
# Column → a list narrower than this (at 100 %) does without it: first what is only asked for now and then.
SPARED = {6: 1320, 9: 1080, 8: 960, 5: 860}
_CROSSING: Mapping[str, tuple[str, Tone, str]] = {
    OVERDUE: ("逾期", "red", "error_circle"),
    SOON: ("7 天内", "amber", "clock"),
}


def case_tabs(own: Sequence[tuple[str, str]], counts: Mapping[str, int]) -> list[Tab]:
    """未办结, the urgent ones, the flow's own lists, and what cuts across them; `own` is (code, label)."""
    flow = [tab(code, label, counts.get(code, 0)) for code, label in own if code != CLOSED]
    ended = [tab(code, label, counts.get(code, 0)) for code, label in own if code == CLOSED]
    urgent = [
        tab(code, words, counts.get(code, 0), tone if counts.get(code) else "t2", icon)
        for code, (words, tone, icon) in _CROSSING.items()
    ]
    return [
        tab(OPEN, "未办结", counts.get(OPEN, 0)),
        *urgent,
        *flow,
        tab(UNKEYED, "未录入", counts.get(UNKEYED, 0)),
        *ended,
        tab(ALL, "全部", counts.get(ALL, 0)),
    ]


def case_columns(today: Callable[[], dt.date], is_ticked: Callable[[int], bool]) -> tuple[Column, ...]:
    """One case a line. `today` is asked anew: the page may stay open overnight."""
    return (
        Column("选", lambda row: TickMark(is_ticked(row.id)), width=52),
        Column("剩余时间", lambda row: due_chip(row, today()), width=112),
        Column("编号", lambda row: row.number, width=166),
        Column("来访人", _person, width=88),
        Column("事项", lambda row: Cell(row.title)),
        Column("环节", lambda row: _stage(row, today()), width=212),
        Column("受理", lambda row: Cell(short_date(row.opened_on, today()), tone="t2"), width=104),
        Column("截止日", lambda row: _due(row, today()), width=104),
        Column("承办", lambda row: Cell(row.handler, tone="t2"), width=78),
        Column("受理号 / 批次", _outside, width=156),
    )


def due_chip(row: CaseListRow, today: dt.date) -> ChipText:
    """How long there is; where no clock runs, how the case stands."""
    if row.due is None or row.closed_at is not None:
        return state_chip(row.state_label, row.tone)
    return deadline((row.due - today).days)


def _person(row: CaseListRow) -> Cell:
    return Cell(row.person, bold=True) if row.person_id is not None else Cell(row.person, tone="t3")


def _stage(row: CaseListRow, today: dt.date) -> StageMark:
    late = row.due is not None and row.closed_at is None and row.due < today
    return StageMark(row.step, row.steps, row.state_label, late)


def _due(row: CaseListRow, today: dt.date) -> Cell:
    return Cell(short_date(row.due, today)) if row.due is not None and row.closed_at is None else Cell("—", tone="t3")


def _outside(row: CaseListRow) -> Cell:
    """The number in the national system, else the bundle that the case is in."""
    return Cell(row.official_number) if row.official_number else Cell(row.batch_number, tone="t2")


def ticked_words(count: int) -> str:
    """What the foot says of the ticks."""
    return f"已选 {count:,} 件"
