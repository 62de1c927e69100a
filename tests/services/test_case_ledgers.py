"""The ledgers of cases: what stands on each, what is masked, the period, the sums, and the numbered paper."""

import datetime as dt
import re
from typing import Any

import pytest
from sqlalchemy import select

from models.document import Document, DocumentPdf
from printing.readback import words
from services import Services, _case_ledger_rows
from services.case_ledgers import LedgerTitle, LedgerView
from system.clock import FixedClock
from system.errors import Denied, Invalid
from tests import factories
from tests.services.case_rounds import NAMES, identity_of, number_of, open_for, sent_batch
from tests.services.conftest import LogIn
from tests.services.insight import all_audited_words, audit_of, looking

DAY = dt.date(2026, 11, 24)
CARD_NUMBER = "43010012345678"
CODES = ("card", "plaque", "notice", "submission", "service")


def lines(view: LedgerView) -> list[dict[str, str]]:
    return [dict(zip(view.columns, row, strict=True)) for row in view.rows]


def read(services: Services, code: str, first: dt.date = DAY, last: dt.date | None = None) -> LedgerView:
    return services.case_ledgers.read(code, first, last or first)


def finished_card(services: Services, place: int = 0) -> int:
    case = open_for(services, place=place)
    sent_batch(services, case)
    services.service_cases.act(case, "result_ok", {"result_on": "=", "item_number": CARD_NUMBER})
    services.service_cases.act(
        case,
        "hand_out",
        {"collected_on": "=", "collector": "代领", "collector_name": "胡小军", "collector_relation": "儿子"},
    )
    return case


def test_the_menu(clerk: Services) -> None:
    assert clerk.case_ledgers.titles() == (
        LedgerTitle("card", "优待证收发台账"),
        LedgerTitle("plaque", "光荣牌台账"),
        LedgerTitle("notice", "一次性告知台账"),
        LedgerTitle("submission", "报送台账"),
        LedgerTitle("service", "办事台账"),
    )


def test_cards_in_and_out(clerk: Services) -> None:
    done, waiting = finished_card(clerk), open_for(clerk, "card_replace", place=1)
    open_for(clerk, "general", place=2, fields={"wish": "开证明"})
    view = read(clerk, "card")
    first, second = lines(view)
    assert first == {
        "序号": "1",
        "办件编号": number_of(clerk, done),
        "姓名": NAMES[0],
        "证件号": f"430104********{identity_of(0)[-4:]}",
        "事项": "优待证首次申领",
        "受理": "2026-11-24",
        "报送": "2026-11-24",
        "到站": "2026-11-24",
        "优待证号": "4301******5678",
        "领取": "2026-11-24",
        "谁领取": "代领 胡小军 儿子",
        "经办": factories.CLERK.name,
        "备注": "已办结",
    }
    assert (second["办件编号"], second["领取"], second["备注"]) == (number_of(clerk, waiting), "", "已受理")
    assert view.sums == ("受理和发放共 2 件", "已发放 1 件", "待领取 0 件")


def test_what_was_handed_out_in_the_period_stands_there_though_it_came_before(
    clerk: Services, clock: FixedClock
) -> None:
    case = open_for(clerk)
    sent_batch(clerk, case)
    clock.advance(dt.timedelta(days=3))
    clerk.service_cases.act(case, "result_ok", {"result_on": "="})
    clerk.service_cases.act(case, "hand_out", {"collected_on": "=", "collector": "本人"})
    later = DAY + dt.timedelta(days=3)
    assert [row["受理"] for row in lines(read(clerk, "card", later))] == ["2026-11-24"]
    assert read(clerk, "card", DAY + dt.timedelta(days=1)).rows == ()
    assert read(clerk, "service", later).rows == ()
    assert len(read(clerk, "service", DAY, later).rows) == 1


def test_plaques(clerk: Services) -> None:
    case = open_for(
        clerk, "plaque_new", fields={"family_kind": "烈属", "address": "晏家塘 12 号", "hang_way": "上门悬挂"}
    )
    clerk.service_cases.act(case, "ready", {"finished_on": "=", "item_number": "430103000123"})
    (row,) = lines(read(clerk, "plaque"))
    assert (row["家庭类别"], row["悬挂地址"], row["光荣牌编号"]) == ("烈属", "晏家塘 12 号", "430103000123")
    assert row["电话"] == "138****1000"
    assert read(clerk, "plaque").sums[2] == "待领取 1 件"


def test_notices_of_missing_papers(clerk: Services, clock: FixedClock) -> None:
    case = open_for(clerk, complete=False)
    paper = clerk.service_cases.issue(case, "one_time_notice")
    clerk.documents.reprint(paper.id, "卡纸")
    clock.advance(dt.timedelta(days=1))
    for material in clerk.service_cases.detail(case).materials:
        clerk.service_cases.tick(case, material.id, True)
    clerk.service_cases.act(case, "complete", {"completed_on": "="})
    view = read(clerk, "notice")
    (row,) = lines(view)
    assert (row["文书编号"], row["申请人"], row["补齐"]) == (paper.number, NAMES[0], "2026-11-25")
    assert "居民身份证" in row["缺什么"]
    assert view.sums == ("告知 1 次", "已补齐 1 次")


