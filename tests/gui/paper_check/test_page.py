"""查验纸张: each verdict in its words and colour, the archived page beside it, ticks, notes and today's other looks."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from domain.signed_code import read_signed, signed_text
from gui import jobs
from gui.bus import Bus
from gui.kit.boxes import VBox
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay, overlays_of
from gui.kit.preview import Preview
from gui.kit.printing import DeskPrinter
from gui.navigation import Place, Target
from gui.paper_check.looks import FACING, LOOKS
from gui.paper_check.page import PaperCheckPage
from printing import readback
from services import Services
from services.documents import SheetState
from services.paper_checks import Finding, PaperChecks
from services.visits import SavedVisit
from system.errors import Trouble
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children, focused
from tests.gui.question import answer
from tests.gui.visitors import ANSWERED, PERSON, visit
from tests.services.codes import FOREIGN_NAME, foreign_code, foreign_key

Key = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: QWidget, chief: Services, cups: FakeCups) -> PaperCheckPage:
    """The page as the main window holds it, its box with the keyboard."""
    bus = Bus(window)
    made = PaperCheckPage(chief, bus, DeskPrinter(chief, window))
    VBox(window).addWidget(made)
    made.show()
    made.first_focus().setFocus()
    QApplication.processEvents()
    return made


@pytest.fixture
def saved(chief: Services) -> SavedVisit:
    return visit(chief)


def printed_code(services: Services, document_id: int) -> str:
    """What a scanner reads from the paper, and from nothing else."""
    found = set(readback.codes(services.documents.pdf(document_id)))
    assert len(found) == 1
    return found.pop()


def type_in(page: PaperCheckPage, text: str) -> None:
    page.box.selectAll()
    QTest.keyClicks(page.box, text)
    QTest.keyClick(page.box, Key.Key_Return)


def words_of(page: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in children(page, QLabel) if label.isVisible())


def lines_of(page: PaperCheckPage) -> list[tuple[str, str]]:
    """Conclusion and number of each line of today's list."""
    return [(row.title, row.number) for row in page.today.table.rows]


def test_before_the_first_scan_it_says_what_to_do(page: PaperCheckPage) -> None:
    assert page.box.hasFocus()
    assert page.box.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert "8 个字母" in words_of(page)
    assert page.start.isVisible()
    assert not page.verdict.isVisible()
    assert not page.archive.enlarge.isEnabled()
    assert lines_of(page) == []


def test_a_printed_receipt_is_genuine_and_its_archived_page_lies_beside_it(
    page: PaperCheckPage, chief: Services, saved: SavedVisit
) -> None:
    page.take(printed_code(chief, saved.document.id))
    shown = words_of(page)
    assert page.verdict.band.title.text() == "真・原件"
    for words in ("本站密钥，有效", "摘要与登记一致", saved.number, "李*", FACING):
        assert words in shown
    # Said once, above the ticks.
    assert shown.count("码是真的") == 1
    image = page.archive.view.image()
    assert image is not None
    assert image.width() > image.height() > 300
    assert "2026-11-24 09:42 出具时的样子" in page.archive._note.text()
    assert page.archive.place.text() == "第 1 / 1 页"
    assert page.box.text() == saved.document.human_code
    assert [box.words() for box in page.verdict.compare.boxes][:2] == ["姓名 李*", f"编号 {saved.number}"]
    assert page.box.hasFocus()


def test_eight_typed_letters_do_as_well_but_no_signature_was_seen(page: PaperCheckPage, saved: SavedVisit) -> None:
    type_in(page, saved.document.human_code.lower())
    assert page.verdict.band.title.text() == "真・原件"
    assert "没有验：这个码不带签名" in words_of(page)
    assert page.archive.view.image() is not None


def reprinted(services: Services, saved: SavedVisit) -> str:
    return printed_code(services, services.documents.reprint(saved.document.id, "遗失").id)


def older(services: Services, saved: SavedVisit) -> str:
    code = printed_code(services, saved.document.id)
    services.documents.mark(saved.document.id, SheetState.GOOD)
    services.documents.reprint(saved.document.id, "遗失")
    return code


def void(services: Services, saved: SavedVisit) -> str:
    code = printed_code(services, saved.document.id)
    services.visit_changes.void(saved.id, reason="登记错了人")
    return code


def spoiled(services: Services, saved: SavedVisit) -> str:
    services.documents.mark(saved.document.id, SheetState.SPOILED, "卡纸")
    return printed_code(services, saved.document.id)


def altered(services: Services, saved: SavedVisit) -> str:
    """Another copy number under the same signature."""
    read = read_signed(printed_code(services, saved.document.id))
    assert read is not None
    return signed_text(replace(read.facts, copy=2), read.human_code, read.signature)


def of_a_known_station(services: Services, _saved: SavedVisit) -> str:
    services.peer_stations.add(foreign_key())
    return foreign_code()


def of_a_stranger(_services: Services, _saved: SavedVisit) -> str:
    return foreign_code()


