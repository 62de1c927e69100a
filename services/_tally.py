"""How a day's sheets add up, read in somebody's session.

A number counts once, by the newest of its sheets of that day. A day of the log is a stretch of entries without a gap:
it begins at the first entry that isn't older than midnight, and ends where the next day begins.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, defer

from domain.labels import PAPER_LABELS
from domain.number_spans import span_words
from models.audit import AuditEntry
from models.document import Document
from models.operator import Operator
from models.visit import Visit
from services._chain import GENESIS
from services.documents import SheetState
from system.clock import CHINA

# So many sheets that still wait are named; all of them are counted.
WAITING_NAMED = 50

_OPEN = (SheetState.PENDING, SheetState.FAILED)
_RECEIPT = "visit_receipt"
# What the log says of a sheet's state: that it was said, or that another took the sheet's place, which spoils it.
_REPRINTED = "reprinted"
_TELLING = (*SheetState, _REPRINTED)


class IncidentKind(StrEnum):
    """What happened to a sheet besides being handed over."""

    FAILED = "failed"
    SPOILED = "spoiled"
    VOID = "void"
    REPRINT = "reprint"


@dataclass(frozen=True)
class TallyLine:
    """One kind of paper: `numbers` = `handed` + `void` + `spoiled` + `open`, each number counted once.

    `spoiled` numbers have a spoiled sheet for their last; `open` ones wait for an answer or never came out of the
    printer. `sheets` counts the paper that was used. `span` names the numbers.
    """

    kind: str
    title: str
    span: str
    numbers: int
    handed: int
    void: int
    spoiled: int
    open: int
    sheets: int


@dataclass(frozen=True)
class Incident:
    """One exception; `taken_back` is None where nobody said, and of no meaning where nothing came out."""

    at: dt.datetime
    kind: IncidentKind
    title: str
    number: str
    reprint: int
    reason: str
    operator: str
    sheets: int
    taken_back: bool | None


@dataclass(frozen=True)
class CarriedSheet:
    """A sheet of an earlier day; `at` is when its state was last said."""

    day: dt.date
    at: dt.datetime
    title: str
    number: str


@dataclass(frozen=True)
class LogSeal:
    """The day's stretch of the audit chain: entries `first` to `last`, digests as 64 hex letters.

    On a day without entries `count` is 0 and `digest` is `previous`.
    """

    count: int
    first: int
    last: int
    digest: str
    previous: str


@dataclass(frozen=True)
class Tally:
    """One day. `confirmed`: earlier sheets called good on this day; `waiting`: earlier ones that still wait, the oldest
    first and at most `WAITING_NAMED` of `waiting_count`. `missing`: visit numbers of the day without visit or receipt.
    """

    day: dt.date
    lines: tuple[TallyLine, ...]
    incidents: tuple[Incident, ...]
    confirmed: tuple[CarriedSheet, ...]
    waiting: tuple[CarriedSheet, ...]
    waiting_count: int
    log: LogSeal
    missing: tuple[str, ...]

    @property
    def numbers(self) -> int:
        """How many numbers have a sheet of this day."""
        return sum(line.numbers for line in self.lines)

    @property
    def handed(self) -> int:
        """Numbers whose last sheet is good."""
        return sum(line.handed for line in self.lines)

    @property
    def void(self) -> int:
        """Numbers whose last sheet is void."""
        return sum(line.void for line in self.lines)

    @property
    def spoiled(self) -> int:
        """Numbers whose last sheet is spoiled."""
        return sum(line.spoiled for line in self.lines)

    @property
    def open(self) -> int:
        """Numbers of which nobody has said how they came out."""
        return sum(line.open for line in self.lines)

    @property
    def sheets(self) -> int:
        """Sheets of paper that were used."""
        return sum(line.sheets for line in self.lines)

    @property
    def carried_over(self) -> int:
        """What the next day takes over: all that waits, of this day and of earlier ones."""
        return self.open + self.waiting_count

    @property
    def settled(self) -> bool:
        """Whether it is known of every sheet of the day how it came out."""
        return self.open == 0


def tally_of(session: Session, day: dt.date) -> Tally:
    """Add up a day as the register stands now."""
    documents = session.scalars(
        select(Document).where(Document.issued_day == day).order_by(Document.id).options(defer(Document.data))
    ).all()
    seal = _seal(session, day)
    told = _told(session, seal.first, max([day, *(_day(document.state_at) for document in documents)]))
    handled = _handled_today(session, day, {uuid for (uuid, _), (seq, _) in told.items() if seq <= seal.last})
    waiting, waiting_count = _waiting(session, day)
    return Tally(
        day=day,
        lines=tuple(_lines(documents)),
        incidents=tuple(_incidents(session, documents, handled, told)),
        confirmed=tuple(_carried(one) for one in handled if one.state == SheetState.GOOD),
        waiting=waiting,
        waiting_count=waiting_count,
        log=seal,
        missing=_missing(session, day),
    )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(CHINA).date()


def _title(kind: str) -> str:
    return PAPER_LABELS[kind]


def paper_used(document: Document) -> int:
    """Sheets of paper; one that never came out of the printer used none."""
    return 0 if document.state == SheetState.FAILED else document.pages * document.copies


# ------------------------------------------------------------------------------------------------------- numbers


def _lines(documents: Sequence[Document]) -> Iterable[TallyLine]:
    kinds: dict[str, list[Document]] = {}
    for document in documents:
        kinds.setdefault(document.kind, []).append(document)
    for kind, sheets in kinds.items():
        newest = {sheet.number: SheetState(sheet.state) for sheet in sheets}
        counts = Counter(newest.values())
        yield TallyLine(
            kind=kind,
            title=_title(kind),
            span=span_words(newest),
            numbers=len(newest),
            handed=counts[SheetState.GOOD],
            void=counts[SheetState.VOID],
            spoiled=counts[SheetState.SPOILED],
            open=sum(counts[state] for state in _OPEN),
            sheets=sum(map(paper_used, sheets)),
        )


def _missing(session: Session, day: dt.date) -> tuple[str, ...]:
    """Visit numbers that the day should have: gaps in the counting, and visits that have no receipt."""
    rows = session.execute(
        select(Visit.seq, Visit.number, Document.id)
        .outerjoin(Document, (Document.visit_id == Visit.id) & (Document.kind == _RECEIPT))
        .where(Visit.day == day)
        .order_by(Visit.seq)
    ).all()
    known = {row.seq for row in rows}
    gaps = [f"{seq:03d}" for seq in range(1, max(known, default=0)) if seq not in known]
    return (*gaps, *(row.number for row in rows if row.id is None))


# ---------------------------------------------------------------------------------------------------- exceptions


def _told(session: Session, first: int, until: dt.date) -> dict[tuple[str, str], tuple[int, str]]:
    """Who last did what to a sheet: (its UUID, the act) → (number of the entry, name), from entry `first` on."""
    rows = session.execute(
        select(AuditEntry.seq, AuditEntry.subject_id, AuditEntry.action, AuditEntry.operator_name)
        .where(
            AuditEntry.seq >= first,
            AuditEntry.seq < _first_entry(session, until + dt.timedelta(days=1)),
            AuditEntry.subject == "document",
            AuditEntry.action.in_([f"document.{act}" for act in _TELLING]),
        )
        .order_by(AuditEntry.seq)
    )
    return {(row.subject_id, row.action.removeprefix("document.")): (row.seq, row.operator_name) for row in rows}


def _handled_today(session: Session, day: dt.date, uuids: Iterable[str]) -> list[Document]:
    """Sheets of earlier days whose state was said on this day and still is the same."""
    query = select(Document).where(Document.uuid.in_(list(uuids)), Document.issued_day < day).order_by(Document.id)
    found = session.scalars(query.options(defer(Document.data))).all()
    return [document for document in found if _day(document.state_at) == day]


def _incidents(
    session: Session,
    documents: Sequence[Document],
    handled: Sequence[Document],
    told: dict[tuple[str, str], tuple[int, str]],
) -> list[Incident]:
    names = {row.id: row.name for row in session.execute(select(Operator.id, Operator.name))}
    bad = (SheetState.FAILED, SheetState.SPOILED, SheetState.VOID)

    def who(document: Document) -> str:
        entry = told.get((document.uuid, document.state)) or told.get((document.uuid, _REPRINTED))
        return entry[1] if entry else names[document.operator_id]

    found = [_incident(one, IncidentKind(one.state), who(one)) for one in (*documents, *handled) if one.state in bad]
    found += [_incident(one, IncidentKind.REPRINT, names[one.operator_id]) for one in documents if one.reprint]
    return sorted(found, key=lambda incident: incident.at)


def _incident(document: Document, kind: IncidentKind, operator: str) -> Incident:
    again = kind is IncidentKind.REPRINT
    return Incident(
        at=document.issued_at if again else document.state_at,
        kind=kind,
        title=_title(document.kind),
        number=document.number,
        reprint=document.reprint,
        reason=document.reason if again else document.state_note,
        operator=operator,
        sheets=paper_used(document),
        taken_back=None if again else document.taken_back,
    )


def _waiting(session: Session, day: dt.date) -> tuple[tuple[CarriedSheet, ...], int]:
    # In these words SQLite sees that the index of open sheets fits.
    still = (text("document.state IN ('pending', 'failed')"), Document.issued_day < day)
    query = select(Document).where(*still).order_by(Document.issued_day, Document.id).limit(WAITING_NAMED)
    count = session.scalar(select(func.count()).select_from(Document).where(*still)) or 0
    return tuple(_carried(one) for one in session.scalars(query.options(defer(Document.data)))), count


def _carried(document: Document) -> CarriedSheet:
    return CarriedSheet(document.issued_day, document.state_at, _title(document.kind), document.number)


# --------------------------------------------------------------------------------------------------- the log's end


def _seal(session: Session, day: dt.date) -> LogSeal:
    first, after = _first_entry(session, day), _first_entry(session, day + dt.timedelta(days=1))
    digests = {
        row.seq: row.digest
        for row in session.execute(
            select(AuditEntry.seq, AuditEntry.digest).where(AuditEntry.seq.in_([first - 1, after - 1]))
        )
    }
    digest, previous = (digests.get(seq, GENESIS).hex() for seq in (after - 1, first - 1))
    return LogSeal(after - first, first, after - 1, digest, previous)


def _first_entry(session: Session, day: dt.date) -> int:
    """The number of the first entry of a day or after it; one more than the last where there is none.

    Found by halving: the log has an entry for each number and no index of times.
    """
    midnight = dt.datetime.combine(day, dt.time(), CHINA)
    low, high = 1, (session.scalar(select(func.max(AuditEntry.seq))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(select(AuditEntry.at).where(AuditEntry.seq == middle))
        if at is not None and at >= midnight:
            high = middle
        else:
            low = middle + 1
    return low
