"""The register of issued sheets: fetch one again, say how the printing went, print it anew with a reason."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from domain.dates import date_words
from domain.names import mask_name
from domain.paper_code import human_code, qr_text
from domain.permissions import Permission
from domain.text import in_one_line, single_line
from models.document import Document, DocumentPdf
from models.operator import Operator
from models.party import Party
from printing.wording import wording
from services import _settings, _wordings
from services._base import Changes, Context, Service
from services._papers import CODE_FIELDS, NEVER_RENDERED, IssuedPaper, RenderedPapers, issue
from services._person_lines import UNIT
from system.errors import Conflict, Invalid, NotFound, Trouble

if TYPE_CHECKING:
    # The drawing libraries are big; a login and the lists do without them.
    from printing.raster import PageImage
    from printing.wording import Wording

__all__ = ["Documents", "IssuedPaper", "PaperRow", "SheetState", "page_images"]

REASON_LENGTH = 200
RECEIPT = "visit_receipt"


class SheetState(StrEnum):
    """What is known of the sheet in hand: nothing yet, good, spoiled, never out of the printer, or no longer valid."""

    PENDING = "pending"
    GOOD = "good"
    SPOILED = "spoiled"
    FAILED = "failed"
    VOID = "void"


@dataclass(frozen=True)
class PaperRow:
    """One line of the print centre; the visitor's name is masked.

    `correction` is the number of the correction that it shows (更正 n), 0 on the first paper of a visit.
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


