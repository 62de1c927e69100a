"""Snippets (常用语): the words that are typed every day, kept by the station and called up by a short code.

The shipped ones are rows like all others, put in when one is missing that was never there; so the station may change
or remove them, and can have the shipped words back. `version` counts the edits, so that a second writer is told.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.permissions import Permission
from domain.snippet_rules import NOT, SnippetForm, check_snippet, fit, shipped_snippets, tidy_snippet
from domain.vocabulary import MatterKind
from models.operator import Operator
from models.snippet import Snippet
from services._base import Change, Changes, Service
from system.errors import Conflict, Invalid, NotFound

__all__ = ["Restored", "SnippetForm", "SnippetRow", "Snippets"]


@dataclass(frozen=True)
class SnippetRow:
    """One snippet. `shipped`: the program brings one with this code along; `altered`: with other words than these."""

    id: int
    code: str
    title: str
    text: str
    kind: MatterKind | None
    version: int
    uses: int
    shipped: bool
    altered: bool

    @property
    def form(self) -> SnippetForm:
        """The snippet as a form, to be changed."""
        return SnippetForm(code=self.code, title=self.title, text=self.text, kind=self.kind)


@dataclass(frozen=True)
class Restored:
    """How many snippets have the shipped words again."""

    count: int
    changes: Changes


class Snippets(Service):
    """The snippets of this station. Every operator may see them."""

    def all(self, kind: MatterKind | None = None) -> tuple[SnippetRow, ...]:
        """Those that suit a kind of matter (all of them without one), the most used first."""
        return tuple(row for row in self._rows() if kind is None or row.kind in (None, kind))

    def find(self, text: str, kind: MatterKind | None = None) -> tuple[SnippetRow, ...]:
        """What is meant by a code, initials, pinyin or words: the best fit first, then the most used.

        Those made for another kind come after all others: a clerk who knows the code shall find it.
        """
        if not text.strip():
            return self.all(kind)
        ranked = [(fit(text, row.code, row.title, row.text), row) for row in self._rows()]
        hits = [(kind is not None and row.kind not in (None, kind), rank, row) for rank, row in ranked if rank != NOT]
        return tuple(row for _, _, row in sorted(hits, key=lambda hit: hit[:2]))

    def used(self, snippet_id: int) -> None:
        """Count one use, so that it stands further up next time. One that was removed meanwhile is passed over."""
        with self.change(None) as change:
            row = change.session.get(Snippet, snippet_id)
            if row is not None:
                row.uses += 1

    def add(self, form: SnippetForm) -> Changes:
        """Make a snippet; raises Invalid (field → sentence). One removed under the same code is taken up again."""
        form = _checked(form)
        with self.change(Permission.SNIPPET_EDIT) as change:
            row = _by_code(change.session, form.code)
            if row is not None and row.removed_at is None:
                raise Invalid({"code": _taken(row)})
            if row is None:
                row = Snippet(version=0, uses=0)
                change.session.add(row)
            _write(change, row, form)
            change.audit("snippet.added", "snippet", row.uuid, {"code": row.code, "version": row.version})
        return self.changed("snippet", row=row.id)

    def edit(self, snippet_id: int, form: SnippetForm, *, version: int) -> Changes:
        """Change a snippet. Raises Invalid; NotFound; Conflict naming who changed it since it was at `version`."""
        form = _checked(form)
        with self.change(Permission.SNIPPET_EDIT) as change:
            row = _existing(change.session, snippet_id)
            if row.removed_at is not None or row.version != version:
                raise Conflict(_what_happened(change.session, row))
            other = _by_code(change.session, form.code)
            if other is not None and other is not row:
                raise Invalid({"code": _taken(other)})
            fields = _write(change, row, form)
            if fields:
                detail = {"code": row.code, "version": row.version, "fields": fields}
                change.audit("snippet.changed", "snippet", row.uuid, detail)
        return self.changed(*(["snippet"] if fields else []), row=snippet_id)

    def remove(self, snippet_id: int) -> Changes:
        """Take a snippet off the list; `put_back` has it again. Raises NotFound."""
        with self.change(Permission.SNIPPET_EDIT) as change:
            row = _existing(change.session, snippet_id)
            row.removed_at, row.updated_by = change.now, change.actor.id
            change.audit("snippet.removed", "snippet", row.uuid, {"code": row.code})
        return self.changed("snippet", row=snippet_id)

    def put_back(self, snippet_id: int) -> Changes:
        """Undo a removal. Raises NotFound."""
        with self.change(Permission.SNIPPET_EDIT) as change:
            row = _existing(change.session, snippet_id)
            row.removed_at, row.updated_by = None, change.actor.id
            change.audit("snippet.put_back", "snippet", row.uuid, {"code": row.code})
        return self.changed("snippet", row=snippet_id)

    def restore_shipped(self, ids: Iterable[int] | None = None) -> Restored:
        """Give shipped snippets their shipped words again, and have removed ones back; the station's own stay.

        `ids` restores only those. Counts of use stay.
        """
        wanted = None if ids is None else frozenset(ids)
        with self.change(Permission.SNIPPET_EDIT) as change:
            fill(change)
            restored = [
                row.code
                for row in change.session.scalars(select(Snippet).where(Snippet.code.in_(shipped_snippets())))
                if (wanted is None or row.id in wanted) and _restore(change, row)
            ]
            if restored:
                change.audit("snippet.restored", "snippet", "", {"codes": sorted(restored)})
        return Restored(len(restored), self.changed(*(["snippet"] if restored else [])))

    def _rows(self) -> list[SnippetRow]:
        self._fill()
        query = select(Snippet).where(Snippet.removed_at.is_(None)).order_by(Snippet.uses.desc(), Snippet.id)
        with self.look(None) as session:
            return [_row(row) for row in session.scalars(query)]

    def _fill(self) -> None:
        """Only where something is missing is the look a write."""
        with self.look(None) as session:
            if not _missing(session):
                return
        with self.change(None) as change:
            fill(change)


def _missing(session: Session) -> list[SnippetForm]:
    known = set(session.scalars(select(Snippet.code)))
    return [form for code, form in shipped_snippets().items() if code not in known]


def fill(change: Change) -> None:
    """Bring in, within somebody's transaction, what this program ships and the store has never seen."""
    missing = _missing(change.session)
    for form in missing:
        row = Snippet(version=0, uses=0)
        change.session.add(row)
        _write(change, row, form)
    if missing:
        change.audit("snippet.filled", "snippet", "", {"count": len(missing)})


