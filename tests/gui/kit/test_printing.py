"""The door to the printers: the register always knows how it went, and nothing that was saved is lost."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSizeF
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from gui import jobs
from gui.kit.printer_queues import DPI, PAPERS, THERMAL_DPI, inked, paint_pages, paper_of, qt_printer
from gui.kit.printing import A4, A5, SLIP, DeskPrinter, PrintResult
from gui.kit.setup.paper_view import to_image
from services import Services
from services.documents import SheetState, page_images
from system import printers
from system.errors import Trouble
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.visitors import visit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins for CUPS are shell scripts")


class Heard:
    """What a door said, in order."""

    def __init__(self, printer: DeskPrinter) -> None:
        self.results: list[PrintResult] = []
        self.finished: list[tuple[int, PrintResult]] = []
        self.subjects: list[frozenset[str]] = []
        printer.finished.connect(lambda document, result: self.finished.append((document, result)))
        printer.changed.connect(lambda changes: self.subjects.append(changes.subjects))


@pytest.fixture
def printer(clerk: Services) -> DeskPrinter:
    return DeskPrinter(clerk)


@pytest.fixture
def heard(printer: DeskPrinter) -> Heard:
    return Heard(printer)


def test_the_printed_bytes_are_the_register_s_and_the_size_is_said(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    document = visit(clerk).document
    printer.print_document(printer, document.id, heard.results.append, copies=2)
    assert heard.results == [PrintResult(True, "Office", "")]
    assert heard.finished == [(document.id, heard.results[0])]
    assert heard.subjects == [frozenset({"document"})]
    assert cups.papers == [clerk.documents.pdf(document.id)]
    assert "media=A5" in cups.arguments
    assert cups.arguments[cups.arguments.index("-n") + 1] == "2"
    assert clerk.documents.one(document.id).state is SheetState.PENDING


def test_a_printer_that_fails_is_told_and_noted_and_can_be_tried_again(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    document = visit(clerk).document
    cups.break_down()
    printer.print_document(printer, document.id, heard.results.append)
    assert heard.results == [PrintResult(False, "", "找不到打印机“Office”，内容已保存", again=True)]
    row = clerk.documents.one(document.id)
    assert row.state is SheetState.FAILED
    assert "Office" in row.state_note
    cups.break_down(False)
    printer.print_document(printer, document.id, heard.results.append)
    assert heard.results[-1].ok
    assert clerk.documents.one(document.id).state is SheetState.PENDING


def test_no_printer_at_all_is_a_failure_said_at_once(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    cups.have()
    document = visit(clerk).document
    printer.print_document(printer, document.id, heard.results.append)
    assert heard.results == [PrintResult(False, "", "没有找到打印机，内容已保存", again=True)]
    assert clerk.documents.one(document.id).state_note == "没有找到打印机。"
    assert printer.state_words() == ("没有找到打印机", False)


def test_a_failed_further_copy_leaves_a_good_sheet_good(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    document = visit(clerk).document
    clerk.documents.mark(document.id, SheetState.GOOD)
    cups.break_down()
    printer.print_document(printer, document.id, heard.results.append)
    assert not heard.results[0].ok
    assert clerk.documents.one(document.id).state is SheetState.GOOD
    assert heard.subjects == []


def test_a_sheet_that_is_not_there_is_refused_in_words(printer: DeskPrinter, heard: Heard, cups: FakeCups) -> None:
    printer.print_document(printer, 4711, heard.results.append)
    assert heard.results == [PrintResult(False, "", "没有这张文书。")]
    assert cups.papers == []


def test_nobody_hears_once_the_page_is_gone_but_the_register_is_right(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    from shiboken6 import delete

    document, page = visit(clerk).document, QObject()
    cups.break_down()
    delete(page)
    printer.print_document(page, document.id, heard.results.append)
    assert heard.results == []
    assert clerk.documents.one(document.id).state is SheetState.FAILED


def test_the_station_s_choice_of_printer_counts_for_its_paper(
    chief: Services, heard: Heard, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    cups.have("Office", "Receipts")
    chief.station.set_setting(A5.setting, "Receipts")
    printer.print_document(printer, visit(clerk).document.id, heard.results.append)
    assert heard.results[0].printer == "Receipts"
    assert (printer.choice(A5), printer.choice(A4)) == ("Receipts", "")
    assert printer.state_words() == ("Receipts 就绪", True)


def test_a_chosen_printer_that_is_away_is_no_reason_to_print_elsewhere(
    chief: Services, heard: Heard, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    chief.station.set_setting(A5.setting, "Receipts")
    printer.print_document(printer, visit(clerk).document.id, heard.results.append)
    assert not heard.results[0].ok
    assert cups.papers == []
    assert printer.state_words() == ("找不到打印机“Receipts”", False)


def test_a_printer_switched_off_is_noticed_at_the_next_look(printer: DeskPrinter, cups: FakeCups) -> None:
    told: list[str] = []
    printer.state_changed.connect(lambda: told.append(printer.state_words()[0]))
    assert printer.state_words() == ("Office 就绪", True)
    assert [known.name for known in printer.printers()] == ["Office"]
    cups.have("Office", off=("Office",))
    printer.look()
    assert told == ["Office 就绪", "打印机“Office”没有接通，或者停用了"]
    printer.look()
    assert len(told) == 2


def test_nothing_is_looked_up_once_the_store_is_closed(clerk: Services, printer: DeskPrinter, cups: FakeCups) -> None:
    assert printer.state_words() == ("Office 就绪", True)
    clerk.close()
    cups.have()
    printer.look()
    assert printer.state_words() == ("Office 就绪", True)
    assert not printer._timer.isActive()


def test_saving_writes_the_same_bytes_and_says_where(
    clerk: Services, printer: DeskPrinter, heard: Heard, tmp_path: Path
) -> None:
    document = visit(clerk).document
    printer.save_pdf(printer, document.id, tmp_path / "回执.pdf", heard.results.append)
    assert (tmp_path / "回执.pdf").read_bytes() == clerk.documents.pdf(document.id)
    assert heard.results[0].ok
    assert "回执.pdf" in heard.results[0].message
    printer.save_pdf(printer, document.id, tmp_path / "没有的文件夹" / "回执.pdf", heard.results.append)
    assert not heard.results[1].ok
    assert heard.results[1].message


def test_who_may_not_print_is_refused(as_operator: LogIn, clerk: Services, cups: FakeCups) -> None:
    document = visit(clerk).document
    printer = DeskPrinter(as_operator(factories.AUDITOR))
    results: list[PrintResult] = []
    printer.print_document(printer, document.id, results.append)
    assert "没有“打印回执和文书”的权限" in results[0].message
    assert clerk.documents.one(document.id).state is SheetState.PENDING
    assert cups.papers == []


def test_where_cups_is_absent_qt_s_printer_gets_whole_pages_of_300_dpi(clerk: Services, tmp_path: Path) -> None:
    pdf = clerk.documents.pdf(visit(clerk).document.id)
    assert paper_of(pdf) is A5
    device = qt_printer(A5, "回执", 1)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "out.pdf"))
    pages = [to_image(page) for page in page_images(pdf, DPI)]
    paint_pages(device, pages)
    printed = page_images((tmp_path / "out.pdf").read_bytes(), 72)
    assert len(printed) == len(pages)
    assert QSizeF(printed[0].width, printed[0].height) == QSizeF(595, 420)
    assert paper_of((tmp_path / "out.pdf").read_bytes()) is A5


# ------------------------------------------------------------------------------------------ sheets outside the register


def test_a_slip_goes_to_the_printer_chosen_for_slips_in_its_own_size(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    cups.have("Office", "Thermal")
    clerk.station.set_setting(SLIP.setting, "Thermal")
    taken = clerk.queue.take(name="李龚")
    printer.print_loose(printer, "queue_slip", taken.slip, heard.results.append)
    assert heard.results == [PrintResult(True, "Thermal", "")]
    assert cups.papers == [clerk.loose_papers.pdf("queue_slip", taken.slip)]
    assert "media=Custom.58x87mm" in cups.arguments
    assert heard.finished == []
    assert heard.subjects == []
    assert clerk.documents.issued() == ()


def test_no_office_printer_takes_a_slip(clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups) -> None:
    printer.print_loose(printer, "queue_slip", clerk.queue.take().slip, heard.results.append)
    (result,) = heard.results
    assert not result.ok
    assert result.message == "还没有指定号条打印机，可以到“设置 › 打印机”里指定。"
    assert cups.papers == []
    assert [row.number for row in clerk.queue.today()] == ["001"]


@pytest.mark.parametrize("name", ["Thermal", "Gone"])
def test_a_slip_that_does_not_come_out_is_said_and_the_number_stays(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups, name: str
) -> None:
    cups.have("Thermal")
    clerk.station.set_setting(SLIP.setting, name)
    cups.break_down()
    printer.print_loose(printer, "queue_slip", clerk.queue.take().slip, heard.results.append)
    assert not heard.results[0].ok
    # A slip isn't in the register, so nobody is sent there for it.
    assert heard.results[0].message == f"找不到打印机“{name}”。"
    assert len(clerk.queue.today()) == 1


def test_a_slip_printer_that_hangs_holds_nothing_up(
    clerk: Services,
    printer: DeskPrinter,
    cups: FakeCups,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    results: list[PrintResult] = []
    monkeypatch.setattr(printers, "_SUBMIT_SECONDS", 1)
    cups.have("Thermal")
    clerk.station.set_setting(SLIP.setting, "Thermal")
    cups.hang()
    jobs.set_runner(jobs.PoolRunner())
    printer.print_loose(printer, "queue_slip", clerk.queue.take().slip, results.append)
    # Control is back at once; the next number is taken meanwhile.
    assert results == []
    assert clerk.queue.take().row.number == "002"
    qtbot.waitUntil(lambda: bool(results))
    assert results[0].message == "打印机“Thermal”没有响应。"


def test_the_card_goes_to_the_printer_of_letters(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    keys = [{"key": "F2", "words": "来访登记", "group": "everywhere"}]
    printer.print_loose(printer, "quick_card", {"keys": keys}, heard.results.append)
    assert heard.results == [PrintResult(True, "Office", "")]
    assert "media=A4" in cups.arguments


def test_a_loose_sheet_is_refused_in_words_to_who_may_not_print(as_operator: LogIn, cups: FakeCups) -> None:
    door = DeskPrinter(as_operator(factories.AUDITOR))
    results: list[PrintResult] = []
    door.print_loose(door, "quick_card", {"keys": []}, results.append)
    assert "没有“打印回执和文书”的权限" in results[0].message


def test_where_cups_is_absent_a_slip_is_black_and_white_dots(clerk: Services, tmp_path: Path) -> None:
    pdf = clerk.loose_papers.sample_slip()
    assert paper_of(pdf) is SLIP
    device = qt_printer(SLIP, "排队号", 1)
    assert (device.resolution(), THERMAL_DPI) == (203, 203)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "out.pdf"))
    page = inked(page_images(pdf, SLIP.dpi)[0], SLIP)
    assert page.depth() == 1
    paint_pages(device, [page])
    assert paper_of((tmp_path / "out.pdf").read_bytes()) is SLIP


def test_each_size_is_told_from_the_others(clerk: Services) -> None:
    assert [paper.dpi for paper in PAPERS] == [DPI, DPI, THERMAL_DPI]
    assert len({(paper.width, paper.height) for paper in PAPERS}) == len(PAPERS)


@pytest.mark.qt_log_ignore("QPainter::begin")  # Qt says itself that it couldn't
def test_a_qt_printer_that_cannot_begin_is_trouble(tmp_path: Path) -> None:
    device = qt_printer(A4, "回执", 1)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "nowhere" / "out.pdf"))
    with pytest.raises(Trouble, match="没有响应"):
        paint_pages(device, [])
