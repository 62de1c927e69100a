"""The register as it is read: filters, pages that go on, counts for the tabs, a full register."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import insert, select, text

from models.document import Document
from services import Services
from services.documents import PaperQuery, PaperRow, SheetState
from services.visits import SavedVisit
from system.clock import FixedClock
from tests import factories
from tests.gui.visitors import PERSON, visit

TODAY = factories.MOMENT.date()
EVER = PaperQuery()


def fill(services: Services, count: int, *, days: int = 1, pending: int = 0, failed: int = 0) -> None:
    """Put `count` sheets more into the register, the last `pending` and `failed` of them in these states."""
    with services._context.database.write() as session:
        first = session.scalars(select(Document).order_by(Document.id)).first()
        assert first is not None
        same = {column.name: getattr(first, column.name) for column in Document.__table__.columns}
        for name in ("id", "uuid"):
            same.pop(name)
        rows = []
        for at in range(count):
            back = (count - 1 - at) * days // count
            left = count - at
            state = "pending" if left <= pending else "failed" if left <= pending + failed else "good"
            moment = factories.MOMENT - dt.timedelta(days=back)
            rows.append(
                same
                | {
                    "uuid": f"filled-{at:08d}",
                    "number": f"LF{moment:%Y%m%d}-{at % 900 + 100}",
                    "issued_day": moment.date(),
                    "issued_at": moment,
                    "state": state,
                    "human_code": f"{at:08d}"[:4] + "-" + f"{at:08d}"[4:],
                }
            )
        session.execute(insert(Document), rows)


def walk(services: Services, query: PaperQuery, limit: int) -> list[PaperRow]:
    """All lines, page by page."""
    found: list[PaperRow] = []
    mark = None
    while True:
        page = services.documents.page(query, after=mark, limit=limit)
        found += page.rows
        if page.next is None:
            return found
        assert len(page.rows) == limit
        mark = page.next


@pytest.fixture
def saved(clerk: Services) -> SavedVisit:
    return visit(clerk)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_leave_nothing_out_and_show_nothing_twice(clerk: Services, saved: SavedVisit, limit: int) -> None:
    fill(clerk, 20, days=4)
    with clerk._context.database.write() as session:
        for document in session.scalars(select(Document).where(Document.id.in_([5, 9, 10]))):
            document.state = "pending"
    rows = walk(clerk, EVER, limit)
    assert len(rows) == 21
    assert len({row.id for row in rows}) == 21
    waiting = [row for row in rows if row.state is SheetState.PENDING]
    assert rows[: len(waiting)] == waiting
    for part in (waiting, rows[len(waiting) :]):
        assert part == sorted(part, key=lambda row: (row.issued_at.date(), row.id), reverse=True)
    for state in SheetState:
        kept = walk(clerk, PaperQuery(state=state), limit)
        assert {row.id for row in kept} == {row.id for row in rows if row.state is state}


def test_what_is_issued_meanwhile_moves_no_line(clerk: Services, saved: SavedVisit) -> None:
    fill(clerk, 30)
    first = clerk.documents.page(EVER, limit=10)
    visit(clerk, new_person=replace(PERSON, identity=""))
    second = clerk.documents.page(EVER, after=first.next, limit=10)
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (PaperQuery(text="001"), True),
        (PaperQuery(text="lf20261124-001"), True),
        (PaperQuery(text="1124-1"), True),
        (PaperQuery(text="LF1124-1"), True),
        (PaperQuery(text="ＬＦ２０２６１１２４－００１"), True),
        (PaperQuery(text="李"), True),
        (PaperQuery(text="李 回执"), True),
        (PaperQuery(text="李 登记表"), False),
        (PaperQuery(text="王"), False),
        (PaperQuery(text="王静"), True),
        (PaperQuery(text="1124-2"), False),
        (PaperQuery(text="%"), False),
        (PaperQuery(text="_"), False),
        (PaperQuery(text="补印"), False),
        (PaperQuery(kind="visit_receipt"), True),
        (PaperQuery(kind="visit_sheet"), False),
        (PaperQuery(printer="Office"), True),
        (PaperQuery(printer="HP"), False),
        (PaperQuery(first=TODAY), True),
        (PaperQuery(first=TODAY + dt.timedelta(days=1)), False),
        (PaperQuery(first=TODAY, last=TODAY), True),
        (PaperQuery(last=TODAY - dt.timedelta(days=1)), False),
        (PaperQuery(state=SheetState.PENDING), True),
        (PaperQuery(state=SheetState.VOID), False),
        (PaperQuery(first=TODAY, state=SheetState.PENDING, kind="visit_receipt", printer="Office", text="李"), True),
    ],
    ids=repr,
)
def test_each_filter_lets_through_what_it_says(
    clerk: Services, saved: SavedVisit, query: PaperQuery, found: bool
) -> None:
    clerk.documents.printed(saved.document.id, "Office")
    ids = [row.id for row in clerk.documents.page(query).rows]
    assert ids == ([saved.document.id] if found else [])


def test_codes_typed_or_scanned_find_their_sheet(clerk: Services, saved: SavedVisit) -> None:
    other = visit(clerk, new_person=replace(PERSON, identity=""))
    with clerk._context.database.read() as session:
        scan = str(session.get_one(Document, saved.document.id).data["qr_text"])
    code = saved.document.human_code
    for typed in (scan, code, code.replace("-", "").lower(), f" {code} "):
        assert [row.id for row in clerk.documents.page(PaperQuery(text=typed)).rows] == [saved.document.id], typed
    assert [row.id for row in clerk.documents.page(PaperQuery(text=other.document.human_code)).rows] == [
        other.document.id
    ]


def test_a_line_says_to_whom_on_what_and_by_which_printer(clerk: Services, saved: SavedVisit) -> None:
    clerk.documents.printed(saved.document.id, "Office", copies=3)
    row = clerk.documents.one(saved.document.id)
    assert (row.person, row.paper, row.copies, row.printer) == ("李*", "A5", 3, "Office")
    assert row.printed_at == factories.MOMENT
    assert clerk.documents.filters().printers == ("Office",)
    kinds = dict(clerk.documents.filters().kinds)
    assert kinds["visit_receipt"] == "来访登记回执"
    assert not {"queue_slip", "quick_card", "recovery_sheet", "printer_test"} & kinds.keys()


def test_tabs_count_all_states_whichever_is_chosen(clerk: Services, saved: SavedVisit) -> None:
    fill(clerk, 9, pending=2, failed=3)
    counts = clerk.documents.counts(PaperQuery(state=SheetState.GOOD))
    assert counts.whole
    assert {state: count for state, count in counts.by_state.items() if count} == {
        SheetState.PENDING: 3,
        SheetState.FAILED: 3,
        SheetState.GOOD: 4,
    }
    assert counts.all == 10
    assert len(clerk.documents.failed(EVER)) == 3
    assert clerk.documents.failed(PaperQuery(printer="nowhere")) == ()


def test_a_clock_set_back_leaves_the_sheets_of_tomorrow_in_sight(
    clerk: Services, saved: SavedVisit, clock: FixedClock
) -> None:
    clock.advance(dt.timedelta(days=-1))
    assert clerk.documents.ahead() == 1
    today = PaperQuery(first=clock.today())
    assert [row.id for row in clerk.documents.page(today).rows] == [saved.document.id]


def check_a_long_register(clerk: Services, count: int) -> None:
    """The first page comes from the indexes alone, and the last page is as near as the first."""
    fill(clerk, count, days=count // 40, pending=3, failed=4)
    counts = clerk.documents.counts(EVER)
    assert (counts.whole, counts.by_state[SheetState.PENDING], counts.by_state[SheetState.FAILED]) == (False, 4, 4)
    rows = walk(clerk, EVER, count // 4)
    assert len(rows) == count + 1
    assert [row.state for row in rows[:4]] == [SheetState.PENDING] * 4
    needle = rows[-1]
    assert needle in clerk.documents.page(PaperQuery(text=needle.number)).rows
    statement = "SELECT id FROM document WHERE state IN ('pending', 'failed') AND state = 'failed'"
    with clerk._context.database.read() as session:
        plan = " ".join(str(row) for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert "ix_document_pending" in plan


def test_a_long_register(clerk: Services, saved: SavedVisit) -> None:
    check_a_long_register(clerk, 5000)


@pytest.mark.soak
def test_ten_years_of_sheets(clerk: Services, saved: SavedVisit) -> None:
    check_a_long_register(clerk, 100_000)
