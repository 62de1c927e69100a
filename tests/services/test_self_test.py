"""The self-test notices what it is for: words that don't read back, a case that doesn't move, a clock that is wrong."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from exchange import old_sheet
from exchange.sheet_xml import Sheet
from printing import readback
from services import self_test
from services.case_clocks import CaseClocks, DerivationView
from services.service_cases import ServiceCases


def test_a_case_moves_and_its_clock_sheet_reads_back() -> None:
    said = self_test.case_and_clock()
    assert re.search(r"自检办〔\d{4}〕1号", said)
    assert re.search(r"\d{4}-\d\d-\d\d", said)
    assert "办事件与时限" in {name for name, _ in self_test.CHECKS}


def test_a_sheet_that_does_not_read_back_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readback, "words", lambda _pdf: "别的字")
    with pytest.raises(self_test.SelfTestFailed, match="时限推算单上读不出"):
        self_test.case_and_clock()


def test_a_wrong_clock_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    right = CaseClocks.derivation

    def early(cases: CaseClocks, clock_id: int) -> DerivationView:
        view = right(cases, clock_id)
        counted = view.clock.deadline
        return replace(view, clock=replace(view.clock, deadline=replace(counted, legal=counted.raw - dt.timedelta(1))))

    monkeypatch.setattr(CaseClocks, "derivation", early)
    with pytest.raises(self_test.SelfTestFailed, match="时限算得不对"):
        self_test.case_and_clock()


def test_a_case_that_stands_still_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServiceCases, "act", lambda *_arguments: None)
    with pytest.raises(self_test.SelfTestFailed, match="没有走到下一步"):
        self_test.case_and_clock()


def test_an_old_list_is_read_by_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "5 行" in self_test.old_list()
    assert self_test.old_list in {check for _, check in self_test.CHECKS}
    monkeypatch.setattr(old_sheet, "read_old_sheet", lambda _path: Sheet(()))
    with pytest.raises(self_test.SelfTestFailed, match="旧式表格"):
        self_test.old_list()


def test_a_failed_check_is_one_line_and_fails_the_run() -> None:
    said: list[str] = []

    def check() -> str:
        raise self_test.SelfTestFailed("坏了")

    assert not self_test.run(said.append, (("甲", check), ("乙", lambda: "好")))
    assert said == ["失败  甲：坏了", "通过  乙：好"]
