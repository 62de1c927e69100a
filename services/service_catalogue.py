"""The catalogue of matters (办事事项目录) as the chief edits it: each change makes a new version.

Running cases keep the version with which they began, because what was promised to somebody at the window isn't changed
behind her back; new cases take the current one.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.catalogue import (
    CatalogueEntry,
    check_entry,
    entry_from_data,
    entry_to_data,
    find_entries,
    shipped_catalogue,
    tidy_entry,
    warnings_entry,
)
from domain.people_rules import length_fault
from domain.permissions import Permission
from domain.tables import limit
from domain.text import in_one_line, single_line
from models.case import CaseFile
from models.catalogue import CatalogueVersion
from models.operator import Operator
from services import _catalogue
from services._base import Change, Changes, Service
from services._catalogue import GENERAL, CatalogueItem
from system.errors import Conflict, Invalid, NotFound

__all__ = ["CatalogueItem", "Checked", "Saved", "ServiceCatalogue", "VersionLine"]

_BACK = "恢复为随程序的内容"
_OWN = "own_"


@dataclass(frozen=True)
class VersionLine:
    """One version of a matter. `by` is "" for what came with the program; `cases` began with it and are still open."""

    id: int
    number: int
    made_at: dt.datetime
    by: str
    note: str
    current: bool
    cases: int
    entry: CatalogueEntry


@dataclass(frozen=True)
class Checked:
    """An entry as it would be stored. Faults keep it from being saved, warnings don't: field → Chinese sentence."""

    entry: CatalogueEntry
    faults: Mapping[str, str]
    warnings: Mapping[str, str]


@dataclass(frozen=True)
class Saved:
    """A matter that is safely in the store, with the number of its version; `kept` open cases keep an older one."""

    changes: Changes
    code: str
    number: int
    kept: int