def test_bundles(clerk: Services) -> None:
    cases = [open_for(clerk, place=place) for place in range(3)]
    batch = sent_batch(clerk, *cases)
    clerk.service_cases.act(cases[0], "result_ok", {"result_on": "="})
    clerk.service_cases.act(cases[1], "sent_back", {"sent_back_on": "=", "gaps": "缺照片"})
    clerk.batches.put_in([open_for(clerk, place=3)])
    view = read(clerk, "submission")
    (row,) = lines(view)
    assert row["批次编号"] == clerk.batches.detail(batch).number
    counts = {title: row[title] for title in ("件数", "通过", "未通过", "退回补正", "已撤回", "等结果")}
    assert counts == {"件数": "3", "通过": "1", "未通过": "0", "退回补正": "1", "已撤回": "0", "等结果": "1"}
    assert view.sums[0] == "报送 1 批 3 件"


def test_all_cases_with_their_days_and_void_ones_not_counted(station: Services) -> None:
    finished_card(station)
    open_for(station, place=1)
    void = open_for(station, "general", place=2, fields={"wish": "开证明"})
    station.visit_changes.void(station.service_cases.detail(void).visits[0].id, reason="登错了人")
    view = read(station, "service")
    first, second, third = lines(view)
    assert (first["时限"], first["到期"], first["办结"]) == ("按时", "2026-12-22", "2026-11-24")
    assert (second["时限"], second["办结"]) == ("", "")
    assert (third["时限"], third["备注"]) == ("", "作废")
    assert view.sums == ("受理 2 件", "已办结 1 件，在办 1 件", "按时 1 件，逾期 0 件", "作废 1 件，不计")


def test_long_ledgers_come_in_portions_whole_and_in_order(clerk: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [open_for(clerk, place=place) for place in range(5)]
    monkeypatch.setattr(_case_ledger_rows, "PORTION", 2)
    told: list[tuple[int, int]] = []
    view = clerk.case_ledgers.read("service", DAY, DAY, progress=lambda done, of: told.append((done, of)))
    assert [row["办件编号"] for row in lines(view)] == [number_of(clerk, case) for case in cases]
    assert told == [(2, 5), (4, 5), (5, 5)]

    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        clerk.case_ledgers.issue("service", DAY, DAY, progress=stop)
    assert audit_of(clerk, "station_paper.issued") == []


# ---------------------------------------------------------------------------------------------------------- on paper


def data_of(services: Services, document_id: int) -> dict[str, Any]:
    with looking(services) as session:
        return session.get_one(Document, document_id).data


def test_each_is_numbered_among_the_stations_papers_kept_and_audited(clerk: Services) -> None:
    finished_card(clerk)
    clerk.service_cases.issue(open_for(clerk, place=1, complete=False), "one_time_notice")
    issued = [clerk.case_ledgers.issue(code, dt.date(2026, 11, 1), DAY) for code in CODES]
    assert [paper.number for paper in issued] == [f"WS20261124-{seq:03d}" for seq in range(1, 6)]
    assert {paper.kind for paper in issued} == {"case_ledger"}
    text = re.sub(r"[\r\n]+", "", words(clerk.documents.pdf(issued[0].id)))
    for told in ("优待证收发台账", NAMES[0], "2026年11月（11月1日至11月24日）", "已发放 1 件"):
        assert told in text
    assert identity_of(0) not in text
    assert CARD_NUMBER not in text
    assert data_of(clerk, issued[0].id)["rows"] == [list(row) for row in read(clerk, "card").rows]
    with looking(clerk) as session:
        assert len(session.scalars(select(DocumentPdf)).all()) == len(CODES)
    entries = audit_of(clerk, "station_paper.issued")
    assert [entry.detail["ledger"] for entry in entries] == list(CODES)
    assert entries[0].detail["first"] == "2026-11-01"
    assert NAMES[0] not in all_audited_words(clerk)


def test_an_empty_ledger_is_a_ledger(clerk: Services) -> None:
    for code in CODES:
        paper = clerk.case_ledgers.issue(code, DAY, DAY)
        assert data_of(clerk, paper.id)["rows"] == []


def test_wrong_days_another_code_and_who_may_not(clerk: Services, as_operator: LogIn) -> None:
    with pytest.raises(Invalid) as refused:
        clerk.case_ledgers.issue("card", DAY, DAY - dt.timedelta(days=1))
    assert set(refused.value.fields) == {"last"}
    with pytest.raises(Invalid, match="还没有到"):
        clerk.case_ledgers.read("card", DAY, DAY + dt.timedelta(days=1))
    with pytest.raises(ValueError, match="没有"):
        clerk.case_ledgers.read("tea", DAY, DAY)
    auditor = as_operator(factories.AUDITOR)
    for act in (auditor.case_ledgers.read, auditor.case_ledgers.issue):
        with pytest.raises(Denied):
            act("card", DAY, DAY)
    assert audit_of(clerk, "station_paper.issued") == []
