"""Bundles for the district: in, out, sent with a list, answered one by one and by a list, from two windows."""

import csv
import datetime as dt
import re
from pathlib import Path

import pytest

from exchange.result_list import ResultRow
from models.batch import BatchItem, SubmissionBatch
from models.case import CaseFile
from models.catalogue import CatalogueVersion
from printing.readback import words
from services import Services
from services.batches import ResultForm
from system.clock import FixedClock
from system.errors import Conflict, Denied, Invalid, NotFound, Trouble
from tests import factories
from tests.services.case_rounds import NAMES, identity_of, number_of, open_for, sent_batch, state_of
from tests.services.conftest import LogIn
from tests.services.insight import all_audited_words, audit_of, looking

OK, NO, BACK = (
    ResultForm(outcome="ok"),
    ResultForm(outcome="no", reason="档案记载不符", basis="办法第五条"),
    ResultForm(outcome="back", reason="缺立功证书"),
)


def outcomes(services: Services, batch_id: int) -> dict[int, str]:
    """Case → what the bundle says of it."""
    return {item.case_id: item.outcome for item in services.batches.detail(batch_id).items}


def paper_words(services: Services, document_id: int) -> str:
    return re.sub(r"[\r\n]+", "", words(services.documents.pdf(document_id)))


# ------------------------------------------------------------------------------------------------------- in and out


def test_cases_go_into_a_new_bundle_and_later_ones_into_the_same(clerk: Services) -> None:
    first, second = open_for(clerk, place=0), open_for(clerk, place=1)
    put = clerk.batches.put_in([first, first])
    assert put.number == "坡退批〔2026〕1号"
    assert put.changes.subjects == {"case", "batch"}
    again = clerk.batches.put_in([second])
    assert (again.batch_id, again.number) == (put.batch_id, put.number)
    (row,) = clerk.batches.open_batches()
    assert (row.size, row.waiting, row.recipient, row.sent_on) == (2, 2, "区退役军人事务局", None)
    view = clerk.batches.detail(row.id)
    assert [item.person for item in view.items] == [NAMES[0], NAMES[1]]
    assert view.items[0].identity_masked == f"430104********{identity_of(0)[-4:]}"
    assert view.items[0].state_label == "已编批次"
    assert view.items[0].missing_official_number
    assert view.opened_by == factories.CLERK.name


def test_who_cant_go_is_named_and_the_others_are_in(clerk: Services) -> None:
    good = open_for(clerk, place=0)
    short = open_for(clerk, place=1, complete=False)
    here = open_for(clerk, "card_loss", place=2, fields={"card_kind": "退役军人优待证", "bank_told": "是"})
    put = clerk.batches.put_in([short, good, here, 999])
    assert put.batch_id is not None
    assert [number for number, _ in put.refused] == [number_of(clerk, short), number_of(clerk, here), ""]
    assert all(why.endswith("。") for _, why in put.refused)
    assert outcomes(clerk, put.batch_id) == {good: "waiting"}
    assert state_of(clerk, short) == "supplement"
    assert clerk.service_cases.detail(here).version == 1


def test_where_nobody_can_go_no_number_is_spent(clerk: Services) -> None:
    put = clerk.batches.put_in([open_for(clerk, complete=False)])
    assert (put.batch_id, put.number, put.changes.subjects) == (None, "", frozenset())
    assert clerk.batches.recent() == ()
    assert clerk.batches.put_in([open_for(clerk, place=1)]).number == "坡退批〔2026〕1号"


