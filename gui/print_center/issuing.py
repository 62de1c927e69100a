"""Issuing the station's own papers from the print centre, and showing or printing what was issued."""

import datetime as dt

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from gui import jobs
from gui.kit.overlay import ask, clear
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter
from gui.navigation import Place, Target
from gui.print_center.new_paper import NewPaper
from services import Services
from services.documents import IssuedPaper
from services.tally import Tally

DAY_TALLY = "day_tally"


class Issuing(QObject):
    """Asks and issues over the window of `page`.

    `issued(id)` once a paper is in the register, `printed(PrintResult)` where it went to the printer at once,
    `refused(Exception)`, `navigate_requested(Target)`.
    """

    issued = Signal(int)
    printed = Signal(object)
    refused = Signal(object)
    navigate_requested = Signal(object)

    def __init__(self, page: QWidget, services: Services, printer: DeskPrinter) -> None:
        super().__init__(page)
        self._page, self._services, self._printer = page, services, printer

    def choose(self, day: dt.date) -> None:
        """Which paper, about which days; one about a single day begins with `day`."""
        may_see_keys = Permission.STATION_SETTINGS in self._services.actor.permissions
        panel = NewPaper(self._services, day, may_see_keys=may_see_keys)
        panel.issued.connect(self._on_issued)
        panel.keys_wanted.connect(self._on_keys_wanted)
        panel.open_over(self._page.window())

    def tally(self, day: dt.date) -> None:
        """The day's tally; where something still waits that is asked about first."""
        jobs.run(self, lambda: self._services.tally.of(day), self._on_tally, self.refused.emit)

    def _on_tally(self, found: Tally) -> None:
        if found.settled:
            self._issue_tally(found.day)
            return
        ask(
            self._page.window(),
            f"还有 {found.open} 号没有确认，先出日清单？",
            "没有确认的会写在日清单的“待确认”里。先把它们确认完好或记为损坏，清单上就是齐的。",
            action="照样出",
            danger=False,
            on_yes=lambda _reason: self._issue_tally(found.day),
        )

    def _issue_tally(self, day: dt.date) -> None:
        def issued(paper: IssuedPaper) -> None:
            self._on_issued(paper, preview_first=True)

        jobs.run(self, lambda: self._services.station_papers.issue(DAY_TALLY, day), issued, self.refused.emit)

    def _on_issued(self, paper: IssuedPaper, preview_first: bool) -> None:
        self.issued.emit(paper.id)
        if preview_first:
            show_preview(self._page.window(), self._services, self._printer, paper.id)
        else:
            self._printer.print_document(self._page, paper.id, self.printed.emit)

    def _on_keys_wanted(self) -> None:
        clear(self._page.window())
        self.navigate_requested.emit(Target(Place.SETTINGS, "section", text="station_keys"))
