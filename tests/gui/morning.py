"""A morning at the desk, by keys alone. Run as a program it is the first half, up to the power cut.

`python -m tests.gui.morning <data folder>` plays until the parent kills it; it says `typing` once the last visitor's
words lie on the disk. The second half is played by the test itself, on what the first half left.
"""

import datetime as dt
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from gui.kit.overlay import Overlay
from gui.kit.rating import RatingPanel
from gui.kit.table import Table
from gui.kit.visit_panel import VisitPanel
from gui.navigation import Place, Target
from gui.qt import make_application
from gui.queue.page import QueuePage
from gui.theme import Theme
from gui.visits.guest_list import GuestList
from gui.visits.page import VisitPage
from gui.workbench.page import WorkbenchPage
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.kit.stand import children
from tests.gui.program import Program, window_over

OPENED = dt.timedelta(hours=-1)
GROUP, LEADER = 12, "欧阳守诚"
# With the leader they are five who speak for all; the list makes whoever comes after them a companion.
REPRESENTATIVES, COMPANION = ("贺晓岚", "周建新", "杨国梁", "邓立新"), "曾宪芝"
FIRST_HALF = ("唐铁生", "彭秀兰", "陈德茂", "李龑", "谭志远", "蒋玉梅", "罗湘平", "刘振湘")
CUT_OFF, CUT_OFF_WORDS = "胡望城", "优待证申领进度，说到一半停电了"
Panel = TypeVar("Panel", bound=QObject)


