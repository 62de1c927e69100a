"""Walks the tour: makes a station in an empty folder under `target`, takes each step, and says how it went."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gui import crash
from gui.qt import make_application
from gui.shell import Shell
from gui.theme import Theme
from gui.tokens import SMALL_SCREEN
from gui.tour.driver import Driver, TourFailed
from gui.tour.printer import FolderPrinter
from gui.tour.stage import MORNING, Tour
from gui.tour.steps import STEPS
from services.self_test import SelfTestFailed
from system.clock import Clock, FixedClock
from system.errors import Refusal
from system.paths import DataFolder

if TYPE_CHECKING:
    from services.entry import Entry

KEPT = ("papers", "data", "usb")


def walk(
    target: Path, entry_loader: "Callable[[DataFolder, Clock], Callable[[], Entry]]", say: Callable[[str], None]
) -> int:
    """Take all steps; returns the exit code. Pictures lie in `target`, papers in `target/papers`."""
    _clear(target)
    papers, data, usb = (target / name for name in KEPT)
    Theme.install(make_application())
    hook = crash.CrashHook()
    hook.install()
    clock, folder = FixedClock(MORNING), DataFolder(data)
    shell = Shell(
        folder, clock, entry_loader(folder, clock), queues_of=lambda services: FolderPrinter(services, papers)
    )
    shell.resize(*SMALL_SCREEN)
    shell.show()
    shell.start()
    tour = Tour(shell, Driver(shell, target), clock, papers, usb)
    passed = _take_steps(tour, hook, say)
    shutil.rmtree(data, ignore_errors=True)
    say(f"画面在 {target}（{tour.driver.shots} 张），文书在 {papers}（{len(tour.printed())} 份）")
    return 0 if passed else 1


def _take_steps(tour: Tour, hook: crash.CrashHook, say: Callable[[str], None]) -> bool:
    for name, step in STEPS:
        try:
            step(tour)
            if hook.window is not None:
                raise TourFailed(hook.window.text())
        except (TourFailed, SelfTestFailed, Refusal) as failed:
            tour.driver.shot("failed")
            say(f"失败  {name}：{failed}")
            return False
        say(f"通过  {name}")
    return True


def _clear(target: Path) -> None:
    """Make the folders; of an earlier tour only what a tour makes is removed."""
    target.mkdir(parents=True, exist_ok=True)
    for picture in target.glob("[0-9][0-9]-*.png"):
        picture.unlink()
    for name in KEPT:
        shutil.rmtree(target / name, ignore_errors=True)
        (target / name).mkdir()
