"""What a receipt promises of the service cases that its visit opened: the day, or how many papers are still owed.

The promise counts from the day on which the papers are complete (限时办结制), so an incomplete case promises no day.
The day is the counted one, not rolled over days off: what is hung out at the window counts the same way.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.deadlines import rule_from_data
from domain.numbering import Series
from models.case import CaseFile
from services import _clocks
from services._case_engine import missing
from services._receipt import Promise


def promises_of(session: Session, case_numbers: tuple[str, ...]) -> dict[str, Promise]:
    """The promise of each service case among these numbers; a case that promises nothing has none."""
    query = select(CaseFile).where(
        CaseFile.number.in_([number for number in case_numbers if number]), CaseFile.series == Series.SERVICE
    )
    found = {case.number: _promise(session, case) for case in session.scalars(query)}
    return {number: promise for number, promise in found.items() if promise is not None}


def _promise(session: Session, case: CaseFile) -> Promise | None:
    owed = len(missing(session, case.id))
    if owed:
        return Promise(owed=owed)
    running = (
        clock
        for clock in _clocks.clocks_of(session, case.id)
        if clock.rule == _clocks.PROMISE and clock.state == _clocks.RUNNING
    )
    clock = next(running, None)
    if clock is None:
        return None
    rule = rule_from_data(clock.rule_data)
    return Promise(number=rule.number, unit=rule.unit.value, until=clock.raw)
