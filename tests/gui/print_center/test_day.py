"""How a day of sheets adds up, is ordered and filtered: plain data, no window."""

import datetime as dt
from dataclasses import astuple, replace

import pytest

from gui.print_center.day import ALL, day_step, fitting, in_order, tabs_of, tally
from services.documents import PaperRow, SheetState
from tests import factories


def sheet(number: int, state: SheetState, *, reprint: int = 0, person: str = "李*") -> PaperRow:
    return PaperRow(
        id=number * 10 + reprint,
        kind="visit_receipt",
        title="来访登记回执",
        number=f"LF20261124-{number:03d}",
        person=person,
        issued_at=factories.MOMENT,
        operator="王静",
        state=state,
        state_note="",
        reprint=reprint,
        human_code="7K3M-92QF",
    )


DAY = (
    sheet(1, SheetState.SPOILED),
    sheet(1, SheetState.GOOD, reprint=1),
    sheet(2, SheetState.PENDING),
    sheet(3, SheetState.FAILED, person="欧阳*"),
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), (0, 0, 0, 0, 0, 0, 0)),
        (DAY, (4, 1, 3, 1, 0, 0, 2)),
        (DAY[:2], (2, 1, 1, 1, 0, 0, 0)),
        ((sheet(1, SheetState.VOID),), (1, 0, 1, 0, 1, 0, 0)),
        # Corrected: the first paper is void, the new one was handed over under the same number.
        ((sheet(1, SheetState.VOID), sheet(1, SheetState.GOOD, reprint=1)), (2, 1, 1, 1, 0, 0, 0)),
        ((sheet(1, SheetState.VOID), sheet(1, SheetState.PENDING, reprint=1)), (2, 1, 1, 0, 0, 0, 1)),
        ((sheet(1, SheetState.SPOILED), sheet(1, SheetState.VOID, reprint=1)), (2, 1, 1, 0, 1, 0, 0)),
        ((sheet(1, SheetState.SPOILED),), (1, 0, 1, 0, 0, 1, 0)),
        ((sheet(1, SheetState.FAILED), sheet(1, SheetState.GOOD, reprint=1)), (2, 1, 1, 0, 0, 0, 1)),
    ],
)
def test_each_number_of_a_day_stands_in_one_place(rows: tuple[PaperRow, ...], expected: tuple[int, ...]) -> None:
    day = tally(rows)
    assert astuple(day) == expected
    assert day.numbers == day.handed + day.void + day.spoiled + day.open
    assert day.settled is (day.open == 0)


def test_what_waits_for_an_answer_comes_first() -> None:
    assert [row.id for row in in_order(DAY)] == [20, 30, 11, 10]


def test_tabs_count_and_colour_only_what_needs_minding() -> None:
    assert [(entry[1], entry[2], entry[3]) for entry in tabs_of(DAY[:2])] == [
        ("全部", 2, "t2"),
        ("待确认", 0, "t2"),
        ("完好", 1, "t2"),
        ("作废", 0, "t2"),
        ("损坏", 1, "red"),
        ("打印失败", 0, "t2"),
    ]


@pytest.mark.parametrize(
    ("state", "text", "found"),
    [
        (ALL, "", [10, 11, 20, 30]),
        (SheetState.GOOD, "", [11]),
        (ALL, "欧阳", [30]),
        (ALL, "lf2026 -002", [20]),
        (ALL, "7k3m", [10, 11, 20, 30]),
        (ALL, "没有", []),
        (SheetState.GOOD, "欧阳", []),
    ],
)
def test_a_tab_and_the_filter_work_together(state: object, text: str, found: list[int]) -> None:
    assert [row.id for row in fitting(DAY, state, text)] == found


def test_a_mark_on_the_paper_can_be_looked_for() -> None:
    corrected = replace(DAY[0], correction=1)
    assert fitting((corrected, *DAY[1:]), ALL, "更正") == [corrected]
    assert [row.id for row in fitting(DAY, ALL, "补印")] == [11]


def test_days_never_go_past_today() -> None:
    today = dt.date(2026, 11, 24)
    assert day_step(today, 1, today) == today
    assert day_step(today, -1, today) == dt.date(2026, 11, 23)
