"""The register of issued sheets as it is read: lines, filters, pages of a long list, counts for its tabs.

A day's list begins with what waits for an answer; a partial index holds those, so that ten years of other sheets cost
nothing. Pages go on from a mark, not from a count: what is issued meanwhile moves no line twice into view.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text, true, tuple_
from sqlalchemy.orm import Session, defer

from domain.labels import PAPER_LABELS
from domain.names import mask_name
from domain.numbering import NumberQuery, daily, read_number_query
from domain.paper_code import read_human_code
from domain.signed_code import code_in
from domain.text import single_line
from models.document import Document
from models.operator import Operator
from models.party import Party
from services._person_lines import UNIT

# The tabs count as far as this; beyond, only what waits or failed is counted exactly.
MOST_COUNTED = 2000
# The printers of the last sheets are offered as a filter.
PRINTERS_FROM = 2000
WORDS_LOOKED_FOR = 6
_REPRINT = "补印"
_BLANKS = re.compile(r"\s+")

# In these words SQLite sees that the index of open sheets fits.
_OPEN = text("document.state IN ('pending', 'failed')")


class SheetState(StrEnum):
    """What is known of the sheet in hand: nothing yet, good, spoiled, never out of the printer, or no longer valid."""

    PENDING = "pending"
    GOOD = "good"
    SPOILED = "spoiled"
    FAILED = "failed"
    VOID = "void"


@dataclass(frozen=True)
class PaperRow:
    """One line of the print centre; the visitor's name is masked, an organ that a sheet goes to isn't.

    `correction` is the number of the correction that it shows (更正 n), 0 on the first paper of a visit. `reason` says
    why it was issued again. `taken_back` is None where nobody has said whether the spoiled or void paper is here.
    """

    id: int
    kind: str
    title: str
    number: str
    person: str
    issued_at: dt.datetime
    operator: str
    state: SheetState
    state_note: str
    reprint: int
    human_code: str
    correction: int = 0
    paper: str = ""
    pages: int = 1
    copies: int = 1
    printer: str = ""
    printed_at: dt.datetime | None = None
    state_at: dt.datetime | None = None
    taken_back: bool | None = None
    reason: str = ""
    visit_id: int | None = None


@dataclass(frozen=True)
class PaperQuery:
    """Which sheets: of the days `first` to `last` (None: no end on that side), in a state, of a kind, from a printer.

    `text`: number or its short form, surname, recipient, title, operator (whole name), human code, or the scan of a
    code. A period up to now has no `last`, so that sheets from a clock that ran ahead stay in sight.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    state: SheetState | None = None
    kind: str = ""
    printer: str = ""
    text: str = ""


@dataclass(frozen=True)
class PageMark:
    """The last line that was shown: whether it was among the waiting ones, its day and its id."""

    waiting: bool
    day: dt.date
    id: int


@dataclass(frozen=True)
class PaperPage:
    """Some lines, and from where the next ones go on; None at the end."""

    rows: tuple[PaperRow, ...]
    next: PageMark | None


@dataclass(frozen=True)
class StateCounts:
    """How many sheets are in each state. Where not `whole`, only those that wait or failed were counted to the end."""

    by_state: Mapping[SheetState, int]
    whole: bool

    @property
    def all(self) -> int:
        """All of them, as far as they were counted."""
        return sum(self.by_state.values())


def lines() -> Select[Document, str, str, str, int]:
    """Sheets with who issued them and for whom, without the data from which they are drawn."""
    return (
        select(Document, Operator.name, Party.name, Party.kind, Document.data["correction"].as_integer())
        .join(Operator, Operator.id == Document.operator_id)
        .outerjoin(Party, Party.id == Document.party_id)
        .options(defer(Document.data))
    )


def row_of(document: Document, operator: str, person: str | None, kind: str | None, correction: int | None) -> PaperRow:
    """One line as the window gets it."""
    shown = person if kind == UNIT else mask_name(person or "")
    return PaperRow(
        id=document.id,
        kind=document.kind,
        title=PAPER_LABELS[document.kind],
        number=document.number,
        person=shown or document.recipient,
        issued_at=document.issued_at,
        operator=operator,
        state=SheetState(document.state),
        state_note=document.state_note,
        reprint=document.reprint,
        human_code=document.human_code,
        correction=correction or 0,
        paper=document.paper,
        pages=document.pages,
        copies=document.copies,
        printer=document.printer,
        printed_at=document.printed_at,
        state_at=document.state_at,
        taken_back=document.taken_back,
        reason=document.reason,
        visit_id=document.visit_id,
    )


def page_of(session: Session, query: PaperQuery, today: dt.date, after: PageMark | None, limit: int) -> PaperPage:
    """At most `limit` lines after a mark: what waits first, then the others, the newest day and sheet first."""
    wanted = _conditions(query, today)
    rows: list[Any] = []
    waiting = False
    for waiting in _parts(query.state):
        if after is not None and after.waiting and not waiting:
            mark = None
        elif after is not None and after.waiting != waiting:
            continue
        else:
            mark = after
        rows += session.execute(_part(query, wanted, waiting, mark).limit(limit + 1 - len(rows))).all()
        if len(rows) > limit:
            break
    shown = rows[:limit]
    last = shown[-1][0] if len(rows) > limit else None
    mark = PageMark(last.state == SheetState.PENDING, last.issued_day, last.id) if last is not None else None
    return PaperPage(tuple(row_of(*row) for row in shown), mark)