def test_a_case_for_another_office_is_refused(station: Services) -> None:
    first, second = open_for(station, place=0), open_for(station, place=1)
    with station._context.database.write() as session:
        row = session.get_one(CaseFile, second)
        # As if the catalogue had sent this matter elsewhere when the case began.
        held = session.get_one(CatalogueVersion, row.catalogue_id)
        other = CatalogueVersion(
            code="elsewhere",
            number=1,
            label=held.label,
            content={**held.content, "recipient": "市退役军人事务局"},
            made_at=factories.MOMENT,
        )
        session.add(other)
        session.flush()
        row.catalogue_id = other.id
    with pytest.raises(Invalid, match="不同的单位"):
        station.batches.put_in([first, second])
    batch = station.batches.put_in([first]).batch_id
    put = station.batches.put_in([second], batch_id=batch)
    assert "市退役军人事务局" in put.refused[0][1]
    assert put.changes.subjects == frozenset()
    assert state_of(station, second) == "accepted"


def test_taken_out_it_stays_listed_with_the_reason_and_may_come_back(clerk: Services) -> None:
    case = open_for(clerk)
    batch = clerk.batches.put_in([case]).batch_id
    assert batch is not None
    with pytest.raises(Invalid):
        clerk.batches.take_out(case, " ")
    clerk.batches.take_out(case, "照片不合要求\n要重拍")
    (item,) = clerk.batches.detail(batch).items
    assert (item.outcome, item.note, item.inside) == ("out", "照片不合要求 要重拍", False)
    assert clerk.service_cases.detail(case).batch is None
    clerk.batches.put_in([case], batch_id=batch)
    (item,) = clerk.batches.detail(batch).items
    assert (item.outcome, item.note) == ("waiting", "")


def test_the_cases_own_page_does_the_same(clerk: Services) -> None:
    case = open_for(clerk)
    acted = clerk.service_cases.act(case, "bundle", {"bundled_on": "="})
    assert "batch" in acted.changes.subjects
    (row,) = clerk.batches.open_batches()
    assert outcomes(clerk, row.id) == {case: "waiting"}
    line = clerk.service_cases.detail(case).batch
    assert line is not None
    assert (line.number, line.size) == (row.number, 1)
    clerk.service_cases.act(case, "unbundle", {"unbundled_on": "=", "reason": "本人要求"})
    assert outcomes(clerk, row.id) == {case: "out"}
    clerk.service_cases.undo(case)
    assert outcomes(clerk, row.id) == {case: "waiting"}
    assert state_of(clerk, case) == "bundled"


def test_what_was_taken_out_cant_be_put_back_into_a_bundle_that_has_gone(station: Services) -> None:
    stays, leaves = open_for(station, place=0), open_for(station, place=1)
    batch = station.batches.put_in([stays, leaves]).batch_id
    assert batch is not None
    station.batches.take_out(leaves, "缺照片")
    station.batches.send(batch, "=", version=station.batches.detail(batch).version)
    with pytest.raises(Conflict, match="已经送出"):
        station.service_cases.undo(leaves)
    assert state_of(station, leaves) == "accepted"
    assert outcomes(station, batch) == {stays: "waiting", leaves: "out"}


# ------------------------------------------------------------------------------------------------------------- sent


def test_a_bundle_is_sent_with_its_list_names_and_numbers_whole(clerk: Services) -> None:
    cases = [open_for(clerk, place=place) for place in (0, 1)]
    batch = clerk.batches.put_in(cases).batch_id
    assert batch is not None
    sent = clerk.batches.send(batch, dt.date(2026, 11, 24), version=clerk.batches.detail(batch).version)
    assert (sent.paper.kind, sent.paper.number) == ("submission_list", "坡退批〔2026〕1号")
    text = paper_words(clerk, sent.paper.id)
    for told in (NAMES[0], identity_of(1), number_of(clerk, cases[0]), "优待证首次申领2件", "区退役军人事务局", "送达"):
        assert told in text
    view = clerk.batches.detail(batch)
    assert (view.sent_on, [item.state_label for item in view.items]) == (dt.date(2026, 11, 24), ["报送中", "报送中"])
    assert clerk.batches.open_batches() == ()
    event = clerk.service_cases.detail(cases[0]).events[0]
    assert (event.action, event.document_id) == ("send", sent.paper.id)
    with pytest.raises(Conflict, match="已经在"):
        clerk.batches.put_in([open_for(clerk, place=2)], batch_id=batch)


