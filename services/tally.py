"""The day's count (打印日清点): which numbers were used, what became of each sheet, and where the log stands."""

import datetime as dt

from domain.permissions import Permission
from services._base import Service
from services._tally import CarriedSheet, Incident, IncidentKind, LogSeal, Tally, TallyLine, tally_of

__all__ = ["CarriedSheet", "DayTally", "Incident", "IncidentKind", "LogSeal", "Tally", "TallyLine"]


class DayTally(Service):
    """How days add up."""

    def of(self, day: dt.date | None = None) -> Tally:
        """The tally of a day (today, if none is given) as the register stands now. Raises Denied, Trouble."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return tally_of(session, day or self._context.clock.today())
