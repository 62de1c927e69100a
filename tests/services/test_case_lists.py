"""Lists of service cases: their order, their pages, their counts, and that SQLite reads them by an index alone."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from services import Services
from services.service_cases import CaseListRow, CaseQuery
from system.clock import FixedClock
from tests.services.case_life import matter, open_case

TABS = (
    "open", "supplement", "accepted", "submitted", "handing_out",
    "overdue", "today", "soon", "unkeyed", "closed", "all",
)  # fmt: skip
NARROWED: tuple[dict[str, Any], ...] = (
    {},
    {"kind": "card_first"},
    {"handler": "nobody"},
    {"since": dt.date(2026, 11, 1), "until": dt.date(2026, 11, 20)},
)
QUERIES = tuple(CaseQuery(tab=tab, **narrowed) for tab in TABS for narrowed in NARROWED)
# A list of some days may sort those of them that have no day to be done by: there are as few as came in these days.
WITHOUT_DAYS = tuple(query for query in QUERIES if query.since is None)
DAY = dt.timedelta(days=1)


@pytest.fixture
def lived(station: Services, clock: FixedClock) -> Services:
    """Nine cases, one a day: three wait for papers, two were sent to the district, two are over."""
    for turn in range(9):
        clock.advance(DAY)
        code = "card_first" if turn % 2 else "party_transfer"
        case_id = open_case(station, matter(code, complete=turn % 3 > 0), name=f"欧阳{'甲乙丙丁戊己庚辛壬'[turn]}")
        if turn in (1, 5):
            station.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"})
        if turn in (2, 4):
            station.service_cases.act(
                case_id, "finish", {"finished_on": "=", "finish_words": "已转", "told_way": "当面"}, paper=False
            )
    return station


def leafed(services: Services, query: CaseQuery, limit: int) -> list[CaseListRow]:
    """The whole list, page by page."""
    rows: list[CaseListRow] = []
    mark: object = None
    while True:
        page = services.service_cases.page(query, after=mark, limit=limit)
        rows += page.rows
        if page.next is None:
            return rows
        assert len(page.rows) == limit
        mark = page.next


def test_small_pages_hold_what_one_big_page_holds(lived: Services) -> None:
    for query in QUERIES:
        whole = lived.service_cases.page(query, limit=100)
        assert whole.next is None
        for limit in (1, 2, 4):
            assert leafed(lived, query, limit) == list(whole.rows)


def test_every_list_holds_as_many_as_its_count_says(lived: Services) -> None:
    for narrowed in NARROWED:
        counts = lived.service_cases.counts(CaseQuery(**narrowed))
        assert {tab: len(leafed(lived, CaseQuery(tab=tab, **narrowed), 3)) for tab in TABS} == counts
    assert lived.service_cases.counts(CaseQuery())["closed"] == 2


def test_open_cases_come_by_their_day_then_those_without_one_then_closed_ones_newest_first(lived: Services) -> None:
    rows = leafed(lived, CaseQuery(tab="all"), 2)
    still_open, ended = [row for row in rows if row.closed_at is None], [row for row in rows if row.closed_at]
    assert rows == still_open + ended
    assert still_open == sorted(still_open, key=lambda row: (row.due is None, str(row.due), row.id))
    assert ended == sorted(ended, key=lambda row: (row.closed_at, row.id), reverse=True)
    assert len(ended) == 2


def test_a_named_filter_is_counted_as_its_list_is_long(lived: Services) -> None:
    for tab in TABS:
        lived.saved_filters.save("我的", CaseQuery(tab=tab, kind="card_first"))
        assert lived.saved_filters.counts() == {"我的": len(leafed(lived, CaseQuery(tab=tab, kind="card_first"), 5))}


def test_open_cases_of_a_matter_are_counted_in_one_question(lived: Services) -> None:
    with asked(lived) as questions:
        found = lived.service_catalogue.open_cases()
    assert found == {
        code: lived.service_cases.counts(CaseQuery(kind=code))["open"] for code in ("card_first", "party_transfer")
    }
    assert len(questions) == 1


# ---- how SQLite goes about it


@contextmanager
def asked(services: Services) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the store meanwhile: (statement, its values)."""
    engine, questions = services._context.database._engine, list[tuple[str, Any]]()

    def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            questions.append((statement, values))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield questions
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def plans(services: Services, questions: list[tuple[str, Any]]) -> list[str]:
    """How each question about cases is answered: the steps of its plan, in one text."""
    with services._context.database.plain() as connection:
        return [
            " | ".join(str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values))
            for statement, values in questions
            if "FROM case_file" in statement
        ]


