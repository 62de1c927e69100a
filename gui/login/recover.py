"""The way back in by the recovery paper: type or scan the key, set the chief's new password, print the next sheet.

The used sheet is void as soon as the password stands; so the last step can't be gone around, and a kill in it is caught
at the next login of a chief (`Accounts.recovery_due`).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import VBox
from gui.kit.card import Card
from gui.kit.problems import Problem, jump_to_first
from gui.kit.setup.code_entry import CodeEntry
from gui.kit.setup.new_password import NewPassword
from gui.kit.setup.printer import PrintersOf, real_printers
from gui.kit.setup.recovery_sheet import RecoverySheetPane
from gui.login.guide import Guide, GuideStep
from system.errors import Invalid, Refusal

if TYPE_CHECKING:
    from services import Services
    from services.entry import Entry

_PROMISE = "全程不联网。恢复密钥只在纸上，用过一次就作废。"


class CodeStep(GuideStep):
    """The key, group by group or by a scan."""

    title = "输入恢复密钥"
    note = "照着纸输，或扫码"
    heading = "用恢复密钥登录"
    lead = "从信封里取出恢复密钥，照着纸输入 8 组。输对以后给站长设一个新密码。"

    def __init__(self, title: str = "", heading: str = "", lead: str = "") -> None:
        super().__init__()
        self.title, self.heading, self.lead = title or self.title, heading or self.heading, lead or self.lead
        self.entry = CodeEntry()
        column = VBox(self, gap="l")
        card = Card("")
        card.body.addWidget(self.entry)
        column.addWidget(card)
        column.addWidget(Banner("用过的这张纸马上作废，接下来会打印一张新的。旧纸当场撕毁。", "amber"))
        self.entry.changed.connect(self.changed)

    def entered(self) -> None:
        self.entry.setFocus()

    def shown_problems(self) -> list[Problem]:
        typed = self.entry.typed()
        return self.entry.problems() if typed and self.entry.shows_fault() else []

    def blocked(self) -> str:
        problems = self.entry.problems()
        return problems[0].message if problems else ""


class PasswordStep(GuideStep):
    """The new password; going on tries the key. `opening(password)` gives the work that opens the store."""

    title = "站长新密码"
    note = "设好就能登录"
    heading = "给站长设一个新密码"
    lead = "原来的密码不再有用。别的工作人员的密码不变。"

    def __init__(
        self,
        opening: "Callable[[str], Callable[[], Services]]",
        took: Callable[["Services"], None],
        *,
        confirm: Callable[[Callable[[], None]], None] | None = None,
        busy: str = "正在用恢复密钥打开数据…",
    ) -> None:
        super().__init__()
        self._confirm, self._busy_words = confirm, busy
        self._opening, self._took = opening, took
        self._busy = ""
        self.code_refused: Callable[[str], None] = lambda _sentence: None
        self.password = NewPassword()
        self.trouble = Banner("", "red")
        column = VBox(self, gap="l")
        card = Card("")
        card.body.addWidget(self.password)
        column.addWidget(card)
        column.addWidget(self.trouble)
        self.trouble.hide()
        self.password.changed.connect(self.changed)
        self.password.entered.connect(self._on_entered)

    def entered(self) -> None:
        self.trouble.hide()
        self.password.setFocus()

    def busy(self) -> str:
        return self._busy

    def shown_problems(self) -> list[Problem]:
        fields = (self.password.first_field, self.password.again_field)
        return [Problem(field.label, field.message, field.control) for field in fields if field.state == "error"]

    def proceed(self) -> None:
        problems = self.password.show_problems()
        if problems:
            jump_to_first(problems)
            self.changed.emit()
            return
        self.trouble.hide()
        if self._confirm is None:
            self._open()
        else:
            self._confirm(self._open)

    def _open(self) -> None:
        work = self._opening(self.password.text())
        self._set_busy(self._busy_words)
        jobs.run(self, work, self._on_opened, self._on_refused)

    def _on_entered(self) -> None:
        if not self._busy:
            self.proceed()

    def _on_opened(self, services: "Services") -> None:
        self._set_busy("")
        self.password.clear()
        self._took(services)
        self.done.emit()

    def _on_refused(self, error: Exception) -> None:
        self._set_busy("")
        if isinstance(error, Invalid) and "code" in error.fields:
            self.code_refused(error.fields["code"])
        elif isinstance(error, Invalid):
            self.password.first_field.set_error(str(error).rstrip("。"))
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red")
            self.trouble.show()
        self.changed.emit()

    def _set_busy(self, words: str) -> None:
        self._busy = words
        self.password.setEnabled(not words)
        self.changed.emit()


class NewSheetStep(GuideStep):
    """The next sheet, on paper and read back."""

    title = "打印新的恢复密钥"
    note = "打印并封存"
    heading = "打印并封存新的恢复密钥"
    lead = "现在没有一张恢复密钥是有效的。打印新的一张，封好，照着纸输入两组，就可以开始用。"
    back_allowed = False

    def __init__(self, services: Callable[[], "Services"], printers_of: PrintersOf) -> None:
        super().__init__()
        self._services, self._printers_of = services, printers_of
        self.pane = RecoverySheetPane()
        VBox(self).addWidget(self.pane)
        self.pane.changed.connect(self.changed)
        self.pane.confirmed.connect(lambda _changes: self.done.emit())

    def entered(self) -> None:
        if self.pane.draft is None:
            services = self._services()
            self.pane.start(services, self._printers_of(services))

    def shown_problems(self) -> list[Problem]:
        return self.pane.shown_problems()

    def blocked(self) -> str:
        return self.pane.missing()

    def busy(self) -> str:
        return self.pane.busy

    def proceed(self) -> None:
        self.pane.confirm()


class RecoverPage(QWidget):
    """`recovered` carries the opened services once the new sheet is valid, `left` goes back to the login."""

    recovered = Signal(object)
    left = Signal()

    def __init__(
        self,
        *,
        entry_loader: Callable[[], "Entry"],
        printers_of: PrintersOf = real_printers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.services: Services | None = None
        self._entry_loader = entry_loader
        self.code = CodeStep()
        self.password = PasswordStep(self._opening, self._take)
        self.sheet = NewSheetStep(lambda: cast("Services", self.services), printers_of)
        steps = (self.code, self.password, self.sheet)
        self.guide = Guide("用恢复密钥", steps, promise=_PROMISE, leave="返回登录", finish="完成，开始使用")
        VBox(self).addWidget(self.guide)
        self.password.code_refused = self._on_code_refused
        self.guide.left.connect(self.left)
        self.guide.finished.connect(lambda: self.recovered.emit(self.services))
        self.guide.go(0)

    def _opening(self, password: str) -> "Callable[[], Services]":
        code, load = self.code.entry.typed(), self._entry_loader
        return lambda: load().recover(code, password)

    def _take(self, services: "Services") -> None:
        self.services = services
        self.code.entry.clear()

    def _on_code_refused(self, sentence: str) -> None:
        self.guide.go(0)
        self.code.entry.refuse(sentence)
