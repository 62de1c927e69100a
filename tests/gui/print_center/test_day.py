"""How a day of sheets adds up, is ordered and filtered: plain data, no window."""

import datetime as dt

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


def test_reprints_are_sheets_but_no_numbers() -> None:
    day = tally(DAY)
    assert (day.sheets, day.numbers, day.good, day.spoiled, day.pending, day.failed) == (4, 3, 1, 1, 1, 1)
    assert not day.settled
    assert tally(DAY[:2]).settled


def test_what_waits_for_an_answer_comes_first() -> None:
    assert [row.id for row in in_order(DAY)] == [20, 30, 11, 10]


def test_tabs_count_and_colour_only_what_needs_minding() -> None:
    assert [(entry[1], entry[2], entry[3]) for entry in tabs_of(DAY[:2])] == [
        ("全部", 2, "t2"),
        ("待确认", 0, "t2"),
        ("完好", 1, "t2"),
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


def test_days_never_go_past_today() -> None:
    today = dt.date(2026, 11, 24)
    assert day_step(today, 1, today) == today
    assert day_step(today, -1, today) == dt.date(2026, 11, 23)
