"""The one search box: whatever was typed or scanned leads to the thing, and to nothing that the role may not read."""

from datetime import timedelta

import pytest

from domain.paper_code import qr_text
from domain.people_rules import PersonForm
from domain.permissions import Role
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome
from services import Services
from services.search import Group, Hit
from services.visits import SavedVisit
from system.clock import FixedClock
from system.errors import Denied
from tests import factories
from tests.services.insight import seen_by


def save(station: Services, person_id: int, number: int, *outcomes: tuple[MatterKind, Outcome]) -> SavedVisit:
    matters = tuple(
        MatterForm(kind=kind, category="benefit", narrative="请求核实补发差额", outcome=outcome, refer_to="区医保局")
        for kind, outcome in outcomes
    )
    uuid = f"8d7f4d1e-59c5-4d0b-9a55-{number:012d}"
    return station.visits.save(VisitForm(uuid=uuid, person_id=person_id, address="晏家塘 12 号", matters=matters))


@pytest.fixture
def person(station: Services) -> int:
    form = PersonForm(name="李龑", identity="430103196803129011", phone="12100005267", community="碧湘社区")
    return station.people.create(form).id


@pytest.fixture
def visits(station: Services, person: int, clock: FixedClock) -> list[SavedVisit]:
    """Yesterday a petition; today an assistance and a service case, then an answer on the spot."""
    clock.set(factories.MOMENT - timedelta(days=1))
    first = save(station, person, 1, (MatterKind.PETITION, Outcome.PETITION_OPENED))
    clock.set(factories.MOMENT)
    second = save(
        station,
        person,
        2,
        (MatterKind.ASSISTANCE, Outcome.ASSISTANCE_OPENED),
        (MatterKind.SERVICE, Outcome.SERVICE_OPENED),
    )
    return [first, second, save(station, person, 3, (MatterKind.CONSULTATION, Outcome.ANSWERED))]


def groups(station: Services, text: str) -> dict[str, tuple[Hit, ...]]:
    return {group.title: group.items for group in station.search.everywhere(text)}


def test_a_person_is_found_with_cases_and_visits(station: Services, person: int, visits: list[SavedVisit]) -> None:
    found = groups(station, "lyan")
    assert list(found) == ["人员", "信访诉求", "困难帮扶", "办事", "来访"]
    (hit,) = found["人员"]
    assert (hit.kind, hit.id, hit.title, hit.match, hit.chip) == ("person", person, "李龑", "李龑", "在办 3 件")
    assert hit.subtitle == "男 58 岁・430103********9011・121****5267・碧湘社区・上次来访 11-24"
    assert [item.id for item in found["来访"]] == [visits[2].id, visits[1].id, visits[0].id]
    assert found["信访诉求"][0].title == "坡退信〔2026〕1号"
    assert found["信访诉求"][0].subtitle.startswith("李龑・抚恤优待")


@pytest.mark.parametrize("text", ["LF20261124-002", "lf20261124-002", "LF1124-2", "1124-2", " LF1124-2 ", "LF2"])
def test_a_visit_is_found_by_its_number(station: Services, visits: list[SavedVisit], text: str) -> None:
    (hit,) = groups(station, text)["来访"]
    assert (hit.kind, hit.id, hit.title) == ("visit", visits[1].id, "LF20261124-002")
    assert hit.subtitle == "李龑・11-24 09:42 来访"


def test_a_visit_number_without_its_day_means_the_latest(station: Services, visits: list[SavedVisit]) -> None:
    assert [hit.title for hit in groups(station, "LF1")["来访"]] == ["LF20261124-001", "LF20261123-001"]
