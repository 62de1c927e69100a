"""Giving an archived sheet back: the same bytes as on its day, or, where a newer program draws it otherwise, saying so.

The judge is the hash of the day. A sheet whose hash differs while its code still fits its content wasn't tampered with:
the layout or a font has changed since. It is shown in today's drawing, and never passed off as the same bytes.
"""

import hashlib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from models.document import Document, DocumentPdf
from services import _wordings
from services._papers import NEVER_RENDERED, RenderedPapers, carries_its_code
from services._register import SheetState
from system.errors import Trouble

if TYPE_CHECKING:
    # The drawing libraries are big; a login and the lists do without them.
    from printing.wording import Wording

CHANGED_LAYOUT = (
    "这张是用现在的版式重新画出来的：内容与存档完全一致，但程序的版式在它出具以后改过，样子和当时那张纸会有出入。"
    "要再给一张的，请补印。"
)


@dataclass(frozen=True)
class DrawnSheet:
    """A sheet's PDF. `same`: these are the bytes of its day; else `words` says what is different."""

    pdf: bytes
    same: bool
    words: str = ""


@dataclass(frozen=True)
class Archived:
    """What the register holds of one sheet, read in one go; `stored` is its PDF where that was kept."""

    document: Document
    words: "Wording"
    stored: bytes | None


def archived(session: Session, document: Document) -> Archived:
    """All that is needed to give the sheet back without a session."""
    stored = session.get(DocumentPdf, document.id)
    words = _wordings.version(session, document.kind, document.wording_version)
    return Archived(document, words, None if stored is None else stored.pdf)


def drawn(sheet: Archived, papers: RenderedPapers, paper_key: bytes) -> DrawnSheet:
    """The sheet as it is to be shown; a void one is stamped 作废 all over, code and all.

    Raises Trouble where neither bytes nor code fit: then what lies in the archive isn't what was issued.
    """
    found = _valid(sheet, papers, paper_key)
    if sheet.document.state != SheetState.VOID or not _knows_void(sheet.document.kind):
        return found
    from printing import catalogue

    stamped = catalogue.render(sheet.document.kind, sheet.document.data | {"void": True}, sheet.words)
    return DrawnSheet(stamped, found.same, found.words)


def _valid(sheet: Archived, papers: RenderedPapers, paper_key: bytes) -> DrawnSheet:
    document = sheet.document
    kept = papers.find(document.sha256) or sheet.stored
    if kept is not None and _sha256(kept) == document.sha256:
        return DrawnSheet(kept, True)
    pdf = _again(sheet)
    if document.sha256 == NEVER_RENDERED or _sha256(pdf) == document.sha256:
        papers.keep(_sha256(pdf), pdf)
        return DrawnSheet(pdf, True)
    if sheet.stored is not None or not carries_its_code(paper_key, document):
        raise Trouble(
            "这张文书的存档内容与出具时的记录对不上，可能被改动过，没有显示，也没有打印。",
            "请到“设置 › 日志”核对日志链，再用最近一次完好的备份比对。",
        )
    return DrawnSheet(pdf, False, CHANGED_LAYOUT)


def _again(sheet: Archived) -> bytes:
    from printing import catalogue

    try:
        return catalogue.render(sheet.document.kind, sheet.document.data, sheet.words)
    except ValueError as error:
        raise Trouble(
            "这张文书的存档内容，现在的程序读不出来，没有显示，也没有打印。",
            "请用出具它的那一版程序打开，或联系维护人员。",
        ) from error


def _knows_void(kind: str) -> bool:
    """Whether the form has a stamp 作废; one without stays as it was."""
    from printing import catalogue

    return any(field.name == "void" for field in fields(catalogue.kind(kind).form))


def _sha256(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
