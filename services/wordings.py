"""The wording of papers, edited by the chief: versions per kind, one draft, and the way back to what was shipped.

A draft may hold anything, so that not a word is lost; only activating it checks, and draws the paper to see whether
the text has room. What was printed with stays in the store for good: an old paper comes out with the words of its day.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.labels import PAPER_LABELS
from domain.permissions import Permission
from domain.tables import limit
from domain.wording_rules import tidy_sentence
from models.document import Document, WordingVersion
from models.operator import Operator
from services import _wording_checks as checks
from services import _wordings
from services._base import Change, Changes, Service
from services._wording_checks import ChangedSentence, Checked, DamagedFile, Proof, Sentence
from services._wordings import ACTIVE, DRAFT, RETIRED
from system.errors import Conflict, Invalid

__all__ = [
    "ChangedSentence", "Checked", "DamagedFile", "DraftSaved", "Proof", "Sentence", "VersionRow", "WordingKind",
    "WordingView", "Wordings",
]  # fmt: skip


@dataclass(frozen=True)
class WordingKind:
    """A kind of paper in the list: which version is printed with, whether that was shipped, and the draft's number."""

    kind: str
    title: str
    number: int
    shipped: bool
    draft: int | None


@dataclass(frozen=True)
class WordingView:
    """A kind of paper in the editor.

    `number`: that of the draft, or the one that a draft would get. `edits`: how often the draft was saved, 0 where
    there is none; hand it back when saving. `sentences` is empty where the file is damaged.
    """

    kind: str
    title: str
    number: int
    active: int
    shipped: bool
    sentences: tuple[Sentence, ...]
    note: str
    edits: int
    saved_at: dt.datetime | None
    saved_by: str
    damaged: DamagedFile | None

    @property
    def required(self) -> int:
        """How many places must stay in all of the sentences together."""
        return sum(len(sentence.rule.required) for sentence in self.sentences)


@dataclass(frozen=True)
class VersionRow:
    """A version in the list. `state`: draft, active or retired. `sheets`: how many were issued with it."""

    number: int
    state: str
    shipped: bool
    note: str
    at: dt.datetime
    by: str
    sheets: int


@dataclass(frozen=True)
class DraftSaved:
    """The draft lies in the store."""

    number: int
    edits: int
    at: dt.datetime
    changes: Changes


