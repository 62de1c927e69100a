"""Reading a flow's table, and refusing one that can't work, with the line where it is wrong.

A table with a state that nobody reaches, a dead end, or a paper that doesn't exist would strand a case one day at the
window; so it is refused when it is loaded, before any case is on it.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from domain.case_flow import (
    EVERY_CLOCK,
    NOT_YET,
    STAYS,
    Condition,
    Flow,
    FlowState,
    FlowStep,
    Tab,
    Transition,
)
from domain.deadlines import clock_rules
from domain.field_specs import FieldKind, FieldSpec, spec_from_data
from domain.labels import PAPER_LABELS
from domain.permissions import Permission
from system.paths import resource

_TABLES = ("step", "state", "tab", "reason", "field", "transition")
_BY = ("case", "desk", "batch")


class FlowFault(ValueError):
    """What is wrong with a table, and in which line of its file (from 1)."""

    def __init__(self, line: int, sentence: str) -> None:
        """Keep both."""
        super().__init__(f"流程表第 {line} 行：{sentence}")
        self.line, self.sentence = line, sentence


@cache
def flow(series: str) -> Flow:
    """The shipped flow of one series ("service"). Raises FlowFault where its file is wrong."""
    text = resource("flows", f"{series}.toml").read_text(encoding="utf-8")
    return read_flow(text, papers=PAPER_LABELS, clocks=clock_rules())


def read_flow(text: str, *, papers: Collection[str], clocks: Collection[str]) -> Flow:
    """The table in `text`; raises FlowFault. `papers` and `clocks` are the codes that exist."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _line_in(str(error))
        raise FlowFault(line, "写法不对，读不出来。") from error
    reader = _Reader(raw, _lines(text), papers, clocks)
    found = reader.flow()
    _check_ways(found, reader.lines)
    return found


