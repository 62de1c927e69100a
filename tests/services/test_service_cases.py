"""A service case from the desk to its end: states, clocks, events, checks, two sessions, undo."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome
from models.audit import AuditEntry
from models.case import CaseClock, CaseEvent
from services import Services
from services.service_cases import CaseQuery
from system.clock import FixedClock
from system.errors import Conflict, Denied, Invalid, NotFound
from tests import factories
from tests.services.case_life import ENTRIES, free, matter, open_case, view

DAY = dt.timedelta(days=1)


def clocks(services: Services, case_id: int) -> dict[str, str]:
    """Rule → state, the last one of each rule."""
    return {one.rule.code: one.state for one in view(services, case_id).clocks}


def to_returned(services: Services, case_id: int) -> None:
    services.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"})
    services.service_cases.act(case_id, "result_ok", {"result_on": "="})


class TestOpening:
    def test_with_all_papers_the_promise_runs_from_the_next_day(self, station: Services) -> None:
        found = view(station, open_case(station, matter("card_first")))
        assert found.state == "accepted"
        (clock,) = found.clocks
        assert (clock.rule.code, clock.deadline.started) == ("promise", factories.MOMENT.date())
        assert clock.deadline.raw == dt.date(2026, 12, 22)

    def test_with_a_gap_only_the_time_to_complete_runs(self, station: Services) -> None:
        case_id = open_case(station, matter("card_first", complete=False))
        assert view(station, case_id).state == "supplement"
        assert clocks(station, case_id) == {"supplement": "running"}

    def test_what_was_handed_in_besides_is_on_the_checklist(self, station: Services) -> None:
        form = matter("report")
        form = replace(form, materials=(*form.materials, MaterialForm(name="立功证书", original=True)))
        added = [one for one in view(station, open_case(station, form)).materials if one.added]
        assert [(one.name, one.received_on) for one in added] == [("立功证书", factories.MOMENT.date())]

    def test_a_late_entry_counts_from_the_true_day(self, station: Services) -> None:
        late = factories.MOMENT.date() - 4 * DAY
        form = VisitForm(
            uuid=str(uuid4()), anonymous=True, matters=(matter("card_first"),), visited_on=late, late_reason="停电"
        )
        number = station.visits.save(form).case_numbers[0]
        (row,) = station.service_cases.page(CaseQuery(text=number)).rows
        (clock,) = view(station, row.id).clocks
        assert clock.deadline.started == late

    def test_a_field_that_can_t_be_read_stands_under_its_matter(self, station: Services) -> None:
        form = replace(matter("card_first"), fields=(("card_kind", "第三种"),))
        with pytest.raises(Invalid) as refused:
            open_case(station, form)
        assert list(refused.value.fields) == ["matters.0.fields.card_kind"]

    def test_a_matter_that_is_not_in_the_catalogue_is_refused(self, station: Services) -> None:
        with pytest.raises(Invalid) as refused:
            open_case(station, replace(matter("card_first"), catalogue="moon"))
        assert list(refused.value.fields) == ["matters.0.catalogue"]

    def test_a_duty_of_the_visitor_is_judged_by_her_coming(self, station: Services) -> None:
        discharged = (factories.MOMENT.date() - 31 * DAY).isoformat()
        entry = ENTRIES["report"]
        form = matter("report", fields={entry.report_trigger: discharged})
        (clock,) = [one for one in view(station, open_case(station, form)).clocks if one.rule.code == "report_back"]
        assert (clock.state, clock.deadline.number, clock.in_time) == ("stopped", 30, False)


class TestTheWay:
    def test_to_the_district_and_into_her_hand(self, station: Services, clock: FixedClock) -> None:
        case_id = open_case(station, matter("card_first"))
        clock.advance(2 * DAY)
        to_returned(station, case_id)
        assert clocks(station, case_id) == {"promise": "running", "notify": "running"}
        station.service_cases.act(case_id, "notify", {"told_on": "=", "call_way": "电话"})
        assert clocks(station, case_id) == {"promise": "stopped", "notify": "stopped", "collect": "running"}
        station.service_cases.act(
            case_id, "hand_out", {"collected_on": "=", "collector": "本人", "item_number": "湘A001"}
        )
        found = view(station, case_id)
        assert (found.state, found.item_number, found.open) == ("done", "湘A001", False)
        assert set(clocks(station, case_id).values()) == {"stopped"}
        assert [one.in_time for one in found.clocks] == [True, True, True]

    def test_a_pause_is_not_counted(self, station: Services, clock: FixedClock) -> None:
        case_id = open_case(station, matter("card_first"))
        first = view(station, case_id).clocks[0].deadline.raw
        clock.advance(DAY)
        gap = view(station, case_id).materials[0]
        station.service_cases.tick(case_id, gap.id, False)
        station.service_cases.act(case_id, "ask_more", {"told_on": "=", "told_way": "当面"})
        assert clocks(station, case_id)["promise"] == "paused"
        clock.advance(7 * DAY)
        station.service_cases.tick(case_id, gap.id, True)
        station.service_cases.act(case_id, "complete", {"completed_on": "="})
        promise = next(one for one in view(station, case_id).clocks if one.rule.code == "promise")
        assert promise.state == "running"
        assert promise.deadline.excluded == 5
        assert promise.deadline.raw == dt.date(2026, 12, 29) > first

    def test_a_second_round_has_its_own_time_to_complete(self, station: Services, clock: FixedClock) -> None:
        case_id = open_case(station, matter("card_first", complete=False))
        for one in view(station, case_id).materials:
            station.service_cases.tick(case_id, one.id, True)
        station.service_cases.act(case_id, "complete", {"completed_on": "="})
        station.service_cases.tick(case_id, view(station, case_id).materials[0].id, False)
        station.service_cases.act(case_id, "ask_more", {"told_on": "=", "told_way": "当面"})
        rules = [one.rule.code for one in view(station, case_id).clocks]
        assert rules.count("supplement") == 2
        assert rules.count("promise") == 1

    def test_by_the_station_alone(self, station: Services) -> None:
        case_id = open_case(station, matter("general"))
        assert free(station, case_id)[0] == "finish"
        values = {"finished_on": "=", "finish_words": "已代为联系区局", "told_way": "当面"}
        station.service_cases.act(case_id, "finish", values)
        assert view(station, case_id).state == "done"

    def test_a_refusal_is_told_with_its_reason(self, station: Services) -> None:
        case_id = open_case(station, matter("card_first"))
        with pytest.raises(Invalid) as refused:
            station.service_cases.act(case_id, "turn_down", {"decided_on": "="})
        assert list(refused.value.fields) == ["reason"]
        station.service_cases.act(case_id, "turn_down", {"decided_on": "=", "reason": "不属于发放对象"})
        station.service_cases.act(case_id, "tell_rejection", {"told_on": "=", "told_way": "当面"})
        found = view(station, case_id)
        assert (found.state, found.open) == ("rejected", False)


class TestChecks:
    @pytest.mark.parametrize(("typed", "field"), [("11-20", "result_on"), ("+1", "result_on"), ("13-40", "result_on")])
    def test_a_day_before_its_trigger_or_to_come_is_refused(
        self, station: Services, clock: FixedClock, typed: str, field: str
    ) -> None:
        case_id = open_case(station, matter("card_first"))
        clock.advance(DAY)
        station.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"})
        with pytest.raises(Invalid) as refused:
            station.service_cases.act(case_id, "result_ok", {"result_on": typed})
        assert list(refused.value.fields) == [field]
        assert view(station, case_id).state == "submitted"

    def test_an_action_of_another_state_changes_nothing(self, station: Services) -> None:
        case_id = open_case(station, matter("card_first"))
        before = view(station, case_id)
        with pytest.raises(Conflict, match="不能做这一步"):
            station.service_cases.act(case_id, "hand_out", {"collected_on": "=", "collector": "本人"})
        with pytest.raises(Conflict, match="不能做这一步"):
            station.service_cases.act(case_id, "send", {"sent_on": "="})
        assert view(station, case_id) == before

    def test_a_number_of_the_national_system_belongs_to_one_case(self, station: Services) -> None:
        first, second = open_case(station, matter("card_first")), open_case(station, matter("card_first"), "李建军")
        station.service_cases.set_official_number(first, "YDZ-1")
        with pytest.raises(Invalid, match="已经记在 坡退办〔2026〕1号"):
            station.service_cases.set_official_number(second, "YDZ-1")

    def test_an_auditor_does_nothing(self, as_operator: Callable[..., Services]) -> None:
        services = as_operator(factories.AUDITOR)
        with pytest.raises(Denied):
            services.service_cases.page(CaseQuery())

    def test_no_such_case(self, station: Services) -> None:
        with pytest.raises(NotFound):
            station.service_cases.detail(99)


class TestTwoSessions:
    def test_the_second_is_told_what_the_first_did(self, station: Services) -> None:
        case_id = open_case(station, matter("card_first"))
        seen = view(station, case_id).version
        station.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"}, version=seen)
        with pytest.raises(Conflict) as refused:
            station.service_cases.act(case_id, "withdraw", {"withdrawn_on": "=", "reason": "不办了"}, version=seen)
        assert "已经做了“报送”" in str(refused.value)
        assert "你写的还在" in str(refused.value)
        assert view(station, case_id).state == "submitted"


class TestUndo:
    def test_the_last_step_is_taken_back_and_stays_told(self, station: Services, clock: FixedClock) -> None:
        case_id = open_case(station, matter("card_first"))
        before = view(station, case_id)
        station.service_cases.act(case_id, "withdraw", {"withdrawn_on": "=", "reason": "点错了"})
        assert not view(station, case_id).open
        station.service_cases.undo(case_id)
        after = view(station, case_id)
        assert (after.state, after.open, clocks(station, case_id)) == (before.state, True, {"promise": "running"})
        assert [one.undone for one in after.events if one.action == "withdraw"] == [True]

    def test_a_clock_that_the_step_started_is_gone(self, station: Services) -> None:
        case_id = open_case(station, matter("card_first"))
        station.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"})
        station.service_cases.act(case_id, "result_ok", {"result_on": "="})
        station.service_cases.undo(case_id)
        assert clocks(station, case_id) == {"promise": "running"}

    def test_an_opening_belongs_to_the_visit(self, station: Services) -> None:
        case_id = open_case(station, matter("card_first"))
        with pytest.raises(Conflict, match="更正来访"):
            station.service_cases.undo(case_id)

    def test_somebody_else_s_step_is_the_chief_s_to_take_back(self, station: Services, clerk: Services) -> None:
        case_id = open_case(station, matter("card_first"))
        station.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"})
        with pytest.raises(Conflict, match="自己当天"):
            clerk.service_cases.undo(case_id)


class TestChecklist:
    def test_a_tick_is_told_and_a_closed_case_has_none(self, station: Services) -> None:
        case_id = open_case(station, matter("general"))
        station.service_cases.add_material(case_id, "情况说明", received=False)
        (row,) = view(station, case_id).materials
        assert row.required
        station.service_cases.tick(case_id, row.id, True)
        assert view(station, case_id).events[0].words == "收到：情况说明"
        station.service_cases.act(case_id, "withdraw", {"withdrawn_on": "=", "reason": "不办了"})
        with pytest.raises(Conflict, match="已经办结"):
            station.service_cases.tick(case_id, row.id, False)

    @pytest.mark.parametrize("name", ["", "   ", "情况说明", "长" * 201])
    def test_a_bad_name_is_refused(self, station: Services, name: str) -> None:
        case_id = open_case(station, matter("general"))
        station.service_cases.add_material(case_id, "情况说明")
        with pytest.raises(Invalid) as refused:
            station.service_cases.add_material(case_id, name)
        assert list(refused.value.fields) == ["name"]

    def test_originals_go_back_once(self, station: Services) -> None:
        case_id = open_case(station, matter("card_first"))
        row = view(station, case_id).materials[0]
        station.service_cases.give_back(case_id, [row.id], "女儿")
        events = len(view(station, case_id).events)
        station.service_cases.give_back(case_id, [row.id])
        found = view(station, case_id)
        assert (found.materials[0].returned_to, len(found.events)) == ("女儿", events)


def test_a_correction_of_the_visit_opens_the_case_anew(station: Services) -> None:
    case_id = open_case(station, matter("card_first"))
    visit = view(station, case_id).visits[0].id
    saved = station.visit_changes.form_of(visit)
    other = replace(saved.form.matters[0], catalogue="plaque_new", materials=(), fields=())
    changed = replace(saved.form, matters=(other,))
    station.visit_changes.correct(visit, changed, reason="事项选错了", corrections=saved.corrections)
    found = view(station, case_id)
    assert (found.entry.code, found.state) == ("plaque_new", "supplement")
    assert [one.undone for one in found.events] == [False, True]


def test_a_visit_that_joins_the_case_stands_among_what_happened(station: Services) -> None:
    case_id = open_case(station, matter("card_first"))
    person = view(station, case_id).person_id
    asked = MatterForm(
        kind=MatterKind.SERVICE,
        category="card",
        narrative="来问办到哪一步了",
        outcome=Outcome.JOINED,
        join_case_id=case_id,
    )
    saved = station.visits.save(VisitForm(uuid=str(uuid4()), person_id=person, matters=(asked,)))
    newest = view(station, case_id).events[0]
    assert (newest.label, newest.words) == ("又来访", f"{saved.number}：来问办到哪一步了")


def test_a_void_visit_takes_its_case_with_it(station: Services) -> None:
    case_id = open_case(station, matter("card_first"))
    station.visit_changes.void(view(station, case_id).visits[0].id, reason="登记错人")
    found = view(station, case_id)
    assert (found.state, found.voided) == ("voided", True)
    assert set(clocks(station, case_id).values()) == {"stopped"}


def test_the_audit_names_no_person_and_no_words(station: Services) -> None:
    case_id = open_case(station, matter("card_first"))
    station.service_cases.act(case_id, "turn_down", {"decided_on": "=", "reason": "胡望城不符合"})
    with station._context.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("case."))).all()
        assert {row.action for row in rows} == {"case.opened", "case.turn_down"}
        assert all("胡望城" not in str(row.detail) for row in rows)


def test_a_rule_is_kept_as_it_was(station: Services) -> None:
    case_id = open_case(station, matter("card_first"))
    with station._context.database.read() as session:
        (clock,) = session.scalars(select(CaseClock).where(CaseClock.case_id == case_id))
        (event,) = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id))
    assert clock.rule_data["number"] == ENTRIES["card_first"].promised
    assert clock.event_id == event.id