def by_an_index(plan: str) -> bool:
    """Whether the cases themselves are read through one of the lists' indexes, in its order, from a place in it."""
    first = plan.split(" | ", maxsplit=1)[0]
    listed = ("USING INDEX ix_case_file_open_due", "USING INDEX ix_case_file_closed", "USING INDEX ix_case_file_open ")
    return first.startswith("SEARCH case_file") and any(one in first for one in listed) and "ORDER BY" not in plan


def test_first_and_later_pages_are_read_in_the_order_of_an_index(lived: Services) -> None:
    for query in WITHOUT_DAYS:
        with asked(lived) as questions:
            leafed(lived, query, 1)
        found = plans(lived, questions)
        assert found
        assert [plan for plan in found if not by_an_index(plan)] == []


def test_counting_reads_no_case_only_indexes(lived: Services) -> None:
    for query in WITHOUT_DAYS:
        lived.saved_filters.save("我的", query)
        with asked(lived) as questions:
            lived.service_cases.counts(query)
            lived.saved_filters.counts()
        found = plans(lived, questions)
        assert len(found) >= 4
        assert [plan for plan in found if not plan.startswith("SEARCH case_file USING COVERING INDEX")] == []


def test_a_list_of_some_days_goes_through_no_other_cases(lived: Services) -> None:
    for query in (one for one in QUERIES if one.since is not None):
        with asked(lived) as questions:
            lived.service_cases.page(query)
            lived.service_cases.counts(query)
        for plan in plans(lived, questions):
            sorted_too = plan.startswith("SEARCH case_file USING INDEX ix_case_file_open (due=? AND opened_at>? AND")
            assert sorted_too or by_an_index(plan.replace("COVERING ", "")), plan


def test_words_are_looked_for_in_indexes(lived: Services) -> None:
    for text in ("优待证", "欧阳", "BJ20261125-001", "20261125", "LF1"):
        with asked(lived) as questions:
            lived.service_cases.page(CaseQuery(tab="all", text=text))
            lived.service_cases.counts(CaseQuery(text=text))
        steps = [step for plan in plans(lived, questions) for step in plan.split(" | ") if "case_file" in step]
        assert steps
        assert [step for step in steps if " USING " not in step or step.startswith("SCAN")] == []


def test_the_workbench_reads_the_first_lines_only(lived: Services) -> None:
    with asked(lived) as questions:
        rows = lived.visits.open_cases(limit=100)
        lived.visits.figures()
    due, undue, counted = plans(lived, questions)
    assert due.startswith("SEARCH case_file USING INDEX ix_case_file_open (due>?)")
    assert undue.startswith("SEARCH case_file USING INDEX ix_case_file_open (due=?)")
    assert "ORDER BY" not in due + undue
    assert "COVERING INDEX ix_case_file_open_due" in counted
    assert [row.due is None for row in rows] == sorted(row.due is None for row in rows)
    assert lived.visits.open_cases(limit=3) == rows[:3]


def test_kinds_are_read_once_for_a_page(lived: Services) -> None:
    with asked(lived) as questions:
        lived.service_cases.page(CaseQuery(tab="open"))
    assert sum("catalogue_version" in statement for statement, _ in questions) == 1
