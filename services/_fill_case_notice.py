"""The notice of missing materials (一次性告知书) of a case: every gap at once, from its checklist and its catalogue."""

from domain.dates import date_words
from domain.phones import mask_phone
from services._base import Change
from services._case_engine import missing
from services._case_facts import CaseFacts, CaseFiller, copies_words, frame, issued_before
from services._clocks import LIVE, clocks_of

KIND = "one_time_notice"
_NOTHING_MISSING = "材料清单里没有缺的，不用告知补正。"


def _why_not(facts: CaseFacts) -> str:
    return "" if any(row.required and row.received_on is None for row in facts.materials) else _NOTHING_MISSING


def _fill(change: Change, facts: CaseFacts) -> object:
    from printing.forms.one_time_notice import OneTimeNotice, OwedPaper

    case, entry, station, session = facts.case, facts.entry, facts.station, change.session
    count = issued_before(session, case.id, KIND) + 1
    until = next(
        (one.raw for one in clocks_of(session, case.id) if one.rule == "supplement" and one.state in LIVE), None
    )
    day = facts.event.day if facts.event else change.now.date()
    return OneTimeNotice(
        **frame(change, facts, number=f"{case.number} 告知第{count}次"),
        notice=count,
        applicant=facts.name,
        phone=mask_phone(facts.phone),
        applied_on=date_words(case.opened_at.date()),
        matter=case.title,
        basis=entry.basis,
        received="　".join(
            f"{at}.{row.name}（{copies_words(row)}）"
            for at, row in enumerate((row for row in facts.materials if row.received_on), 1)
        ),
        owed=tuple(
            OwedPaper(row.name, row.requirement, copies_words(row), row.issuer, row.how)
            for row in missing(session, case.id)
        ),
        deadline="" if until is None else date_words(until),
        process=entry.process,
        told_on=date_words(day),
        station_phone=entry.phone or station.phone,
        complaint_phone=station.complaint_phone,
        hours=station.hours,
        address=station.address,
    )


FILLER = CaseFiller(KIND, _why_not, _fill)
