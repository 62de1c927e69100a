"""Whole lives of cases, their last days counted by hand on a paper calendar; then random pauses, counted slowly.

The notice of 2026: 春节 off 02-15 to 02-23, worked Sat 02-14 and Sat 02-28; 中秋 off 09-25 to 09-27, worked Sun 09-20;
国庆 off 10-01 to 10-07, worked Sat 10-10. 2027 isn't known: its weekends, 01-01 and 02-05 to 02-08 are off.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.visit_rules import VisitForm
from services import Services
from services.service_cases import CaseQuery
from system.clock import CHINA, FixedClock
from tests import factories
from tests.services.case_life import ENTRIES, matter, view
from tests.services.case_model import DAY, FIELDS, ROWS, ModelClock
from tests.services.case_world import proper_fields

KEPT, LATE = "kept", "late"
"""How a clock ended; one that goes on says running or paused."""


@dataclass(frozen=True)
class Life:
    """`steps`: "2026-02-06 ask_more", with a second day where it was written down later than it was.

    `clocks`: "promise 2026-03-18 running", with a second day where the legal one is another; "?" for a day in doubt.
    """

    name: str
    code: str
    steps: tuple[str, ...]
    clocks: tuple[str, ...]


LIVES = (
    # 1 working day from Fri 02-13: Sat 02-14 is worked.
    Life("a_worked_saturday", "card_loss", ("2026-02-13 open", "2026-02-14 finish"), ("promise 2026-02-14 kept",)),
    # 1 working day from Sat 02-14: the next worked day is Tue 02-24.
    Life("over_the_festival", "card_loss", ("2026-02-14 open", "2026-02-24 finish"), ("promise 2026-02-24 kept",)),
    # 3 from Thu 02-12: 13, 14, 24; done on the 25th.
    Life("a_day_late", "record", ("2026-02-12 open", "2026-02-25 finish"), ("promise 2026-02-24 late",)),
    # 5 from Sat 02-14: 24, 25, 26, 27, and the worked Sat 28.
    Life("it_ends_on_a_worked_saturday", "party_transfer", ("2026-02-14 open",), ("promise 2026-02-28 running",)),
    # promise: 5 from Wed 02-11: 12, 13, 14, 24, 25. notify: 3 from Fri 02-13: 14, 24, 25.
    # collect: 60 days from 02-24: 4 left in February, 31 in March = 35, 25 more: Sat 04-25; legal Mon 04-27.
    Life(
        "to_the_district_over_the_festival",
        "report",
        ("2026-02-11 open", "2026-02-12 submit", "2026-02-13 result_ok", "2026-02-24 notify"),
        ("promise 2026-02-25 kept", "notify 2026-02-25 kept", "collect 2026-04-25 2026-04-27 running"),
    ),
    # promise: 20 from Mon 02-02: 4 until Fri 02-06; left out 9-14 (6 days), 24, 25; 16 more from the 26th: 26, 27, 28
    # (7), 03-02 to 06 (12), 09 to 13 (17), 16, 17, 18. supplement: 20 from 02-06: 9-14 (6), 24-28 (11), 03-02 to 06
    # (16), 09 to 12 (20).
    Life(
        "a_pause_over_the_festival",
        "card_first",
        ("2026-02-02 open", "2026-02-06 ask_more", "2026-02-25 complete"),
        ("promise 2026-03-18 running", "supplement 2026-03-12 kept"),
    ),
    # 3 from Wed 09-30: 10-08, 09, and the worked Sat 10.
    Life("over_the_national_day", "record", ("2026-09-30 open", "2026-10-10 finish"), ("promise 2026-10-10 kept",)),
    # promise: 10 from Mon 09-21: 22, 23, 24 (3), 28, 29, 30 (6), 10-08, 09, 10 (9), Mon 12. notify: 3 from Wed 09-30:
    # 10-08, 09, 10; told on the 12th.
    Life(
        "told_late_but_done_in_time",
        "card_cancel",
        ("2026-09-21 open", "2026-09-22 submit", "2026-09-30 result_ok", "2026-10-12 tell_result"),
        ("promise 2026-10-12 kept", "notify 2026-10-10 late"),
    ),
    # supplement: 20 from Sun 09-20 (worked): 21-24 (4), 28-30 (7), 10-08 to 10 (10), 12-16 (15), 19-23 (20).
    # promise: 20 from Fri 10-09: 10 (1), 12-16 (6), 19-23 (11), 26-30 (16), 11-02 to 05 (20).
    Life(
        "two_festivals_to_complete",
        "card_first",
        ("2026-09-20 open_short", "2026-10-09 complete"),
        ("supplement 2026-10-23 kept", "promise 2026-11-05 running"),
    ),
    # 20 from Thu 12-10: 11 (1), 14-18 (6), 21-25 (11), 28-31 (15), 2027-01-04 to 08 (20).
    Life("into_a_year_in_doubt", "card_first", ("2026-12-10 open",), ("promise 2027-01-08 running?",)),
    # promise: 20 from Tue 12-01: 2-4 (3), 7-11 (8), 14-18 (13), 21-25 (18), 28, 29. notify: 3 from Fri 12-04: 7, 8, 9.
    # collect: 60 days from 12-07: 24 left in December, 31 in January = 55, Fri 02-05 (除夕); legal Tue 02-09.
    Life(
        "collected_on_the_last_legal_day",
        "plaque_new",
        ("2026-12-01 open", "2026-12-04 ready", "2026-12-07 notify", "2027-02-09 hand_out"),
        ("promise 2026-12-29 kept", "notify 2026-12-09 kept", "collect 2027-02-05 2027-02-09 kept?"),
    ),
    Life(
        "collected_a_day_later",
        "plaque_new",
        ("2026-12-01 open", "2026-12-04 ready", "2026-12-07 notify", "2027-02-10 hand_out"),
        ("promise 2026-12-29 kept", "notify 2026-12-09 kept", "collect 2027-02-05 2027-02-09 late?"),
    ),
    # promise: 20 from Mon 11-02: 3, 4 (2); left out 5, 6; 9 (3); left out 10-13, 16; 17-20 (7), 23-27 (12), 30 (13),
    # 12-01 to 04 (17), 7, 8, 9. supplement: 20 from 11-04: 5, 6 (2), 9-13 (7), 16-20 (12), 23-27 (17), 30, 12-01, 02;
    # 20 from 11-09: 10-13 (4), 16-20 (9), 23-27 (14), 30 (15), 12-01 to 04 (19), 07.
    Life(
        "two_rounds",
        "card_first",
        (
            "2026-11-02 open",
            "2026-11-04 ask_more",
            "2026-11-06 complete",
            "2026-11-09 ask_more",
            "2026-11-16 complete",
        ),
        ("promise 2026-12-09 running", "supplement 2026-12-02 kept", "supplement 2026-12-07 kept"),
    ),
    # promise: 20 from Mon 11-02: 3-6 (4), 9-13 (9); left out 16-20, 23; 24-27 (13), 30 (14), 12-01 to 04 (18), 7, 8;
    # told on the 9th. supplement: 20 from Fri 11-13: 16-20 (5), 23-27 (10), 30 (11), 12-01 to 04 (15), 07 to 11.
    # notify: 3 from Wed 12-09: 10, 11, 14. collect: 60 days: 22 in December, 31 in January = 53, Sun 02-07 (09).
    Life(
        "sent_back_and_a_day_too_late",
        "card_first",
        (
            "2026-11-02 open",
            "2026-11-03 submit",
            "2026-11-13 sent_back",
            "2026-11-23 complete",
            "2026-11-24 submit",
            "2026-12-09 result_ok",
            "2026-12-09 notify",
        ),
        (
            "promise 2026-12-08 late",
            "supplement 2026-12-11 kept",
            "notify 2026-12-14 kept",
            "collect 2027-02-07 2027-02-09 running?",
        ),
    ),
    # 20 from Fri 11-20, the day of the visit: 23-27 (5), 30 (6), 12-01 to 04 (10), 07 to 11 (15), 14 to 18 (20).
    Life("written_down_later", "card_first", ("2026-11-20 open 2026-11-24",), ("promise 2026-12-18 running",)),
    # Nothing is left out: 20 from Tue 11-24: 25-27 (3), 30 (4), 12-01 to 04 (8), 07 to 11 (13), 14 to 18 (18), 21, 22.
    # supplement: 20 from 11-25: 26, 27 (2), 30 (3), 12-01 to 04 (7), 07 to 11 (12), 14 to 18 (17), 21, 22, 23.
    Life(
        "asked_and_brought_on_one_day",
        "card_first",
        ("2026-11-24 open", "2026-11-25 ask_more", "2026-11-25 complete"),
        ("promise 2026-12-22 running", "supplement 2026-12-23 kept"),
    ),
    # promise: 3 from Mon 11-02: 3 (1); left out 4, 5, 6; 9, 10; told on the 11th. supplement: 20 from 11-03: 4-6 (3),
    # 9-13 (8), 16-20 (13), 23-27 (18), 30, 12-01. notify: 3 from Fri 11-06: 9, 10, 11.
    Life(
        "turned_down_while_waiting",
        "record",
        ("2026-11-02 open", "2026-11-03 ask_more", "2026-11-06 turn_down", "2026-11-11 tell_rejection"),
        ("promise 2026-11-10 late", "supplement 2026-12-01 kept", "notify 2026-11-11 kept"),
    ),
    # promise: 3, 4 (2); left out 5, 6, 9, 10, 11; 12, 13 (4), 16-20 (9), 23-27 (14), 30 (15), 12-01 to 04 (19), 07.
    Life(
        "withdrawn_while_waiting",
        "card_first",
        ("2026-11-02 open", "2026-11-04 ask_more", "2026-11-11 withdraw"),
        ("promise 2026-12-07 kept", "supplement 2026-12-02 kept"),
    ),
    # While the papers are waited for today isn't counted either. As above, but asked on the evening of the 13th (a look
    # from the last day): 3, 4 (2); left out 5, 6, 9-13; 16-20 (7), 23-27 (12), 30 (13), 12-01 to 04 (17), 7, 8, 9.
    Life(
        "still_waiting",
        "card_first",
        ("2026-11-02 open", "2026-11-04 ask_more", "2026-11-13 call"),
        ("promise 2026-12-09 paused", "supplement 2026-12-02 running"),
    ),
    # 5 from Tue 11-24: 25, 26, 27, 30, 12-01; done on that day, written down two days later.
    Life(
        "done_in_time_written_down_late",
        "party_transfer",
        ("2026-11-24 open", "2026-12-01 finish 2026-12-03"),
        ("promise 2026-12-01 kept",),
    ),
)


class Desk:
    """One window whose clock is set from step to step."""

    def __init__(self, root: Path) -> None:
        self.clock = FixedClock(factories.MOMENT)
        self.services = factories.open_station(root, self.clock)

    def at(self, day: dt.date) -> None:
        self.clock.set(dt.datetime.combine(day, dt.time(10, 15), CHINA))

    def open(self, code: str, day: dt.date, *, complete: bool, written: dt.date) -> int:
        self.at(written)
        form = matter(code, complete=complete, fields=proper_fields(ENTRIES[code]))
        late = {} if written == day else {"visited_on": day, "late_reason": "停电"}
        saved = self.services.visits.save(VisitForm(uuid=str(uuid4()), anonymous=True, matters=(form,), **late))  # type: ignore[arg-type]
        (row,) = self.services.service_cases.page(CaseQuery(text=saved.case_numbers[0], tab="all")).rows
        return row.id

    def do(self, case_id: int, action: str, day: dt.date, written: dt.date) -> None:
        """An action of the flow with something in each field; "call" only writes down that somebody rang."""
        self.at(written)
        if action == "call":
            self.services.service_cases.note(case_id, "家属来电")
            return
        self.papers(case_id, action)
        state = view(self.services, case_id).state
        row = next(row for row in ROWS if row["action"] == action and state in row["from"])
        typed: dict[str, str] = {}
        for code in row.get("fields", ()):
            spec = FIELDS[code]
            if spec.get("kind") == "date":
                typed[code] = day.isoformat()
            elif spec.get("required"):
                typed[code] = spec["choices"][0] if "choices" in spec else "按规定办理"
        self.services.service_cases.act(case_id, action, typed, paper=False)

    def papers(self, case_id: int, action: str) -> None:
        """What is asked for is missing; what completes has come."""
        cases, listed = self.services.service_cases, view(self.services, case_id).materials
        if action == "ask_more" and listed:
            cases.tick(case_id, listed[0].id, False)
        elif action == "ask_more":
            cases.add_material(case_id, "情况说明", received=False)
        elif action == "complete":
            for one in listed:
                cases.tick(case_id, one.id, True)


@contextmanager
def fresh_desk() -> Iterator[Desk]:
    """A station of its own: the register rightly warns where the clock is before the last visit."""
    with TemporaryDirectory() as root:
        desk = Desk(Path(root) / "data")
        yield desk
        desk.services.close()


def told(services: Services, case_id: int) -> list[str]:
    """The clocks of a case as a `Life` writes them, but for the visitor's own duty."""
    found: list[str] = []
    for one in sorted(view(services, case_id).clocks, key=lambda clock: clock.id):
        if one.rule.code == "report_back":
            continue
        days = list(dict.fromkeys((one.deadline.raw.isoformat(), one.deadline.legal.isoformat())))
        end = {None: one.state, True: KEPT, False: LATE}[one.in_time]
        found.append(" ".join((one.rule.code, *days, end)) + ("?" if one.deadline.provisional else ""))
    return found


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_a_whole_life_is_counted_as_by_hand(life: Life) -> None:
    first, *later = (step.split() for step in life.steps)
    day, written = dt.date.fromisoformat(first[0]), dt.date.fromisoformat(first[-1] if len(first) > 2 else first[0])
    with fresh_desk() as desk:
        case_id = desk.open(life.code, day, complete=first[1] == "open", written=written)
        for moment, action, *rest in later:
            day = dt.date.fromisoformat(moment)
            desk.do(case_id, action, day, dt.date.fromisoformat(rest[0]) if rest else day)
        assert told(desk.services, case_id) == list(life.clocks)


