"""A random day at the desk: tally and printed tally agree with a naive count of the register, whatever was done."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from models.document import Document
from printing.readback import words
from services import Services
from services.documents import SheetState
from services.tally import IncidentKind
from system.clock import FixedClock
from system.errors import Conflict
from tests import factories
from tests.services.insight import looking
from tests.services.visiting import ANSWERED, PETITION, SERVICE, form

DAY = date(2026, 11, 24)
PICKS = st.integers(0, 5)


def naive(services: Services) -> dict[str, tuple[int, ...]]:
    """Each kind's numbers, handed over, void, spoiled, open and sheets, counted the long way from all rows."""
    with looking(services) as session:
        rows = [row for row in session.scalars(select(Document)) if row.issued_day == DAY]
    newest: dict[tuple[str, str], Document] = {}
    paper: Counter[str] = Counter()
    for row in rows:
        held = newest.get((row.kind, row.number))
        if held is None or row.id > held.id:
            newest[(row.kind, row.number)] = row
        paper[row.kind] += row.pages * row.copies if row.state != "failed" else 0
    states: dict[str, list[str]] = defaultdict(list)
    for (kind, _), row in newest.items():
        states[kind].append(row.state)
    return {
        kind: (
            len(found),
            found.count("good"),
            found.count("void"),
            found.count("spoiled"),
            found.count("pending") + found.count("failed"),
            paper[kind],
        )
        for kind, found in states.items()
    }


def naive_incidents(services: Services) -> Counter[str]:
    """What went wrong with sheets of the day, or on the day with a sheet of the day before."""
    with looking(services) as session:
        rows = list(session.scalars(select(Document)))
    found: Counter[str] = Counter()
    for row in rows:
        if row.issued_day == DAY:
            found[IncidentKind.REPRINT] += row.reprint > 0
        if row.state in ("void", "spoiled", "failed") and DAY in (row.issued_day, row.state_at.date()):
            found[row.state] += 1
    return +found


