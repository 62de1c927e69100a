"""Coming back to the list: what is on show stays as it is until there is news, and then there is nothing old in it."""

from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.navigation import Place, Target
from services import Services
from services.service_cases import CasePage, CaseQuery
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import settle
from tests.gui.service_cases.cases_desk import CasesDesk
from tests.services.case_life import matter, open_case


@pytest.fixture
def desk(window: QWidget, station: Services, cups: FakeCups) -> CasesDesk:
    for name in ("胡望城", "李建军"):
        open_case(station, matter("card_first"), name)
    return CasesDesk(window, station)


def again(desk: CasesDesk) -> list[int]:
    """Leave the page and come back; the lines that were shown anew, -1 for all at once."""
    shown: list[int] = []
    model = desk.page.list.table.rows_model
    held = (
        model.modelReset.connect(lambda: shown.append(-1)),
        model.dataChanged.connect(lambda first, last: shown.extend(range(first.row(), last.row() + 1))),
    )
    desk.page.hide()
    desk.page.show()
    settle(desk.window)
    for one in held:
        QObject.disconnect(one)
    return shown


def test_without_news_nothing_is_laid_out_again(desk: CasesDesk) -> None:
    buttons = desk.page.list.tabs.buttons()
    assert again(desk) == []
    assert desk.page.list.tabs.buttons() == buttons


def test_a_case_that_changed_is_shown_as_it_is_now(desk: CasesDesk, station: Services) -> None:
    table, buttons = desk.page.list.table, desk.page.list.tabs.buttons()
    current, (_first, second) = table.current(), table.rows
    station.service_cases.set_official_number(second.id, "43010020260001")
    assert again(desk) == [1]
    assert [row.official_number for row in table.rows] == ["", "43010020260001"]
    assert table.current() == current
    assert desk.page.list.tabs.buttons() == buttons
    assert again(desk) == []


def test_a_case_that_came_is_in_the_list_and_the_current_one_stays(desk: CasesDesk, station: Services) -> None:
    table, count = desk.page.list.table, len(desk.page.list.table.rows)
    assert table.select(lambda row: row.id == table.rows[-1].id)
    current = table.current()
    open_case(station, matter("card_first"), "唐星沙")
    assert again(desk) == [-1]
    assert len(table.rows) == count + 1
    assert table.current() == current


def test_a_filter_that_got_a_name_is_shown(desk: CasesDesk, station: Services) -> None:
    view = desk.page.list
    view._on_kept(station.saved_filters.save("我的", view.query))
    settle(desk.window)
    assert view.named.isVisibleTo(view)
    assert again(desk) == []


@pytest.fixture
def read(station: Services, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lists that were asked for, by their codes."""
    asked: list[str] = []
    page = station.service_cases.page

    def counted(query: CaseQuery, **more: Any) -> CasePage:
        asked.append(query.tab)
        return page(query, **more)

    monkeypatch.setattr(station.service_cases, "page", counted)
    return asked


def come_to(desk: CasesDesk, target: Target) -> None:
    """As the main window goes to a page: it is shown first, and then told what is wanted."""
    desk.page.hide()
    desk.page.show()
    desk.page.open_target(target)
    settle(desk.window)


def test_a_list_wanted_from_elsewhere_is_read_once(desk: CasesDesk, read: list[str]) -> None:
    come_to(desk, Target(Place.SERVICE_CASES, "tab", text="overdue"))
    assert read == ["overdue"]


def test_a_case_wanted_from_elsewhere_reads_no_list_until_that_is_shown(desk: CasesDesk, read: list[str]) -> None:
    case_id = desk.page.list.table.rows[0].id
    come_to(desk, Target(Place.SERVICE_CASES, "case", id=case_id))
    assert desk.view.id == case_id
    assert read == []
    desk.page.open_crumb(0)
    settle(desk.window)
    assert read == ["open"]


def test_where_the_wanted_case_is_not_there_the_list_is(desk: CasesDesk, read: list[str]) -> None:
    come_to(desk, Target(Place.SERVICE_CASES, "case", id=987654))
    assert desk.page.stack.currentWidget() is desk.page.list
    assert read == ["open"]
