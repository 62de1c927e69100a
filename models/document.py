"""The register of issued sheets (文书): each as data plus a hash, because the same data renders the same bytes.

Where that doesn't hold, the PDF itself is kept beside the row. The wordings are the fixed sentences of a kind of paper
in all the versions that this station ever printed with, so that an old sheet comes out with the words of its day.
"""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class Document(Row, Base):
    """One issued paper. `state` is pending until the clerk says that the sheet is good."""

    __tablename__ = "document"

    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(60), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    issued_day: Mapped[dt.date]
    issued_at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    reprint: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    wording_version: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    # What the code on the paper says of the content: 16 hex letters, "" on sheets from before there was a signature.
    digest: Mapped[str] = mapped_column(String(16), default="")
    human_code: Mapped[str] = mapped_column(String(9), index=True)
    recipient: Mapped[str] = mapped_column(String(120), default="")
    paper: Mapped[str] = mapped_column(String(20), default="")
    pages: Mapped[int] = mapped_column(default=1)
    copies: Mapped[int] = mapped_column(default=1)
    printer: Mapped[str] = mapped_column(String(120), default="")
    printed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    state_at: Mapped[dt.datetime] = mapped_column(Moment)
    state_note: Mapped[str] = mapped_column(String(200), default="")
    # Whether the spoiled or void paper itself was taken back; None where nobody has said so.
    taken_back: Mapped[bool | None]

    __table_args__ = (
        Index("ix_document_issued_day_id", "issued_day", "id"),
        Index("ix_document_pending", "issued_day", sqlite_where=text("state IN ('pending', 'failed')")),
    )


class DocumentPdf(Base):
    """The bytes of a sheet that can't be drawn again from data."""

    __tablename__ = "document_pdf"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)


class WordingVersion(Row, Base):
    """All fixed sentences of one kind of paper in one version. `shipped` is the program's own number of it, or None.

    `state`: draft (being written), active (what is printed with now, exactly one of a kind) or retired. `edits` counts
    how often a draft was saved, so that a second writer is told.
    """

    __tablename__ = "wording_version"

    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[int]
    shipped: Mapped[int | None]
    sentences: Mapped[dict[str, str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    active_from: Mapped[dt.datetime | None] = mapped_column(Moment)
    edits: Mapped[int] = mapped_column(default=0)
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))

    __table_args__ = (UniqueConstraint("kind", "number"),)


class PaperCheck(Row, Base):
    """One look at a paper that somebody held in hand: what its code said, and what the clerk noted beside it."""

    __tablename__ = "paper_check"

    day: Mapped[dt.date]
    at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    finding: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    number: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index("ix_paper_check_day_id", "day", "id"),)