def cut(services: Services, saved: SavedVisit) -> str:
    return printed_code(services, saved.document.id)[:90]


@dataclass(frozen=True)
class Case:
    """A code, and what the page has to say to it; `archived`: the register's sheet lies beside it."""

    make: Callable[[Services, SavedVisit], str]
    finding: Finding
    tone: str
    title: str
    archived: bool


CASES = (
    Case(reprinted, Finding.REPRINT, "blue", "真・补印 1", True),
    Case(older, Finding.OLDER, "blue", "真・原件，较早的一份", True),
    Case(void, Finding.VOID, "red", "已作废", True),
    Case(spoiled, Finding.SPOILED, "red", "已记为损坏", True),
    Case(altered, Finding.BAD_SIGNATURE, "red", "签名不符", True),
    Case(of_a_known_station, Finding.PEER, "blue", "外站・真", False),
    Case(of_a_stranger, Finding.FOREIGN, "blue", "外站，查不了", False),
    Case(lambda _services, _saved: "ZZZZ-ZZZZ", Finding.UNKNOWN, "grey", "没有登记", False),
    Case(cut, Finding.INCOMPLETE, "grey", "没有扫全", False),
    Case(lambda _services, _saved: "hello world", Finding.NOTHING, "grey", "不是文书上的码", False),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.finding.value)
def test_each_verdict_has_its_words_and_its_colour_and_the_archive_wherever_there_is_one(
    page: PaperCheckPage, chief: Services, saved: SavedVisit, case: Case
) -> None:
    page.take(case.make(chief, saved))
    assert page.shown is not None
    assert (page.shown.finding, page.shown.look.tone) == (case.finding, case.tone)
    assert page.verdict.band.title.text() == case.title
    assert (page.archive.view.image() is not None, page.archive.view.isVisible()) == (case.archived, case.archived)
    assert page.archive.enlarge.isEnabled() is case.archived
    assert (FACING in words_of(page)) == (case.finding in (Finding.REPRINT, Finding.OLDER))
    assert page.verdict.compare.isVisible() == (case.finding not in (Finding.INCOMPLETE, Finding.NOTHING))


def test_red_and_green_are_told_apart_by_their_icons_too() -> None:
    good = {LOOKS[finding].icon for finding in (Finding.GENUINE, Finding.REPRINT, Finding.OLDER, Finding.PEER)}
    bad = {look.icon for look in LOOKS.values() if look.tone == "red"}
    assert good.isdisjoint(bad)


def test_the_name_of_the_other_station_is_told(page: PaperCheckPage, chief: Services, saved: SavedVisit) -> None:
    page.take(of_a_known_station(chief, saved))
    shown = words_of(page)
    assert FOREIGN_NAME in shown
    assert "外站公钥验过，有效" in shown
    assert "打电话向出具的站核对" in shown


def test_the_keyboard_alone_leads_through_the_whole_page(
    qtbot: QtBot, page: PaperCheckPage, chief: Services, saved: SavedVisit, window: QWidget
) -> None:
    type_in(page, saved.document.human_code)
    for _ in range(30):
        QTest.keyClick(focused(), Key.Key_Tab)
        if focused() is page.verdict.compare.boxes[0]:
            break
    QTest.keyClick(focused(), Key.Key_Space)
    assert page.verdict.compare.boxes[0].isChecked()
    QTest.keyClick(focused(), Key.Key_P, CTRL)
    QApplication.processEvents()
    assert [preview.isVisible() for preview in children(window, Preview)] == [True]
    QTest.keyClick(focused(), Key.Key_Escape)
    with qtbot.waitSignal(page.navigate_requested) as heard:
        QTest.keyClick(focused(), Key.Key_1, ALT)
    assert heard.args == [Target(Place.WORKBENCH, "visit", id=saved.id)]
    with qtbot.waitSignal(page.navigate_requested) as heard:
        QTest.keyClick(focused(), Key.Key_Escape)
    assert heard.args == [Target(Place.PRINT_CENTER, "back")]


def test_what_does_not_fit_is_written_down_with_what_was_not_ticked(
    page: PaperCheckPage, chief: Services, saved: SavedVisit, window: QWidget
) -> None:
    page.take(printed_code(chief, saved.document.id))
    page.verdict.compare.boxes[0].setChecked(True)
    QTest.keyClick(focused(), Key.Key_N, ALT)
    (overlay,) = [each for each in overlays_of(window) if each.isVisible()]
    assert f"没有打勾的：编号 {saved.number}" in words_of(overlay)
    assert "姓名" not in words_of(overlay)
    (edit,) = children(overlay, LineEdit)
    edit.setText("期限写成了 2028 年")
    answer(page, "记下")
    (row,) = chief.paper_checks.today()
    assert row.note == "期限写成了 2028 年"
    assert page.verdict.compare.noted.text() == "已记下：期限写成了 2028 年"
    assert page.verdict.compare.noted.isVisible()


