"""The whole program in a process of its own, for tests that kill it: real `main`, real window, driven from inside.

`python -m tests.faults.whole_program <play> <data folder> [words…]`. A play tells on stdout what it reached, a line a
step, and waits for a line on stdin where the parent is to do something. A play that fails ends the process with 3.
PLAY_FLAGS in the environment holds further flags for `main`.
"""

import json
import logging
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import main
from gui import crash
from gui.kit.overlay import Overlay
from gui.kit.preview import show_preview
from gui.navigation import Place, Target
from gui.qt import make_application
from gui.shell import Shell
from tests.faults.traces import ADDRESS, IDENTITY, NAME, PHONE, SECRETS, WORDS
from tests.gui.program import Program

FAILED = 3


def tell(*words: object) -> None:
    """One line to the parent."""
    print(*words, flush=True)


def wait_for_parent() -> None:
    """Go on when the parent says so; the window stands still meanwhile."""
    sys.stdin.readline()


def type_visit(program: Program) -> None:
    """Somebody new with a question, kept as a draft, not saved."""
    program.log_in()
    program.new_visitor(NAME, WORDS, identity=IDENTITY, phone=PHONE, address=ADDRESS)
    program.wait_for_draft()
    tell("kept")


def keep_typing(program: Program) -> None:
    """Type on and on; the parent kills."""
    type_visit(program)
    while True:
        program.driver.type("又一句")


def save(program: Program) -> None:
    """Ctrl+Enter, and then whatever comes; the parent kills, or the printer does."""
    type_visit(program)
    page = program.visits
    tell("pressing")
    program.save()
    program.driver.wait(lambda: page.strip.isVisible() and "已保存并送打印机" in page.strip.words(), "打印")
    tell("printed")
    program.driver.wait(lambda: False, "一直等着")


def take_up(program: Program) -> None:
    """Log in after a kill: the workbench offers the draft; open it and tell what stands on the desk."""
    program.log_in()
    driver = program.driver
    driver.wait(lambda: driver.shows("1 份未完成草稿"), "草稿在工作台上")
    driver.click("继续填写")
    driver.wait(lambda: program.visits.desk.who.new_mode, "草稿打开")
    state = program.visits.desk.state("")
    assert state.form.new_person is not None
    tell(json.dumps({"matter": asdict(state.form.matters[0]), "person": asdict(state.form.new_person)}))
    leave(program)


def come_to_front(program: Program) -> None:
    """Be the first instance, out of sight, until a second start asks for the window."""
    program.shell.showMinimized()
    tell("ready")
    program.driver.wait(lambda: not program.shell.isMinimized(), "窗口回到前面")
    tell("raised")
    wait_for_parent()
    leave(program)


def whole_session(program: Program) -> None:
    """All that touches a visitor's data on one morning, the log at its most talkative; no title names her."""
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger("play").debug("from here on everything is written down")
    type_visit(program)
    program.save()
    driver, desk = program.driver, program.desk
    driver.wait(lambda: program.services.documents.issued() and "送打印机" in program.visits.strip.words(), "保存")
    driver.wait(lambda: "已保存并送打印机" in program.visits.strip.words(), "打印")
    paper, person = program.services.documents.issued()[0], program.services.people.find(NAME)[0]
    show_preview(program.shell, program.services, program.desk._parts.printer, paper.id)
    driver.wait(lambda: any(isinstance(part, Overlay) for part in program.shell.children()), "预览")
    _check_titles()
    driver.press("Esc")
    program.services.people.reveal(person.id, "identity")
    desk.go(Target(Place.PEOPLE, "person", id=person.id))
    driver.wait(lambda: driver.shows("430103********1238"), "证件号已遮住")
    _check_titles()
    desk.go(Target(Place.VISIT, "person", id=person.id))
    driver.wait(lambda: program.visits.desk.who.person_id == person.id, "来访登记上有这个人")
    _check_titles()
    driver.press("Alt+1", desk)
    driver.fill("诉求内容", WORDS)
    program.wait_for_draft()
    crash.report(ValueError(f"{NAME} {IDENTITY} {PHONE} {WORDS}"))
    driver.wait(lambda: any(isinstance(one, crash.CrashWindow) for one in QApplication.topLevelWidgets()), "出错窗口")
    _check_titles()
    for window in QApplication.topLevelWidgets():
        if isinstance(window, crash.CrashWindow):
            assert not any(secret in window.text() for secret in SECRETS)
            window.close()
    program.shell.lock()
    _check_titles()
    tell("look")
    wait_for_parent()
    leave(program)


def leave(program: Program) -> None:
    """Close the window as the operator does, backup and all."""
    program.shell.close()
    program.driver.wait(lambda: not program.shell.isVisible(), "退出")


def _check_titles() -> None:
    titles = [window.windowTitle() for window in QApplication.topLevelWidgets()]
    assert not any(secret in title for title in titles for secret in SECRETS), titles


PLAYS: dict[str, Callable[[Program], None]] = {
    "type_visit": keep_typing,
    "save": save,
    "take_up": take_up,
    "come_to_front": come_to_front,
    "whole_session": whole_session,
    "leave": leave,
}


def begin(play: Callable[[Program], None]) -> None:
    """Play once the real window is there."""
    try:
        (shell,) = [window for window in QApplication.topLevelWidgets() if isinstance(window, Shell)]
        shell.activateWindow()
        play(Program(shell))
    except BaseException:
        traceback.print_exc()
        os._exit(FAILED)


if __name__ == "__main__":
    chosen = PLAYS[sys.argv[1]]
    make_application(["program"])
    QTimer.singleShot(0, lambda: begin(chosen))
    sys.exit(main.main(["--data", str(Path(sys.argv[2])), *os.environ.get("PLAY_FLAGS", "").split()]))
