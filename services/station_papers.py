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
from domain.numbering import Series, period, render
from domain.permissions import Permission
from models.document import Document
from models.station import Counter, Station
from services import _numbers, _settings, _wordings
from services._base import Change, Context, Service
from services._ledger import Progress, read_ledger
from services._papers import DrawnAhead, IssuedPaper, RenderedPapers, code_sheet, issue
from services._receipt import moment_words
from services._tally import tally_of
from services._tally_paper import tally_data
from services.documents import SheetState
from system.errors import Invalid

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
            self._check(asked)
        for permission in made.needs:
            self.require(permission)
        data, ahead = self._draw(kind, made, asked)
        with self.change(Permission.DOCUMENT_PRINT) as change:
            station = _settings.station(change.session)
            number = _numbers.take(change.session, Series.STATION_PAPER, change.now.date(), station).text
            paper = issue(change, self._papers, kind=kind, data=data | {"number": number}, number=number, ahead=ahead)
            detail = {"kind": kind, "number": number, "first": f"{asked.first}", "last": f"{asked.last}"}
            change.audit("station_paper.issued", "document", change.session.get_one(Document, paper.id).uuid, detail)
        return paper

    def _check(self, asked: _Asked) -> None:
        if asked.last < asked.first:
            raise Invalid({"last": "止期早于起期，请把两个日期对调。"})
        if asked.last > self._context.clock.today():
            raise Invalid({"last" if asked.last != asked.first else "first": "这一天还没有到，请选今天或以前的日期。"})

    def _draw(self, kind: str, made: "_Kind", asked: _Asked) -> tuple[dict[str, Any], DrawnAhead]:
        """The paper's data without its number, and the paper drawn with the number that it will most likely get."""
        from printing import catalogue

        with self.look(Permission.DOCUMENT_PRINT) as session:
            change = Change(self._context, session)
            station = _settings.station(session)
            data: dict[str, Any] = {
                "station_name": station.name,
                "operator": self.actor.name,
                "printed_at": moment_words(change.now),
                **made.fill(session, station, asked, change.now),
            }
            words = _wordings.active(session, kind)
            number = _next_number(session, station, change.now.date())
            named = data | {"number": number, "wording": words.version}
            coded = code_sheet(change, kind=kind, number=number, data=named, day=change.now.date())
        return data, DrawnAhead(coded.data, catalogue.render(kind, coded.data, words))


def _next_number(session: Session, station: Station, day: dt.date) -> str:
    span = period(Series.STATION_PAPER, day)
    held = session.get(Counter, (Series.STATION_PAPER.value, span))
    seq = (held.value if held else 0) + 1
    return render(Series.STATION_PAPER, span, seq, short_name=station.short_name, window_letter=station.window_letter)


# ------------------------------------------------------------------------------------------- what stands on each


def _tally_data(session: Session, _station: Station, asked: _Asked, _now: dt.datetime) -> dict[str, Any]:
    return tally_data(tally_of(session, asked.first))


def _ledger_data(session: Session, _station: Station, asked: _Asked, now: dt.datetime) -> dict[str, Any]:
    ledger = read_ledger(session, asked.first, asked.last, asked.progress)
    return {
        "period": _period_words(asked.first, asked.last),
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
        "period": _period_words(asked.first, asked.last),
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


def _period_words(first: dt.date, last: dt.date) -> str:
    """2026年11月（11月1日至11月24日） from the first of a month on; else the two days, or the one."""
    if first == last:
        return date_words(first)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月（{first.month}月1日至{last.month}月{last.day}日）"
    return f"{date_words(first)}至{date_words(last)}"


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
