"""Numbers of visits and cases, taken inside the transaction that uses them.

No gap, no repeat, whatever the clock does.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import literal_column
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from domain.numbering import Series, period, render
from models.station import Counter, Station


@dataclass(frozen=True)
class TakenNumber:
    """A number that now belongs to the row being saved."""

    series: Series
    period: str
    seq: int
    text: str


def take(session: Session, series: Series, day: dt.date, station: Station) -> TakenNumber:
    """Move the counter of `series` in the period of `day` by one; a rollback gives the number back."""
    span = period(series, day)
    seq = next_in(session, series.value, span)
    text = render(series, span, seq, short_name=station.short_name, window_letter=station.window_letter)
    return TakenNumber(series, span, seq, text)


def next_in(session: Session, series: str, span: str) -> int:
    """The next count of a series in one period; for what is counted and has no number of a series (the queue)."""
    statement = insert(Counter).values(series=series, period=span, value=1)
    statement = statement.on_conflict_do_update(
        index_elements=[Counter.series, Counter.period], set_={"value": literal_column("counter.value") + 1}
    )
    return session.execute(statement.returning(Counter.value)).scalar_one()
