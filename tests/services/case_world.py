"""A store with cases that anything happens to, beside the slow model of them: whatever is done, both must agree."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.catalogue import CatalogueEntry
from domain.field_specs import FieldKind, asked
from domain.flow_file import flow
from models.batch import BatchItem
from models.case import CaseClock, CaseEvent, CaseFile
from models.operator import Operator
from services import Services
from services.batches import ResultForm
from services.service_cases import CaseQuery
from system.clock import CHINA, FixedClock
from system.errors import Conflict, Denied, Invalid
from tests import factories
from tests.services.case_life import ENTRIES, matter, open_case, view
from tests.services.case_model import DAY, FIELDS, ROWS, ModelCase
from tests.services.insight import looking

FLOW = flow("service")
TABS = [tab.code for tab in FLOW.tabs]
ACTIONS = sorted({row["action"] for row in ROWS})
KINDS = (
    "card_first",
    "card_loss",
    "report",
    "party_transfer",
    "plaque_new",
    "medical_aid",
    "disability_rate",
    "general",
)
# The spring festival and the national day of 2026, whose notices are loaded, and the turn into years that are not.
STARTS = tuple(dt.datetime(*day, 9, 0, tzinfo=CHINA) for day in ((2026, 2, 5), (2026, 9, 17), (2026, 12, 14)))
ANSWERS = {"result_ok": "ok", "result_no": "no", "sent_back": "back", "withdraw": "withdrawn"}
_FILLED = {FieldKind.YES_NO: "是", FieldKind.NUMBER: "3", FieldKind.DATE: "2025-01-06", FieldKind.PHONE: "13800000412"}


def proper_fields(entry: CatalogueEntry) -> dict[str, str]:
    """Something that can be read in each required field of a matter."""
    values: dict[str, str] = {}
    for spec in entry.fields:
        if spec.required and asked(spec, values):
            values[spec.code] = spec.choices[0] if spec.choices else _FILLED.get(spec.kind, "1982-11")
    return values


class World:
    """Some cases in one store with two windows, and the model beside it."""

    def __init__(self, root: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.clock = FixedClock(self.dice.choice(STARTS) + self.dice.randint(0, 8) * DAY)
        self.chief = factories.open_station(root, self.clock)
        uuid = factories.add_operator(self.chief)
        self.clerk = factories.log_in(self.chief._context.folder, self.clock, uuid, factories.CLERK_PASSWORD)
        self.entries = {code: ENTRIES[code] for code in KINDS}
        self.cases: dict[int, ModelCase] = {}
        self.batches: dict[int, tuple[str, bool]] = {}
        self.answers: dict[tuple[int, int], str] = {}
        self.tally: Counter[str] = Counter()

    def close(self) -> None:
        self.clerk.close()
        self.chief.close()

    @property
    def today(self) -> dt.date:
        return self.clock.today()

    def someone(self) -> Services:
        return self.dice.choice((self.chief, self.clerk))

    def open_one(self) -> None:
        """A visitor comes, with or without all papers."""
        code = self.dice.choice(KINDS)
        form = matter(code, complete=self.dice.random() < 0.7, fields=proper_fields(self.entries[code]))
        if self.dice.random() < 0.2:
            form = replace(form, fields=())
        services = self.someone()
        case_id = open_case(services, form, f"胡{self.dice.choice('甲乙丙丁戊己庚辛')}{len(self.cases)}")
        found = view(services, case_id)
        model = ModelCase(
            case_id,
            self.entries[code],
            self.today,
            {one.id: [one.required, one.received_on is not None] for one in found.materials},
            bool(form.fields) or not any(one.required and not one.when for one in self.entries[code].fields),
        )
        model.begin(services.actor.uuid, self.today)
        self.cases[case_id] = model
        self.agree(model)

    # ------------------------------------------------------------------------------------------ what may happen

    def step(self) -> None:
        """Time goes on a little, and somebody does something, sensible or not."""
        self.clock.advance(self.dice.choice((0, 0, 0, 1, 1, 2, 5, 9)) * DAY + dt.timedelta(minutes=1))
        still_open = [case for case in self.cases.values() if not case.closed]
        case = self.dice.choice(still_open if still_open and self.dice.random() < 0.9 else [*self.cases.values()])
        deeds = (self.act, self.undo, self.tick, self.note, self.reassign, self.send, self.answer, self.edit, self.void)
        deed = self.dice.choices(deeds, (60, 8, 8, 4, 3, 6, 6, 1, 1))[0]
        self.tally[deed.__name__] += 1
        deed(case)
        self.agree(case)

    def act(self, case: ModelCase) -> None:
        services, dice = self.someone(), self.dice
        legal = [action for action in ACTIONS if not case.refuses(action)]
        # Who gives up too often never sees a second round.
        weights = [1 if one in ("withdraw", "turn_down", "finish") else 6 for one in legal]
        action = dice.choices(legal, weights)[0] if legal and dice.random() < 0.85 else dice.choice(ACTIONS)
        row = case.row(action) or next(row for row in ROWS if row["action"] == action)
        day = self.today - dice.choice((0, 0, 0, 0, 0, 0, 0, 1, 3, -1)) * DAY
        typed = self.typed(row, day)
        stale = dice.random() < 0.05
        number = typed.get("official_number", "")
        taken = number and any(one.official == number and one.state != "voided" for one in self.others(case))
        wrong = row.get("day") and not case.earliest() <= day <= self.today
        refused = Conflict if stale or case.refuses(action) else Invalid if wrong or taken else None
        version = case.version - 1 if stale else dice.choice((case.version, None))
        paper = dice.random() < 0.1

        def do() -> None:
            services.service_cases.act(case.id, action, typed, version=version, paper=paper)

        if self.attempted(do, refused, services, case):
            case.do(action, day, self.today, services.actor.uuid)
            self.tally[action] += 1
            case.official = number or case.official
            self.bundled(case, action, services)

    def typed(self, row: dict[str, Any], day: dt.date) -> dict[str, str]:
        """Something in each field of the action, some of them left empty where they may be."""
        values: dict[str, str] = {}
        for code in row.get("fields", ()):
            spec = FIELDS[code]
            if spec.get("kind") == "date":
                values[code] = day.isoformat()
            elif spec.get("choices"):
                values[code] = self.dice.choice(spec["choices"])
            elif code == "official_number":
                values[code] = self.dice.choice(("", "", f"YDZ-{self.dice.randint(1, 30)}"))
            elif spec.get("required") or self.dice.random() < 0.3:
                values[code] = "已当面核对"
        return values

    def others(self, case: ModelCase) -> list[ModelCase]:
        return [one for one in self.cases.values() if one is not case]

    def bundled(self, case: ModelCase, action: str, services: Services) -> None:
        """What the step means for the bundle."""
        if action == "bundle":
            usable = [key for key, (to, sent) in self.batches.items() if to == case.entry.recipient and not sent]
            (found,) = [max(usable)] if usable else [max(self.batches, default=0) + 1]
            self.batches[found] = (case.entry.recipient, False)
            case.batch = found
            self.answers[found, case.id] = "waiting"
        elif case.batch is not None:
            key = (case.batch, case.id)
            said = ANSWERS.get(action)
            if action == "unbundle":
                self.answers[key] = "out"
            elif said and self.answers[key] == "waiting":
                self.answers[key] = said
            if action in ("unbundle", "sent_back", "try_again"):
                case.batch = None

    def undo(self, case: ModelCase) -> None:
        services, last = self.someone(), case.steps[-1]
        mine = services is self.chief or (last.by == services.actor.uuid and last.at == self.today)
        old = last.before.get("batch")
        gone = last.action == "unbundle" and old is not None and self.batches[old][1]
        stale = self.dice.random() < 0.1
        was = last.before.get("official", "")
        lost = (
            was and was != case.official and any(o.official == was and o.state != "voided" for o in self.others(case))
        )
        refused = Conflict if stale or not case.undoable() or not mine or gone or lost else None
        version = case.version - 1 if stale else None
        if not self.attempted(lambda: services.service_cases.undo(case.id, version=version), refused, services, case):
            return
        joined = case.batch
        step = case.undo()
        case.official = was
        if step.action == "bundle" and joined is not None:
            self.answers[joined, case.id] = "out"
        elif old is not None and self.answers[old, case.id] == {**ANSWERS, "unbundle": "out"}.get(step.action):
            self.answers[old, case.id] = "waiting"

    def tick(self, case: ModelCase) -> None:
        if not case.papers:
            return
        services = self.someone()
        paper, had = self.dice.choice([*case.papers]), self.dice.random() < 0.6
        refused = Conflict if case.closed else None
        if self.attempted(lambda: services.service_cases.tick(case.id, paper, had), refused, services, case):
            row = case.papers[paper]
            if row[1] != had:
                case.papers[paper] = [row[0] or not had, had]
                case.beside("materials")

    def note(self, case: ModelCase) -> None:
        services, words = self.someone(), self.dice.choice(("家属来电问过", "  "))
        refused = None if words.strip() else Invalid
        if self.attempted(lambda: services.service_cases.note(case.id, words), refused, services, case):
            case.beside("note")

    def reassign(self, case: ModelCase) -> None:
        services, to = self.someone(), self.someone().actor.uuid
        refused = None if services is self.chief else Denied
        with looking(self.chief) as session:
            handler = session.get_one(Operator, session.get_one(CaseFile, case.id).handler_id).uuid
        do: Callable[[], object] = lambda: services.service_cases.reassign([case.id], to, "轮岗")  # noqa: E731
        if self.attempted(do, refused, services, case) and not case.closed and handler != to:
            case.beside("reassign")

    def send(self, case: ModelCase) -> None:
        """The bundle in which the case is goes to the district, with all of its cases."""
        if case.batch is None:
            return
        services, batch = self.someone(), case.batch
        going = [one for one in self.cases.values() if one.batch == batch and one.state == "bundled"]
        day = self.today - self.dice.choice((0, 0, 0, 1)) * DAY
        refused: type[Exception] | None = None
        if self.batches[batch][1] or not going:
            refused = Conflict
        elif any(one.earliest() > day for one in going):
            refused = Invalid
        version = services.batches.detail(batch).version
        if self.attempted(lambda: services.batches.send(batch, day, version=version), refused, services, case):
            self.batches[batch] = (self.batches[batch][0], True)
            for one in going:
                one.do("send", day, self.today, services.actor.uuid)
                self.agree(one)
            # Whose visit was made void meanwhile stays behind.
            for one in self.cases.values():
                if one.batch == batch and one.state == "voided":
                    self.answers[batch, one.id] = "out"

    def answer(self, case: ModelCase) -> None:
        """The district answers some cases of a bundle at once."""
        sent = [batch for batch, (_, gone) in self.batches.items() if gone]
        if not sent:
            return
        services, batch = self.someone(), self.dice.choice(sent)
        steps = {"ok": "result_ok", "no": "result_no", "back": "sent_back"}
        asked = {key: self.dice.choice([*steps]) for key in self.cases if (batch, key) in self.answers}
        results = {key: ResultForm(outcome=said, reason="档案不全") for key, said in asked.items()}  # type: ignore[arg-type]
        ready = {
            key: said
            for key, said in asked.items()
            if self.answers[batch, key] == "waiting"
            and self.cases[key].state == "submitted"
            and self.cases[key].earliest() <= self.today
        }
        given = services.batches.give_results(batch, results, self.today)
        assert len(given.done) == len(ready)
        assert len(given.refused) == len(asked) - len(ready)
        for key, said in ready.items():
            self.cases[key].do(steps[said], self.today, self.today, services.actor.uuid)
            self.bundled(self.cases[key], steps[said], services)
            self.agree(self.cases[key])

    def edit(self, case: ModelCase) -> None:
        """The chief promises another time for this kind; nobody's case changes."""
        code = case.entry.code
        self.entries[code] = replace(self.entries[code], promised=self.dice.randint(1, 40))
        number = self.chief.service_catalogue.item(code).number
        self.chief.service_catalogue.save(code, self.entries[code], number=number)

    def void(self, case: ModelCase) -> None:
        visit = view(self.chief, case.id).visits[0].id
        refused = Conflict if case.closed else None
        do: Callable[[], object] = lambda: self.chief.visit_changes.void(visit, reason="登记错人")  # noqa: E731
        if self.attempted(do, refused, self.chief, case):
            case.do("void", self.today, self.today, self.chief.actor.uuid)

    def attempted(
        self, do: Callable[[], object], refused: type[Exception] | None, services: Services, case: ModelCase
    ) -> bool:
        """Whether it was done. What must be refused is; a look now and then sees each word of the page as it was."""
        if refused is None:
            do()
            return True
        before = view(services, case.id) if self.dice.random() < 0.2 else None
        with pytest.raises(refused):
            do()
        assert before is None or view(services, case.id) == before
        self.tally["refused"] += 1
        return False

    # ------------------------------------------------------------------------------------------- what must hold

    def agree(self, case: ModelCase) -> None:
        """The store holds what the model says of this case."""
        with looking(self.chief) as session:
            row = session.get_one(CaseFile, case.id)
            events = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id))
            told = [[event.action, event.undone_at is not None] for event in events]
            kept = (CaseClock.case_id == case.id, CaseClock.state != "cancelled", CaseClock.rule != "report_back")
            clocks = session.scalars(select(CaseClock).where(*kept).order_by(CaseClock.id)).all()
            assert (row.state, row.version, row.batch_id) == (case.state, case.version, case.batch), told
            assert (row.closed_at is not None, row.official_number) == (case.closed, case.official)
            assert told == case.events
            assert [(one.rule, one.started, one.state, one.stopped) for one in clocks] == [
                (one.rule, one.started, one.state, one.stopped) for one in case.clocks
            ]
            running = [(one.raw, one.legal) for one in clocks if one.state == "running"]
            assert row.due == min((raw for raw, _ in running), default=None)
        assert running == [
            (one.raw(self.today), one.legal(self.today)) for one in case.clocks if one.state == "running"
        ]

    def agree_at_the_end(self) -> None:
        """All that holds of a whole store."""
        for case in self.cases.values():
            self.agree(case)
            self.page_agrees(case)
        numbers = [view(self.clerk, one).number for one in self.cases]
        assert len(set(numbers)) == len(numbers)
        self.lists_agree()
        with looking(self.chief) as session:
            items = {(one.batch_id, one.case_id): one.outcome for one in session.scalars(select(BatchItem))}
            official = [row.official_number for row in session.scalars(select(CaseFile)) if not row.voided]
        assert items == self.answers
        assert max(Counter(filter(None, official)).values(), default=1) == 1
        assert self.chief.audit.verify() == ()

    def page_agrees(self, case: ModelCase) -> None:
        """What its page shows: clocks counted as by hand, once, one at a time, over when the case is."""
        found = view(self.clerk, case.id)
        shown = {one.id: one for one in found.clocks if one.rule.code != "report_back"}
        for one, expected in zip((shown[key] for key in sorted(shown)), case.clocks, strict=True):
            assert (one.deadline.raw, one.deadline.legal) == (expected.raw(self.today), expected.legal(self.today))
            assert one.stopped is None or one.stopped >= one.deadline.started
            assert one.in_time is (None if one.stopped is None else one.stopped <= expected.legal(self.today))
        rules = Counter(one.rule.code for one in found.clocks)
        live = Counter(one.rule.code for one in found.clocks if one.state != "stopped")
        assert all(rules[once] <= 1 for once in FLOW.once)
        assert max(live.values(), default=0) <= 1
        assert found.open or not live
        offered = {one.action for one in found.actions if not one.why_not}
        assert offered == {action for action in ACTIONS if not case.refuses(action)}

    def lists_agree(self) -> None:
        """Each case in exactly one of the flow's lists, leafed through in small pages, and counted so."""
        lists = {tab: self.leafed(tab) for tab in (*TABS, "open", "all")}
        expected = Counter(FLOW.tab_of(case.state) for case in self.cases.values())
        assert {tab: len(lists[tab]) for tab in TABS} == {tab: expected[tab] for tab in TABS}
        assert sorted(key for tab in TABS for key in lists[tab]) == sorted(self.cases) == sorted(lists["all"])
        assert sorted(lists["open"]) == sorted(key for key, case in self.cases.items() if not case.closed)
        counts = self.clerk.service_cases.counts(CaseQuery())
        assert {tab: counts[tab] for tab in lists} == {tab: len(found) for tab, found in lists.items()}
        due = {key: case.due(self.today) for key, case in self.cases.items()}
        late = [key for key, day in due.items() if day is not None and day < self.today and not self.cases[key].closed]
        assert sorted(self.leafed("overdue")) == sorted(late)

    def leafed(self, tab: str) -> list[int]:
        mark: object = None
        found: list[int] = []
        while True:
            page = self.clerk.service_cases.page(CaseQuery(tab=tab), after=mark, limit=3)
            found += [row.id for row in page.rows]
            mark = page.next
            if mark is None:
                assert len(set(found)) == len(found)
                return found
