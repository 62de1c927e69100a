"""The people who are served (服务对象): found while typing, made, changed, looked at.

Numbers leave this service masked. Who asks to see one in full needs the right to, and the look goes into the audit.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.labels import field_label
from domain.people_rules import PersonForm
from domain.permissions import Permission
from models.audit import AuditEntry
from models.party import Party
from services import _duplicates, _people_search
from services._base import Changes, Context, Service
from services._duplicates import Duplicate, Duplicates
from services._people_match import matched_part
from services._people_order import PeopleOrder, Place
from services._people_rows import MASKED, add_person, change_person, form_of, unmask
from services._person_card import REPEAT_DAYS, CardHint, CaseLine, HistoryLine, PersonCard, card_of, cases_in_progress
from services._person_lines import PersonHit, RegisterRow, hit, register_row
from system.errors import Conflict, Invalid, NotFound

__all__ = [
    "REPEAT_DAYS",
    "CardHint",
    "CaseLine",
    "Duplicate",
    "Duplicates",
    "HistoryLine",
    "People",
    "PersonCard",
    "PersonHit",
    "RegisterKey",
    "RegisterPage",
    "RegisterRow",
    "SavedPerson",
]

# Where a page of the register ended; what it holds is nobody else's business.
RegisterKey = Place


@dataclass(frozen=True)
class SavedPerson:
    """A record that is safely on the disk."""

    id: int
    version: int
    changes: Changes


@dataclass(frozen=True)
class RegisterPage:
    """Some lines of the register by name; `next` goes into the next call, None after the last line."""

    rows: tuple[RegisterRow, ...]
    next: RegisterKey | None


class People(Service):
    """The register of people."""

    def __init__(self, context: Context) -> None:
        """Keep the order of the register between its pages."""
        super().__init__(context)
        self._order = PeopleOrder()

    def find(self, text: str, *, limit: int = 10) -> tuple[PersonHit, ...]:
        """Who is meant by a name, pinyin, initials, a number or a tail: same name first, then by last visit."""
        today = self._context.clock.today()
        with self.look(Permission.PERSON_READ) as session:
            rows = _people_search.lines(session, _people_search.best(session, text, limit))
        return tuple(hit(row, today, matched_part(row.name, text)) for row in rows)

    def create(self, form: PersonForm) -> SavedPerson:
        """Make a record; raises Invalid (field → sentence). Look at `duplicates` first: they warn and don't stop."""
        with self.change(Permission.PERSON_EDIT) as change:
            party = add_person(change, form)
        return SavedPerson(party.id, party.version, self.changed("person", row=party.id))

    def form(self, person_id: int) -> tuple[PersonForm, int]:
        """The record as a form with its numbers masked, and its version for `edit`. Raises NotFound."""
        with self.look(Permission.PERSON_READ) as session:
            party = _existing(session, person_id)
            return form_of(party, masked=True), party.version

    def edit(self, person_id: int, form: PersonForm, *, version: int) -> SavedPerson:
        """Change a record. Numbers that come back as they were shown masked stay as they are.

        Raises Invalid; NotFound; Conflict naming who changed what when the record is no longer at `version`. Nothing is
        written then, and what was typed is the caller's to keep.
        """
        with self.change(Permission.PERSON_EDIT) as change:
            party = _existing(change.session, person_id)
            if party.version != version:
                raise Conflict(_what_changed(change.session, party, version))
            fields = change_person(change, party, unmask(form, party))
        changes = self.changed(*(["person"] if fields else []), row=party.id)
        return SavedPerson(party.id, party.version, changes)

    def card(self, person_id: int, *, besides: int | None = None) -> PersonCard:
        """The person with what was before and what is open, numbers masked. Raises NotFound.

        `besides` is a visit that is being corrected: it is no other visit, so the counts leave it out.
        """
        today = self._context.clock.today()
        with self.look(Permission.PERSON_READ) as session:
            return card_of(session, _existing(session, person_id), today, besides)

    def same_matter(self, person_id: int, category: str) -> tuple[CaseLine, ...]:
        """Her open cases in this category of matters, which a new matter may belong to; the longest open first."""
        with self.look(Permission.PERSON_READ) as session:
            return cases_in_progress(session, person_id, category)

    def reveal(self, person_id: int, field: str) -> str:
        """One masked number (identity, phone, phone2, card_number) in full; the look is audited. Raises NotFound."""
        if field not in MASKED:
            raise Invalid({field: f"“{field_label(field)}”本来就没有遮住。"})
        with self.change(Permission.PERSON_REVEAL) as change:
            party = _existing(change.session, person_id)
            value: str = getattr(party, field)
            change.audit("person.revealed", "person", party.uuid, {"field": field, "print": change.fingerprint(value)})
        return value

    def register(self, *, after: RegisterKey | None = None, limit: int = 50, text: str = "") -> RegisterPage:
        """One page of the register by the sound of the names; with `text` those whom `find` finds, in its order."""
        today = self._context.clock.today()
        with self.look(Permission.PERSON_READ) as session:
            if text.strip():
                places = _found(session, text, after, limit + 1)
            else:
                places = self._order.after(session, after, limit + 1)
            rows = _people_search.lines(session, [party_id for _, party_id in places[:limit]])
        following = places[limit - 1] if len(places) > limit else None
        return RegisterPage(tuple(register_row(row, today) for row in rows), following)

    def duplicates(self, form: PersonForm, *, but: int | None = None) -> Duplicates:
        """Who may be the same person as the one typed; `but` leaves out the record being edited. A warning, no wall."""
        today = self._context.clock.today()
        with self.look(Permission.PERSON_READ) as session:
            if but is not None:
                form = unmask(form, _existing(session, but))
            return _duplicates.of(session, form, today, but=but)


def _found(session: Session, text: str, after: RegisterKey | None, limit: int) -> list[Place]:
    """The best matches from the place on where the last page ended: so many were shown already."""
    shown = int(after[0]) if after is not None else 0
    ids = _people_search.best(session, text, shown + limit)[shown:]
    return [(str(shown + at), party_id) for at, party_id in enumerate(ids, 1)]


def _existing(session: Session, person_id: int) -> Party:
    party = session.get(Party, person_id)
    if party is None:
        raise NotFound("这位服务对象的档案找不到了，请重新查找。")
    return party


def _what_changed(session: Session, party: Party, version: int) -> str:
    """Who changed which fields since `version`, from the audit's own record of the edits."""
    edits = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.action == "person.edited",
            AuditEntry.subject_id == party.uuid,
            AuditEntry.detail["version"].as_integer() > version,
        )
        .order_by(AuditEntry.seq.desc())
        .limit(max(party.version - version, 1))
    ).all()
    if not edits:
        return "这份档案已经不是打开时的样子。你填的内容还在，请刷新后核对，再保存一次。"
    fields = "、".join(
        field_label(field) for field in dict.fromkeys(f for edit in edits for f in edit.detail["fields"])
    )
    latest = edits[0]
    return (
        f"{latest.operator_name}在 {latest.at:%m-%d %H:%M} 改过这份档案的{fields}，这次没有保存。"
        "你填的内容还在，请核对后再保存一次。"
    )
