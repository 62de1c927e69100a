"""A road through the desk under way, and the steps that roads are made of.

What is waited for between two keys is what the operator sees before she presses the next one. Where a control is
reached by Tab or by an arrow, each press counts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtWidgets import QApplication

from benchmarks.hands import Hands
from domain.people_rules import PersonForm
from gui import jobs
from gui.bus import Bus
from gui.kit.overlay import clear, overlays_of
from gui.kit.printer_queues import PrinterQueues, PrintJob
from gui.kit.printing import DeskPrinter
from gui.main_window import MainWindow
from gui.page import Page
from gui.tour.driver import Driver, TourFailed
from gui.visits.page import VisitPage
from gui.workbench.page import WorkbenchPage
from services import Services
from services.visits import VisitDetail
from system.printers import Printer

# More stops or lines than any page has.
MOST_STOPS = 120
# The window on the smallest screen that the product promises to fit.
SCREEN = (1366, 728)
Shown = TypeVar("Shown", bound=Page)


class CountingQueues(PrinterQueues):
    """A printer that is always ready and takes each sheet at once."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.sheets = 0

    def printers(self) -> tuple[Printer, ...]:
        return (Printer("Office", True, True),)

    def deliver(self, job: PrintJob, pdf: bytes, title: str, copies: int = 1) -> None:
        self.sheets += 1


@dataclass
class Walk:
    """The desk, the hands, and the eyes that wait for what the keys did. `pressed` tells where a road broke off."""

    desk: MainWindow
    services: Services
    queues: CountingQueues
    hands: Hands
    driver: Driver
    pressed: list[str] = field(default_factory=list)

    @property
    def visits(self) -> VisitPage:
        """The visit desk, which must be on show."""
        return self._page(VisitPage, "来访登记")

    @property
    def workbench(self) -> WorkbenchPage:
        """The workbench, which must be on show."""
        return self._page(WorkbenchPage, "工作台")

    def newest(self) -> VisitDetail:
        """The visit that was saved last."""
        return self.services.visits.detail(self.services.visits.today()[0].id)

    def lies_over(self, kind: type) -> bool:
        """Whether a panel of this kind lies over the page."""
        return any(isinstance(one.panel, kind) for one in overlays_of(self.desk.window()) if one.isVisible())

    def chord(self, words: str) -> None:
        """One key or chord, and whatever it set going done."""
        self.pressed.append(words)
        self.hands.chord(words)
        QApplication.processEvents()
        self.driver.wait(lambda: not jobs.under_way(), "空下来")

    def _page(self, kind: type[Shown], words: str) -> Shown:
        page = self.desk.page
        self.driver.check(isinstance(page, kind), f"没有打开{words}")
        assert isinstance(page, kind)
        return page


Step = Callable[[Walk], None]
Fact = Callable[[Walk], object]


class Road(NamedTuple):
    """A road from the workbench after login. `before`: what happened before the keys; `arrived`: holds at its end."""

    title: str
    steps: tuple[Step, ...]
    arrived: Fact
    before: Callable[[Services], object] | None = None
    limit: int | None = None


def walked(services: Services, road: Road) -> Hands:
    """The hands after the whole road, from a desk just opened. TourFailed with the keys that led astray."""
    if road.before is not None:
        road.before(services)
    bus = Bus()
    printer = DeskPrinter(services)
    queues = printer.queues = CountingQueues(services)
    desk = MainWindow(services, bus, printer)
    desk.resize(*SCREEN)
    desk.show()
    desk.activateWindow()
    walk = Walk(desk, services, queues, Hands(desk), Driver(desk, Path()))
    walk.driver.wait(lambda: desk.isActiveWindow() and not jobs.under_way(), "工作台")
    desk.take_focus()
    try:
        _go(walk, road)
    except TourFailed as failure:
        raise TourFailed(f"“{road.title}”：{failure}（按过：{' '.join(walk.pressed)}）") from failure
    walk.driver.wait(lambda: not jobs.under_way(), "空下来")
    clear(desk)
    desk.hide()
    desk.deleteLater()
    walk.driver.settle()
    return walk.hands


def _go(walk: Walk, road: Road) -> None:
    """All steps, then what they were for."""
    for step in road.steps:
        step(walk)
    walk.driver.wait(lambda: road.arrived(walk), "走到头")


def keys(*chords: str) -> Step:
    """Keys and chords in turn."""

    def step(walk: Walk) -> None:
        for chord in chords:
            walk.chord(chord)

    return step


def search(words: str) -> Step:
    """Letters or digits by which something is looked for: keys like any other."""
    return lambda walk: walk.hands.letters(words)


def say(words: str) -> Step:
    """Free text."""
    return lambda walk: walk.hands.words(words)


def copy(digits: str) -> Step:
    """A number from a card."""
    return lambda walk: walk.hands.number(digits)


def until(words: str, fact: Fact) -> Step:
    """Wait for what the operator waits for."""
    return lambda walk: walk.driver.wait(lambda: fact(walk), words)


def press_until(chord: str, words: str, fact: Fact) -> Step:
    """Tab or an arrow, once more and once more, until the keyboard stands where it is wanted."""

    def step(walk: Walk) -> None:
        for _ in range(MOST_STOPS):
            if fact(walk):
                return
            walk.chord(chord)
        walk.driver.check(False, f"{chord} 走不到“{words}”")

    return step


def tab_to(name: str) -> Step:
    """Tab to the control of this name."""
    return press_until("Tab", name, lambda walk: name in walk.hands.target().accessibleName())


def find(person: PersonForm) -> tuple[Step, ...]:
    """The last four digits of the phone, arrows where others share them, and Enter: this person is on the desk.

    Not by initials: many share them in a full register.
    """

    def on_row(walk: Walk) -> bool:
        shown = walk.visits.desk.who.known.lookup.list
        choice = shown.current() if shown is not None else None
        return choice is not None and choice.title == person.name

    def taken(walk: Walk) -> bool:
        return walk.visits.desk.who.name() == person.name and walk.visits.desk.panel.person_id is not None

    return (
        search(person.phone[-4:]),
        until(f"找到{person.name}", lambda walk: walk.visits.desk.who.known.lookup.open),
        press_until("Down", person.name, on_row),
        keys("Return"),
        until(f"选中{person.name}", taken),
    )
