"""Call-backs: promised, listed by their day, kept or put off with a reason, phones masked, every look audited."""

import datetime as dt

import pytest

from domain.call_back_rules import CallBackForm
from domain.people_rules import PersonForm
from domain.permissions import Role
from domain.vocabulary import CallBackSource
from services import Services, _call_backs
from services.call_backs import CallBackRow
from system.clock import FixedClock
from system.errors import Conflict, Denied, Invalid, NotFound
from tests import factories
from tests.services.conftest import LogIn
from tests.services.insight import add_visits, all_audited_words, audit_of, seen_by

TODAY = factories.MOMENT.date()
PERSON = PersonForm(name="李龚", identity="430103196811021238", phone="13873105267", address="晏家塘 12 号")
LONG_NAME = ("买买提吐尔逊·" * 9)[:60]


def day(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def promised(services: Services, *, due: dt.date = TODAY, **values: object) -> int:
    """A promise; returns its id."""
    form = {"name": "刘勇", "phone": "13874801234", "why": "告知审核结果", "due": due} | values
    found = services.call_backs.promise(CallBackForm(**form)).id  # type: ignore[arg-type]
    assert found is not None
    return found


def only(services: Services) -> CallBackRow:
    (row,) = services.call_backs.due()
    return row


def a_visit_of(services: Services) -> tuple[int, int]:
    """A visit of a known person: their ids."""
    person = services.people.create(PERSON).id
    add_visits(services, [(person, factories.MOMENT)])
    return services.visits.today()[0].id, person


# ----------------------------------------------------------------------------------------------------------- promised


def test_a_promise_stands_in_the_list_with_its_phone_masked(clerk: Services) -> None:
    promised(clerk, due=day(2))
    row = only(clerk)
    assert (row.name, row.phone_masked, row.why, row.due) == ("刘勇", "138****1234", "告知审核结果", day(2))
    assert (row.handler, row.operator, row.source) == ("王静", "王静", CallBackSource.PROMISE)
    assert (row.days, row.overdue, row.done_at, row.result) == (2, False, None, "")
    assert "13874801234" not in str(row)


def test_a_known_visitor_needs_no_name_and_no_phone(clerk: Services) -> None:
    visit, person = a_visit_of(clerk)
    promised(clerk, visit_id=visit, party_id=person, name="", phone="138****5267")
    row = only(clerk)
    assert (row.name, row.phone_masked, row.party_id, row.visit_number) == (
        "李龚",
        "138****5267",
        person,
        "LF20261124-001",
    )
    assert clerk.call_backs.of_visit(visit) == (row,)
    assert clerk.call_backs.of_visit(visit + 1) == ()


def test_somebody_who_left_no_name_is_called_so(clerk: Services) -> None:
    promised(clerk, name="")
    assert only(clerk).name == "未留姓名"


def test_another_may_be_asked_to_ring(station: Services, clerk: Services) -> None:
    promised(clerk, handler=station.actor.uuid)
    assert (only(clerk).handler, only(clerk).operator) == ("谢国辉", "王静")


def test_nobody_who_left_is_asked_to_ring(station: Services, clerk: Services, as_operator: LogIn) -> None:
    gone = as_operator(factories.ADMINISTRATOR).actor.uuid
    station.accounts.disable(gone)
    for handler in (gone, "nobody"):
        with pytest.raises(Invalid) as refused:
            promised(clerk, handler=handler)
        assert list(refused.value.fields) == ["handler"]
    assert clerk.call_backs.due() == ()


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"due": None}, "due", "还没有写哪天回访"),
        ({"due": day(-1)}, "due", "2026-11-23 已经过去"),
        ({"due": day(367)}, "due", "请核对年份"),
        ({"why": " \x00"}, "why", "还没有写为什么回访"),
        ({"why": "长" * 201}, "why", "最多 200 个"),
        ({"name": "长" * 61}, "name", "最多 60 个"),
        ({"phone": "1387310"}, "phone", "少 4 位"),
        ({"phone": "138****5267"}, "phone", "有“*”"),
    ],
)
def test_what_is_no_promise_is_refused(clerk: Services, change: dict[str, object], field: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        promised(clerk, **change)  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]
    assert sentence in refused.value.fields[field]
    assert clerk.call_backs.due() == ()


