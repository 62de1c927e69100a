"""What a step would do to the clocks of a case, said before it is saved."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.case_flow import Transition
from domain.deadlines import deadline, on_time, rule_from_data
from domain.workdays import Calendar
from models.case import CaseClock
from services import _clocks
from services._case_engine import Standing


@dataclass(frozen=True)
class PlannedClock:
    """What a step would do to a clock: `what` is start, stop, pause or resume; the days are those of a start."""

    what: str
    label: str
    words: str
    raw: dt.date | None = None
    legal: dt.date | None = None
    provisional: bool = False
    in_time: bool | None = None


def planned_clocks(
    at: Standing, line: Transition, clocks: Sequence[CaseClock], day: dt.date, days: Calendar
) -> Iterator[PlannedClock]:
    """Live clocks that the line touches, then those that it starts, as of `day`."""
    live = [clock for clock in clocks if clock.state in _clocks.LIVE]
    for clock in live:
        rule = rule_from_data(clock.rule_data)
        if line.stops_clock(clock.rule):
            counted = _clocks.counted_again(clock, days, day)
            yield PlannedClock("stop", rule.label, rule.words, in_time=on_time(counted, day))
        elif clock.rule in line.pauses and clock.state == _clocks.RUNNING:
            yield PlannedClock("pause", rule.label, rule.words)
        elif clock.rule in line.resumes and clock.state == _clocks.PAUSED:
            counted = _clocks.counted_again(clock, days, day)
            yield PlannedClock("resume", rule.label, rule.words, counted.raw, counted.legal, counted.provisional)
    started = {clock.rule for clock in clocks if clock.rule in at.flow.once}
    kept = {clock.rule for clock in live if not line.stops_clock(clock.rule)} | started
    for code in line.starts:
        new = _clocks.rule_of(code, at.entry)
        if new is not None and code not in kept:
            counted = deadline(new, day, days)
            yield PlannedClock("start", new.label, new.words, counted.raw, counted.legal, counted.provisional)
