"""The one search box: whatever was typed or scanned leads to the thing, and to nothing that the role may not read."""

from datetime import timedelta

import pytest

from domain.paper_code import qr_text
from domain.people_rules import PersonForm
from domain.permissions import Role
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome
from services import Services
from services.search import Hit
from services.visits import SavedVisit
from system.clock import FixedClock
from system.errors import Denied
from tests import factories
from tests.services.case_life import matter, open_case
from tests.services.codes import code_on
from tests.services.insight import add_case, audit_of, seen_by


def save(station: Services, person_id: int, number: int, *outcomes: tuple[MatterKind, Outcome]) -> SavedVisit:
    matters = tuple(
        MatterForm(
            kind=kind,
            category="benefit",
            narrative="请求核实补发差额",
            facts="去年十月起少发",
            reasons="新标准已经公布",
            outcome=outcome,
            refer_to="区医保局",
        )
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
    assert hit.subtitle == "男 58 岁・430103********9011・121****5267"
    assert hit.detail == "碧湘社区・上次来访 11-24"
    assert [item.id for item in found["来访"]] == [visits[2].id, visits[1].id, visits[0].id]
    assert found["信访诉求"][0].title == "坡退信〔2026〕1号"
    assert found["信访诉求"][0].subtitle.startswith("李龑・抚恤优待")


@pytest.mark.parametrize("text", ["LF20261124-002", "lf20261124-002", "LF1124-2", "1124-2", " LF1124-2 ", "LF2"])
def test_a_visit_is_found_by_its_number(station: Services, visits: list[SavedVisit], text: str) -> None:
    (hit,) = groups(station, text)["来访"]
    assert (hit.kind, hit.id, hit.title) == ("visit", visits[2].id, "LF20261124-002")
    assert hit.subtitle == "李龑・11-24 09:42 来访"


def test_a_visit_number_without_its_day_means_the_latest(station: Services, visits: list[SavedVisit]) -> None:
    assert [hit.title for hit in groups(station, "LF1")["来访"]] == ["LF20261124-001", "LF20261123-001"]


@pytest.mark.parametrize("text", ["信1", "2026-1", "坡退信〔2026〕1号", "坡退信(2026)1", "信2026-1"])
def test_a_case_is_found_by_its_number(station: Services, visits: list[SavedVisit], text: str) -> None:
    (hit,) = groups(station, text)["信访诉求"]
    assert (hit.kind, hit.title, hit.chip) == ("case", visits[0].case_numbers[0], "在办")


def test_a_bare_number_names_the_case_of_each_series(station: Services, visits: list[SavedVisit]) -> None:
    found = groups(station, "2026-1")
    assert [found[title][0].title for title in ("信访诉求", "困难帮扶", "办事")] == [
        "坡退信〔2026〕1号",
        "坡退帮〔2026〕1号",
        "坡退办〔2026〕1号",
    ]
    assert "信访诉求" not in groups(station, "2025-1")
    assert "信访诉求" not in groups(station, "信2")


def test_a_closed_case_says_so(station: Services, person: int) -> None:
    add_case(station, person, factories.MOMENT - timedelta(days=9), seq=47, closed=factories.MOMENT)
    assert [(hit.title, hit.chip) for hit in groups(station, "信47")["信访诉求"]] == [("坡退信〔2026〕47号", "已办结")]


def test_what_was_voided_is_found_and_says_so(station: Services, visits: list[SavedVisit]) -> None:
    station.visit_changes.void(visits[1].id, reason="登记错了人")
    assert [hit.chip for hit in groups(station, visits[1].number)["来访"]] == ["作废"]
    assert [hit.chip for hit in groups(station, "帮1")["困难帮扶"]] == ["已作废"]


@pytest.mark.parametrize("typed", ["{code}", "{bare}", "{lower}", "{wide}"])
def test_a_paper_is_found_by_its_code(station: Services, visits: list[SavedVisit], typed: str) -> None:
    code = visits[1].document.human_code
    bare = code.replace("-", "")
    wide = bare.translate({ord(letter): ord(letter) + 0xFEE0 for letter in bare})
    found = groups(station, typed.format(code=code, bare=bare, lower=bare.lower(), wide=wide))
    (hit,) = found["文书"]
    assert (hit.kind, hit.id, hit.title) == ("document", visits[1].document.id, "LF20261124-001 来访登记回执")


def test_a_scan_leads_to_the_paper_and_its_visit(station: Services, visits: list[SavedVisit]) -> None:
    code = visits[2].document.human_code
    found = groups(station, qr_text("430103", visits[2].number, 1, code) + "\r\n")
    assert list(found) == ["文书", "来访"]
    assert found["文书"][0].id == visits[2].document.id
    assert found["来访"][0].id == visits[2].id


def test_a_signed_scan_leads_there_as_well(station: Services, visits: list[SavedVisit]) -> None:
    code = code_on(station, visits[2].document.id)
    assert code.startswith("TYJR2:")
    for sent in (code, f"\x02{code.lower()}\r\n"):
        found = groups(station, sent)
        assert [found["文书"][0].id, found["来访"][0].id] == [visits[2].document.id, visits[2].id]


def test_a_scan_whose_code_is_of_another_sheet_shows_no_paper(station: Services, visits: list[SavedVisit]) -> None:
    found = groups(station, qr_text("430103", visits[2].number, 1, visits[1].document.human_code))
    assert list(found) == ["来访"]


def test_a_reprint_is_told_from_the_first_print(station: Services, visits: list[SavedVisit]) -> None:
    again = station.documents.reprint(visits[2].document.id, "卡纸")
    assert groups(station, again.human_code)["文书"][0].chip == "补印 1"
    assert groups(station, visits[2].document.human_code)["文书"][0].chip == ""


def test_nothing_stands_twice(station: Services, visits: list[SavedVisit]) -> None:
    for text in ("李龑", "1124-1", "2026-1", "5267", visits[0].document.human_code):
        hits = [(hit.kind, hit.id) for group in station.search.everywhere(text) for hit in group.items]
        assert len(hits) == len(set(hits)), text


@pytest.mark.parametrize(
    "text", ["", "  ", "·", "20269999-1", "LF9999-1", "TYJR1:430103::0:", "%", "'", "信0", "2026-999999", "\ud800#"]
)
def test_what_means_nothing_finds_nothing(station: Services, visits: list[SavedVisit], text: str) -> None:
    assert station.search.everywhere(text) == ()


def test_each_role_sees_what_it_may_read(station: Services, visits: list[SavedVisit]) -> None:
    clerk = seen_by(station, Role.CLERK)
    assert "人员" in groups(clerk, "李龑")
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(Denied):
            seen_by(station, role).search.everywhere("李龑")
    assert len(audit_of(station, "refused")) == 2


def test_a_service_case_is_found_by_the_official_number_and_by_its_bundle(station: Services) -> None:
    case_id = open_case(station, matter("card_first"))
    station.service_cases.set_official_number(case_id, "YDZ43-88")
    put = station.batches.put_in([case_id])
    for text in ("YDZ43-88", put.number):
        hits = [hit for group in station.search.everywhere(text) for hit in group.items if hit.kind == "case"]
        assert [(hit.id, hit.series) for hit in hits] == [(case_id, "service")], text