class ServiceCatalogue(Service):
    """The catalogue of this station."""

    # ---- looking

    def items(self, *, inactive: bool = False) -> tuple[CatalogueItem, ...]:
        """The current version of each matter in the order of the catalogue; with `inactive` those switched off too."""
        with self.look(self._reader()) as session:
            return _catalogue.items(session, inactive=inactive)

    def find(self, text: str, *, inactive: bool = False) -> tuple[CatalogueItem, ...]:
        """The matters that fit what was typed (words or pinyin), the best first; all of them for ""."""
        found = {item.entry.code: item for item in self.items(inactive=inactive)}
        return tuple(found[entry.code] for entry in find_entries([item.entry for item in found.values()], text))

    def item(self, code: str) -> CatalogueItem:
        """The current version of one matter; raises NotFound."""
        with self.look(self._reader()) as session:
            return _catalogue.item_of(_current(session, code))

    def versions(self, code: str) -> tuple[VersionLine, ...]:
        """All versions of a matter, newest first; raises NotFound."""
        open_cases = select(CaseFile.catalogue_id, func.count().label("cases")).where(CaseFile.closed_at.is_(None))
        counted = open_cases.group_by(CaseFile.catalogue_id).subquery()
        query = (
            select(CatalogueVersion, Operator.name, counted.c.cases)
            .outerjoin(Operator, Operator.id == CatalogueVersion.operator_id)
            .outerjoin(counted, counted.c.catalogue_id == CatalogueVersion.id)
            .where(CatalogueVersion.code == code)
            .order_by(CatalogueVersion.number.desc())
        )
        with self.look(self._reader()) as session:
            rows = session.execute(query).all()
        if not rows:
            raise NotFound("目录里没有这个事项。")
        return tuple(
            VersionLine(
                id=row.id,
                number=row.number,
                made_at=row.made_at,
                by=by or "",
                note=row.note,
                current=row.current,
                cases=cases or 0,
                entry=entry_from_data(row.content),
            )
            for row, by, cases in rows
        )

    def running(self, code: str) -> int:
        """How many open cases of a matter go by an older version than the current one."""
        with self.look(self._reader()) as session:
            return _running(session, code)

    def open_cases(self) -> Mapping[str, int]:
        """How many cases of each matter are open, whichever version they go by: code → count, without those of none."""
        query = (
            select(CatalogueVersion.code, func.count())
            .join(CaseFile, CaseFile.catalogue_id == CatalogueVersion.id)
            .where(CaseFile.closed_at.is_(None))
            .group_by(CatalogueVersion.code)
        )
        with self.look(Permission.VISIT_READ) as session:
            return dict(session.execute(query).all())

    def check(self, entry: CatalogueEntry, *, code: str | None = None) -> Checked:
        """What would keep an entry from being saved, and what is worth a second look; `code` as for `save`."""
        with self.look(self._reader()) as session:
            return _checked(session, entry, code)

    # ---- editing

    def save(self, code: str | None, entry: CatalogueEntry, note: str = "", *, number: int = 0) -> Saved:
        """Keep a matter as a new version, or (None) as a new matter, whose code is made here.

        `number` is that of the version the editor began with. Raises Invalid (field paths of `check_entry`, "note"),
        Conflict where somebody saved meanwhile, NotFound. What is as before makes no version.
        """
        told = single_line(in_one_line(note))
        with self.change(Permission.CATALOGUE_EDIT) as change:
            checked = _checked(change.session, entry, code)
            faults = {**checked.faults, "note": length_fault(told, limit("wording_note"))}
            if any(faults.values()):
                raise Invalid({field: sentence for field, sentence in faults.items() if sentence})
            found, before = checked.entry, None if code is None else _as_seen(change.session, code, number)
            if before is not None and before.content == entry_to_data(found):
                return Saved(Changes(frozenset()), found.code, before.number, _running(change.session, found.code))
            row = _add(change, found, before, note=told, operator_id=change.actor.id)
            _audit(change, "catalogue.saved", row, {"version": row.number})
            kept = _running(change.session, found.code)
        return Saved(self.changed("catalogue"), found.code, row.number, kept)

    def set_active(self, code: str, active: bool) -> Changes:
        """Offer a matter at the desk, or don't; running cases go on. Raises NotFound, Conflict for the last resort."""
        with self.change(Permission.CATALOGUE_EDIT) as change:
            row = _current(change.session, code)
            if code == GENERAL and not active:
                raise Conflict(f"“{row.label}”不能停用：目录里没有的事都记在它下面。")
            if row.active != active:
                row.active, row.content = active, row.content | {"active": active}
                _audit(change, "catalogue.active", row, {"active": active})
        return self.changed("catalogue")

    def order(self, codes: Sequence[str]) -> Changes:
        """Put all matters, those switched off too, into this order; Conflict where one came or went meanwhile."""
        with self.change(Permission.CATALOGUE_EDIT) as change:
            rows = {row.code: row for row in _rows(change.session)}
            if len(codes) != len(rows) or set(codes) != rows.keys():
                raise Conflict("目录刚被别的窗口改过，顺序没有保存。请看过最新的目录再排。")
            self._place(change, [rows[code] for code in codes])
        return self.changed("catalogue")

    def move(self, code: str, *, up: bool) -> Changes:
        """Put a matter before the one above it, or behind the one under it; at the end nothing happens. NotFound."""
        with self.change(Permission.CATALOGUE_EDIT) as change:
            _current(change.session, code)
            rows = list(_rows(change.session))
            at = next(at for at, row in enumerate(rows) if row.code == code)
            other = at + (-1 if up else 1)
            if 0 <= other < len(rows):
                rows[at], rows[other] = rows[other], rows[at]
                self._place(change, rows)
        return self.changed("catalogue")

    def back_to_shipped(self, code: str) -> Saved:
        """Make what the program ships the current version again; later programs keep it up to date.

        Raises NotFound, Conflict for a matter that the station made itself.
        """
        with self.change(Permission.CATALOGUE_EDIT) as change:
            before = _current(change.session, code)
            shipped = next((entry for entry in shipped_catalogue() if entry.code == code), None)
            if shipped is None:
                raise Conflict(f"“{before.label}”是本站自己加的，没有随程序的内容。不再用的话请停用。")
            entry = replace(shipped, active=before.active)
            if before.operator_id is None and before.content == entry_to_data(entry):
                return Saved(Changes(frozenset()), code, before.number, _running(change.session, code))
            row = _add(change, entry, before, note=_BACK, operator_id=None)
            row.shipped = _catalogue.fingerprint(entry_to_data(shipped))
            _audit(change, "catalogue.back", row, {"version": row.number})
            kept = _running(change.session, code)
        return Saved(self.changed("catalogue"), code, row.number, kept)

    def _reader(self) -> Permission:
        """The desk and whoever reads cases both look things up here."""
        register = Permission.VISIT_REGISTER
        return register if register in self.actor.permissions else Permission.VISIT_READ

    @staticmethod
    def _place(change: Change, rows: Sequence[CatalogueVersion]) -> None:
        for position, row in enumerate(rows):
            row.position = position
        change.audit("catalogue.order", "catalogue", "catalogue")


