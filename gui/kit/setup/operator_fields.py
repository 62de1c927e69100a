"""Name, post, window and roles of a member of staff: for the chief in the first start, for everybody in 设置."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.labels import ROLE_LABELS
from domain.operator_rules import OperatorForm, check_operator, tidy_operator
from domain.permissions import Role, check_roles
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.problems import Problem
from gui.kit.tip import set_tip

# What is pasted is kept and judged, never cut: the rules name the limit.
_ROOM = 2000
_ROLE_NOTES = {
    Role.CLERK: "登记来访、办件、打印",
    Role.CHIEF: "全部业务，给别人设密码、改角色",
    Role.ADMINISTRATOR: "账号、设置、备份，看不到来访内容",
    Role.AUDITOR: "只查操作日志，不与别的角色同设",
}
_NAME_HINT = "显示在登录页和文书经办人处"


class RoleBoxes(QWidget):
    """One tick box per role with what it is for; a sentence where they can't be combined."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = VBox(self, gap="xs")
        self.boxes: dict[Role, CheckBox] = {}
        for role in Role:
            row = HBox(gap="s")
            box = CheckBox(ROLE_LABELS[role], name=f"角色 {ROLE_LABELS[role]}")
            box.toggled.connect(self._on_toggled)
            self.boxes[role] = box
            row.addWidget(box)
            note = Label(_ROLE_NOTES[role], "hint", "t3", wrap=True)
            row.addWidget(note, 1)
            column.addLayout(row)
        self.fault = Label("", "hint", "red", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.setFocusProxy(self.boxes[Role.CLERK])

    def roles(self) -> frozenset[Role]:
        """The ticked roles."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())

    def set_roles(self, roles: Iterable[Role]) -> None:
        """Tick these and no others."""
        wanted = frozenset(roles)
        for role, box in self.boxes.items():
            box.setChecked(role in wanted)
        self.show_fault("")

    def show_fault(self, sentence: str) -> None:
        """A sentence beneath the boxes, "" to take it away."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _on_toggled(self, _on: bool) -> None:
        self.show_fault(check_roles(self.roles()) if self.roles() else "")
        self.changed.emit()


class OperatorFields(QWidget):
    """`fixed_roles` leaves window and roles out: name and post side by side, as for the first chief."""

    changed = Signal()

    def __init__(
        self, *, fixed_roles: frozenset[Role] = frozenset(), big: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fixed = fixed_roles
        self.name = LineEdit("", name="姓名", size="big" if big else "normal", max_length=_ROOM)
        self.post = LineEdit("", name="岗位", size="big" if big else "normal", max_length=_ROOM)
        self.place = LineEdit("", name="窗口", max_length=_ROOM, parent=self)
        self.fields = {
            "name": Field("姓名", self.name, required=True, hint=_NAME_HINT),
            "post": Field("岗位", self.post, hint="如 接待岗，显示在登录页"),
            "window": Field("窗口", self.place, hint="如 1 号，没有固定窗口的不填", parent=self),
        }
        self.roles = RoleBoxes(self)
        self._lay_out()
        for edit in (self.name, self.post, self.place):
            edit.textEdited.connect(self._on_typed)
            edit.left.connect(self._on_left)
        self.roles.changed.connect(self.changed)
        self.setFocusProxy(self.name)

    def _lay_out(self) -> None:
        if self._fixed:
            grid = Grid(self, gap="l")
            grid.addWidget(self.fields["name"], 0, 0)
            grid.addWidget(self.fields["post"], 0, 1)
            for at in (0, 1):
                grid.setColumnStretch(at, 1)
            self.fields["window"].hide()
            self.roles.hide()
            return
        column = VBox(self, gap="xs")
        for field in self.fields.values():
            column.addWidget(field)
        column.addWidget(Label("角色", "label", "t2"))
        column.addWidget(self.roles)

    def put(self, form: OperatorForm) -> None:
        """Fill the fields and forget what was said about them."""
        self.name.setText(form.name)
        self.post.setText(form.post)
        self.place.setText(form.window)
        self.roles.set_roles(form.roles)
        for field in self.fields.values():
            field.clear()

    def form(self) -> OperatorForm:
        """What stands in the fields, as typed."""
        return OperatorForm(
            name=self.name.text(),
            post=self.post.text(),
            window=self.place.text(),
            roles=self._fixed or self.roles.roles(),
        )

    def tidy(self) -> OperatorForm:
        """The form as it will be stored."""
        return tidy_operator(self.form())

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting anything be typed."""
        for edit in (self.name, self.post, self.place):
            edit.set_read_only(read_only)
        self.roles.setEnabled(not read_only)

    def set_roles_open(self, open_to_change: bool, reason: str) -> None:
        """Whether the actor may change roles; the reason is shown where she may not."""
        self.roles.setEnabled(open_to_change)
        set_tip(self.roles, "" if open_to_change else reason)
        self.roles.show_fault("" if open_to_change else reason)

    def shown_problems(self) -> list[Problem]:
        """What stands in red now."""
        return [
            Problem(field.label, field.message, field.control)
            for field in self.fields.values()
            if field.state == "error"
        ]

    def check(self) -> list[Problem]:
        """Show everything that is wrong and return it, first first."""
        messages = check_operator(self.form())
        if "name" in messages and not self.tidy().name:
            # The side panel is narrow: the long sentence would be cut.
            messages["name"] = "还没有姓名，请填写"
        self.show_messages(messages)
        found = [
            Problem(field.label, messages[key], field.control) for key, field in self.fields.items() if key in messages
        ]
        if "roles" in messages:
            found.append(Problem("角色", messages["roles"], self.roles))
        return found

    def show_messages(self, messages: Mapping[str, str]) -> None:
        """Put sentences under their fields, from the rules or from a service that refused."""
        for key, field in self.fields.items():
            if key in messages:
                field.set_error(messages[key].rstrip("。"))
            elif field.state == "error":
                field.clear()
        self.roles.show_fault(messages.get("roles", ""))
        stray = [sentence for key, sentence in messages.items() if key not in (*self.fields, "roles")]
        if stray:
            self.fields["name"].set_error(stray[0].rstrip("。"))
        self.changed.emit()

    def _on_left(self) -> None:
        """Judge what was filled in so far; an empty name is only called wrong when the form is sent."""
        tidy = self.tidy()
        for edit, stored in ((self.name, tidy.name), (self.post, tidy.post), (self.place, tidy.window)):
            if stored and stored != edit.text():
                edit.setText(stored)
        messages = check_operator(self.form())
        for key, field in self.fields.items():
            if key in messages and getattr(self.form(), key):
                field.set_error(messages[key].rstrip("。"))
        self._on_typed()

    def _on_typed(self) -> None:
        messages = check_operator(self.form())
        for key, field in self.fields.items():
            if field.state == "error" and key not in messages:
                field.clear()
        self.changed.emit()
