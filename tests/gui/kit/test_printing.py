"""The door to the printers: the register always knows how it went, and nothing that was saved is lost."""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import ImageOps
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE
from PySide6.QtCore import QObject, QSizeF
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from gui import jobs
from gui.kit.printer_queues import (
    DPI,
    PAPERS,
    ROLL_80,
    THERMAL_DPI,
    PrinterQueues,
    PrintJob,
    inked,
    paint_pages,
    paper_of,
    qt_printer,
)
from gui.kit.printing import A4, A5, SLIP, DeskPrinter, PrintResult
from gui.kit.setup.paper_view import to_image
from printing import catalogue, printer_ready
from printing.raster import page_image
from services import Services
from services.documents import SheetState, page_images
from services.printers import Route, Trim
from system import printers
from system.errors import Trouble
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.visitors import visit
from tests.printing.samples import all_samples

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
    chief: Services, clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    document = visit(clerk).document
    printer.print_document(printer, document.id, heard.results.append, copies=2)
    assert heard.results == [PrintResult(True, "Office", "")]
    assert heard.finished == [(document.id, heard.results[0])]
    assert heard.subjects == [frozenset({"document"})]
    assert cups.papers == [clerk.documents.pdf(document.id)] * 2
    assert chief.audit.recent(limit=1).rows[0].detail["count"] == 2
    assert "media=A5" in cups.arguments
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
    device = qt_printer(PrintJob("Office", A5), "回执")
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "out.pdf"))
    pages = [to_image(page) for page in page_images(pdf, DPI)]
    paint_pages(device, pages)
    printed = page_images((tmp_path / "out.pdf").read_bytes(), 72)
    assert len(printed) == len(pages)
    assert QSizeF(printed[0].width, printed[0].height) == QSizeF(595, 420)
    assert paper_of((tmp_path / "out.pdf").read_bytes()) is A5


# ------------------------------------------------------------------------------------------- forms, trays, corrections


