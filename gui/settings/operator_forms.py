"""The forms of the staff's side panel: add somebody, change her, give her a password. Each saves by itself."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from domain.operator_rules import OperatorForm
from domain.permissions import Permission, Role
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, IconButton
from gui.kit.card import Card
from gui.kit.label import Label
from gui.kit.problems import Problem, jump_to_first
from gui.kit.scroll import Scroll
from gui.kit.setup.new_password import NewPassword
from gui.kit.setup.operator_fields import OperatorFields
from gui.settings.section import reason_for
from gui.theme import follow_theme, theme
from services import Services
from system.errors import Invalid, Refusal

if TYPE_CHECKING:
    from services.accounts import OperatorRow

_ASKED = "密码由你告诉本人，第一次登录会请本人改掉。"


class StaffForm(Card):
    """Frame of all three. `saved` carries (Changes, uuid, what to say), `folded` asks to be put away."""

    saved = Signal(object, str, str)
    folded = Signal()

    def __init__(self, services: Services, title: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(title, padded=False, parent=parent)
        self.services = services
        self._action = action
        self._busy = False
        fold = IconButton("dismiss", "收起（Esc），填的内容留着")
        fold.clicked.connect(self.folded)
        self.add_header(fold)
        self.trouble = Banner("", "red")
        self.save = Button(action, "primary", shortcut="Ctrl+Enter", size="bar")
        inner = QWidget()
        self.column = VBox(inner, gap="s", margin=("l", "m"))
        self.body.addWidget(Scroll(inner), 1)
        foot = VBox(gap="s", margin=("l", "s", "l", "m"))
        foot.addWidget(self.trouble)
        row = HBox()
        row.addWidget(self.save, 1)
        foot.addLayout(row)
        self.body.addLayout(foot)
        self.trouble.hide()
        self.save.clicked.connect(self.submit)
        follow_theme(self._apply_width)

    def check(self) -> list[Problem]:
        """Show everything that is wrong, and return it."""
        raise NotImplementedError

    def work(self) -> Any:
        """The call of the service, with everything typed already taken from the widgets."""
        raise NotImplementedError

    def finish(self, result: Any) -> tuple[object, str, str]:
        """Turn the result into what `saved` carries."""
        raise NotImplementedError

    def refused(self, error: Invalid) -> bool:
        """Put the sentences under their fields; False where there is no such field."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Take the keyboard."""

    def forget_passwords(self) -> None:
        """A password never waits in a folded form."""

    def submit(self) -> None:
        """Check, then save in the background."""
        if self._busy:
            return
        self.trouble.hide()
        problems = self.check()
        if problems:
            jump_to_first(problems)
            return
        self._set_busy(True)
        jobs.run(self, self.work(), self._on_saved, self._on_refused)

    def _on_saved(self, result: Any) -> None:
        self._set_busy(False)
        self.saved.emit(*self.finish(result))

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, Invalid) and self.refused(error):
            return
        if isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red")
            self.trouble.show()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.save.setEnabled(not busy)
        self.save.set_words("正在保存…" if busy else self._action)

    def _apply_width(self) -> None:
        self.setFixedWidth(theme().metrics.side_column)


class AddForm(StaffForm):
    """A new member of staff with a first password."""

    def __init__(self, services: Services) -> None:
        super().__init__(services, "加一人", "加上")
        self.fields = OperatorFields()
        self.password = NewPassword(label="第一个密码", side_by_side=False, size="normal")
        self.column.addWidget(self.fields)
        self.column.addWidget(self.password)
        self.column.addWidget(Label(_ASKED, "hint", "t3", wrap=True))
        self.column.addStretch(1)
        self.fields.put(OperatorForm(roles=frozenset({Role.CLERK})))
        self.password.entered.connect(self.submit)

    def take_focus(self) -> None:
        self.fields.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_passwords(self) -> None:
        self.password.clear()

    def check(self) -> list[Problem]:
        return [*self.fields.check(), *self.password.show_problems()]

    def work(self) -> Any:
        form, password, accounts = self.fields.tidy(), self.password.text(), self.services.accounts
        return lambda: accounts.add(form, password)

    def finish(self, result: Any) -> tuple[object, str, str]:
        name = self.fields.tidy().name
        return result.changes, result.uuid, f"{name}加好了，登录页已有名字"

    def refused(self, error: Invalid) -> bool:
        self.fields.show_messages({key: text for key, text in error.fields.items() if key != "password"})
        if "password" in error.fields:
            self.password.first_field.set_error(error.fields["password"].rstrip("。"))
        return True


class EditForm(StaffForm):
    """Name, post, window; roles where the actor may change them."""

    def __init__(self, services: Services, row: "OperatorRow") -> None:
        super().__init__(services, f"改 {row.name} 的资料", "保存")
        self._uuid = row.uuid
        self.fields = OperatorFields()
        self.column.addWidget(self.fields)
        self.column.addStretch(1)
        self.fields.put(OperatorForm(name=row.name, post=row.post, window=row.window, roles=row.roles))
        if Permission.OPERATOR_ROLES not in services.actor.permissions:
            self.fields.set_roles_open(False, reason_for("改别人的角色"))

    def take_focus(self) -> None:
        self.fields.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> list[Problem]:
        return self.fields.check()

    def work(self) -> Any:
        form, uuid, accounts = self.fields.tidy(), self._uuid, self.services.accounts
        return lambda: accounts.edit(uuid, form)

    def finish(self, result: Any) -> tuple[object, str, str]:
        return result, self._uuid, "已保存，角色从下次登录起生效"

    def refused(self, error: Invalid) -> bool:
        self.fields.show_messages(error.fields)
        return True


class PasswordForm(StaffForm):
    """A new password for somebody else, or for somebody who is let in again."""

    def __init__(self, services: Services, row: "OperatorRow", *, enable: bool) -> None:
        title = f"启用 {row.name}" if enable else f"给 {row.name} 设新密码"
        super().__init__(services, title, "启用" if enable else "设新密码")
        self._uuid, self._name, self._enable = row.uuid, row.name, enable
        self.password = NewPassword(side_by_side=False, size="normal")
        self.column.addWidget(self.password)
        self.column.addWidget(Label(_ASKED, "hint", "t3", wrap=True))
        self.column.addStretch(1)
        self.password.entered.connect(self.submit)

    def take_focus(self) -> None:
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_passwords(self) -> None:
        self.password.clear()

    def check(self) -> list[Problem]:
        return self.password.show_problems()

    def work(self) -> Any:
        uuid, password, accounts = self._uuid, self.password.text(), self.services.accounts
        if self._enable:
            return lambda: accounts.enable(uuid, password)
        return lambda: accounts.reset_password(uuid, password)

    def finish(self, result: Any) -> tuple[object, str, str]:
        words = f"{self._name}已启用" if self._enable else f"{self._name}的新密码设好了"
        return result, self._uuid, words

    def refused(self, error: Invalid) -> bool:
        self.password.first_field.set_error(str(error).rstrip("。"))
        return True
