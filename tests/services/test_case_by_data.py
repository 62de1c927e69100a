"""A kind of matter is data alone: one that nobody programmed goes all the way; a change touches no running case."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

import pytest

from domain.catalogue import CatalogueEntry, CatalogueMaterial, HandOffField, MaterialShape, Route
from domain.field_specs import FieldKind, FieldSpec
from domain.people_rules import PersonForm
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome
from models.document import Document
from services import Services
from services.documents import SheetState
from services.service_cases import CaseQuery
from system.clock import FixedClock
from system.errors import Conflict, Invalid
from tests import factories
from tests.services.case_life import free, matter, open_case, view
from tests.services.insight import looking

DAY = dt.timedelta(days=1)
PASS = CatalogueEntry(
    code="",
    label="公交爱心卡申领",
    group="本站便民",
    category="card",
    promised=7,
    unit="day",
    promise_source="本站承诺",
    route=Route.DISTRICT,
    recipient="区公交公司退役军人专窗",
    batch=True,
    hands_out="公交爱心卡",
    item_number_label="卡面编号",
    handoff_site="公交专窗系统",
    handoff=(HandOffField(label="姓名", source="person.name"), HandOffField(label="线路", source="field.line")),
    fields=(
        FieldSpec(code="line", label="常乘线路", required=True),
        FieldSpec(code="size", label="卡样", kind=FieldKind.CHOICE, choices=("成人", "长者"), required=True),
        FieldSpec(code="helper", label="陪同人", required=True, when="size=长者"),
    ),
    materials=(
        CatalogueMaterial(name="一寸照片", shape=MaterialShape.ORIGINAL, copies=2, requirement="白底"),
        CatalogueMaterial(name="身份证", shape=MaterialShape.BOTH),
        CatalogueMaterial(name="残疾证", when="残疾人", required=False),
    ),
    papers=("record_form",),
)


@pytest.fixture
def code(station: Services) -> str:
    """The matter, written by the chief in the settings."""
    return station.service_catalogue.save(None, PASS).code


def asked(code: str, fields: Mapping[str, str], *papers: str) -> MatterForm:
    return MatterForm(
        kind=MatterKind.SERVICE,
        category=PASS.category,
        narrative="办公交爱心卡",
        outcome=Outcome.SERVICE_OPENED,
        catalogue=code,
        materials=tuple(MaterialForm(name=name) for name in papers),
        fields=tuple(fields.items()),
    )


def test_from_the_desk_to_the_hand(station: Services, clock: FixedClock, code: str) -> None:
    cases = station.service_cases
    case_id = open_case(station, asked(code, {"line": "旅1路", "size": "成人"}, "身份证"))
    opened = view(station, case_id)
    assert (opened.kind, opened.state) == (PASS.label, "supplement")
    assert opened.values == {"line": "旅1路", "size": "成人", "helper": ""}
    listed = {one.name: one for one in opened.materials}
    assert [*listed] == ["一寸照片", "身份证", "残疾证"]
    assert [one.received_on is not None for one in opened.materials] == [False, True, False]
    photo = listed["一寸照片"]
    assert (photo.shape, photo.copies, photo.requirement, photo.required) == ("original", 2, "白底", True)
    assert not listed["残疾证"].required

    clock.advance(DAY)
    cases.tick(case_id, photo.id, True)
    cases.act(case_id, "complete", {"completed_on": "="})
    promise = next(one for one in view(station, case_id).clocks if one.rule.code == "promise")
    # 7 plain days from Wed 11-25: Wed 12-02.
    assert (promise.rule.number, promise.rule.unit, promise.deadline.raw) == (7, "day", dt.date(2026, 12, 2))

    put = station.batches.put_in([case_id])
    assert put.batch_id is not None
    bundle = station.batches.detail(put.batch_id)
    assert bundle.recipient == PASS.recipient
    assert bundle.items[0].item_number_label == "卡面编号"
    station.batches.send(put.batch_id, "=", version=bundle.version)
    assert [row.id for row in cases.page(CaseQuery(tab="unkeyed")).rows] == [case_id]
    clock.advance(DAY)
    cases.act(case_id, "result_ok", {"result_on": "=", "official_number": "GJ-77"})
    told = cases.act(case_id, "notify", {"told_on": "=", "call_way": "电话"})
    offered = next(one for one in view(station, case_id).actions if one.action == "hand_out")
    assert "卡面编号" in [spec.label for spec in offered.fields]
    given = cases.act(case_id, "hand_out", {"collected_on": "=", "collector": "本人", "item_number": "AX-0007"})
    found = view(station, case_id)
    assert (found.state, found.item_number, found.official_number) == ("done", "AX-0007", "GJ-77")
    assert [one.in_time for one in found.clocks if one.rule.code != "report_back"] == [True] * 4
    assert told.paper is not None
    assert given.paper is not None
    assert {"collection_notice", "collection_sheet"} <= {one.paper.kind for one in found.papers}
    assert "AX-0007" in str(paper_data(station, given.paper.id))
    assert PASS.hands_out in str(paper_data(station, told.paper.id))


def paper_data(services: Services, document_id: int) -> object:
    with looking(services) as session:
        return session.get_one(Document, document_id).data


def test_its_own_paper_is_offered_and_no_other(station: Services, code: str) -> None:
    case_id = open_case(station, asked(code, {"line": "旅1路", "size": "成人"}, "身份证", "一寸照片"))
    kinds = {kind for kind, _, _ in station.service_cases.paper_offers(case_id)}
    assert "record_form" in kinds
    assert "card_application" not in kinds
    with pytest.raises(Conflict, match="没有这种文书"):
        station.service_cases.issue(case_id, "card_application")


def test_only_the_fields_that_are_passed_change(station: Services, code: str) -> None:
    fields = {"line": "旅1路", "size": "长者", "helper": "女儿"}
    case_id = open_case(station, asked(code, fields, "身份证", "一寸照片"))
    station.service_cases.set_fields(case_id, {"line": "旅2路"})
    assert view(station, case_id).values == fields | {"line": "旅2路"}
    assert view(station, case_id).events[0].words.count("、") == 0
    version = view(station, case_id).version
    station.service_cases.set_fields(case_id, {})
    station.service_cases.set_fields(case_id, {"line": "旅2路"})
    assert view(station, case_id).version == version
    station.service_cases.set_fields(case_id, {"helper": ""})
    assert view(station, case_id).values["helper"] == ""
    assert view(station, case_id).values["size"] == "长者"


@pytest.mark.parametrize(
    ("fields", "complete"),
    [
        ({"line": "旅1路", "size": "成人"}, True),
        ({"line": "旅1路"}, False),
        ({"line": "旅1路", "size": "长者"}, False),
        ({"line": "旅1路", "size": "长者", "helper": "女儿"}, True),
    ],
)
def test_its_fields_decide_whether_it_may_go(
    station: Services, code: str, fields: Mapping[str, str], *, complete: bool
) -> None:
    case_id = open_case(station, asked(code, fields, "身份证", "一寸照片"))
    assert ("submit" in free(station, case_id)) is complete
    if not complete:
        with pytest.raises(Conflict, match="必填"):
            station.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"})
        station.service_cases.set_fields(case_id, {"line": "旅1路", "size": "长者", "helper": "女儿"})
    assert "submit" in free(station, case_id)


def test_its_choice_is_read_at_the_desk(station: Services, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        open_case(station, asked(code, {"line": "旅1路", "size": "婴儿"}))
    assert list(refused.value.fields) == ["matters.0.fields.size"]


def test_a_running_case_keeps_its_version_and_a_new_one_takes_the_new(
    station: Services, clock: FixedClock, code: str
) -> None:
    fields = {"line": "旅1路", "size": "成人"}
    old = open_case(station, asked(code, fields, "身份证", "一寸照片"))
    before = view(station, old)
    changed = replace(
        PASS,
        code=code,
        label="公交卡申领",
        promised=3,
        unit="workday",
        route=Route.STATION,
        batch=False,
        hands_out="",
        item_number_label="",
        fields=(*PASS.fields, FieldSpec(code="depot", label="发卡点", required=True)),
        materials=(CatalogueMaterial(name="申请表"),),
    )
    station.service_catalogue.save(code, changed, number=1)
    assert view(station, old) == before
    new = open_case(station, asked(code, fields | {"depot": "碧湘街"}, "申请表"), "李建军")
    found = view(station, new)
    assert (found.kind, [one.name for one in found.materials]) == ("公交卡申领", ["申请表"])
    assert found.values["depot"] == "碧湘街"
    # 3 working days from Tue 11-24: 25, 26, 27; the old one has 7 plain days.
    assert found.clocks[0].deadline.raw == dt.date(2026, 11, 27)
    assert before.clocks[0].deadline.raw == dt.date(2026, 12, 1)
    assert {"finish"} <= set(free(station, new))
    assert {"bundle", "submit"} <= set(free(station, old))
    clock.advance(DAY)
    station.service_cases.act(old, "submit", {"sent_on": "=", "sent_way": "送达"})
    station.service_cases.act(old, "result_ok", {"result_on": "="})
    station.service_cases.act(old, "hand_out", {"collected_on": "=", "collector": "本人", "item_number": "AX-1"})
    ended = view(station, old)
    assert (ended.state, ended.entry, ended.item_number) == ("done", before.entry, "AX-1")
    assert [one.rule.number for one in ended.clocks if one.rule.code == "promise"] == [PASS.promised]


def test_a_matter_that_was_switched_off_goes_on_where_it_runs(station: Services, code: str) -> None:
    case_id = open_case(station, asked(code, {"line": "旅1路", "size": "成人"}, "身份证", "一寸照片"))
    station.service_catalogue.set_active(code, False)
    with pytest.raises(Invalid):
        open_case(station, asked(code, {}))
    station.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"})
    assert view(station, case_id).state == "submitted"


class TestYearsEnd:
    """The notice of 2027 isn't known on 30 December: what is promised then may move, and that is listed."""

    def test_what_was_promised_becomes_certain_and_what_moved_is_listed(
        self, station: Services, clock: FixedClock
    ) -> None:
        clock.set(dt.datetime(2026, 12, 30, 9, 0, tzinfo=factories.MOMENT.tzinfo))
        person = PersonForm(name="胡望城", phone="13800000412")
        saved = station.visits.save(
            VisitForm(uuid=str(uuid4()), new_person=person, matters=(matter("party_transfer"),))
        )
        (row,) = station.service_cases.page(CaseQuery(text=saved.case_numbers[0])).rows
        (promised,) = view(station, row.id).clocks
        # 5 from Wed 12-30: 31, then (01-01 off) Mon 01-04, 05, 06, 07.
        assert (promised.deadline.raw, promised.deadline.provisional) == (dt.date(2027, 1, 7), True)
        # The notice has 01-01 to 01-03 off and Sat 01-09 worked, and takes Mon 01-04 for a day off: 31, 05, 06, 07, 08.
        off = "\n".join(f"2027-01-0{day},休,元旦" for day in (1, 2, 3, 4))
        found = station.work_calendar.import_year(f"日期,类型,名称\n{off}\n2027-01-09,班,", "国办发明电〔2026〕9号")
        (moved,) = found.moved
        assert (moved.case_number, moved.old_raw, moved.new_raw) == (
            row.number,
            dt.date(2027, 1, 7),
            dt.date(2027, 1, 8),
        )
        assert found.settled == 1
        (settled,) = view(station, row.id).clocks
        assert (settled.deadline.raw, settled.deadline.provisional) == (dt.date(2027, 1, 8), False)
        (row,) = station.service_cases.page(CaseQuery(text=row.number)).rows
        assert row.due == dt.date(2027, 1, 8)


