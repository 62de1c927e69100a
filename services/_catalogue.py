"""The catalogue's rows: shipped matters put into the store, and the version that a case keeps."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.catalogue import CatalogueEntry, entry_from_data, entry_to_data, shipped_catalogue
from models.case import CaseFile
from models.catalogue import CatalogueVersion
from services._base import Change

GENERAL = "general"
"""The matter of cases that name none: from before there was a catalogue."""


@dataclass(frozen=True)
class CatalogueItem:
    """One matter in one version. `id` is that of the version, `edited` says that the station wrote it."""

    id: int
    number: int
    position: int
    active: bool
    edited: bool
    entry: CatalogueEntry


def settle(change: Change) -> None:
    """Put in what the program ships and the store doesn't have; what the station wrote itself stays as it is."""
    rows = {row.code: row for row in change.session.scalars(select(CatalogueVersion).where(CatalogueVersion.current))}
    for place, (entry, shipped) in enumerate(_shipped()):
        held = rows.get(entry.code)
        if held is None:
            change.session.add(_row(change, entry, entry_to_data(entry), shipped, number=1, position=place))
        elif held.operator_id is None and held.shipped != shipped:
            held.current = False
            change.session.flush()
            row = _row(change, entry, entry_to_data(entry), shipped, number=held.number + 1, position=held.position)
            # A matter that the station switched off doesn't come back with a new version of the program.
            row.active = held.active and entry.active
            change.session.add(row)
            change.audit("catalogue.shipped", "catalogue", entry.code, {"version": held.number + 1})
    change.session.flush()


@cache
def _shipped() -> tuple[tuple[CatalogueEntry, str], ...]:
    """What the program brings along, each with its fingerprint: asked at every login."""
    return tuple((entry, fingerprint(entry_to_data(entry))) for entry in shipped_catalogue())


def fingerprint(content: object) -> str:
    """Tells one content of a matter from another: 64 hex letters."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _row(
    change: Change, entry: CatalogueEntry, content: dict[str, object], shipped: str, *, number: int, position: int
) -> CatalogueVersion:
    return CatalogueVersion(
        code=entry.code,
        number=number,
        label=entry.label,
        position=position,
        active=entry.active,
        content=content,
        shipped=shipped,
        made_at=change.now,
    )


def items(session: Session, *, inactive: bool = False) -> tuple[CatalogueItem, ...]:
    """The current version of each matter, in the order of the catalogue."""
    query = select(CatalogueVersion).where(CatalogueVersion.current)
    if not inactive:
        query = query.where(CatalogueVersion.active)
    return tuple(
        item_of(row) for row in session.scalars(query.order_by(CatalogueVersion.position, CatalogueVersion.id))
    )


def current(session: Session, code: str) -> CatalogueItem | None:
    """The version that new cases of this matter take; None where there is no such matter."""
    query = select(CatalogueVersion).where(CatalogueVersion.code == code, CatalogueVersion.current)
    row = session.scalar(query)
    return None if row is None else item_of(row)


def item_of(row: CatalogueVersion) -> CatalogueItem:
    """A row as the window sees it."""
    return CatalogueItem(
        id=row.id,
        number=row.number,
        position=row.position,
        active=row.active,
        edited=row.operator_id is not None,
        entry=entry_from_data(row.content),
    )


def entry_of(session: Session, case: CaseFile) -> CatalogueEntry:
    """The matter as it was when the case began."""
    if case.catalogue_id is not None:
        return entry_from_data(session.get_one(CatalogueVersion, case.catalogue_id).content)
    found = current(session, GENERAL)
    assert found is not None  # shipped, and put in at every login
    return found.entry
