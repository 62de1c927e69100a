"""What is done with many cases at once: another handler, one kind of paper for each, into a bundle; and the ledgers."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from domain.field_specs import FieldKind, FieldSpec
from domain.tables import limit
from gui import jobs
from gui.bus import Bus
from gui.kit.overlay import Overlay, tell
from gui.kit.printing import DeskPrinter
from gui.kit.toast import Toasts
from gui.service_cases.ledgers import LedgerPanel
from gui.service_cases.list_print import PrintRun
from gui.service_cases.questions import NARROW, FormPanel, PaperChoice, ask_form
from services import Changes, Services
from services.batches import Put
from services.service_cases import CaseListRow, CaseQuery
from system.errors import Refusal

Offers = tuple[tuple[str, str, str], ...]
_BUNDLED = (
    FieldSpec(
        code="bundled_on",
        label="编批日期",
        kind=FieldKind.DATE,
        required=True,
        initial="today",
        hint="不早于受理，也不能是以后的日子",
    ),
)


class Bulk(QObject):
    """Asks over the window of `view`, and does it. `done` when the ticks have served; `bundled(batch id)`."""

    done = Signal()
    bundled = Signal(int)

    def __init__(self, view: QWidget, services: Services, bus: Bus, printer: DeskPrinter) -> None:
        super().__init__(view)
        self._view, self._services, self._bus, self._printer = view, services, bus, printer
        self.toasts = Toasts(view)

    # ---- another handler

    def reassign(self, rows: Sequence[CaseListRow]) -> None:
        """Ask for the handler and the reason."""
        if self._too_many(rows, "改派"):
            return

        def ask(names: Mapping[str, str]) -> None:
            specs = (
                FieldSpec(
                    code="handler", label="改由谁承办", kind=FieldKind.CHOICE, choices=tuple(names), required=True
                ),
                FieldSpec(code="reason", label="为什么改派", required=True, hint="比如：王静休假，这几天由李莎接着办"),
            )
            panel = FormPanel(self._services, "批量改派", specs, note=f"{len(rows)} 件")

            ids = [row.id for row in rows]

            def work(values: Mapping[str, str]) -> tuple[Changes, Mapping[str, str]]:
                cases = self._services.service_cases
                return cases.reassign(ids, names[values["handler"]], values["reason"]), values

            ask_form(self._view, panel, work, self._on_reassigned)

        jobs.run(self._view, self._handlers, ask, self._refuse)

    def _on_reassigned(self, came: tuple[Changes, Mapping[str, str]]) -> None:
        changes, values = came
        self._bus.tell(changes)
        self.toasts.show(f"已改由{values['handler']}承办", values["reason"], icon="person")
        self.done.emit()

    def _handlers(self) -> Mapping[str, str]:
        """Name (with the post where two are called the same) → uuid."""
        found = self._services.accounts.names()
        count = [one.name for one in found]
        return {one.name if count.count(one.name) == 1 else f"{one.name}（{one.post}）": one.uuid for one in found}

    # ---- one paper for each

    def print(self, rows: Sequence[CaseListRow]) -> None:
        """Ask which kind of paper, then issue and print it for each case that may have it."""
        if self._too_many(rows, "打印"):
            return
        ids, cases = [row.id for row in rows], self._services.service_cases

        def work() -> Offers:
            return offers_together([cases.paper_offers(case_id) for case_id in ids])

        def offered(offers: Offers) -> None:
            panel = PaperChoice(f"{len(rows)} 件", offers)
            overlay = Overlay(self._view.window(), panel, width=NARROW, align="right")

            def chosen(kind: str) -> None:
                overlay.close_overlay()
                self._run(kind, rows)

            panel.chosen.connect(chosen)
            overlay.open()

        jobs.run(self._view, work, offered, self._refuse)

    def _run(self, kind: str, rows: Sequence[CaseListRow]) -> None:
        panel = PrintRun(self._services, self._printer, kind, [(row.id, row.number) for row in rows])
        panel.issued.connect(lambda paper_id: self._bus.tell(Changes(frozenset({"document"}), paper_id)))
        panel.ended.connect(self.done)
        overlay = Overlay(self._view.window(), panel, width=NARROW + NARROW // 2, height=NARROW)
        # Esc or ✕ while it runs: no further sheet is issued.
        overlay.closed.connect(panel.stop)
        overlay.open()
        panel.start()

    # ---- into a bundle

    def bundle(self, rows: Sequence[CaseListRow]) -> None:
        """Ask for the day, and put them into the open bundle for where they go; who can't go is named."""
        ids = [row.id for row in rows]
        if self._too_many(rows, "编入"):
            return

        def put(came: Put) -> None:
            self._bus.tell(came.changes)
            if came.refused:
                told = "；".join(f"{number}：{why.rstrip('。')}" for number, why in came.refused[:5])
                rest = f"；另有 {len(came.refused) - 5} 件" if len(came.refused) > 5 else ""
                tell(self._view.window(), f"有 {len(came.refused)} 件没有编入", f"{told}{rest}。")
            if came.batch_id is None:
                return
            went = len(ids) - len(came.refused)
            batch = came.batch_id
            self.toasts.show(
                f"{went} 件已编入", came.number, action="看这一批", on_action=lambda: self.bundled.emit(batch)
            )
            self.done.emit()

        batches = self._services.batches
        panel = FormPanel(self._services, "编入报送批次", _BUNDLED, note=f"{len(rows)} 件")
        panel.button.set_words("编入")
        ask_form(self._view, panel, lambda values: batches.put_in(ids, day=values["bundled_on"]), put)

    # ---- ledgers

    def ledger(self, query: CaseQuery) -> None:
        """Ask which ledger, of the list's own days where it has some, else of this month so far."""
        today = self._services.clock.today()
        last = min(query.until or today, today)
        first = min(query.since or today.replace(day=1), last)
        LedgerPanel(self._services, self._bus, self._printer, first, last).open_over(self._view.window())

    # ---- inside

    def _too_many(self, rows: Sequence[CaseListRow], verb: str) -> bool:
        most = limit("cases_at_once")
        if len(rows) > most:
            tell(self._view.window(), f"一次最多{verb} {most} 件", "请先筛选，分几次来。")
        return len(rows) > most

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self._view.window(), str(error))


def offers_together(offers: Sequence[Offers]) -> Offers:
    """What may be issued for at least one of the cases, and for how many; where for none, why not for the first."""
    titles: dict[str, str] = {}
    free: dict[str, int] = {}
    why: dict[str, str] = {}
    for kind, title, why_not in (offer for each in offers for offer in each):
        titles.setdefault(kind, title)
        free[kind] = free.get(kind, 0) + (not why_not)
        why.setdefault(kind, why_not)
    return tuple(
        (kind, f"{title} · {free[kind]} 件", "" if free[kind] else why[kind]) for kind, title in titles.items()
    )