class DayAtTheDesk(RuleBasedStateMachine):
    """Yesterday left three sheets of which nobody spoke; today anything may happen."""

    def __init__(self) -> None:
        super().__init__()
        self._root = TemporaryDirectory()
        self.clock = FixedClock(factories.MOMENT - timedelta(days=1))
        self.services = factories.open_station(Path(self._root.name) / "data", self.clock)
        self.sheets: list[int] = []
        self.visits: list[int] = []
        for _ in range(3):
            self._save(ANSWERED)
        self.clock.advance(timedelta(days=1))

    def teardown(self) -> None:
        try:
            self._printed_tally_agrees()
            assert self.services.audit.verify() == ()
        finally:
            self.services.close()
            self._root.cleanup()

    def _save(self, *matters: object) -> None:
        saved = self.services.visits.save(form(*matters))  # type: ignore[arg-type]
        self.sheets.append(saved.document.id)
        self.visits.append(saved.id)

    # ------------------------------------------------------------------------------------------ what may happen

    @rule(matter=st.sampled_from([ANSWERED, PETITION, SERVICE]))
    def issue(self, matter: object) -> None:
        """A visitor comes."""
        self.clock.advance(timedelta(minutes=3))
        self._save(matter)

    @rule(which=PICKS, state=st.sampled_from([SheetState.GOOD, SheetState.SPOILED, SheetState.FAILED]))
    def mark(self, which: int, state: SheetState) -> None:
        """Somebody says how a sheet came out."""
        self._try(lambda: self.services.documents.mark(self._pick(self.sheets, which), state, "说明"))

    @rule(which=PICKS)
    def reprint(self, which: int) -> None:
        """A sheet is printed again."""
        self._try(
            lambda: self.sheets.append(self.services.documents.reprint(self._pick(self.sheets, which), "卡纸").id)
        )

    @rule(which=PICKS)
    def void(self, which: int) -> None:
        """A visit was registered by mistake."""
        self._try(lambda: self.services.visit_changes.void(self._pick(self.visits, which), reason="重复登记"))

    @rule(which=PICKS, words=st.sampled_from(["甲事", "乙事", "丙事"]))
    def correct(self, which: int, words: str) -> None:
        """A visit was written down wrong."""
        visit_id = self._pick(self.visits, which)
        changes = self.services.visit_changes

        def do() -> None:
            opened = changes.form_of(visit_id)
            (matter, *_) = opened.form.matters
            changed = form(
                *[type(matter)(**(vars(matter) | {"narrative": words}))],
                uuid=opened.form.uuid,
                new_person=None,
                person_id=opened.form.person_id,
                address=opened.form.address,
            )
            saved = changes.correct(visit_id, changed, reason="记错", corrections=opened.corrections)
            self.sheets.append(saved.document.id)

        self._try(do)

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        """Still the same day."""
        self.clock.advance(timedelta(minutes=minutes))

    @precondition(lambda self: len(self.sheets) % 4 == 0)
    @rule()
    def print_the_tally(self) -> None:
        """The tally is a sheet of the day too, once it is printed."""
        self._printed_tally_agrees()

    # ------------------------------------------------------------------------------------------- what must hold

    @invariant()
    def tally_agrees_with_the_register(self) -> None:
        tally = self.services.tally.of(DAY)
        assert {
            line.kind: (line.numbers, line.handed, line.void, line.spoiled, line.open, line.sheets)
            for line in tally.lines
        } == naive(self.services)
        assert tally.numbers == tally.handed + tally.void + tally.spoiled + tally.open
        assert Counter(incident.kind.value for incident in tally.incidents) == naive_incidents(self.services)
        assert tally.missing == ()
        with looking(self.services) as session:
            rows = list(session.scalars(select(Document).where(Document.issued_day < DAY)))
        assert tally.waiting_count == sum(row.state in ("pending", "failed") for row in rows)
        assert len(tally.confirmed) == sum(row.state == "good" for row in rows)

    def _printed_tally_agrees(self) -> None:
        expected = naive(self.services)
        incidents = naive_incidents(self.services)
        seal = self.services.tally.of(DAY).log
        sheet = self.services.station_papers.issue("day_tally", DAY)
        self.sheets.append(sheet.id)
        text = words(self.services.documents.pdf(sheet.id))
        titles = {"visit_receipt": "来访登记回执", "day_tally": "打印日清单"}
        for kind, counts in expected.items():
            found = re.search(rf"\d+ {titles[kind]} [A-Z].*?{' '.join(map(str, counts))}\s", text, re.DOTALL)
            assert found, (kind, counts, text)
        if expected:
            sums = " ".join(str(sum(column)) for column in zip(*expected.values(), strict=True))
            assert re.search(rf"合\s*计 {sums}\s", text), (sums, text)
        else:
            assert "当日没有出过文书" in text
        for kind, label in (("void", "作废"), ("spoiled", "损坏"), ("failed", "打印失败"), ("reprint", "补印")):
            assert (f"{label}{incidents[kind]}" in text.partition("时间 情形")[0]) == (incidents[kind] > 0)
        plain = re.sub(r"\s", "", text)
        assert seal.digest in plain
        assert seal.previous in plain

    # ---------------------------------------------------------------------------------------------------- helpers

    @staticmethod
    def _pick(rows: list[int], which: int) -> int:
        return rows[-1 - which % len(rows)]

    @staticmethod
    def _try(act: Callable[[], object]) -> None:
        """A refusal is an answer too, and must leave everything as it was."""
        with suppress(Conflict):
            act()


def test_the_tally_agrees_after_a_random_day() -> None:
    run_state_machine_as_test(DayAtTheDesk, settings=settings(max_examples=6, stateful_step_count=12))


@pytest.mark.soak
def test_the_tally_agrees_after_many_random_days() -> None:
    run_state_machine_as_test(DayAtTheDesk, settings=settings(max_examples=150, stateful_step_count=40))
