"""What an operator is asked for between the password and the desk: her own password, or the next recovery sheet."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.setup.own_password import OwnPassword
from gui.kit.setup.printer import PrintersOf
from gui.login.guide import Guide, GuideStep
from gui.login.recover import NewSheetStep
from gui.theme import follow_theme, theme

if TYPE_CHECKING:
    from services import Services

_PROMISE = "全程不联网。密码只有本人知道，密钥只在纸上。"


class OwnPasswordStep(GuideStep):
    """Somebody else set the password, so two people know it."""

    title = "设自己的密码"
    note = "只有你知道"
    heading = "设一个只有你知道的密码"
    lead = "现在的密码是别人替你设的。换成自己的，以后登录用新的。"

    def __init__(self, services: "Services") -> None:
        super().__init__()
        self.form = OwnPassword(services)
        self._card = Card("")
        self._card.body.addWidget(self.form)
        self.form.save.hide()
        column = VBox(self)
        row = HBox()
        row.addWidget(self._card)
        row.addStretch(1)
        column.addLayout(row)
        self.form.changed_password.connect(lambda _changes: self.done.emit())
        follow_theme(self._apply)

    def entered(self) -> None:
        self.form.setFocus()

    def proceed(self) -> None:
        self.form.submit()

    def _apply(self) -> None:
        self._card.setFixedWidth(theme().metrics.login_form)


class ErrandPage(QWidget):
    """`errand` is "password" or "sheet". `put_off` goes to the desk all the same; the next login asks again."""

    done = Signal()
    put_off = Signal()

    def __init__(
        self, services: "Services", errand: str, printers_of: PrintersOf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        sheet = errand == "sheet"
        self.step: GuideStep = NewSheetStep(lambda: services, printers_of) if sheet else OwnPasswordStep(services)
        title = "恢复密钥" if sheet else "第一次登录"
        self.guide = Guide(title, (self.step,), promise=_PROMISE, leave="以后再办", finish="完成，开始使用")
        VBox(self).addWidget(self.guide)
        self.guide.finished.connect(self.done)
        self.guide.left.connect(self.put_off)
        self.guide.go(0)
