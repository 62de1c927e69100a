"""A case that is looked for anywhere (Ctrl+K) opens its own page."""

import pytest
from PySide6.QtWidgets import QWidget

from gui.main_window import target_of
from gui.navigation import Place
from services import Services
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import settle
from tests.gui.service_cases.cases_desk import CasesDesk
from tests.services.case_life import matter, open_case, view


@pytest.mark.parametrize("words", ["办1", "坡退办〔2026〕1号", "胡望城"])
def test_its_row_in_the_search_leads_to_its_page(
    window: QWidget, station: Services, cups: FakeCups, words: str
) -> None:
    case_id = open_case(station, matter("card_first"), "胡望城")
    number = view(station, case_id).number
    (hit,) = (
        item
        for group in station.search.everywhere(words)
        for item in group.items
        if item.kind == "case" and item.title == number
    )
    target = target_of(hit)
    assert (target.place, target.what, target.id) == (Place.SERVICE_CASES, "case", case_id)
    desk = CasesDesk(window, station)
    desk.page.open_target(target)
    settle(window)
    assert desk.view.id == case_id
    assert desk.page.stack.currentWidget() is desk.page.case
