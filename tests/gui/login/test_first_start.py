"""The first start through its five steps, with wrong input, a broken printer, and the light going out in between."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from domain.station_rules import StationForm
from gui.kit.line_edit import LineEdit
from gui.login.first_start.memory import Memory
from gui.login.first_start.wizard import FirstStart
from services import Services
from services.entry import Entry
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.kit.stand import commit
from tests.gui.paper_printers import PaperPrinters

Key = Qt.Key
PASSWORD = factories.CHIEF_PASSWORD
Start = Callable[..., FirstStart]


@pytest.fixture
def new_entry(new_folder: DataFolder, clock: FixedClock) -> Entry:
    """The way into the empty folder."""
    return factories.entry_for(new_folder, clock)


@pytest.fixture
def start(
    qtbot: QtBot, new_folder: DataFolder, new_entry: Entry, clock: FixedClock, printers: PaperPrinters
) -> Iterator[Start]:
    """Opens the wizard, as often as the program is started."""
    opened: list[FirstStart] = []

    def begin(services: Services | None = None) -> FirstStart:
        page = FirstStart(
            new_folder, entry_loader=lambda: new_entry, clock=clock, printers_of=printers.of, services=services
        )
        page.resize(1366, 696)
        qtbot.addWidget(page)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        opened.append(page)
        return page

    yield begin
    for page in opened:
        if page.road.services is not None:
            page.road.services.close()


def put(edit: LineEdit, words: str) -> None:
    """Type into a field, then leave it."""
    edit.setFocus()
    edit.clear()
    commit(edit, words)
    QTest.keyClick(edit, Key.Key_Tab)


def fill_station(page: FirstStart, form: StationForm = factories.STATION) -> None:
    for key, edit in page.station.fields.edits.items():
        put(edit, str(getattr(form, key)))


def go_on(page: FirstStart) -> None:
    QTest.keyClick(page, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def make_chief(page: FirstStart) -> None:
    put(page.chief.who.name, "谢国辉")
    put(page.chief.password.first, PASSWORD)
    put(page.chief.password.again, PASSWORD)
    go_on(page)


def at_sheet(start: Start) -> FirstStart:
    page = start()
    fill_station(page)
    go_on(page)
    make_chief(page)
    assert page.guide.index == 2
    return page


def seal_sheet(page: FirstStart) -> None:
    pane = page.sheet.pane
    QTest.mouseClick(pane.print_button, Qt.MouseButton.LeftButton)
    pane.sealed.setChecked(True)
    assert pane.draft is not None
    for number, box in zip(pane.draft.asked, pane.boxes, strict=True):
        box.setFocus()
        QTest.keyClicks(box, pane.draft.groups[number - 1].lower())
    go_on(page)


# ---- step 1


def test_the_station_is_typed_seen_and_kept(qtbot: QtBot, start: Start, new_folder: DataFolder) -> None:
    page = start()
    fill_station(page)
    assert page.station.fields.fields["region_code"].message == "湖南省长沙市天心区"
    assert {label.text() for label in page.station.preview.numbers.values()} >= {"LF20261124-001", "坡退信〔2026〕1号"}
    qtbot.waitUntil(lambda: page.memory.words == "已自动保存")
    assert Memory(new_folder).station.name == factories.STATION.name


def test_no_sentence_of_a_narrow_field_is_cut(start: Start) -> None:
    page = start()
    fields = page.station.fields
    for values in (
        {},
        {"short_name": "坡退2026", "region_code": "43010", "phone": "138731052677", "window_letter": "甲"},
        {"short_name": "（坡）", "phone": "0731-85550199-1234567", "complaint_phone": "区纪委"},
    ):
        for key, words in values.items():
            put(fields.edits[key], words)
        go_on(page)
        told = {key: field.message for key, field in fields.fields.items() if field.message}
        assert set(values) <= set(told)
        assert [words for key, words in told.items() if not fields.fields[key].is_told_whole()] == []


def test_the_issuer_follows_the_name_until_it_is_typed(start: Start) -> None:
    fields = start().station.fields
    put(fields.edits["name"], "甲站")
    assert fields.edits["issuer"].text() == "甲站"
    put(fields.edits["issuer"], "某街道办事处")
    put(fields.edits["name"], "乙站")
    assert fields.edits["issuer"].text() == "某街道办事处"


def test_a_wrong_field_is_said_beneath_it_and_in_the_bar(start: Start) -> None:
    page = start()
    fill_station(page)
    put(page.station.fields.edits["complaint_phone"], "0731-8555-011")
    assert "少 1 位" in page.station.fields.fields["complaint_phone"].message
    assert page.guide.bar.errors_text() == "还有 1 处要改：投诉电话"
    go_on(page)
    assert page.guide.index == 0
    page.station.fields.edits["name"].setFocus()
    page.guide.bar.errors_pressed.emit()
    assert page.station.fields.edits["complaint_phone"].hasFocus()
    QTest.keyClicks(page.station.fields.edits["complaint_phone"], "0")
    assert page.guide.bar.errors_text() == ""


def test_an_empty_form_names_each_missing_field(start: Start) -> None:
    page = start()
    go_on(page)
    assert page.guide.index == 0
    wrong = {key for key, field in page.station.fields.fields.items() if field.state == "error"}
    assert wrong == {"name", "short_name", "region_code", "address", "phone", "complaint_phone", "issuer"}
    assert page.station.fields.edits["name"].hasFocus()


@pytest.mark.parametrize("bad", ["<b>&amp;</b>", "一\n二\r\n三", "站" * 300, "😀" * 3])
def test_whatever_is_pasted_stays_to_be_mended(start: Start, bad: str) -> None:
    page = start()
    fill_station(page)
    for key, edit in page.station.fields.edits.items():
        edit.setFocus()
        edit.selectAll()
        edit.insert(bad)
        edit.textEdited.emit(edit.text())
        assert edit.text() == bad.replace("\r\n", "\n").replace("\n", " "), key
    page.grab()
    go_on(page)
    assert page.guide.index == 0


def test_the_light_goes_out_and_everything_typed_is_there_again(start: Start) -> None:
    page = start()
    fill_station(page)
    go_on(page)
    put(page.chief.who.name, "谢国辉")
    page.memory.save_now()
    again = start()
    assert again.guide.index == 1
    assert again.chief.who.name.text() == "谢国辉"
    assert again.chief.password.text() == ""
    assert again.station.fields.form().address == factories.STATION.address


def test_a_damaged_memory_is_an_empty_form_and_is_not_overwritten(new_folder: DataFolder) -> None:
    for content in (b"{broken", b"[]", b'{"station": 3, "chief": [], "step": "x"}'):
        new_folder.first_start.write_bytes(content)
        memory = Memory(new_folder)
        assert memory.station == StationForm()
        assert memory.step == 0
        assert new_folder.first_start.read_bytes() == content


# ---- step 2


def test_a_weak_or_mistyped_password_makes_no_store(start: Start, new_folder: DataFolder) -> None:
    page = start()
    fill_station(page)
    go_on(page)
    put(page.chief.who.name, "谢国辉")
    put(page.chief.password.first, "abc")
    assert "少 5 位" in page.chief.password.first_field.message
    put(page.chief.password.first, PASSWORD)
    put(page.chief.password.again, "Bixiang-2025")
    assert page.chief.password.again_field.state == "error"
    go_on(page)
    assert page.guide.index == 1
    assert not new_folder.database.exists()


def test_the_chief_is_made_and_the_password_is_nowhere(start: Start, new_folder: DataFolder) -> None:
    page = at_sheet(start)
    assert page.road.opened.actor.name == "谢国辉"
    assert page.road.opened.station.setup_step() == 2
    assert page.chief.password.text() == ""
    content = b"".join(file.read_bytes() for file in new_folder.root.rglob("*") if file.is_file())
    assert PASSWORD.encode() not in content


def test_a_store_that_is_there_already_is_told_and_left_alone(start: Start, new_folder: DataFolder) -> None:
    page = start()
    fill_station(page)
    go_on(page)
    new_folder.keyfile.write_bytes(b"{}")
    make_chief(page)
    assert page.guide.index == 1
    assert page.chief.trouble.isVisible()
    assert new_folder.keyfile.read_bytes() == b"{}"


def test_back_to_the_station_saves_into_the_store(start: Start) -> None:
    page = at_sheet(start)
    page.guide.go(0)
    put(page.station.fields.edits["phone"], "0731-85550133")
    go_on(page)
    assert page.guide.index == 1
    assert page.road.opened.station.view().phone == "0731-85550133"
    go_on(page)
    assert page.guide.index == 2


# ---- step 3


def test_the_way_on_is_closed_until_the_sheet_was_read_back(start: Start, printers: PaperPrinters) -> None:
    page = at_sheet(start)
    pane = page.sheet.pane
    assert not page.guide.next.isEnabled()
    assert not pane.sealed.isEnabled()
    QTest.mouseClick(pane.print_button, Qt.MouseButton.LeftButton)
    assert [(title, copies) for title, _pdf, copies, _name in printers.sent] == [("恢复密钥", 1)]
    pane.sealed.setChecked(True)
    assert pane.draft is not None
    first, second = (pane.draft.groups[number - 1] for number in pane.draft.asked)
    QTest.keyClicks(pane.boxes[0], first)
    assert pane.boxes[1].hasFocus()
    QTest.keyClicks(pane.boxes[1], second[:3])
    assert "还差 1 位" in pane.fields[1].message
    assert not page.guide.next.isEnabled()
    wrong = "2" if second[3] != "2" else "3"
    QTest.keyClicks(pane.boxes[1], wrong)
    assert pane.fields[1].state == "error"
    assert second not in pane.fields[1].message
    assert not page.guide.next.isEnabled()
    QTest.keyClick(pane.boxes[1], Key.Key_Backspace)
    QTest.keyClicks(pane.boxes[1], second[3])
    assert page.guide.next.isEnabled()
    go_on(page)
    assert page.guide.index == 3
    assert not page.road.opened.accounts.recovery_due()
    assert page.road.opened.station.setup_step() == 3


def test_a_broken_printer_is_said_and_the_sheet_can_be_kept_as_a_file(
    start: Start, printers: PaperPrinters, tmp_path: Path
) -> None:
    page = at_sheet(start)
    pane = page.sheet.pane
    printers.broken = True
    QTest.mouseClick(pane.print_button, Qt.MouseButton.LeftButton)
    assert pane.trouble.isVisible()
    assert "打印机没有响应" in pane.trouble.text()
    # There are no settings yet, and perhaps no printer at all.
    assert "设置" not in pane.trouble.text()
    assert "另存 PDF" in pane.trouble.text()
    assert pane.print_button.hasFocus()
    assert not pane.sealed.isEnabled()
    pane.save_pdf(tmp_path / "恢复密钥.pdf")
    assert not pane.trouble.isVisible()
    assert (tmp_path / "恢复密钥.pdf").read_bytes().startswith(b"%PDF")
    assert pane.sealed.isEnabled()


def test_a_kill_in_the_third_step_prints_another_sheet(start: Start, new_entry: Entry, new_folder: DataFolder) -> None:
    page = at_sheet(start)
    first = page.sheet.pane.draft
    page.road.opened.close()
    assert new_entry.state() == "incomplete"
    services = new_entry.login(new_entry.tiles()[0].uuid, PASSWORD)
    again = start(services)
    assert again.guide.index == 2
    assert again.sheet.pane.draft is not None
    assert first is not None
    assert again.sheet.pane.draft.groups != first.groups


# ---- steps 4 and 5


def test_the_second_place_gets_the_first_backup(start: Start, tmp_path: Path) -> None:
    page = at_sheet(start)
    seal_sheet(page)
    assert not page.guide.next.isEnabled()
    page.backup.form.put(tmp_path / "nowhere")
    assert "找不到文件夹" in page.backup.form.field.message
    assert not page.guide.next.isEnabled()
    stick = tmp_path / "stick"
    stick.mkdir()
    page.backup.form.put(stick)
    go_on(page)
    assert page.guide.index == 4
    assert len(list(stick.iterdir())) == 1
    assert page.road.opened.backups.last() is not None


def test_without_a_stick_the_warning_stands_and_the_backup_is_made(start: Start) -> None:
    page = at_sheet(start)
    seal_sheet(page)
    page.backup.skip.setChecked(True)
    assert page.backup.alone.isVisible()
    go_on(page)
    assert page.guide.index == 4
    assert page.road.opened.backups.place() is None
    assert page.road.opened.backups.last() is not None


def test_the_printer_is_tried_and_the_station_is_ready(
    qtbot: QtBot, start: Start, printers: PaperPrinters, new_entry: Entry, new_folder: DataFolder
) -> None:
    page = at_sheet(start)
    seal_sheet(page)
    page.backup.skip.setChecked(True)
    go_on(page)
    assert not page.guide.next.isEnabled()
    choice = page.printer.choice
    assert choice.name() == "HP-M1005"
    QTest.mouseClick(choice.test, Qt.MouseButton.LeftButton)
    title, pdf, _copies, name = printers.sent[-1]
    assert (title, name) == ("打印机试打页", "HP-M1005")
    assert pdf.startswith(b"%PDF")
    QTest.mouseClick(choice.bad, Qt.MouseButton.LeftButton)
    assert not page.guide.next.isEnabled()
    QTest.mouseClick(choice.test, Qt.MouseButton.LeftButton)
    QTest.mouseClick(choice.good, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.finished):
        go_on(page)
    assert page.road.opened.station.setup_step() == 5
    assert page.road.opened.station.setting("printer.a5") == "HP-M1005"
    assert not new_folder.first_start.exists()
    assert new_entry.state() == "ready"


def test_no_printer_yet_is_no_hindrance(qtbot: QtBot, start: Start, printers: PaperPrinters) -> None:
    page = at_sheet(start)
    seal_sheet(page)
    printers.known = ()
    page.backup.skip.setChecked(True)
    go_on(page)
    assert "没有找到打印机" in page.printer.choice.words.text()
    assert not page.printer.choice.test.isEnabled()
    page.printer.skip.setChecked(True)
    with qtbot.waitSignal(page.finished):
        go_on(page)


def test_what_is_still_wanted_stands_beside_the_closed_button(start: Start) -> None:
    page = at_sheet(start)
    assert not page.guide.next.isEnabled()
    assert page.guide.bar.note_text() == "先打印恢复密钥"
