"""What the district said of cases (结果返回): one by one by hand, or row by row from a list that it sent.

A list is only looked at first: each row is matched with a case and gets a sentence, and nothing is written. What is
ready is written afterwards, and only where the case hasn't moved since.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.flow_file import flow
from domain.labels import NAME_NOT_LEFT
from domain.numbering import Series
from models.batch import BatchItem
from models.case import CaseEvent, CaseFile
from models.party import Party
from services import _case_batches
from services._base import Change
from services._case_batches import BACK, NO, OK, OUT, existing
from services._case_engine import last_step, perform
from services._case_matching import by_number, by_person, same_person
from services._person_lines import shown_name
from system.errors import Invalid

if TYPE_CHECKING:
    from exchange.result_list import ResultRow

Outcome = Literal["ok", "no", "back"]
RowState = Literal["ready", "same", "answered", "closed", "not_sent", "elsewhere", "unknown", "ambiguous", "fault"]
# Outcome → step of the flow, and which of its fields takes the day.
_STEPS: Mapping[str, tuple[str, str]] = {
    OK: ("result_ok", "result_on"),
    NO: ("result_no", "result_on"),
    BACK: ("sent_back", "sent_back_on"),
}
_OUTCOMES = {action: outcome for outcome, (action, _) in _STEPS.items()}
# After these a result of before says nothing any more.
_ANEW = ("complete", "try_again")
SUBMITTED = "submitted"


@dataclass(frozen=True, kw_only=True)
class ResultForm:
    """What came back of one case. `reason` says why not, or what is still missing; `words` go with a good result."""

    outcome: Outcome
    reason: str = ""
    basis: str = ""
    official_number: str = ""
    item_number: str = ""
    words: str = ""


@dataclass(frozen=True)
class PlannedResult:
    """One row of a list: the case that it means, and what would be done, or why nothing. `line` counts from 1."""

    line: int
    state: RowState
    sentence: str
    case_id: int | None
    number: str
    person: str
    outcome: str
    outcome_label: str
    day: str
    form: ResultForm | None
    version: int | None


@dataclass(frozen=True)
class ResultPlan:
    """A whole list looked at; `ready` rows would be written by `apply_results`."""

    batch_id: int | None
    rows: tuple[PlannedResult, ...]

    @property
    def ready(self) -> tuple[PlannedResult, ...]:
        """The rows that would be written."""
        return tuple(row for row in self.rows if row.state == "ready")


def give(change: Change, case_id: int, result: ResultForm, day: str, *, version: int | None = None) -> CaseEvent:
    """Carry out the step of one result; raises as `perform` does, and Invalid for an outcome that is none."""
    if result.outcome not in _STEPS:
        raise Invalid({"outcome": "结果只能是通过、未通过或退回，请重新选。"})
    action, day_field = _STEPS[result.outcome]
    typed = {
        day_field: day,
        "official_number": result.official_number,
        "item_number": result.item_number,
        "result_words": result.words,
        "reason": result.reason,
        "basis": result.basis,
        "gaps": result.reason,
    }
    event = perform(change, case_id, action, typed, version=version)
    _case_batches.follow(change, event)
    return event


def typed_result(row: PlannedResult) -> ResultForm:
    """The result of a row that is ready."""
    assert row.form is not None
    return row.form


def plan_results(session: Session, rows: "Sequence[ResultRow]", batch_id: int | None) -> ResultPlan:
    """What the rows would do; raises NotFound for a strange bundle."""
    inside = None if batch_id is None else _cases_inside(session, existing(session, batch_id).id)
    planned = tuple(_plan_row(session, row, inside) for row in rows)
    return ResultPlan(batch_id, _each_once(planned))


def _cases_inside(session: Session, batch_id: int) -> frozenset[int]:
    query = select(BatchItem.case_id).where(BatchItem.batch_id == batch_id, BatchItem.outcome != OUT)
    return frozenset(session.scalars(query))


def _plan_row(session: Session, row: "ResultRow", inside: frozenset[int] | None) -> PlannedResult:
    if row.fault:
        return _said(row, "fault", row.fault)
    found = _matching(session, row, inside)
    if isinstance(found, str):
        return _said(row, "ambiguous" if found != _UNKNOWN else "unknown", found)
    wrong = _wrong_person(session, row, found)
    if wrong:
        return _said(row, "ambiguous", wrong, session, found)
    if inside is not None and found.id not in inside:
        return _said(row, "elsewhere", "这一件不在这一批里，没有动它。请核对是哪一批的名单。", session, found)
    return _plan_case(session, row, found)


_UNKNOWN = "找不到这一件。请核对编号，或姓名和证件号后四位。"
_UNLIKE = "办件编号和系统受理号不是同一件，请核对。"


def _matching(session: Session, row: "ResultRow", inside: frozenset[int] | None) -> CaseFile | str:
    """The case that a row means, or a sentence; a name with a tail means the one of hers that waits for a result."""
    numbered = by_number(session, row.case_number, row.official_number)
    if len(numbered) > 1:
        return _UNLIKE
    if numbered:
        return numbered[0]
    if row.case_number or not row.name:
        return _UNKNOWN
    hers = [case for case in by_person(session, row.name, row.tail) if inside is None or case.id in inside]
    waiting = [case for case in hers if case.state == SUBMITTED]
    chosen = waiting or hers
    if len(chosen) > 1:
        return f"本人有 {len(chosen)} 件对得上（{'、'.join(case.number for case in chosen)}），请在名单里写明办件编号。"
    return chosen[0] if chosen else _UNKNOWN


def _wrong_person(session: Session, row: "ResultRow", case: CaseFile) -> str:
    party = None if case.party_id is None else session.get(Party, case.party_id)
    if party is None or same_person(party, row.name, row.tail):
        return ""
    return f"{case.number}不是名单上这个人的，请核对编号和姓名、证件号后四位。"


def _plan_case(session: Session, row: "ResultRow", case: CaseFile) -> PlannedResult:
    if case.state == SUBMITTED:
        return _ready(session, row, case)
    state = flow(Series.SERVICE.value).states[case.state]
    given = _last_outcome(session, case.id)
    if given and given[0] == row.outcome:
        label = _case_batches.OUTCOME_LABELS[row.outcome]
        return _said(row, "same", f"已经在 {given[1]:%m-%d} 登记为“{label}”，和名单一样，不用再登。", session, case)
    if given and not state.end:
        label = _case_batches.OUTCOME_LABELS[given[0]]
        return _said(row, "answered", f"本站已登记为“{label}”，和名单不一样，请核对，没有改。", session, case)
    if state.end:
        return _said(row, "closed", f"这一件“{state.label}”，不再登记结果。", session, case)
    return _said(row, "not_sent", f"这一件现在是“{state.label}”，还没有报送，不能登记结果。", session, case)


def _ready(session: Session, row: "ResultRow", case: CaseFile) -> PlannedResult:
    last = last_step(session, case.id)
    if row.day is not None and last is not None and row.day < last.day:
        return _said(row, "fault", f"结果日期早于报送的 {last.day:%Y-%m-%d}，请核对。", session, case)
    if row.outcome in (NO, BACK) and not row.reason:
        return _said(row, "fault", "未通过或退回的，名单里要有原因。请补上再读。", session, case)
    form = ResultForm(
        outcome=row.outcome,
        reason=row.reason,
        basis=row.basis,
        # A list names the case by it; it is written only where the station has none yet.
        official_number="" if case.official_number else row.official_number,
        item_number=row.item_number,
        words=row.reason if row.outcome == OK else "",
    )
    label = _case_batches.OUTCOME_LABELS[row.outcome]
    return replace(_said(row, "ready", f"登记为“{label}”。", session, case), form=form, version=case.version)


def _last_outcome(session: Session, case_id: int) -> tuple[str, dt.date] | None:
    """What was answered of the case, and when; nothing once it is on its way anew."""
    query = select(CaseEvent.action, CaseEvent.day).where(
        CaseEvent.case_id == case_id, CaseEvent.undone_at.is_(None), CaseEvent.action.in_((*_OUTCOMES, *_ANEW))
    )
    found = session.execute(query.order_by(CaseEvent.id.desc()).limit(1)).first()
    return None if found is None or found.action in _ANEW else (_OUTCOMES[found.action], found.day)


def _said(
    row: "ResultRow", state: RowState, sentence: str, session: Session | None = None, case: CaseFile | None = None
) -> PlannedResult:
    party = None if session is None or case is None or not case.party_id else session.get(Party, case.party_id)
    known = row.name if case is None else NAME_NOT_LEFT if party is None else shown_name(party.name)
    return PlannedResult(
        line=row.line,
        state=state,
        sentence=sentence,
        case_id=None if case is None else case.id,
        number=row.case_number or row.official_number if case is None else case.number,
        person=known,
        outcome=row.outcome,
        outcome_label=_case_batches.OUTCOME_LABELS.get(row.outcome, ""),
        day="" if row.day is None else row.day.isoformat(),
        form=None,
        version=None,
    )


def _each_once(rows: Sequence[PlannedResult]) -> tuple[PlannedResult, ...]:
    """A case that stands in the list twice: written once where the rows agree, not at all where they don't."""
    lines: Mapping[int, list[PlannedResult]] = _by_case(rows)
    told: Counter[int] = Counter()
    checked: list[PlannedResult] = []
    for row in rows:
        alike = lines.get(row.case_id or 0, [])
        if row.state == "ready" and len(alike) > 1:
            others = "、".join(f"第 {other.line} 行" for other in alike if other is not row)
            told[row.case_id or 0] += 1
            if any(other.form != row.form or other.day != row.day for other in alike):
                sentence = f"和{others}是同一件，写的不一样。请只留对的那一行。"
                checked.append(replace(row, state="ambiguous", sentence=sentence, form=None))
                continue
            if told[row.case_id or 0] > 1:
                checked.append(replace(row, state="same", sentence=f"和{others}一样，只登记一次。", form=None))
                continue
        checked.append(row)
    return tuple(checked)


def _by_case(rows: Sequence[PlannedResult]) -> Mapping[int, list[PlannedResult]]:
    found: defaultdict[int, list[PlannedResult]] = defaultdict(list)
    for row in rows:
        if row.state == "ready" and row.case_id is not None:
            found[row.case_id].append(row)
    return found
