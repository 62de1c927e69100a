"""From the files in the folder to services ready for work: every way through the door."""

import datetime as dt
import os
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.setup.recovery_sheet import RecoverySheetPane
from gui.login.door import Door
from gui.login.errands import ErrandPage, OwnPasswordStep
from gui.login.first_start.wizard import FirstStart
from gui.login.guide import Guide
from gui.login.page import LoginPage
from gui.login.recover import NewSheetStep, RecoverPage
from gui.login.restore import RestorePage
from services import Services
from services.entry import Entry
from system.clock import FixedClock
from system.errors import Invalid, Trouble
from system.paths import DataFolder
from system.recovery_code import RecoveryCode, new_code
from tests import factories
from tests.gui.paper_printers import PaperPrinters
from tests.gui.question import answer, cancel_of

Key = Qt.Key
NEW = "Neuwort-2026"
Page = TypeVar("Page", bound=QWidget)


@pytest.fixture
def door(qtbot: QtBot, folder: DataFolder, entry: Entry, clock: FixedClock, printers: PaperPrinters) -> Iterator[Door]:
    """The door of a founded station; what it opened is closed afterwards."""
    made = Door(folder, entry_loader=lambda: entry, clock=clock, printers_of=printers.of)
    made.resize(1366, 696)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    opened: list[Any] = []
    made.opened.connect(opened.append)
    yield made
    for services in opened:
        services.close()


@pytest.fixture
def ready(entry: Entry) -> RecoveryCode:
    """The station's first start is done; the key of its sheet."""
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    services.station.set_setup_step(5)
    draft = services.accounts.new_recovery_sheet()
    services.accounts.confirm_recovery(draft, {number: draft.groups[number - 1] for number in draft.asked})
    services.close()
    return draft.code


def shown(door: Door, kind: type[Page]) -> Page:
    page = door.currentWidget()
    assert isinstance(page, kind)
    return page


def log_in(door: Door, password: str, tile: int = 0) -> None:
    page = shown(door, LoginPage)
    page.tiles.choose(tile)
    QTest.keyClicks(page.password, password)
    QTest.keyClick(page.password, Key.Key_Return)