def test_the_clerk_says_on_which_day_it_went_in_and_out(clerk: Services, clock: FixedClock) -> None:
    early = open_for(clerk, place=0)
    opened = clock.today()
    clock.advance(dt.timedelta(days=3))
    late = open_for(clerk, place=1)
    for day, why in (
        (opened - dt.timedelta(days=1), "早于“受理”"),
        (opened + dt.timedelta(days=1), "早于“受理”"),
        (clock.today() + dt.timedelta(days=1), "还没有到"),
        ("昨儿", "日期"),
    ):
        with pytest.raises(Invalid, match=why) as refused:
            clerk.batches.put_in([early, late], day=day)
        assert list(refused.value.fields) == ["bundled_on"]
        assert clerk.batches.recent() == ()
        assert (state_of(clerk, early), state_of(clerk, late)) == ("accepted", "accepted")
    put = clerk.batches.put_in([early], day=opened + dt.timedelta(days=1))
    assert put.batch_id is not None
    assert clerk.service_cases.detail(early).events[0].day == opened + dt.timedelta(days=1)
    with pytest.raises(Invalid, match="早于“编入报送批次”") as refused:
        clerk.batches.take_out(early, "缺照片", day=opened)
    assert list(refused.value.fields) == ["unbundled_on"]
    clerk.batches.take_out(early, "缺照片", day=opened + dt.timedelta(days=2))
    (item,) = clerk.batches.detail(put.batch_id).items
    assert (item.outcome, item.outcome_on) == ("out", opened + dt.timedelta(days=2))


def test_many_cases_with_one_wrong_day_are_told_together(clerk: Services) -> None:
    cases = [open_for(clerk, place=place % 5) for place in range(7)]
    with pytest.raises(Invalid) as refused:
        clerk.batches.put_in(cases, day="2099-01-01")
    (sentence,) = refused.value.fields.values()
    assert (sentence.count("还没有到"), "等 7 件" in sentence) == (1, True)


def test_an_empty_bundle_isnt_sent(clerk: Services) -> None:
    case = open_for(clerk)
    batch = clerk.batches.put_in([case]).batch_id
    assert batch is not None
    clerk.batches.take_out(case, "缺照片")
    with pytest.raises(Conflict, match="一件也没有"):
        clerk.batches.send(batch, "=", version=clerk.batches.detail(batch).version)
    with pytest.raises(NotFound):
        clerk.batches.send(999, "=", version=1)


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-25", "那天"])
def test_a_wrong_day_sends_nothing_at_all(clerk: Services, day: str) -> None:
    cases = [open_for(clerk, place=place) for place in (0, 1)]
    batch = clerk.batches.put_in(cases).batch_id
    assert batch is not None
    with pytest.raises(Invalid) as refused:
        clerk.batches.send(batch, day, version=clerk.batches.detail(batch).version)
    assert set(refused.value.fields) == {"sent_on"}
    assert all(number_of(clerk, case) in str(refused.value) for case in cases)
    assert [state_of(clerk, case) for case in cases] == ["bundled", "bundled"]
    assert clerk.batches.detail(batch).sent_on is None
    with pytest.raises(Invalid):
        clerk.batches.send(batch, "=", version=clerk.batches.detail(batch).version, sent_way="托人带")


def test_two_windows_the_second_is_told(station: Services, clerk: Services) -> None:
    first, second = open_for(station, place=0), open_for(station, place=1)
    batch = station.batches.put_in([first, second]).batch_id
    assert batch is not None
    seen = clerk.batches.detail(batch).version
    station.batches.take_out(second, "缺照片")
    with pytest.raises(Conflict, match="别的窗口"):
        clerk.batches.send(batch, "=", version=seen)
    old = clerk.service_cases.detail(first).version
    station.service_cases.note(first, "来电催办")
    with pytest.raises(Conflict, match="记一笔"):
        clerk.batches.take_out(first, "缺照片", version=old)
    assert outcomes(clerk, batch) == {first: "waiting", second: "out"}