@pytest.mark.parametrize(
    ("name", "kept"),
    [(LONG_NAME, LONG_NAME), ("𬭎𫖮", "𬭎𫖮"), ("李\x00\u202e龚\n", "李龚"), ("<b>&{x}%s", "<b>&{x}%s")],
)
def test_strange_names_are_kept_as_they_are(clerk: Services, name: str, kept: str) -> None:
    promised(clerk, name=name, why="一\x07二\n三")
    assert (only(clerk).name, only(clerk).why) == (kept, "一二 三")


def test_a_promise_about_nothing_that_is_there_is_refused(clerk: Services) -> None:
    with pytest.raises(NotFound, match="来访记录"):
        promised(clerk, visit_id=77)
    with pytest.raises(NotFound, match="服务对象"):
        promised(clerk, party_id=77)


# ---------------------------------------------------------------------------------------------------------- the list


def test_the_list_goes_from_the_longest_overdue_to_a_week_ahead(clerk: Services, clock: FixedClock) -> None:
    for count in (8, 0, 7, 3):
        promised(clerk, due=day(count), why=f"第 {count} 天")
    assert [row.why for row in clerk.call_backs.due()] == ["第 0 天", "第 3 天", "第 7 天"]
    assert [row.why for row in clerk.call_backs.due(until=TODAY)] == ["第 0 天"]
    clock.advance(dt.timedelta(days=4))
    assert [(row.days, row.overdue) for row in clerk.call_backs.due()] == [
        (-4, True),
        (-1, True),
        (3, False),
        (4, False),
    ]


# ------------------------------------------------------------------------------------------------------ done, put off


def test_a_call_that_was_made_leaves_the_list_with_its_result(clerk: Services, clock: FixedClock) -> None:
    visit, person = a_visit_of(clerk)
    made = promised(clerk, visit_id=visit, party_id=person)
    clock.advance(dt.timedelta(hours=1))
    assert clerk.call_backs.done(made, " 已告知，\n来访人满意 ").subjects == {"call_back"}
    assert clerk.call_backs.due() == ()
    (row,) = clerk.call_backs.of_visit(visit)
    assert (row.result, row.done_at, row.done_by, row.overdue) == ("已告知， 来访人满意", clock.now(), "王静", False)


@pytest.mark.parametrize(("result", "sentence"), [("  ", "还没有写结果"), ("长" * 201, "最多 200 个")])
def test_a_call_without_a_result_is_not_done(clerk: Services, result: str, sentence: str) -> None:
    made = promised(clerk)
    with pytest.raises(Invalid, match=sentence):
        clerk.call_backs.done(made, result)
    assert only(clerk).id == made


def test_a_call_is_done_once_and_the_second_is_told_by_whom(clerk: Services, station: Services) -> None:
    made = promised(clerk)
    clerk.call_backs.done(made, "已告知")
    with pytest.raises(Conflict, match="王静在 11-24 09:42 已经办过这次回访"):
        station.call_backs.done(made, "没人接")
    with pytest.raises(Conflict, match="王静"):
        station.call_backs.put_off(made, day(1), "没人接")


def test_a_result_pressed_in_error_is_taken_back_on_the_same_day(clerk: Services, clock: FixedClock) -> None:
    made = promised(clerk)
    clerk.call_backs.done(made, "打错了")
    clerk.call_backs.reopen(made)
    assert (only(clerk).result, only(clerk).done_at) == ("", None)
    with pytest.raises(Conflict, match="本来就还没有办"):
        clerk.call_backs.reopen(made)
    clerk.call_backs.done(made, "已告知")
    clock.advance(dt.timedelta(days=1))
    with pytest.raises(Conflict, match="只有当天"):
        clerk.call_backs.reopen(made)


def test_a_call_put_off_keeps_what_was_before(clerk: Services) -> None:
    visit, person = a_visit_of(clerk)
    made = promised(clerk, visit_id=visit, party_id=person, why="告知审核结果")
    later = clerk.call_backs.put_off(made, day(3), "没人接").id
    before, after = clerk.call_backs.of_visit(visit)
    assert (before.id, before.due, before.result, before.done_by) == (made, TODAY, "改到 2026-11-27：没人接", "王静")
    assert (after.id, after.due, after.why, after.done_at) == (later, day(3), "告知审核结果", None)
    assert [row.id for row in clerk.call_backs.due()] == [later]
    with pytest.raises(Conflict, match="已经改期"):
        clerk.call_backs.reopen(made)