class Documents(Service):
    """Sheets that were issued."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share the sheets still in memory with whoever issues them."""
        super().__init__(context)
        self._papers = papers

    def pdf(self, document_id: int) -> bytes:
        """The sheet's bytes, the same as when it was issued; a void one is stamped 作废 all over, code and all.

        Raises NotFound, and Trouble where this program draws it differently than the one that issued it.
        """
        with self.look(Permission.DOCUMENT_PRINT) as session:
            document = _existing(session, document_id)
            words = _wordings.version(session, document.kind, document.wording_version)
        pdf = self._archived(document, words)
        return pdf if document.state != SheetState.VOID else _stamped_void(document, pdf, words)

    def _archived(self, document: Document, words: "Wording") -> bytes:
        kept = self._papers.find(document.sha256)
        if kept is not None:
            return kept
        from printing import catalogue

        with self.look(Permission.DOCUMENT_PRINT) as session:
            stored = session.get(DocumentPdf, document.id)
        if stored is not None:
            return stored.pdf
        pdf = catalogue.render(document.kind, document.data, words)
        if document.sha256 != NEVER_RENDERED and hashlib.sha256(pdf).hexdigest() != document.sha256:
            raise Trouble(
                "这张文书重新排版后与存档不一致，没有打印。", "请联系维护人员，核对程序的字体和文书文字版本。"
            )
        self._papers.keep(hashlib.sha256(pdf).hexdigest(), pdf)
        return pdf

    def export(self, document_id: int) -> bytes:
        """The sheet's bytes to be kept outside of the register (另存 PDF); the audit says so. Raises as `pdf` does."""
        pdf = self.pdf(document_id)
        with self.change(Permission.DOCUMENT_PRINT) as change:
            document = _existing(change.session, document_id)
            detail = {"kind": document.kind, "number": document.number, "reprint": document.reprint}
            change.audit("document.exported", "document", document.uuid, detail)
        return pdf

    def warm_up(self) -> None:
        """Load the receipt's fonts, so that the first visitor of the day waits no longer than the second."""
        from printing import catalogue

        catalogue.render_form(catalogue.kind(RECEIPT).sample())

    def pages(self, document_id: int, dpi: int) -> "tuple[PageImage, ...]":
        """The sheet's pages as pixels at `dpi`, for the preview and for printers that take images."""
        return page_images(self.pdf(document_id), dpi)

    def issued(
        self, day: dt.date | None = None, *, before: int | None = None, limit: int = 100
    ) -> tuple[PaperRow, ...]:
        """Sheets of one day, or of all days, newest first; `before` is the id of the last row already shown."""
        query = _lines().order_by(Document.id.desc()).limit(limit)
        if day is not None:
            query = query.where(Document.issued_day == day)
        if before is not None:
            query = query.where(Document.id < before)
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return tuple(_row(*row) for row in session.execute(query))

    def one(self, document_id: int) -> PaperRow:
        """One line of the register; raises NotFound."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            row = session.execute(_lines().where(Document.id == document_id)).one_or_none()
        if row is None:
            raise NotFound("没有这张文书。")
        return _row(*row)

    def of_visit(self, visit_id: int) -> tuple[PaperRow, ...]:
        """All sheets of one visit, void ones among them, newest first."""
        query = _lines().where(Document.visit_id == visit_id).order_by(Document.id.desc())
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return tuple(_row(*row) for row in session.execute(query))

    def printed(self, document_id: int, printer: str) -> Changes:
        """Record that the sheet went to a printer; how it came out is asked afterwards."""
        return self._set_state(document_id, SheetState.PENDING, "", "document.printed", printer)

    def mark(self, document_id: int, state: SheetState, note: str = "") -> Changes:
        """Say how the sheet came out: good, spoiled (why), or never printed (the printer's trouble).

        Raises Conflict for a sheet that is void, and where one that never came out of the printer is called good.
        """
        return self._set_state(document_id, state, note, f"document.{state}", "")

    def _set_state(self, document_id: int, state: SheetState, note: str, action: str, printer: str) -> Changes:
        with self.change(Permission.DOCUMENT_PRINT) as change:
            document = _existing(change.session, document_id)
            _must_be_valid(document)
            if document.state == SheetState.FAILED and state is SheetState.GOOD:
                raise Conflict("这张文书没有打印出来，不能确认完好。请先重新打印。")
            document.state, document.state_at = state, change.now
            document.state_note = single_line(note)[:REASON_LENGTH]
            change.audit(action, "document", document.uuid, {"number": document.number, "printer": printer})
        return self.changed("document", row=document_id)

    def reprint(self, document_id: int, reason: str) -> IssuedPaper:
        """Issue the same content again, marked 补印 n; raises Invalid without a reason.

        A sheet that never came out of the printer isn't a reprint: print it again as it is (Conflict says so). A void
        one isn't printed any more (Conflict).
        """
        reason = single_line(in_one_line(reason))
        if not reason:
            raise Invalid({"reason": "补印要写明原因，比如“卡纸”“来访人遗失”。"})
        with self.change(Permission.DOCUMENT_REPRINT) as change:
            document = _existing(change.session, document_id)
            _must_be_valid(document)
            if document.state == SheetState.FAILED:
                raise Conflict("这张文书还没有打印出来，直接重新打印即可，不算补印。")
            newest = _last_reprint(change.session, document)
            if document.state == SheetState.PENDING:
                document.state, document.state_at, document.state_note = (
                    SheetState.SPOILED,
                    change.now,
                    reason[:REASON_LENGTH],
                )
            data = {key: value for key, value in document.data.items() if key not in CODE_FIELDS}
            return issue(
                change,
                self._papers,
                kind=document.kind,
                data=data | {"reprint": newest + 1},
                number=document.number,
                visit_id=document.visit_id,
                party_id=document.party_id,
                reason=reason[:REASON_LENGTH],
            )

    def printer_test(self, printer: str) -> bytes:
        """A page that shows whether a printer keeps size, corners and characters. It isn't kept."""
        from printing import catalogue
        from printing.forms import printer_test

        with self.look(None) as session:
            station = _settings.station(session)
        now = self._context.clock.now()
        number = f"CS{now:%Y%m%d}-{now:%H%M}"
        code = human_code(self._context.paper_key, f"{printer_test.FORM} {number} {printer}")
        return catalogue.render_form(
            printer_test.PrinterTest(
                station_name=station.name,
                printer=printer,
                printed_at=f"{date_words(now.date())} {now:%H:%M}",
                qr_text=qr_text(station.region_code, number, 1, code),
                human_code=code,
            )
        )


def page_images(pdf: bytes, dpi: int) -> "tuple[PageImage, ...]":
    """All pages of a PDF as pixels at `dpi`."""
    from printing import raster

    return tuple(raster.page_image(pdf, index, dpi) for index in range(raster.page_count(pdf)))


def _lines() -> Select[Document, str, str, str, int]:
    """Sheets with who issued them and for whom, without the data from which they are drawn."""
    return (
        select(Document, Operator.name, Party.name, Party.kind, Document.data["correction"].as_integer())
        .join(Operator, Operator.id == Document.operator_id)
        .outerjoin(Party, Party.id == Document.party_id)
        .options(defer(Document.data))
    )


def _existing(session: Session, document_id: int) -> Document:
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound("没有这张文书。")
    return document


def _stamped_void(document: Document, pdf: bytes, words: "Wording") -> bytes:
    """The sheet as nobody can take it for one that holds; a form without such a stamp stays as it was."""
    from printing import catalogue

    return catalogue.render(document.kind, document.data | {"void": True}, words) if "void" in document.data else pdf


def _must_be_valid(document: Document) -> None:
    if document.state == SheetState.VOID:
        raise Conflict(f"{document.number}的这张文书已经作废，不能再打印或改动。有更正后的新文书时，请用新的那张。")


def _last_reprint(session: Session, document: Document) -> int:
    query = select(func.max(Document.reprint)).where(Document.number == document.number, Document.kind == document.kind)
    return session.scalar(query) or 0


def _row(document: Document, operator: str, person: str | None, kind: str | None, correction: int | None) -> PaperRow:
    shown = person if kind == UNIT else mask_name(person or "")
    return PaperRow(
        id=document.id,
        kind=document.kind,
        title=wording(document.kind)["title"],
        number=document.number,
        person=shown or "",
        issued_at=document.issued_at,
        operator=operator,
        state=SheetState(document.state),
        state_note=document.state_note,
        reprint=document.reprint,
        human_code=document.human_code,
        correction=correction or 0,
    )
