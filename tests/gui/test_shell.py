"""The whole window: in, lock, out. What is typed stays, what is shown is covered, the next one sees nothing of it."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.tables import table
from gui import jobs
from gui.kit.overlay import Overlay, ask
from gui.login.page import LoginPage
from gui.navigation import Place, Target
from gui.shell import MINUTE_MS
from services.backups import Backups
from system.clock import FixedClock
from system.errors import Trouble
from system.paths import DataFolder
from tests import factories
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.program import Program, shown_words, window_over
from tests.gui.question import answer, cancel_of

NAME, WORDS = "欧阳守诚", "要求补发伤残抚恤金差额"
IDENTITY, PHONE = "430103196811021238", "13873105267"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A station whose first start is done."""
    return factories.put_ready_station(tmp_path / "data")


@pytest.fixture
def program(folder: DataFolder, clock: FixedClock, cups: FakeCups) -> Iterator[Program]:
    """The window at its login."""
    with window_over(folder, clock) as made:
        made.shell.start()
        yield made


@pytest.fixture
def at_desk(program: Program) -> Program:
    """The window with the chief logged in."""
    program.log_in()
    return program


def register(program: Program) -> None:
    program.new_visitor(NAME, WORDS, identity=IDENTITY, phone=PHONE)


def ask_something(program: Program, title: str) -> Overlay:
    return ask(program.shell, title, "说明", action="照办", on_yes=lambda _reason: None)


# ---- the lock


def test_the_lock_keeps_the_form_and_shows_nothing_of_it(at_desk: Program) -> None:
    register(at_desk)
    assert NAME in shown_words(at_desk.shell)
    before = at_desk.visits.desk.state("x")
    at_desk.driver.press("Ctrl+L", at_desk.desk)
    lock = at_desk.shell.lock_screen
    assert lock is not None
    assert lock.locked
    words = shown_words(at_desk.shell)
    assert not any(secret in words for secret in (NAME, WORDS, IDENTITY, PHONE))
    assert "草稿 1 份" in lock.kept.text()
    at_desk.driver.press("F2")
    at_desk.driver.press("Ctrl+Return")
    assert at_desk.services.visits.today() == ()
    at_desk.driver.fill("密码", factories.CHIEF_PASSWORD, lock)
    at_desk.driver.press("Return")
    assert lock.isHidden()
    assert at_desk.visits.desk.state("x") == before
    at_desk.save()
    assert [row.person for row in at_desk.services.visits.today()] == [NAME]


def test_what_lies_over_the_window_is_covered_too_and_out_of_reach(at_desk: Program) -> None:
    register(at_desk)
    at_desk.save()
    at_desk.desk.go(Target(Place.PRINT_CENTER, "document", id=at_desk.services.documents.issued()[0].id))
    asked = Overlay(at_desk.shell, QWidget())
    asked.open()
    at_desk.shell.lock()
    lock = at_desk.shell.lock_screen
    assert lock is not None
    assert not any(overlay.isVisible() for overlay in children(at_desk.shell, Overlay))
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert lock.isAncestorOf(focus)
        at_desk.driver.press("Tab")


def test_nothing_opens_over_the_lock_and_all_is_there_again_after_it(at_desk: Program) -> None:
    register(at_desk)
    before, late = ask_something(at_desk, "先问的"), []
    assert before.isVisible()
    at_desk.shell.lock()
    late.append(ask_something(at_desk, "锁着时才来的"))
    lock = at_desk.shell.lock_screen
    assert lock is not None
    assert not any(overlay.isVisible() for overlay in (before, *late))
    assert "先问的" not in shown_words(at_desk.shell)
    at_desk.driver.fill("密码", factories.CHIEF_PASSWORD, lock)
    at_desk.driver.press("Return")
    assert all(overlay.isVisible() for overlay in (before, *late))
    late[0].close_overlay()
    answer(at_desk.shell, "照办")
    assert not before.isVisible()


def test_what_was_answered_elsewhere_under_the_lock_does_not_come_back(at_desk: Program) -> None:
    asked = ask_something(at_desk, "正在等")
    at_desk.shell.lock()
    asked.close_overlay()
    lock = at_desk.shell.lock_screen
    assert lock is not None
    at_desk.driver.fill("密码", factories.CHIEF_PASSWORD, lock)
    at_desk.driver.press("Return")
    assert "正在等" not in shown_words(at_desk.shell)


