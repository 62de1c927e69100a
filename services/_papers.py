"""Issuing a sheet inside the transaction of what it is about: its code, its bytes' hash, its row in the register.

The register keeps the data and the version of the wording, not the PDF: rendering is exact to the byte, so the same
data gives the same sheet again, and ten years of receipts don't weigh gigabytes.
"""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import func, select

from domain.paper_code import human_code, qr_text
from models.document import Document
from printing.wording import wording
from services._base import Change

KEPT_IN_MEMORY = 16
# Stands for the hash of a sheet that was put into the register unseen (the demo's); drawing it is no contradiction.
NEVER_RENDERED = ""
_CODE_FIELDS = frozenset({"human_code", "qr_text"})


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
    reason: str = "",
) -> IssuedPaper:
    """Code, render and register one sheet; `data` is the form's data without its code (it is added here).

    The code is a keyed digest over the content, so a sheet with other content can't carry it.
    """
    data = coded(change, kind=kind, number=number, data=data, copy=_sheets(change, kind, number) + 1)
    reprint = int(data.get("reprint", 0))
    # The drawing libraries are big; a login and the lists do without them.
    from printing import catalogue

    pdf = catalogue.render(kind, data)
    document = Document(
        kind=kind,
        number=number,
        visit_id=visit_id,
        party_id=party_id,
        issued_day=change.now.date(),
        issued_at=change.now,
        operator_id=change.actor.id,
        reprint=reprint,
        reason=reason,
        wording_version=wording(kind).version,
        data=data,
        sha256=hashlib.sha256(pdf).hexdigest(),
        human_code=data["human_code"],
        state_at=change.now,
    )
    change.session.add(document)
    change.session.flush()
    papers.keep(document.sha256, pdf)
    change.audit("document.issued", "document", document.uuid, {"kind": kind, "number": number, "reprint": reprint})
    return describe(document)


def coded(change: Change, *, kind: str, number: str, data: dict[str, Any], copy: int = 1) -> dict[str, Any]:
    """The sheet's data with the code that only this station can make for it; `copy` counts sheets of one number."""
    code = human_code(change.paper_key, _content(kind, number, data))
    return data | {"human_code": code, "qr_text": qr_text(data["region_code"], number, copy, code)}


def _sheets(change: Change, kind: str, number: str) -> int:
    """How many sheets bear this number already: reprints, and those that a correction made void."""
    query = select(func.count()).select_from(Document).where(Document.number == number, Document.kind == kind)
    return change.session.scalar(query) or 0


def carries_its_code(key: bytes, document: Document) -> bool:
    """Whether the register's own row still is what its code was made for; False once anything in it was changed."""
    data = {name: value for name, value in document.data.items() if name not in _CODE_FIELDS}
    # A form's first sheet is coded with these fields there and empty, a reprint without them.
    written = (data, data | dict.fromkeys(_CODE_FIELDS, ""))
    return document.human_code in {human_code(key, _content(document.kind, document.number, one)) for one in written}


def describe(document: Document) -> IssuedPaper:
    """The register's row as the window sees it."""
    title = wording(document.kind)["title"]
    return IssuedPaper(document.id, document.kind, title, document.number, document.human_code, document.reprint)


def _content(kind: str, number: str, data: dict[str, Any]) -> str:
    return json.dumps([kind, number, data], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
