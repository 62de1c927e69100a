"""How the last day of one clock was worked out, with all that the page and the sheet show beside it."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from domain.calendar_view import Gap, StripDay, strip
from domain.deadlines import Deadline, Step
from domain.flow_file import flow
from domain.labels import NAME_NOT_LEFT
from domain.workdays import Calendar
from models.case import CaseClock, CaseEvent, CaseFile
from models.operator import Operator
from models.party import Party
from services import _clocks
from services._case_views import ClockView, clock_view, clock_views
from services._person_lines import shown_name
from services._work_calendar import calendar
from system.errors import NotFound

_RAW_NOTE = "列表按这一天排序、变色"
_PLAIN_END = "末日是工作日，不用顺延"


@dataclass(frozen=True)
class DerivationView:
    """One clock whole. `clocks` are all of the case, this one among them, in the order of its page.

    `title`: 办结 60 日. `missing_years`: years on the way that are only estimated. `calendar_words`: the version and
    what is loaded, `calendar_note`: why the days may still move, "" where they are firm. `rule_source` names article,
    and since when the rule is in force.
    """

    clock: ClockView
    clocks: tuple[ClockView, ...]
    case_id: int
    case_number: str
    case_title: str
    person_id: int | None
    person: str
    state_label: str
    tone: str
    handler: str
    title: str
    rule_words: str
    rule_source: str
    raw_note: str
    legal_note: str
    steps: tuple[Step, ...]
    strip: tuple[StripDay | Gap, ...]
    calendar_version: str
    calendar_words: str
    calendar_note: str
    missing_years: tuple[int, ...]


def derivation(session: Session, clock_id: int, today: dt.date) -> DerivationView:
    """The derivation of a clock; raises NotFound."""
    clock = session.get(CaseClock, clock_id)
    if clock is None or clock.state == _clocks.CANCELLED:
        raise NotFound("没有这个时限，可能那一步已经撤销。请看过最新情况。")
    case, days = session.get_one(CaseFile, clock.case_id), calendar(session)
    party = session.get(Party, case.party_id) if case.party_id is not None else None
    state = flow(case.series).states[case.state]
    view = clock_view(clock, days, today)
    counted, rule = view.deadline, view.rule
    missing = _missing(counted, days)
    return DerivationView(
        clock=view,
        clocks=clock_views(session, case.id, today),
        case_id=case.id,
        case_number=case.number,
        case_title=case.title,
        person_id=case.party_id,
        person=NAME_NOT_LEFT if party is None else shown_name(party.name),
        state_label=state.label,
        tone=state.tone,
        handler=session.get_one(Operator, case.handler_id).name,
        title=f"{rule.label} {rule.words}",
        rule_words=rule.words,
        rule_source=rule.source + (f"（{rule.since.isoformat()} 起施行）" if rule.since else "") + "，随本件存档",
        raw_note=_RAW_NOTE,
        legal_note=_legal_note(counted),
        steps=_steps(session, clock, counted),
        strip=strip(counted, days),
        calendar_version=days.version,
        calendar_words=f"{days.version}（已装入 {_years_words(days)}）",
        calendar_note=_calendar_note(missing),
        missing_years=missing,
    )


def _steps(session: Session, clock: CaseClock, counted: Deadline) -> tuple[Step, ...]:
    """The steps, the first of them with who wrote the event down, and when."""
    event = session.get_one(CaseEvent, clock.event_id)
    who = session.get_one(Operator, event.operator_id).name
    first, *rest = counted.steps
    return (replace(first, content=f"{first.content}（{who}，{event.at:%m-%d %H:%M} 记入）"), *rest)


def _legal_note(counted: Deadline) -> str:
    rolled = (counted.legal - counted.raw).days
    return f"末日是休息日，顺延 {rolled} 天" if rolled else _PLAIN_END


def _missing(counted: Deadline, days: Calendar) -> tuple[int, ...]:
    return tuple(year for year in range(counted.started.year, counted.legal.year + 1) if year not in days.years)


def _calendar_note(missing: tuple[int, ...]) -> str:
    if not missing:
        return ""
    years = "、".join(map(str, missing))
    return f"{years} 年的放假安排没有装入，先按周末和法定节日暂估；装入后自动重算，并列出变动的办件。"


def _years_words(days: Calendar) -> str:
    """2024—2026 年; years that don't follow one another are told one by one."""
    years = sorted(days.years)
    whole = years == list(range(years[0], years[-1] + 1)) and len(years) > 1
    return f"{years[0]}—{years[-1]} 年" if whole else "、".join(map(str, years)) + " 年"
