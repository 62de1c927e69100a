"""The whole file of a case as one PDF: its index (卷内目录), the papers that hold, then its scans.

Papers are drawn as the register gives them back, and scans are checked first; so what was tampered with stops the file
instead of standing in it. All the drawing is done outside of any transaction, paper by paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.dates import date_words
from domain.labels import PAPER_LABELS
from models.attachment import Attachment
from models.case import CaseFile
from models.document import Document
from models.visit import Matter
from services._base import Change
from services._case_facts import case_facts, frame, issued_before
from services._papers import RenderedPapers
from services._redrawing import Archived, archived, drawn
from services._register import SheetState
from system.errors import NotFound, Trouble

if TYPE_CHECKING:
    # The drawing libraries are big; a login and the lists do without them.
    from printing.forms.case_index import CaseIndex, IndexRow

KIND = "case_index"
Progress = Callable[[int, int], bool]
"""Told how many pieces of how many are done; False stops the work."""
_SCAN = "附件"
_HOLDS = (SheetState.PENDING.value, SheetState.GOOD.value)


@dataclass(frozen=True)
class Gathered:
    """What lies in a file, read in one go; `version` is that of the case, so that a later change is noticed."""

    case_id: int
    version: int
    sheets: tuple[Archived, ...]
    scans: tuple[Attachment, ...]

    @property
    def pieces(self) -> int:
        """How many steps of progress there are: each paper, each scan, and putting them together."""
        return len(self.sheets) + len(self.scans) + 1


@dataclass(frozen=True)
class Part:
    """One document of the file, drawn. `day` is as the index writes it."""

    number: str
    author: str
    title: str
    day: str
    note: str
    pages: int
    pdf: bytes


def gather(session: Session, case_id: int) -> Gathered:
    """The papers of a case and of its visits that hold, and its scans, each in the order of time; raises NotFound."""
    case = session.get(CaseFile, case_id)
    if case is None:
        raise NotFound("没有这一件。")
    visits = select(Matter.visit_id).where(Matter.case_id == case_id)
    papers = select(Document).where(
        or_(Document.case_id == case_id, Document.visit_id.in_(visits)),
        Document.state.in_(_HOLDS),
        Document.kind != KIND,
    )
    # Of a sheet that was printed again only the newest one lies in the file.
    newest = {(row.kind, row.number, row.recipient): row for row in session.scalars(papers.order_by(Document.id))}
    scans = select(Attachment).where(Attachment.case_id == case_id, Attachment.removed_at.is_(None))
    return Gathered(
        case_id=case_id,
        version=case.version,
        sheets=tuple(archived(session, row) for row in sorted(newest.values(), key=lambda row: row.id)),
        scans=tuple(session.scalars(scans.order_by(Attachment.id))),
    )


def draw_parts(
    gathered: Gathered,
    papers: RenderedPapers,
    paper_key: bytes,
    *,
    read: Callable[[int], bytes],
    progress: Progress | None = None,
) -> tuple[Part, ...] | None:
    """Every document of the file as PDF; None where `progress` said to stop. `read` gives a scan's checked bytes.

    Raises Trouble where a paper or a scan isn't what it was.
    """
    tell, total = progress or _go_on, gathered.pieces
    parts: list[Part] = []
    for sheet in gathered.sheets:
        if not tell(len(parts), total):
            return None
        parts.append(_sheet_part(sheet, papers, paper_key))
    for scan in gathered.scans:
        if not tell(len(parts), total):
            return None
        parts.append(_scan_part(scan, read(scan.id)))
    return tuple(parts) if tell(len(parts), total) else None


def index_form(change: Change, gathered: Gathered, parts: Sequence[Part]) -> "CaseIndex":
    """The index of the file; `change` may belong to a read and only says who asks, and when."""
    from printing.forms.case_index import CaseIndex

    facts = case_facts(change.session, gathered.case_id)
    case = facts.case
    count = issued_before(change.session, case.id, KIND) + 1
    return CaseIndex(
        **frame(change, facts, number=f"{case.number} 目录第{count}次"),
        file_title="　".join(filter(None, (facts.name, case.title))),
        case_number=case.number,
        opened_on=date_words(case.opened_at.date()),
        closed_on="" if case.closed_at is None else date_words(case.closed_at.date()),
        rows=_rows(parts),
        pages=sum(part.pages for part in parts),
    )


def put_together(index: bytes, parts: Sequence[Part]) -> bytes:
    """The index and all parts as one PDF, with their page numbers."""
    from printing.case_file import case_file_pdf

    return case_file_pdf(index, [part.pdf for part in parts])


def _sheet_part(sheet: Archived, papers: RenderedPapers, paper_key: bytes) -> Part:
    from printing import raster

    row, title = sheet.document, PAPER_LABELS[sheet.document.kind]
    try:
        found = drawn(sheet, papers, paper_key)
    except Trouble as error:
        raise Trouble(f"案卷没有做成，停在“{title}”（{row.number}）：{error.message}", error.advice) from error
    return Part(
        number=row.number,
        author=str(row.data.get("station_name", "")),
        title=title,
        day=row.issued_day.isoformat(),
        note=f"补印{row.reprint}" if row.reprint else "",
        pages=raster.page_count(found.pdf),
        pdf=found.pdf,
    )


def _scan_part(scan: Attachment, data: bytes) -> Part:
    from printing import raster
    from printing.attached import AttachedType
    from printing.case_file import image_page

    pdf = data if scan.kind == AttachedType.PDF else image_page(data)
    day, title = scan.added_at.date().isoformat(), PurePath(scan.name).stem
    return Part("", "", title, day, _SCAN, pages=raster.page_count(pdf), pdf=pdf)


def _rows(parts: Sequence[Part]) -> "tuple[IndexRow, ...]":
    from printing.forms.case_index import IndexRow

    rows, last = [], 0
    for part in parts:
        first, last = last + 1, last + part.pages
        rows.append(IndexRow(part.number, part.author, part.title, part.day, first, last, part.note))
    return tuple(rows)


def _go_on(done: int, total: int) -> bool:
    return True
