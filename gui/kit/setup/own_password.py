"""Changing one's own password: the old one, and a new one twice. In 设置, and after somebody else had set it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.field import Field
from gui.kit.line_edit import PasswordEdit
from gui.kit.problems import jump_to_first
from gui.kit.setup.new_password import NewPassword
from system.errors import Invalid, LockedOut, Refusal, WrongPassword

if TYPE_CHECKING:
    from services import Services


class OwnPassword(QWidget):
    """`changed_password` carries the Changes of the service."""

    changed_password = Signal(object)

    def __init__(self, services: "Services", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._busy = False
        self.old = PasswordEdit("", name="现在的密码", size="normal", enter="next")
        self.old_field = Field("现在的密码", self.old, required=True, hint="确认是你本人")
        self.new = NewPassword(side_by_side=False, size="normal")
        self.trouble = Banner("", "red")
        self.save = Button("改密码", "primary", icon="key")
        column = VBox(self, gap="s")
        column.addWidget(self.old_field)
        column.addWidget(self.new)
        column.addWidget(self.trouble)
        row = HBox()
        row.addWidget(self.save)
        row.addStretch(1)
        column.addLayout(row)
        self.trouble.hide()
        self.save.clicked.connect(self.submit)
        self.new.entered.connect(self.submit)
        self.old.textEdited.connect(lambda _text: self.old_field.clear())
        self.setFocusProxy(self.old)

    def clear(self) -> None:
        """Forget all three."""
        self.old.clear()
        self.old_field.clear()
        self.new.clear()
        self.trouble.hide()

    def submit(self) -> None:
        """Check, and change the password in the background."""
        if self._busy:
            return
        self.trouble.hide()
        if not self.old.text():
            self.old_field.set_error("还没有输现在的密码")
        problems = self.new.show_problems()
        if not self.old.text():
            self.old.setFocus()
            return
        if problems:
            jump_to_first(problems)
            return
        old, new, accounts = self.old.text(), self.new.text(), self._services.accounts
        self._set_busy(True)
        jobs.run(self, lambda: accounts.change_own_password(old, new), self._on_changed, self._on_refused)

    def _on_changed(self, changes: object) -> None:
        self._set_busy(False)
        self.clear()
        self.changed_password.emit(changes)

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, Invalid):
            self.new.first_field.set_error(str(error).rstrip("。"))
            self.new.first.setFocus()
        elif isinstance(error, WrongPassword):
            self.old_field.set_error(f"密码不对，还可以再试 {error.remaining} 次")
            self.old.selectAll()
            self.old.setFocus()
        elif isinstance(error, LockedOut):
            self.old_field.set_error(f"连续输错，锁到 {error.until:%H:%M}")
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red")
            self.trouble.show()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.save.set_words("正在改…" if busy else "改密码")
        for part in (self.save, self.old, self.new):
            part.setEnabled(not busy)
