"""What is due on the spot besides the receipt: offered on the strip, typed and printed without the mouse."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from domain.labels import OUTCOME_LABELS
from domain.vocabulary import MatterKind, Outcome
from gui.bus import Bus
from gui.kit.boxes import VBox
from gui.kit.overlay import Overlay
from gui.kit.preview import Preview
from gui.kit.printing import DeskPrinter
from gui.kit.visit_papers import PapersPanel
from gui.kit.visit_papers_notice import NoticePanel
from gui.visits.page import VisitPage
from services import Services
from services.documents import SheetState
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.visitors import ANSWERED, PETITION, visit
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key


def take_outcome(counter: Counter, outcome: Outcome) -> None:
    """Press the pill of an outcome."""
    pills = counter.page.desk.matters.editor.rows.outcome
    next(pill for pill in pills.buttons() if pill.words() == OUTCOME_LABELS[outcome]).click()


def owe(counter: Counter, name: str = "张三") -> None:
    """A new visitor whose service waits for materials, saved and printed."""
    counter.fill_in(name)
    counter.page.desk.matters.set_kind(MatterKind.SERVICE)
    take_outcome(counter, Outcome.MATERIALS_OWED)
    counter.save()
    assert counter.page.checks.shown == {}


def panel(counter: Counter) -> NoticePanel:
    """The panel over the desk."""
    return next(one for one in children(counter.page.window(), NoticePanel) if one.isVisible())


def kinds(counter: Counter) -> list[tuple[str, SheetState]]:
    """All sheets, newest first."""
    return [(row.kind, row.state) for row in counter.services.documents.issued()]


def test_nothing_is_offered_where_nothing_is_due(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    assert not counter.page.strip.papers_button.isVisible()
    counter.hands.press(Key.Key_P, ALT)
    (listed,) = [one for one in children(counter.page.window(), PapersPanel) if one.isVisible()]
    assert listed.rows[0].button.isEnabled()


def test_before_the_first_visitor_the_key_does_nothing(counter: Counter) -> None:
    counter.hands.press(Key.Key_P, ALT)
    assert [one for one in children(counter.page.window(), Overlay) if one.isVisible()] == []


def test_missing_materials_are_typed_and_printed_by_keyboard_alone(counter: Counter) -> None:
    owe(counter)
    strip = counter.page.strip
    assert strip.papers_button.isVisible()
    assert strip.papers_button.words() == "告知书"
    counter.hands.press(Key.Key_P, ALT)
    notice = panel(counter)
    assert counter.focused() is notice.rows[0].edits["name"]
    counter.hands.words("家庭收入声明")
    for words in ("本人签字", "原件1份", "本人", "窗口领表"):
        counter.hands.press(Key.Key_Return)
        counter.hands.words(words)
    counter.hands.press(Key.Key_Return)
    assert len(notice.rows) == 2
    counter.hands.words("银行卡")
    counter.hands.press(Key.Key_N, ALT)
    assert len(notice.rows) == 3
    # Enter in the empty third line: that was all.
    counter.hands.press(Key.Key_Return)
    assert counter.focused() is notice.until
    counter.hands.number("+10")
    assert notice.until_field.message == "12-04 星期五"
    counter.hands.press(Key.Key_Return, CTRL)
    assert kinds(counter)[0] == ("one_time_notice", SheetState.PENDING)
    (row, *_others) = counter.services.documents.issued()
    assert row.number == "LF20261124-001 告知第1次"
    assert counter.printer.sheets == [1, row.id]
    assert not notice.isVisible()
    assert "一次性告知书" in strip.words()
    assert not strip.papers_button.isVisible()


def test_each_sheet_is_asked_for_the_newest_first(counter: Counter) -> None:
    owe(counter)
    counter.hands.press(Key.Key_P, ALT)
    counter.hands.words("户口簿")
    counter.hands.press(Key.Key_Return, CTRL)
    counter.hands.press(Key.Key_G, ALT)
    assert kinds(counter) == [("one_time_notice", SheetState.GOOD), ("visit_receipt", SheetState.PENDING)]
    assert counter.page.strip.words() == "LF20261124-001 已保存并送打印机"
    counter.hands.press(Key.Key_G, ALT)
    assert kinds(counter) == [("one_time_notice", SheetState.GOOD), ("visit_receipt", SheetState.GOOD)]
    assert not counter.page.strip.isVisible()


def test_a_good_receipt_does_not_hide_what_is_still_due(counter: Counter) -> None:
    owe(counter)
    counter.hands.press(Key.Key_G, ALT)
    strip = counter.page.strip
    assert strip.isVisible()
    assert strip.papers_button.isVisible()
    assert "当场交给来访人" in strip.words()
    assert not strip.good_button.isVisible()
    owe(counter, "李四")
    assert strip.words() == "LF20261124-002 已保存并送打印机"


def test_all_faults_are_told_at_once_and_the_keyboard_goes_to_the_first(counter: Counter) -> None:
    owe(counter)
    counter.hands.press(Key.Key_P, ALT)
    notice = panel(counter)
    notice.until.setText("2026-11-01")
    counter.hands.press(Key.Key_Return, CTRL)
    assert "还没有写缺什么材料" in notice.faults()["row 0"]
    assert "已经过去" in notice.faults()["until"]
    assert counter.focused() is notice.rows[0].edits["name"]
    assert kinds(counter) == [("visit_receipt", SheetState.PENDING)]
    counter.hands.words("户口簿")
    assert "row 0" not in notice.faults()


def test_a_fault_stands_under_its_row_though_an_empty_one_is_above(counter: Counter) -> None:
    owe(counter)
    counter.hands.press(Key.Key_P, ALT)
    notice = panel(counter)
    counter.hands.press(Key.Key_N, ALT)
    notice.rows[1].edits["how"].setText("去社区开")
    counter.hands.press(Key.Key_Return, CTRL)
    assert "还没有写材料名称" in notice.faults()["row 1"]
    assert "row 0" not in notice.faults()
    assert counter.focused() is notice.rows[1].edits["name"]


@pytest.mark.parametrize("pasted", ["户口簿\r\n首页\x00", "𬭎𫖮䶮证明", "<b>&amp;{phone}%s"])
def test_strange_words_come_onto_the_paper(counter: Counter, pasted: str) -> None:
    owe(counter)
    counter.hands.press(Key.Key_P, ALT)
    QApplication.clipboard().setText(pasted)
    panel(counter).rows[0].edits["name"].paste()
    counter.hands.press(Key.Key_Return, CTRL)
    assert kinds(counter)[0][0] == "one_time_notice"


def test_a_pasted_text_of_ten_thousand_characters_is_told_and_not_cut(counter: Counter) -> None:
    owe(counter)
    counter.hands.press(Key.Key_P, ALT)
    notice = panel(counter)
    QApplication.clipboard().setText("一" * 10_000)
    notice.rows[0].edits["name"].paste()
    counter.hands.press(Key.Key_Return, CTRL)
    assert "有 10000 个字" in notice.faults()["row 0"]
    assert len(notice.rows[0].edits["name"].text()) == 10_000


def test_what_no_font_draws_is_told_on_leaving_the_field_and_stops_nothing(counter: Counter) -> None:
    owe(counter)
    counter.hands.press(Key.Key_P, ALT)
    notice = panel(counter)
    counter.hands.words("户口簿😀")
    counter.hands.press(Key.Key_Return)
    assert "U+1F600" in notice.faults()["row 0"]
    counter.hands.press(Key.Key_Return, CTRL)
    assert kinds(counter)[0][0] == "one_time_notice"


def test_esc_keeps_what_was_typed_until_it_is_printed(counter: Counter) -> None:
    owe(counter)
    counter.hands.press(Key.Key_P, ALT)
    counter.hands.words("户口簿")
    counter.hands.press(Key.Key_Escape)
    assert [one for one in children(counter.page.window(), NoticePanel) if one.isVisible()] == []
    counter.hands.press(Key.Key_P, ALT)
    assert panel(counter).rows[0].edits["name"].text() == "户口簿"


def test_a_printer_that_is_off_leaves_the_notice_in_the_register(counter: Counter) -> None:
    owe(counter)
    counter.printer.on = False
    counter.hands.press(Key.Key_P, ALT)
    counter.hands.words("户口簿")
    counter.hands.press(Key.Key_Return, CTRL)
    assert kinds(counter)[0] == ("one_time_notice", SheetState.FAILED)
    assert "接通后按 Ctrl+P 重新打印" in counter.page.strip.words()
    counter.printer.on = True
    counter.hands.press(Key.Key_P, CTRL)
    assert kinds(counter)[0] == ("one_time_notice", SheetState.PENDING)


def test_a_visitor_who_is_sent_on_gets_the_slip_with_one_chord(counter: Counter) -> None:
    counter.fill_in("张三")
    take_outcome(counter, Outcome.REFERRED)
    counter.page.desk.matters.editor.rows.refer.setText("区医保局")
    counter.save()
    assert counter.page.strip.papers_button.words() == "转介单"
    counter.hands.press(Key.Key_P, ALT)
    assert kinds(counter)[0] == ("referral_slip", SheetState.PENDING)
    assert "转介单已送打印机" in counter.page.strip.words()
    assert len(counter.printer.sheets) == 2


def test_the_next_visitor_s_receipt_is_never_hidden_by_the_last_one_s_notice(counter: Counter) -> None:
    owe(counter)
    counter.hands.press(Key.Key_P, ALT)
    notice = panel(counter)
    counter.hands.press(Key.Key_Escape)
    counter.fill_in("李四")
    counter.save()
    assert not counter.page.strip.papers_button.isVisible()
    assert not notice.isVisible()
    assert counter.page.strip.words() == "LF20261124-002 已保存并送打印机"


def test_an_oral_petition_s_record_is_looked_at_before_it_is_printed(
    clerk: Services, window: QWidget, cups: FakeCups
) -> None:
    printer, bus = DeskPrinter(clerk, window), Bus()
    page = VisitPage(clerk, bus, printer)
    VBox(window).addWidget(page)
    page.show()
    saved = visit(clerk, PETITION)
    page.receipt.take(saved, prints=True, due=["oral_record"])
    assert len(cups.papers) == 1
    assert page.strip.papers_button.words() == "口头记录"
    page.receipt.give()
    (preview,) = [one for one in children(window, Preview) if one.isVisible()]
    assert "口头信访记录（谈话笔录）未打印" in page.strip.words()
    assert len(cups.papers) == 1
    preview.print_button.click()
    assert len(cups.papers) == 2
    assert "口头信访记录（谈话笔录）已送打印机" in page.strip.words()
    assert page.strip.good_button.isVisible()
    page.autosave.forget()
    page.hide()


def test_several_papers_are_chosen_from_the_list_with_the_due_ones_first(counter: Counter) -> None:
    saved = visit(counter.services, replace(ANSWERED, outcome=Outcome.REFERRED, refer_to="区医保局"), PETITION)
    counter.page.receipt.take(saved, prints=True, due=["referral_slip", "oral_record"])
    assert counter.page.strip.papers_button.words() == "文书 2 种"
    counter.hands.press(Key.Key_P, ALT)
    (listed,) = [one for one in children(counter.page.window(), PapersPanel) if one.isVisible()]
    at = next(at for at, row in enumerate(listed.rows, 1) if row.offer.kind == "referral_slip")
    assert counter.focused() in [
        row.button for row in listed.rows if row.offer.kind in ("referral_slip", "oral_record")
    ]
    counter.hands.press(Key(Key.Key_0 + at))
    assert not listed.isVisible()
    assert kinds(counter)[0] == ("referral_slip", SheetState.PENDING)
    assert counter.page.strip.papers_button.words() == "口头记录"