def test_closing_from_the_lock_says_so_over_the_lock(
    at_desk: Program, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_backups: Backups) -> object:
        raise Trouble("磁盘已满，写不进去。", "请清理磁盘。")

    at_desk.shell.lock()
    with monkeypatch.context() as broken:
        broken.setattr(Backups, "on_exit", fail)
        at_desk.shell.close()
        assert "磁盘已满" in shown_words(at_desk.shell)
        cancel_of(at_desk.shell).click()
    jobs.set_runner(jobs.PoolRunner())
    at_desk.shell.close()
    assert "正在备份" in shown_words(at_desk.shell)
    at_desk.driver.wait(lambda: not at_desk.shell.isVisible(), "退出")
    assert len(list(folder.backups.glob("*.tyjrbak"))) == 1


def test_a_list_of_visitors_is_not_left_over_the_lock(at_desk: Program, qtbot: QtBot) -> None:
    register(at_desk)
    at_desk.save()
    at_desk.driver.press("F2", at_desk.desk)
    at_desk.driver.type("oy")
    lookup = at_desk.visits.desk.who.known.lookup
    qtbot.waitUntil(lambda: lookup.open)
    at_desk.shell.lock()
    assert not lookup.open


def test_nobody_moving_locks_by_itself_and_a_key_puts_it_off(at_desk: Program, qtbot: QtBot) -> None:
    idle = at_desk.shell._idle
    assert idle.interval() == table("security")["idle"]["minutes"] * MINUTE_MS
    idle.start(60_000)
    at_desk.driver.press("Shift", at_desk.desk)
    assert idle.interval() == table("security")["idle"]["minutes"] * MINUTE_MS
    register(at_desk)
    idle.start(1)
    lock = at_desk.shell.lock_screen
    assert lock is not None
    qtbot.waitUntil(lambda: lock.locked)
    assert "5 分钟没有操作" in lock.field.message
    assert not idle.isActive()
    at_desk.driver.fill("密码", factories.CHIEF_PASSWORD, lock)
    at_desk.driver.press("Return")
    assert at_desk.visits.desk.matters.editor.narrative.text() == WORDS
    assert idle.isActive()
    audit = [row.action for row in at_desk.services.audit.recent(limit=5).rows]
    assert any("lock" in action for action in audit)


def test_a_disk_that_answers_nothing_does_not_keep_the_lock_up(
    at_desk: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_named: object) -> object:
        raise Trouble("读写磁盘出错。", "请检查磁盘。")

    register(at_desk)
    for name in ("save", "mine"):
        monkeypatch.setattr(at_desk.services.drafts, name, broken)
    monkeypatch.setattr(at_desk.services.backups, "state", broken)
    monkeypatch.setattr(at_desk.services.accounts, "lock", broken)
    at_desk.shell.lock()
    lock = at_desk.shell.lock_screen
    assert lock is not None
    assert lock.locked
    assert NAME not in shown_words(at_desk.shell)


# ---- passwords


def test_too_many_wrong_passwords_lock_the_account_and_no_more(program: Program, clock: FixedClock) -> None:
    for _ in range(table("security")["lock_out"]["tries"]):
        program.try_password("Falsch-2026")
    page = program.login
    assert "锁到" in page.field.message
    assert not page.enter.isEnabled()
    clock.advance(timedelta(minutes=table("security")["lock_out"]["minutes"], seconds=1))
    page._show_lock()
    program.log_in()
    rows = program.services.audit.recent(limit=20).rows
    assert any(row.action == "login.refused" for row in rows)


def test_the_lock_counts_wrong_passwords_too_and_another_may_still_come_in(at_desk: Program) -> None:
    factories.add_operator(at_desk.services)
    register(at_desk)
    at_desk.shell.lock()
    lock = at_desk.shell.lock_screen
    assert lock is not None
    for _ in range(table("security")["lock_out"]["tries"]):
        at_desk.driver.fill("密码", "Falsch-2026", lock)
        at_desk.driver.press("Return")
    assert not lock.password.isEnabled()
    at_desk.driver.click("换人登录")
    page = at_desk.login
    assert [tile.tile.name for tile in page.tiles.tiles] == [factories.CHIEF.name, factories.CLERK.name]
    at_desk.try_password(factories.CHIEF_PASSWORD)
    assert at_desk.shell.desk is None
    assert "锁到" in page.field.message


