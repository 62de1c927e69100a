"""The lives of the demo's service cases, step by step in the order of time, from opening to wherever they stand today.

Nothing of a case is invented here but who did what and when: which step may follow, what it asks, what it does to
clocks and to the bundle comes from the flow, the catalogue and the product's own rules. Only the rows aren't written
one by one. The material is `resources/data/demo_cases.toml`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random
from typing import Any
from uuid import UUID

from domain.case_flow import Traits, Transition
from domain.catalogue import CatalogueEntry
from domain.field_specs import FieldKind, FieldSpec, asked, read_fields
from domain.flow_file import flow
from domain.matter_rules import MatterForm
from domain.numbering import Series, period
from domain.permissions import Role, of_role
from domain.tables import limit, table
from domain.text import in_one_line, shortened
from domain.workdays import Calendar
from models.batch import BatchItem, SubmissionBatch
from models.case import CaseClock, CaseEvent, CaseFile, CaseMaterial
from services import _clocks
from services._case_batches import ANSWERS, BUNDLE, SEND, WAITING, brief
from services._case_engine import ITEM_NUMBER, JOINED, MATERIALS, NOTE, OFFICIAL_NUMBER, traits_of
from services._case_opening import checklist
from services._demo_case_forms import CaseForms

OFFICE = ((9 * 60, 11 * 60 + 50), (13 * 60 + 10, 16 * 60 + 50))
# What is done on the day of the step before comes so many minutes later.
SOON_AFTER = (4, 40)
KEYED_AFTER = (0, 2)
# Steps before which the clerk ticks off what came, or takes the tick off what is wrong.
_COMPLETING, _LACKING = ("complete", "try_again"), ("ask_more", "sent_back")
_LEAVING = ("sent_back", "try_again")
_KEY = "key"
_NEEDS_FIELDS = "fields=complete"

Number = Callable[[Series, dt.datetime], tuple[str, int]]
Story = Mapping[str, Any]


@dataclass
class CaseRows:
    """What the lives leave behind, each in the order of its ids."""

    events: list[CaseEvent] = field(default_factory=list)
    clocks: list[CaseClock] = field(default_factory=list)
    materials: list[CaseMaterial] = field(default_factory=list)
    batches: list[SubmissionBatch] = field(default_factory=list)
    items: list[BatchItem] = field(default_factory=list)


@dataclass
class _Life:
    """One open case with all that moves on it. `plan`: what a story still has to tell, None where the lot decides."""

    case: CaseFile
    entry: CatalogueEntry
    day: dt.date
    papers: list[CaseMaterial] = field(default_factory=list)
    clocks: list[CaseClock] = field(default_factory=list)
    plan: list[tuple[str, dt.date]] | None = None
    item: BatchItem | None = None

    def traits(self) -> Traits:
        complete = not any(paper.required and paper.received_on is None for paper in self.papers)
        return traits_of(self.entry, self.case.facts, complete=complete)


@dataclass
class _Bundle:
    row: SubmissionBatch
    lives: list[_Life] = field(default_factory=list)


class CaseLives:
    """Carries out what is due in the order of time. It has a generator of chance of its own."""

    def __init__(self, chance: Random, now: dt.datetime, days: Calendar, forms: CaseForms, number: Number) -> None:
        """`number` takes the next number of a series."""
        self.rows = CaseRows()
        self._chance, self._now, self._days, self._forms, self._number = chance, now, days, forms, number
        self._flow, self._held = flow(Series.SERVICE.value), of_role(Role.CLERK)
        self._material = table("demo_cases")
        self._next = {
            state: [row for row in self._material["next"] if row["from"] == state] for state in self._flow.states
        }
        self._lives: dict[int, _Life] = {}
        self._bundles: dict[str, _Bundle] = {}
        self._waiting: list[tuple[dt.datetime, int, str, _Life | _Bundle]] = []
        self._turn = 0

    # ---- from outside

    def begin(
        self, case: CaseFile, entry: CatalogueEntry, matter: MatterForm, moment: dt.datetime, story: Story | None = None
    ) -> None:
        """A case as the desk opens it; `story` tells its life where the lot doesn't."""
        life = _Life(case, entry, case.opened_at.date())
        for paper in checklist(entry, matter, life.day):
            self._add_paper(life, paper)
        line = self._flow.opening(life.traits())
        event = self._event(life, line.action, moment, operator=case.opened_by, day=life.day, target=line.target)
        case.state = line.target
        self._move_clocks(life, event, line)
        duty = _clocks.duty_done(str(case.facts.get(entry.report_trigger, "")), event, entry, self._days)
        if duty is not None:
            self._add_clock(life, duty)
        self._lives[case.id] = life
        if story is not None:
            life.plan = [(action, self.back(days)) for action, days in story["steps"]]
        if entry.handoff_site and (story["keyed"] if story else self._forms.lucky(self._material["keyed"])):
            self._push(self._later(moment, self._chance.randint(*KEYED_AFTER)), _KEY, life)
        self._plan(life, moment)

    def join(self, case: CaseFile, visit: str, matter: MatterForm, moment: dt.datetime, operator: int) -> None:
        """The visitor came again."""
        told = shortened(f"{visit}：{in_one_line(matter.reply or matter.narrative)}", limit("single_line"))
        self._remark(self._lives[case.id], JOINED, moment, told, operator=operator)

    def until(self, moment: dt.datetime) -> None:
        """Carry out all that is due before that moment."""
        while self._waiting and self._waiting[0][0] < min(moment, self._now):
            at, _, action, whose = heappop(self._waiting)
            if isinstance(whose, _Bundle):
                self._send(whose, at)
            elif action == _KEY:
                self._key(whose, at)
            else:
                self._act(whose, action, at)

    def back(self, days: int) -> dt.date:
        """The day that lies so many worked days before today."""
        day = self._now.date()
        while days:
            day -= dt.timedelta(days=1)
            days -= self._days.is_workday(day)
        return day

    # ---- what comes next

    def _plan(self, life: _Life, moment: dt.datetime) -> None:
        if life.plan is not None:
            if life.plan:
                action, day = life.plan.pop(0)
                self._push(max(self._at(day), self._soon(moment)), action, life)
            return
        traits, state = life.traits(), life.case.state
        possible = [
            row
            for row in self._next[state]
            if self._flow.find(row["action"], state, traits) is not None
            if row["action"] not in _LACKING or any(paper.required and paper.received_on for paper in life.papers)
        ]
        if possible:
            row = self._chance.choices(possible, [row["share"] for row in possible])[0]
            self._push(self._later(moment, self._days_until(row, life.entry)), row["action"], life)

    def _days_until(self, row: Mapping[str, Any], entry: CatalogueEntry) -> int:
        if "days" in row:
            return self._chance.randint(*row["days"])
        return round(entry.promised * self._chance.randint(*row["percent"]) / 100)

    def _push(self, moment: dt.datetime, action: str, whose: "_Life | _Bundle") -> None:
        self._turn += 1
        heappush(self._waiting, (moment, self._turn, action, whose))

    def _later(self, moment: dt.datetime, days: int) -> dt.datetime:
        day = moment.date()
        while days or not self._days.is_workday(day):
            day += dt.timedelta(days=1)
            days -= bool(days) and self._days.is_workday(day)
        return self._soon(moment) if day == moment.date() else self._at(day)

    def _at(self, day: dt.date) -> dt.datetime:
        minute = self._chance.randint(*self._chance.choice(OFFICE))
        return dt.datetime.combine(day, dt.time(), self._now.tzinfo) + dt.timedelta(minutes=minute)

    def _soon(self, moment: dt.datetime) -> dt.datetime:
        return moment + dt.timedelta(minutes=self._chance.randint(*SOON_AFTER))

    # ---- a step

    def _act(self, life: _Life, action: str, moment: dt.datetime) -> None:
        """Carry the step out; where the case doesn't stand there yet (its bundle hasn't gone), wait for tomorrow."""
        case = life.case
        if self._flow.find(action, case.state, life.traits()) is None:
            self._push(self._later(moment, 1), action, life)
            return
        self._prepare(life, action, moment)
        line = self._flow.find(action, case.state, life.traits())
        assert line is not None
        assert not self._flow.blocked(line, life.traits(), self._held)
        event = self._step(life, line, self._typed(life, line, moment), moment)
        if action == BUNDLE:
            self._bundle(life, moment)
        elif life.item is not None:
            self._answered(life, life.item, event)
        self._plan(life, moment)

    def _step(self, life: _Life, line: Transition, typed: Mapping[str, str], moment: dt.datetime) -> CaseEvent:
        facts, faults = read_fields(line.fields, typed, moment.date())
        assert not faults, faults
        case, kept = life.case, {code: value for code, value in facts.items() if value}
        before = {
            "state": case.state,
            "official_number": case.official_number,
            "item_number": case.facts.get(ITEM_NUMBER, ""),
            "batch_id": case.batch_id,
            "clocks": _clocks.snapshot(life.clocks),
        }
        words = kept.get("reason", "") or kept.get("gaps", "") or kept.get("finish_words", "")
        event = self._event(
            life, line.action, moment, words=words, facts=kept, before=before, target=line.lands(case.state)
        )
        case.state, case.version = line.lands(case.state), case.version + 1
        case.official_number = kept.get(OFFICIAL_NUMBER, "") or case.official_number
        if kept.get(ITEM_NUMBER):
            case.facts = case.facts | {ITEM_NUMBER: kept[ITEM_NUMBER]}
        if self._flow.states[case.state].end:
            case.closed_at = moment
            del self._lives[case.id]
        self._move_clocks(life, event, line)
        return event

    def _prepare(self, life: _Life, action: str, moment: dt.datetime) -> None:
        """The checklist and the fields, as the step needs them."""
        if action in _COMPLETING:
            for paper in life.papers:
                if paper.required and paper.received_on is None:
                    paper.received_on = moment.date()
                    self._remark(life, MATERIALS, moment, f"收到：{paper.name}")
        if action in _LACKING:
            paper = self._chance.choice([paper for paper in life.papers if paper.required and paper.received_on])
            paper.received_on = None
            self._remark(life, MATERIALS, moment, f"缺：{paper.name}")
        line = self._flow.find(action, life.case.state, life.traits())
        if line is not None and any(str(need) == _NEEDS_FIELDS for need in line.needs):
            self._fill(life, moment)

    def _fill(self, life: _Life, moment: dt.datetime) -> None:
        """Required fields that were left for later."""
        case, specs = life.case, life.entry.fields
        empty = [spec for spec in specs if spec.required and asked(spec, case.facts) and not case.facts.get(spec.code)]
        if empty:
            old = {spec.code: case.facts.get(spec.code, "") for spec in specs}
            case.facts = case.facts | {spec.code: self._forms.value(life.entry, spec, life.day) for spec in empty}
            words = f"改办件信息：{'、'.join(spec.label for spec in empty)}"
            self._remark(life, NOTE, moment, words, facts={"before": old})

    def _typed(self, life: _Life, line: Transition, moment: dt.datetime) -> dict[str, str]:
        typed: dict[str, str] = {}
        for spec in line.fields:
            if asked(spec, typed):
                typed[spec.code] = self._drawn(life, line, spec, moment)
        return typed

    def _drawn(self, life: _Life, line: Transition, spec: FieldSpec, moment: dt.datetime) -> str:
        if spec.kind is FieldKind.DATE:
            return moment.date().isoformat()
        if spec.kind is FieldKind.CHOICE:
            usual = self._forms.lucky(self._material["usual"])
            return spec.initial if usual else self._chance.choice(spec.choices)
        if spec.code == OFFICIAL_NUMBER:
            return life.case.official_number
        if spec.code == ITEM_NUMBER:
            return self._item_number(life)
        words = self._material["reasons"][line.action] if spec.code == "reason" else self._material["words"]
        return str(self._chance.choice(words if spec.code == "reason" else words.get(spec.code, [""])))

    def _item_number(self, life: _Life) -> str:
        if not life.entry.item_number_label:
            return ""
        drawn = f"{self._material['item_prefix']}{life.case.period}{life.case.seq:06d}"
        return str(life.case.facts.get(ITEM_NUMBER, "")) or drawn

    def _key(self, life: _Life, moment: dt.datetime) -> None:
        """The number of the national system is copied back."""
        case = life.case
        if case.closed_at is None:
            case.official_number = f"{self._material['official_prefix']}{case.period}{case.seq:06d}"
            words = f"系统受理号 （空） → {case.official_number}"
            self._remark(life, NOTE, moment, words, facts={OFFICIAL_NUMBER: case.official_number})

    # ---- bundles

    def _bundle(self, life: _Life, moment: dt.datetime) -> None:
        recipient = life.entry.recipient
        bundle = self._bundles.get(recipient)
        if bundle is None:
            bundle = self._bundles[recipient] = self._opened(life, moment)
        life.item = BatchItem(
            batch_id=bundle.row.id, case_id=life.case.id, position=len(bundle.lives), outcome=WAITING, note=""
        )
        bundle.lives.append(life)
        self.rows.items.append(life.item)
        life.case.batch_id = bundle.row.id
        bundle.row.version += 1

    def _opened(self, life: _Life, moment: dt.datetime) -> _Bundle:
        number, seq = self._number(Series.BATCH, moment)
        row = SubmissionBatch(
            id=len(self.rows.batches) + 1,
            uuid=self._uuid(),
            period=period(Series.BATCH, moment.date()),
            seq=seq,
            number=number,
            recipient=life.entry.recipient,
            opened_at=moment,
            opened_by=life.case.handler_id,
            version=1,
        )
        self.rows.batches.append(row)
        bundle = _Bundle(row)
        # A bundle lies for a day at least, and goes on the next usual weekday that is worked.
        day = moment.date() + dt.timedelta(days=1)
        day += dt.timedelta(days=(self._material["send_weekday"] - day.weekday()) % 7)
        at = dt.datetime.combine(self._days.next_workday(day), self._material["send_at"], moment.tzinfo)
        self._push(at, SEND, bundle)
        return bundle

    def _send(self, bundle: _Bundle, moment: dt.datetime) -> None:
        """All cases of a bundle leave; nothing but its going moves a bundled case, so they all still wait."""
        del self._bundles[bundle.row.recipient]
        for life in bundle.lives:
            line = self._flow.find(SEND, life.case.state, life.traits())
            assert line is not None
            self._step(life, line, {"sent_on": moment.date().isoformat()}, moment)
            self._plan(life, moment)
        bundle.row.sent_on, bundle.row.version = moment.date(), bundle.row.version + 1

    def _answered(self, life: _Life, item: BatchItem, event: CaseEvent) -> None:
        if event.action in ANSWERS and item.outcome == WAITING:
            item.outcome, item.outcome_on = ANSWERS[event.action], event.day
            item.note = brief(event.words or str(event.facts.get("result_words", "")))
            self.rows.batches[item.batch_id - 1].version += 1
        if event.action in _LEAVING:
            life.case.batch_id, life.item = None, None

    # ---- rows

    def _event(self, life: _Life, action: str, moment: dt.datetime, **values: Any) -> CaseEvent:
        case = life.case
        event = CaseEvent(
            id=len(self.rows.events) + 1,
            uuid=self._uuid(),
            case_id=case.id,
            at=moment,
            day=values.get("day", moment.date()),
            operator_id=values.get("operator", case.handler_id),
            action=action,
            source=case.state,
            target=values.get("target", case.state),
            words=values.get("words", ""),
            facts=values.get("facts", {}),
            before=values.get("before", {}),
        )
        self.rows.events.append(event)
        return event

    def _remark(self, life: _Life, action: str, moment: dt.datetime, words: str, **values: Any) -> None:
        self._event(life, action, moment, words=words, **values)
        life.case.version += 1

    def _move_clocks(self, life: _Life, event: CaseEvent, line: Transition) -> None:
        # A clock that never paused counts as it did when it started.
        paused = [clock for clock in life.clocks if clock.state in _clocks.LIVE and clock.spans]
        started = _clocks.moved(life.clocks, event, flow=self._flow, line=line, entry=life.entry, days=self._days)
        self._add_clocks(life, started)
        for clock in paused:
            _clocks.count_again(clock, self._days, event.at.date())
        _clocks.set_due(life.case, life.clocks)

    def _add_clocks(self, life: _Life, clocks: Iterable[CaseClock]) -> None:
        for clock in clocks:
            self._add_clock(life, clock)

    def _add_clock(self, life: _Life, clock: CaseClock) -> None:
        clock.id = len(self.rows.clocks) + 1
        self.rows.clocks.append(clock)
        life.clocks.append(clock)

    def _add_paper(self, life: _Life, paper: CaseMaterial) -> None:
        paper.case_id = life.case.id
        self.rows.materials.append(paper)
        life.papers.append(paper)

    def _uuid(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))
