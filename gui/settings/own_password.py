"""设置 › 我的密码: the one thing about an account that everybody may change, and only for herself."""

from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.label import Label
from gui.kit.setup.own_password import OwnPassword
from gui.settings.section import Section
from gui.theme import follow_theme, theme
from services import Services


class OwnPasswordSection(Section):
    """Name and post above, the form beneath."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.form = OwnPassword(services)
        actor = services.actor
        self._card = Card("我的密码", note=f"{actor.name}　{actor.post}".strip())
        self._card.body.addWidget(self.form)
        words = "密码只有你自己知道，站长也看不到。忘了密码，请站长在“工作人员与权限”里重设一个。"
        self._card.body.addWidget(Label(words, "hint", "t3", wrap=True))
        column = VBox(self)
        row = HBox()
        row.addWidget(self._card)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.form.changed_password.connect(self._on_changed)
        follow_theme(self._apply)

    def first_focus(self) -> QWidget:
        return self.form

    def before_leaving(self) -> None:
        self.form.clear()

    def _on_changed(self, changes: object) -> None:
        self.tell(changes)
        self.notice.emit("密码改好了，下次登录用新密码")

    def _apply(self) -> None:
        self._card.setFixedWidth(theme().metrics.login_form)