class _Reader:
    """Turns rows into parts of a flow; each fault names the line at which its row begins."""

    def __init__(
        self,
        raw: Mapping[str, Any],
        lines: Mapping[str, list[int]],
        papers: Collection[str],
        clocks: Collection[str],
    ) -> None:
        self.raw, self.lines, self._papers, self._clocks = raw, lines, papers, clocks

    def flow(self) -> Flow:
        """All parts, each checked against those before it."""
        unknown = set(self.raw) - {*_TABLES, "series", "once"}
        if unknown:
            raise FlowFault(1, f"不认识“{sorted(unknown)[0]}”。")
        steps = {row["code"]: self._step(row) for _, row in self._rows("step")}
        tabs = {row["code"]: Tab(row["code"], row["label"]) for _, row in self._rows("tab")}
        states = {row["code"]: self._state(at, row, steps, tabs) for at, row in self._rows("state")}
        fields = {row["code"]: self._field(at, row) for at, row in self._rows("field")}
        reasons = {row["trait"]: row["words"] for _, row in self._rows("reason")}
        transitions = tuple(self._transition(at, row, states, fields, reasons) for at, row in self._rows("transition"))
        once = tuple(self.raw.get("once", ()))
        for code in once:
            self._known(1, code, self._clocks, "时限")
        return Flow(self.raw["series"], tuple(steps.values()), states, tuple(tabs.values()), transitions, reasons, once)

    def _rows(self, table: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        seen: set[str] = set()
        for line, row in zip(self.lines[table], self.raw.get(table, ()), strict=True):
            code = str(row.get("code", ""))
            if code and code in seen:
                raise FlowFault(line, f"“{code}”写了两次。")
            seen.add(code)
            yield line, row

    @staticmethod
    def _step(row: Mapping[str, Any]) -> FlowStep:
        return FlowStep(row["code"], row["label"], _conditions(row.get("when", ())))

    def _state(self, line: int, row: Mapping[str, Any], steps: Collection[str], tabs: Collection[str]) -> FlowState:
        named = tuple(str(row["step"]).split())
        for step in named:
            self._known(line, step, steps, "步骤")
        self._known(line, row["tab"], tabs, "列表")
        return FlowState(row["code"], row["label"], named, row["tab"], row["tone"], bool(row.get("end", False)))

    @staticmethod
    def _field(line: int, row: Mapping[str, Any]) -> FieldSpec:
        try:
            return spec_from_data(row)
        except ValueError as error:
            raise FlowFault(line, f"{error}。") from error

    def _transition(
        self,
        line: int,
        row: Mapping[str, Any],
        states: Collection[str],
        fields: Mapping[str, FieldSpec],
        reasons: Collection[str],
    ) -> Transition:
        for state in row["from"]:
            self._known(line, state, {*states, NOT_YET}, "状态")
        self._known(line, row["to"], {*states, STAYS}, "状态")
        for code in row.get("fields", ()):
            self._known(line, code, fields, "字段")
        for clock in (code for name in ("starts", "stops", "pauses", "resumes") for code in row.get(name, ())):
            self._known(line, clock, {*self._clocks, EVERY_CLOCK}, "时限")
        for need in row.get("needs", ()):
            self._known(line, need, reasons, "受阻原因")
        self._known(line, row.get("paper", "") or "", {*self._papers, ""}, "文书")
        self._known(line, row["who"], {permission.value for permission in Permission}, "权限")
        self._known(line, row.get("by", "case"), _BY, "办理者")
        asked = tuple(fields[code] for code in row.get("fields", ()))
        day = row.get("day", "")
        if day and not any(spec.code == day and spec.kind is FieldKind.DATE for spec in asked):
            raise FlowFault(line, f"“{row['action']}”的日子“{day}”不在它的字段里。")
        return Transition(
            action=row["action"],
            label=row["label"],
            icon=row.get("icon", ""),
            sources=tuple(row["from"]),
            target=row["to"],
            who=Permission(row["who"]),
            by=row.get("by", "case"),
            when=_conditions(row.get("when", ())),
            needs=_conditions(row.get("needs", ())),
            fields=asked,
            day=day,
            starts=tuple(row.get("starts", ())),
            stops=tuple(row.get("stops", ())),
            pauses=tuple(row.get("pauses", ())),
            resumes=tuple(row.get("resumes", ())),
            paper=row.get("paper", ""),
            wait=row.get("wait", ""),
            quiet=bool(row.get("quiet", False)),
        )

    @staticmethod
    def _known(line: int, code: str, known: Collection[str], noun: str) -> None:
        if code not in known:
            raise FlowFault(line, f"没有“{code}”这种{noun}。")


def _check_ways(found: Flow, lines: Mapping[str, list[int]]) -> None:
    """Every state is reached, every state that isn't an end leads on to one, and no end leads anywhere."""
    at = dict(zip(found.states, lines["state"], strict=True))
    reached = _closure(found, NOT_YET)
    for code, state in found.states.items():
        if code not in reached:
            raise FlowFault(at[code], f"没有哪一步能到“{state.label}”。")
        leads = any(True for _ in found.actions(code))
        if state.end and leads:
            raise FlowFault(at[code], f"“{state.label}”是终点，却还有下一步。")
        if not state.end and not any(found.states[one].end for one in _closure(found, code) if one):
            raise FlowFault(at[code], f"从“{state.label}”走不到任何终点。")
    _check_doubles(found, lines["transition"])


def _closure(found: Flow, start: str) -> set[str]:
    """All states that can come after `start`."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        for line in found.actions(state):
            target = line.lands(state)
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached


def _check_doubles(found: Flow, lines: list[int]) -> None:
    """Two lines with one action in one state must differ in what they are for, or the second would never be found."""
    seen: set[tuple[str, str, tuple[Condition, ...]]] = set()
    for at, line in zip(lines, found.transitions, strict=True):
        for state in line.sources:
            key = (line.action, state, line.when)
            if key in seen:
                raise FlowFault(at, f"“{line.label}”在同一状态写了两次。")
            seen.add(key)


def _conditions(rows: Collection[str]) -> tuple[Condition, ...]:
    return tuple(Condition(*row.split("=", 1)) for row in rows)


def _lines(text: str) -> dict[str, list[int]]:
    """At which line each row of each table begins: the reader of TOML doesn't tell."""
    found: dict[str, list[int]] = {table: [] for table in _TABLES}
    for number, line in enumerate(text.splitlines(), 1):
        name = line.strip().removeprefix("[[").removesuffix("]]")
        if line.strip() == f"[[{name}]]" and name in found:
            found[name].append(number)
    return found


def _line_in(message: str) -> int:
    """The line that the reader of TOML names in its message ("… (at line 3, column 5)")."""
    words = message.replace(",", " ").split()
    return int(words[words.index("line") + 1]) if "line" in words else 1