def test_a_note_that_is_too_long_is_refused_in_a_sentence(
    page: PaperCheckPage, chief: Services, saved: SavedVisit, window: QWidget
) -> None:
    page.take(printed_code(chief, saved.document.id))
    for words in ("改过" * 90, "再记" * 20):
        QTest.keyClick(focused(), Key.Key_N, ALT)
        (overlay,) = [each for each in overlays_of(window) if each.isVisible()]
        children(overlay, LineEdit)[0].setText(words)
        answer(page, "记下")
    assert chief.paper_checks.today()[0].note == "改过" * 90
    assert "最多 200 字" in words_of(next(each for each in overlays_of(window) if each.isVisible()))


def test_today_s_other_looks_stand_below_and_each_opens_again(
    page: PaperCheckPage, chief: Services, saved: SavedVisit
) -> None:
    page.take("ZZZZ-ZZZZ")
    page.take(printed_code(chief, saved.document.id))
    page.take(foreign_code())
    assert lines_of(page) == [("真・原件", saved.number), ("查无", "")]
    assert page.today._note.text() == "2 张"
    assert page.archive.view.image() is None
    page.today.table.setFocus()
    QTest.keyClick(page.today.table, Key.Key_Return)
    assert page.verdict.band.title.text() == "真・原件"
    assert "本站密钥，有效" in words_of(page)
    assert page.archive.view.image() is not None
    assert [title for title, _ in lines_of(page)] == ["外站", "查无"]
    # Looking again at what was seen is no further look at a paper.
    assert len(chief.paper_checks.today()) == 3


def test_a_look_of_somebody_else_opens_as_far_as_it_was_written_down(
    qtbot: QtBot, page: PaperCheckPage, chief: Services, saved: SavedVisit
) -> None:
    check = chief.paper_checks.check(printed_code(chief, saved.document.id))
    chief.paper_checks.note(check.check_id, "日期糊了")
    page.refresh()
    page.today.table.setFocus()
    QTest.keyClick(page.today.table, Key.Key_Return)
    shown = words_of(page)
    assert page.verdict.band.title.text() == "真・原件"
    assert "已记下：日期糊了" in shown
    assert f"09:42 {chief.actor.name}" in shown
    assert page.archive.view.image() is not None
    with qtbot.waitSignal(page.navigate_requested) as heard:
        QTest.keyClick(focused(), Key.Key_1, ALT)
    assert heard.args == [Target(Place.PRINT_CENTER, "document", id=saved.document.id)]


def test_a_page_that_comes_late_never_stands_beside_another_verdict(
    page: PaperCheckPage, chief: Services, saved: SavedVisit
) -> None:
    held: list[jobs.Job] = []

    class Later(jobs.ImmediateRunner):
        def start(self, job: jobs.Job) -> None:
            held.append(job)

    code = printed_code(chief, saved.document.id)
    before = jobs.set_runner(Later())
    page.take(code)
    held[0].do()
    assert page.verdict.band.title.text() == "真・原件"
    page.take("ZZZZ-ZZZZ")
    assert page.verdict.band.title.text() == "正在查…"
    jobs.set_runner(before)
    for job in held[1:]:
        job.do()
    assert page.verdict.band.title.text() == "没有登记"
    assert page.archive.view.image() is None


def test_an_identity_number_does_not_stay_in_the_box(page: PaperCheckPage) -> None:
    type_in(page, PERSON.identity)
    assert page.box.text() == "430103********1238"
    assert PERSON.identity not in words_of(page)


def test_a_long_sheet_is_turned_with_pgup_and_pgdn(page: PaperCheckPage, chief: Services) -> None:
    long = visit(chief, replace(ANSWERED, narrative="伤残抚恤金调整以后没有补发，请求说明。" * 200))
    sheet = chief.visit_papers.issue(long.id, "visit_sheet")
    page.take(printed_code(chief, sheet.id))
    pages = page.archive._pages
    assert pages > 1
    first = page.archive.view.image()
    assert not page.archive.back.isEnabled()
    QTest.keyClick(page.box, Key.Key_PageDown)
    assert page.archive.place.text() == f"第 2 / {pages} 页"
    assert page.archive.view.image() != first
    QTest.keyClick(page.box, Key.Key_PageUp)
    assert page.archive.view.image() == first
    assert "只证明这一页" in words_of(page)


def test_trouble_is_said_in_the_place_of_the_verdict(page: PaperCheckPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_checks: PaperChecks, _text: str) -> object:
        raise Trouble("读写磁盘出错。")

    monkeypatch.setattr(PaperChecks, "check", broken)
    page.take("ZZZZ-ZZZZ")
    assert page.verdict.band.title.text() == "没有查成"
    assert "读写磁盘出错" in words_of(page)
    assert not page.verdict.band.open.isVisible()


def test_the_crumb_leads_to_the_print_centre(qtbot: QtBot, page: PaperCheckPage) -> None:
    with qtbot.waitSignal(page.navigate_requested) as heard:
        page.open_crumb(0)
    assert heard.args == [Target(Place.PRINT_CENTER)]
    assert page.header.crumbs == ("打印中心", "查验纸张")
    assert children(page, Overlay) == []
