"""Issuing a sheet inside the transaction of what it is about: its code, its bytes' hash, its row in the register.

The register keeps the data and the version of the wording, not the PDF: rendering is exact to the byte, so the same
data gives the same sheet again, and ten years of receipts don't weigh gigabytes.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from threading import Lock
from typing import Any

from domain.labels import PAPER_LABELS
from domain.paper_code import human_code
from domain.signed_code import DIGEST_BYTES, PaperFacts, message_of, signed_text
from models.document import Document, DocumentPdf
from services import _settings, _wordings
from services._base import Change

KEPT_IN_MEMORY = 16
# Stands for the hash of a sheet that was put into the register unseen (the demo's); drawing it is no contradiction.
NEVER_RENDERED = ""
CODE_FIELDS = frozenset({"human_code", "qr_text", "more_codes"})
_OLD_CODE_FIELDS = ("human_code", "qr_text")


@dataclass(frozen=True)
class IssuedPaper:
    """What a page needs to print, show or find a sheet."""

    id: int
    kind: str
    title: str
    number: str
    human_code: str
    reprint: int


class RenderedPapers:
    """The last few rendered sheets, so that printing right after saving doesn't draw the page again."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def keep(self, sha256: str, pdf: bytes) -> None:
        """Remember a sheet under its hash."""
        with self._lock:
            self._kept[sha256] = pdf
            while len(self._kept) > KEPT_IN_MEMORY:
                self._kept.popitem(last=False)

    def find(self, sha256: str) -> bytes | None:
        """The sheet with this hash, if it is still in memory."""
        with self._lock:
            return self._kept.get(sha256)


def issue(
    change: Change,
    papers: RenderedPapers,
    *,
    kind: str,
    data: dict[str, Any],
    number: str,
    visit_id: int | None = None,
    party_id: int | None = None,
    case_id: int | None = None,
    recipient: str = "",
    reason: str = "",
    ahead: "DrawnAhead | None" = None,
) -> IssuedPaper:
    """Code, render and register one sheet; `data` is the form's data without its code (it is added here).

    The code is a signature over a digest of the content, so a sheet with other content can't carry it. `recipient` says
    to whom a sheet goes that belongs to nobody in the register of people. `ahead` was drawn before the write began, and
    is taken where nothing of it has changed since.
    """
    # The drawing libraries are big; a login and the lists do without them.
    from printing import catalogue, raster

    paper = catalogue.kind(kind)
    words = _wordings.settle(change.session, kind, change.now)
    coded = code_sheet(change, kind=kind, number=number, data=data | {"wording": words.version}, day=change.now.date())
    pdf = ahead.pdf if ahead and ahead.data == coded.data else catalogue.render(kind, coded.data, words)
    pages = raster.page_count(pdf)
    if pages > 1 and any(field.name == "more_codes" for field in fields(paper.form)):
        # A code of another page is as long as the first, so this changes no line.
        coded.data["more_codes"] = [coded.code(page) for page in range(2, pages + 1)]
        pdf = catalogue.render(kind, coded.data, words)
    document = Document(
        kind=kind,
        number=number,
        visit_id=visit_id,
        party_id=party_id,
        case_id=case_id,
        recipient=recipient,
        issued_day=change.now.date(),
        issued_at=change.now,
        operator_id=change.actor.id,
        reprint=int(coded.data.get("reprint", 0)),
        reason=reason,
        wording_version=words.version,
        data=coded.data,
        sha256=hashlib.sha256(pdf).hexdigest(),
        digest=coded.digest.hex(),
        human_code=coded.data["human_code"],
        paper=str(data.get("paper") or paper.size.name),
        pages=pages,
        copies=paper.copies,
        state_at=change.now,
    )
    return _keep(change, papers, document, pdf, stored=paper.stored)


def _keep(change: Change, papers: RenderedPapers, document: Document, pdf: bytes, *, stored: bool) -> IssuedPaper:
    change.session.add(document)
    change.session.flush()
    if stored:
        change.session.add(DocumentPdf(document_id=document.id, pdf=pdf))
    papers.keep(document.sha256, pdf)
    detail = {"kind": document.kind, "number": document.number, "reprint": document.reprint, "sha256": document.sha256}
    change.audit("document.issued", "document", document.uuid, detail)
    return describe(document)


@dataclass(frozen=True)
class DrawnAhead:
    """A sheet that is drawn but not issued: its data with codes, and its bytes."""

    data: dict[str, Any]
    pdf: bytes


@dataclass(frozen=True)
class CodedSheet:
    """A form's data with the codes that only this station can make for it; `code(page)` makes that of a page."""

    data: dict[str, Any]
    digest: bytes
    code: Callable[[int], str]


def code_sheet(change: Change, *, kind: str, number: str, data: dict[str, Any], day: date) -> CodedSheet:
    """Sign what a sheet of `day` says; codes that `data` has already are left out of it."""
    from printing import catalogue

    content = {name: value for name, value in data.items() if name not in CODE_FIELDS}
    digest = content_digest(kind, number, content)
    human = human_code(change.paper_key, _content(kind, number, content))
    region = _settings.station(change.session).region_code
    signer, kind_number, copy = change.signer, catalogue.kind(kind).number, int(content.get("reprint", 0)) + 1

    def code(page: int) -> str:
        facts = PaperFacts(region, signer.key_id, kind_number, number, day, copy, page, digest)
        return signed_text(facts, human, signer.sign(message_of(facts, human)))

    return CodedSheet(content | {"human_code": human, "qr_text": code(1)}, digest, code)


def content_digest(kind: str, number: str, content: dict[str, Any]) -> bytes:
    """The 8 bytes by which a code names the content of its sheet (all data but the codes themselves)."""
    return hashlib.sha256(_content(kind, number, content).encode()).digest()[:DIGEST_BYTES]


def carries_its_code(key: bytes, document: Document) -> bool:
    """Whether the register's own row still is what its code was made for; False once anything in it was changed."""
    data = {name: value for name, value in document.data.items() if name not in CODE_FIELDS}
    # Before codes were signed, a form's first sheet was coded with these fields there and empty, a reprint without.
    written = (data, data | dict.fromkeys(_OLD_CODE_FIELDS, ""))
    return document.human_code in {human_code(key, _content(document.kind, document.number, one)) for one in written}


def describe(document: Document) -> IssuedPaper:
    """The register's row as the window sees it."""
    title = PAPER_LABELS[document.kind]
    return IssuedPaper(document.id, document.kind, title, document.number, document.human_code, document.reprint)


def _content(kind: str, number: str, data: dict[str, Any]) -> str:
    return json.dumps([kind, number, data], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
