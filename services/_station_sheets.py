"""What the station's own papers share: the words of a period, the next number, and drawing before the write begins.

A ledger of a year takes many seconds to draw, and nobody at the desk may wait for it: it is drawn with the number that
it will most likely get, and the write draws anew only where something changed meanwhile.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.dates import date_words
from domain.numbering import Series, period, render
from models.document import Document
from models.station import Counter, Station
from services import _numbers, _settings, _wordings
from services._base import Change
from services._papers import DrawnAhead, IssuedPaper, RenderedPapers, code_sheet, issue
from services._receipt import moment_words
from system.errors import Invalid

Fill = Callable[[Session, Station], dict[str, Any]]
"""What stands on a paper besides its frame."""


@dataclass(frozen=True)
class DrawnPaper:
    """A paper's data without its number, and it drawn with the number that it will most likely get."""

    kind: str
    data: dict[str, Any]
    ahead: DrawnAhead


def check_span(first: dt.date, last: dt.date, today: dt.date) -> None:
    """Raise Invalid ("first", "last") where the days are the wrong way round or haven't come."""
    if last < first:
        raise Invalid({"last": "止期早于起期，请把两个日期对调。"})
    if last > today:
        raise Invalid({"last" if last != first else "first": "这一天还没有到，请选今天或以前的日期。"})


def period_words(first: dt.date, last: dt.date) -> str:
    """2026年11月（11月1日至11月24日） from the first of a month on; else the two days, or the one."""
    if first == last:
        return date_words(first)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月（{first.month}月1日至{last.month}月{last.day}日）"
    return f"{date_words(first)}至{date_words(last)}"


def draw_ahead(change: Change, kind: str, fill: Fill) -> DrawnPaper:
    """Fill and draw a paper; `change` belongs to a read and only says who asks, and when."""
    from printing import catalogue

    station = _settings.station(change.session)
    data: dict[str, Any] = {
        "station_name": station.name,
        "operator": change.actor.name,
        "printed_at": moment_words(change.now),
        **fill(change.session, station),
    }
    words = _wordings.active(change.session, kind)
    number = _next_number(change.session, station, change.now.date())
    named = data | {"number": number, "wording": words.version}
    coded = code_sheet(change, kind=kind, number=number, data=named, day=change.now.date())
    return DrawnPaper(kind, data, DrawnAhead(coded.data, catalogue.render(kind, coded.data, words)))


def issue_numbered(change: Change, papers: RenderedPapers, drawn: DrawnPaper, detail: dict[str, Any]) -> IssuedPaper:
    """Take the number, register the paper and audit it with `detail`."""
    station = _settings.station(change.session)
    number = _numbers.take(change.session, Series.STATION_PAPER, change.now.date(), station).text
    data = drawn.data | {"number": number}
    paper = issue(change, papers, kind=drawn.kind, data=data, number=number, ahead=drawn.ahead)
    document = change.session.get_one(Document, paper.id)
    change.audit("station_paper.issued", "document", document.uuid, {"kind": drawn.kind, "number": number, **detail})
    return paper


def _next_number(session: Session, station: Station, day: dt.date) -> str:
    span = period(Series.STATION_PAPER, day)
    held = session.get(Counter, (Series.STATION_PAPER.value, span))
    seq = (held.value if held else 0) + 1
    return render(Series.STATION_PAPER, span, seq, short_name=station.short_name, window_letter=station.window_letter)
