"""Ours against a national system's list, by keys: chosen or dropped, ticked, written back, and every bad file told."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from gui import jobs
from gui.navigation import Place, Target
from gui.service_cases import reconcile
from gui.service_cases.reconcile import ReconcilePanel
from gui.service_cases.reconcile_rows import Compared
from services import Services
from tests.exchange.workbooks import book, sheet
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import settle
from tests.gui.service_cases.cases_desk import ALT, CTRL, CasesDesk
from tests.services.case_rounds import NAMES, identity_of, number_of, open_for

HEAD = ("业务编号", "姓名", "身份证号码", "办理状态")


@pytest.fixture
def cases(station: Services) -> tuple[int, ...]:
    """Four cases that have to be keyed: the first has its number already."""
    made = tuple(open_for(station, place=place) for place in range(4))
    station.service_cases.set_official_number(made[0], "YZ1")
    return made


@pytest.fixture
def desk(window: QWidget, station: Services, cases: tuple[int, ...], cups: FakeCups) -> CasesDesk:
    """The list of what isn't keyed, on a window that is large enough."""
    window.resize(1366, 720)
    made = CasesDesk(window, station)
    made.page.open_target(Target(Place.SERVICE_CASES, "tab", text="unkeyed"))
    made.page.list.table.setFocus()
    settle(window)
    return made


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Their list: one that agrees, one to write, one that nobody here has, one whose number was rounded."""
    return write(
        tmp_path / "导出.csv",
        (
            HEAD,
            ("YZ1", NAMES[0], identity_of(0), "制证"),
            ("YZ2", NAMES[1], identity_of(1), "审核中"),
            ("YZ5", NAMES[4], identity_of(4), "审核中"),
            ("4.30103E+17", NAMES[2], identity_of(2), "审核中"),
        ),
    )


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def opened(desk: CasesDesk) -> ReconcilePanel:
    desk.press(Qt.Key.Key_D, CTRL)
    panel = desk.overlays[-1]
    assert isinstance(panel, ReconcilePanel)
    return panel


def row_of(panel: ReconcilePanel, number: str) -> Compared:
    return next(row for row in panel.rows if row.official_number == number)


def test_row_by_row_with_a_sentence_each(desk: CasesDesk, cases: tuple[int, ...], listed: Path) -> None:
    panel = opened(desk)
    panel.take_file(listed)
    settle(desk.window)
    assert [(row.kind, row.line, row.person) for row in panel.rows] == [
        ("write", 3, NAMES[1]),
        ("differs", 5, NAMES[2]),
        ("theirs", 4, NAMES[4]),
        ("ours", 0, NAMES[2]),
        ("ours", 0, NAMES[3]),
        ("same", 2, NAMES[0]),
    ]
    assert all(row.sentence.endswith("。") for row in panel.rows)
    assert "丢了位数" in panel.rows[1].sentence
    assert row_of(panel, "YZ2").case_number == number_of(desk.services, cases[1])
    assert panel.ticked == {cases[1]}
    assert [button.accessibleName() for button in panel.tabs.buttons()][:2] == ["全部 6", "可以写回 1"]
    assert desk.services.service_cases.detail(cases[1]).official_number == ""


def test_ticked_by_keys_and_written_in_one_go(desk: CasesDesk, cases: tuple[int, ...], listed: Path) -> None:
    panel = opened(desk)
    panel.take_file(listed)
    settle(desk.window)
    desk.press(Qt.Key.Key_Space)
    assert panel.ticked == set()
    assert not panel.write.isEnabled()
    desk.press(Qt.Key.Key_A, ALT)
    assert panel.write.words() == "写回 1 个受理号"
    desk.save()
    assert desk.services.service_cases.detail(cases[1]).official_number == "YZ2"
    assert (row_of(panel, "YZ2").written, row_of(panel, "YZ2").sentence) == (True, "已写回。")
    assert panel.told.text() == "写回了 1 个受理号。"
    assert NAMES[1] not in [row.person for row in desk.page.list.table.rows]
    assert panel.isVisible()
    assert not panel.write.isEnabled()


def test_what_another_window_did_meanwhile_is_told_in_its_row(
    desk: CasesDesk, cases: tuple[int, ...], tmp_path: Path
) -> None:
    rows = [HEAD, *((f"YZ{place + 1}", NAMES[place], identity_of(place), "") for place in (1, 2, 3))]
    panel = opened(desk)
    panel.take_file(write(tmp_path / "导出.csv", rows))
    settle(desk.window)
    desk.services.service_cases.set_official_number(cases[2], "YZ9")
    desk.services.service_cases.set_official_number(cases[0], "YZ4")
    desk.save()
    assert row_of(panel, "YZ2").written is True
    assert (row_of(panel, "YZ3").written, row_of(panel, "YZ4").written) == (False, False)
    assert "已经记了别的受理号" in row_of(panel, "YZ3").sentence
    assert "已经记在" in row_of(panel, "YZ4").sentence
    assert panel.told.text() == "写回了 1 个受理号，2 个没有写，原因写在那一行。"
    stored = [desk.services.service_cases.detail(case).official_number for case in cases]
    assert stored == ["YZ4", "YZ2", "YZ9", ""]


def test_enter_opens_the_case(desk: CasesDesk, cases: tuple[int, ...], listed: Path) -> None:
    panel = opened(desk)
    panel.take_file(listed)
    settle(desk.window)
    desk.press(Qt.Key.Key_Return)
    assert desk.view.id == cases[1]
    assert desk.overlays == []


def test_a_closed_and_a_void_case(desk: CasesDesk, cases: tuple[int, ...], listed: Path) -> None:
    desk.services.service_cases.act(cases[1], "withdraw", {"withdrawn_on": "=", "reason": "不办了"})
    panel = opened(desk)
    panel.take_file(listed)
    settle(desk.window)
    assert "已经办结" in row_of(panel, "YZ2").sentence


def test_one_system_only(desk: CasesDesk, listed: Path) -> None:
    panel = opened(desk)
    assert len(panel.site._values) > 2
    panel.site.set_value(desk.services.hand_off.sites()[-1])
    panel.take_file(listed)
    settle(desk.window)
    assert desk.services.hand_off.sites()[-1] != desk.services.service_cases.detail(1).entry.handoff_site
    assert "ours" not in {row.kind for row in panel.rows}


def test_a_dropped_file_is_read(desk: CasesDesk, listed: Path) -> None:
    panel = opened(desk)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(listed))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.dropEvent(event)
    settle(desk.window)
    assert event.dropAction() is Qt.DropAction.CopyAction
    assert panel.file.text() == listed.name
    assert len(panel.rows) == 6


def test_the_dialog_is_asked_by_its_key(desk: CasesDesk, listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = opened(desk)
    monkeypatch.setattr(reconcile, "ask_open_path", lambda *_words: None)
    desk.press(Qt.Key.Key_F, ALT)
    assert panel.rows == ()
    monkeypatch.setattr(reconcile, "ask_open_path", lambda *_words: listed)
    desk.press(Qt.Key.Key_F, ALT)
    assert len(panel.rows) == 6


BAD = {
    "empty.xlsx": (b"", "是空的"),
    "renamed.xlsx": (b"MZ\x90\x00\x03\x00\x00\x00" * 40, "不是表格"),
    "page.xls": (b"<html><table></table></html>", "网页"),
    "torn.xlsx": (b"PK\x03\x04" + b"\x00" * 60, ""),
    "columns.csv": ("日期,金额\n2026-11-01,3\n".encode(), "业务编号|受理号"),
    "twice.csv": ("姓名,受理号,申请人\n甲,1,乙\n".encode(), "两列都叫"),
    "gone.csv": (None, "打不开"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_in_its_place(desk: CasesDesk, tmp_path: Path, name: str) -> None:
    content, words = BAD[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    panel = opened(desk)
    panel.take_file(tmp_path / name)
    settle(desk.window)
    assert panel.trouble.isVisible()
    assert any(word in panel.trouble.text() for word in words.split("|"))
    assert panel.trouble.text().endswith("。")
    assert panel.rows == ()
    assert panel.start.isVisible()
    assert not panel.write.isVisible()


def test_merged_cells_and_doubles_are_read(desk: CasesDesk, tmp_path: Path) -> None:
    merged = (
        '<row r="9"/></sheetData><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/></mergeCells><sheetData>'
    )
    person = (NAMES[1], identity_of(1))
    rows = (("长沙市导出",), HEAD[:3], (None, None, None), ("YZ2", *person), ("YZ2", *person), (4.30103e17, *person))
    panel = opened(desk)
    panel.take_file(book(tmp_path / "合并.xlsx", sheet(rows, beside=merged)))
    settle(desk.window)
    doubles = [row for row in panel.rows if row.official_number == "YZ2"]
    assert [(row.kind, row.line) for row in doubles] == [("differs", 4), ("differs", 5)]
    assert "好几行" in doubles[0].sentence
    assert "丢了位数" in next(row for row in panel.rows if row.line == 6).sentence
    assert not panel.write.isEnabled()


class HeldRunner(jobs.ImmediateRunner):
    """Keeps each job until it is let go."""

    def __init__(self) -> None:
        self.held: list[jobs.Job] = []

    def start(self, job: jobs.Job) -> None:
        self.held.append(job)


@pytest.fixture
def held() -> Iterator[HeldRunner]:
    runner = HeldRunner()
    yield runner
    for job in runner.held:
        job.do()


def test_reading_shows_how_far_it_is_and_can_be_stopped(desk: CasesDesk, listed: Path, held: HeldRunner) -> None:
    panel = opened(desk)
    before = jobs.set_runner(held)
    panel.take_file(listed)
    jobs.set_runner(before)
    settle(desk.window)
    assert panel.bar.isVisible()
    panel._on_progress(40)
    assert (panel.bar.percent(), panel.words.text()) == (40, "正在一行一行地对，40%")
    desk.press(Qt.Key.Key_S, ALT)
    held.held.pop().do()
    settle(desk.window)
    assert panel.start.isVisible()
    assert panel.rows == ()


def test_closed_while_it_writes_the_numbers_are_safe_and_the_list_is_told(
    desk: CasesDesk, cases: tuple[int, ...], listed: Path, held: HeldRunner
) -> None:
    panel = opened(desk)
    panel.take_file(listed)
    settle(desk.window)
    before = jobs.set_runner(held)
    desk.save()
    jobs.set_runner(before)
    desk.press(Qt.Key.Key_Escape)
    assert desk.overlays == []
    held.held.pop().do()
    settle(desk.window)
    assert desk.services.service_cases.detail(cases[1]).official_number == "YZ2"
    assert NAMES[1] not in [row.person for row in desk.page.list.table.rows]


def test_who_only_reads_ticks_nothing(
    window: QWidget, station: Services, cases: tuple[int, ...], listed: Path, cups: FakeCups
) -> None:
    context = station._context
    held = context.actor.permissions - {Permission.CASE_HANDLE}
    reader = Services(replace(context, actor=replace(context.actor, permissions=held)))
    desk = CasesDesk(window, reader)
    desk.page.list.table.setFocus()
    panel = opened(desk)
    panel.take_file(listed)
    settle(window)
    assert len(panel.rows) == 6
    assert not panel.write.isVisible()
    before = set(panel.ticked)
    panel.table.marked.emit(row_of(panel, "YZ2"))
    assert panel.ticked == before
