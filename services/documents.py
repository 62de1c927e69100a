"""The register of issued sheets: find one, give it back, say how the printing went, void it, print it anew."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.dates import date_words
from domain.labels import PAPER_LABELS
from domain.paper_code import human_code, qr_text
from domain.permissions import Permission
from domain.text import in_one_line, single_line
from models.document import Document
from services import _register, _settings, _wordings
from services._base import Change, Changes, Context, Service
from services._papers import CODE_FIELDS, IssuedPaper, RenderedPapers, issue
from services._redrawing import DrawnSheet, archived, drawn
from services._register import PageMark, PaperPage, PaperQuery, PaperRow, SheetState, StateCounts
from system.errors import Conflict, Invalid, NotFound

if TYPE_CHECKING:
    # The drawing libraries are big; a login and the lists do without them.
    from printing.raster import PageImage

__all__ = [
    "Documents",
    "DrawnSheet",
    "Filters",
    "IssuedPaper",
    "PageMark",
    "PaperPage",
    "PaperQuery",
    "PaperRow",
    "SheetState",
    "StateCounts",
    "Voided",
    "page_images",
]

REASON_LENGTH = 200
PRINTER_LENGTH = 120
PAGE_ROWS = 100
RECEIPT = "visit_receipt"
TEST_PAGE = "printer_test"
STATE_WORDS = {
    SheetState.PENDING: "待确认",
    SheetState.GOOD: "完好",
    SheetState.SPOILED: "损坏",
    SheetState.FAILED: "打印失败",
    SheetState.VOID: "作废",
}
_CHECKED = "（已核对本人身份）"


@dataclass(frozen=True)
class Filters:
    """What the register can be filtered by: kinds as (code, title), and the printers of the last sheets."""

    kinds: tuple[tuple[str, str], ...]
    printers: tuple[str, ...]


@dataclass(frozen=True)
class Voided:
    """A sheet was made void; `next` says in words what is left to do."""

    changes: Changes
    next: str


class Documents(Service):
    """Sheets that were issued."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share the sheets still in memory with whoever issues them."""
        super().__init__(context)
        self._papers = papers

    def pdf(self, document_id: int) -> bytes:
        """The sheet's PDF as `drawn` gives it. Raises NotFound, Trouble."""
        return self.drawn(document_id).pdf

    def drawn(self, document_id: int) -> DrawnSheet:
        """The sheet as it is shown and printed; a void one is stamped 作废 all over, code and all.

        The same bytes as when it was issued; where this program draws it otherwise, today's drawing, and words that say
        so. Raises NotFound, and Trouble where the archived content isn't what was issued.
        """
        with self.look(Permission.DOCUMENT_PRINT) as session:
            sheet = archived(session, _existing(session, document_id))
        return drawn(sheet, self._papers, self._context.paper_key)

    def export(self, document_id: int) -> bytes:
        """The sheet's bytes to be kept outside of the register (另存 PDF); the audit says so. Raises as `pdf` does."""
        sheet = self.drawn(document_id)
        with self.change(Permission.DOCUMENT_PRINT) as change:
            document = _existing(change.session, document_id)
            detail = {"kind": document.kind, "number": document.number, "reprint": document.reprint}
            change.audit("document.exported", "document", document.uuid, detail)
        return sheet.pdf

    @staticmethod
    def preview_first(kind: str) -> bool:
        """Whether a kind of paper is looked at before it is printed."""
        from printing import catalogue

        return catalogue.kind(kind).preview_first

    def warm_up(self) -> None:
        """Load the receipt's fonts, so that the first visitor of the day waits no longer than the second."""
        from printing import catalogue

        with self.look(None) as session:
            words = _wordings.active(session, RECEIPT)
        catalogue.render_form(catalogue.kind(RECEIPT).sample(), words)

    def pages(self, document_id: int, dpi: int) -> "tuple[PageImage, ...]":
        """The sheet's pages as pixels at `dpi`, for the preview and for printers that take images."""
        return page_images(self.pdf(document_id), dpi)

    # ---- reading the register

    def issued(
        self, day: dt.date | None = None, *, before: int | None = None, limit: int = 100
    ) -> tuple[PaperRow, ...]:
        """Sheets of one day, or of all days, newest first; `before` is the id of the last row already shown."""
        query = _register.lines().order_by(Document.id.desc()).limit(limit)
        if day is not None:
            query = query.where(Document.issued_day == day)
        if before is not None:
            query = query.where(Document.id < before)
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return tuple(_register.row_of(*row) for row in session.execute(query))

    def page(self, query: PaperQuery, *, after: PageMark | None = None, limit: int = PAGE_ROWS) -> PaperPage:
        """Some lines of the register: what waits for an answer first, then newest first; go on with `page.next`."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return _register.page_of(session, query, self._context.clock.today(), after, limit)

    def counts(self, query: PaperQuery) -> StateCounts:
        """How many sheets of a query are in each state, whichever state it asks for."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return _register.counts_of(session, query, self._context.clock.today())

    def failed(self, query: PaperQuery) -> tuple[int, ...]:
        """The ids of all sheets of a query that never came out of the printer, in the order to print them."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return _register.failed_ids(session, query, self._context.clock.today())

    def ahead(self) -> int:
        """How many sheets bear a day after today, because the computer's clock was wrong then or is now."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return _register.count_ahead(session, self._context.clock.today())

    def filters(self) -> Filters:
        """What the list can be narrowed to."""
        from printing import catalogue

        kinds = [kind for kind in catalogue.KINDS.values() if kind.kept and not kind.loose and kind.code != TEST_PAGE]
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return Filters(tuple((kind.code, kind.title) for kind in kinds), _register.last_printers(session))

    def one(self, document_id: int) -> PaperRow:
        """One line of the register; raises NotFound."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            row = session.execute(_register.lines().where(Document.id == document_id)).one_or_none()
        if row is None:
            raise NotFound("没有这张文书。")
        return _register.row_of(*row)

    def of_visit(self, visit_id: int) -> tuple[PaperRow, ...]:
        """All sheets of one visit, void ones among them, newest first."""
        query = _register.lines().where(Document.visit_id == visit_id).order_by(Document.id.desc())
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return tuple(_register.row_of(*row) for row in session.execute(query))

    # ---- what becomes of a sheet

    def printed(self, document_id: int, printer: str, *, copies: int | None = None) -> Changes:
        """Record that the sheet went to a printer, when, and how often; how it came out is asked afterwards.

        Without `copies` the number of its kind stands. Raises Conflict for a void sheet.
        """
        with self.change(Permission.DOCUMENT_PRINT) as change:
            document = _existing(change.session, document_id)
            _must_be_valid(document)
            document.printer, document.printed_at = printer[:PRINTER_LENGTH], change.now
            document.copies = copies or document.copies
            _set(change, document, SheetState.PENDING, "")
            detail = {"number": document.number, "printer": printer, "count": document.copies}
            change.audit("document.printed", "document", document.uuid, detail)
        return self.changed("document", row=document_id)

    def mark(
        self,
        document_id: int,
        state: SheetState,
        note: str = "",
        *,
        taken_back: bool | None = None,
        seen: SheetState | None = None,
    ) -> Changes:
        """Say how the sheet came out: good, spoiled (why), or never printed (the printer's trouble).

        `taken_back`: whether the spoiled paper is here. `seen` is the state that the operator had before her: Conflict
        where another window was faster. Raises Conflict for a sheet that is void, and where one that never came out of
        the printer is called good. Void is said by `void`.
        """
        if state is SheetState.VOID:
            raise ValueError("a sheet is made void by void(), with its reason")
        with self.change(Permission.DOCUMENT_PRINT) as change:
            document = _existing(change.session, document_id)
            _must_be_valid(document)
            _must_be_as_seen(document, seen)
            if document.state == SheetState.FAILED and state is SheetState.GOOD:
                raise Conflict("这张文书没有打印出来，不能确认完好。请先重新打印。")
            _set(change, document, state, note, taken_back)
            change.audit(f"document.{state}", "document", document.uuid, {"number": document.number})
        return self.changed("document", row=document_id)

    def void(
        self, document_id: int, reason: str, *, taken_back: bool | None = None, seen: SheetState | None = None
    ) -> Voided:
        """Make one sheet void: its number stays, what it is about (a visit) isn't touched.

        Raises Invalid without a reason, Conflict where it is void already or changed since it was `seen`, Denied for
        whoever may not print again: a void sheet is as much an exception in the day's count as a second one.
        """
        reason = single_line(in_one_line(reason))
        if not reason:
            raise Invalid({"reason": "作废要写明原因，比如“姓名写错”“出错了文书”。"})
        with self.change(Permission.DOCUMENT_REPRINT) as change:
            document = _existing(change.session, document_id)
            if document.state == SheetState.VOID:
                raise Conflict(f"这张已经在 {document.state_at:%m-%d %H:%M} 作废，没有再改动。")
            _must_be_as_seen(document, seen)
            _set(change, document, SheetState.VOID, reason, taken_back)
            detail = {"number": document.number, "kind": document.kind, "reprint": document.reprint}
            change.audit("document.void", "document", document.uuid, detail)
            words = _after_void(change.session, document)
        return Voided(self.changed("document", row=document_id), words)

    def reprint(self, document_id: int, reason: str, *, checked: bool = False) -> IssuedPaper:
        """Issue the same content again, marked 补印 n; raises Invalid without a reason.

        `checked`: the clerk saw that it is the person herself; that stands with the reason and in the audit. A sheet
        that never came out of the printer isn't a reprint: print it again as it is (Conflict says so). A void one isn't
        printed any more (Conflict).
        """
        reason = single_line(in_one_line(reason))
        if not reason:
            raise Invalid({"reason": "补印要写明原因，比如“卡纸”“来访人遗失”。"})
        reason = reason[: REASON_LENGTH - len(_CHECKED)] + _CHECKED if checked else reason[:REASON_LENGTH]
        with self.change(Permission.DOCUMENT_REPRINT) as change:
            document = _existing(change.session, document_id)
            _must_be_valid(document)
            if document.state == SheetState.FAILED:
                raise Conflict("这张文书还没有打印出来，直接重新打印即可，不算补印。")
            count = _last_reprint(change.session, document) + 1
            if document.state == SheetState.PENDING:
                _set(change, document, SheetState.SPOILED, reason)
            data = {key: value for key, value in document.data.items() if key not in CODE_FIELDS}
            paper = issue(
                change,
                self._papers,
                kind=document.kind,
                data=data | {"reprint": count},
                number=document.number,
                visit_id=document.visit_id,
                party_id=document.party_id,
                case_id=document.case_id,
                recipient=document.recipient,
                reason=reason,
            )
            detail = {"number": document.number, "kind": document.kind, "reprint": count, "checked": checked}
            change.audit("document.reprinted", "document", document.uuid, detail)
        return paper

    def printer_test(self, printer: str) -> bytes:
        """A page that shows whether a printer keeps size, corners and characters. It isn't kept."""
        from printing import catalogue
        from printing.forms import printer_test

        with self.look(None) as session:
            station = _settings.station(session)
            words = _wordings.active(session, printer_test.FORM)
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
            ),
            words,
        )