def test_a_case_whose_visit_was_made_void_stays_behind(station: Services) -> None:
    good, void = open_for(station, place=0), open_for(station, place=1)
    batch = station.batches.put_in([good, void]).batch_id
    assert batch is not None
    visit = station.service_cases.detail(void).visits[0]
    station.visit_changes.void(visit.id, reason="登错了人")
    assert outcomes(station, batch)[void] == "out"
    assert station.batches.open_batches()[0].size == 1
    sent = station.batches.send(batch, "=", version=station.batches.detail(batch).version)
    assert NAMES[1] not in paper_words(station, sent.paper.id)
    (item,) = (item for item in station.batches.detail(batch).items if item.case_id == void)
    assert item.note == "随来访作废"


# ---------------------------------------------------------------------------------------------------------- results


def test_results_one_by_one_those_that_cant_be_are_named(clerk: Services) -> None:
    cases = [open_for(clerk, place=place) for place in range(4)]
    batch = sent_batch(clerk, *cases[:3])
    given = clerk.batches.give_results(
        batch, {cases[0]: OK, cases[1]: NO, cases[2]: ResultForm(outcome="back"), cases[3]: OK, 999: OK}, "="
    )
    assert given.done == (number_of(clerk, cases[0]), number_of(clerk, cases[1]))
    why = dict(given.refused)
    assert "还缺什么" in why[number_of(clerk, cases[2])]
    assert "不在坡退批〔2026〕1号里" in why[number_of(clerk, cases[3])]
    assert "" in why
    assert outcomes(clerk, batch) == {cases[0]: "ok", cases[1]: "no", cases[2]: "waiting"}
    assert [state_of(clerk, case) for case in cases] == ["returned", "turned_down", "submitted", "accepted"]
    again = clerk.batches.give_results(batch, {cases[0]: NO}, "=")
    assert "已经登记为“通过”" in again.refused[0][1]


def test_no_results_before_it_was_sent(clerk: Services) -> None:
    case = open_for(clerk)
    batch = clerk.batches.put_in([case]).batch_id
    assert batch is not None
    with pytest.raises(Conflict, match="还没有送出"):
        clerk.batches.give_results(batch, {case: OK}, "=")


def test_sent_back_and_sent_again_each_bundle_keeps_its_line(clerk: Services) -> None:
    case = open_for(clerk)
    first = sent_batch(clerk, case)
    clerk.batches.give_results(first, {case: BACK}, "=")
    assert clerk.service_cases.detail(case).batch is None
    clerk.service_cases.act(case, "complete", {"completed_on": "="})
    second = sent_batch(clerk, case)
    clerk.service_cases.act(case, "result_ok", {"result_on": "="})
    assert (outcomes(clerk, first), outcomes(clerk, second)) == ({case: "back"}, {case: "ok"})
    assert clerk.batches.detail(first).items[0].note == "缺立功证书"
    clerk.service_cases.undo(case)
    assert outcomes(clerk, second) == {case: "waiting"}


def test_a_step_taken_back_gives_the_case_back_to_its_bundle(clerk: Services) -> None:
    case = open_for(clerk)
    clerk.service_cases.act(case, "bundle", {"bundled_on": "="})
    (row,) = clerk.batches.open_batches()
    clerk.service_cases.undo(case)
    assert outcomes(clerk, row.id) == {case: "out"}
    assert clerk.service_cases.detail(case).batch is None
    batch = sent_batch(clerk, case)
    assert batch == row.id
    clerk.service_cases.act(case, "sent_back", {"sent_back_on": "=", "gaps": "缺照片"})
    clerk.service_cases.undo(case)
    assert outcomes(clerk, batch) == {case: "waiting"}
    line = clerk.service_cases.detail(case).batch
    assert line is not None
    assert line.id == batch