def test_a_printer_that_vanishes_between_two_copies_is_told_and_the_first_counts(
    chief: Services, clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    document = visit(clerk).document
    cups.vanish_after(1)
    printer.print_document(printer, document.id, heard.results.append, copies=2)
    words = "2 份里只送出了 1 份：找不到打印机“Office”。缺的份数，接通后再打印"
    assert heard.results == [PrintResult(False, "Office", words)]
    assert len(cups.papers) == 1
    printed = next(row for row in chief.audit.recent(limit=3).rows if row.action == "document.printed")
    assert printed.detail["count"] == 1
    # One is out, so whoever wants another asks for a reprint with a reason.
    row = clerk.documents.one(document.id)
    assert (row.state, row.state_note) == (SheetState.PENDING, "2 份里只送出了 1 份：找不到打印机“Office”。")


def test_a_killed_print_command_is_a_failure_with_its_reason(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    document = visit(clerk).document
    cups.die()
    printer.print_document(printer, document.id, heard.results.append)
    assert heard.results == [PrintResult(False, "", "打印机“Office”没有收下这份文书，内容已保存", again=True)]
    row = clerk.documents.one(document.id)
    assert (row.state, row.state_note) == (SheetState.FAILED, "打印机“Office”没有收下这份文书。")


def test_a_form_goes_to_the_printer_and_the_tray_chosen_for_it(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    cups.have("Office", "Receipts")
    cups.have_trays("Auto", "Tray2")
    clerk.printers.send_form("visit_receipt", Route("Receipts", "Tray2"))
    printer.print_document(printer, visit(clerk).document.id, heard.results.append)
    assert heard.results == [PrintResult(True, "Receipts", "")]
    assert "InputSlot=Tray2" in cups.arguments
    assert printer.state_words() == ("Receipts 就绪", True)


def test_a_tray_that_is_gone_is_told_and_the_sheet_comes_all_the_same(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    notes: list[str] = []
    printer.noted.connect(notes.append)
    cups.have_trays("Auto", "Manual")
    clerk.printers.send_paper("A5", Route("Office", "Tray2"))
    printer.print_document(printer, visit(clerk).document.id, heard.results.append)
    assert heard.results[0].ok
    assert notes == ["打印机“Office”现在没有纸盒“Tray2”，已改用它自己选的纸盒"]
    assert not [word for word in cups.arguments if word.startswith("InputSlot")]


def test_a_tray_of_one_printer_is_not_asked_of_another(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    cups.have("Office", "Other")
    cups.have_trays("Auto", "Tray2")
    clerk.printers.send_paper("A5", Route("Office", "Tray2"))
    printer.print_document(printer, visit(clerk).document.id, heard.results.append, printer="Other")
    assert heard.results[0].printer == "Other"
    assert not [word for word in cups.arguments if word.startswith("InputSlot")]


def test_the_sheet_is_moved_on_its_way_and_the_archive_is_not(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    document = visit(clerk).document
    archived = clerk.documents.pdf(document.id)
    clerk.printers.set_trim("Office", Trim(2.0, -1.5))
    printer.print_document(printer, document.id, heard.results.append)
    (sent,) = cups.papers
    assert sent != archived
    assert clerk.documents.pdf(document.id) == archived
    assert ink(sent) == pytest.approx([edge + by for edge, by in zip(ink(archived), (2.0, -1.5), strict=True)], abs=0.2)
    assert paper_of(sent) is A5


@pytest.mark.parametrize("paper", ["80 mm", "58 mm"])
def test_a_receipt_on_a_roll_leaves_as_black_dots_of_its_own_length(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups, paper: str
) -> None:
    cups.have("Office", "Thermal")
    clerk.printers.set_receipt_paper(paper)
    clerk.printers.send_paper(paper, Route("Thermal"))
    document = visit(clerk).document
    printer.print_document(printer, document.id, heard.results.append)
    assert heard.results == [PrintResult(True, "Thermal", "")]
    wanted = paper_of(clerk.documents.pdf(document.id))
    assert wanted.height > 100
    assert f"media=Custom.{wanted.width}x{wanted.height}mm" in cups.arguments
    assert dots_alone(cups.papers[0])
    assert not dots_alone(clerk.documents.pdf(document.id))
    assert printer.queues.receipt_paper().size == paper


def test_a_printer_marked_thermal_gets_no_grey_on_any_paper(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    clerk.printers.set_trim("Office", Trim(1.0, 0.0, thermal=True))
    document = visit(clerk).document
    printer.print_document(printer, document.id, heard.results.append)
    (sent,) = cups.papers
    assert not dots_alone(clerk.documents.pdf(document.id))
    assert dots_alone(sent)
    assert paper_of(sent) is A5


def test_no_office_printer_takes_a_receipt_on_a_roll(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    clerk.printers.set_receipt_paper("80 mm")
    document = visit(clerk).document
    printer.print_document(printer, document.id, heard.results.append)
    assert "还没有指定 80 毫米纸卷的打印机" in heard.results[0].message
    assert clerk.documents.one(document.id).state is SheetState.FAILED
    assert printer.state_words()[1] is False


@pytest.mark.parametrize("thermal", [False, True])
def test_qt_s_printer_moves_the_page_as_well(clerk: Services, tmp_path: Path, thermal: bool) -> None:
    pdf = clerk.documents.pdf(visit(clerk).document.id)
    job = PrintJob("Office", A5, trim=Trim(3.0, 2.0, thermal))
    device = qt_printer(job, "回执")
    assert device.resolution() == (THERMAL_DPI if thermal else DPI)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "out.pdf"))
    pages = [inked(page, dots=job.dots) for page in page_images(pdf, job.dpi)]
    assert {page.depth() for page in pages} == {1 if thermal else 32}
    paint_pages(device, pages, job.trim)
    moved = ink((tmp_path / "out.pdf").read_bytes())
    assert moved == pytest.approx([edge + by for edge, by in zip(ink(pdf), (3.0, 2.0), strict=True)], abs=0.5)


def test_lying_letters_and_rolls_of_any_length_are_known_by_their_size(clerk: Services) -> None:
    sizes = {name: paper_of(catalogue.render_form(form)) for name, form in all_samples().items() if "_80" in name}
    assert sizes["receipt_80"] != sizes["receipt_80_long"]
    assert {paper.size for paper in sizes.values()} == {ROLL_80.size}
    assert PrinterQueues(clerk).receipt_paper() is A5


def ink(pdf: bytes) -> list[float]:
    """The left and the upper edge of what is drawn on the first page, in millimetres."""
    box = ImageOps.invert(printer_ready.one_bit(page_image(pdf, 0, 200)).convert("L")).getbbox()
    assert box is not None
    return [edge * 25.4 / 200 for edge in box[:2]]


def dots_alone(pdf: bytes) -> bool:
    """Whether each page is one picture of one bit a dot at the dots of a thermal printer, and nothing besides."""
    with pypdfium2.PdfDocument(pdf) as document:
        things = [list(page.get_objects()) for page in document]
        pictures = [page[0].get_metadata() for page in things if len(page) == 1 and page[0].type == FPDF_PAGEOBJ_IMAGE]
        return len(pictures) == len(things) and all(
            (picture.bits_per_pixel, round(picture.horizontal_dpi)) == (1, THERMAL_DPI) for picture in pictures
        )


# ------------------------------------------------------------------------------------------ sheets outside the register


def test_a_slip_goes_to_the_printer_chosen_for_slips_in_its_own_size(
    clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups
) -> None:
    cups.have("Office", "Thermal")
    clerk.station.set_setting(SLIP.setting, "Thermal")
    taken = clerk.queue.take(name="李龚")
    printer.print_loose(printer, "queue_slip", taken.slip, heard.results.append)
    assert heard.results == [PrintResult(True, "Thermal", "")]
    assert cups.papers == [printer_ready.dotted(clerk.loose_papers.pdf("queue_slip", taken.slip), THERMAL_DPI)]
    assert "media=Custom.58x87mm" in cups.arguments
    assert heard.finished == []
    assert heard.subjects == []
    assert clerk.documents.issued() == ()


def test_no_office_printer_takes_a_slip(clerk: Services, printer: DeskPrinter, heard: Heard, cups: FakeCups) -> None:
    printer.print_loose(printer, "queue_slip", clerk.queue.take().slip, heard.results.append)
    (result,) = heard.results
    assert not result.ok
    assert result.message == "还没有指定 58 毫米纸卷的打印机，可以到“设置 › 打印机”里指定。"
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
    device = qt_printer(PrintJob("Thermal", SLIP), "排队号")
    assert (device.resolution(), THERMAL_DPI) == (203, 203)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "out.pdf"))
    page = inked(page_images(pdf, SLIP.dpi)[0], dots=True)
    assert page.depth() == 1
    paint_pages(device, [page])
    assert paper_of((tmp_path / "out.pdf").read_bytes()) is SLIP


def test_each_size_is_told_from_the_others(clerk: Services) -> None:
    assert [paper.dpi for paper in PAPERS] == [DPI, DPI, THERMAL_DPI, THERMAL_DPI]
    assert len({(paper.width, paper.height) for paper in PAPERS}) == len(PAPERS)


@pytest.mark.qt_log_ignore("QPainter::begin")  # Qt says itself that it couldn't
def test_a_qt_printer_that_cannot_begin_is_trouble(tmp_path: Path) -> None:
    device = qt_printer(PrintJob("Office", A4), "回执")
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "nowhere" / "out.pdf"))
    with pytest.raises(Trouble, match="没有响应"):
        paint_pages(device, [])
