"""The papers of a visit from its panel: which there are, why not, one key for each, and what the printer said."""

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from domain.matter_rules import MaterialForm
from domain.operator_rules import OperatorForm
from domain.permissions import Role
from domain.vocabulary import MatterKind, Outcome
from gui.bus import Bus
from gui.kit.overlay import Overlay
from gui.kit.preview import Preview
from gui.kit.printing import DeskPrinter
from gui.kit.visit_panel import VisitPanel, show_visit
from gui.kit.visit_papers import PaperDesk, PapersPanel, show_papers
from gui.kit.visit_papers_notice import NoticePanel
from services import Services
from services.documents import SheetState
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.program import shown_words
from tests.gui.visitors import ANSWERED, PETITION, visit
from tests.services.conftest import LogIn

Kind = TypeVar("Kind", bound=QWidget)
OWING = replace(
    ANSWERED, kind=MatterKind.SERVICE, outcome=Outcome.MATERIALS_OWED, materials=(MaterialForm(name="退役证"),)
)
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Stand:
    """A window with the services, a bus, and a printer whose hardware is played."""

    def __init__(self, window: QWidget, services: Services, cups: FakeCups) -> None:
        self.window, self.services, self.cups, self.bus = window, services, cups, Bus()
        self.printer = DeskPrinter(services, window)
        self.printer.changed.connect(self.bus.tell)
        self.told: list[str] = []
        self.bus.changed.connect(lambda changes: self.told.extend(changes.subjects))

    def open(self, visit_id: int) -> PapersPanel:
        """The list of a visit's papers."""
        show_papers(PaperDesk(self.window, self.services, self.bus, self.printer, visit_id))
        return self.panel(PapersPanel)

    def panel(self, kind: type[Kind]) -> Kind:
        """What lies over the window, the newest of its kind."""
        panels = [one.panel for one in children(self.window, Overlay) if one.isVisible()]
        return next(panel for panel in reversed(panels) if isinstance(panel, kind))

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)
        QTest.qWait(0)

    def kinds(self, visit_id: int) -> list[tuple[str, SheetState]]:
        """The visit's sheets, newest first."""
        return [(row.kind, row.state) for row in self.services.documents.of_visit(visit_id)]


@pytest.fixture
def stand(window: QWidget, clerk: Services, cups: FakeCups) -> Stand:
    return Stand(window, clerk, cups)


def place(panel: PapersPanel, kind: str) -> int:
    """The digit of a kind."""
    return next(at for at, row in enumerate(panel.rows, 1) if row.offer.kind == kind)


def test_the_list_says_of_each_paper_why_it_does_not_apply(stand: Stand) -> None:
    panel = stand.open(visit(stand.services).id)
    closed = [row for row in panel.rows if not row.button.isEnabled()]
    assert {"one_time_notice", "referral_slip", "material_list"} <= {row.offer.kind for row in closed}
    for row in closed:
        assert row.words.isVisible()
        assert row.words.text().endswith("。")
    assert any(row.button.hasFocus() and row.button.isEnabled() for row in panel.rows)


@pytest.mark.parametrize("held", [ALT, Qt.KeyboardModifier.NoModifier])
def test_a_digit_prints_at_once_and_the_list_stays(stand: Stand, held: Qt.KeyboardModifier) -> None:
    saved = visit(stand.services, OWING)
    panel = stand.open(saved.id)
    stand.press(Qt.Key(Qt.Key.Key_0 + place(panel, "material_list")), held)
    assert stand.kinds(saved.id)[0] == ("material_list", SheetState.PENDING)
    (sheet, *_receipt) = stand.services.documents.of_visit(saved.id)
    assert stand.cups.papers == [stand.services.documents.pdf(sheet.id)]
    assert "media=A4" in stand.cups.arguments
    assert "已送打印机“Office”" in panel.note.text()
    assert "document" in stand.told
    row = panel.rows[place(panel, "material_list") - 1]
    assert not row.button.isEnabled()
    assert "补印" in row.words.text()


def test_arrows_walk_over_what_can_be_printed_and_enter_takes_it(stand: Stand) -> None:
    saved = visit(stand.services, OWING)
    panel = stand.open(saved.id)
    ready = [row for row in panel.rows if row.button.isEnabled()]
    assert ready[0].button.hasFocus()
    for row in ready[1:]:
        stand.press(Qt.Key.Key_Down)
        assert row.button.hasFocus()
    assert ready[-1].offer.kind == "rating_sheet"
    stand.press(Qt.Key.Key_Return)
    assert stand.kinds(saved.id)[0] == ("rating_sheet", SheetState.PENDING)