def _rows(session: Session) -> Sequence[CatalogueVersion]:
    """The current version of each matter, those switched off too, in the order of the catalogue."""
    query = select(CatalogueVersion).where(CatalogueVersion.current)
    return session.scalars(query.order_by(CatalogueVersion.position, CatalogueVersion.id)).all()


def _current(session: Session, code: str) -> CatalogueVersion:
    query = select(CatalogueVersion).where(CatalogueVersion.code == code, CatalogueVersion.current)
    row = session.scalar(query)
    if row is None:
        raise NotFound("目录里没有这个事项。")
    return row


def _as_seen(session: Session, code: str, number: int) -> CatalogueVersion:
    """The current version, if it is the one that the editor began with."""
    row = _current(session, code)
    if row.number != number:
        by = session.get(Operator, row.operator_id) if row.operator_id is not None else None
        who = by.name if by else "程序升级"
        raise Conflict(
            f"{who}在 {row.made_at:%m-%d %H:%M} 已经把“{row.label}”存成第 {row.number} 版，这次没有保存。"
            "你改的还在，请看过最新一版再决定。"
        )
    return row


def _checked(session: Session, entry: CatalogueEntry, code: str | None) -> Checked:
    others = {row.code for row in _rows(session) if row.code != code}
    tidied = tidy_entry(entry)
    active = True if code is None else _current(session, code).active
    found = replace(tidied, code=_own_code(others) if code is None else code, active=active)
    return Checked(found, check_entry(found, others), warnings_entry(found))


def _own_code(taken: set[str]) -> str:
    """The code of a matter that the station adds; nobody reads it."""
    return next(code for code in map(f"{_OWN}{{}}".format, range(1, len(taken) + 2)) if code not in taken)


def _add(
    change: Change, entry: CatalogueEntry, before: CatalogueVersion | None, *, note: str, operator_id: int | None
) -> CatalogueVersion:
    """The next version of a matter, now the current one."""
    if before is None:
        last = change.session.scalar(select(func.max(CatalogueVersion.position)))
        position, number = (0 if last is None else last + 1), 1
    else:
        position, number = before.position, before.number + 1
        before.current = False
        # Only one version may be current at any moment (ix_catalogue_version_current).
        change.session.flush()
    row = CatalogueVersion(
        code=entry.code,
        number=number,
        label=entry.label,
        position=position,
        active=entry.active,
        content=entry_to_data(entry),
        note=note,
        made_at=change.now,
        operator_id=operator_id,
    )
    change.session.add(row)
    change.session.flush()
    return row


def _audit(change: Change, action: str, row: CatalogueVersion, detail: dict[str, object]) -> None:
    change.audit(action, "catalogue", row.code, {"entry": row.label} | detail)


def _running(session: Session, code: str) -> int:
    query = (
        select(func.count())
        .select_from(CaseFile)
        .join(CatalogueVersion, CatalogueVersion.id == CaseFile.catalogue_id)
        .where(CatalogueVersion.code == code, CatalogueVersion.current.is_(False), CaseFile.closed_at.is_(None))
    )
    return session.scalar(query) or 0
