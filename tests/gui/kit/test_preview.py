"""The preview shows the very sheet that is printed, and sends it with one key."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from domain.operator_rules import OperatorForm
from gui.kit import preview
from gui.kit.button import Button
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay
from gui.kit.preview import FIRST_DPI, Preview, show_preview
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.stepper_count import StepperCount
from printing import readback
from services import Services
from services.documents import SheetState, page_images
from services.printers import Trim
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.visitors import ANSWERED, visit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins for CUPS are shell scripts")


@pytest.fixture
def printer(clerk: Services) -> DeskPrinter:
    return DeskPrinter(clerk)


def opened(window: QWidget) -> Preview:
    panels: list[Preview] = list(window.findChildren(Preview))
    found = [panel for panel in panels if panel.isVisible()]
    assert len(found) == 1
    return found[0]


def overlays(window: QWidget) -> list[Overlay]:
    found: list[Overlay] = list(window.findChildren(Overlay))
    return [overlay for overlay in found if overlay.isVisible()]


def number(stepper: StepperCount) -> QWidget:
    """What takes the keys of a stepper."""
    typed = stepper.focusProxy()
    assert typed is not None
    return typed


def test_what_is_shown_is_what_is_printed(
    window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    document = visit(clerk).document
    results: list[PrintResult] = []
    show_preview(window, clerk, printer, document.id, results.append)
    panel = opened(window)
    pdf = clerk.documents.pdf(document.id)
    shown, drawn = panel.view.image(), page_images(pdf, FIRST_DPI)[0]
    assert shown is not None
    assert (shown.width(), shown.height()) == (drawn.width, drawn.height)
    assert bytes(shown.constBits()) == drawn.data
    panel.copies.set_value(3)
    QTest.keyClick(panel.print_button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(0)
    assert cups.papers == [pdf, pdf, pdf]
    assert results == [PrintResult(True, "Office", "")]
    assert overlays(window) == []


def test_esc_closes_and_prints_nothing(window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups) -> None:
    show_preview(window, clerk, printer, visit(clerk).document.id)
    QTest.keyClick(opened(window).print_button, Qt.Key.Key_Escape)
    assert overlays(window) == []
    assert cups.papers == []


def test_a_failure_stays_in_the_panel_and_can_be_tried_again(
    window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    document = visit(clerk).document
    show_preview(window, clerk, printer, document.id)
    panel = opened(window)
    cups.break_down()
    panel.print_button.click()
    assert panel.trouble.isVisible()
    assert panel.trouble.text() == "找不到打印机“Office”，内容已保存，接通后再按 Ctrl+Enter"
    assert panel.print_button.isEnabled()
    assert panel.print_button.hasFocus()
    assert clerk.documents.one(document.id).state is SheetState.FAILED
    cups.break_down(False)
    panel.print_button.click()
    assert overlays(window) == []


def test_the_printer_and_its_state_are_named(
    window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    cups.have("Office", "Receipts", off=("Receipts",))
    show_preview(window, clerk, printer, visit(clerk).document.id)
    panel = opened(window)
    assert panel.printer_select.value() == "Office"
    assert panel.printer_select._note == "就绪"
    panel.printer_select.setCurrentIndex(1)
    panel.printer_select.activated.emit(1)
    assert panel.printer_select._note == "没有接通"
    panel.print_button.click()
    assert panel.trouble.text().startswith("打印机“Receipts”没有接通，或者停用了，内容已保存")
    assert cups.papers == []


def test_a_sheet_that_is_out_is_printed_again_only_with_a_reason(
    window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    document = visit(clerk).document
    clerk.documents.mark(document.id, SheetState.GOOD)
    show_preview(window, clerk, printer, document.id)
    panel = opened(window)
    assert panel.print_button.words() == "补印"
    assert not panel.copies.isVisible()
    panel.print_button.click()
    question = overlays(window)[-1]
    buttons: list[Button] = list(question.findChildren(Button))
    yes = next(button for button in buttons if button.words() == "补印")
    yes.click()
    assert cups.papers == []
    edits: list[LineEdit] = list(question.findChildren(LineEdit))
    edits[0].setText("来访人遗失")
    yes.click()
    newest = clerk.documents.issued(limit=1)[0]
    assert newest.reprint == 1
    assert cups.papers == [clerk.documents.pdf(newest.id)]
    assert overlays(window) == []


def test_pages_are_turned_and_read_at_a_larger_scale(
    window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    long = [ANSWERED for _ in range(18)]
    show_preview(window, clerk, printer, visit(clerk, *long).document.id)
    panel = opened(window)
    assert panel.view.page_count > 1
    assert panel.page_label.text() == f"第 1 / {panel.view.page_count} 页"
    assert not panel.back.isEnabled()
    panel.forth.click()
    assert panel.page_label.text().startswith("第 2 / ")
    assert panel.whole_button.words().startswith("整页 ")
    for _ in range(9):
        panel.larger.click()
    assert panel.whole_button.words() == "200%"
    sharper = panel.view.image()
    assert sharper is not None
    assert sharper.width() > page_images(clerk.documents.pdf(clerk.documents.issued()[0].id), FIRST_DPI)[0].width
    panel.whole_button.click()
    assert panel.whole_button.words().startswith("整页 ")


def test_saving_asks_where_and_says_where_it_lies(
    window: QWidget, clerk: Services, printer: DeskPrinter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = visit(clerk).document
    show_preview(window, clerk, printer, document.id)
    panel = opened(window)
    monkeypatch.setattr(preview, "ask_save_path", lambda *_: None)
    panel.save_button.click()
    assert not panel.trouble.isVisible()
    monkeypatch.setattr(preview, "ask_save_path", lambda *_: tmp_path / "回执.pdf")
    panel.save_button.click()
    assert (tmp_path / "回执.pdf").read_bytes() == clerk.documents.pdf(document.id)
    assert "回执.pdf" in panel.trouble.text()


def test_the_correction_of_the_printer_is_kept_with_the_print_and_moves_the_sheet(
    window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    cups.have("Office", "Other")
    clerk.printers.set_trim("Other", Trim(-3.0, 0.0, thermal=True))
    document = visit(clerk).document
    show_preview(window, clerk, printer, document.id)
    panel = opened(window)
    assert panel.offset.across.value() == 0
    panel.printer_select.setFocus()
    QTest.keyClick(panel.printer_select, Qt.Key.Key_Down)
    assert panel.offset.across.value() == -6
    QTest.keyClick(panel.printer_select, Qt.Key.Key_Up)
    for _ in range(3):
        QTest.keyClick(number(panel.offset.across), Qt.Key.Key_Up)
    QTest.keyClick(panel.print_button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(0)
    assert clerk.printers.routes().trims == {"Office": Trim(1.5), "Other": Trim(-3.0, 0.0, thermal=True)}
    assert len(cups.papers) == 1
    assert cups.papers[0] != clerk.documents.pdf(document.id)


def test_a_correction_is_kept_when_the_preview_is_closed(
    window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    show_preview(window, clerk, printer, visit(clerk).document.id)
    panel = opened(window)
    QTest.keyClick(number(panel.offset.along), Qt.Key.Key_Down)
    QTest.keyClick(panel.print_button, Qt.Key.Key_Escape)
    assert clerk.printers.routes().trim("Office") == Trim(0.0, -0.5)


def test_the_ruler_sheet_comes_on_the_paper_of_the_form(
    window: QWidget, clerk: Services, printer: DeskPrinter, cups: FakeCups
) -> None:
    show_preview(window, clerk, printer, visit(clerk).document.id)
    panel = opened(window)
    panel.ruler_link.click()
    assert "打印机校正页" in readback.words(cups.papers[0])
    assert "media=A5" in cups.arguments
    assert panel.trouble.text() == "校正页已送到 Office，照纸上写的量"


@pytest.mark.parametrize("who", [factories.AUDITOR, factories.ADMINISTRATOR])
def test_who_may_not_print_sees_a_sentence_and_no_paper(
    window: QWidget, clerk: Services, as_operator: LogIn, who: OperatorForm, cups: FakeCups
) -> None:
    document, other = visit(clerk).document, as_operator(who)
    show_preview(window, other, DeskPrinter(other), document.id)
    assert list(window.findChildren(Preview)) == []
    assert "没有“打印回执和文书”的权限" in overlays(window)[0].panel.accessibleName()
