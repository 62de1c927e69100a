"""The red number on the rail counts the calls that are overdue or due today, whatever page is on show."""

import datetime as dt

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.call_back_rules import CallBackForm
from domain.vocabulary import RatingScale
from gui.bus import Bus
from gui.due_badge import DueBadge
from gui.kit.nav_rail import NavItem, NavRail
from gui.navigation import Place
from services import Services
from system.clock import FixedClock
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.visitors import visit
from tests.services.case_life import matter, open_case
from tests.services.insight import audit_of


class Rail:
    """A rail with its badge, and the bus that both hear."""

    def __init__(self, services: Services) -> None:
        self.services, self.bus = services, Bus(QApplication.instance())
        self.rail = NavRail(
            [NavItem(Place.WORKBENCH, "工作台", "home"), NavItem(Place.SERVICE_CASES, "办事", "clipboard_task")]
        )
        self.badge = DueBadge(self.rail, services, self.bus)

    def promise(self, days: int) -> None:
        due = self.services.clock.today() + dt.timedelta(days=days)
        self.bus.tell(self.services.call_backs.promise(CallBackForm(name="唐铁生", why="告知答复", due=due)))

    @property
    def said(self) -> tuple[int, str]:
        """The number, and what it means."""
        place = self.rail.place(Place.WORKBENCH)
        return int(getattr(place, "badge", 0)), place.accessibleDescription()


@pytest.fixture
def rail(qtbot: QtBot, clerk: Services) -> Rail:
    made = Rail(clerk)
    qtbot.addWidget(made.rail)
    return made


def test_nothing_due_is_no_number(rail: Rail) -> None:
    rail.promise(1)
    assert rail.said == (0, "")


def test_what_is_due_today_and_what_is_overdue_count(rail: Rail, clock: FixedClock) -> None:
    rail.promise(0)
    assert rail.said == (1, "约好的回访 今天 1")
    rail.promise(1)
    clock.advance(dt.timedelta(days=1))
    rail.badge._timer.timeout.emit()
    assert rail.said == (2, "约好的回访 逾期 1，今天 1")
    (first, *_rest) = rail.services.call_backs.due()
    rail.bus.tell(rail.services.call_backs.done(first.id, "打通"))
    assert rail.said == (1, "约好的回访 今天 1")


def test_a_bad_rating_shows_when_its_call_is_due(rail: Rail, clock: FixedClock) -> None:
    saved = visit(rail.services)
    rated = rail.services.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="dissatisfied")
    rail.bus.tell(rated.changes)
    (row,) = rail.services.call_backs.due()
    clock.advance(dt.timedelta(days=row.days))
    rail.badge.look()
    assert rail.said == (1, "约好的回访 今天 1")


def test_service_cases_have_a_number_of_their_own(rail: Rail, clock: FixedClock) -> None:
    case_id = open_case(rail.services, matter("card_first"))
    due = rail.services.service_cases.detail(case_id).clocks[0].deadline.raw
    place = rail.rail.place(Place.SERVICE_CASES)
    for days, said in ((-1, ""), (0, "办事 今天 1"), (1, "办事 逾期 1")):
        clock.advance(due + dt.timedelta(days=days) - clock.today())
        rail.badge.look()
        assert place.accessibleDescription() == said
    assert rail.said == (0, "")


def test_who_makes_no_calls_is_not_asked(qtbot: QtBot, as_operator: LogIn) -> None:
    services = as_operator(factories.AUDITOR)
    made = Rail(services)
    qtbot.addWidget(made.rail)
    assert made.said == (0, "")
    assert audit_of(services, "refused") == []


def test_a_store_that_is_closed_is_asked_no_more(rail: Rail) -> None:
    rail.services.close()
    rail.badge.look()
    assert not rail.badge._timer.isActive()
