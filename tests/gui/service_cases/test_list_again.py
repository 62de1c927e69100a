"""Coming back to the list: what is on show stays as it is until there is news, and then there is nothing old in it."""

import pytest
from PySide6.QtWidgets import QWidget

from services import Services
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import settle
from tests.gui.service_cases.cases_desk import CasesDesk
from tests.services.case_life import matter, open_case


@pytest.fixture
def desk(window: QWidget, station: Services, cups: FakeCups) -> CasesDesk:
    for name in ("胡望城", "李建军"):
        open_case(station, matter("card_first"), name)
    return CasesDesk(window, station)


def again(desk: CasesDesk) -> int:
    """Leave the page and come back; how often the list was filled anew."""
    filled: list[bool] = []
    model = desk.page.list.table.rows_model
    model.modelReset.connect(lambda: filled.append(True))
    desk.page.hide()
    desk.page.show()
    settle(desk.window)
    model.modelReset.disconnect()
    return len(filled)


def test_without_news_nothing_is_laid_out_again(desk: CasesDesk) -> None:
    buttons = desk.page.list.tabs.buttons()
    assert again(desk) == 0
    assert desk.page.list.tabs.buttons() == buttons


def test_a_case_that_changed_is_shown_as_it_is_now(desk: CasesDesk, station: Services) -> None:
    (first, *_) = desk.page.list.table.rows
    station.service_cases.set_official_number(first.id, "43010020260001")
    assert again(desk) == 1
    assert "43010020260001" in {row.official_number for row in desk.page.list.table.rows}
    assert again(desk) == 0


def test_a_filter_that_got_a_name_is_shown(desk: CasesDesk, station: Services) -> None:
    view = desk.page.list
    view._on_kept(station.saved_filters.save("我的", view.query))
    settle(desk.window)
    assert view.named.isVisibleTo(view)
    assert again(desk) == 0
