"""One kind of paper for many cases: each issued by itself, printed one after the other, what was refused is listed."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from domain.field_specs import FieldKind, FieldSpec
from gui import jobs
from gui.bus import Bus
from gui.kit.label import Label
from gui.kit.overlay import Overlay
from gui.kit.printing import DeskPrinter
from gui.service_cases.questions import NARROW, FormPanel
from services import Changes, Services
from system.errors import Refusal

_KINDS = {
    "一次性告知书": "one_time_notice",
    "领取通知单": "collection_notice",
    "领取签收单": "collection_sheet",
    "退件告知书": "rejection_notice",
    "优待证申请表": "card_application",
}


class PrintMany(FormPanel):
    """The panel. Pressed once more while it works, the button stops it after the sheet in hand."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, ids: Sequence[int]) -> None:
        names = tuple(_KINDS)
        spec = FieldSpec(
            code="kind", label="哪一种", kind=FieldKind.CHOICE, choices=names, required=True, initial=names[0]
        )
        super().__init__(services, f"批量打印 {len(ids)} 件", (spec,))
        self._services, self._bus, self._printer, self._ids = services, bus, printer, tuple(ids)
        self.report = Label("", "label", "t2", wrap=True)
        self.body.addWidget(self.report)
        self.button.set_words("逐件出具并打印")
        self._job: jobs.Job | None = None
        self.wanted.connect(self._print)

    def open_over(self, host: QWidget) -> None:
        """Open it at the right edge."""
        Overlay(host, self, width=NARROW, align="right").open()
        self.form.focus_first()

    def _print(self, values: dict[str, str]) -> None:
        kind, cases = _KINDS[values["kind"]], self._services.service_cases

        def work(report: Callable[[object], None]) -> tuple[list[int], list[str]]:
            issued: list[int] = []
            refused: list[str] = []
            for at, case_id in enumerate(self._ids, 1):
                report(f"{at} / {len(self._ids)}")
                try:
                    issued.append(cases.issue(case_id, kind).id)
                except Refusal as error:
                    refused.append(f"{cases.detail(case_id).number}：{error}")
            return issued, refused

        self._job = jobs.run(
            self, work, self._on_done, self.show_refusal, on_progress=lambda words: self.report.setText(str(words))
        )

    def _on_done(self, came: tuple[list[int], list[str]]) -> None:
        issued, refused = came
        for document_id in issued:
            self._printer.print_document(self.window(), document_id)
        self._bus.tell(Changes(frozenset({"document"})))
        self.button.setEnabled(True)
        self.report.setText("\n".join([f"出具并送打印机 {len(issued)} 张。", *refused]))
