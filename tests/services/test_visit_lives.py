"""Whatever is done to visits in whatever order: numbers without gap or repeat, and one sheet that holds for each."""

from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.ratings import levels, scales_for
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import MatterKind, case_series
from models.call_back import CallBack
from models.case import CaseFile
from models.document import Document
from models.visit import Matter, Rating, Visit, VisitEvent
from services import Services
from system.errors import Conflict
from tests import factories
from tests.services.insight import looking
from tests.services.visiting import ANSWERED, OTHER, PERSON, PETITION, SERVICE, form

KINDS = (ANSWERED, PETITION, SERVICE)
_words = count()

# What to do, to which visit (from the newest on), with which matters.
steps = st.lists(
    st.tuples(
        st.sampled_from(["save", "save", "correct", "correct", "void", "rate"]),
        st.integers(0, 3),
        st.lists(st.sampled_from(KINDS), min_size=1, max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=10,
)


class Desk:
    """A store, and the steps on it."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.visits: list[int] = []
        self.people = (services.people.create(PERSON).id, services.people.create(OTHER).id)

    def step(self, act: str, which: int, matters: list[MatterForm], other: bool) -> None:
        """Do one thing; a refusal is an answer too, and must leave everything as it was."""
        if act == "save":
            visit = form(*self._fresh(matters), new_person=None, person_id=self.people[other])
            self.visits.append(self.services.visits.save(visit).id)
            return
        if which >= len(self.visits):
            return
        visit_id = self.visits[-1 - which]
        try:
            getattr(self, f"_{act}")(visit_id, matters, other)
        except Conflict:
            assert act != "rate" or self._is_void(visit_id)

    @staticmethod
    def _fresh(matters: list[MatterForm]) -> tuple[MatterForm, ...]:
        return tuple(replace(matter, narrative=f"第 {next(_words)} 件事") for matter in matters)

    def _correct(self, visit_id: int, matters: list[MatterForm], other: bool) -> None:
        opened = self.services.visit_changes.form_of(visit_id)
        # The first ones are changed where they stand, what is missing goes, what is new comes.
        kept = (replace(new, matter_id=old.matter_id) for new, old in zip(matters, opened.form.matters, strict=False))
        written = [*self._fresh(list(kept)), *self._fresh(matters[len(opened.form.matters) :])]
        visit: VisitForm = replace(opened.form, matters=tuple(written), person_id=self.people[other])
        self.services.visit_changes.correct(visit_id, visit, reason="改错", corrections=opened.corrections)

    def _void(self, visit_id: int, _matters: list[MatterForm], _other: bool) -> None:
        self.services.visit_changes.void(visit_id, reason="重复登记")

    def _rate(self, visit_id: int, _matters: list[MatterForm], other: bool) -> None:
        with looking(self.services) as session:
            kinds = [
                MatterKind(kind) for kind in session.scalars(select(Matter.kind).where(Matter.visit_id == visit_id))
            ]
        scale = scales_for(kinds)[0]
        level = levels(scale)[-1 if other else 0]
        self.services.visit_changes.rate(visit_id, scale=scale, level=level.code)

    def _is_void(self, visit_id: int) -> bool:
        return self.services.visits.detail(visit_id).row.voided


def check(desk: Desk) -> None:
    """What must hold after every step."""
    shown = {row.id: row for row in desk.services.visits.today()}
    with looking(desk.services) as session:
        visits = session.scalars(select(Visit).order_by(Visit.id)).all()
        sheets = session.scalars(select(Document)).all()
        cases = session.scalars(select(CaseFile).order_by(CaseFile.id)).all()
        matters = session.scalars(select(Matter)).all()
        events = session.scalars(select(VisitEvent)).all()
        ratings = session.scalars(select(Rating)).all()
        calls = session.scalars(select(CallBack)).all()
    assert [visit.number for visit in visits] == [f"LF20261124-{seq:03d}" for seq in range(1, len(visits) + 1)]
    assert list(shown) == [visit.id for visit in reversed(visits)]
    holding = Counter(sheet.visit_id for sheet in sheets if sheet.state != "void")
    for visit in visits:
        assert holding[visit.id] == (0 if visit.voided_at else 1)
        row = shown[visit.id]
        assert (row.voided, row.corrections) == (visit.voided_at is not None, visit.corrections)
        assert sum(sheet.visit_id == visit.id for sheet in sheets) == visit.corrections + 1
        own = [event.action for event in events if event.visit_id == visit.id]
        assert (own.count("corrected"), own.count("voided")) == (visit.corrections, int(visit.voided_at is not None))
    for series in ("petition", "service"):
        numbers = [case.seq for case in cases if case.series == series]
        assert numbers == list(range(1, len(numbers) + 1))
    void = {visit.id for visit in visits if visit.voided_at}
    wanted = {matter.case_id for matter in matters if matter.visit_id not in void and matter.case_id}
    assert wanted == {case.id for case in cases if not case.voided}
    assert all((case.closed_at is not None) == case.voided for case in cases)
    opening = {matter.case_id for matter in matters if case_series(matter.outcome) is not None}  # type: ignore[arg-type]
    assert {matter.case_id for matter in matters if matter.case_id} <= opening
    assert len({(rating.visit_id, rating.scale) for rating in ratings}) == len(ratings)
    assert not [call for call in calls if call.visit_id in void and call.done_at is None]
    assert desk.services.visits.figures().visits_today == len(visits) - len(void)


@settings(max_examples=8)
@given(steps)
def test_numbers_sheets_and_cases_agree_after_any_life(taken: list[tuple[str, int, list[MatterForm], bool]]) -> None:
    with TemporaryDirectory() as root:
        services = factories.open_station(Path(root) / "data")
        try:
            desk = Desk(services)
            for step in taken:
                desk.step(*step)
                check(desk)
            assert services.audit.verify() == ()
        finally:
            services.close()
