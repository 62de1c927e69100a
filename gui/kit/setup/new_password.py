"""A new password typed twice, with the rules ticked off while one types."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.passwords import check_password, default_rules
from gui.kit.boxes import Grid, VBox
from gui.kit.field import Field
from gui.kit.line_edit import PasswordEdit
from gui.kit.problems import Problem

_CAPS = "大写锁定开着，输入的是大写字母"


class NewPassword(QWidget):
    """Two password boxes. `side_by_side` puts them in one line. Nothing typed here is ever stored by the page."""

    changed = Signal()
    entered = Signal()

    def __init__(
        self, *, label: str = "新密码", side_by_side: bool = True, size: str = "big", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        rules = default_rules()
        self._hint = f"至少 {rules.min_length} 位，字母、数字、符号至少用两种"
        big = size == "big"
        self.first = PasswordEdit("", name=label, size="big" if big else "normal", enter="next")
        self.again = PasswordEdit("", name=f"再输一遍{label}", size="big" if big else "normal", enter="emit")
        self.first_field = Field(label, self.first, required=True, hint=self._hint)
        self.again_field = Field("再输一遍", self.again, required=True, hint="两次要一样")
        if side_by_side:
            grid = Grid(self, gap="l")
            grid.addWidget(self.first_field, 0, 0)
            grid.addWidget(self.again_field, 0, 1)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1)
        else:
            column = VBox(self, gap="s")
            column.addWidget(self.first_field)
            column.addWidget(self.again_field)
        self.setFocusProxy(self.first)
        for edit in (self.first, self.again):
            edit.textEdited.connect(self._on_typed)
        self.first.left.connect(self._on_first_left)
        self.again.left.connect(self._on_again_left)
        self.first.caps_changed.connect(self._on_caps)
        self.again.entered.connect(self.entered)

    def text(self) -> str:
        """The password, as typed in the first box."""
        return self.first.text()

    def clear(self) -> None:
        """Forget both, for instance when the page is left."""
        for edit, field in ((self.first, self.first_field), (self.again, self.again_field)):
            edit.clear()
            field.clear()
        self.first_field.set_hint(self._hint)
        self.again_field.set_hint("两次要一样")
        self.changed.emit()

    def problems(self) -> list[Problem]:
        """What is wrong now, whether or not it is shown yet."""
        found = []
        rule = check_password(self.first.text(), default_rules())
        if rule:
            found.append(Problem("密码", rule, self.first))
        elif self.again.text() != self.first.text():
            found.append(Problem("再输一遍", self._mismatch(), self.again))
        return found

    def show_problems(self) -> list[Problem]:
        """Put each sentence under its field, and return them."""
        self._on_first_left()
        found = self.problems()
        if found and found[0].control is self.again:
            self.again_field.set_error(found[0].message)
        return found

    def _mismatch(self) -> str:
        return "和上面的不一样，请再输一遍" if self.again.text() else "请再输一遍，防止按错键"

    def _on_typed(self) -> None:
        text = self.first.text()
        message = check_password(text, default_rules())
        if text and not message:
            self.first_field.set_ok("可以用")
        elif self.first_field.state != "error":
            self.first_field.set_hint(message.rstrip("。") if text and message else self._hint)
        if self.again.text():
            if self.again.text() == text and not message:
                self.again_field.set_ok("两次一样")
            elif self.again_field.state not in ("", "hint"):
                self.again_field.clear()
                self.again_field.set_hint("两次要一样")
        self.changed.emit()

    def _on_first_left(self) -> None:
        message = check_password(self.first.text(), default_rules())
        if message:
            self.first_field.set_error(message.rstrip("。"))
        elif self.first.text():
            self.first_field.set_ok("可以用")
        self.changed.emit()

    def _on_again_left(self) -> None:
        if self.again.text() and self.again.text() != self.first.text():
            self.again_field.set_error(self._mismatch())
        self.changed.emit()

    def _on_caps(self, on: bool) -> None:
        if self.first_field.state in ("", "hint"):
            self.first_field.set_hint(_CAPS if on else self._hint)
