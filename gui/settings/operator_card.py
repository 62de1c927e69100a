"""The card of one member of staff: how the account stands, and what may be done with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission, Role
from gui.kit.banner import Banner
from gui.kit.boxes import Grid, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.label import ElidedLabel, Label
from gui.settings.section import reason_for
from gui.theme import theme
from services import Services
from system.clock import Clock

if TYPE_CHECKING:
    from services.accounts import OperatorRow

_FACTS = 3
_REST = "停用前先把在办的事改派给别人。最后一个站长、最后一个管理员不能停用。"


class OperatorCard(Card):
    """Buttons that the actor may not press are blocked with the reason; Alt+1 to Alt+4 press them."""

    unlock_requested = Signal()
    password_requested = Signal()
    disable_requested = Signal()
    enable_requested = Signal()
    edit_requested = Signal()

    def __init__(self, services: Services, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("工作人员", padded=False, dense=True, parent=parent)
        self._services, self._clock = services, clock
        self.chip = self.add_chip(Chip("", "grey"))
        self.facts = [(Label("", "label", "t3"), ElidedLabel("", "label")) for _ in range(_FACTS)]
        self.trouble = Banner("", "red")
        self.unlock = Button("现在解锁", "primary", icon="person_key", shortcut="Alt+1")
        self.password = Button("设新密码", icon="key", shortcut="Alt+2")
        self.disable = Button("停用", icon="person_prohibited", shortcut="Alt+3")
        self.enable = Button("启用", icon="person_add", shortcut="Alt+3")
        self.edit = Button("改资料和角色", icon="edit", shortcut="Alt+4")
        self.rest = Label(_REST, "hint", "t3", wrap=True)
        self._build()
        self.unlock.clicked.connect(self.unlock_requested)
        self.password.clicked.connect(self.password_requested)
        self.disable.clicked.connect(self.disable_requested)
        self.enable.clicked.connect(self.enable_requested)
        self.edit.clicked.connect(self.edit_requested)

    def needed_height(self) -> int:
        """What head, facts and buttons take; the resting words beneath come only where there is more room."""
        shown = sum(1 for button in self._buttons() if not button.isHidden())
        metrics, space = theme().metrics, theme().space
        facts = _FACTS * theme().line("label") + (_FACTS - 1) * space("xs")
        return metrics.card_head_dense + 2 * space("s") + facts + shown * (metrics.button + space("xs")) + space("l")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_rest()

    def _show_rest(self) -> None:
        room = self.height() - self.needed_height()
        self.rest.setVisible(self.trouble.isHidden() and room >= 3 * theme().line("hint"))

    def _buttons(self) -> tuple[Button, ...]:
        return (self.unlock, self.password, self.disable, self.enable, self.edit)

    def _build(self) -> None:
        column = VBox(gap="xs", margin=("l", "s"))
        grid = Grid(gap="s", row_gap="xs")
        for at, (key, value) in enumerate(self.facts):
            grid.addWidget(key, at, 0)
            grid.addWidget(value, at, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.add_gap("xs")
        column.addWidget(self.trouble)
        for button in self._buttons():
            button.set_spread()
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self.rest)
        self.body.addLayout(column)
        self.trouble.hide()

    def say(self, sentence: str) -> None:
        """A refusal, above the buttons; "" takes it away."""
        self.trouble.set(sentence, tone="red")
        self.trouble.setVisible(bool(sentence))
        self._show_rest()

    def show_operator(self, row: "OperatorRow | None", rows: "Sequence[OperatorRow]") -> None:
        """Show one person; `rows` are all of them, to know who is the last chief."""
        self.say("")
        for button in self._buttons():
            button.setVisible(row is not None)
        if row is None:
            self.set_title("工作人员")
            return
        self.set_title(row.name)
        self._show_state(row)
        self.unlock.setVisible(row.active and row.locked_until is not None)
        self.disable.setVisible(row.active)
        self.enable.setVisible(not row.active)
        self.password.setVisible(row.active)
        self._block(row, rows)

    def _show_state(self, row: "OperatorRow") -> None:
        login = f"{row.last_login:%m-%d %H:%M}" if row.last_login is not None else "还没登录过"
        self._say_facts(("岗位", row.post or "—"), ("窗口", row.window or "—"), ("最近登录", login))
        if not row.active:
            self.chip.set("停用", "grey", "")
        elif row.locked_until is not None:
            minutes = max(int((row.locked_until - self._clock.now()).total_seconds()) // 60, 0) + 1
            self.chip.set("已锁定", "red", "lock_closed")
            unlocks = f"{row.locked_until:%H:%M}，还有 {minutes} 分"
            self._say_facts(("原因", "连续输错密码"), ("自动解锁", unlocks), ("窗口", row.window or row.post or "—"))
        else:
            self.chip.set("正常", "green", "checkmark")

    def _say_facts(self, *facts: tuple[str, str]) -> None:
        for (key, value), (word, text) in zip(self.facts, facts, strict=True):
            key.setText(word)
            value.setText(text)

    def _block(self, row: "OperatorRow", rows: "Sequence[OperatorRow]") -> None:
        held = self._services.actor.permissions
        myself = row.uuid == self._services.actor.uuid
        set_password = "" if Permission.OPERATOR_PASSWORD in held else reason_for("给别人设密码")
        manage = "" if Permission.OPERATOR_MANAGE in held else reason_for("加人、停用、解锁")
        last = last_of(row, rows)
        self.unlock.set_blocked(manage)
        self.edit.set_blocked(manage)
        self.enable.set_blocked(set_password)
        self.password.set_blocked(set_password or ("自己的密码在“我的密码”里改" if myself else ""))
        own = "不能停用自己" if myself else ""
        self.disable.set_blocked(manage or own or (f"最后一个在用的{last}，不能停用" if last else ""))


def last_of(row: "OperatorRow", rows: "Sequence[OperatorRow]") -> str:
    """The word "站长" or "管理员" where nobody else holds that role, "" else."""
    for role, word in ((Role.CHIEF, "站长"), (Role.ADMINISTRATOR, "管理员")):
        others = [one for one in rows if one.active and one.uuid != row.uuid and role in one.roles]
        if row.active and role in row.roles and not others:
            return word
    return ""
