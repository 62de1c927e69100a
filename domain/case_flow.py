"""The case engine's rules: from a flow's table follow the allowed actions, why another is blocked, steps and lists.

A flow is one declared table (`resources/flows/<series>.toml`, read and checked by `flow_file`): from, action, who,
required facts, clocks started and stopped, paper, to. Nothing of it is written a second time in code. What a kind of
matter needs or doesn't is asked of its traits ("route" → "district"), which services make from the catalogue.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from domain.field_specs import FieldSpec
from domain.permissions import Permission

Traits = Mapping[str, str]
# Who carries a transition out: a button on the case, the visit desk, or the bundle that the case is in.
By = Literal["case", "desk", "batch"]
EVERY_CLOCK = "*"
STAYS = "="
NOT_YET = ""
"""The state of a case that doesn't exist yet."""


@dataclass(frozen=True)
class Condition:
    """One trait and the value that it must have, written "route=district"."""

    trait: str
    value: str

    def holds(self, traits: Traits) -> bool:
        """Whether the case is so."""
        return traits.get(self.trait) == self.value

    def __str__(self) -> str:
        """As the table writes it."""
        return f"{self.trait}={self.value}"


@dataclass(frozen=True)
class FlowStep:
    """One mark of the stepper; shown where `when` holds."""

    code: str
    label: str
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class FlowState:
    """Where a case can stand. `steps`: the marks that may be current in it, the first shown one is; `tab`: its list."""

    code: str
    label: str
    steps: tuple[str, ...]
    tab: str
    tone: str
    end: bool = False


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One line of the table. `sources` holds "" for an opening, `target` is "=" where the case stays in its state.

    `quiet`: never the one that the page suggests (a withdrawal, a refusal).
    """

    action: str
    label: str
    icon: str
    sources: tuple[str, ...]
    target: str
    who: Permission
    by: By = "case"
    when: tuple[Condition, ...] = ()
    needs: tuple[Condition, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    day: str = ""
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    paper: str = ""
    wait: str = ""
    quiet: bool = False

    def applies(self, traits: Traits) -> bool:
        """Whether matters of this kind know the action at all."""
        return all(condition.holds(traits) for condition in self.when)

    def lands(self, state: str) -> str:
        """The state after it."""
        return state if self.target == STAYS else self.target

    def stops_clock(self, rule: str) -> bool:
        """Whether a live clock of this rule ends with it."""
        return rule in self.stops or EVERY_CLOCK in self.stops


@dataclass(frozen=True)
class Tab:
    """One of the lists; each state stands in exactly one."""

    code: str
    label: str


@dataclass(frozen=True)
class Choice:
    """An action that the case's page offers; `why_not` is empty, or why it can't be done now."""

    transition: Transition
    why_not: str = ""


@dataclass(frozen=True)
class Flow:
    """The whole table of one series. `reasons`: condition as text → why what needs it is blocked."""

    series: str
    steps: tuple[FlowStep, ...]
    states: Mapping[str, FlowState]
    tabs: tuple[Tab, ...]
    transitions: tuple[Transition, ...]
    reasons: Mapping[str, str]
    once: tuple[str, ...]

    def actions(self, state: str) -> Iterator[Transition]:
        """All lines that begin in this state, in the order of the file."""
        return (line for line in self.transitions if state in line.sources)

    def find(self, action: str, state: str, traits: Traits) -> Transition | None:
        """The line of this action here, for this kind of matter; None where there is none."""
        lines = (line for line in self.actions(state) if line.action == action)
        return next((line for line in lines if line.applies(traits)), None)

    def blocked(self, line: Transition, traits: Traits, held: Collection[Permission]) -> str:
        """Why the action can't be done although the case stands in the right state; empty where it can."""
        if line.who not in held:
            return "你的岗位不能做这一步"
        missing = next((need for need in line.needs if not need.holds(traits)), None)
        return "" if missing is None else self.reasons[str(missing)]

    def opening(self, traits: Traits) -> Transition:
        """The line by which a new case begins. Raises ValueError where the table has none for such a case."""
        for line in self.actions(NOT_YET):
            if line.applies(traits) and all(need.holds(traits) for need in line.needs):
                return line
        raise ValueError(f"no opening of {self.series} for {dict(traits)}")

    def shown_steps(self, traits: Traits) -> tuple[FlowStep, ...]:
        """The marks of the stepper for this kind of matter."""
        return tuple(step for step in self.steps if all(condition.holds(traits) for condition in step.when))

    def current_step(self, state: str, traits: Traits) -> str:
        """The code of the mark at which the case stands: the first of the state's that is shown, else the last mark."""
        shown = [step.code for step in self.shown_steps(traits)]
        return next((code for code in self.states[state].steps if code in shown), shown[-1])

    def tab_of(self, state: str) -> str:
        """The list in which a case in this state stands."""
        return self.states[state].tab

    def states_of(self, tab: str) -> tuple[str, ...]:
        """The states whose cases stand in a list."""
        return tuple(state.code for state in self.states.values() if state.tab == tab)


def choices(flow: Flow, state: str, traits: Traits, held: Collection[Permission]) -> tuple[Choice, ...]:
    """What the case's page offers now, allowed first; then what is blocked, each with its reason.

    Besides what begins in this state, an action is shown that begins one step further and has a word to wait for.
    """
    here = [line for line in flow.actions(state) if line.by == "case" and line.applies(traits)]
    offered = [Choice(line, flow.blocked(line, traits, held)) for line in sorted(here, key=lambda line: line.quiet)]
    names = {line.action for line in here}
    ahead: list[Choice] = []
    for line in (onward for step in here for onward in flow.actions(step.lands(state))):
        if line.by == "case" and line.wait and line.action not in names and line.applies(traits):
            names.add(line.action)
            ahead.append(Choice(line, line.wait))
    return (
        *(choice for choice in offered if not choice.why_not),
        *(choice for choice in offered if choice.why_not),
        *ahead,
    )
