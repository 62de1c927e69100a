"""A second, slow case engine in plain Python, for tests to compare the real one with.

It reads the flow's table itself and counts deadlines day by day; of the product it takes only which days are worked.
"""

import copy
import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.catalogue import CatalogueEntry
from domain.workdays import shipped_calendar
from system.paths import resource

TABLE: Mapping[str, Any] = tomllib.loads(resource("flows", "service.toml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = TABLE["transition"]
FIELDS: Mapping[str, dict[str, Any]] = {row["code"]: row for row in TABLE["field"]}
ENDS = {row["code"] for row in TABLE["state"] if row.get("end")}
NUMBERS: Mapping[str, tuple[int, str]] = {
    row["code"]: (row["number"], row["unit"])
    for row in tomllib.loads(resource("data", "clocks.toml").read_text(encoding="utf-8"))["rule"]
}
DAY = dt.timedelta(days=1)


@dataclass
class ModelClock:
    """One clock: its limit, its event's day, the days left out ([first, last or None])."""

    rule: str
    number: int
    unit: str
    started: dt.date
    state: str = "running"
    stopped: dt.date | None = None
    spans: list[list[dt.date | None]] = field(default_factory=list)

    def raw(self, today: dt.date) -> dt.date:
        """The last day, found by walking there."""
        day, left = self.started, self.number
        while left:
            day += DAY
            left -= self._counts(day, self.stopped or today)
        return day

    def legal(self, today: dt.date) -> dt.date:
        """The first worked day from the raw one on."""
        day = self.raw(today)
        while not shipped_calendar().is_workday(day):
            day += DAY
        return day

    def _counts(self, day: dt.date, today: dt.date) -> bool:
        for first, last in self.spans:
            assert first is not None
            if first <= day <= (last or today):
                return False
        return self.unit == "day" or shipped_calendar().is_workday(day)

    def stop(self, day: dt.date) -> None:
        """Over, and with it a pause."""
        if self.state == "paused":
            self.go_on(day)
        self.state, self.stopped = "stopped", day

    def pause(self, day: dt.date) -> None:
        """From tomorrow on nothing counts."""
        self.spans.append([day + DAY, None])
        self.state = "paused"

    def go_on(self, day: dt.date) -> None:
        """The day itself is still left out."""
        self.spans[-1][1] = day
        if self.spans[-1][0] == day + DAY:
            self.spans.pop()
        self.state = "running"


@dataclass
class Step:
    """A step that holds, with everything as it was before it."""

    action: str
    day: dt.date
    by: str
    at: dt.date
    event: int
    before: dict[str, Any]


@dataclass
class ModelCase:
    """A case as it should stand. `events` are [action, undone], oldest first; `papers` id → [required, had]."""

    id: int
    entry: CatalogueEntry
    opened: dt.date
    papers: dict[int, list[bool]]
    fields_complete: bool = True
    state: str = ""
    version: int = 1
    events: list[list[Any]] = field(default_factory=list)
    clocks: list[ModelClock] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    batch: int | None = None
    official: str = ""

    def begin(self, by: str, today: dt.date) -> None:
        """The desk opens it."""
        action = "open" if self._complete() else "open_short"
        self.events.append([action, False])
        row = next(row for row in ROWS if row["action"] == action)
        self.state = row["to"]
        self._clocks(row, self.opened)
        self.steps.append(Step(action, self.opened, by, today, 0, {}))

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return self.state in ENDS

    def row(self, action: str) -> dict[str, Any] | None:
        """The line of this action here."""
        traits = self.traits()
        for row in ROWS:
            fits = all(traits[one.split("=")[0]] == one.split("=")[1] for one in row.get("when", ()))
            if row["action"] == action and self.state in row["from"] and fits:
                return row
        return None

    def traits(self) -> dict[str, str]:
        """What the table asks for."""
        return {
            "route": self.entry.route.value,
            "batch": "yes" if self.entry.batch else "no",
            "hands_out": "yes" if self.entry.hands_out else "no",
            "materials": "complete" if self._complete() else "short",
            "fields": "complete" if self.fields_complete else "short",
        }

    def refuses(self, action: str, by: str = "case") -> bool:
        """Whether the action can't be done now."""
        row, traits = self.row(action), self.traits()
        if row is None or row.get("by", "case") != by:
            return True
        return any(traits[need.split("=")[0]] != need.split("=")[1] for need in row.get("needs", ()))

    def earliest(self) -> dt.date:
        """A step can't have been before the one that holds before it."""
        return self.steps[-1].day

    def do(self, action: str, day: dt.date, today: dt.date, by: str) -> None:
        """Carry the action out; `day` counts where the table asks for one."""
        row = self.row(action)
        assert row is not None
        if not row.get("day"):
            day = today
        kept = {
            "state": self.state,
            "clocks": copy.deepcopy(self.clocks),
            "batch": self.batch,
            "official": self.official,
        }
        self.steps.append(Step(action, day, by, today, len(self.events), kept))
        self.events.append([action, False])
        self.version += 1
        self.state = self.state if row["to"] == "=" else row["to"]
        self._clocks(row, day)

    def beside(self, action: str) -> None:
        """Something that moves neither state nor clock."""
        self.events.append([action, False])
        self.version += 1

    def undoable(self) -> bool:
        """Openings belong to the visit; what was sent or made void stays so."""
        return self.steps[-1].action not in ("open", "open_short", "send", "void")

    def undo(self) -> Step:
        """Take the last step back."""
        step = self.steps.pop()
        self.state, self.clocks, self.batch = step.before["state"], step.before["clocks"], step.before["batch"]
        self.events[step.event][1] = True
        self.beside("undo")
        return step

    def due(self, today: dt.date) -> dt.date | None:
        """The soonest raw day of what runs."""
        return min((clock.raw(today) for clock in self.clocks if clock.state == "running"), default=None)

    def _complete(self) -> bool:
        return all(had for required, had in self.papers.values() if required)

    def _clocks(self, row: Mapping[str, Any], day: dt.date) -> None:
        for clock in self.clocks:
            if clock.state == "stopped":
                continue
            if clock.rule in row.get("stops", ()) or "*" in row.get("stops", ()):
                clock.stop(day)
            elif clock.rule in row.get("pauses", ()) and clock.state == "running":
                clock.pause(day)
            elif clock.rule in row.get("resumes", ()) and clock.state == "paused":
                clock.go_on(day)
        for rule in row.get("starts", ()):
            ever = [clock for clock in self.clocks if clock.rule == rule]
            if any(clock.state != "stopped" for clock in ever) or (ever and rule in TABLE["once"]):
                continue
            number, unit = (self.entry.promised, self.entry.unit) if rule == "promise" else NUMBERS[rule]
            self.clocks.append(ModelClock(rule, number, unit, day))
