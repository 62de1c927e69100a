"""The day's count: each number once, what went wrong, what came from earlier days, where the log stood."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from models.audit import AuditEntry
from models.document import Document
from services import Services
from services.documents import SheetState
from services.tally import IncidentKind, Tally
from services.visits import SavedVisit
from system.clock import FixedClock
from system.errors import Denied
from tests import factories
from tests.services.insight import looking
from tests.services.visiting import ANSWERED, PETITION, form

DAY = date(2026, 11, 24)
GOOD, SPOILED, FAILED = SheetState.GOOD, SheetState.SPOILED, SheetState.FAILED


def save(station: Services) -> SavedVisit:
    return station.visits.save(form(ANSWERED))


def figures(tally: Tally) -> tuple[int, ...]:
    """Numbers, handed over, void, spoiled, open, sheets of paper."""
    return (tally.numbers, tally.handed, tally.void, tally.spoiled, tally.open, tally.sheets)


def test_a_day_without_paper_is_empty_and_settled(station: Services) -> None:
    tally = station.tally.of(DAY)
    assert [*tally.lines, *tally.incidents, *tally.confirmed, *tally.waiting, *tally.missing] == []
    assert figures(tally) == (0, 0, 0, 0, 0, 0)
    assert tally.settled
    assert station.tally.of() == tally


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda s, v: None, (1, 0, 0, 0, 1, 1)),
        (lambda s, v: s.documents.mark(v.document.id, GOOD), (1, 1, 0, 0, 0, 1)),
        (lambda s, v: s.documents.mark(v.document.id, SPOILED, "卡纸"), (1, 0, 0, 1, 0, 1)),
        # What never came out used no paper and still waits.
        (lambda s, v: s.documents.mark(v.document.id, FAILED, "缺纸"), (1, 0, 0, 0, 1, 0)),
        (lambda s, v: s.visit_changes.void(v.id, reason="重复登记"), (1, 0, 1, 0, 0, 1)),
        # A reprint of a sheet of which nobody spoke: the first is spoiled, the number waits for the second.
        (lambda s, v: s.documents.reprint(v.document.id, "卡纸"), (1, 0, 0, 0, 1, 2)),
        (lambda s, v: s.documents.mark(s.documents.reprint(v.document.id, "卡纸").id, GOOD), (1, 1, 0, 0, 0, 2)),
    ],
)
def test_a_number_counts_once_by_its_newest_sheet(
    station: Services, act: Callable[[Services, SavedVisit], object], expected: tuple[int, ...]
) -> None:
    act(station, save(station))
    assert figures(station.tally.of(DAY)) == expected


def test_the_day_of_the_drawing_adds_up(station: Services) -> None:
    visits = [save(station) for _ in range(21)]
    for visit in visits:
        station.documents.mark(visit.document.id, GOOD)
    station.visit_changes.void(visits[13].id, reason="登记错人")
    for visit in visits[:2]:
        again = station.documents.reprint(visit.document.id, "当事人遗失")
        station.documents.mark(again.id, GOOD)
    tally = station.tally.of(DAY)
    (line,) = tally.lines
    assert (line.title, line.span) == ("来访登记回执", "LF20261124-001 至 021")
    assert (line.numbers, line.handed, line.void, line.spoiled, line.open, line.sheets) == (21, 20, 1, 0, 0, 23)
    assert tally.settled
    assert [(one.kind, one.number, one.reprint) for one in tally.incidents] == [
        (IncidentKind.VOID, "LF20261124-014", 0),
        (IncidentKind.REPRINT, "LF20261124-001", 1),
        (IncidentKind.REPRINT, "LF20261124-002", 1),
    ]


def test_an_exception_says_when_why_who_and_whether_the_paper_came_back(
    station: Services, clerk: Services, clock: FixedClock
) -> None:
    visit = save(station)
    clock.advance(timedelta(minutes=35))
    clerk.documents.mark(visit.document.id, SPOILED, "第2份卡纸")
    with station._context.database.write() as session:
        session.get_one(Document, visit.document.id).taken_back = True
    clock.advance(timedelta(minutes=2))
    clerk.documents.reprint(visit.document.id, "卡纸后重打")
    spoiled, again = station.tally.of(DAY).incidents
    assert (spoiled.kind, f"{spoiled.at:%H:%M}", spoiled.reason) == (IncidentKind.SPOILED, "10:17", "第2份卡纸")
    # Issued by the chief, spoiled by the clerk: the log says who.
    assert (spoiled.operator, spoiled.sheets, spoiled.taken_back) == ("王静", 1, True)
    assert (again.kind, f"{again.at:%H:%M}", again.reason, again.reprint) == (
        IncidentKind.REPRINT,
        "10:19",
        "卡纸后重打",
        1,
    )
    assert (again.operator, again.taken_back) == ("王静", None)


def test_whoever_prints_again_spoiled_the_sheet_before(station: Services, clerk: Services, clock: FixedClock) -> None:
    """Also where the sheet is of the day before."""
    visits = [save(station), save(station)]
    clerk.documents.reprint(visits[0].document.id, "卡纸")
    clock.advance(timedelta(days=1))
    clerk.documents.reprint(visits[1].document.id, "卡纸")
    for day, visit in ((DAY, visits[0]), (DAY + timedelta(days=1), visits[1])):
        found = {(one.kind, one.number, one.operator) for one in station.tally.of(day).incidents}
        assert found == {
            (IncidentKind.SPOILED, visit.number, "王静"),
            (IncidentKind.REPRINT, visit.number, "王静"),
        } | ({(IncidentKind.SPOILED, visits[1].number, "王静")} if day == DAY else set())


def test_a_correction_leaves_one_number_and_one_void_sheet(station: Services) -> None:
    visit = save(station)
    opened = station.visit_changes.form_of(visit.id)
    station.visit_changes.correct(
        visit.id,
        form(
            PETITION, uuid=opened.form.uuid, new_person=None, person_id=opened.form.person_id, address="碧湘社区 12 号"
        ),
        reason="事项记错",
        corrections=0,
    )
    tally = station.tally.of(DAY)
    assert figures(tally) == (1, 0, 0, 0, 1, 2)
    assert [one.kind for one in tally.incidents] == [IncidentKind.VOID]


def test_what_waits_from_yesterday_is_named_until_somebody_speaks(station: Services, clock: FixedClock) -> None:
    visits = [save(station) for _ in range(4)]
    clock.advance(timedelta(days=1))
    today = station.tally.of(DAY + timedelta(days=1))
    assert (today.numbers, today.waiting_count, today.carried_over) == (0, 4, 4)
    assert [one.number for one in today.waiting] == [visit.number for visit in visits]
    station.documents.mark(visits[0].document.id, GOOD)
    station.documents.mark(visits[1].document.id, SPOILED, "撕破")
    station.documents.mark(visits[2].document.id, FAILED, "没有出纸")
    today = station.tally.of(DAY + timedelta(days=1))
    assert [(one.day, one.number, one.title) for one in today.confirmed] == [(DAY, visits[0].number, "来访登记回执")]
    assert [one.number for one in today.waiting] == [visits[2].number, visits[3].number]
    assert {(one.kind, one.number) for one in today.incidents} == {
        (IncidentKind.SPOILED, visits[1].number),
        (IncidentKind.FAILED, visits[2].number),
    }
    # They were issued yesterday, so they count there and not today; the day after says nothing of what is settled.
    assert today.numbers == 0
    assert station.tally.of(DAY).numbers == 4
    clock.advance(timedelta(days=1))
    later = station.tally.of(DAY + timedelta(days=2))
    assert (later.confirmed, later.incidents, later.waiting_count) == ((), (), 2)


def test_the_seal_of_the_log_is_the_last_entry_of_the_day_and_goes_on_the_day_after(
    station: Services, clock: FixedClock
) -> None:
    save(station)
    first = station.tally.of(DAY).log
    with looking(station) as session:
        entries = list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
    assert (first.count, first.first, first.last) == (len(entries), 1, entries[-1].seq)
    assert first.digest == entries[-1].digest.hex()
    assert first.previous == "0" * 64
    clock.advance(timedelta(days=2))
    save(station)
    silent, second = (station.tally.of(DAY + timedelta(days=days)).log for days in (1, 2))
    assert (silent.count, silent.digest, silent.previous) == (0, first.digest, first.digest)
    assert (second.first, second.previous) == (first.last + 1, first.digest)
    assert second.count == second.last - second.first + 1 > 0
    assert station.tally.of(DAY).log == first


def test_a_number_that_is_gone_is_missed(station: Services) -> None:
    visits = [save(station) for _ in range(4)]
    assert station.tally.of(DAY).missing == ()
    with station._context.database.write() as session:
        session.execute(text("UPDATE visit SET seq = 9 WHERE id = :id"), {"id": visits[1].id})
        session.execute(text("UPDATE document SET visit_id = NULL WHERE id = :id"), {"id": visits[3].document.id})
    assert station.tally.of(DAY).missing == ("002", "005", "006", "007", "008", visits[3].number)


def test_whoever_may_not_print_gets_no_tally(station: Services, as_operator: Callable[..., Services]) -> None:
    auditor = as_operator(factories.AUDITOR)
    with pytest.raises(Denied):
        auditor.tally.of(DAY)


def test_five_hundred_sheets_and_five_hundred_that_wait(station: Services, clock: FixedClock) -> None:
    visit = save(station)
    with station._context.database.write() as session:
        one = session.get_one(Document, visit.document.id)
        fixed = {"wording_version": 1, "data": one.data, "sha256": "", "human_code": one.human_code}
        for day in (DAY, DAY - timedelta(days=1)):
            for seq in range(500):
                row = Document(
                    kind="referral_slip",
                    number=f"LF{day:%Y%m%d}-{seq:03d}",
                    issued_day=day,
                    issued_at=one.issued_at,
                    operator_id=one.operator_id,
                    state_at=one.state_at,
                    pages=2,
                    copies=3,
                    **fixed,
                )
                session.add(row)
    tally = station.tally.of(DAY)
    assert (tally.numbers, tally.open, tally.sheets) == (501, 501, 3001)
    assert (tally.waiting_count, len(tally.waiting)) == (500, 50)
    assert {line.span for line in tally.lines} == {"LF20261124-001", "LF20261124-000 至 499"}
