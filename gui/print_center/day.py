"""One day's sheets as plain data: which tab they belong to, what the filter leaves, how the day adds up."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gui.kit.sheet_chip import NOT_OUT, sheet_marks
from gui.kit.tabs import Tab, tab
from gui.tokens import Tone
from services.documents import PaperRow, SheetState

ALL = ""
# More sheets than this in one day are not listed all at once.
MOST = 500

_TABS: tuple[tuple[SheetState, str, Tone, str], ...] = (
    (SheetState.PENDING, "待确认", "amber", "clock"),
    (SheetState.GOOD, "完好", "t2", ""),
    (SheetState.VOID, "作废", "t2", ""),
    (SheetState.SPOILED, "损坏", "red", ""),
    (SheetState.FAILED, "打印失败", "red", ""),
)


# How a number stands, by all of its sheets together: the first that fits. A sheet nobody has spoken for keeps it open;
# one good sheet settles it, whatever was spoiled or made void before.
_STANDINGS = (
    ("open", NOT_OUT),
    ("handed", frozenset({SheetState.GOOD})),
    ("void", frozenset({SheetState.VOID})),
    ("spoiled", frozenset({SheetState.SPOILED})),
)


@dataclass(frozen=True)
class Tally:
    """How a day adds up: `numbers` = `handed` + `void` + `spoiled` + `open`, each number counted once.

    `spoiled` numbers have only a spoiled sheet, and nobody wanted another. `sheets` counts the paper, of which
    `reprints` were printed again.
    """

    sheets: int
    reprints: int
    numbers: int
    handed: int
    void: int
    spoiled: int
    open: int

    @property
    def settled(self) -> bool:
        """Whether it is known of every sheet how it came out."""
        return self.open == 0


def tally(rows: Sequence[PaperRow]) -> Tally:
    """Add up a day."""
    states: dict[tuple[str, str], set[SheetState]] = {}
    for row in rows:
        states.setdefault((row.kind, row.number), set()).add(row.state)
    counts = Counter(next(name for name, fitting in _STANDINGS if found & fitting) for found in states.values())
    return Tally(
        sheets=len(rows),
        reprints=sum(row.reprint > 0 for row in rows),
        numbers=len(states),
        handed=counts["handed"],
        void=counts["void"],
        spoiled=counts["spoiled"],
        open=counts["open"],
    )


def tabs_of(rows: Sequence[PaperRow]) -> list[Tab]:
    """The tabs with their counts; a colour only where there is something to mind."""
    made = [tab(ALL, "全部", len(rows))]
    for state, words, tone, icon in _TABS:
        count = sum(row.state is state for row in rows)
        made.append(tab(state, words, count, tone if count else "t2", icon if count else ""))
    return made


def in_order(rows: Sequence[PaperRow]) -> list[PaperRow]:
    """What waits for an answer first, then newest first."""
    return sorted(rows, key=lambda row: (row.state is not SheetState.PENDING, -row.id))


def fitting(rows: Sequence[PaperRow], state: object, text: str) -> list[PaperRow]:
    """The rows of a tab that hold all words of the filter in number, title, person, code, operator or mark."""
    words = text.upper().split()
    return [row for row in rows if state in (ALL, row.state) and all(word in _searched(row) for word in words)]


def _searched(row: PaperRow) -> str:
    return f"{row.number} {row.title} {row.person} {row.human_code} {row.operator} {sheet_marks(row)}".upper()


def day_step(day: dt.date, days: int, today: dt.date) -> dt.date:
    """A day earlier or later, never past today."""
    return min(day + dt.timedelta(days=days), today)
