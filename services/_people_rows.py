"""A person's rows: the record, its search keys, and what the audit says of a change.

Helpers of the caller's transaction: `services.people` and the visit desk use the same ones, so that a person made on
the spot is found, checked and audited like any other. Nothing here commits.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from domain.identity import mask_card, mask_identity, read_identity
from domain.names import mask_name, split_names
from domain.people_rules import PersonForm, check_person, phone_fault, tidy_person
from domain.phones import mask_phone, read_phone
from domain.search_keys import person_keys
from domain.text import single_line
from models.party import Party, PartyKey
from services._base import Change
from system.errors import Invalid

FIELDS = tuple(field.name for field in fields(PersonForm))
# Shown masked until somebody with the right asks to see.
MASKED: Mapping[str, Callable[[str], str]] = {
    "identity": mask_identity,
    "phone": mask_phone,
    "phone2": mask_phone,
    "card_number": mask_card,
}
_AUDITED_AS = {**MASKED, "name": mask_name}
_FILLED, _EMPTY = "（已填）", ""


def form_of(party: Party, *, masked: bool) -> PersonForm:
    """The record as a form; `masked` hides the numbers as on the screen."""
    values: dict[str, Any] = {field: getattr(party, field) for field in FIELDS}
    values["categories"] = tuple(values["categories"])
    if masked:
        values |= {field: mask(values[field]) for field, mask in MASKED.items()}
    return PersonForm(**values)


def unmask(form: PersonForm, party: Party) -> PersonForm:
    """The form with the numbers that still stand in it as they were shown masked put back."""
    values = asdict(form)
    for field, mask in MASKED.items():
        kept = getattr(party, field)
        if kept and values[field].strip() == mask(kept):
            values[field] = kept
    return PersonForm(**values)


def add_person(change: Change, form: PersonForm) -> Party:
    """Make the person's record and keys in the caller's transaction; raises Invalid (field → sentence)."""
    form = checked(form, change.now.date())
    party = Party(created_at=change.now, created_by=change.actor.id)
    fill(party, form, change)
    change.session.add(party)
    change.session.flush()
    rewrite_keys(change.session, party)
    change.audit("person.created", "person", party.uuid, {"fields": changed_fields(change, PersonForm(), form)})
    return party


def change_person(change: Change, party: Party, form: PersonForm) -> tuple[str, ...]:
    """Write a form over the record, count its version up and audit the fields; returns their names. Raises Invalid."""
    before = form_of(party, masked=False)
    form = checked(form, change.now.date())
    details = changed_fields(change, before, form)
    if not details:
        return ()
    party.version += 1
    fill(party, form, change)
    change.session.flush()
    rewrite_keys(change.session, party)
    change.audit("person.edited", "person", party.uuid, {"version": party.version, "fields": details})
    return tuple(details)


def write_back_contact(change: Change, party: Party, *, phone: str, address: str) -> None:
    """Keep a phone or an address that the visitor gave today; an empty one, or a phone shown masked, changes nothing.

    The visit must not fail for faults in the rest of an old record, so only what is new is checked. Raises Invalid.
    """
    before = form_of(party, masked=False)
    phone, address = phone.strip(), single_line(address)
    if phone and phone != mask_phone(party.phone):
        fault = phone_fault(phone)
        if fault:
            raise Invalid({"phone": fault})
        party.phone = read_phone(phone).text
    if address:
        party.address = address
    details = changed_fields(change, before, form_of(party, masked=False))
    if not details:
        return
    party.version += 1
    party.updated_at = change.now
    change.session.flush()
    rewrite_keys(change.session, party)
    change.audit("person.edited", "person", party.uuid, {"version": party.version, "fields": details})


def checked(form: PersonForm, today: date) -> PersonForm:
    """The form as it is stored; raises Invalid with a sentence for each field that can't be kept."""
    faults = check_person(form, today)
    if faults:
        raise Invalid(faults)
    return tidy_person(form, today)


def fill(party: Party, form: PersonForm, change: Change) -> None:
    """Set the record's columns from a tidied form."""
    for field, value in columns(form, change.now.date()).items():
        setattr(party, field, value)
    party.updated_at = change.now


def columns(form: PersonForm, today: date) -> dict[str, Any]:
    """The record's columns for a tidied form."""
    values = {field: getattr(form, field) for field in FIELDS}
    values["categories"] = list(form.categories)
    values["identity_kind"] = read_identity(form.identity, today).kind
    return values


def keys_of(form: PersonForm | Party) -> frozenset[str]:
    """All search keys of a person."""
    phones = tuple(filter(None, (form.phone, form.phone2)))
    cards = (form.card_number,) if form.card_number else ()
    return person_keys(
        form.name,
        former_names=split_names(form.former_names),
        identity=form.identity,
        phones=phones,
        card_numbers=cards,
    )


def rewrite_keys(session: Session, party: Party) -> None:
    """Make the key rows of a stored person match the record; rows that stay right are left alone."""
    wanted = keys_of(party)
    present = set(session.scalars(select(PartyKey.key).where(PartyKey.party_id == party.id)))
    stale, missing = present - wanted, sorted(wanted - present)
    if stale:
        session.execute(delete(PartyKey).where(PartyKey.party_id == party.id, PartyKey.key.in_(stale)))
    if missing:
        session.execute(insert(PartyKey), [{"key": key, "party_id": party.id} for key in missing])


def changed_fields(change: Change, before: PersonForm, after: PersonForm) -> dict[str, dict[str, str]]:
    """For the audit: each field that differs, masked old and new, and keyed digests that tell same from other."""
    details: dict[str, dict[str, str]] = {}
    for field in FIELDS:
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        details[field] = {
            "old": _audited(field, old),
            "new": _audited(field, new),
            "old_print": _print(change, old),
            "new_print": _print(change, new),
        }
    return details


def _audited(field: str, value: Any) -> str:
    if not value:
        return _EMPTY
    mask = _AUDITED_AS.get(field)
    return mask(value) if mask else _FILLED


def _print(change: Change, value: Any) -> str:
    if not value:
        return _EMPTY
    return change.fingerprint(value if isinstance(value, str) else repr(value))
