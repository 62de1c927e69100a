"""What several papers of a visit say of it in the same words: who came, what was handed in."""

from collections.abc import Sequence

from domain.labels import NAME_NOT_LEFT
from services._person_lines import shown_name
from services._visit_facts import MatterFacts, VisitFacts


def visitor_name(facts: VisitFacts) -> str:
    """Whose visit it was, the name whole: the person and the unit that sent her, or the unit alone."""
    names = [shown_name(party.name) for party in (facts.person, facts.unit) if party is not None]
    return "，".join(dict.fromkeys(names)) or NAME_NOT_LEFT


def visitor_phone(facts: VisitFacts) -> str:
    """The visitor's phone in clear, or the unit's; whoever puts it on paper masks it."""
    return next((party.phone for party in (facts.person, facts.unit) if party is not None and party.phone), "")


def listed_papers(matters: Sequence[MatterFacts]) -> str:
    """What was handed in with these matters: "1.退役证（原件1份）　2.身份证（复印件2份）"."""
    papers = [paper for matter in matters for paper in matter.row.materials]
    return "　".join(
        f"{order}.{paper.name}（{'原件' if paper.original else '复印件'}{paper.copies}份）"
        for order, paper in enumerate(papers, 1)
    )