def test_who_withdraws_is_no_longer_waited_for(clerk: Services) -> None:
    case = open_for(clerk)
    batch = sent_batch(clerk, case)
    clerk.service_cases.act(case, "withdraw", {"withdrawn_on": "=", "reason": "搬走了"})
    assert outcomes(clerk, batch) == {case: "withdrawn"}
    assert clerk.batches.recent()[0].waiting == 0
    clerk.service_cases.undo(case)
    assert outcomes(clerk, batch) == {case: "waiting"}


# --------------------------------------------------------------------------------------------------- a list of them


def result_row(line: int, **values: object) -> ResultRow:
    return ResultRow(**({"line": line, "day": dt.date(2026, 11, 24)} | values))  # type: ignore[arg-type]


def test_a_list_is_looked_at_row_by_row_and_changes_nothing(clerk: Services) -> None:
    sent, answered, other, closed, idle = (open_for(clerk, place=place) for place in range(5))
    batch = sent_batch(clerk, sent, answered)
    sent_batch(clerk, other, closed)
    clerk.batches.give_results(batch, {answered: OK}, "=")
    clerk.service_cases.act(closed, "withdraw", {"withdrawn_on": "=", "reason": "不办了"})
    tail = identity_of(0)[-4:]
    rows = (
        result_row(2, name=NAMES[0], tail=tail, outcome="ok", official_number="YZ1"),
        result_row(3, case_number=number_of(clerk, answered), outcome="ok"),
        result_row(4, case_number=number_of(clerk, answered), outcome="no", reason="不符"),
        result_row(5, case_number=number_of(clerk, other), outcome="ok"),
        result_row(6, case_number="坡退办〔2026〕99号", outcome="ok"),
        result_row(7, name="无此人", tail="1234", outcome="ok"),
        result_row(8, fault="结果“？”看不懂。"),
        result_row(9, case_number=number_of(clerk, sent), name=NAMES[1], outcome="ok"),
    )
    plan = clerk.batches.read_results(rows, batch)
    assert [row.state for row in plan.rows] == [
        "ready", "same", "answered", "elsewhere", "unknown", "unknown", "fault", "ambiguous",
    ]  # fmt: skip
    assert all(row.sentence.endswith("。") for row in plan.rows)
    states = {
        row.number: row.state
        for row in clerk.batches.read_results(
            (
                result_row(2, case_number=number_of(clerk, closed), outcome="ok"),
                result_row(3, case_number=number_of(clerk, idle), outcome="ok"),
                result_row(4, case_number=number_of(clerk, other), outcome="no"),
            )
        ).rows
    }
    assert states == {
        number_of(clerk, closed): "closed",
        number_of(clerk, idle): "not_sent",
        number_of(clerk, other): "fault",
    }
    assert state_of(clerk, sent) == "submitted"
    given = clerk.batches.apply_results(plan)
    assert given.done == (number_of(clerk, sent),)
    assert state_of(clerk, sent) == "returned"
    assert clerk.service_cases.detail(sent).official_number == "YZ1"


def test_rows_about_one_case_count_once_and_contradictions_not_at_all(clerk: Services) -> None:
    first, second = open_for(clerk, place=0), open_for(clerk, place=1)
    batch = sent_batch(clerk, first, second)
    one, other = number_of(clerk, first), number_of(clerk, second)
    plan = clerk.batches.read_results(
        (
            result_row(2, case_number=one),
            result_row(3, case_number=one),
            result_row(4, case_number=other),
            result_row(5, case_number=other, outcome="no", reason="不符"),
        ),
        batch,
    )
    assert [row.state for row in plan.rows] == ["ready", "same", "ambiguous", "ambiguous"]
    assert clerk.batches.apply_results(plan).done == (one,)
    assert state_of(clerk, second) == "submitted"


