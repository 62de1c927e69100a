"""The station's own papers: their numbers, what stands on them, who may have them, and how long ones are made."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.guest_rules import UnitForm
from domain.vocabulary import Outcome, RatingScale
from models.document import Document, DocumentPdf
from models.station import Counter
from printing import catalogue
from printing.raster import page_count
from printing.readback import words
from services import Services, _ledger
from services.documents import SheetState
from services.station_papers import StationTitle
from services.visits import SavedVisit
from system.clock import FixedClock
from system.errors import Denied, Invalid
from tests import factories
from tests.services.insight import add_visits, audit_of, looking
from tests.services.visiting import ANSWERED, OTHER, PERSON, PETITION, SERVICE, form

DAY = date(2026, 11, 24)
KINDS = ("day_tally", "visit_ledger", "seal_register", "notice_board", "privacy_notice")


def data_of(station: Services, document_id: int) -> dict[str, Any]:
    with looking(station) as session:
        return session.get_one(Document, document_id).data


def text_of(station: Services, document_id: int) -> str:
    """The text read back from the PDF, lines run together."""
    return re.sub(r"[\r\n]+", "", words(station.documents.pdf(document_id)))


def ledger_rows(station: Services, first: date, last: date | None = None) -> list[list[str]]:
    rows: list[list[str]] = data_of(station, station.station_papers.issue("visit_ledger", first, last).id)["rows"]
    return rows


# ----------------------------------------------------------------------------------------------- what all have


def test_the_menu_says_which_days_each_is_about(station: Services) -> None:
    assert station.station_papers.titles() == (
        StationTitle("day_tally", "打印日清单", "one"),
        StationTitle("visit_ledger", "来访登记台账", "span"),
        StationTitle("seal_register", "用印登记", "span"),
        StationTitle("notice_board", "信访接待公示", "none"),
        StationTitle("privacy_notice", "个人信息处理告知书", "none"),
    )


def test_each_is_numbered_registered_coded_and_audited(station: Services, clock: FixedClock) -> None:
    station.visits.save(form(ANSWERED))
    issued = [station.station_papers.issue(kind, DAY) for kind in KINDS]
    assert [paper.number for paper in issued] == [f"WS20261124-{seq:03d}" for seq in range(1, 6)]
    rows = {row.id: row for row in station.documents.issued(DAY)}
    for kind, paper in zip(KINDS, issued, strict=True):
        assert (rows[paper.id].kind, rows[paper.id].number, rows[paper.id].state) == (
            kind,
            paper.number,
            SheetState.PENDING,
        )
        text = text_of(station, paper.id)
        assert paper.human_code in text
        assert paper.number in text
    entries = audit_of(station, "station_paper.issued")
    assert [(entry.detail["kind"], entry.detail["first"]) for entry in entries] == [
        (kind, "2026-11-24") for kind in KINDS
    ]
    clock.advance(timedelta(days=1))
    assert station.station_papers.issue("notice_board", DAY).number == "WS20261125-001"


@pytest.mark.parametrize("typed", ["WS20261124-001", "ws1124-1", "WS1"])
def test_one_is_found_by_its_number(station: Services, typed: str) -> None:
    issued = station.station_papers.issue("notice_board", DAY)
    hits = [hit for group in station.search.everywhere(typed) for hit in group.items]
    assert [(hit.kind, hit.id) for hit in hits] == [("document", issued.id)]


def test_days_that_make_no_sense_are_refused_and_take_no_number(station: Services) -> None:
    for first, last, field in (
        (DAY, DAY - timedelta(days=1), "last"),
        (DAY, DAY + timedelta(days=1), "last"),
        (DAY + timedelta(days=1), None, "first"),
    ):
        with pytest.raises(Invalid) as refused:
            station.station_papers.issue("visit_ledger", first, last)
        assert set(refused.value.fields) == {field}
    with pytest.raises(ValueError, match="站务文书"):
        station.station_papers.issue("visit_receipt", DAY)
    assert station.station_papers.issue("notice_board", DAY).number == "WS20261124-001"


@pytest.mark.parametrize("form_of_staff", [factories.AUDITOR, factories.ADMINISTRATOR])
@pytest.mark.parametrize("kind", KINDS)
def test_whoever_may_not_print_gets_none(
    kind: str, form_of_staff: Any, station: Services, as_operator: Callable[..., Services]
) -> None:
    other = as_operator(form_of_staff)
    with pytest.raises(Denied):
        other.station_papers.issue(kind, DAY)
    assert station.documents.issued(DAY) == ()


def test_a_station_paper_can_be_reprinted_and_says_so(station: Services) -> None:
    paper = station.station_papers.issue("notice_board", DAY)
    again = station.documents.reprint(paper.id, "墙上那张破了")
    assert (again.number, again.reprint) == (paper.number, 1)
    assert "补印 1" in text_of(station, again.id)


def test_it_is_drawn_before_the_write_begins_and_only_once(station: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    render = catalogue.render

    def counting(code: str, data: Any, wording: Any = None) -> bytes:
        # Another paper gets its number while the first one is being drawn.
        drawn.append(data["number"])
        if len(drawn) == 3:
            station.station_papers.issue("privacy_notice", DAY)
        return render(code, data, wording)

    monkeypatch.setattr(catalogue, "render", counting)
    station.station_papers.issue("notice_board", DAY)
    # The first of a kind settles its wording inside the write, and is still the same sheet.
    assert drawn == ["WS20261124-001"]
    station.station_papers.issue("notice_board", DAY)
    assert drawn == ["WS20261124-001", "WS20261124-002"]
    overtaken = station.station_papers.issue("notice_board", DAY)
    assert overtaken.number == "WS20261124-004"
    assert drawn[2:] == ["WS20261124-003", "WS20261124-003", "WS20261124-004"]
    assert "WS20261124-004" in text_of(station, overtaken.id)


# --------------------------------------------------------------------------------------------------- the ledger


@pytest.fixture
def busy(station: Services, clock: FixedClock) -> dict[str, SavedVisit]:
    """A day with a group, a void visit, two matters, a referral, a unit, somebody without a name, ratings, a repeat."""
    referred = ANSWERED.__class__(**(vars(ANSWERED) | {"outcome": Outcome.REFERRED, "refer_to": "区人社局"}))
    visits = {
        "group": station.visits.save(form(PETITION, headcount=7, address="碧湘社区晏家塘 12 号")),
        "void": station.visits.save(form(SERVICE, new_person=OTHER)),
        "two": station.visits.save(form(ANSWERED, SERVICE, new_person=OTHER, headcount=2)),
        "referred": station.visits.save(form(referred, new_person=None, anonymous=True)),
        "unit": station.visits.save(form(ANSWERED, new_person=None, unit=UnitForm(name="坡子街建筑公司"))),
    }
    with looking(station) as session:
        party = session.scalar(select(Document.party_id).where(Document.visit_id == visits["two"].id))
    visits["repeat"] = station.visits.save(form(ANSWERED, new_person=None, person_id=party))
    station.visit_changes.void(visits["void"].id, reason="登记错人")
    rate = station.visit_changes.rate
    rate(visits["group"].id, scale=RatingScale.PETITION, level="satisfied")
    rate(visits["two"].id, scale=RatingScale.SERVICE, level="very_satisfied")
    rate(visits["repeat"].id, scale=RatingScale.SERVICE, level="dissatisfied")
    return visits


def test_the_ledger_has_a_row_for_each_matter_and_nobody_in_clear(
    station: Services, busy: dict[str, SavedVisit]
) -> None:
    paper = station.station_papers.issue("visit_ledger", DAY)
    rows = data_of(station, paper.id)["rows"]
    assert [row[0] for row in rows] == ["001", "002", "003", "003", "004", "005", "006"]
    assert rows[0] == [
        *("001", "11-24 09:42", "李龚", "男", "430103********1238", "138****5267", "7"),
        *("抚恤优待", "请求补发差额", "立信访件 1号", "谢国辉", "满意"),
    ]
    assert rows[1][6:] == ["——", "优待证", "补办优待证", "作废", "谢国辉", ""]
    # The rating stands once, with the first matter of its scale.
    assert [row[6] for row in rows[2:4]] == ["2", "——"]
    assert [row[11] for row in rows[2:4]] == ["非常满意", ""]
    assert (rows[4][2], rows[4][9]) == ("未留姓名", "转区人社局")
    assert rows[5][2] == "坡子街建筑公司"
    assert rows[6][11] == "不满意"
    everything = f"{data_of(station, paper.id)}" + text_of(station, paper.id)
    for secret in (PERSON.identity, PERSON.phone, OTHER.phone):
        assert secret not in everything


def test_the_sums_of_the_ledger_read_back_and_agree_with_its_columns(
    station: Services, busy: dict[str, SavedVisit]
) -> None:
    paper = station.station_papers.issue("visit_ledger", date(2026, 11, 1), DAY)
    text = text_of(station, paper.id)
    assert "2026年11月（11月1日至11月24日）" in text
    people, visits, groups, repeats = map(
        int, re.findall(r"来访 (\d+) 人次（(\d+) 批），集体访 (\d+) 批，重复来访 (\d+) 人次", text)[0]
    )
    rows = data_of(station, paper.id)["rows"]
    assert people == sum(int(row[6]) for row in rows if row[6] != "——") == 12
    assert people == station.visits.figures().visits_month
    assert (visits, groups, repeats) == (5, 1, 1)
    assert "当场答复 3，受理办件 1，立信访件 1，转其他单位 1" in text
    assert "政务服务评价 2 次，满意率 50.0%；信访评价 1 次，满意率 100.0%" in text
    assert "另有作废 1 批" in text


def test_a_late_entry_stands_under_its_number_with_its_true_day(station: Services, clock: FixedClock) -> None:
    station.visits.save(form(ANSWERED, visited_on=DAY - timedelta(days=30), late_reason="停电"))
    (row,) = ledger_rows(station, DAY)
    assert row[1] == "10-25 补登"
    clock.advance(timedelta(days=40))
    (row,) = ledger_rows(station, DAY, date(2027, 1, 3))
    assert row[1] == "2026-10-25 补登"


def test_somebody_is_a_repeat_only_within_thirty_days_and_not_after_a_void_visit(
    station: Services, clock: FixedClock
) -> None:
    person = station.people.create(PERSON).id

    def come() -> SavedVisit:
        return station.visits.save(form(ANSWERED, new_person=None, person_id=person))

    come()
    clock.advance(timedelta(days=30))
    late = come()
    clock.advance(timedelta(days=29))
    station.visit_changes.void(late.id, reason="登记错人")
    come()
    last = clock.now().date()
    paper = station.station_papers.issue("visit_ledger", DAY, last)
    assert data_of(station, paper.id)["repeats"] == 0
    come()
    assert data_of(station, station.station_papers.issue("visit_ledger", DAY, last).id)["repeats"] == 1


def test_the_ledger_of_an_empty_period_says_so(station: Services) -> None:
    text = text_of(station, station.station_papers.issue("visit_ledger", DAY).id)
    assert "本期没有登记来访。" in text
    assert "个人信息已遮码" in text


def test_portions_change_nothing(
    station: Services, busy: dict[str, SavedVisit], monkeypatch: pytest.MonkeyPatch
) -> None:
    with looking(station) as session:
        whole = _ledger.read_ledger(session, DAY, DAY)
        monkeypatch.setattr(_ledger, "PORTION", 2)
        told: list[tuple[int, int]] = []
        assert _ledger.read_ledger(session, DAY, DAY, lambda *counts: told.append(counts)) == whole
    assert told == [(2, 6), (4, 6), (6, 6)]


def test_a_ledger_that_is_called_off_leaves_nothing(station: Services, busy: dict[str, SavedVisit]) -> None:
    class CalledOff(Exception):
        pass

    def stop(_read: int, _total: int) -> None:
        raise CalledOff

    with pytest.raises(CalledOff):
        station.station_papers.issue("visit_ledger", DAY, progress=stop)
    with looking(station) as session:
        assert session.get(Counter, ("station_paper", "20261124")) is None
        assert session.scalar(select(func.count()).where(Document.kind == "visit_ledger")) == 0


def many_visits(station: Services, count: int) -> None:
    person = station.people.create(PERSON).id
    moments: Iterator[Any] = (factories.MOMENT for _ in range(count))
    add_visits(station, [(person, moment) for moment in moments])


def long_ledger(station: Services, count: int) -> None:
    many_visits(station, count)
    paper = station.station_papers.issue("visit_ledger", DAY)
    pdf = station.documents.pdf(paper.id)
    assert page_count(pdf) >= count // 17
    assert [row[0] for row in data_of(station, paper.id)["rows"]] == [f"{seq:03d}" for seq in range(1, count + 1)]
    with looking(station) as session:
        # It isn't drawn again for each look at it.
        assert session.get_one(DocumentPdf, paper.id).pdf == pdf
    text = words(pdf)
    assert set(re.findall(r"^(\d{3,}) 11-24 09:42 李龚", text, re.MULTILINE)) == {
        f"{seq:03d}" for seq in range(1, count + 1)
    }
    assert f"来访 {count} 人次（{count} 批）" in re.sub(r"[\r\n]+", "", text)


def test_a_ledger_of_fifty_pages(station: Services) -> None:
    long_ledger(station, 800)


@pytest.mark.soak
def test_a_ledger_of_a_thousand_pages(station: Services) -> None:
    long_ledger(station, 17_000)


# ------------------------------------------------------------------------------------- seals, notices, the tally


def test_the_register_of_seals_names_each_sealed_sheet_once(station: Services) -> None:
    visit = station.visits.save(form(ANSWERED))
    with station._context.database.write() as session:
        one = session.get_one(Document, visit.document.id)
        for number, kind, state, reprint, day in (
            ("LF20261124-001", "referral_slip", "good", 0, DAY),
            ("LF20261124-001", "referral_slip", "good", 1, DAY),
            ("LF20261124-001 告知第1次", "one_time_notice", "void", 0, DAY),
            ("坡退收〔2026〕1号", "material_list", "good", 0, DAY),
            ("LF20261123-009", "referral_slip", "good", 0, DAY - timedelta(days=1)),
        ):
            session.add(
                Document(
                    kind=kind,
                    number=number,
                    issued_day=day,
                    issued_at=one.issued_at,
                    operator_id=one.operator_id,
                    state=state,
                    state_at=one.state_at,
                    reprint=reprint,
                    copies=2,
                    wording_version=1,
                    data=one.data,
                    sha256="",
                    human_code=one.human_code,
                )
            )
    paper = station.station_papers.issue("seal_register", DAY)
    rows = data_of(station, paper.id)["rows"]
    assert [(row["number"], row["copies"], row["note"]) for row in rows] == [
        ("LF20261124-001", 2, ""),
        ("LF20261124-001", 2, "补印1"),
        ("LF20261124-001 告知第1次", 2, "作废"),
    ]
    text = text_of(station, paper.id)
    assert "本期需要盖章的文书 3 张，共 6 份" in text
    assert "用印人" in text
    assert "批准人" in text
    assert len(data_of(station, station.station_papers.issue("seal_register", date(2026, 11, 1), DAY).id)["rows"]) == 4


def test_notices_have_the_data_of_the_station(station: Services) -> None:
    for kind in ("notice_board", "privacy_notice"):
        text = text_of(station, station.station_papers.issue(kind, DAY).id)
        for value in (factories.STATION.address, factories.STATION.phone, factories.STATION.complaint_phone):
            assert value in text.replace(" ", "") or value in text


def test_the_printed_tally_names_exceptions_and_what_came_from_yesterday(
    station: Services, clerk: Services, clock: FixedClock
) -> None:
    yesterday = [station.visits.save(form(ANSWERED)) for _ in range(9)]
    clock.advance(timedelta(days=1, hours=7, minutes=20))
    clerk.documents.mark(yesterday[0].document.id, SheetState.GOOD)
    visit = station.visits.save(form(ANSWERED))
    clerk.documents.mark(visit.document.id, SheetState.FAILED, "热敏纸用完，未出纸")
    text = text_of(station, station.station_papers.issue("day_tally", DAY + timedelta(days=1)).id)
    assert "清点日期：2026年11月25日（星期三）" in text
    assert "17:02 打印失败 LF20261125-001 热敏纸用完，未出纸 王静 无纸" in text
    assert "今日确认完好1张：来访登记回执LF20261124-001（17时02分）" in text
    assert "仍待确认8张：来访登记回执LF20261124-002" in text
    assert "等8张" in text
    assert "结转下日9张。" in text
    assert "没有缺号、重号" in text
