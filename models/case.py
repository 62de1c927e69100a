"""A case (办事件 / 信访件 / 帮扶件): where it stands in its flow, what happened to it, and the clocks that run on it.

One set of tables for all flows; what differs between them is in the flow files and the catalogue. Nothing is deleted: a
case that was opened by mistake is closed as void, number and all; a step taken back stays among the events.
"""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row

_OPEN, _CLOSED = text("closed_at IS NULL"), text("closed_at IS NOT NULL")
_BY_DUE = ("series", "due", "id")
_NARROWING = ("catalogue_id", "handler_id", "opened_at")


class CaseFile(Row, Base):
    """One case, numbered in its series and year.

    `version` counts the changes, so that a second writer is told what changed meanwhile. `due` is the raw day of the
    soonest running clock (`due_clock` its rule), None where none runs: lists sort by it. `facts` are the case's own
    fields by code, `copied` the fields that were copied into the national system.
    """

    __tablename__ = "case_file"

    series: Mapped[str] = mapped_column(String(20))
    period: Mapped[str] = mapped_column(String(8))
    seq: Mapped[int]
    number: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(20))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    opened_at: Mapped[dt.datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    handler_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    voided: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(default=1)
    catalogue_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_version.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    copied: Mapped[list[str]] = mapped_column(JSON, default=list)
    official_number: Mapped[str] = mapped_column(String(60), default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("submission_batch.id"), index=True)
    due: Mapped[dt.date | None]
    due_clock: Mapped[str] = mapped_column(String(30), default="")

    __table_args__ = (
        Index("ix_case_file_series_period_seq", "series", "period", "seq", unique=True),
        # The workbench goes through all series at once, the lists through one. What narrows or counts a list stands in
        # its index, behind what orders it, so that only the rows of the page itself are looked up.
        Index("ix_case_file_open", "due", "opened_at", "id", "series", "closed_at", sqlite_where=_OPEN),
        Index(
            "ix_case_file_open_due", *_BY_DUE, "state", *_NARROWING, "official_number", "closed_at", sqlite_where=_OPEN
        ),
        Index("ix_case_file_closed", "series", "closed_at", "id", *_NARROWING, sqlite_where=_CLOSED),
        Index("ix_case_file_title", "series", "title"),
        Index("ix_case_file_official_number", "official_number", sqlite_where=text("official_number != ''")),
    )


class CaseEvent(Row, Base):
    """One thing that happened on a case (办理经过): never changed, never removed.

    `day` is the day on which it was so in law, `at` when it was written down. `before` is what an undo puts back (state
    and clocks as they were); `undone_at` says that it was taken back.
    """

    __tablename__ = "case_event"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    day: Mapped[dt.date]
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    action: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(String(20), default="")
    target: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    undone_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index("ix_case_event_case_id_id", "case_id", "id"),
        Index("ix_case_event_action_day", "action", "day"),
    )


class CaseClock(Base):
    """A deadline that follows from an event by a rule; the rule is kept as it was when the clock started.

    `state`: running, paused, stopped or cancelled. `spans`: days that don't count, [first, last or null, why] each.
    """

    __tablename__ = "case_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"))
    rule: Mapped[str] = mapped_column(String(30))
    rule_data: Mapped[dict[str, Any]] = mapped_column(JSON)
    started: Mapped[dt.date]
    spans: Mapped[list[Any]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(10), default="running")
    stopped: Mapped[dt.date | None]
    raw: Mapped[dt.date]
    legal: Mapped[dt.date]
    provisional: Mapped[bool] = mapped_column(default=False)
    calendar_version: Mapped[str] = mapped_column(String(30))

    __table_args__ = (Index("ix_case_clock_live", "raw", sqlite_where=text("state IN ('running', 'paused')")),)


class CaseMaterial(Base):
    """A paper that a case needs: had or owed, and given back or not. `added`: not from the catalogue."""

    __tablename__ = "case_material"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    shape: Mapped[str] = mapped_column(String(10))
    copies: Mapped[int] = mapped_column(default=1)
    requirement: Mapped[str] = mapped_column(String(200), default="")
    issuer: Mapped[str] = mapped_column(String(200), default="")
    how: Mapped[str] = mapped_column(String(200), default="")
    required: Mapped[bool] = mapped_column(default=True)
    added: Mapped[bool] = mapped_column(default=False)
    received_on: Mapped[dt.date | None]
    returned_on: Mapped[dt.date | None]
    returned_to: Mapped[str] = mapped_column(String(120), default="")