# ---- one after the other


def test_the_next_operator_sees_nothing_of_the_first_ones_drafts(at_desk: Program, clock: FixedClock) -> None:
    uuid = factories.add_operator(at_desk.services)
    register(at_desk)
    at_desk.driver.press("F7")
    assert len(at_desk.services.drafts.mine()) == 1
    at_desk.shell.lock()
    at_desk.driver.click("换人登录")
    assert at_desk.shell.windowTitle().count(factories.STATION.name) == 0
    own = factories.log_in(at_desk.shell._folder, clock, uuid, factories.CLERK_PASSWORD)
    own.accounts.change_own_password(factories.CLERK_PASSWORD, "Jiedai-2027")
    own.close()
    at_desk.log_in("Jiedai-2027", factories.CLERK.name)
    assert at_desk.services.actor.name == factories.CLERK.name
    for place in (Place.WORKBENCH, Place.VISIT, Place.PEOPLE, Place.PRINT_CENTER, Place.SETTINGS):
        at_desk.desk.go(Target(place))
        QApplication.processEvents()
        assert not any(secret in shown_words(at_desk.shell) for secret in (NAME, WORDS, IDENTITY, PHONE)), place
    at_desk.shell.leave_desk()
    at_desk.log_in()
    assert [row.title for row in at_desk.services.drafts.mine()] == [f"{NAME} · 抚恤优待 {WORDS}"]


def test_a_paper_that_lies_open_goes_with_its_operator(at_desk: Program) -> None:
    sheet = Overlay(at_desk.shell, QWidget())
    sheet.open()
    at_desk.shell.leave_desk()
    assert not any(overlay.isVisible() for overlay in children(at_desk.shell, Overlay))
    assert isinstance(at_desk.shell.door.currentWidget(), LoginPage)


# ---- the end


def test_closing_backs_up_and_closing_twice_does_so_once(
    at_desk: Program, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real, calls = threading.Event(), Backups.on_exit, []

    def slow(backups: Backups) -> object:
        calls.append(1)
        gate.wait(10)
        return real(backups)

    monkeypatch.setattr(Backups, "on_exit", slow)
    jobs.set_runner(jobs.PoolRunner())
    at_desk.shell.close()
    at_desk.shell.close()
    assert at_desk.shell.isVisible()
    gate.set()
    at_desk.driver.wait(lambda: not at_desk.shell.isVisible(), "退出")
    assert len(calls) == 1
    assert len(list(folder.backups.glob("*.tyjrbak"))) == 1


def test_a_backup_that_fails_is_told_before_the_end(at_desk: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_backups: Backups) -> object:
        raise Trouble("磁盘已满，写不进去。", "请清理磁盘。")

    monkeypatch.setattr(Backups, "on_exit", fail)
    register(at_desk)
    at_desk.shell.close()
    assert at_desk.shell.isVisible()
    assert "磁盘已满" in shown_words(at_desk.shell)
    cancel_of(at_desk.shell).click()
    assert at_desk.visits.desk.matters.editor.narrative.text() == WORDS
    at_desk.shell.close()
    answer(at_desk.shell, "仍然退出")
    assert not at_desk.shell.isVisible()


def test_a_second_start_brings_the_window_back(program: Program) -> None:
    program.shell.showMinimized()
    program.shell.come_to_front()
    assert not program.shell.isMinimized()
    assert program.shell.isVisible()


def test_the_title_never_names_a_visitor(at_desk: Program) -> None:
    titles = set()
    register(at_desk)
    at_desk.save()
    person = at_desk.services.people.find(NAME)[0].id
    walk: tuple[Callable[[], None], ...] = (
        lambda: at_desk.desk.go(Target(Place.PEOPLE, "person", id=person)),
        lambda: at_desk.desk.go(Target(Place.VISIT, "person", id=person)),
        lambda: at_desk.desk.go(Target(Place.PRINT_CENTER)),
        at_desk.shell.lock,
    )
    for step in walk:
        step()
        QApplication.processEvents()
        titles |= {window.windowTitle() for window in QApplication.topLevelWidgets()}
    assert not any(secret in title for title in titles for secret in (NAME, IDENTITY, PHONE))
    assert any(factories.STATION.name in title for title in titles)
