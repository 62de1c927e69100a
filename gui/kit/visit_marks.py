"""What stands beside a visit's number: 补登, 更正 n, 作废. Chips with words, the same in every place."""

import datetime as dt

from domain.dates import short_date
from domain.labels import VISIT_LATE, VISIT_VOID
from gui.kit.chip import ChipText
from services.visits import VisitRow


def visit_marks(row: VisitRow, today: dt.date) -> tuple[ChipText, ...]:
    """The marks of one visit, void first; none for a plain one."""
    marks = []
    if row.voided:
        marks.append(ChipText(VISIT_VOID, "red", "dismiss"))
    if row.late:
        marks.append(ChipText(f"{VISIT_LATE} {short_date(row.visited_on, today)}", "blue", "history"))
    if row.corrections:
        marks.append(ChipText(f"更正 {row.corrections}", "amber", "edit"))
    return tuple(marks)


def visited_words(row: VisitRow, today: dt.date) -> str:
    """When it truly was. Of a late entry whose hour nobody wrote down only the day is known: midnight stands for it."""
    day = short_date(row.visited_on, today)
    known = not row.late or row.visited_at.time() != dt.time()
    return f"{day} {row.visited_at:%H:%M}" if known else day