def page_images(pdf: bytes, dpi: int) -> "tuple[PageImage, ...]":
    """All pages of a PDF as pixels at `dpi`."""
    from printing import raster

    return tuple(raster.page_image(pdf, index, dpi) for index in range(raster.page_count(pdf)))


def _existing(session: Session, document_id: int) -> Document:
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound("没有这张文书。")
    return document


def _must_be_valid(document: Document) -> None:
    if document.state == SheetState.VOID:
        raise Conflict(f"{document.number}的这张文书已经作废，不能再打印或改动。有更正后的新文书时，请用新的那张。")


def _last_reprint(session: Session, document: Document) -> int:
    """How often this sheet was printed again. A visit's referrals share its number and differ in whom they are for."""
    query = select(func.max(Document.reprint)).where(
        Document.number == document.number,
        Document.kind == document.kind,
        Document.recipient == document.recipient,
    )
    return session.scalar(query) or 0


def _must_be_as_seen(document: Document, seen: SheetState | None) -> None:
    """Two windows on one sheet: the second is told what the first one said."""
    if seen is not None and document.state != seen:
        now = STATE_WORDS[SheetState(document.state)]
        raise Conflict(
            f"这张刚才（{document.state_at:%H:%M}）已在别的窗口记为“{now}”，这里没有再改。列表已更新，请再看一眼。"
        )


def _set(change: Change, document: Document, state: SheetState, note: str, taken_back: bool | None = None) -> None:
    document.state, document.state_at, document.taken_back = state, change.now, taken_back
    document.state_note = single_line(note)[:REASON_LENGTH]


def _after_void(session: Session, document: Document) -> str:
    """What is left to do after a sheet was made void."""
    others = select(func.count()).where(
        Document.number == document.number, Document.kind == document.kind, Document.state != SheetState.VOID
    )
    if session.scalar(others):
        return f"{document.number}另有一张没有作废，以那一张为准；作废的这张请收回。"
    if document.kind == RECEIPT:
        return f"来访 {document.number} 仍然有效。打开这次来访按“更正”，改好后会出一张新回执；作废的这张请收回。"
    if document.visit_id is not None:
        return f"作废的这张请收回。还要出《{PAPER_LABELS[document.kind]}》的，打开这次来访重新出。"
    return f"作废的这张请收回。还要出《{PAPER_LABELS[document.kind]}》的，用“出新文书”另出一张，编号另起。"
