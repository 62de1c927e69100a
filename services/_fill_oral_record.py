"""Fills the 口头信访记录: the petitions of a visit that were told by word of mouth."""

from domain.dates import date_words
from domain.labels import matter_category_label
from domain.vocabulary import Channel
from services._base import Change
from services._paper_words import address_words, guest_words, identity_fields
from services._visit_facts import Filled, Filler, VisitFacts, frame

_NO_PETITION = "这次来访没有信访事项，不用口头信访记录。"
_WRITTEN = "这件信访是来信提出的，信就是书面材料，不用口头信访记录。"


def _why_not(facts: VisitFacts) -> str:
    if not facts.petitions:
        return _NO_PETITION
    return _WRITTEN if facts.visit.channel == Channel.LETTER else ""


def _fill(change: Change, facts: VisitFacts) -> Filled:
    # The drawing libraries are big; a login does without them.
    from printing.forms.oral_record import OralRecord, SpokenMatter

    return Filled(
        OralRecord(
            **frame(change, facts),
            **identity_fields(facts, change.now.date()),
            day=date_words(facts.visit.visited_day),
            place=facts.registrar.window,
            recorder=facts.registrar.name,
            address=address_words(facts),
            present="、".join(guest_words(guest) for guest in facts.guests),
            matters=tuple(
                SpokenMatter(
                    category=matter_category_label(matter.row.category),
                    claim=matter.row.narrative,
                    facts=matter.row.facts,
                    reasons=matter.row.reasons,
                    earlier=matter.row.earlier,
                )
                for matter in facts.petitions
            ),
            read_back=all(matter.row.read_back for matter in facts.petitions),
        )
    )


FILLER = Filler("oral_record", _why_not, _fill)