@pytest.mark.parametrize(
    ("due", "reason", "field"),
    [(day(0), "没人接", "due"), (day(-1), "没人接", "due"), (day(1), " ", "reason"), (day(1), "长" * 151, "reason")],
)
def test_putting_off_needs_another_day_to_come_and_a_reason(
    clerk: Services, due: dt.date, reason: str, field: str
) -> None:
    made = promised(clerk)
    with pytest.raises(Invalid) as refused:
        clerk.call_backs.put_off(made, due, reason)
    assert list(refused.value.fields) == [field]
    assert only(clerk).due == TODAY


@pytest.mark.parametrize("act", ["done", "put_off", "reopen", "reveal"])
def test_a_promise_that_is_not_there_is_said(clerk: Services, act: str) -> None:
    further = {"done": ("已告知",), "put_off": (day(1), "没人接")}.get(act, ())
    with pytest.raises(NotFound, match="没有这次回访"):
        getattr(clerk.call_backs, act)(99, *further)


# ------------------------------------------------------------------------------------------------------------ ratings


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-24", "2026-11-27"),
        ("2026-11-25", "2026-11-27"),
        ("2026-11-26", "2026-11-27"),
        ("2026-11-27", "2026-11-30"),
        ("2026-11-28", "2026-12-01"),
        ("2026-11-29", "2026-12-02"),
    ],
)
def test_a_bad_rating_makes_a_call_on_a_weekday(clerk: Services, clock: FixedClock, moment: str, due: str) -> None:
    visit, person = a_visit_of(clerk)
    clock.set(dt.datetime.fromisoformat(f"{moment}T10:00"))
    with clerk.call_backs.change(None) as change:
        _call_backs.add_after_rating(change, visit, person, level="不满意")
    row = only(clerk)
    assert (row.due.isoformat(), row.source, row.why) == (due, CallBackSource.RATING, "评价“不满意”，回访了解原因")
    assert (row.name, row.visit_id) == ("李龚", visit)


# ----------------------------------------------------------------------------------------------------- looks and rights


def test_what_one_person_was_promised_begins_with_what_is_due_first(clerk: Services, clock: FixedClock) -> None:
    visit, person = a_visit_of(clerk)
    other = clerk.people.create(PersonForm(name="刘勇")).id
    early, late = promised(clerk, party_id=person, due=day(1)), promised(clerk, party_id=person, due=day(5))
    done = [promised(clerk, party_id=person, visit_id=visit, due=day(0)) for _ in range(2)]
    promised(clerk, party_id=other, due=day(0))
    for one in done:
        clerk.call_backs.done(one, "打通了")
    assert [row.id for row in clerk.call_backs.of_person(person)] == [early, late, *reversed(done)]
    assert [row.id for row in clerk.call_backs.of_person(person, limit=1)] == [early]


def test_a_phone_in_full_is_audited_by_whose_it_is(clerk: Services) -> None:
    visit, person = a_visit_of(clerk)
    own = promised(clerk, visit_id=visit, party_id=person, phone="")
    given = promised(clerk, visit_id=visit, party_id=person, phone="13874801234")
    assert clerk.call_backs.reveal(own) == "13873105267"
    assert clerk.call_backs.reveal(given) == "13874801234"
    assert len(audit_of(clerk, "person.revealed")) == len(audit_of(clerk, "call_back.revealed")) == 1


def test_the_audit_holds_no_name_and_no_phone(clerk: Services) -> None:
    made = promised(clerk, name="贺晓岚", why="贺晓岚的住院费用")
    later = clerk.call_backs.put_off(made, day(1), "贺晓岚住院").id
    assert later is not None
    clerk.call_backs.reveal(later)
    clerk.call_backs.done(later, "贺晓岚已知道")
    clerk.call_backs.reopen(later)
    words = all_audited_words(clerk)
    assert "贺晓岚" not in words
    assert "13874801234" not in words
    for action in ("promised", "put_off", "done", "reopened"):
        assert len(audit_of(clerk, f"call_back.{action}")) == 1


def test_who_may_not_is_refused(clerk: Services) -> None:
    made = promised(clerk)
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        other = seen_by(clerk, role)
        for act in (
            other.call_backs.due,
            lambda other=other: promised(other),
            lambda other=other: other.call_backs.done(made, "已告知"),
            lambda other=other: other.call_backs.put_off(made, day(1), "没人接"),
            lambda other=other: other.call_backs.reveal(made),
            lambda other=other: other.call_backs.of_visit(1),
        ):
            with pytest.raises(Denied):
                act()
