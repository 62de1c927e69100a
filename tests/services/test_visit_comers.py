"""Who came: groups, companions, agents, units; late entries; and many at once. All of it is in the one transaction."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from domain.visit_rules import GuestForm, UnitForm
from domain.vocabulary import GuestRole, Outcome
from models.party import Party
from models.visit import Visit, VisitGuest, VisitParty
from printing import readback
from services import Services
from services.documents import SheetState
from system.clock import CHINA, FixedClock
from system.errors import Invalid, NotFound
from tests.services.insight import all_audited_words, audit_of, looking
from tests.services.visiting import ANSWERED, OTHER, PERSON, PETITION, form

LAWYER = GuestForm(role=GuestRole.AGENT, name="王律师", phone="13900003333", relation="代理律师")
UNIT = UnitForm(name="长沙市坡子街物业公司", contact="何晓", phone="0731-85551234", address="黄兴路 8 号")


def printed(services: Services, document_id: int) -> str:
    """The words of a sheet, line ends taken out."""
    return readback.words(services.documents.pdf(document_id)).replace("\r\n", "")


# ---- who came along


def test_guests_of_the_register_and_strangers_keep_their_order_roles_and_relations(clerk: Services) -> None:
    known = clerk.people.create(OTHER).id
    guests = (
        replace(LAWYER, identity="430103196811021238", address="芙蓉路 1 号"),
        GuestForm(role=GuestRole.COMPANION, party_id=known, relation="儿子", phone="不用"),
        GuestForm(role=GuestRole.REPRESENTATIVE, name="周建国"),
    )
    saved = clerk.visits.save(form(guests=guests, headcount=4, common=True))
    detail = clerk.visits.detail(saved.id)
    assert detail.common
    assert [(one.role_label, one.person_id, one.name, one.phone_masked, one.relation) for one in detail.guests] == [
        ("代理人", None, "王律师", "139****3333", "代理律师"),
        ("同来人", known, "刘勇", "139****1111", "儿子"),
        ("代表", None, "周建国", "", ""),
    ]
    with looking(clerk) as session:
        rows = session.execute(select(VisitParty.role, VisitParty.position, VisitParty.relation)).all()
        assert sorted(rows) == [("companion", 1, "儿子"), ("visitor", 0, "")]
        assert session.scalar(select(VisitGuest.identity).where(VisitGuest.role == "agent")) == "430103196811021238"
    assert "4人（代表1人）" in printed(clerk, saved.document.id)
    for secret in ("王律师", "周建国", "13900003333", "430103196811021238"):
        assert secret not in printed(clerk, saved.document.id)
        assert secret not in all_audited_words(clerk)


def test_coming_along_is_told_of_a_person_and_is_no_visit_of_her_own(clerk: Services) -> None:
    known = clerk.people.create(OTHER).id
    companion = GuestForm(party_id=known, relation="儿子")
    saved = clerk.visits.save(form(guests=(companion,), headcount=2))
    card = clerk.people.card(known)
    assert (card.visits_total, card.visits_30_days) == (0, 0)
    assert [(line.title, line.visit_id) for line in card.history] == [("来访（同来人）", saved.id), ("建档", None)]
    clerk.visits.save(form(guests=(replace(companion, role=GuestRole.REPRESENTATIVE),), headcount=2))
    assert clerk.people.card(known).visits_total == 1


@pytest.mark.parametrize("count", [5, 6])
def test_a_group_has_at_most_five_representatives(clerk: Services, count: int) -> None:
    guests = tuple(GuestForm(role=GuestRole.REPRESENTATIVE, name=f"代表{'甲乙丙丁戊己'[at]}") for at in range(count))
    group = form(guests=guests, headcount=60, common=True)
    if count == 5:
        assert len(clerk.visits.detail(clerk.visits.save(group).id).guests) == 5
        return
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(group)
    assert set(refused.value.fields) == {"guests"}


def test_nobody_stands_on_the_list_twice(clerk: Services) -> None:
    known = clerk.people.create(OTHER).id
    guest = GuestForm(party_id=known)
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(new_person=None, person_id=known, guests=(LAWYER, guest)))
    assert set(refused.value.fields) == {"guests.1.name"}
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(guests=(guest, guest)))
    assert set(refused.value.fields) == {"guests.1.name"}
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(guests=(GuestForm(party_id=99),)))
    assert "找不到" in refused.value.fields["guests.0.name"]
    assert clerk.visits.today() == ()


def test_a_companion_is_found_by_name_and_leads_to_the_visit(clerk: Services) -> None:
    saved = clerk.visits.save(form(guests=(LAWYER,)))
    groups = {group.title: group.items for group in clerk.search.everywhere("王律")}
    assert [hit.id for hit in groups["来访"]] == [saved.id]
    # One who is found both ways stands there once.
    clerk.visits.save(form(guests=(replace(LAWYER, name=PERSON.name),)))
    groups = {group.title: group.items for group in clerk.search.everywhere(PERSON.name)}
    ids = [hit.id for hit in groups["来访"]]
    assert len(ids) == len(set(ids)) == 2
    assert clerk.search.everywhere("王") == ()


# ---- units


def test_a_unit_alone_is_a_visitor(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION, new_person=None, unit=UNIT))
    detail = clerk.visits.detail(saved.id)
    assert (detail.row.person, detail.row.unit) == (UNIT.name, UNIT.name)
    assert detail.unit is not None
    assert (detail.unit.name, detail.unit.contact, detail.unit.phone_masked) == (UNIT.name, "何晓", "0731-85****34")
    assert [(case.person, case.person_id) for case in clerk.visits.open_cases()] == [(UNIT.name, detail.unit.id)]
    # A unit's name is no secret, and its address is where the answer goes.
    assert UNIT.name in printed(clerk, saved.document.id)
    assert clerk.documents.one(saved.document.id).person == UNIT.name
    opened = clerk.visit_changes.form_of(saved.id)
    assert (opened.person, opened.unit_name) == (None, UNIT.name)
    assert opened.form.person_id is None
    assert opened.form.address == UNIT.address


def test_a_person_may_come_for_a_unit(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION, unit=UNIT))
    row = clerk.visits.detail(saved.id).row
    assert (row.person, row.unit) == ("李龚", UNIT.name)
    assert f"李*（男），{UNIT.name}" in printed(clerk, saved.document.id)
    # The case is hers, and the next one may join it for the unit too.
    case = clerk.visits.open_cases()[0]
    assert case.person == "李龚"
    matter = replace(PETITION, outcome=Outcome.JOINED, join_case_id=case.id)
    assert clerk.visits.save(form(matter, new_person=None, person_id=row.person_id, unit=UNIT)).case_numbers


def test_a_unit_is_made_once_and_found_by_name_pinyin_and_phone(clerk: Services) -> None:
    clerk.visits.save(form(new_person=None, unit=UNIT))
    clerk.visits.save(form(new_person=None, unit=replace(UNIT, name=f" {UNIT.name} ", contact="周敏", phone="")))
    with looking(clerk) as session:
        units = session.scalars(select(Party).where(Party.kind == "unit")).all()
    assert [(unit.contact, unit.phone, unit.version) for unit in units] == [("周敏", "0731-85551234", 2)]
    for typed in ("坡子街", "pzjwygs", "1234", UNIT.name):
        assert [hit.name for hit in clerk.units.find(typed)] == [UNIT.name], typed
        assert [(hit.name, hit.unit) for hit in clerk.people.find(typed)] == [(UNIT.name, True)]
        assert [hit.title for hit in clerk.search.everywhere(typed)[0].items] == [UNIT.name]
    assert clerk.units.find("") == clerk.units.find("芙蓉") == ()
    assert [entry.action for entry in audit_of(clerk, "unit.created") + audit_of(clerk, "unit.edited")] == [
        "unit.created",
        "unit.edited",
    ]
    assert clerk.people.card(units[0].id).visits_total == 2


def test_a_unit_of_the_register_is_taken_by_its_id_and_its_masked_phone_is_left(clerk: Services) -> None:
    clerk.visits.save(form(new_person=None, unit=UNIT))
    (hit,) = clerk.units.find("物业")
    taken = UnitForm(party_id=hit.id, name=hit.name, contact=hit.contact, phone=hit.phone_masked, address="新址 1 号")
    clerk.visits.save(form(new_person=None, unit=taken))
    with looking(clerk) as session:
        unit = session.get(Party, hit.id)
        assert unit is not None
        assert (unit.phone, unit.address) == ("0731-85551234", "新址 1 号")
    with pytest.raises(NotFound):
        clerk.visits.save(form(new_person=None, unit=replace(taken, party_id=99)))
    # Found in the box for visitors and taken there, it is the same.
    saved = clerk.visits.save(form(new_person=None, person_id=hit.id))
    assert clerk.visits.detail(saved.id).row.unit == UNIT.name


# ---- late entries

LATE = {"visited_on": dt.date(2026, 11, 20), "late_reason": "停电，先记在纸上"}


def test_a_late_entry_has_todays_number_and_its_true_day_everywhere(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION, visited_time=dt.time(9, 30), **LATE))
    assert saved.number == "LF20261124-001"
    row = clerk.visits.detail(saved.id).row
    assert (row.visited_on, row.late, f"{row.visited_at:%H:%M}") == (dt.date(2026, 11, 20), True, "09:30")
    assert clerk.visits.detail(saved.id).late_reason == "停电，先记在纸上"
    assert clerk.visits.open_cases()[0].opened_at == row.visited_at
    assert saved.case_numbers == ("坡退信〔2026〕1号",)
    text = printed(clerk, saved.document.id)
    assert "2026年11月20日9时30分（补登）" in text
    assert "打印时间：2026年11月24日9时42分" in text
    assert [row.id for row in clerk.visits.today()] == [saved.id]
    assert clerk.visits.figures().visits_today == 0
    assert clerk.visits.figures().visits_month == 1


def test_a_late_entry_without_a_time_names_the_day_alone(clerk: Services) -> None:
    saved = clerk.visits.save(form(**LATE))
    text = printed(clerk, saved.document.id)
    assert "2026年11月20日（补登）" in text
    assert "0时00分" not in text
    assert clerk.visit_changes.form_of(saved.id).form.visited_time is None


def test_a_late_entry_in_the_new_year_is_numbered_in_the_new_year(clerk: Services, clock: FixedClock) -> None:
    clock.set(dt.datetime(2027, 1, 4, 9, 0, tzinfo=CHINA))
    late = LATE | {"visited_on": dt.date(2026, 12, 31)}
    saved = clerk.visits.save(form(PETITION, **late))
    assert (saved.number, saved.case_numbers) == ("LF20270104-001", ("坡退信〔2027〕1号",))


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"visited_on": dt.date(2026, 11, 25), "late_reason": "来信"}, {"visited_on"}),
        ({"visited_on": dt.date(2025, 11, 22), "late_reason": "来信"}, {"visited_on"}),
        ({"visited_on": dt.date(2026, 11, 20)}, {"late_reason"}),
    ],
)
def test_a_late_entry_must_be_believable(clerk: Services, values: dict[str, object], fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(**values))
    assert set(refused.value.fields) == fields


# ---- many, and midnight


def test_midnight_between_two_visits(clerk: Services, clock: FixedClock) -> None:
    clock.set(dt.datetime(2026, 11, 24, 23, 59, 59, tzinfo=CHINA))
    first = clerk.visits.save(form())
    clock.advance(dt.timedelta(seconds=1))
    second = clerk.visits.save(form())
    assert (first.number, second.number, second.notice) == ("LF20261124-001", "LF20261125-001", "")
    assert [row.number for row in clerk.visits.of_day(dt.date(2026, 11, 24))] == [first.number]
    assert clerk.visits.figures().visits_today == 1


@pytest.mark.parametrize("visits", [40, pytest.param(200, marks=pytest.mark.soak)])
def test_all_visits_of_a_long_day_are_there(clerk: Services, visits: int) -> None:
    person_id = clerk.people.create(PERSON).id
    for _ in range(visits):
        clerk.visits.save(form(new_person=None, person_id=person_id))
    rows = clerk.visits.today()
    assert [row.number for row in rows] == [f"LF20261124-{seq:03d}" for seq in range(visits, 0, -1)]
    assert clerk.visits.figures().visits_today == visits
    card = clerk.people.card(person_id)
    assert card.visits_total == visits
    assert card.hints[0].words == f"30 天内第 {visits + 1} 次来访"
    newest = next(line.visit_id for line in card.history if line.visit_id is not None)
    # While that one is corrected it is no visit before itself.
    assert clerk.people.card(card.id, besides=newest).hints[0].words == f"30 天内第 {visits} 次来访"


def test_twelve_matters_in_one_visit_are_one_line_of_the_history(clerk: Services) -> None:
    matters = tuple(
        replace(PETITION if place % 3 == 0 else ANSWERED, narrative=f"第 {place} 件事") for place in range(12)
    )
    saved = clerk.visits.save(form(*matters))
    assert saved.case_numbers == tuple(f"坡退信〔2026〕{seq}号" for seq in range(1, 5))
    detail = clerk.visits.detail(saved.id)
    assert [view.narrative for view in detail.matters] == [f"第 {place} 件事" for place in range(12)]
    assert detail.row.person_id is not None
    (line, *rest) = clerk.people.card(detail.row.person_id).history
    assert (line.chip, line.body.count("；"), [other.title for other in rest]) == ("立信访件、当场答复", 11, ["建档"])
    assert "第 11 件事" in printed(clerk, saved.document.id)


# ---- what the card says of her


def test_the_card_hints_at_what_is_in_progress(clerk: Services, clock: FixedClock) -> None:
    saved = clerk.visits.save(form(PETITION))
    person_id = clerk.visits.detail(saved.id).row.person_id
    assert person_id is not None
    (case,) = clerk.visits.open_cases()
    clock.advance(dt.timedelta(days=29))
    card = clerk.people.card(person_id)
    assert [(hint.kind, hint.case_id) for hint in card.hints] == [("repeat30", None), ("same_matter", case.id)]
    assert "坡退信〔2026〕1号 在办" in card.hints[1].words
    assert card.restricted == 0
    assert [line.id for line in clerk.people.same_matter(person_id, PETITION.category)] == [case.id]
    assert clerk.people.same_matter(person_id, "card") == ()
    clock.advance(dt.timedelta(days=1))
    assert [hint.kind for hint in clerk.people.card(person_id).hints] == ["same_matter"]


def test_a_case_that_the_card_can_not_name_is_counted_and_not_shown(clerk: Services) -> None:
    saved = clerk.visits.save(form(PETITION))
    person_id = clerk.visits.detail(saved.id).row.person_id
    assert person_id is not None
    with clerk._context.database.write() as session:
        session.connection().exec_driver_sql("UPDATE case_file SET series = 'sealed'")
    card = clerk.people.card(person_id)
    assert (card.restricted, card.open_cases) == (1, ())
    assert [hint.kind for hint in card.hints] == ["repeat30"]


# ---- papers of what is void


def test_a_void_sheet_is_stamped_and_its_record_is_not(clerk: Services) -> None:
    saved = clerk.visits.save(form())
    assert "作废" not in printed(clerk, saved.document.id)
    clerk.visit_changes.void(saved.id, reason="重复登记")
    assert "作废" in printed(clerk, saved.document.id)
    assert clerk.documents.one(saved.document.id).state is SheetState.VOID
    with looking(clerk) as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 1
