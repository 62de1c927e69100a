"""设置 › 操作日志: who did what, newest first, and whether anybody changed the log afterwards."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from domain.dates import near_date
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import ChipText
from gui.kit.empty_state import EmptyState
from gui.kit.table import Cell, Column, Deliver, Table
from gui.settings.audit_words import action_words, detail_words, subject_words, went_wrong
from gui.settings.section import BELOW_TABLE, Section
from services import Services
from system.clock import Clock
from system.errors import Refusal

if TYPE_CHECKING:
    from services.audit import AuditPage, AuditRow

_PAGE = 100
_NUMBERS_NAMED = 5


class AuditSection(Section):
    """Each page that is read is itself an entry, so the list is read again only when the section comes up."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._next: int | None = None
        self._following: jobs.Job | None = None
        self._clock = Clock()
        self.result = Banner("", "green")
        self.result.hide()
        self.verify = Button("核对日志链", icon="shield_checkmark")
        self.table = Table(self._columns(), name="操作日志", empty=EmptyState("history", "还没有操作记录"))
        card = Card("操作日志", note="只增不改，看日志本身也会记一条", padded=False)
        card.add_header(self.verify)
        card.body.addWidget(self.table)
        card.body.set_spaces(margin=BELOW_TABLE)
        column = VBox(self, gap="m")
        column.addWidget(self.result)
        column.addWidget(card, 1)
        self.verify.clicked.connect(self.check_chain)

    def refresh(self) -> None:
        audit = self.services.audit
        jobs.run(self, lambda: audit.recent(limit=_PAGE), self._on_page, self._on_refused)

    def first_focus(self) -> QWidget:
        return self.table

    def check_chain(self) -> None:
        """Go through the whole chain and the anchors in the backups, in the background."""
        self.verify.setEnabled(False)
        self.verify.set_words("正在核对…")
        services = self.services
        jobs.run(
            self,
            lambda: (services.audit.verify(), services.backups.lost_anchors()),
            self._on_checked,
            self._on_refused,
        )

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("时间", self._time, width=130),
            Column("谁", lambda row: Cell(row.operator, bold=True), width=110),
            Column("做了什么", lambda row: action_words(row.action), width=190),
            Column("内容", _content),
            Column("结果", _outcome, width=84),
            Column("序号", lambda row: Cell(str(row.seq), tone="t3"), align="right", width=76),
        )

    def _time(self, row: "AuditRow") -> Cell:
        today = self._clock.today()
        return Cell(f"{near_date(row.at.date(), today)} {row.at:%H:%M:%S}", tone="t2")

    def _on_page(self, page: "AuditPage") -> None:
        if self._following is not None:
            self._following.cancel()
        self._next = page.next
        self.table.set_rows(page.rows, self._more if page.next is not None else None)

    def _more(self, deliver: Deliver) -> None:
        """The page before, while one scrolls. It is a write as well: reading the log is an entry in it."""
        audit, before = self.services.audit, self._next

        def take(page: "AuditPage") -> None:
            self._next = page.next
            deliver(page.rows, page.next is not None)

        def refused(error: Exception) -> None:
            deliver((), False)
            self._on_refused(error)

        self._following = jobs.run(self, lambda: audit.recent(before, limit=_PAGE), take, refused)

    def _on_checked(self, answer: tuple[tuple[int, ...], tuple[str, ...]]) -> None:
        self._rest()
        broken, lost = answer
        if not broken and not lost:
            self.result.set("每一条都接得上，没有被改过。备份里留的记号也对得上。", tone="green", title="日志完整")
        elif broken:
            named = "、".join(str(number) for number in broken[:_NUMBERS_NAMED])
            more = f" 等 {len(broken)} 条" if len(broken) > _NUMBERS_NAMED else ""
            words = f"第 {named}{more} 接不上，有人在程序之外动过数据。请保留现状，马上报告上级，不要恢复备份。"
            self.result.set(words, tone="red", title="日志被改动过")
        else:
            words = f"备份“{lost[0]}”里记下的日志，现在的数据里没有了。请保留现状，马上报告上级。"
            self.result.set(words, tone="red", title="日志少了一段")
        self.result.show()

    def _on_refused(self, error: Exception) -> None:
        self._rest()
        if isinstance(error, Refusal):
            self.result.set(str(error), tone="red")
            self.result.show()

    def _rest(self) -> None:
        self.verify.setEnabled(True)
        self.verify.set_words("核对日志链")


def _content(row: Any) -> Cell:
    words = f"{subject_words(row.action, row.subject_id)} {detail_words(row.detail)}".strip()
    return Cell(words, tone="t2")


def _outcome(row: Any) -> ChipText:
    well = row.success and not went_wrong(row.action)
    return ChipText("成功", "green", "checkmark") if well else ChipText("未成", "amber", "warning")