def go_on(guide: Guide) -> None:
    QTest.keyClick(guide, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def type_password(page: RecoverPage | RestorePage) -> None:
    for edit in (page.password.password.first, page.password.password.again):
        edit.setFocus()
        QTest.keyClicks(edit, NEW)


def finish_sheet(pane: RecoverySheetPane, guide: Guide) -> None:
    QTest.mouseClick(pane.print_button, Qt.MouseButton.LeftButton)
    pane.sealed.setChecked(True)
    assert pane.draft is not None
    for number, box in zip(pane.draft.asked, pane.boxes, strict=True):
        box.setFocus()
        QTest.keyClicks(box, pane.draft.groups[number - 1])
    go_on(guide)


def opened(qtbot: QtBot, door: Door, act: Any) -> Services:
    with qtbot.waitSignal(door.opened) as came:
        act()
    services = came.args[0]
    assert isinstance(services, Services)
    return services


# ---- where the door leads


def test_an_empty_folder_begins_the_first_start(qtbot: QtBot, new_folder: DataFolder, clock: FixedClock) -> None:
    door = Door(new_folder, entry_loader=lambda: factories.entry_for(new_folder, clock), clock=clock)
    qtbot.addWidget(door)
    door.start()
    page = shown(door, FirstStart)
    with qtbot.waitSignal(door.closed):
        QTest.mouseClick(page.guide.back, Qt.MouseButton.LeftButton)
    assert not new_folder.database.exists()


def test_a_ready_station_is_a_password_away(door: Door, ready: RecoveryCode, qtbot: QtBot) -> None:
    door.start()
    services = opened(qtbot, door, lambda: log_in(door, factories.CHIEF_PASSWORD))
    assert services.actor.name == "谢国辉"


def test_a_first_start_cut_short_goes_on_after_the_login(door: Door) -> None:
    door.start()
    log_in(door, factories.CHIEF_PASSWORD)
    assert shown(door, FirstStart).guide.index == 2


def test_a_missing_database_is_said_and_nothing_is_made(door: Door, folder: DataFolder) -> None:
    folder.database.unlink()
    door.start()
    page = shown(door, LoginPage)
    assert "找不到数据文件" in page.trouble.text()
    assert not folder.database.exists()


def test_a_damaged_key_file_is_said_and_left_alone(door: Door, folder: DataFolder) -> None:
    folder.keyfile.write_bytes(b"{")
    door.start()
    page = shown(door, LoginPage)
    assert page.trouble.isVisible()
    assert folder.keyfile.read_bytes() == b"{"


def test_a_password_set_by_somebody_else_is_replaced_first(
    door: Door, ready: RecoveryCode, entry: Entry, qtbot: QtBot
) -> None:
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    uuid = factories.add_operator(services)
    services.close()
    door.start()
    log_in(door, factories.CLERK_PASSWORD, tile=1)
    page = shown(door, ErrandPage)
    assert isinstance(page.step, OwnPasswordStep)
    form = page.step.form
    for edit, words in ((form.old, factories.CLERK_PASSWORD), (form.new.first, NEW), (form.new.again, NEW)):
        edit.setFocus()
        QTest.keyClicks(edit, words)
    opened(qtbot, door, lambda: go_on(page.guide))
    entry.login(uuid, NEW).close()


# ---- the paper


def test_the_paper_lets_the_chief_in_and_a_new_paper_takes_its_place(
    door: Door, ready: RecoveryCode, entry: Entry, qtbot: QtBot, printers: PaperPrinters
) -> None:
    door.start()
    QTest.mouseClick(shown(door, LoginPage).recover, Qt.MouseButton.LeftButton)
    page = shown(door, RecoverPage)
    assert not page.guide.next.isEnabled()
    page.code.entry.put(ready.text)
    go_on(page.guide)
    type_password(page)
    go_on(page.guide)
    assert page.guide.index == 2
    assert not page.guide.back.isVisible()
    assert page.code.entry.typed() == ""
    services = opened(qtbot, door, lambda: finish_sheet(page.sheet.pane, page.guide))
    assert not services.accounts.recovery_due()
    assert len(printers.sent) == 1
    entry.login(factories.founded().chief, NEW).close()
    with pytest.raises(Invalid):
        entry.recover(ready.text, NEW)


def test_a_wrong_paper_leads_back_to_the_boxes_with_the_reason(door: Door, ready: RecoveryCode) -> None:
    door.start()
    door.show_recover()
    page = shown(door, RecoverPage)
    page.code.entry.put(new_code().text)
    go_on(page.guide)
    type_password(page)
    go_on(page.guide)
    assert page.guide.index == 0
    assert "第 1 号" in page.code.entry.note.text()
    assert page.password.password.text() == NEW
    QTest.mouseClick(page.guide.back, Qt.MouseButton.LeftButton)
    shown(door, LoginPage)


def test_a_kill_before_the_new_paper_asks_for_it_at_the_next_login(
    door: Door, ready: RecoveryCode, entry: Entry, qtbot: QtBot
) -> None:
    entry.recover(ready.text, NEW).close()
    door.start()
    log_in(door, NEW)
    page = shown(door, ErrandPage)
    assert isinstance(page.step, NewSheetStep)
    pane = page.step.pane
    opened(qtbot, door, lambda: finish_sheet(pane, page.guide))


# ---- the backup


@pytest.fixture
def restore(door: Door, ready: RecoveryCode, entry: Entry) -> RestorePage:
    """A backup was made, then the station was renamed; the page of restoring is open with the backup chosen."""
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    backup = services.backups.run()
    form = services.station.view()
    services.station.save(type(form)(**{**vars(form), "name": "改过的站名"}))
    services.close()
    door.start()
    door.show_restore()
    page = shown(door, RestorePage)
    page.choose.put(backup.path)
    return page


def walk_to_question(page: RestorePage, code: RecoveryCode) -> QPushButton:
    go_on(page.guide)
    page.code.entry.put(code.text)
    go_on(page.guide)
    type_password(page)
    go_on(page.guide)
    return cancel_of(page)


def test_the_login_says_when_the_last_backup_was_made_not_when_its_file_was_written(
    qtbot: QtBot, door: Door, entry: Entry, folder: DataFolder, clock: FixedClock
) -> None:
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    older = services.backups.run()
    clock.advance(dt.timedelta(hours=26))
    services.backups.run()
    services.close()
    # Copied back from a stick last: its file is the newest, what is in it isn't.
    os.utime(older.path)
    (folder.backups / "readme.txt").write_text("no backup", encoding="utf-8")
    clock.advance(dt.timedelta(minutes=5))
    door.start()
    page = shown(door, LoginPage)
    qtbot.waitUntil(lambda: page.brand.backup.title.text() == "上次备份 今天 11:42")


def test_the_login_says_where_there_is_no_backup_or_it_can_not_be_read(
    qtbot: QtBot, door: Door, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.start()
    first = shown(door, LoginPage)
    qtbot.waitUntil(lambda: first.brand.backup.title.text() == "还没有备份")

    def refuse() -> None:
        raise Trouble("磁盘没有响应。", "")

    monkeypatch.setattr(entry, "backups_in", refuse)
    door.show_login()
    second = shown(door, LoginPage)
    qtbot.waitUntil(lambda: second.brand.backup.title.text() == "备份暂时读不出来")


def test_the_backup_tells_what_is_in_it(restore: RestorePage) -> None:
    facts = {key: label.text() for key, label in restore.choose.facts.items()}
    assert facts["本站"] == factories.STATION.name
    assert facts["备份时间"] == "2026年11月24日 09:42"
    assert "工作人员 1" in facts["内容"]
    assert facts["恢复密钥"].startswith("第 1 号")


def test_the_question_rests_on_cancel_and_cancel_touches_nothing(
    restore: RestorePage, ready: RecoveryCode, folder: DataFolder, entry: Entry
) -> None:
    before = folder.keyfile.read_bytes()
    cancel = walk_to_question(restore, ready)
    QTest.keyClick(cancel, Key.Key_Return)
    assert restore.guide.index == 2
    assert folder.keyfile.read_bytes() == before
    entry.login(factories.founded().chief, factories.CHIEF_PASSWORD).close()


def test_the_backup_takes_the_place_and_the_old_data_stays_beside(
    door: Door, restore: RestorePage, ready: RecoveryCode, qtbot: QtBot, folder: DataFolder
) -> None:
    walk_to_question(restore, ready)
    answer(restore, "确认恢复")
    assert restore.guide.index == 3
    services = opened(qtbot, door, lambda: finish_sheet(restore.sheet.pane, restore.guide))
    assert services.station.view().name == factories.STATION.name
    assert list(folder.backups.glob("before-restore-*/station.db"))


def test_a_file_that_is_no_backup_is_said(door: Door, folder: DataFolder) -> None:
    door.start()
    door.show_restore()
    page = shown(door, RestorePage)
    stray = folder.root / "letter.txt"
    stray.write_text("not a backup", encoding="utf-8")
    page.choose.put(stray)
    assert page.choose.field.state == "error"
    assert not page.guide.next.isEnabled()
    page.choose.put(folder.root / "nowhere")
    assert page.choose.field.state == "error"


def test_the_first_start_begins_with_the_keyboard_in_its_first_field(
    qtbot: QtBot, new_folder: DataFolder, clock: FixedClock, printers: PaperPrinters
) -> None:
    entry = factories.entry_for(new_folder, clock)
    made = Door(new_folder, entry_loader=lambda: entry, clock=clock, printers_of=printers.of)
    qtbot.addWidget(made)
    made.start()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    page = made.currentWidget()
    assert isinstance(page, FirstStart)
    assert page.station.fields.edits["name"].hasFocus()
