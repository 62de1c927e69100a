"""Fills the 集体来访代表登记表: the representatives of those who came together, and who else was there."""

from domain.identity import mask_identity
from domain.labels import GUEST_ROLE_LABELS, matter_in_brief, sex_label
from domain.phones import mask_phone
from domain.tables import limit
from domain.vocabulary import GuestRole
from services._base import Change
from services._paper_words import FOR_THE_VISITOR, GROUP, address_words, told_papers
from services._person_lines import shown_name
from services._receipt import visited_words
from services._visit_facts import Filled, Filler, GuestFacts, VisitFacts, frame

_MATTER_CHARACTERS = 120
_VISITOR = "来访人"
_NO_GROUP = "这次来访不是多人反映共同事项（没有勾“共同事项”，没有代表，也不到 {least} 人），不用代表登记表。"


def _why_not(facts: VisitFacts) -> str:
    least = limit(GROUP)
    group = facts.visit.common or facts.visit.headcount >= least or bool(_named(facts))
    return "" if group else _NO_GROUP.format(least=least)


def _named(facts: VisitFacts) -> tuple[GuestFacts, ...]:
    return tuple(guest for guest in facts.guests if guest.role is GuestRole.REPRESENTATIVE)


def _fill(change: Change, facts: VisitFacts) -> Filled:
    # The drawing libraries are big; a login does without them.
    from printing.forms.group_sheet import GroupMember, GroupSheet

    def of_guest(guest: GuestFacts, role: str = "") -> GroupMember:
        return GroupMember(
            name=shown_name(guest.name),
            sex=sex_label(guest.sex) if guest.sex else "",
            identity=mask_identity(guest.identity),
            phone=mask_phone(guest.phone),
            address=guest.address,
            role=role,
        )

    visitor = _visitor(facts)
    visitors = () if visitor is None else (of_guest(visitor),)
    named = tuple(of_guest(guest) for guest in _named(facts))
    # The law knows no sixth: where five others are named, the visitor is one of those who chose them.
    leads = len(visitors) + len(named) <= limit("representatives")
    chosen = (*visitors, *named) if leads else named
    companions = [of_guest(guest, _role(guest)) for guest in facts.guests if guest.role is not GuestRole.REPRESENTATIVE]
    if not leads and visitor is not None:
        companions.insert(0, of_guest(visitor, _VISITOR))
    return Filled(
        GroupSheet(
            **frame(change, facts),
            visited_at=visited_words(facts.visit),
            lines=limit("representatives"),
            place=facts.registrar.window,
            cases="、".join(matter.case_number for matter in facts.petitions if matter.case_number),
            matter="\n".join(
                matter_in_brief(matter.row.category, matter.row.narrative, _MATTER_CHARACTERS)
                for matter in facts.matters
            ),
            headcount=f"{facts.visit.headcount}人",
            representatives=chosen,
            chosen=bool(named),
            others=max(facts.visit.headcount - len(chosen), len(companions)),
            companions=tuple(companions),
            told=told_papers(facts, FOR_THE_VISITOR),
        )
    )


def _visitor(facts: VisitFacts) -> GuestFacts | None:
    """The one who leads them, as one of them; a unit that came alone is nobody."""
    party = facts.person
    if party is None:
        return None
    address = address_words(facts)
    return GuestFacts(
        GuestRole.REPRESENTATIVE, party.id, party.name, party.sex, party.identity, party.phone, address, ""
    )


def _role(guest: GuestFacts) -> str:
    return "，".join(filter(None, (GUEST_ROLE_LABELS[guest.role], guest.relation)))


FILLER = Filler("group_sheet", _why_not, _fill)