class Wordings(Service):
    """The fixed sentences of each kind of paper; the chief's."""

    # ---- looking

    def kinds(self) -> tuple[WordingKind, ...]:
        """Every kind of paper that has sentences to edit, in the order of the list."""
        with self.look(Permission.WORDING_EDIT) as session:
            rows = session.scalars(select(WordingVersion).where(WordingVersion.state != RETIRED)).all()
        current = {row.kind: row for row in rows if row.state == ACTIVE}
        drafts = {row.kind: row.number for row in rows if row.state == DRAFT}
        return tuple(
            WordingKind(kind, title, current[kind].number, current[kind].shipped is not None, drafts.get(kind))
            for kind, title in PAPER_LABELS.items()
            if kind in current
        )

    def view(self, kind: str) -> WordingView:
        """What the editor shows of a kind: its draft, or what is printed now. Raises ValueError for an unknown one."""
        with self.look(Permission.WORDING_EDIT) as session:
            row, draft = _active_row(session, kind), _draft_row(session, kind)
            active = _wordings.wording_of(session, row)
            text = _wordings.wording_of(session, draft) if draft is not None else active
            damaged = checks.damage(kind)
            return WordingView(
                kind=kind,
                title=PAPER_LABELS[kind],
                number=draft.number if draft is not None else _wordings.next_number(session, kind),
                active=row.number,
                shipped=row.shipped is not None,
                sentences=() if damaged else checks.sentences(kind, text, active),
                note=draft.note if draft is not None else "",
                edits=draft.edits if draft is not None else 0,
                saved_at=draft.made_at if draft is not None else None,
                saved_by=_name(session, draft.operator_id) if draft is not None else "",
                damaged=damaged,
            )

    def versions(self, kind: str) -> tuple[VersionRow, ...]:
        """All versions of a kind, the newest first."""
        with self.look(Permission.WORDING_EDIT) as session:
            counted = select(Document.wording_version, func.count()).where(Document.kind == kind)
            counts = session.execute(counted.group_by(Document.wording_version))
            sheets = {row[0]: row[1] for row in counts}
            rows = session.scalars(_wordings.rows_of(kind)).all()
            return tuple(
                VersionRow(
                    number=row.number,
                    state=row.state,
                    shipped=row.shipped is not None,
                    note=row.note,
                    at=row.active_from or row.made_at,
                    by=_name(session, row.operator_id),
                    sheets=sheets.get(row.number, 0),
                )
                for row in reversed(rows)
            )

    def compare(self, kind: str, number: int) -> tuple[ChangedSentence, ...]:
        """What a version changed against the one before it; a draft, against what is printed now."""
        with self.look(Permission.WORDING_EDIT) as session:
            rows = session.scalars(_wordings.rows_of(kind)).all()
            row = next((row for row in rows if row.number == number), None)
            if row is None:
                raise ValueError(f"{kind} 没有第 {number} 版用语")
            before = [older for older in rows if older.number < number and older.state != DRAFT]
            base = _active_row(session, kind) if row.state == DRAFT else (before[-1] if before else None)
            if base is None:
                return ()
            old, new = _wordings.wording_of(session, base), _wordings.wording_of(session, row)
        return checks.changed(kind, old.sentences, new.sentences)

    def sentences(self, kind: str, number: int) -> Mapping[str, str]:
        """The sentences of a version that can be edited, to begin a draft with. Raises ValueError."""
        with self.look(Permission.WORDING_EDIT) as session:
            words = _wordings.version(session, kind, number)
        return {key: words[key] for key in checks.labels(kind) if key in words.sentences}

    def damaged(self) -> tuple[DamagedFile, ...]:
        """The files of wordings that somebody damaged."""
        self.require(Permission.WORDING_EDIT)
        return tuple(found for kind in PAPER_LABELS if (found := checks.damage(kind)) is not None)

    # ---- checking

    def check(self, kind: str, sentences: Mapping[str, str]) -> Checked:
        """What is wrong with sentences by themselves, nothing drawn. Raises Conflict where the file is damaged."""
        self.require(Permission.WORDING_EDIT)
        return checks.check(kind, sentences)

    def proof(self, kind: str, sentences: Mapping[str, str]) -> Proof:
        """Draw a specimen with these sentences; those with faults, or of a damaged file, as they are printed now."""
        with self.look(Permission.WORDING_EDIT) as session:
            active = _wordings.active(session, kind)
        if checks.damage(kind) is not None:
            return checks.draw(kind, active, {}, Checked({}, {}))
        checked = checks.check(kind, sentences)
        sound = {key: tidy_sentence(text) for key, text in sentences.items() if key not in checked.faults}
        return checks.draw(kind, active, sound, checked)

    def preview(self, kind: str, sentences: Mapping[str, str]) -> bytes:
        """The specimen alone, marked 样张."""
        return self.proof(kind, sentences).pdf

    # ---- writing

    def save_draft(self, kind: str, sentences: Mapping[str, str], note: str = "", *, edits: int) -> DraftSaved:
        """Keep what was typed, right or wrong. `edits` is that of the view, or of the saving before.

        Raises Conflict where another session saved meanwhile (the text is the caller's to keep); Invalid for what is
        too long to be kept at all.
        """
        sentences = {key: tidy_sentence(text) for key, text in sentences.items() if key in checks.labels(kind)}
        _refuse(_too_long(sentences, note))
        with self.change(Permission.WORDING_EDIT) as change:
            row = _draft_row(change.session, kind)
            if (row.edits if row is not None else 0) != edits:
                raise Conflict(_what_happened(change.session, row))
            if row is None:
                row = _new_draft(change, kind)
            row.sentences = {**_wordings.active(change.session, kind).sentences, **row.sentences, **sentences}
            row.note, row.edits = note.strip(), row.edits + 1
            row.made_at, row.operator_id = change.now, change.actor.id
            change.session.flush()
            return DraftSaved(row.number, row.edits, row.made_at, self.changed("wording", row=row.id))

    def discard_draft(self, kind: str, *, edits: int) -> Changes:
        """Throw the draft away; nothing was printed with it, so its number is free again. Raises Conflict."""
        with self.change(Permission.WORDING_EDIT) as change:
            row = _held_draft(change.session, kind, edits)
            change.audit("wording.discarded", "wording", kind, {"kind": kind, "number": row.number})
            change.session.delete(row)
        return self.changed("wording")

    def activate(self, kind: str, *, edits: int) -> Changes:
        """Print with the draft from now on.

        Raises Invalid (key → sentence) for faults and for text that leaves the page; Conflict where there is no draft,
        it was changed meanwhile, or it says what is printed already.
        """
        with self.look(Permission.WORDING_EDIT) as session:
            draft = _held_draft(session, kind, edits)
            words, active = _wordings.wording_of(session, draft), _wordings.active(session, kind)
        labels = checks.labels(kind)
        changed = [key for key in labels if words.sentences.get(key) != active.sentences.get(key)]
        if not changed:
            raise Conflict("草稿和现用的文字一样，没有要起用的。")
        checked = checks.check(kind, {key: words[key] for key in labels})
        _refuse(dict(checked.faults))
        _refuse(dict(checks.draw(kind, active, {key: words[key] for key in changed}, checked).checked.faults))
        with self.change(Permission.WORDING_EDIT) as change:
            row, before = _held_draft(change.session, kind, edits), _active_row(change.session, kind)
            if before.number != active.version:
                raise Conflict("现用的文字刚刚换了一版，没有起用。请看过样张再起用。")
            before.state = RETIRED
            row.state, row.active_from, row.operator_id = ACTIVE, change.now, change.actor.id
            row.note = row.note or f"改了{'、'.join(labels[key] for key in changed)}"[: limit("wording_note")]
            detail = {"kind": kind, "number": row.number, "before": before.number, "sentences": changed}
            change.audit("wording.activated", "wording", kind, detail)
        return self.changed("wording", row=row.id)

    def restore_shipped(self, kind: str) -> Changes:
        """Print with the newest shipped version again. The station's own versions and the draft stay as they are."""
        with self.change(Permission.WORDING_EDIT) as change:
            before = _active_row(change.session, kind)
            rows = change.session.scalars(_wordings.rows_of(kind).where(WordingVersion.shipped.is_not(None)))
            newest = max(rows, key=lambda row: row.shipped or 0)
            if newest is before:
                return self.changed()
            before.state = RETIRED
            newest.state, newest.active_from = ACTIVE, change.now
            detail = {"kind": kind, "number": newest.number, "before": before.number}
            change.audit("wording.restored", "wording", kind, detail)
        return self.changed("wording")