def test_the_notice_is_asked_for_over_the_list_and_printed(stand: Stand) -> None:
    saved = visit(stand.services, OWING)
    panel = stand.open(saved.id)
    stand.press(Qt.Key(Qt.Key.Key_0 + place(panel, "one_time_notice")))
    notice = stand.panel(NoticePanel)
    notice.rows[0].edits["name"].setText("户口簿")
    stand.press(Qt.Key.Key_Return, CTRL)
    assert stand.kinds(saved.id)[0] == ("one_time_notice", SheetState.PENDING)
    assert "一次性告知书（补正材料）》已送打印机" in panel.note.text()
    row = panel.rows[place(panel, "one_time_notice") - 1]
    assert row.button.isEnabled()
    assert row.words.text() == "已出 1 张"
    stand.press(Qt.Key(Qt.Key.Key_0 + place(panel, "one_time_notice")))
    assert stand.panel(NoticePanel).rows[0].edits["name"].text() == "户口簿"


def test_a_printer_that_does_not_answer_leaves_the_paper_in_the_register(stand: Stand) -> None:
    saved = visit(stand.services, OWING)
    panel = stand.open(saved.id)
    stand.cups.break_down()
    stand.press(Qt.Key(Qt.Key.Key_0 + place(panel, "rating_sheet")))
    assert stand.kinds(saved.id)[0] == ("rating_sheet", SheetState.FAILED)
    assert "打印中心" in panel.note.text()


def test_what_is_looked_at_first_opens_its_preview(stand: Stand) -> None:
    saved = visit(stand.services, PETITION)
    panel = stand.open(saved.id)
    assert panel.rows[place(panel, "oral_record") - 1].words.text() == "先预览再打印"
    stand.press(Qt.Key(Qt.Key.Key_0 + place(panel, "oral_record")))
    preview = stand.panel(Preview)
    assert stand.cups.papers == []
    preview.print_button.click()
    assert len(stand.cups.papers) == 1
    assert "已送打印机" in panel.note.text()


def test_a_refusal_is_told_in_the_list(stand: Stand) -> None:
    saved = visit(stand.services, OWING)
    panel = stand.open(saved.id)
    stand.services.visit_changes.void(saved.id, reason="别的窗口先作废了")
    stand.press(Qt.Key(Qt.Key.Key_0 + place(panel, "rating_sheet")))
    assert "已经作废" in panel.note.text()
    assert stand.cups.papers == []


def test_the_visit_s_panel_leads_to_the_list_and_shows_what_was_printed(stand: Stand) -> None:
    saved = visit(stand.services, OWING)
    show_visit(stand.window, stand.services, stand.printer, saved.id, bus=stand.bus, on_go=lambda _target: None)
    panel = stand.panel(VisitPanel)
    stand.press(Qt.Key.Key_P, ALT)
    listed = stand.panel(PapersPanel)
    stand.press(Qt.Key(Qt.Key.Key_0 + place(listed, "material_list")))
    stand.press(Qt.Key.Key_Escape)
    assert "材料接收/退还清单" in shown_words(panel.papers)
    assert panel.receipt.sheet is not None
    assert panel.receipt.sheet.kind == "visit_receipt"


def test_a_void_visit_offers_no_more_papers(stand: Stand) -> None:
    saved = visit(stand.services, OWING)
    stand.services.visit_papers.issue(saved.id, "material_list")
    stand.services.visit_changes.void(saved.id, reason="登记错了人")
    show_visit(stand.window, stand.services, stand.printer, saved.id, bus=stand.bus, on_go=lambda _target: None)
    panel = stand.panel(VisitPanel)
    assert not panel.papers.print_button.isVisible()
    assert "材料接收/退还清单" in shown_words(panel.papers)


def test_whoever_may_not_print_is_told(window: QWidget, clerk: Services, as_operator: LogIn) -> None:
    saved = visit(clerk, OWING)
    auditor = as_operator(OperatorForm(name="周明", roles=frozenset({Role.AUDITOR}), post="审计"))
    show_papers(PaperDesk(window, auditor, Bus(), DeskPrinter(auditor, window), saved.id))
    (told,) = [one.panel for one in children(window, Overlay) if one.isVisible()]
    assert "权限" in told.accessibleName()
