"""The list of materials (材料接收/退还清单) of a visit, under a number of its own series."""

from domain.dates import date_words
from domain.labels import matter_in_brief
from domain.numbering import Series
from domain.phones import mask_phone
from services import _numbers
from services._base import Change
from services._receipt import MATTER_CHARACTERS
from services._visit_facts import Filled, Filler, MatterFacts, VisitFacts, frame
from services._visit_words import visitor_name, visitor_phone

KIND = "material_list"
_NO_MATERIALS = "这次来访没有登记收到材料。收了材料的，先更正来访，把材料补上。"


def _with_materials(facts: VisitFacts) -> list[MatterFacts]:
    return [matter for matter in facts.matters if matter.row.materials]


def _why_not(facts: VisitFacts) -> str:
    return "" if _with_materials(facts) else _NO_MATERIALS


def _fill(change: Change, facts: VisitFacts) -> Filled:
    from printing.forms.material_list import ListedPaper, MaterialList

    taken = _numbers.take(change.session, Series.MATERIALS, change.now.date(), facts.station)
    matters = _with_materials(facts)
    return Filled(
        MaterialList(
            **frame(change, facts, number=taken.text),
            visit=facts.visit.number,
            name=visitor_name(facts),
            phone=mask_phone(visitor_phone(facts)),
            matter="；".join(
                matter_in_brief(matter.row.category, matter.row.narrative, MATTER_CHARACTERS) for matter in matters
            ),
            received_on=date_words(facts.visit.visited_day),
            papers=tuple(
                ListedPaper(paper.name, paper.copies, paper.original)
                for matter in matters
                for paper in matter.row.materials
            ),
            station_phone=facts.station.phone,
            address=facts.station.address,
        )
    )


FILLER = Filler(KIND, _why_not, _fill)
