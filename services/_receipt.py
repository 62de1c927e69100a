"""What stands on the receipt that the visitor carries home (来访登记回执).

The visitor's paper shows no identity number and only a masked name; the matter is named by its category and how the
narrative begins, because the receipt is carried through the streets.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.dates import date_words
from domain.labels import NAME_NOT_LEFT, OUTCOME_LABELS, VISIT_LATE, matter_in_brief, sex_label
from domain.names import mask_name
from domain.tables import table
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import GuestRole, Outcome
from models.station import Station
from models.visit import Visit
from services import _settings
from services._person_lines import UNIT
from services._visit_rows import Comers

MATTER_CHARACTERS = 60


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a service case promises: done within `number` of `unit` ("day" or "workday"), on `until` at the latest.

    While `owed` papers are missing it promises no day.
    """

    owed: int = 0
    number: int = 0
    unit: str = ""
    until: dt.date | None = None


NO_PROMISES: Mapping[str, Promise] = MappingProxyType({})


def receipt_data(
    form: VisitForm,
    visit: Visit,
    came: Comers,
    station: Station,
    case_numbers: tuple[str, ...],
    *,
    operator: str,
    printed: dt.datetime,
    correction: int = 0,
    paper: str = _settings.RECEIPT_PAPERS[0],
    promises: Mapping[str, Promise] = NO_PROMISES,
) -> dict[str, Any]:
    """The receipt's data without its code, ready for the register (JSON-able). `correction` counts from 1 (更正 n).

    `promises` are those of the service cases, by their number.
    """
    # The drawing libraries are big; a login does without them.
    from printing import catalogue
    from printing.forms.visit_receipt import ReceiptLine, VisitReceipt

    return catalogue.to_data(
        VisitReceipt(
            station_name=station.name,
            region_code=station.region_code,
            number=visit.number,
            visitor=visitor_words(came),
            headcount_text=headcount_words(form),
            visited_at=visited_words(visit),
            materials_text=materials_words(form),
            lines=tuple(
                ReceiptLine(
                    matter_in_brief(matter.category, matter.narrative, MATTER_CHARACTERS),
                    outcome_words(matter, number),
                    promise_words(matter, number, visit, promises.get(number)),
                )
                for matter, number in zip(form.matters, case_numbers, strict=True)
            ),
            station_phone=station.phone,
            complaint_phone=station.complaint_phone,
            address=station.address,
            hours=station.hours,
            operator=operator,
            printed_at=moment_words(printed),
            qr_text="",
            human_code="",
            correction=correction,
            paper=paper,
        )
    )


def visitor_words(came: Comers) -> str:
    """The visitor as the receipt shows her: "李*（男）"; a unit's name is no secret and stands whole."""
    person, unit = came.person, came.unit
    if came.leader is None:
        return NAME_NOT_LEFT
    words = []
    if person is not None and person.kind == UNIT:
        words.append(person.name)
    elif person is not None:
        sex = sex_label(person.sex)
        words.append(f"{mask_name(person.name)}（{sex}）" if sex else mask_name(person.name))
    if unit is not None and unit is not person:
        words.append(unit.name)
    return "，".join(words)


def headcount_words(form: VisitForm) -> str:
    """How many came, and how many of them speak for the others: "12人（代表3人）"."""
    speaking = sum(guest.role is GuestRole.REPRESENTATIVE for guest in form.guests)
    return f"{form.headcount}人（代表{speaking}人）" if speaking else f"{form.headcount}人"


def visited_words(visit: Visit) -> str:
    """When it was; of a late entry the true day, and the time only where it is known."""
    if visit.visited_day == visit.day:
        return moment_words(visit.visited_at)
    known = visit.visited_at.time() != dt.time()
    return f"{moment_words(visit.visited_at) if known else date_words(visit.visited_day)}（{VISIT_LATE}）"


def moment_words(moment: dt.datetime) -> str:
    """As on paper: 2026年11月24日9时42分."""
    return f"{date_words(moment.date())}{moment.hour}时{moment.minute:02d}分"


def materials_words(form: VisitForm) -> str:
    """How many papers were handed in: "2份", originals named because they are given back."""
    papers = [paper for matter in form.matters for paper in matter.materials]
    copies = sum(paper.copies for paper in papers)
    originals = sum(paper.copies for paper in papers if paper.original)
    if not copies:
        return "无"
    return f"{copies}份（原件{originals}份）" if originals else f"{copies}份"


def outcome_words(matter: MatterForm, case_number: str) -> str:
    """What became of it, with the number of the case."""
    assert matter.outcome is not None
    label = OUTCOME_LABELS[matter.outcome]
    return f"{label}\n{case_number}" if case_number else label


def promise_words(matter: MatterForm, case_number: str, visit: Visit, promise: Promise | None = None) -> str:
    """What the visitor may expect next, from `resources/data/promises.toml`."""
    assert matter.outcome is not None
    key = matter.outcome.value
    if matter.outcome is Outcome.SERVICE_OPENED and promise is not None:
        return _service_words(promise)
    if matter.outcome is Outcome.PETITION_OPENED and (visit.address_unclear or visit.anonymous):
        key = "petition_opened_unclear"
    return str(table("promises")[key]).format(refer_to=matter.refer_to, number=case_number)


def _service_words(promise: Promise) -> str:
    if promise.until is None:
        return str(table("promises")["service_short"]).format(owed=promise.owed)
    words = str(table("promises")[f"service_{promise.unit}"])
    return words.format(promised=promise.number, until=f"{promise.until:%m-%d}")