def test_a_person_with_two_cases_on_the_way_must_be_told_apart(clerk: Services) -> None:
    cases = [open_for(clerk, place=0)]
    person = clerk.service_cases.detail(cases[0]).person_id
    cases.append(open_for(clerk, "card_replace", place=1))
    with clerk._context.database.write() as session:
        session.get_one(CaseFile, cases[1]).party_id = person
    sent_batch(clerk, *cases)
    (row,) = clerk.batches.read_results((result_row(2, name=NAMES[0], tail=identity_of(0)[-4:]),)).rows
    assert row.state == "ambiguous"
    assert all(number_of(clerk, case) in row.sentence for case in cases)


def test_a_plan_that_was_overtaken_writes_only_what_still_holds(station: Services, clerk: Services) -> None:
    first, second = open_for(clerk, place=0), open_for(clerk, place=1)
    batch = sent_batch(clerk, first, second)
    rows = tuple(result_row(line, case_number=number_of(clerk, case)) for line, case in ((2, first), (3, second)))
    plan = clerk.batches.read_results(rows, batch)
    station.service_cases.note(first, "本人来问")
    given = clerk.batches.apply_results(plan)
    assert given.done == (number_of(clerk, second),)
    assert [number for number, _ in given.refused] == [number_of(clerk, first)]
    assert outcomes(clerk, batch) == {first: "waiting", second: "ok"}


def test_a_list_file_end_to_end(clerk: Services, tmp_path: Path) -> None:
    cases = [open_for(clerk, place=place) for place in (0, 1)]
    batch = sent_batch(clerk, *cases)
    path = tmp_path / "结果.xlsx"  # a .csv that somebody renamed
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            (
                ("区退役军人事务局审核结果",),
                ("姓名", "身份证号", "审核结果", "审核日期", "退回原因"),
                (NAMES[0], identity_of(0), "通过", "2026.11.24", ""),
                (NAMES[1], "4.30104E+17", "退回", "2026-11-24", "缺照片"),
            )
        )
    plan = clerk.batches.read_result_file(path, batch)
    assert [(row.line, row.state) for row in plan.rows] == [(3, "ready"), (4, "fault")]
    assert "丢了位数" in plan.rows[1].sentence
    assert clerk.batches.apply_results(plan).done == (number_of(clerk, cases[0]),)
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600)
    with pytest.raises(Trouble, match="xls"):
        clerk.batches.read_result_file(path, batch)


# ----------------------------------------------------------------------------------------------------------- who may


def test_who_may_not_handle_cases_changes_nothing(as_operator: LogIn, clerk: Services) -> None:
    case = open_for(clerk)
    auditor = as_operator(factories.AUDITOR)
    with pytest.raises(Denied):
        auditor.batches.put_in([case])
    with pytest.raises(Denied):
        auditor.batches.open_batches()
    with looking(clerk) as session:
        assert session.query(SubmissionBatch).count() == session.query(BatchItem).count() == 0


def test_the_audit_names_numbers_and_nobody(clerk: Services) -> None:
    cases = [open_for(clerk, place=place) for place in (0, 1)]
    batch = sent_batch(clerk, *cases)
    clerk.batches.give_results(batch, {cases[0]: OK, cases[1]: NO}, "=")
    (sent,) = audit_of(clerk, "batch.sent")
    assert sent.detail == {"number": "坡退批〔2026〕1号", "sent": 2}
    said = all_audited_words(clerk)
    for secret in (NAMES[0], NAMES[1], identity_of(0), identity_of(1), "档案记载不符"):
        assert secret not in said


def test_the_day_of_the_result_isnt_before_the_sending(clerk: Services, clock: FixedClock) -> None:
    case = open_for(clerk)
    clock.advance(dt.timedelta(days=2))
    batch = sent_batch(clerk, case)
    given = clerk.batches.give_results(batch, {case: OK}, "2026-11-25")
    assert "早于“随批次送出”" in given.refused[0][1]
    (row,) = clerk.batches.read_results((result_row(2, case_number=number_of(clerk, case)),)).rows
    assert row.state == "fault"