def _restore(change: Change, row: Snippet) -> bool:
    back = row.removed_at is not None
    return bool(_write(change, row, shipped_snippets()[row.code])) or back


def _write(change: Change, row: Snippet, form: SnippetForm) -> list[str]:
    """Set the row from a checked form, count its version up, and return what changed; it is on the list again."""
    fields = _differing(row, form)
    if fields or row.removed_at is not None:
        row.version += 1
        row.updated_at, row.updated_by, row.removed_at = change.now, change.actor.id, None
    for name, value in fields.items():
        setattr(row, name, value)
    change.session.flush()
    return list(fields)


def _differing(row: Snippet, form: SnippetForm) -> dict[str, str]:
    values = {"code": form.code, "title": form.title, "text": form.text, "kind": form.kind.value if form.kind else ""}
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def _checked(form: SnippetForm) -> SnippetForm:
    faults = check_snippet(form)
    if faults:
        raise Invalid(faults)
    return tidy_snippet(form)


def _by_code(session: Session, code: str) -> Snippet | None:
    return session.scalar(select(Snippet).where(Snippet.code == code))


def _existing(session: Session, snippet_id: int) -> Snippet:
    row = session.get(Snippet, snippet_id)
    if row is None:
        raise NotFound("没有这条常用语。")
    return row


def _taken(row: Snippet) -> str:
    if row.removed_at is not None:
        return f"短码“{row.code}”属于删除了的“{row.title}”。请换一个短码，或先恢复那一条。"
    return f"短码“{row.code}”已经给了“{row.title}”，请换一个。"


def _what_happened(session: Session, row: Snippet) -> str:
    by = session.get(Operator, row.updated_by) if row.updated_by is not None else None
    moment: dt.datetime = row.removed_at or row.updated_at
    did = "删除了" if row.removed_at is not None else "改过"
    return (
        f"{by.name if by else '别人'}在 {moment:%m-%d %H:%M} {did}这条常用语，这次没有保存。"
        "你填的内容还在，请核对后再保存一次。"
    )


def _row(row: Snippet) -> SnippetRow:
    kind = MatterKind(row.kind) if row.kind else None
    shipped = shipped_snippets().get(row.code)
    form = SnippetForm(code=row.code, title=row.title, text=row.text, kind=kind)
    return SnippetRow(
        id=row.id,
        code=row.code,
        title=row.title,
        text=row.text,
        kind=kind,
        version=row.version,
        uses=row.uses,
        shipped=shipped is not None,
        altered=shipped is not None and form != tidy_snippet(shipped),
    )
