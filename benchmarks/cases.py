"""Lists of cases and the case page: 20,000 people, 5,000 open and 20,000 closed service cases, encrypted, in one run.

    python -m benchmarks.cases [--people 20000] [--open 5000] [--closed 20000] [--turns 100]

Some cases are lived through the real services and copied with all their rows (`case_rows`); the demo's own come on top.
Lists, counts and steps are whole service calls. A last page is gone to by leafing through the whole list, and may cost
hardly more than the first one: that ratio is the gate. Pages of the window are opened in a process of their own,
without a screen: from the key that asks for them until every job is done and the last word is painted, in turns with
another page. The list has six named filters, which are counted each time.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import case_rows
from benchmarks.measure import Figure, milliseconds, paired, percentile, table
from benchmarks.station import found, log_in
from domain.flow_file import flow
from services import Services
from services.service_cases import CaseQuery

PEOPLE, OPEN, CLOSED, TURNS = 20_000, 5000, 20_000, 100
AIM_MS, WORKBENCH_AIM_MS = 100.0, 200.0
DEEP_LIMIT = 1.5
# As many lines as the window asks for at once.
LINES = 60
TABS = (*(tab.code for tab in flow("service").tabs), "open", "overdue", "today", "soon", "unkeyed", "all")
NAMED: Mapping[str, CaseQuery] = {
    "优待证": CaseQuery(kind="card_first"),
    "优待证逾期": CaseQuery(kind="card_first", tab="overdue"),
    "待补正": CaseQuery(tab="supplement"),
    "报到": CaseQuery(kind="report", tab="all"),
    "办结的": CaseQuery(tab="closed"),
    "带“优待”的": CaseQuery(text="优待"),
}
TYPED = ("优待证", "李", "wang", "报到", "BJ20261124-001", "3")
LIST, NEWS, CASE, WORKBENCH = "list", "news", "case", "workbench"


def measure(
    people: int = PEOPLE, open_cases: int = OPEN, closed_cases: int = CLOSED, turns: int = TURNS
) -> tuple[Figure, ...]:
    """Everything over one store; `turns` calls of each kind."""
    with TemporaryDirectory() as root:
        services = found(Path(root), people=people)
        try:
            case_rows.fill(services, people=people, open_cases=open_cases, closed_cases=closed_cases)
            for name, query in NAMED.items():
                services.saved_filters.save(name, query)
            figures = (*_deep(services, turns), *_lists(services, turns), *_cases(services, turns))
        finally:
            services.close()
        return (*figures, *_window(root, turns))


# ---- the services


def _deep(services: Services, turns: int) -> Iterator[Figure]:
    """The last page of the two long lists against their first one."""
    cases = services.service_cases
    for tab, words in (("open", "open"), ("closed", "closed")):
        query, mark, line = CaseQuery(tab=tab), None, 0
        after: object = None
        while (page := cases.page(query, after=after, limit=LINES)).next is not None:
            mark, after, line = after, page.next, line + LINES

        def last(query: CaseQuery = query, mark: object = mark) -> float:
            return milliseconds(lambda: cases.page(query, after=mark, limit=LINES))

        def first(query: CaseQuery = query) -> float:
            return milliseconds(lambda: cases.page(query, limit=LINES))

        pair = paired(last, first, max(turns // 3, 2))
        told = f"line {max(line - LINES, 0) + 1:,}"
        yield Figure(f"{words} cases: last full page / first page", pair.ratio, "×", DEEP_LIMIT, gate=True, beside=told)


def _lists(services: Services, turns: int) -> Iterator[Figure]:
    cases, words = services.service_cases, cycle(TYPED)
    by_tab = {
        tab: _p95(lambda tab=tab: cases.page(CaseQuery(tab=tab), limit=LINES), turns // 3)  # type: ignore[misc]
        for tab in TABS
    }
    slowest = max(by_tab, key=lambda tab: by_tab[tab])
    yield _figure("first page of a list, the slowest one, p95", by_tab[slowest], beside=slowest)
    yield _figure("counts of all lists, p95", _p95(lambda: cases.counts(CaseQuery()), turns))
    yield _figure("counts of six named filters, p95", _p95(services.saved_filters.counts, turns))

    def look_for() -> None:
        query = CaseQuery(tab="all", text=next(words))
        cases.page(query, limit=LINES)
        cases.counts(query)

    yield _figure("list and counts of what was typed, p95", _p95(look_for, turns))
    yield _figure("open cases of each matter of the catalogue, p95", _p95(services.service_catalogue.open_cases, turns))
    yield _figure("cases that are due, on the workbench, p95", _p95(services.visits.open_cases, turns))


def _cases(services: Services, turns: int) -> Iterator[Figure]:
    cases = services.service_cases
    drawn = cycle(some_ids(services, "all"))
    took = [milliseconds(lambda: cases.detail(next(drawn))) for _ in range(turns)]
    yield _figure("one case whole, p95", percentile(took, 95))
    yield Figure("one case whole, median", percentile(took, 50), "ms")
    accepted = some_ids(services, "accepted", "accepted")
    typed = {"withdrawn_on": "=", "reason": "本人不办了"}
    planned = cycle(accepted)
    yield _figure("what a step would do, p95", _p95(lambda: cases.plan(next(planned), "withdraw", typed), turns))
    ended = iter(accepted)
    count = min(turns, len(accepted))
    yield _figure("a step taken, p95", _p95(lambda: cases.act(next(ended), "withdraw", typed), count))


def some_ids(services: Services, tab: str, state: str = "") -> list[int]:
    """Cases of a list (those in one state only, if named) in an order that jumps about in it."""
    query, found_ids, mark = CaseQuery(tab=tab), list[int](), None
    while True:
        page = services.service_cases.page(query, after=mark, limit=1000)
        found_ids += [row.id for row in page.rows if state in ("", row.state)]
        mark = page.next
        if mark is None:
            return [found_ids[turn * 7919 % len(found_ids)] for turn in range(min(len(found_ids), 400))]


def _p95(work: Callable[[], object], turns: int) -> float:
    return percentile([milliseconds(work) for _ in range(max(turns, 2))], 95)


def _figure(what: str, value: float, *, aim: float = AIM_MS, beside: str = "") -> Figure:
    return Figure(what, value, "ms", aim, beside=beside)


# ---- the window


def _window(root: str, turns: int) -> Iterator[Figure]:
    home = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "benchmarks.cases", "--inside", root, "--turns", str(max(turns // 3, 2))]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=home, check=False)
    if done.returncode:
        raise RuntimeError(f"the window did not open its pages:\n{done.stderr}")
    took: dict[str, list[float]] = json.loads(done.stdout)
    yield _figure("list of cases opened and painted, p95", percentile(took[LIST], 95))
    yield _figure("the same, with a case on it changed meanwhile, p95", percentile(took[NEWS], 95))
    yield _figure("case page opened and painted, p95", percentile(took[CASE], 95))
    yield _figure("workbench opened and painted, p95", percentile(took[WORKBENCH], 95), aim=WORKBENCH_AIM_MS)
    yield Figure("list of cases opened the first time, its page built", took["first"][0], "ms")


def open_pages(root: Path, turns: int) -> None:
    """Open list, case and workbench by turns in the window of the station in `root`; print what each took."""
    from gui.bus import Bus
    from gui.kit.printing import DeskPrinter
    from gui.main_window import MainWindow
    from gui.navigation import Place, Target
    from gui.qt import make_application
    from gui.theme import Theme

    Theme.install(make_application())
    services = log_in(root)
    desk = MainWindow(services, Bus(), DeskPrinter(services))
    desk.resize(1366, 728)
    desk.show()
    settle()
    ids, first = some_ids(services, "open"), services.service_cases.page(CaseQuery()).rows[0].id

    def opened(target: Target) -> float:
        def open_it() -> None:
            desk.go(target)
            settle()

        return milliseconds(open_it)

    listed, bench = Target(Place.SERVICE_CASES), Target(Place.WORKBENCH)
    took: dict[str, list[float]] = {"first": [opened(listed)], LIST: [], NEWS: [], CASE: [], WORKBENCH: []}
    for turn in range(turns):
        took[WORKBENCH].append(opened(bench))
        took[LIST].append(opened(listed))
        opened(bench)
        services.service_cases.note(first, "电话里又问了一次进度。")
        took[NEWS].append(opened(listed))
        took[CASE].append(opened(Target(Place.SERVICE_CASES, "case", id=ids[turn % len(ids)])))
        # Back to the list, which is where the page stands when it is opened the next time.
        desk.page.open_crumb(0)
        settle()
    print(json.dumps(took), flush=True)
    # Jobs of the pages may still be under way, and nothing of this station is needed any more.
    os._exit(0)


def settle() -> None:
    """Return when no job is under way and all that they brought is painted."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from gui import jobs

    QApplication.processEvents()
    while jobs.under_way():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QApplication.processEvents()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--open", type=int, default=OPEN)
    parser.add_argument("--closed", type=int, default=CLOSED)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--inside", metavar="DIR", type=Path, help="be the process whose window is measured")
    wanted = parser.parse_args()
    if wanted.inside:
        open_pages(wanted.inside, wanted.turns)
    else:
        print(table(measure(wanted.people, wanted.open, wanted.closed, wanted.turns)))


if __name__ == "__main__":
    main()
