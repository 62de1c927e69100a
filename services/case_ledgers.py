"""The ledgers of what the station does besides visits (优待证收发, 光荣牌, 一次性告知, 报送, 办事), shown and printed.

A ledger is drawn before its write begins, as the station's other papers are; it is numbered among them.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.dates import date_words
from domain.permissions import Permission
from services._base import Change, Context, Service
from services._case_ledger_columns import LEDGER_KINDS, LedgerKind
from services._case_ledger_rows import Progress
from services._papers import IssuedPaper, RenderedPapers
from services._station_sheets import check_span, draw_ahead, issue_numbered, period_words

__all__ = ["CaseLedgers", "LedgerTitle", "LedgerView", "Progress"]

PAPER = "case_ledger"


@dataclass(frozen=True)
class LedgerTitle:
    """One ledger of the menu."""

    code: str
    title: str


@dataclass(frozen=True)
class LedgerView:
    """A ledger for the screen: a text for each of `columns` in each of `rows`, `sums` in words. Numbers are masked."""

    title: str
    period: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...]


class CaseLedgers(Service):
    """Ledgers of cases."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    @staticmethod
    def titles() -> tuple[LedgerTitle, ...]:
        """What can be shown and issued, in the order of a menu."""
        return tuple(LedgerTitle(kind.code, kind.title) for kind in LEDGER_KINDS.values())

    def read(self, code: str, first: dt.date, last: dt.date, *, progress: Progress | None = None) -> LedgerView:
        """One ledger of the days `first` to `last`, to look at. Raises as `issue` does."""
        kind = _kind(code)
        check_span(first, last, self._context.clock.today())
        with self.look(Permission.VISIT_READ) as session:
            rows, sums = _rows(session, kind, first, last, progress)
        titles = tuple(column.title for column in kind.columns)
        return LedgerView(kind.title, period_words(first, last), titles, rows, sums)

    def issue(self, code: str, first: dt.date, last: dt.date, *, progress: Progress | None = None) -> IssuedPaper:
        """Issue one ledger of the days `first` to `last` as a paper.

        `progress` is told how far the reading is; what it raises ends the work with nothing changed. Raises Invalid
        ("first", "last"), ValueError for another code, Denied, Trouble.
        """
        kind = _kind(code)
        check_span(first, last, self._context.clock.today())
        self.require(Permission.VISIT_READ)
        with self.look(Permission.DOCUMENT_PRINT) as session:
            drawing = Change(self._context, session)
            drawn = draw_ahead(
                drawing,
                PAPER,
                lambda session, _station: _paper_data(
                    session, kind, first, last, made_on=drawing.now.date(), progress=progress
                ),
            )
        with self.change(Permission.DOCUMENT_PRINT) as change:
            detail = {"ledger": code, "first": f"{first}", "last": f"{last}"}
            return issue_numbered(change, self._papers, drawn, detail)


def _kind(code: str) -> LedgerKind:
    found = LEDGER_KINDS.get(code)
    if found is None:
        raise ValueError(f"没有“{code}”这种台账")
    return found


def _rows(
    session: Session, kind: LedgerKind, first: dt.date, last: dt.date, progress: Progress | None
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    lines = list(kind.read(session, first, last, progress))
    rows = tuple(tuple(column.text(line, place) for column in kind.columns) for place, line in enumerate(lines, 1))
    return rows, kind.sums(lines)


def _paper_data(
    session: Session, kind: LedgerKind, first: dt.date, last: dt.date, *, made_on: dt.date, progress: Progress | None
) -> dict[str, Any]:
    from printing.forms.case_ledger import LedgerColumn

    rows, sums = _rows(session, kind, first, last, progress)
    return {
        "title": kind.title,
        "period": period_words(first, last),
        "made_on": date_words(made_on),
        "columns": [asdict(LedgerColumn(column.title, column.width, column.align)) for column in kind.columns],
        "rows": [list(row) for row in rows],
        "sums": list(sums),
    }
