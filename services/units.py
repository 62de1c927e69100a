"""Units of the register (部队、企业、社区 …): made, looked at, changed; phones masked as with people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.guest_rules import UnitForm, check_unit, tidy_unit
from domain.names import mask_name
from domain.permissions import Permission
from domain.phones import mask_phone
from models.party import Party
from services._base import Change, Changes, Service
from services._people_rows import rewrite_keys
from services._person_lines import UNIT
from services._units import UnitHit, find, unit_of
from system.errors import Conflict, Invalid, NotFound

__all__ = ["SavedUnit", "UnitHit", "Units"]

FIELDS = ("name", "contact", "phone", "address")
_PREFIX = "unit."
# What the audit shows of a value; a field that isn't here is shown as it is.
_AUDITED_AS: Mapping[str, Callable[[str], str]] = {
    "contact": mask_name,
    "phone": mask_phone,
    "address": lambda _address: "（已填）",
}


@dataclass(frozen=True)
class SavedUnit:
    """A unit's record that is safely on the disk."""

    id: int
    version: int
    changes: Changes


class Units(Service):
    """The units of the register."""

    def find(self, text: str, *, limit: int = 10) -> tuple[UnitHit, ...]:
        """Which unit is meant by its name, pinyin, initials or phone; those whose name begins so come first."""
        with self.look(Permission.PERSON_READ) as session:
            return find(session, text, limit)

    def create(self, form: UnitForm) -> SavedUnit:
        """Make a unit's record; raises Invalid (field → sentence), Conflict where one of this name is there already."""
        form = _checked(replace(form, party_id=None))
        with self.change(Permission.PERSON_EDIT) as change:
            _must_be_free(change.session, form.name)
            unit = unit_of(change, form)
        return SavedUnit(unit.id, unit.version, self.changed("person", row=unit.id))

    def form(self, unit_id: int) -> tuple[UnitForm, int]:
        """The record as a form, its phone masked, and its version for `edit`. Raises NotFound."""
        with self.look(Permission.PERSON_READ) as session:
            unit = _existing(session, unit_id)
            shown = _form(unit)
            return replace(shown, phone=mask_phone(shown.phone)), unit.version

    def edit(self, unit_id: int, form: UnitForm, *, version: int) -> SavedUnit:
        """Change a record; a phone that comes back as it was shown masked stays as it is.

        Raises Invalid, NotFound, and Conflict where somebody changed it meanwhile or the name is taken.
        """
        with self.change(Permission.PERSON_EDIT) as change:
            unit = _existing(change.session, unit_id)
            if unit.version != version:
                raise Conflict("这个单位的档案刚被别人改过，这次没有保存。你填的内容还在，请返回再打开，核对后重新填。")
            before = _form(unit)
            masked = bool(before.phone) and form.phone.strip() == mask_phone(before.phone)
            form = _checked(replace(form, party_id=unit_id, phone=before.phone if masked else form.phone))
            if form.name != before.name:
                _must_be_free(change.session, form.name)
            _write(change, unit, before, form)
        return SavedUnit(unit.id, unit.version, self.changed("person", row=unit.id))


def _write(change: Change, unit: Party, before: UnitForm, form: UnitForm) -> None:
    details = {
        field: _detail(change, field, getattr(before, field), getattr(form, field))
        for field in FIELDS
        if getattr(before, field) != getattr(form, field)
    }
    if not details:
        return
    for field in details:
        setattr(unit, field, getattr(form, field))
    unit.version += 1
    unit.updated_at = change.now
    change.session.flush()
    rewrite_keys(change.session, unit)
    change.audit("unit.edited", "unit", unit.uuid, {"version": unit.version, "fields": details})


def _detail(change: Change, field: str, old: str, new: str) -> dict[str, str]:
    """Old and new for the audit, and keyed digests that tell same from other."""
    mask = _AUDITED_AS.get(field, str)
    shown = {"old": old, "new": new}
    values = {side: mask(value) if value else "" for side, value in shown.items()}
    prints = {f"{side}_print": change.fingerprint(value) if value else "" for side, value in shown.items()}
    return values | prints


def _checked(form: UnitForm) -> UnitForm:
    """The form as it is stored; the sentences of the rules stand under the names of this form's own fields."""
    named = replace(form, party_id=None)
    faults = check_unit(named)
    if faults:
        raise Invalid({field.removeprefix(_PREFIX): sentence for field, sentence in faults.items()})
    return tidy_unit(form)


def _must_be_free(session: Session, name: str) -> None:
    if session.scalar(select(Party.id).where(Party.kind == UNIT, Party.name == name)) is not None:
        raise Conflict(f"“{name}”已经有档案了，没有再建一份。请在列表里找到它，再修改联系人和电话。")


def _existing(session: Session, unit_id: int) -> Party:
    unit = session.scalars(select(Party).where(Party.id == unit_id, Party.kind == UNIT)).first()
    if unit is None:
        raise NotFound("这个单位的档案找不到了，请重新查找。")
    return unit


def _form(unit: Party) -> UnitForm:
    values = {field: getattr(unit, field) for field in FIELDS}
    return UnitForm(party_id=unit.id, **values)
