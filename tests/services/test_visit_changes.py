"""After saving: corrected, made void, rated. No word is lost, no number moves, no sheet is left that says the old."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.call_back_rules import CallBackForm
from domain.visit_rules import GuestForm, MaterialForm, MatterForm, UnitForm, VisitForm
from domain.vocabulary import CallBackSource, GuestRole, MatterKind, Outcome, RatingScale
from models.case import CaseFile
from models.document import Document
from models.visit import Matter, Visit, VisitEvent
from printing import readback
from services import Services
from services.documents import SheetState
from services.visit_changes import SavedForm
from services.visits import SavedVisit
from system.clock import FixedClock
from system.errors import Conflict, Denied, Invalid, NotFound
from tests import factories
from tests.services.conftest import LogIn
from tests.services.insight import all_audited_words, audit_of, looking, seen_by
from tests.services.visiting import ANSWERED, CATEGORY, OTHER, PERSON, PETITION, SERVICE, form

REASON = "登记时听错了"


def corrected(services: Services, visit_id: int, change: object, *, reason: str = REASON) -> SavedVisit:
    """Correct a visit as the page does: take its form, change it, send it back."""
    opened = services.visit_changes.form_of(visit_id)
    return services.visit_changes.correct(
        visit_id,
        change(opened.form),  # type: ignore[operator]
        reason=reason,
        corrections=opened.corrections,
    )


def first_matter(**changes: object):  # type: ignore[no-untyped-def]
    """A change of the first matter."""

    def change(visit: VisitForm) -> VisitForm:
        first, *rest = visit.matters
        return replace(visit, matters=(replace(first, **changes), *rest))  # type: ignore[arg-type]

    return change


def papers(services: Services, visit_id: int) -> list[tuple[str, str]]:
    """State and note of each sheet of the visit, oldest first."""
    with looking(services) as session:
        rows = session.scalars(select(Document).where(Document.visit_id == visit_id).order_by(Document.id))
        return [(row.state, row.state_note) for row in rows]


def case_states(services: Services) -> list[tuple[str, bool, bool]]:
    """Number, closed, void of all cases."""
    with looking(services) as session:
        cases = session.scalars(select(CaseFile).order_by(CaseFile.id))
        return [(case.number, case.closed_at is not None, case.voided) for case in cases]


# ---- the form again

WHOLE = form(
    replace(
        PETITION,
        earlier="去年到街道反映过",
        materials=(MaterialForm(name="伤残证", copies=2), MaterialForm(name="存折", original=True)),
    ),
    ANSWERED,
    guests=(
        GuestForm(role=GuestRole.REPRESENTATIVE, name="周建国", phone="13900002222", identity="430103196811021238"),
        GuestForm(role=GuestRole.AGENT, name="王律师", relation="代理律师", address="芙蓉路 1 号"),
    ),
    unit=UnitForm(name="长沙市坡子街物业公司", contact="何晓", phone="0731-85551234", address="黄兴路 8 号"),
    common=True,
    headcount=12,
    visited_on=dt.date(2026, 11, 20),
    visited_time=dt.time(9, 30),
    late_reason="停电，先记在纸上",
)


def test_a_saved_visit_comes_back_as_the_form_that_was_typed(clerk: Services) -> None:
    saved = clerk.visits.save(WHOLE)
    opened = clerk.visit_changes.form_of(saved.id)
    assert isinstance(opened, SavedForm)
    assert (opened.number, opened.corrections, opened.unit_name) == (saved.number, 0, "长沙市坡子街物业公司")
    assert opened.person is not None
    assert opened.person.name == "李龚"
    assert opened.form.uuid != WHOLE.uuid
    assert [matter.matter_id for matter in opened.form.matters] == [1, 2]
    as_typed = replace(
        opened.form,
        uuid=WHOLE.uuid,
        new_person=WHOLE.new_person,
        person_id=None,
        matters=tuple(replace(matter, matter_id=None, handler="") for matter in opened.form.matters),
    )
    # Numbers of people are shown masked, also those of somebody who came along.
    first, agent = WHOLE.guests
    assert as_typed.guests == (replace(first, phone="139****2222", identity="430103********1238"), agent)
    assert as_typed.unit == replace(WHOLE.unit, party_id=2, phone="0731-85****34")  # type: ignore[type-var]
    assert replace(as_typed, guests=WHOLE.guests, unit=WHOLE.unit) == replace(WHOLE, address=PERSON.address)


def test_a_correction_keeps_the_masked_numbers_of_those_who_came_along(clerk: Services) -> None:
    saved = clerk.visits.save(WHOLE)
    corrected(clerk, saved.id, first_matter(reply="已转"))
    with looking(clerk) as session:
        event = session.scalars(select(VisitEvent)).one()
    assert set(event.detail) == {"matters.0.reply", "corrections"}
    again = clerk.visit_changes.form_of(saved.id).form
    assert again.guests[0].phone == "139****2222"
    with looking(clerk) as session:
        assert session.connection().exec_driver_sql("SELECT phone, identity FROM visit_guest").first() == (
            "13900002222",
            "430103196811021238",
        )


def test_two_who_look_the_same_masked_keep_their_own_numbers(clerk: Services) -> None:
    twins = tuple(GuestForm(name="张伟", phone=phone) for phone in ("13811115267", "12345", "13822225267", "12345"))
    saved = clerk.visits.save(form(guests=twins, headcount=5))
    corrected(clerk, saved.id, first_matter(reply="已转"))
    # Also where one of them was touched and stands first now, and another is gone.
    corrected(
        clerk,
        saved.id,
        lambda visit: replace(visit, guests=(replace(visit.guests[2], relation="儿子"), *visit.guests[:2])),
    )
    with looking(clerk) as session:
        rows = session.connection().exec_driver_sql("SELECT phone, relation FROM visit_guest ORDER BY position")
        assert [tuple(row) for row in rows] == [("13822225267", "儿子"), ("13811115267", ""), ("12345", "")]


def test_a_masked_number_that_belongs_to_nobody_is_asked_for(clerk: Services) -> None:
    masked = GuestForm(name="陌生人", phone="138****0000")
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(guests=(masked,)))
    assert "guests.0.phone" in refused.value.fields


# ---- corrected


def test_a_correction_keeps_number_and_registration_and_makes_the_old_sheet_void(
    clerk: Services, clock: FixedClock
) -> None:
    first = clerk.visits.save(form())
    clock.advance(dt.timedelta(minutes=20))
    second = corrected(clerk, first.id, first_matter(narrative="问优待证怎么补办", category="card"))
    assert (second.id, second.number) == (first.id, first.number)
    assert papers(clerk, first.id) == [("void", "已更正（更正 1）"), ("pending", "")]
    words = readback.words(clerk.documents.pdf(second.document.id)).replace("\r\n", "")
    assert words.count("更正 1") == 2  # on both parts
    assert "问优待证怎么补办" in words
    assert "9时42分" in words
    assert second.document.human_code != first.document.human_code
    assert readback.codes(clerk.documents.pdf(second.document.id))[0].endswith(
        f":{second.document.human_code.replace('-', '')}"
    )
    row = clerk.visits.detail(first.id).row
    assert (row.corrections, row.summary, row.visited_at.hour) == (1, "优待证：问优待证怎么补办", 9)
    assert clerk.visits.detail(first.id).receipt == second.document


def test_the_old_words_stay_in_the_event_whole_and_in_the_audit_not_at_all(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    corrected(clerk, saved.id, first_matter(narrative="问优待证怎么补办", reply="已答复"))
    with looking(clerk) as session:
        event = session.scalars(select(VisitEvent)).one()
    assert event.detail == {
        "matters.0.narrative": ["伤残抚恤金调整政策咨询", "问优待证怎么补办"],
        "matters.0.reply": ["已说明", "已答复"],
        "corrections": [0, 1],
    }
    (entry,) = audit_of(clerk, "visit.corrected")
    assert set(entry.detail["fields"]) | {"corrections"} == set(event.detail)
    assert "伤残抚恤金" not in all_audited_words(clerk)
    row = clerk.visit_changes.history(saved.id)[-1]
    assert (row.action, row.reason, row.operator) == ("corrected", REASON, "王静")
    assert row.words == "更正 1：事项 1 诉求内容 伤残抚恤金调整政策咨询→问优待证怎么补办；事项 1 答复意见 已说明→已答复"
    assert [(change.label, change.old, change.new) for change in row.changes] == [
        ("事项 1 诉求内容", "伤残抚恤金调整政策咨询", "问优待证怎么补办"),
        ("事项 1 答复意见", "已说明", "已答复"),
    ]


def test_the_wrong_person_is_put_right_and_her_case_goes_with_the_visit(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION))
    right = clerk.people.create(OTHER).id
    corrected(clerk, saved.id, lambda visit: replace(visit, person_id=right, address="文庙坪"))
    assert clerk.visits.detail(saved.id).row.person_id == right
    assert [case.person_id for case in clerk.visits.open_cases()] == [right]
    assert clerk.visits.open_cases()[0].number == saved.case_numbers[0]
    row = clerk.visit_changes.history(saved.id)[-1]
    assert row.words.startswith("更正 1：来访人 李*→刘*")
    assert "李龚" not in all_audited_words(clerk)
    wrong = clerk.people.find("李龚")[0]
    assert clerk.people.card(wrong.id).visits_total == 0
    assert clerk.people.card(right).visits_total == 1


def test_a_promise_to_ring_follows_the_visitor(clerk: Services) -> None:
    saved = clerk.visits.save(form(call_back=CallBackForm(why="告知进度", due=dt.date(2026, 11, 30))))
    right = clerk.people.create(OTHER).id
    corrected(clerk, saved.id, lambda visit: replace(visit, person_id=right))
    assert [row.party_id for row in clerk.call_backs.of_visit(saved.id)] == [right]


def test_an_old_address_does_not_overwrite_the_persons_new_one(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    person_id = clerk.visits.detail(saved.id).row.person_id
    assert person_id is not None
    record, version = clerk.people.form(person_id)
    clerk.people.edit(person_id, replace(record, address="新开铺路 9 号"), version=version)
    corrected(clerk, saved.id, first_matter(reply="已答复"))
    assert clerk.people.card(person_id).address == "新开铺路 9 号"
    corrected(clerk, saved.id, lambda visit: replace(visit, address="书院路 2 号"))
    assert clerk.people.card(person_id).address == "书院路 2 号"


def test_an_address_that_came_on_record_since_is_no_part_of_a_correction(clerk: Services) -> None:
    saved = clerk.visits.save(form(new_person=replace(PERSON, address="")))
    person_id = clerk.visits.detail(saved.id).row.person_id
    clerk.visits.save(form(new_person=None, person_id=person_id, address="新开铺路 9 号"))
    corrected(clerk, saved.id, first_matter(reply="已答复"))
    assert [change.label for change in clerk.visit_changes.history(saved.id)[-1].changes] == ["事项 1 答复意见"]
    # Somebody else's visit, and a petition, which the law wants to have one.
    other = clerk.people.create(OTHER).id
    corrected(clerk, saved.id, lambda visit: replace(visit, person_id=other))
    assert clerk.visit_changes.form_of(saved.id).form.address == OTHER.address
    again = clerk.visits.save(form(new_person=replace(PERSON, identity="", address="")))
    petitioner = clerk.visits.detail(again.id).row.person_id
    clerk.visits.save(form(new_person=None, person_id=petitioner, address="书院路 2 号"))
    parts = {field: getattr(PETITION, field) for field in ("kind", "narrative", "facts", "reasons", "outcome")}
    corrected(clerk, again.id, first_matter(**parts))
    assert clerk.visit_changes.form_of(again.id).form.address == "书院路 2 号"


def test_matters_are_changed_added_and_taken_away_and_keep_their_cases(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION, ANSWERED, SERVICE))
    petition, service = saved.case_numbers

    def change(visit: VisitForm) -> VisitForm:
        first, _, third = visit.matters
        return replace(visit, matters=(third, replace(first, facts="2018年起少发"), ANSWERED, SERVICE))

    again = corrected(clerk, saved.id, change)
    assert again.case_numbers == (service, petition, "坡退办〔2026〕2号")
    assert [view.case_number for view in clerk.visits.detail(saved.id).matters] == [
        service,
        petition,
        "",
        "坡退办〔2026〕2号",
    ]
    with looking(clerk) as session:
        detail = session.scalars(select(VisitEvent)).one().detail
    assert detail["matters.1.facts"] == ["2019年起少发伤残抚恤金", "2018年起少发"]
    assert detail["removed.1"][0]["narrative"] == ANSWERED.narrative
    assert detail["matters.3"][1]["case_number"] == "坡退办〔2026〕2号"
    assert "原事项 2" in clerk.visit_changes.history(saved.id)[-1].words


def test_a_case_that_no_matter_wants_any_more_is_void_and_keeps_its_number(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION))
    again = corrected(clerk, saved.id, first_matter(outcome=Outcome.ANSWERED))
    assert again.case_numbers == ()
    assert case_states(clerk) == [("坡退信〔2026〕1号", True, True)]
    assert clerk.visits.open_cases() == ()
    # Wanted again, it is a new one: a number is never given twice.
    third = corrected(clerk, saved.id, first_matter(outcome=Outcome.PETITION_OPENED))
    assert third.case_numbers == ("坡退信〔2026〕2号",)
    assert [entry.detail["number"] for entry in audit_of(clerk, "case.voided")] == ["坡退信〔2026〕1号"]


def test_a_case_of_the_other_series_takes_the_place_of_the_wrong_one(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION))
    again = corrected(
        clerk, saved.id, first_matter(kind=MatterKind.SERVICE, outcome=Outcome.SERVICE_OPENED, category="card")
    )
    assert again.case_numbers == ("坡退办〔2026〕1号",)
    assert case_states(clerk) == [("坡退信〔2026〕1号", True, True), ("坡退办〔2026〕1号", False, False)]
    # What had been written in parts stands in one text now.
    whole = f"{PETITION.narrative}\n{PETITION.facts}\n{PETITION.reasons}"
    assert clerk.visits.detail(saved.id).matters[0].narrative == whole


def test_a_matter_may_turn_out_to_belong_to_another_case(clerk: Services) -> None:
    first = clerk.visits.save(form(PETITION))
    case = clerk.visits.open_cases()[0]
    second = clerk.visits.save(form(PETITION, new_person=None, person_id=case.person_id))
    again = corrected(clerk, second.id, first_matter(outcome=Outcome.JOINED, join_case_id=case.id))
    assert again.case_numbers == first.case_numbers
    assert [row.number for row in clerk.visits.open_cases()] == [case.number]
    assert [row.id for row in clerk.visits.case(case.id).visits] == [second.id, first.id]


def joined(clerk: Services) -> tuple[SavedVisit, SavedVisit]:
    """A petition, and a second visit whose matter was joined to it."""
    first = clerk.visits.save(form(PETITION))
    case = clerk.visits.open_cases()[0]
    matter = replace(PETITION, outcome=Outcome.JOINED, join_case_id=case.id)
    return first, clerk.visits.save(form(matter, new_person=None, person_id=case.person_id))


def test_a_case_that_another_visit_joined_stays_and_the_way_out_is_said(clerk: Services) -> None:
    first, second = joined(clerk)
    with pytest.raises(Conflict, match=second.number):
        corrected(clerk, first.id, first_matter(outcome=Outcome.ANSWERED))
    with pytest.raises(Conflict, match="先更正"):
        clerk.visit_changes.void(first.id, reason="重复登记")
    right = clerk.people.create(OTHER).id
    with pytest.raises(Conflict, match="并入"):
        corrected(clerk, first.id, lambda visit: replace(visit, person_id=right))
    assert case_states(clerk) == [("坡退信〔2026〕1号", False, False)]
    assert papers(clerk, first.id) == [("pending", "")]
    # The way out, walked to the end.
    corrected(clerk, second.id, first_matter(outcome=Outcome.ANSWERED))
    corrected(clerk, first.id, first_matter(outcome=Outcome.ANSWERED))
    assert case_states(clerk) == [("坡退信〔2026〕1号", True, True)]


def test_a_matter_that_stands_there_twice_loses_no_words(clerk: Services) -> None:
    saved = clerk.visits.save(form(ANSWERED))

    def twice(visit: VisitForm) -> VisitForm:
        (matter,) = visit.matters
        return replace(visit, matters=(matter, replace(matter, narrative="另一件事")))

    with pytest.raises(Conflict, match="出现了两次"):
        corrected(clerk, saved.id, twice)
    assert [matter.narrative for matter in clerk.visits.detail(saved.id).matters] == [ANSWERED.narrative]


def test_no_matter_is_left_in_a_case_that_goes(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION, PETITION))
    first, second = saved.case_numbers
    own = next(case.id for case in clerk.visits.open_cases() if case.number == first)

    def join_own(visit: VisitForm) -> VisitForm:
        opener, other = visit.matters
        return replace(visit, matters=(opener, replace(other, outcome=Outcome.JOINED, join_case_id=own)))

    corrected(clerk, saved.id, join_own)
    with pytest.raises(Conflict, match="已经作废，不能再并入"):
        corrected(clerk, saved.id, lambda visit: replace(visit, matters=visit.matters[1:]))
    assert case_states(clerk) == [(first, False, False), (second, True, True)]


def test_a_void_visit_holds_no_case_back(clerk: Services) -> None:
    first, second = joined(clerk)
    clerk.visit_changes.void(second.id, reason="重复登记")
    assert case_states(clerk) == [("坡退信〔2026〕1号", False, False)]  # it was not his case
    clerk.visit_changes.void(first.id, reason="重复登记")
    assert case_states(clerk) == [("坡退信〔2026〕1号", True, True)]


def test_a_concluded_case_stays_and_other_words_may_be_corrected(clerk: Services) -> None:
    first, second = joined(clerk)
    with clerk._context.database.write() as session:
        session.scalars(select(CaseFile)).one().closed_at = factories.MOMENT
    with pytest.raises(Conflict, match="已经办结"):
        clerk.visit_changes.void(first.id, reason="重复登记")
    corrected(clerk, second.id, first_matter(reply="已并入"))
    third = clerk.visits.save(form(PETITION, new_person=OTHER))
    with clerk._context.database.write() as session:
        session.scalars(select(CaseFile).order_by(CaseFile.id.desc())).first().closed_at = factories.MOMENT  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="已经办结"):
        corrected(clerk, third.id, first_matter(outcome=Outcome.ANSWERED))
    assert corrected(clerk, third.id, first_matter(facts="2018年起少发")).case_numbers == third.case_numbers


def test_a_case_keeps_step_with_its_matter_unless_it_went_its_own_way(clerk: Services, station: Services) -> None:
    saved = clerk.visits.save(form(PETITION))
    corrected(clerk, saved.id, first_matter(narrative="请求重新评定等级", handler=station.actor.uuid))
    case = clerk.visits.open_cases()[0]
    assert (case.title, case.handler) == ("抚恤优待：请求重新评定等级", station.actor.name)
    with clerk._context.database.write() as session:
        row = session.get(CaseFile, case.id)
        assert row is not None
        row.title, row.handler_id = "自拟标题", clerk.actor.id
    corrected(clerk, saved.id, first_matter(narrative="请求补评等级"))
    case = clerk.visits.open_cases()[0]
    assert (case.title, case.handler) == ("自拟标题", clerk.actor.name)


def test_the_true_day_of_a_late_entry_moves_the_case(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION))
    corrected(
        clerk, saved.id, lambda visit: replace(visit, visited_on=dt.date(2026, 11, 18), late_reason="来信，今天才收到")
    )
    assert clerk.visits.open_cases()[0].opened_at.date() == dt.date(2026, 11, 18)
    assert clerk.visits.detail(saved.id).row.late
    corrected(clerk, saved.id, lambda visit: replace(visit, visited_on=None, late_reason=""))
    assert clerk.visits.open_cases()[0].opened_at == factories.MOMENT
    assert not clerk.visits.detail(saved.id).row.late


def test_sending_the_same_correction_again_changes_nothing(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    opened = clerk.visit_changes.form_of(saved.id)
    again = first_matter(reply="已答复")(opened.form)
    one = clerk.visit_changes.correct(saved.id, again, reason=REASON, corrections=0)
    two = clerk.visit_changes.correct(saved.id, again, reason=REASON, corrections=0)
    assert (one.document, one.number) == (two.document, two.number)
    assert len(papers(clerk, saved.id)) == 2
    assert len(clerk.visit_changes.history(saved.id)) == 2


def test_who_comes_second_is_told_who_was_faster_with_what(clerk: Services, station: Services) -> None:
    saved = clerk.visits.save(form())
    mine, theirs = clerk.visit_changes.form_of(saved.id), station.visit_changes.form_of(saved.id)
    station.visit_changes.correct(
        saved.id, first_matter(reply="站长答复")(theirs.form), reason=REASON, corrections=theirs.corrections
    )
    with pytest.raises(Conflict, match=r"谢国辉在 11-24 09:42 更正过这条来访.*站长答复"):
        clerk.visit_changes.correct(
            saved.id, first_matter(reply="我的答复")(mine.form), reason=REASON, corrections=mine.corrections
        )
    assert clerk.visits.detail(saved.id).matters[0].reply == "站长答复"


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        (first_matter(reply="已答复"), "", "reason"),
        (first_matter(reply="已答复"), "长" * 201, "reason"),
        (first_matter(narrative=""), REASON, "matters.0.narrative"),
        (lambda visit: replace(visit, matters=()), REASON, "matters"),
        (lambda visit: replace(visit, person_id=None), REASON, "person"),
    ],
)
def test_a_correction_is_checked_like_any_visit(clerk: Services, change: object, reason: str, field: str) -> None:
    saved = clerk.visits.save(form())
    with pytest.raises(Invalid) as refused:
        corrected(clerk, saved.id, change, reason=reason)
    assert set(refused.value.fields) == {field}
    assert papers(clerk, saved.id) == [("pending", "")]
    assert clerk.visits.detail(saved.id).row.corrections == 0


def test_what_is_no_correction_is_said(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    with pytest.raises(Conflict, match="没有什么要更正"):
        corrected(clerk, saved.id, lambda visit: visit)
    stranger = replace(ANSWERED, matter_id=99)
    with pytest.raises(Conflict, match="已经不在"):
        corrected(clerk, saved.id, lambda visit: replace(visit, matters=(stranger,)))
    with pytest.raises(NotFound):
        clerk.visit_changes.form_of(99)
    assert papers(clerk, saved.id) == [("pending", "")]


def test_handler_who_left_keeps_what_was_hers(clerk: Services, station: Services, as_operator: LogIn) -> None:
    gone = as_operator(replace(factories.CLERK, name="何晓"))
    saved = clerk.visits.save(form(replace(ANSWERED, handler=gone.actor.uuid)))
    station.accounts.disable(gone.actor.uuid)
    corrected(clerk, saved.id, first_matter(reply="已答复"))
    assert clerk.visits.detail(saved.id).matters[0].handler == "何晓"


# ---- void


def test_a_void_visit_keeps_its_number_and_counts_nowhere(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION, headcount=3))
    person_id = clerk.visits.detail(saved.id).row.person_id
    assert person_id is not None
    clerk.visit_changes.void(saved.id, reason="重复登记")
    row = clerk.visits.today()[0]
    assert (row.number, row.voided) == (saved.number, True)
    detail = clerk.visits.detail(saved.id)
    assert (detail.void_reason, detail.receipt) == ("重复登记", None)
    assert clerk.visits.figures().visits_today == 0
    assert clerk.visits.figures().open_cases == {}
    assert papers(clerk, saved.id) == [("void", "来访已作废")]
    assert case_states(clerk) == [("坡退信〔2026〕1号", True, True)]
    card = clerk.people.card(person_id)
    assert (card.visits_total, card.visits_30_days, card.hints) == (0, 0, ())
    assert [(line.chip, line.voided) for line in card.history if line.visit_id] == [("作废", True)]
    assert [line.chip for line in card.history if line.title == "信访件"] == ["已作废"]
    assert clerk.people.find("李龚")[0].last_visit is None
    assert clerk.visits.save(form()).number == "LF20261124-002"
    assert clerk.visit_changes.history(saved.id)[-1].words == "作废，坡退信〔2026〕1号 一并作废"


def test_what_is_void_stays_so(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    with pytest.raises(Invalid) as refused:
        clerk.visit_changes.void(saved.id, reason="  ")
    assert set(refused.value.fields) == {"reason"}
    opened = clerk.visit_changes.form_of(saved.id)
    clerk.visit_changes.void(saved.id, reason="重复登记")
    for act in (
        lambda: clerk.visit_changes.void(saved.id, reason="再来一次"),
        lambda: clerk.visit_changes.form_of(saved.id),
        lambda: clerk.visit_changes.correct(
            saved.id, first_matter(reply="已答复")(opened.form), reason=REASON, corrections=0
        ),
        lambda: clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="satisfied"),
        lambda: clerk.documents.reprint(saved.document.id, "卡纸"),
        lambda: clerk.documents.mark(saved.document.id, SheetState.GOOD),
    ):
        with pytest.raises(Conflict, match="作废"):
            act()
    assert clerk.visit_changes.may(saved.id).correct == "这条来访已经作废，不能再更正。"
    assert len(audit_of(clerk, "visit.voided")) == 1


def test_nobody_is_rung_about_a_void_visit(clerk: Services) -> None:
    saved = clerk.visits.save(form(call_back=CallBackForm(why="告知进度", due=dt.date(2026, 11, 25))))
    clerk.visit_changes.void(saved.id, reason="重复登记")
    assert clerk.call_backs.due() == ()
    (ended,) = clerk.call_backs.of_visit(saved.id)
    assert ended.result == "来访已作废，不用回访"
    with pytest.raises(Conflict, match="已经作废"):
        clerk.call_backs.reopen(ended.id)
    assert clerk.call_backs.due() == ()


def test_the_search_says_what_became_of_a_visit(clerk: Services) -> None:
    first = clerk.visits.save(form())
    second = clerk.visits.save(form(visited_on=dt.date(2026, 11, 20), late_reason="来信", new_person=OTHER))
    corrected(clerk, first.id, first_matter(reply="已答复"))

    def hit(text: str) -> tuple[str, str]:
        (group,) = clerk.search.everywhere(text)
        return group.items[0].chip, group.items[0].subtitle

    assert hit(first.number)[0] == "更正 1"
    assert "11-20 补登" in hit(second.number)[1]
    assert hit(first.document.human_code)[0] == "作废"
    clerk.visit_changes.void(first.id, reason="重复登记")
    assert hit(first.number)[0] == "作废"


def test_other_numbers_of_those_who_came_along_are_told_and_not_shown(clerk: Services) -> None:
    saved = clerk.visits.save(WHOLE)
    corrected(
        clerk,
        saved.id,
        lambda visit: replace(visit, guests=(replace(visit.guests[0], phone="13911112222"), *visit.guests[1:])),
    )
    assert clerk.visit_changes.history(saved.id)[-1].words == "更正 1：同来人员 （有改动）"
    assert "1391111" not in all_audited_words(clerk)
    corrected(clerk, saved.id, lambda visit: replace(visit, guests=visit.guests[:1]))
    assert clerk.visit_changes.history(saved.id)[-1].words == "更正 2：同来人员 代表 周*、代理人 王*→代表 周*"


# ---- who may


def test_a_clerk_mends_her_own_visits_of_today_only(
    clerk: Services, station: Services, as_operator: LogIn, clock: FixedClock
) -> None:
    saved = clerk.visits.save(form())
    other = as_operator(replace(factories.CLERK, name="何晓"))
    assert clerk.visit_changes.may(saved.id).correct == ""
    assert other.visit_changes.may(saved.id).void == "这条来访是王静登记的，请王静当天作废，或者请站长来作废。"
    with pytest.raises(Denied):
        other.visit_changes.void(saved.id, reason="重复登记")
    clock.advance(dt.timedelta(days=1))
    assert clerk.visit_changes.may(saved.id).correct == "只能在登记当天更正自己登记的来访；过了当天，请站长来更正。"
    with pytest.raises(Denied):
        corrected(clerk, saved.id, first_matter(reply="已答复"))
    refused = audit_of(clerk, "refused")
    assert [(entry.operator_name, entry.subject_id) for entry in refused] == [
        ("何晓", "visit.correct"),
        ("王静", "visit.correct"),
    ]
    assert station.visit_changes.may(saved.id).correct == ""
    corrected(station, saved.id, first_matter(reply="站长答复"))
    assert papers(clerk, saved.id) == [("void", "已更正（更正 1）"), ("pending", "")]


@pytest.mark.parametrize("who", [factories.ADMINISTRATOR, factories.AUDITOR], ids=["administrator", "auditor"])
def test_who_handles_no_visits_mends_and_rates_none(clerk: Services, who: object) -> None:
    saved = clerk.visits.save(form())
    outsider = seen_by(clerk, *who.roles)  # type: ignore[attr-defined]
    for act in (
        lambda: outsider.visit_changes.void(saved.id, reason="重复登记"),
        lambda: outsider.visit_changes.correct(saved.id, form(), reason=REASON, corrections=0),
        lambda: outsider.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="satisfied"),
        lambda: outsider.visit_changes.form_of(saved.id),
        lambda: outsider.visit_changes.history(saved.id),
        lambda: outsider.visit_changes.ratings(saved.id),
    ):
        with pytest.raises(Denied):
            act()
    assert len(audit_of(clerk, "refused")) == 6
    assert not clerk.visits.detail(saved.id).row.voided


# ---- rated


def test_a_visit_is_rated_on_the_scale_of_its_matters(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION))
    rated = clerk.visit_changes.rate(saved.id, scale=RatingScale.PETITION, level="satisfied", note="很快")
    assert (rated.bad, rated.call_back_id) == (False, None)
    (row,) = clerk.visit_changes.ratings(saved.id)
    assert (row.scale, row.label, row.note, row.operator) == (RatingScale.PETITION, "满意", "很快", "王静")
    assert clerk.visit_changes.history(saved.id)[-1].words == "信访评价：满意"
    for scale, level, field in (
        (RatingScale.SERVICE, "satisfied", "scale"),
        (RatingScale.PETITION, "very_satisfied", "level"),
        (RatingScale.PETITION, "", "level"),
    ):
        with pytest.raises(Invalid) as refused:
            clerk.visit_changes.rate(saved.id, scale=scale, level=level)
        assert set(refused.value.fields) == {field}
    with pytest.raises(Invalid) as refused:
        clerk.visit_changes.rate(saved.id, scale=RatingScale.PETITION, level="satisfied", note="长" * 201)
    assert set(refused.value.fields) == {"note"}


def test_both_scales_stand_side_by_side_where_both_kinds_came_up(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION, ANSWERED))
    clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="very_satisfied")
    clerk.visit_changes.rate(saved.id, scale=RatingScale.PETITION, level="basically")
    assert [row.label for row in clerk.visit_changes.ratings(saved.id)] == ["非常满意", "基本满意"]


def test_a_second_rating_replaces_the_first_and_both_are_told(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="satisfied", note="还行")
    clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="dissatisfied")
    (row,) = clerk.visit_changes.ratings(saved.id)
    assert (row.level, row.note) == ("dissatisfied", "")
    assert [event.words for event in clerk.visit_changes.history(saved.id)] == [
        "登记",
        "政务服务评价：满意",
        "政务服务评价：满意→不满意",
    ]
    assert len(audit_of(clerk, "visit.rated")) == 2


def test_a_bad_rating_promises_one_call_back(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    person_id = clerk.visits.detail(saved.id).row.person_id
    rated = clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="very_dissatisfied")
    assert rated.bad
    assert rated.changes.subjects == {"visit", "call_back"}
    (call,) = clerk.call_backs.of_visit(saved.id)
    assert (call.id, call.source, call.party_id, call.due) == (
        rated.call_back_id,
        CallBackSource.RATING,
        person_id,
        dt.date(2026, 11, 27),
    )
    again = clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="dissatisfied")
    assert again.call_back_id == rated.call_back_id
    clerk.call_backs.done(call.id, "已道歉")
    third = clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="dissatisfied")
    assert third.call_back_id not in (None, rated.call_back_id)


def test_a_rating_that_could_promise_nothing_is_not_kept(clerk: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = clerk.visits.save(form())

    def fail(*_: object, **__: object) -> None:
        raise Conflict("磁盘已满。")

    monkeypatch.setattr("services._call_backs.add_after_rating", fail)
    with pytest.raises(Conflict):
        clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="dissatisfied")
    assert clerk.visit_changes.ratings(saved.id) == ()
    assert audit_of(clerk, "visit.rated") == []


def test_the_history_of_a_late_entry_begins_with_why(clerk: Services) -> None:
    saved = clerk.visits.save(WHOLE)
    first = clerk.visit_changes.history(saved.id)[0]
    assert (first.action, first.words, first.reason) == (
        "saved",
        "补登，来访在 2026年11月20日9时30分",
        "停电，先记在纸上",
    )
    with looking(clerk) as session:
        assert session.scalar(select(Visit.visited_day)) == dt.date(2026, 11, 20)
        assert session.scalar(select(Matter.facts).where(Matter.position == 0)) == PETITION.facts


def test_fresh_uuid_each_time(clerk: Services) -> None:
    saved = clerk.visits.save(form(MatterForm(category=CATEGORY, narrative="问", outcome=Outcome.ANSWERED)))
    uuids = {clerk.visit_changes.form_of(saved.id).form.uuid for _ in range(3)} | {str(uuid4())}
    assert len(uuids) == 4


def test_the_marks_of_a_day_name_each_rating_and_no_other_day(clerk: Services, clock: FixedClock) -> None:
    yesterday = clerk.visits.save(form()).id
    clerk.visit_changes.rate(yesterday, scale=RatingScale.SERVICE, level="satisfied")
    clock.advance(dt.timedelta(days=1))
    both = clerk.visits.save(
        form(ANSWERED, PETITION, new_person=replace(PERSON, name="罗湘平", identity="", phone="", card_number=""))
    ).id
    unrated = clerk.visits.save(form(new_person=None, anonymous=True)).id
    clerk.visit_changes.rate(both, scale=RatingScale.SERVICE, level="dissatisfied")
    clerk.visit_changes.rate(both, scale=RatingScale.PETITION, level="satisfied")
    today = clerk.visit_changes.rated_on(clock.today())
    assert {at: [(one.label, one.bad) for one in found] for at, found in today.items()} == {
        both: [("不满意", True), ("满意", False)]
    }
    assert unrated not in today
    assert set(clerk.visit_changes.rated_on(clock.today() - dt.timedelta(days=1))) == {yesterday}


def test_the_same_rating_pressed_twice_is_told_once(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    for _ in range(2):
        clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="satisfied")
    assert [event.words for event in clerk.visit_changes.history(saved.id)] == ["登记", "政务服务评价：满意"]


def test_a_rating_goes_with_the_last_matter_of_its_scale(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION))
    clerk.visit_changes.rate(saved.id, scale=RatingScale.PETITION, level="satisfied")
    old = clerk.visit_changes.form_of(saved.id)
    asked = replace(old.form.matters[0], kind=MatterKind.CONSULTATION, outcome=Outcome.ANSWERED, reply="已说明")
    clerk.visit_changes.correct(saved.id, replace(old.form, matters=(asked,)), reason="只是来问", corrections=0)
    assert clerk.visit_changes.ratings(saved.id) == ()
    changes = clerk.visit_changes.history(saved.id)[-1].changes
    assert ("评价", "满意", "") in [(one.label, one.old, one.new) for one in changes]


def test_a_correction_may_only_add_a_promise(clerk: Services, clock: FixedClock) -> None:
    saved = clerk.visits.save(form())
    old = clerk.visit_changes.form_of(saved.id)
    promise = CallBackForm(why="问到了再告诉他", due=clock.today() + dt.timedelta(days=3))
    clerk.visit_changes.correct(
        saved.id, replace(old.form, call_back=promise), reason="忘了约回访", corrections=old.corrections
    )
    assert [call.why for call in clerk.call_backs.of_visit(saved.id)] == ["问到了再告诉他"]


def test_nobody_is_promised_a_call_about_a_void_visit(clerk: Services, clock: FixedClock) -> None:
    saved = clerk.visits.save(form())
    clerk.visit_changes.void(saved.id, reason="重复登记")
    with pytest.raises(Conflict, match="已经作废"):
        clerk.call_backs.promise(CallBackForm(visit_id=saved.id, why="回个话", due=clock.today()))
