"""The sheet that shows how a last day was worked out (时限推算单), filled with what the screen shows."""

from typing import TYPE_CHECKING

from domain.calendar_view import Gap, StripDay, StripKind
from domain.dates import date_words
from domain.deadlines import day_words
from services._base import Change
from services._case_derivation import DerivationView
from services._case_facts import case_facts, frame, issued_before
from services._case_views import ClockView

if TYPE_CHECKING:
    # The drawing libraries are big; a login and the lists do without them.
    from printing.forms.clock_sheet import OtherClock, StripCell

KIND = "clock_sheet"
_STRONG = (StripKind.START, StripKind.RAW, StripKind.LEGAL)


def fill(change: Change, view: DerivationView) -> object:
    """The form's data class for one clock."""
    from printing.forms.clock_sheet import ClockSheet, DerivationRow

    facts = case_facts(change.session, view.case_id)
    count = issued_before(change.session, view.case_id, KIND) + 1
    counted = view.clock.deadline
    return ClockSheet(
        **frame(change, facts, number=f"{view.case_number} 推算第{count}次"),
        case_number=view.case_number,
        person=view.person,
        matter=view.case_title,
        clock=view.title,
        rule=view.rule_source,
        started_on=date_words(counted.started),
        raw_day=day_words(counted.raw),
        legal_day=day_words(counted.legal),
        provisional=view.calendar_note if counted.provisional else "",
        calendar_version=view.calendar_words,
        steps=tuple(DerivationRow(step.what, step.content, step.result, step.source) for step in view.steps),
        strip=tuple(_cell(one) for one in view.strip),
        others=tuple(_other(clock) for clock in view.clocks if clock.id != view.clock.id),
    )


def _cell(one: StripDay | Gap) -> "StripCell":
    from printing.forms.clock_sheet import StripCell

    if isinstance(one, Gap):
        return StripCell(words=one.words)
    return StripCell(
        weekday=one.weekday,
        day=f"{one.day:%m-%d}",
        mark=one.mark,
        off=one.off,
        provisional=one.provisional,
        strong=one.kind in _STRONG,
    )


def _other(clock: ClockView) -> "OtherClock":
    from printing.forms.clock_sheet import OtherClock

    counted = clock.deadline
    return OtherClock(
        label=f"{clock.rule.label} {clock.rule.words}",
        started=day_words(counted.started),
        raw=day_words(counted.raw),
        legal=day_words(counted.legal),
        state=_state_words(clock),
    )


def _state_words(clock: ClockView) -> str:
    if clock.stopped is not None:
        return f"{clock.stopped.isoformat()} 停，{'按期' if clock.in_time else '逾期'}"
    if clock.now is None:
        return ""
    return f"暂停，{clock.now.words}" if clock.state == "paused" else clock.now.words