def _parts(state: SheetState | None) -> tuple[bool, ...]:
    """Which parts a list has: the waiting ones, the others."""
    return (True, False) if state is None else (state is SheetState.PENDING,)


def _part(
    query: PaperQuery, wanted: Sequence[ColumnElement[bool]], waiting: bool, mark: PageMark | None
) -> Select[Document, str, str, str, int]:
    found = lines().where(*wanted).order_by(Document.issued_day.desc(), Document.id.desc())
    if query.state is not None:
        found = found.where(Document.state == query.state)
    else:
        pending = Document.state == SheetState.PENDING
        found = found.where(pending if waiting else ~pending)
    if waiting or query.state is SheetState.FAILED:
        found = found.where(_OPEN)
    if mark is not None:
        found = found.where(tuple_(Document.issued_day, Document.id) < tuple_(mark.day, mark.id))
    return found


def counts_of(session: Session, query: PaperQuery, today: dt.date) -> StateCounts:
    """How many sheets of the query are in each state; its own state is left out of account."""
    wanted = _conditions(query, today)
    states = _joined(select(Document.state)).where(*wanted).limit(MOST_COUNTED + 1).subquery()
    counts = dict.fromkeys(SheetState, 0)
    for state, count in session.execute(select(states.c.state, func.count()).group_by(states.c.state)):
        counts[SheetState(state)] = count
    whole = sum(counts.values()) <= MOST_COUNTED
    if not whole:
        open_ones = _joined(select(Document.state, func.count())).where(_OPEN, *wanted).group_by(Document.state)
        counts |= {SheetState.PENDING: 0, SheetState.FAILED: 0}
        counts |= {SheetState(state): count for state, count in session.execute(open_ones)}
    return StateCounts(counts, whole)


def failed_ids(session: Session, query: PaperQuery, today: dt.date) -> tuple[int, ...]:
    """The sheets of the query that never came out of the printer, the oldest first."""
    found = _joined(select(Document.id)).where(_OPEN, Document.state == SheetState.FAILED)
    return tuple(session.scalars(found.where(*_conditions(query, today)).order_by(Document.id)))


def count_ahead(session: Session, today: dt.date) -> int:
    """How many sheets bear a day that hasn't come yet: the clock ran ahead when they were issued."""
    return session.scalar(select(func.count()).select_from(Document).where(Document.issued_day > today)) or 0


def last_printers(session: Session) -> tuple[str, ...]:
    """The printers that lately printed, by name."""
    lately = select(Document.printer).order_by(Document.id.desc()).limit(PRINTERS_FROM).subquery()
    return tuple(sorted(name for name in session.scalars(select(lately.c.printer).distinct()) if name))


# --------------------------------------------------------------------------------------------------------- filters


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.join(Operator, Operator.id == Document.operator_id).outerjoin(Party, Party.id == Document.party_id)


def _conditions(query: PaperQuery, today: dt.date) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.first is not None:
        wanted.append(Document.issued_day >= query.first)
    if query.last is not None:
        wanted.append(Document.issued_day <= query.last)
    if query.kind:
        wanted.append(Document.kind == query.kind)
    if query.printer:
        wanted.append(Document.printer == query.printer)
    if query.text.strip():
        wanted.append(_text_condition(query.text, today))
    return wanted


def _text_condition(typed: str, today: dt.date) -> ColumnElement[bool]:
    scanned = code_in(typed)
    if scanned is not None:
        return and_(Document.human_code == scanned.code, Document.number == scanned.number)
    plain = single_line(unicodedata.normalize("NFKC", typed))
    code = read_human_code(plain)
    words = [_word_condition(word, today) for word in _BLANKS.split(plain)[:WORDS_LOOKED_FOR] if word]
    found = and_(true(), *words)
    return or_(Document.human_code == code, found) if code else found


def _word_condition(word: str, today: dt.date) -> ColumnElement[bool]:
    """A word fits the number (short forms too), the beginning of a name or code, a recipient, a title, an operator."""
    fits: list[ColumnElement[bool]] = [
        Document.number.contains(word, autoescape=True),
        Document.human_code.startswith(word.upper(), autoescape=True),
        Document.recipient.contains(word, autoescape=True),
        Party.name.startswith(word, autoescape=True),
        Operator.name == word,
        Document.kind.in_([kind for kind, title in PAPER_LABELS.items() if word in title]),
    ]
    fits += [Document.number.like(_pattern(read)) for read in _readings(word, today)]
    if word == _REPRINT:
        fits.append(Document.reprint > 0)
    return or_(*fits)


def _readings(word: str, today: dt.date) -> list[NumberQuery]:
    """A day's number is often typed without its letters: 1124-7."""
    read = [read_number_query(word, today), *([read_number_query(f"LF{word}", today)] if "-" in word else [])]
    return list(dict.fromkeys(one for one in read if one is not None))


def _pattern(read: NumberQuery) -> str:
    """The number as LIKE knows it; what a paper adds to it (告知第2次) may follow."""
    if read.series is not None and daily(read.series):
        return f"%{read.period or ''}-{read.window or ''}{read.seq:03d}%"
    return f"%〔{read.period or '____'}〕{read.seq}号%"