class Morning(Program):
    """The program in the hands of one clerk."""

    @property
    def queue(self) -> QueuePage:
        """The queue page, which must be on show."""
        assert isinstance(self.desk.page, QueuePage)
        return self.desk.page

    @property
    def workbench(self) -> WorkbenchPage:
        """The workbench, which must be on show."""
        assert isinstance(self.desk.page, WorkbenchPage)
        return self.desk.page

    def saved(self) -> int:
        """How many visits the station holds today."""
        return len(self.services.visits.today())

    # ---- the desk

    def save(self) -> None:
        """Ctrl+Enter, and wait until it is saved and its sheet printed."""
        before = self.saved()
        self.driver.press("Ctrl+Return")
        self.driver.wait(lambda: self.saved() == before + 1, f"保存第 {before + 1} 次来访")
        self.wait_printed(self.services.visits.today()[0].number)

    def wait_printed(self, number: str) -> None:
        """Until the desk says that this visit is saved and its sheet has gone to the printer."""
        strip = self.visits.strip
        self.driver.wait(
            lambda: number in strip.words() and "已保存并送打印机" in strip.words(), f"{number} 的回执送打印机"
        )

    def visitor(self, name: str, narrative: str) -> None:
        """F2 and somebody new with one question, answered and saved."""
        self.driver.press("F2", self.desk)
        self.fill(name, narrative)
        self.save()

    def fill(self, name: str, narrative: str) -> None:
        """Somebody new with one question on the desk that is there."""
        driver = self.driver
        driver.type(name)
        driver.press("Ctrl+N")
        driver.wait(lambda: self.visits.desk.who.new_mode, "新建服务对象")
        driver.press("Alt+1")
        driver.fill("诉求内容", narrative)

    def late_visitor(self, name: str, narrative: str, day: str, reason: str) -> None:
        """Ctrl+D: somebody who came on another day."""
        self.driver.press("F2", self.desk)
        self.fill(name, narrative)
        self.driver.press("Ctrl+D")
        self.driver.fill("来访日期", day)
        self.driver.fill("补登原因", reason)
        self.save()

    def interrupted(self, first: str, second: str) -> None:
        """F7: in the middle of one visitor another one is served, and then the first goes on where she was."""
        driver = self.driver
        driver.press("F2", self.desk)
        self.fill(first, f"{first}说到一半")
        driver.press("F7")
        driver.wait(lambda: self.visits.parked.isVisible() and self.visits.parked.rows, "停放")
        self.fill(second, f"{second}只问一句")
        self.save()
        driver.press("F7")
        driver.wait(lambda: self.visits.desk.who.new_mode, f"{first}回来了")
        driver.type("，接着说完")
        self.save()

    def group(self, leader: str, headcount: int, names: Sequence[str]) -> None:
        """F3: a common petition of many, with the names of those who came before the desk."""
        driver = self.driver
        driver.press("F3", self.desk)
        driver.type(leader)
        driver.press("Ctrl+N")
        driver.wait(lambda: self.visits.desk.who.new_mode, "新建服务对象")
        driver.fill("住址", "碧湘街 00 号")
        driver.fill("来访人数", str(headcount))
        driver.press("Ctrl+G")
        self.visits.desk.who.group.common.setFocus()
        driver.press("Space")
        driver.wait(self.visits.desk.who.group.common.isChecked, "共同事项")
        guests = self.visits.desk.who.group.parts[1]
        for at, name in enumerate(names, 1):
            guests.free.name.setFocus()
            driver.type(name)
            driver.press("Return")
            driver.wait(partial(_holds, guests, at), f"名单上第 {at} 位")
        driver.press("Ctrl+G")
        driver.press("Alt+1")
        driver.fill("请求", "请求按新标准核发企业军转干部待遇")
        driver.fill("事实", "2024 年 10 月起仍按旧标准发放")
        driver.fill("理由", "身份和年限没有变")
        driver.click("立信访件")
        self.save()

    # ---- the queue

    def take_number(self, name: str = "") -> None:
        """Ctrl+N, maybe a name, Enter."""
        before = self.services.queue.figures().taken
        self.driver.press("Ctrl+N")
        if name:
            self.driver.type(name)
        self.driver.press("Return")
        self.driver.wait(lambda: self.services.queue.figures().taken == before + 1, "取号")
        self.driver.wait(self.queue.slip.button.isEnabled, "号取完")

    def go_to_queue(self) -> None:
        """The queue page by its link on the workbench, the line in front."""
        self.desk.go(Target(Place.WORKBENCH))
        self.workbench.queue_link.click()
        self.driver.wait(lambda: isinstance(self.desk.page, QueuePage), "排队叫号")

    # ---- what is over a page

    def panel(self, kind: type[Panel]) -> Panel:
        """The panel of this kind, once it is there."""
        found: list[Panel] = []

        def look() -> bool:
            found[:] = [one.panel for one in self.overlays() if isinstance(one.panel, kind)]
            return bool(found)

        self.driver.wait(look, kind.__name__)
        return found[0]

    def correct(self, number: str, narrative: str, reason: str) -> None:
        """Alt+E in the visit's panel: other words, and why."""
        visit = self.open_visit(number)._shown.detail.row
        driver = self.driver
        driver.press("Alt+E")
        driver.wait(lambda: isinstance(self.desk.page, VisitPage) and self.visits.desk.correction.isVisible(), "更正")
        driver.fill("更正原因", reason)
        driver.fill("诉求内容", narrative)
        driver.press("Ctrl+Return")
        services = self.services
        driver.wait(lambda: services.visits.detail(visit.id).row.corrections == 1, "更正")
        self.wait_printed(number)

    def void(self, number: str, reason: str) -> None:
        """Alt+X in the visit's panel, a reason, and yes."""
        panel = self.open_visit(number)
        self.driver.press("Alt+X")
        self.driver.wait(panel.void_form.isVisible, "作废原因")
        self.driver.type(reason)
        self.driver.press("Ctrl+Return")
        self.driver.wait(lambda: panel._shown.detail.row.voided and not panel.void_form.isVisible(), "作废")
        self.close_panels()

    def rate_badly(self, number: str) -> None:
        """Alt+R in the visit's panel, the fourth of five levels."""
        self.open_visit(number)
        self.driver.press("Alt+R")
        panel = self.panel(RatingPanel)
        self.driver.press("4")
        # A key outside of texts is held back a blink: it might be the beginning of a scan.
        self.driver.wait(panel.save_button.isEnabled, "选了一级")
        self.driver.press("Ctrl+Return")
        self.driver.wait(panel.thanks.isVisible, "评价记下")
        self.close_panels()

    def overlays(self) -> list[Overlay]:
        """What lies over the page."""
        return [one for one in children(self.shell, Overlay) if one.isVisible()]

    def close_panels(self) -> None:
        """Esc, once for each."""
        while self.overlays():
            top = self.overlays()[-1]
            self.driver.press("Esc")
            self.driver.wait(partial(_is_gone, top), "面板关上")

    def open_visit(self, number: str) -> VisitPanel:
        """A visit of today, from the workbench by Enter."""
        self.desk.go(Target(Place.WORKBENCH))
        table: Table = self.workbench.today
        self.driver.wait(lambda: table.select(lambda row: _number_of(row) == number), f"{number} 在今日来访里")
        table.setFocus()
        self.driver.press("Return")
        return self.panel(VisitPanel)


def _holds(guests: GuestList, count: int) -> bool:
    return len(guests.rows) == count


def _is_gone(overlay: Overlay) -> bool:
    return not isValid(overlay) or not overlay.isVisible()


def _number_of(row: object) -> str:
    return str(getattr(getattr(row, "visit", None), "number", ""))


def first_half(morning: Morning) -> None:
    """Eight visitors and a group, then somebody whose words are cut off."""
    morning.log_in()
    for name in FIRST_HALF:
        morning.visitor(name, f"{name}咨询医保二次报销")
    morning.group(LEADER, GROUP, (*REPRESENTATIVES, COMPANION))
    morning.driver.press("F2", morning.desk)
    morning.fill(CUT_OFF, CUT_OFF_WORDS)
    morning.wait_for_draft()


def main(root: Path) -> None:
    """Play it in a process of its own."""
    Theme.install(make_application(["morning"]))
    with window_over(DataFolder(root), FixedClock(factories.MOMENT + OPENED)) as program:
        morning = Morning(program.shell)
        morning.shell.start()
        first_half(morning)
        print("typing", flush=True)
        morning.driver.wait(lambda: False, "停电")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
