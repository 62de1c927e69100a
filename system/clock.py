"""The only door to the time of day, so that tests, the tour and the demonstration can set it.

All of China keeps one zone without summer time since 1991, so a fixed offset is right, and no zone database is needed
on machines that have none (Windows).
"""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")


class Clock:
    """The machine's clock, read in China's time."""

    def now(self) -> datetime:
        """The present moment, aware, in `CHINA`."""
        return datetime.now(CHINA)

    def today(self) -> date:
        """The calendar day at the station."""
        return self.now().date()


class FixedClock(Clock):
    """A clock that stands still until it is told to move."""

    def __init__(self, moment: datetime) -> None:
        self._moment = _in_china(moment)

    def now(self) -> datetime:
        return self._moment

    def set(self, moment: datetime) -> None:
        """Jump to `moment`, forwards or backwards (a clock set back is a fault that must lose nothing)."""
        self._moment = _in_china(moment)

    def advance(self, step: timedelta) -> None:
        """Move by `step`."""
        self._moment += step


def _in_china(moment: datetime) -> datetime:
    """A moment without a zone is taken as China's; one with a zone is converted."""
    return moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