START = st.dates(dt.date(2026, 1, 5), dt.date(2026, 12, 20))
ROUNDS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 25)), max_size=3)
WAITING = st.integers(0, 12)


def pauses_agree(start: dt.date, rounds: list[tuple[int, int]], waiting: int) -> None:
    """Each round runs some days and pauses some; at the end it waits once more, and that is still open."""
    slow, day = ModelClock("promise", ENTRIES["card_first"].promised, "workday", start), start
    with fresh_desk() as desk:
        case_id = desk.open("card_first", start, complete=True, written=start)
        for runs, pauses in rounds:
            day += runs * DAY
            desk.do(case_id, "ask_more", day, day)
            slow.pause(day)
            day += pauses * DAY
            desk.do(case_id, "complete", day, day)
            slow.go_on(day)
        desk.do(case_id, "ask_more", day, day)
        slow.pause(day)
        today = day + waiting * DAY
        desk.at(today)
        shown = next(one for one in view(desk.services, case_id).clocks if one.rule.code == "promise")
        assert shown.state == "paused"
        assert (shown.deadline.raw, shown.deadline.legal) == (slow.raw(today), slow.legal(today))


@settings(max_examples=8)
@given(start=START, rounds=ROUNDS, waiting=WAITING)
def test_random_pauses_are_counted_as_the_slow_way(start: dt.date, rounds: list[tuple[int, int]], waiting: int) -> None:
    pauses_agree(start, rounds, waiting)


@pytest.mark.soak
@settings(max_examples=160)
@given(start=START, rounds=ROUNDS, waiting=WAITING)
def test_many_random_pauses_are_counted_as_the_slow_way(
    start: dt.date, rounds: list[tuple[int, int]], waiting: int
) -> None:
    pauses_agree(start, rounds, waiting)
