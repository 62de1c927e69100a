"""A service case as the desk opens it: its matter of the catalogue, its checklist, its first event and clock.

A correction of the visit on the same footing opens it again while nothing else has happened on it; afterwards the case
speaks for itself.
"""

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.catalogue import CatalogueEntry, MaterialShape
from domain.field_specs import read_fields
from domain.flow_file import flow
from domain.matter_rules import MatterForm
from domain.numbering import Series
from domain.tables import limit
from domain.text import in_one_line, shortened
from models.case import CaseClock, CaseEvent, CaseFile, CaseMaterial
from services import _catalogue, _clocks
from services._base import Change
from services._case_engine import JOINED, missing, perform, remark, traits_of
from services._catalogue import CatalogueItem
from system.errors import Invalid

VOID = "void"


def opened_item(session: Session, matter: MatterForm, position: int) -> CatalogueItem:
    """The matter of the catalogue that is wanted; raises Invalid where it is gone or was switched off."""
    code = matter.catalogue or _catalogue.GENERAL
    found = _catalogue.current(session, code)
    if found is None or not found.active:
        raise Invalid({f"matters.{position}.catalogue": "目录里没有这个事项，或者已经停用。请另选一个。"})
    return found


def read_matter_fields(change: Change, entry: CatalogueEntry, matter: MatterForm, position: int) -> dict[str, str]:
    """The fields of the matter in one way of writing; what is still empty may be filled in later. Raises Invalid."""
    typed = dict(matter.fields)
    values, faults = read_fields(entry.fields, typed, change.now.date())
    wrong = {field: sentence for field, sentence in faults.items() if typed.get(field, "").strip()}
    if wrong:
        raise Invalid({f"matters.{position}.fields.{field}": sentence for field, sentence in wrong.items()})
    return {field: value for field, value in values.items() if value}


def begin(change: Change, case: CaseFile, matter: MatterForm, position: int) -> None:
    """Give a new service case its matter, checklist, first event and clocks, from the day on which it was."""
    item = opened_item(change.session, matter, position)
    case.catalogue_id = item.id
    case.facts = read_matter_fields(change, item.entry, matter, position)
    change.session.flush()
    for row in checklist(item.entry, matter, case.opened_at.date()):
        row.case_id = case.id
        change.session.add(row)
    change.session.flush()
    known = flow(case.series)
    traits = traits_of(item.entry, case.facts, complete=not missing(change.session, case.id))
    line = known.opening(traits)
    event = CaseEvent(
        case_id=case.id,
        at=change.now,
        day=case.opened_at.date(),
        operator_id=change.actor.id,
        action=line.action,
        source="",
        target=line.target,
        facts={},
    )
    change.session.add(event)
    change.session.flush()
    case.state = line.target
    _clocks.apply(change, case, event, flow=known, line=line, entry=item.entry)
    _clocks.duty(change, case, event, item.entry)


def begin_again(change: Change, case: CaseFile, matter: MatterForm, position: int) -> None:
    """Open the case once more by the corrected words; the first opening stays among the events as taken back."""
    for event in change.session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id)):
        event.undone_at = change.now
    for clock in change.session.scalars(select(CaseClock).where(CaseClock.case_id == case.id)):
        clock.state = _clocks.CANCELLED
    change.session.execute(delete(CaseMaterial).where(CaseMaterial.case_id == case.id))
    # Whoever has the old words before her eyes must be told before she acts on them.
    case.version += 1
    change.session.flush()
    begin(change, case, matter, position)


def join(change: Change, case: CaseFile, visit: str, matter: MatterForm) -> None:
    """Write on the case that its visitor came again, and what was said."""
    if case.series == Series.SERVICE:
        told = f"{visit}：{in_one_line(matter.reply or matter.narrative)}"
        remark(change, case, JOINED, shortened(told, limit("single_line")), {})


def untouched(session: Session, case: CaseFile) -> bool:
    """Whether nothing has happened on the case but its opening."""
    query = select(CaseEvent.id).where(CaseEvent.case_id == case.id, CaseEvent.undone_at.is_(None)).limit(2)
    return len(session.scalars(query).all()) <= 1


def void(change: Change, case: CaseFile) -> None:
    """Close a case as void with the visit that opened it."""
    if case.series == Series.SERVICE and case.state:
        perform(change, case.id, VOID, {}, by="desk")
    case.closed_at, case.voided = change.now, True


def checklist(entry: CatalogueEntry, matter: MatterForm, day: dt.date) -> list[CaseMaterial]:
    """The catalogue's list, what was handed in ticked off, and whatever the desk added to it."""
    given = {paper.name: paper for paper in matter.materials}
    listed = {material.name for material in entry.materials}
    rows = [
        CaseMaterial(
            name=material.name,
            shape=material.shape.value,
            copies=given[material.name].copies if material.name in given else material.copies,
            requirement=material.requirement,
            issuer=material.issuer,
            how=material.how,
            required=(material.required and not material.when) or material.name in matter.missing,
            received_on=day if material.name in given else None,
        )
        for material in entry.materials
    ]
    rows += [
        CaseMaterial(
            name=paper.name,
            shape=(MaterialShape.ORIGINAL if paper.original else MaterialShape.COPY).value,
            copies=paper.copies,
            added=True,
            received_on=day,
        )
        for paper in matter.materials
        if paper.name not in listed
    ]
    rows += [
        CaseMaterial(name=name, shape=MaterialShape.COPY.value, added=True)
        for name in matter.missing
        if name not in listed and name not in given
    ]
    for position, row in enumerate(rows):
        row.position = position
    return rows
