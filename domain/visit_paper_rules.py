"""Which papers of a visit are worth handing over before the visitor goes, besides her receipt.

What can be told on the spot is told there in writing (信访工作条例 §23); an oral claim is recorded and read back (§19);
several people with a common matter choose representatives (§20); originals are acknowledged.
"""

from domain.visit_rules import VisitForm
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome

NOTICE, REFERRAL, ORAL_RECORD, GROUP, MATERIALS = (
    "one_time_notice",
    "referral_slip",
    "oral_record",
    "group_sheet",
    "material_list",
)
_FACE_TO_FACE = (Channel.WALK_IN, Channel.HOME)


def papers_to_give(form: VisitForm) -> tuple[str, ...]:
    """The kinds of papers, the most urgent first; a referral slip once for each office."""
    found: list[str] = []
    if any(matter.outcome is Outcome.MATERIALS_OWED for matter in form.matters):
        found.append(NOTICE)
    offices = {matter.refer_to for matter in form.matters if matter.outcome is Outcome.REFERRED}
    found += [REFERRAL] * len(offices)
    if form.channel in _FACE_TO_FACE and any(matter.kind is MatterKind.PETITION for matter in form.matters):
        found.append(ORAL_RECORD)
    if form.common or any(guest.role is GuestRole.REPRESENTATIVE for guest in form.guests):
        found.append(GROUP)
    if any(paper.original for matter in form.matters for paper in matter.materials):
        found.append(MATERIALS)
    return tuple(found)
