"""The calendar by which clocks are counted: the shipped one with what the station imported or changed by hand."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.workdays import Calendar, CalendarDay, shipped_calendar
from models.calendar import CalendarEntry
from services import _settings

YEARS = "calendar.years"
"""The years whose arrangement the station loaded itself."""
VERSION = "calendar.version"
"""How often the station changed its calendar; stored with each clock so that one sees by which it was counted."""


def calendar(session: Session) -> Calendar:
    """The calendar as it is now."""
    edits = int(_settings.get(session, VERSION, 0))
    if not edits:
        return shipped_calendar()
    rows = session.scalars(select(CalendarEntry).order_by(CalendarEntry.day))
    days = [CalendarDay(row.day, row.off, row.name, row.source) for row in rows]
    shipped = shipped_calendar()
    years = [int(year) for year in _settings.get(session, YEARS, [])]
    return shipped.with_days(days, years=years, version=f"{shipped.version}+{edits}")
