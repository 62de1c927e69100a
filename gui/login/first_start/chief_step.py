"""Step 2, 站长账号: the first account. Going on makes the key file and the encrypted database."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.operator_rules import OperatorForm
from domain.permissions import Role
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import VBox
from gui.kit.card import Card
from gui.kit.label import Label
from gui.kit.problems import Problem, jump_to_first
from gui.kit.setup.new_password import NewPassword
from gui.kit.setup.operator_fields import OperatorFields
from gui.login.first_start.road import Road
from gui.login.guide import GuideStep
from system.errors import Invalid, Refusal

_POST = "站长"
_ROLES = frozenset({Role.CHIEF, Role.ADMINISTRATOR})


class ChiefStep(GuideStep):
    """Name, post and password of the chief; once the store stands it only shows who it is."""

    title = "站长账号"
    note = "第一个登录账号"
    heading = "站长账号"
    lead = "站长能办全部业务，也能给别人建账号、设密码。这个账号同时是管理员。"

    def __init__(self, road: Road) -> None:
        super().__init__()
        self._road = road
        self._busy = ""
        self.who = OperatorFields(fixed_roles=_ROLES, big=True)
        self.password = NewPassword(label="密码")
        self.made = Banner("", "green")
        self.trouble = Banner("", "red")
        self._build()
        self.who.put(OperatorForm(name=road.memory.chief_name, post=road.memory.chief_post or _POST))
        self.who.changed.connect(self._on_typed)
        self.password.changed.connect(self.changed)
        self.password.entered.connect(self._on_entered)
        road.memory.changed.connect(self.changed)

    def _build(self) -> None:
        column = VBox(self, gap="l")
        column.addWidget(self.made)
        card = Card("")
        inner = VBox(gap="s")
        inner.addWidget(self.who)
        inner.addWidget(self.password)
        card.body.addLayout(inner)
        column.addWidget(card)
        words = "密码只有本人知道，程序里不留原文。忘了密码，只能用下一步打印的恢复密钥重设。"
        column.addWidget(Label(words, "label", "t2", wrap=True))
        column.addWidget(self.trouble)
        self.trouble.hide()
        self.made.hide()

    def entered(self) -> None:
        made = self._road.services is not None
        self.made.setVisible(made)
        self.password.setVisible(not made)
        self.who.set_read_only(made)
        if made:
            actor = self._road.opened.actor
            self.who.put(OperatorForm(name=actor.name, post=actor.post))
            self.made.set("账号和加密数据库已经建好。要改姓名、岗位或密码，以后在“设置”里改。", tone="green")
            return
        target: QWidget = self.password if self.who.name.text() else self.who
        target.setFocus()

    def summary(self) -> str:
        return self.who.tidy().name

    def shown_problems(self) -> list[Problem]:
        fields = (self.password.first_field, self.password.again_field)
        shown = [Problem(field.label, field.message, field.control) for field in fields if field.state == "error"]
        return [*self.who.shown_problems(), *shown]

    def busy(self) -> str:
        return self._busy

    def draft_text(self) -> str:
        return self._road.memory.words

    def proceed(self) -> None:
        if self._road.services is not None:
            self.done.emit()
            return
        problems = [*self.who.check(), *self.password.show_problems()]
        if problems:
            jump_to_first(problems)
            self.changed.emit()
            return
        self._road.memory.save_now()
        self.trouble.hide()
        self._set_busy("正在建立加密数据库，大约需要几秒…")
        jobs.run(self, self._making(), self._on_made, self._on_refused)

    def _making(self) -> Callable[[], object]:
        """The work of the job: everything typed is taken before, the database's libraries are imported inside."""
        chief, station, password = self.who.tidy(), self._road.memory.station, self.password.text()
        load = self._road.entry_loader
        return lambda: load().create(station, chief, password)

    def _on_typed(self) -> None:
        typed = (self.who.name.text(), self.who.post.text())
        if self._road.services is None and typed != (self._road.memory.chief_name, self._road.memory.chief_post):
            self._road.memory.remember(chief=typed)
        self.changed.emit()

    def _on_entered(self) -> None:
        if self._road.services is None and not self._busy:
            self.proceed()

    def _on_made(self, services: object) -> None:
        self._road.take(services)
        self.password.clear()
        self._set_busy("")
        self.done.emit()

    def _on_refused(self, error: Exception) -> None:
        self._set_busy("")
        mine = _chief_messages(error)
        if mine:
            self.who.show_messages(mine)
            jump_to_first(self.who.shown_problems())
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red", title="数据库没有建成")
            self.trouble.show()
        self.changed.emit()

    def _set_busy(self, words: str) -> None:
        self._busy = words
        for part in (self.who, self.password):
            part.setEnabled(not words)
        self.changed.emit()


def _chief_messages(error: Exception) -> dict[str, str]:
    """The sentences of a refusal that belong under the fields of this step."""
    if not isinstance(error, Invalid):
        return {}
    return {key.removeprefix("chief."): text for key, text in error.fields.items() if key.startswith("chief.")}
