"""Fills the 来访登记表: everything that was written down about the visit."""

from domain.labels import (
    CHANNEL_LABELS,
    KIND_LABELS,
    SCALE_LABELS,
    VISIT_LATE,
    matter_category_label,
)
from domain.ratings import level, levels, scales_for
from domain.tables import limit
from domain.vocabulary import Channel, MatterKind, Outcome, RatingScale
from services._base import Change
from services._paper_words import (
    FOR_THE_VISITOR,
    GROUP,
    address_words,
    card_words,
    categories_words,
    guest_words,
    identity_fields,
    outcome_words,
    told_papers,
)
from services._receipt import visited_words
from services._visit_facts import Filled, Filler, VisitFacts, frame
from services._visit_words import listed_papers

_NONE = "无"


def _why_not(facts: VisitFacts) -> str:
    del facts
    return ""


def _fill(change: Change, facts: VisitFacts) -> Filled:
    # The drawing libraries are big; a login does without them.
    from printing.forms.visit_sheet import SheetMatter, SheetRating, VisitSheet

    visit = facts.visit
    joined = any(matter.row.outcome == Outcome.JOINED for matter in facts.matters)
    group = visit.headcount >= limit(GROUP)
    return Filled(
        VisitSheet(
            **frame(change, facts),
            **identity_fields(facts, change.now.date()),
            visited_at=visited_words(visit),
            place=facts.registrar.window,
            first=facts.leader is not None and not facts.visits_before and not joined,
            again=joined,
            alone=not group,
            group=group,
            household_address="" if facts.person is None else facts.person.household_address,
            address=address_words(facts),
            categories=categories_words(facts),
            card=card_words(facts),
            channel=CHANNEL_LABELS[Channel(visit.channel)],
            guests=_guests(facts),
            kinds=tuple(KIND_LABELS[kind] for kind in MatterKind),
            matters=tuple(
                SheetMatter(
                    kind=KIND_LABELS[matter.kind],
                    category=matter_category_label(matter.row.category),
                    claim=matter.row.narrative,
                    outcome=outcome_words(matter),
                    petition=matter.kind is MatterKind.PETITION,
                    facts=matter.row.facts,
                    reasons=matter.row.reasons,
                    earlier=matter.row.earlier,
                )
                for matter in facts.matters
            ),
            materials=listed_papers(facts.matters) or _NONE,
            receptionist=facts.registrar.name,
            first_asked=facts.registrar.name,
            told=told_papers(facts, FOR_THE_VISITOR),
            ratings=tuple(
                SheetRating(SCALE_LABELS[scale], tuple(one.label for one in levels(scale)), _rated(facts, scale))
                for scale in scales_for(matter.kind for matter in facts.matters)
            ),
            note=_note(facts),
        )
    )


def _guests(facts: VisitFacts) -> str:
    """How many came along and their names: 2人：刘勇（同来人，配偶）、… ; nothing said where nobody came along."""
    others = facts.visit.headcount - (facts.leader is not None)
    named = "、".join(guest_words(guest) for guest in facts.guests)
    return f"{others}人：{named}" if named else f"{others}人"


def _rated(facts: VisitFacts, scale: RatingScale) -> str:
    found = next((level(scale, rating.level) for rating in facts.ratings if rating.scale == scale), None)
    return found.label if found else ""


def _note(facts: VisitFacts) -> str:
    visit = facts.visit
    late = f"{VISIT_LATE}：{visit.late_reason}" if visit.late_reason else ""
    return "；".join(filter(None, (late, "住址不清" if visit.address_unclear else "")))


FILLER = Filler("visit_sheet", _why_not, _fill)
