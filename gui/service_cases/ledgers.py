"""Which ledger of cases, and of which days: shown as a preview, printed from there."""

import datetime as dt

from PySide6.QtWidgets import QWidget

from domain.field_specs import FieldKind, FieldSpec
from gui import jobs
from gui.bus import Bus
from gui.kit.overlay import Overlay
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter
from gui.service_cases.questions import NARROW, FormPanel
from services import Changes, Services
from services.documents import IssuedPaper


class LedgerPanel(FormPanel):
    """The panel; the paper is registered and shown."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, first: dt.date, last: dt.date) -> None:
        self._titles = {one.title: one.code for one in services.case_ledgers.titles()}
        names = tuple(self._titles)
        specs = (
            FieldSpec(
                code="ledger", label="哪一本", kind=FieldKind.CHOICE, choices=names, required=True, initial=names[0]
            ),
            FieldSpec(code="first", label="从", kind=FieldKind.DATE, required=True, initial=first.isoformat()),
            FieldSpec(code="last", label="到", kind=FieldKind.DATE, required=True, initial=last.isoformat()),
        )
        super().__init__(services, "出台账", specs)
        self._services, self._bus, self._printer = services, bus, printer
        self.button.set_words("出台账")
        self.wanted.connect(self._issue)

    def open_over(self, host: QWidget) -> None:
        """Open it at the right edge."""
        self._host = host
        Overlay(host, self, width=NARROW, align="right").open()
        self.form.focus_first()

    def _issue(self, values: dict[str, str]) -> None:
        code = self._titles[values["ledger"]]
        first, last = dt.date.fromisoformat(values["first"]), dt.date.fromisoformat(values["last"])

        def issued(paper: IssuedPaper) -> None:
            self.dismissed.emit()
            self._bus.tell(Changes(frozenset({"document"}), paper.id))
            show_preview(self._host, self._services, self._printer, paper.id)

        ledgers = self._services.case_ledgers
        jobs.run(self._host, lambda: ledgers.issue(code, first, last), issued, self.show_refusal)
