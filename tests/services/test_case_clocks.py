"""How a last day was worked out: the page's values, and the sheet that says the same."""

import datetime as dt

import pytest

from domain.calendar_view import Gap, StripKind
from printing import readback
from services import Services
from system.clock import FixedClock
from system.errors import Denied, NotFound
from tests import factories
from tests.services.case_life import matter, open_case, view
from tests.services.conftest import LogIn


@pytest.fixture
def case_id(station: Services) -> int:
    return open_case(station, matter("card_first"))


def first_clock(services: Services, case_id: int) -> int:
    return view(services, case_id).clocks[0].id


def test_the_page_shows_every_step(station: Services, case_id: int) -> None:
    found = station.case_clocks.derivation(first_clock(station, case_id))
    case = view(station, case_id)
    assert (found.case_id, found.case_number, found.person) == (case_id, case.number, "胡望城")
    assert found.clock == case.clocks[0]
    assert found.clocks == case.clocks
    assert found.title == f"{found.clock.rule.label} {found.rule_words}"
    first, *_, last = found.steps
    assert first.content == "材料齐全（谢国辉，11-24 09:42 记入）"
    assert last.result.startswith(found.clock.deadline.legal.isoformat())
    assert found.rule_source == f"{found.clock.rule.source}，随本件存档"
    assert found.strip[0] != found.strip[-1]
    marks = [one.kind for one in found.strip if not isinstance(one, Gap)]
    assert marks.count(StripKind.START) == 1
    assert marks.count(StripKind.LEGAL) == 1


def test_a_year_that_isnt_loaded_is_named(station: Services, clock: FixedClock) -> None:
    clock.advance(dt.timedelta(days=36))
    found = station.case_clocks.derivation(first_clock(station, open_case(station, matter("card_first"))))
    assert found.clock.deadline.provisional
    assert found.missing_years == (2027,)
    assert "2027 年" in found.calendar_note
    assert found.calendar_words == f"{found.calendar_version}（已装入 2024—2026 年）"
    text = "日期,类型,名称\n" + "\n".join(f"2027-01-0{day},休,元旦" for day in (1, 2, 3))
    station.work_calendar.import_year(text)
    firm = station.case_clocks.derivation(found.clock.id)
    assert (firm.missing_years, firm.calendar_note) == ((), "")
    assert "2024—2027 年" in firm.calendar_words
    assert firm.calendar_version != found.calendar_version


def test_the_sheet_says_what_the_screen_shows(station: Services, case_id: int) -> None:
    clock_id = first_clock(station, case_id)
    found = station.case_clocks.derivation(clock_id)
    paper = station.case_clocks.issue_clock_sheet(clock_id)
    assert (paper.kind, paper.title) == ("clock_sheet", "时限推算单")
    words = readback.words(station.documents.pdf(paper.id)).replace("\n", "").replace("\r", "")
    for told in (found.case_number, "胡望城", found.steps[-1].result, found.clock.deadline.raw.isoformat()):
        assert told in words
    assert paper.id in [one.paper.id for one in view(station, case_id).papers]
    again = station.case_clocks.issue_clock_sheet(clock_id)
    assert (paper.number, again.number) == (f"{found.case_number} 推算第1次", f"{found.case_number} 推算第2次")


def test_a_stopped_clock_and_its_neighbours(station: Services, case_id: int) -> None:
    promise = first_clock(station, case_id)
    station.service_cases.act(case_id, "withdraw", {"withdrawn_on": "今天", "reason": "不办了"}, paper=False)
    found = station.case_clocks.derivation(promise)
    assert (found.clock.state, found.clock.in_time, found.clock.now) == ("stopped", True, None)
    assert station.case_clocks.issue_clock_sheet(promise).kind == "clock_sheet"


def test_a_clock_that_was_taken_back_isnt_there(station: Services, case_id: int) -> None:
    station.service_cases.act(case_id, "turn_down", {"decided_on": "今天", "reason": "不符合"}, paper=False)
    told = next(one.id for one in view(station, case_id).clocks if one.rule.code == "notify")
    station.service_cases.undo(case_id)
    for clock_id in (told, 404):
        with pytest.raises(NotFound):
            station.case_clocks.derivation(clock_id)
        with pytest.raises(NotFound):
            station.case_clocks.issue_clock_sheet(clock_id)


def test_who_may(station: Services, case_id: int, as_operator: LogIn) -> None:
    clock_id = first_clock(station, case_id)
    assert as_operator(factories.CLERK).case_clocks.derivation(clock_id).clock.id == clock_id
    administrator = as_operator(factories.ADMINISTRATOR)
    with pytest.raises(Denied):
        administrator.case_clocks.derivation(clock_id)
    with pytest.raises(Denied):
        administrator.case_clocks.issue_clock_sheet(clock_id)
