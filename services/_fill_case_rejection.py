"""The letter that says no (退件告知书): why, on what ground, and what can be done now; refusals are told in writing."""

from domain.dates import date_words
from services._base import Change
from services._case_facts import CaseFacts, CaseFiller, frame
from services._fill_case_collection import returned_originals

KIND = "rejection_notice"
_DECISIONS = ("turn_down", "result_no")
_NOT_TURNED_DOWN = "这一件没有被退。登记“未通过”或“本站退件”以后才出退件告知书。"


def _why_not(facts: CaseFacts) -> str:
    return "" if facts.case.state in ("turned_down", "rejected") else _NOT_TURNED_DOWN


def _fill(change: Change, facts: CaseFacts) -> object:
    from printing.forms.rejection_notice import RejectionNotice

    decided, told = facts.last(*_DECISIONS), facts.event or facts.last("tell_rejection")
    assert decided is not None  # no other way leads to these states
    by_district = decided.action == "result_no"
    return RejectionNotice(
        **frame(change, facts),
        name=facts.name,
        applied_on=date_words(facts.case.opened_at.date()),
        matter=facts.entry.label,
        decided_by=facts.entry.recipient if by_district else "",
        decided_on=date_words(decided.day),
        reason=decided.words,
        basis=str(decided.facts.get("basis", "")),
        bureau=facts.entry.recipient,
        returned="、".join(f"{row.name}{row.copies}份" for row in returned_originals(facts)),
        station_phone=facts.entry.phone or facts.station.phone,
        complaint_phone=facts.station.complaint_phone,
        told_on="" if told is None else date_words(told.day),
        told_way="" if told is None else str(told.facts.get("told_way", "")),
        told_whom="" if told is None else str(told.facts.get("told_whom", "")),
    )


FILLER = CaseFiller(KIND, _why_not, _fill)
