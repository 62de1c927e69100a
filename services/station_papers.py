"""The station's own papers (站务文书): tally, ledger, register of seals, notice board, privacy notice.

What stands on them is read and drawn before the write begins: a ledger of a year takes many seconds, and nobody at the
desk may wait for it. The write then takes the number, and draws anew only where something changed meanwhile.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.dates import date_words
from domain.labels import PAPER_LABELS
from domain.permissions import Permission
from models.document import Document
from models.station import Station
from services._base import Change, Context, Service
from services._ledger import Progress, read_ledger
from services._papers import IssuedPaper, RenderedPapers
from services._station_sheets import check_span, draw_ahead, issue_numbered, period_words
from services._tally import tally_of
from services._tally_paper import tally_data
from services.documents import SheetState

__all__ = ["Progress", "StationPapers", "StationTitle"]

DAY_TALLY = "day_tally"
VISIT_LEDGER = "visit_ledger"
SEAL_REGISTER = "seal_register"
NOTICE_BOARD = "notice_board"
PRIVACY_NOTICE = "privacy_notice"


@dataclass(frozen=True)
class StationTitle:
    """One kind: `days` says what it is about: "none" (the station as it is), "one" day, or a "span" of days."""

    kind: str
    title: str
    days: str


@dataclass(frozen=True)
class _Asked:
    """For what a paper is asked."""

    first: dt.date
    last: dt.date
    progress: Progress | None


class StationPapers(Service):
    """Papers about the station's days."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    @staticmethod
    def titles() -> tuple[StationTitle, ...]:
        """What can be issued, in the order of a menu."""
        return tuple(StationTitle(kind, PAPER_LABELS[kind], made.days) for kind, made in _KINDS.items())

    def issue(
        self, kind: str, first: dt.date, last: dt.date | None = None, *, progress: Progress | None = None
    ) -> IssuedPaper:
        """Issue a paper about the days `first` to `last` (one day, if no last is given).

        `progress` is told how far the reading of a long ledger is; what it raises ends the work with nothing changed.
        Raises Invalid ("first", "last"), ValueError for another kind, Denied, Trouble.
        """
        made = _KINDS.get(kind)
        if made is None:
            raise ValueError(f"{kind} 不是站务文书")
        asked = _Asked(first, last or first, progress)
        if made.days != "none":
            check_span(asked.first, asked.last, self._context.clock.today())
        for permission in made.needs:
            self.require(permission)
        with self.look(Permission.DOCUMENT_PRINT) as session:
            drawing = Change(self._context, session)
            drawn = draw_ahead(drawing, kind, lambda session, station: made.fill(session, station, asked, drawing.now))
        with self.change(Permission.DOCUMENT_PRINT) as change:
            span = {"first": f"{asked.first}", "last": f"{asked.last}"}
            return issue_numbered(change, self._papers, drawn, span)


# ------------------------------------------------------------------------------------------- what stands on each


def _tally_data(session: Session, _station: Station, asked: _Asked, _now: dt.datetime) -> dict[str, Any]:
    return tally_data(tally_of(session, asked.first))


def _ledger_data(session: Session, _station: Station, asked: _Asked, now: dt.datetime) -> dict[str, Any]:
    ledger = read_ledger(session, asked.first, asked.last, asked.progress)
    return {
        "period": period_words(asked.first, asked.last),
        "made_on": date_words(now.date()),
        "rows": [list(row) for row in ledger.rows],
        "people": ledger.people,
        "visits": ledger.visits,
        "groups": ledger.groups,
        "repeats": ledger.repeats,
        "voids": ledger.voids,
        "outcomes": ledger.outcome_words,
        "ratings": ledger.rating_words,
    }


def _seal_data(session: Session, _station: Station, asked: _Asked, _now: dt.datetime) -> dict[str, Any]:
    from printing import catalogue

    sealed = [kind.code for kind in catalogue.KINDS.values() if kind.sealed]
    rows = session.execute(
        select(Document.issued_day, Document.number, Document.kind, Document.copies, Document.reprint, Document.state)
        .where(Document.issued_day.between(asked.first, asked.last), Document.kind.in_(sealed))
        .order_by(Document.issued_day, Document.id)
    )
    years = asked.first.year != asked.last.year
    return {
        "period": period_words(asked.first, asked.last),
        "rows": [
            {
                "day": f"{row.issued_day:%Y-%m-%d}" if years else f"{row.issued_day:%m-%d}",
                "number": row.number,
                "title": PAPER_LABELS[row.kind],
                "copies": row.copies,
                "note": _seal_note(row.reprint, row.state),
            }
            for row in rows
        ],
    }


def _seal_note(reprint: int, state: str) -> str:
    words = [f"补印{reprint}"] if reprint else []
    spoken = {SheetState.VOID: "作废", SheetState.SPOILED: "损坏", SheetState.FAILED: "未出纸"}
    words += [spoken[SheetState(state)]] if SheetState(state) in spoken else []
    return "、".join(words)


def _station_data(_session: Session, station: Station, _asked: _Asked, _now: dt.datetime) -> dict[str, Any]:
    return {
        "address": station.address,
        "hours": station.hours,
        "phone": station.phone,
        "complaint_phone": station.complaint_phone,
    }


@dataclass(frozen=True)
class _Kind:
    days: str
    fill: Callable[[Session, Station, _Asked, dt.datetime], dict[str, Any]]
    needs: tuple[Permission, ...] = ()


_KINDS: Mapping[str, _Kind] = {
    DAY_TALLY: _Kind("one", _tally_data),
    VISIT_LEDGER: _Kind("span", _ledger_data, (Permission.VISIT_READ,)),
    SEAL_REGISTER: _Kind("span", _seal_data),
    NOTICE_BOARD: _Kind("none", _station_data),
    PRIVACY_NOTICE: _Kind("none", _station_data),
}
