"""The workbench reads no table from end to end: it opens as fast over ten years as on the first day."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from domain.call_back_rules import CallBackForm
from gui.workbench.day import read_day
from services import Services
from tests.gui.visitors import PETITION, visit

# What grows with the years. Staff, settings and drafts stay few.
GROWING = ("visit", "visit_party", "matter", "queue_entry", "call_back", "case_file", "rating", "party", "document")


@contextmanager
def statements(services: Services) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    engine = services._context.database._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def walked(services: Services, work: Callable[[], object]) -> list[str]:
    """The growing tables that a piece of work reads from end to end, as SQLite plans it."""
    with statements(services) as asked:
        work()
    plans = []
    with services._context.database.plain() as connection:
        for statement, parameters in asked:
            if statement.lstrip().upper().startswith(("SELECT", "UPDATE")):
                plans += [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    return [step for step in plans if _grows(step)]


def _grows(step: str) -> bool:
    """Whether a step of a plan takes the longer the more years there are: a table whole, or all days before one."""
    kind, table, *_rest = step.split()
    whole = kind == "SCAN" and "ix_" not in step
    older = step.endswith("(day<?)") and "COVERING" not in step
    return table in GROWING and (whole or older)


@pytest.fixture
def busy(clerk: Services) -> Services:
    """A clerk's station with one of everything."""
    saved = visit(clerk, PETITION)
    clerk.queue.take(name="胡望城")
    clerk.queue.call_next()
    clerk.call_backs.promise(CallBackForm(name="唐铁生", why="告知答复", due=clerk.clock.today()))
    clerk.visit_changes.ratings(saved.id)
    clerk.drafts.save("11", kind="visit", title="贺晓岚", payload={})
    return clerk


def test_the_workbench_reads_no_growing_table_from_end_to_end(busy: Services) -> None:
    assert walked(busy, lambda: read_day(busy)) == []


def test_the_queue_page_reads_no_growing_table_from_end_to_end(busy: Services) -> None:
    assert walked(busy, lambda: (busy.queue.today(), busy.queue.figures(), busy.queue.call_next())) == []


@pytest.mark.parametrize(
    "query", ["SELECT id FROM visit WHERE address = 'x'", "SELECT name FROM queue_entry WHERE day < '2026-11-24'"]
)
def test_the_look_sees_a_walk(busy: Services, query: str) -> None:
    def walk() -> None:
        with busy._context.database.read() as session:
            session.execute(text(query)).all()

    assert len(walked(busy, walk)) == 1


def test_a_line_that_nobody_left_yesterday_is_empty_today(busy: Services, clock: Any) -> None:
    clock.advance(dt.timedelta(days=1))
    day = read_day(busy)
    assert day.waiting == ()
    assert day.call_backs[0].overdue
    assert day.urgent()["overdue"] == 1
