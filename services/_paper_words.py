"""How the station's own forms of a visit name who came, what came of it and which papers were handed over; masked."""

import datetime as dt
from typing import Any

from domain.dates import PartialDate
from domain.identity import mask_card, mask_identity, read_identity
from domain.labels import (
    GUEST_ROLE_LABELS,
    NAME_NOT_LEFT,
    OUTCOME_LABELS,
    identity_kind_label,
    person_category_label,
    sex_label,
)
from domain.phones import mask_phone
from domain.vocabulary import Outcome
from services._person_lines import UNIT, shown_name
from services._visit_facts import GuestFacts, MatterFacts, VisitFacts
from services._visit_words import visitor_name, visitor_phone

NOT_GIVEN = "未提供"
GROUP = "group_visit"
"""The limit from which a visit counts as one of a group."""

FOR_THE_VISITOR = ("visit_receipt", "one_time_notice", "referral_slip")
"""The papers that the visitor carries home; the others stay at the station."""


def identity_fields(facts: VisitFacts, today: dt.date) -> dict[str, Any]:
    """`name`, `sex`, `birth`, `identity_kind`, `identity` and `phone` of the visitor; a unit has no birth."""
    party = facts.leader
    if party is None:
        return {"name": NAME_NOT_LEFT}
    unit = party.kind == UNIT
    kind = identity_kind_label(read_identity(party.identity, today))
    return {
        "name": visitor_name(facts),
        "sex": "" if unit else sex_label(party.sex),
        "birth": PartialDate.parse(party.birth).words if party.birth else "",
        "identity_kind": kind,
        "identity": "" if unit else identity_words(party.identity),
        "phone": mask_phone(visitor_phone(facts)),
    }


def identity_words(identity: str) -> str:
    """The masked number, or that none was given."""
    return mask_identity(identity) if identity else NOT_GIVEN


def guest_words(guest: GuestFacts) -> str:
    """Somebody who came along: 刘勇（代理人，律师）."""
    said = "，".join(filter(None, (GUEST_ROLE_LABELS[guest.role], guest.relation)))
    return f"{shown_name(guest.name)}（{said}）"


def categories_words(facts: VisitFacts) -> str:
    """What kinds of persons the visitor is, with 、 between."""
    return "" if facts.person is None else "、".join(person_category_label(code) for code in facts.person.categories)


def card_words(facts: VisitFacts) -> str:
    """The masked number of the card (优待证)."""
    return mask_card(facts.person.card_number) if facts.person is not None and facts.person.card_number else ""


def address_words(facts: VisitFacts) -> str:
    """Where an answer is sent: what was said in the visit, else what is on record."""
    return facts.visit.address or ("" if facts.leader is None else facts.leader.address)


def outcome_words(matter: MatterFacts) -> str:
    """What became of a matter: 立信访件，坡退信〔2026〕47号；承办王静。then what was answered."""
    row = matter.row
    said = [OUTCOME_LABELS[Outcome(row.outcome)]]
    said += [part for part in (matter.case_number, row.refer_to) if part]
    return f"{'，'.join(said)}；承办{matter.handler.name}。{row.reply}"


def told_papers(facts: VisitFacts, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The papers of these kinds that hold, oldest first, each once: 来访登记回执 LF20261124-008."""
    shown = [f"{paper.title} {paper.number}" for paper in reversed(facts.papers) if paper.kind in kinds]
    return tuple(dict.fromkeys(shown))
