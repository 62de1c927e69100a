"""设置 › 工作人员与权限: the staff, what each role may do, and at the right what can be done with one person.

An action opens a form in the side panel, never a dialog. Esc folds it and keeps what was typed, all but passwords.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.dates import near_date
from domain.labels import ROLE_LABELS
from domain.permissions import Permission, Role
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import Grid, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import ChipText
from gui.kit.empty_state import EmptyState
from gui.kit.overlay import ask
from gui.kit.scroll import Scroll
from gui.kit.table import Cell, CellValue, Column, Table
from gui.settings.operator_card import OperatorCard
from gui.settings.operator_forms import AddForm, EditForm, PasswordForm, StaffForm
from gui.settings.section import BELOW_TABLE, Section, reason_for
from gui.theme import follow_theme, theme
from gui.tokens import ChipTone, Tone
from services import Services
from system.clock import Clock
from system.errors import Refusal

if TYPE_CHECKING:
    from services.accounts import OperatorRow

_TONES: dict[Role, ChipTone] = {
    Role.CHIEF: "gold",
    Role.ADMINISTRATOR: "blue",
    Role.CLERK: "green",
    Role.AUDITOR: "grey",
}
# What gives way when a form takes the room.
_PASSWORD_COLUMN = 4
# What gives way where the text is large: when she came, how old the password is.
_SPARED = (3, _PASSWORD_COLUMN)
_RIGHTS_SHOWN = 12
_ANY = 16777215
_FEWEST_ROWS = 3
_ROLES = (Role.CLERK, Role.CHIEF, Role.ADMINISTRATOR, Role.AUDITOR)
_UNION = "一人可有几个角色，取并集；审计不与别的角色同设"
_OUTSIDE = "密钥文件在程序之外被改动过。请核对下面的名单，确认无误再点“确认名单”，否则用备份恢复。"


class OperatorsSection(Section):
    """Table above, permissions and the person's card beneath; a form takes the right side over the whole height."""

    subjects = frozenset({"operator"})

    def __init__(self, services: Services, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._clock = clock or Clock()
        self._wanted = ""
        self._narrow = False
        self._inner = QWidget()
        self.add = Button("加一人", "primary", icon="add")
        self.table = Table(
            self._columns(), name="工作人员", row_height="row_dense", empty=EmptyState("people", "还没有工作人员")
        )
        self.card = OperatorCard(services, self._clock, parent=self._inner)
        self.form: StaffForm | None = None
        self._kept: dict[tuple[str, str], StaffForm] = {}
        self.outside = Banner(_OUTSIDE, "red", button="确认名单")
        self._build()
        self._connect()

    def refresh(self) -> None:
        accounts = self.services.accounts
        jobs.run(self, lambda: (accounts.operators(), accounts.keys_are_ours()), self._on_rows, self._on_refused)

    def before_leaving(self) -> None:
        if self.form is not None:
            self.fold()
        for form in self._kept.values():
            form.forget_passwords()

    def first_focus(self) -> QWidget:
        return self.table

    # ---- building

    def _build(self) -> None:
        self._staff = Card("工作人员", padded=False)
        self._staff.add_header(self.add)
        self._staff.body.addWidget(self.table)
        self._staff.body.set_spaces(margin=BELOW_TABLE)
        self._permissions = Card(
            "权限", note="一人可有几个角色，取并集；审计不与别的角色同设", padded=False, dense=True
        )
        self._permissions.body.addWidget(self._permission_table())
        self._permissions.body.set_spaces(margin=BELOW_TABLE)
        whole = VBox(self._inner, gap="m")
        whole.addWidget(self.outside)
        self.outside.hide()
        VBox(self).addWidget(Scroll(self._inner))
        self._grid = Grid(gap="m")
        self._grid.setColumnStretch(0, 1)
        whole.addLayout(self._grid, 1)
        allowed = all(
            self.may(permission)
            for permission in (Permission.OPERATOR_MANAGE, Permission.OPERATOR_PASSWORD, Permission.OPERATOR_ROLES)
        )
        self.add.set_blocked("" if allowed else reason_for("给别人设密码"))
        # Shown before they have a parent, they would flash up as windows of their own.
        for card in (self._staff, self._permissions, self.card):
            card.setParent(self._inner)
        self._place()
        follow_theme(self._apply)

    def _connect(self) -> None:
        self.add.clicked.connect(lambda: self.open_form("add"))
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(lambda _row: self.open_form("edit"))
        self.card.edit_requested.connect(lambda: self.open_form("edit"))
        self.card.password_requested.connect(lambda: self.open_form("password"))
        self.card.enable_requested.connect(lambda: self.open_form("enable"))
        self.card.disable_requested.connect(self._ask_disable)
        self.card.unlock_requested.connect(self._unlock)
        self.outside.pressed.connect(self._accept_keys)

    def _place(self) -> None:
        """The same cards with the person's card, with a form at the right, or in one column where it is narrow."""
        for widget in (self._staff, self._permissions, self.card, *self._kept.values()):
            self._grid.removeWidget(widget)
        right, narrow = self.form, self._narrow
        self.card.setVisible(right is None)
        for form in self._kept.values():
            form.setVisible(form is right)
        for column in _SPARED:
            self.table.setColumnHidden(column, narrow or (right is not None and column == _PASSWORD_COLUMN))
        for card in (self._staff, self._permissions):
            card.setVisible(right is None or not narrow)
        if narrow:
            self._grid.addWidget(self._staff if right is None else right, 0, 0, 1, 2)
            self._grid.addWidget(self.card, 1, 0, 1, 2)
            self._grid.addWidget(self._permissions, 2, 0, 1, 2)
        elif right is None:
            self._grid.addWidget(self._staff, 0, 0, 1, 2)
            self._grid.addWidget(self._permissions, 1, 0)
            self._grid.addWidget(self.card, 1, 1)
        else:
            self._grid.addWidget(self._staff, 0, 0)
            self._grid.addWidget(self._permissions, 1, 0)
            self._grid.addWidget(right, 0, 1, 2, 1)
        self._grid.setRowStretch(1, 0 if narrow else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The staff take as much height as they need, as long as the person's card keeps its buttons."""
        narrow = self.width() < theme().metrics.settings_least
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()
        metrics, rows = theme().metrics, len(self.table.rows)
        head = metrics.card_head + metrics.table_head + theme().space("s") + theme().space("xs")
        room = self.height() - theme().space("m") - self.card.needed_height()
        if narrow:
            room = head + max(rows, _FEWEST_ROWS) * metrics.row_dense
        self.card.setMinimumWidth(0 if narrow else metrics.side_panel)
        self.card.setMaximumWidth(_ANY if narrow else metrics.side_panel)
        self.card.setMinimumHeight(self.card.needed_height())
        self._permissions.setMinimumHeight(metrics.row_tight * _RIGHTS_SHOWN if narrow else 0)
        least = head + _FEWEST_ROWS * metrics.row_dense
        self._staff.setFixedHeight(max(least, min(head + max(rows, _FEWEST_ROWS) * metrics.row_dense, room)))

    def _apply(self) -> None:
        self._fit()

    def _permission_table(self) -> Table:
        columns = [Column("做什么", lambda row: row[0])]
        for role in _ROLES:
            columns.append(Column(ROLE_LABELS[role], _tick_of(role), align="center", width=80))
        table = Table(columns, name="权限", row_height="row_tight")
        table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        table.set_rows(self.services.accounts.permission_table())
        return table

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("姓名", lambda row: Cell(row.name, bold=row.active, tone="t1" if row.active else "t3"), width=130),
            Column("角色", _role_chips, width=170),
            Column("窗口", lambda row: Cell(row.window or row.post or "—", tone=_quiet(row))),
            Column("最近登录", lambda row: Cell(self._moment(row.last_login), tone=_quiet(row)), width=150),
            Column("密码", self._password_words, width=190),
            Column("状态", self._state, width=140),
        )

    def _moment(self, at: datetime | None) -> str:
        if at is None:
            return "还没登录过"
        today = self._clock.today()
        return f"{near_date(at.date(), today)} {at:%H:%M}"

    def _password_words(self, row: "OperatorRow") -> Cell:
        if not row.active:
            return Cell("密钥槽已收回", tone="t3")
        if row.must_change_password:
            return Cell("由别人设的，等本人改", tone="amber")
        if row.password_changed is None:
            return Cell("—", tone="t2")
        days = (self._clock.today() - row.password_changed.date()).days
        return Cell("今天改过" if days <= 0 else f"{days} 天前改过", tone="t2")

    def _state(self, row: "OperatorRow") -> ChipText:
        if not row.active:
            return ChipText("停用")
        if row.locked_until is not None:
            return ChipText(f"锁到 {row.locked_until:%H:%M}", "red", "lock_closed")
        return ChipText("正常", "green", "checkmark")

    # ---- the side panel

    def open_form(self, kind: str) -> None:
        """Unfold the form of an action ("add", "edit", "password", "enable") for the person who is chosen."""
        row = self.table.current()
        if kind != "add" and row is None:
            return
        if kind == "edit" and not self.may(Permission.OPERATOR_MANAGE):
            return
        key = (kind, "" if kind == "add" or row is None else row.uuid)
        form = self._kept.get(key) or self._make_form(kind, row)
        self._kept[key] = form
        self.form = form
        self._place()
        form.take_focus()

    def fold(self) -> None:
        """Put the form away; what was typed in it is there again when it is unfolded."""
        if self.form is not None:
            self.form.forget_passwords()
            self.form = None
            self._place()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.form is not None:
            self.fold()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _make_form(self, kind: str, row: "OperatorRow | None") -> StaffForm:
        made: StaffForm
        if kind == "add" or row is None:
            made = AddForm(self.services)
        elif kind == "edit":
            made = EditForm(self.services, row)
        else:
            made = PasswordForm(self.services, row, enable=kind == "enable")
        made.setParent(self._inner)
        made.folded.connect(self.fold)
        made.saved.connect(self._on_saved)
        return made

    def _on_saved(self, changes: object, uuid: str, words: str) -> None:
        done = self.form
        self.fold()
        for key, form in list(self._kept.items()):
            if form is done:
                del self._kept[key]
                form.deleteLater()
        self._wanted = uuid
        self.tell(changes)
        self.notice.emit(words)
        self.refresh()

    # ---- slots

    def _on_rows(self, answer: "tuple[tuple[OperatorRow, ...], bool]") -> None:
        rows, ours = answer
        current = self.table.current()
        before = self._wanted or (self.services.actor.uuid if current is None else current.uuid)
        self._wanted = ""
        active = sum(row.active for row in rows)
        rest = f"，停用 {len(rows) - active} 人" if len(rows) > active else ""
        self._staff.set_note(f"在用 {active} 人{rest}")
        self.table.set_rows(rows)
        if not self.table.select(lambda row: row.uuid == before) and rows:
            self.table.select(lambda row: True)
        self.card.show_operator(self.table.current(), rows)
        self._fit()
        self.outside.setVisible(not ours and self.may(Permission.OPERATOR_PASSWORD))

    def _on_current(self, row: "OperatorRow | None") -> None:
        self.card.show_operator(row, self.table.rows)
        self._fit()

    def _unlock(self) -> None:
        row, accounts = self.table.current(), self.services.accounts
        if row is not None:
            jobs.run(self, lambda: accounts.unlock(row.uuid), self._on_done(f"{row.name}可以登录了"), self._on_refused)

    def _ask_disable(self) -> None:
        row, accounts = self.table.current(), self.services.accounts
        if row is None:
            return
        words = "停用后登录页不再显示，密码打不开数据。办过的事和文书上的姓名都留着，以后可以再启用。"

        def disable(_reason: str) -> None:
            jobs.run(self, lambda: accounts.disable(row.uuid), self._on_done(f"{row.name}已停用"), self._on_refused)

        ask(self.window(), f"停用 {row.name}？", words, action="确认停用", on_yes=disable)

    def _accept_keys(self) -> None:
        accounts = self.services.accounts
        jobs.run(self, accounts.accept_keys, self._on_done("名单已确认"), self._on_refused)

    def _on_done(self, words: str) -> Callable[[object], None]:
        def done(changes: object) -> None:
            self.tell(changes)
            self.notice.emit(words)
            self.refresh()

        return done

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.card.say(str(error))


def _role_chips(row: "OperatorRow") -> CellValue:
    roles = [role for role in (Role.CHIEF, Role.ADMINISTRATOR, Role.CLERK, Role.AUDITOR) if role in row.roles]
    return tuple(ChipText(ROLE_LABELS[role], _TONES[role] if row.active else "grey") for role in roles)


def _quiet(row: "OperatorRow") -> Tone:
    return "t2" if row.active else "t3"


def _tick_of(role: Role) -> Callable[[tuple[str, dict[Role, bool]]], Cell]:
    """The cell of one role in a row of the permission table."""
    return lambda row: Cell("", icon="checkmark", tone="accent") if row[1][role] else Cell("—", tone="t3")