class TestTakenBack:
    """A step that is taken back takes only what it wrote itself."""

    def test_a_number_that_was_written_back_since_stays(self, station: Services) -> None:
        case_id = open_case(station, matter("general"))
        station.service_cases.act(case_id, "withdraw", {"withdrawn_on": "=", "reason": "点错了"})
        station.service_cases.set_official_number(case_id, "YDZ-5")
        station.service_cases.undo(case_id)
        assert view(station, case_id).official_number == "YDZ-5"

    def test_a_number_that_the_step_wrote_goes_with_it(self, station: Services, code: str) -> None:
        fields = {"line": "旅1路", "size": "成人"}
        case_id = open_case(station, asked(code, fields, "身份证", "一寸照片"))
        typed = {"sent_on": "=", "sent_way": "送达", "official_number": "GJ-9"}
        station.service_cases.act(case_id, "submit", typed)
        station.service_cases.undo(case_id)
        assert view(station, case_id).official_number == ""

    def test_a_number_that_another_case_has_meanwhile_isnt_put_back(self, station: Services, code: str) -> None:
        fields = {"line": "旅1路", "size": "成人"}
        first = open_case(station, asked(code, fields, "身份证", "一寸照片"))
        other = open_case(station, asked(code, fields, "身份证", "一寸照片"), "李建军")
        station.service_cases.set_official_number(first, "GJ-1")
        station.service_cases.act(first, "submit", {"sent_on": "=", "sent_way": "送达", "official_number": "GJ-2"})
        station.service_cases.set_official_number(other, "GJ-1")
        before = view(station, first)
        with pytest.raises(Conflict, match="GJ-1"):
            station.service_cases.undo(first)
        assert view(station, first) == before

    def test_a_step_whose_paper_was_handed_over_isnt_taken_back(self, station: Services) -> None:
        case_id = open_case(station, matter("general"))
        station.service_cases.act(case_id, "turn_down", {"decided_on": "=", "reason": "不属于受理范围"})
        told = station.service_cases.act(case_id, "tell_rejection", {"told_on": "=", "told_way": "当面"})
        assert told.paper is not None
        station.documents.mark(told.paper.id, SheetState.GOOD)
        with pytest.raises(Conflict, match="先在打印中心把它作废"):
            station.service_cases.undo(case_id)
        assert view(station, case_id).state == "rejected"
        station.documents.void(told.paper.id, "告知错了", taken_back=True)
        station.service_cases.undo(case_id)
        assert view(station, case_id).state == "turned_down"
