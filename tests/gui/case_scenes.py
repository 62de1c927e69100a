"""How to come to the moments of service cases: the lists, one case with each of its tabs, bundles, the comparison."""

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from gui.kit.overlay import overlays_of
from gui.navigation import Place, Target
from gui.service_cases.page import ServiceCasesPage
from gui.service_cases.reconcile import ReconcilePanel
from services.service_cases import CaseListRow, CaseQuery
from tests.gui.program import Program
from tests.services.case_life import matter, open_case

Way = Callable[[Program], None]
# The tab of a case's content → the last word of its scene's name.
TABS = {"facts": "facts", "papers": "papers", "files": "files"}


def page_of(program: Program) -> ServiceCasesPage:
    """The page, whatever of it is on show."""
    page = program.desk.page
    assert isinstance(page, ServiceCasesPage)
    return page


def case_of(program: Program) -> CaseListRow:
    """A case that has to be keyed and may go to the district; one is taken in where the station has none."""
    cases, query = program.services.service_cases, CaseQuery(kind="card_first", tab="unkeyed")
    if not cases.page(query).rows:
        open_case(program.services, matter("card_first"))
    return cases.page(query).rows[0]


def show_list(tab: str, program: Program) -> None:
    """One of the lists, the first two lines ticked."""
    case_of(program)
    program.desk.go(Target(Place.SERVICE_CASES, "tab", text=tab))
    view = page_of(program).list
    for row in view.table.rows[:2]:
        view.table.marked.emit(row)


def show_case(tab: str, program: Program) -> None:
    """A case, one of its tabs on show; "" for the one that it begins with."""
    program.desk.go(Target(Place.SERVICE_CASES, "case", id=case_of(program).id))
    case = page_of(program).case
    if tab:
        case.tabs.set_value(tab)
        case.tabs.chosen.emit(tab)


def begin_step(program: Program) -> None:
    """A refusal half typed, with a fault under its field."""
    show_case("", program)
    page = page_of(program)
    page.case.begin("withdraw")
    assert page.case.panel is not None
    page.case.panel.form.show_faults({"reason": "还没有写“理由”，请填写。"})


def explain_clock(program: Program) -> None:
    """How the days of a clock were counted."""
    show_case("", program)
    view = page_of(program).case.view
    assert view is not None
    page_of(program).case.explain_pressed.emit(view.clocks[0].id)


def show_batches(program: Program) -> None:
    """A bundle with its cases, one of them taken out with its reason."""
    batches = program.services.batches
    if not batches.recent():
        batches.put_in([case_of(program).id])
    program.desk.go(Target(Place.SERVICE_CASES, "batch", id=batches.recent()[0].id))


def show_reconciling(program: Program, *, read: bool) -> None:
    """The comparison: before a list was chosen, or with one that has a row of each kind."""
    row = case_of(program)
    program.desk.go(Target(Place.SERVICE_CASES, "tab", text="unkeyed"))
    page_of(program).list.open_reconciling()
    panel = overlays_of(program.shell)[-1].panel
    assert isinstance(panel, ReconcilePanel)
    if not read:
        return
    assert row.person_id is not None
    tail = program.services.people.card(row.person_id).identity_masked[-4:]
    path = Path(mkdtemp(prefix="scenes-")) / "优待证系统导出（2026年11月）.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = (
            ("受理号", "姓名", "证件号后四位", "状态"),
            ("YDZ2026000871", row.person, tail, "区级审核中"),
            ("YDZ2026000872", "罗湘平", "0413", "制证"),
            ("4.30103E+17", "周国安", "1234", "制证"),
        )
        csv.writer(file).writerows(rows)
    panel.take_file(path)


SCENES: dict[str, Way] = {
    "cases": partial(show_list, "open"),
    "cases-unkeyed": partial(show_list, "unkeyed"),
    "case-copy": partial(show_case, ""),
    **{f"case-{name}": partial(show_case, tab) for tab, name in TABS.items()},
    "case-step": begin_step,
    "case-clock": explain_clock,
    "batches": show_batches,
    "reconcile-start": partial(show_reconciling, read=False),
    "reconcile": partial(show_reconciling, read=True),
}
