"""The stepper of a case: which marks are behind it, where it stands, and when it came there."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.case_flow import Flow, FlowStep, Traits

StepState = Literal["done", "now", "late", "todo", "skipped"]


@dataclass(frozen=True)
class StepView:
    """One mark of the stepper; `day` is when the case came there or left it, None for what is to come."""

    code: str
    label: str
    state: StepState
    day: dt.date | None


def step_views(
    known: Flow, traits: Traits, case_state: str, reached: Sequence[tuple[str, dt.date]], *, late: bool
) -> Iterator[StepView]:
    """Marks before the current one are done (or were never needed), those after it are to come.

    `reached`: the actions that hold with their days, in their order; `late`: a clock of the case is over.
    """
    shown = known.shown_steps(traits)
    current = known.current_step(case_state, traits)
    at = [step.code for step in shown].index(current)
    ended = known.states[case_state].end
    days = _days_at(known, traits, reached)
    for place, step in enumerate(shown):
        state = _step_state(step, place, at, days, late=late, ended=ended)
        yield StepView(step.code, step.label, state, days.get(step.code))


def _step_state(
    step: FlowStep, place: int, at: int, days: Mapping[str, dt.date], *, late: bool, ended: bool
) -> StepState:
    if place < at:
        return "done" if step.code in days or place == 0 else "skipped"
    if place > at:
        return "todo"
    return "done" if ended else "late" if late else "now"


def _days_at(known: Flow, traits: Traits, reached: Sequence[tuple[str, dt.date]]) -> Mapping[str, dt.date]:
    """When each mark was first reached; the first mark is the opening."""
    found: dict[str, dt.date] = {}
    first = known.shown_steps(traits)[0].code
    for action, day in reached:
        found.setdefault(first, day)
        for line in known.transitions:
            if line.action == action and line.target in known.states:
                found.setdefault(known.current_step(line.target, traits), day)
    return found