# ---- rows


def _active_row(session: Session, kind: str) -> WordingVersion:
    row = session.scalars(_wordings.rows_of(kind).where(WordingVersion.state == ACTIVE)).one_or_none()
    if row is None:
        raise ValueError(f"没有“{kind}”这种文书的文字")
    return row


def _draft_row(session: Session, kind: str) -> WordingVersion | None:
    return session.scalars(_wordings.rows_of(kind).where(WordingVersion.state == DRAFT)).one_or_none()


def _held_draft(session: Session, kind: str, edits: int) -> WordingVersion:
    row = _draft_row(session, kind)
    if row is None or row.edits != edits:
        raise Conflict(_what_happened(session, row))
    return row


def _new_draft(change: Change, kind: str) -> WordingVersion:
    row = WordingVersion(
        kind=kind,
        number=_wordings.next_number(change.session, kind),
        shipped=None,
        sentences={},
        state=DRAFT,
        made_at=change.now,
        edits=0,
    )
    change.session.add(row)
    return row


def _name(session: Session, operator_id: int | None) -> str:
    row = session.get(Operator, operator_id) if operator_id is not None else None
    return row.name if row is not None else ""


def _what_happened(session: Session, row: WordingVersion | None) -> str:
    if row is None:
        return "草稿刚刚被别处起用或丢弃了。你打的字还在这里，再保存一次就另起一份草稿。"
    who, when = _name(session, row.operator_id), row.made_at
    return f"{who}在 {when:%H:%M} 也改了这份草稿。你打的字还在这里，再保存一次就用你的盖过去。"


def _too_long(sentences: Mapping[str, str], note: str) -> dict[str, str]:
    most, note_most = limit("narrative"), limit("wording_note")
    faults = {key: f"太长，最多 {most} 个字，存不下。" for key, text in sentences.items() if len(text) > most}
    if len(note.strip()) > note_most:
        faults["note"] = f"说明最多 {note_most} 个字，现在 {len(note.strip())} 个。"
    return faults


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise Invalid(faults)
