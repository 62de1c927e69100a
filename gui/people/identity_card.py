"""The left column of a person's page: who it is, how to reach her, and what can be begun for her."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.labels import age_label, identity_short_label
from domain.permissions import Permission
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.paint import CENTRE, frame, text
from gui.kit.press import bind
from gui.kit.tip import set_tip
from gui.kit.wrap import WrapBox
from gui.people.masked_row import FactRow, MaskedRow
from gui.theme import theme
from services import Services
from services.people import PersonCard

_MASKED = ("identity", "phone", "phone2", "card_number")
_SHORT = {"identity": "证件号", "phone": "电话", "phone2": "备用", "card_number": "优待证"}
_PORTRAIT = (64, 76)


class _Portrait(QWidget):
    """The first character of the name on a soft square; no photographs are kept."""

    def __init__(self) -> None:
        super().__init__()
        self._letter = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_letter(self, letter: str) -> None:
        self._letter = letter
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size(_PORTRAIT[0]), theme().size(_PORTRAIT[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = theme().metrics.radius_control
        frame(painter, self.rect(), radius=radius, fill=theme().colour("accent_soft"))
        font = QFont(theme().font("headline"))
        font.setPixelSize(theme().size(28))
        text(painter, self.rect(), self._letter, font=font, colour=theme().colour("accent_t"), align=CENTRE)


class IdentityCard(Card):
    """Name, badges and the lines under them; masked numbers can be shown one by one."""

    def __init__(self, services: Services) -> None:
        super().__init__(padded=False)
        self._services = services
        self._id: int | None = None
        self._portrait = _Portrait()
        self.name = ElidedLabel("", "headline")
        self.about = Label("", "body", "t2")
        self._badges = QWidget()
        self._badge_row = WrapBox(self._badges, gap="xs")
        may_see = Permission.PERSON_REVEAL in services.actor.permissions
        self.masked = {field: MaskedRow(_SHORT[field], self._revealer(field) if may_see else None) for field in _MASKED}
        self.contact = FactRow("联系人")
        self.address = FactRow("住址")
        self.household = FactRow("户籍")
        self.honours = FactRow("荣誉")
        self._lay_out(may_see)

    def show_card(self, card: PersonCard) -> None:
        """Show another person."""
        self._id = card.id
        self._portrait.show_letter(card.initial)
        self.name.setText(card.name)
        self.about.setText("单位" if card.unit else _about(card))
        self._show_badges(card)
        always = ("phone",) if card.unit else ("identity", "phone")
        values = (card.identity_masked, card.phone_masked, card.phone2_masked, card.card_masked)
        for (field, row), value in zip(self.masked.items(), values, strict=True):
            row.show_value(value)
            self._set_shown(row, field in always or bool(value))
        self.masked["identity"].set_label(identity_short_label(card.identity_kind))
        self.contact.show_value(card.contact)
        self._set_shown(self.contact, card.unit)
        self.address.set_label("地址" if card.unit else "住址")
        self.address.show_value(card.address)
        self.household.show_value(card.household_address)
        self._set_shown(self.household, bool(card.household_address) and card.household_address != card.address)
        self.honours.show_value(card.honours)
        self._set_shown(self.honours, bool(card.honours))

    def cover(self) -> None:
        """Mask everything that is shown whole."""
        for row in self.masked.values():
            row.cover()

    def _lay_out(self, may_see: bool) -> None:
        head = HBox(gap="l", margin="l")
        words = VBox(gap="xs")
        words.addWidget(self.name)
        words.addWidget(self.about)
        words.addWidget(self._badges)
        words.addStretch(1)
        head.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.body.set_spaces(gap="none")
        self.body.addLayout(head)
        self._rules: dict[QWidget, Line] = {}
        identity, phone, phone2, card = self.masked.values()
        for row in (self.contact, identity, phone, phone2, self.address, self.household, card, self.honours):
            self._rules[row] = Line()
            self.body.addWidget(self._rules[row])
            self.body.addWidget(row)
        if may_see:
            note = HBox(gap="xs", margin=("l", "s"))
            note.addWidget(Icon("info", "t3", "icon_chip"))
            note.addWidget(Label("显示 30 秒后自动遮住，并记入操作日志", "hint", "t3"))
            note.addStretch(1)
            self.body.addWidget(Line())
            self.body.addLayout(note)

    def _set_shown(self, row: QWidget, shown: bool) -> None:
        row.setVisible(shown)
        self._rules[row].setVisible(shown)

    def _show_badges(self, card: PersonCard) -> None:
        while (item := self._badge_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for badge in card.badges:
            self._badge_row.addWidget(Chip(badge, "green"))
        self._badges.setVisible(bool(card.badges))

    def _revealer(self, field: str) -> Callable[[], str]:
        def reveal() -> str:
            assert self._id is not None  # a row is shown for somebody
            return self._services.people.reveal(self._id, field)

        return reveal


def _about(card: PersonCard) -> str:
    return " · ".join(filter(None, (card.sex_label, age_label(card.age), card.community))) or "性别、年龄未登记"


class ActionsCard(Card):
    """What can be begun for this person. Signals carry nothing: the page knows who is meant."""

    visit_pressed = Signal()
    petition_pressed = Signal()
    assistance_pressed = Signal()
    edit_pressed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__("常用操作", dense=True)
        held = services.actor.permissions
        grid = Grid(gap="s")
        self.visit = Button("来访登记", "primary", icon="person_add", key="F2", size="bar")
        self.petition = Button("信访诉求", icon="mail_inbox", key="F3", size="bar")
        self.assistance = Button("帮扶申请", icon="hand_open_heart", key="F4", size="bar")
        self.edit = Button("修改档案", icon="edit", size="bar")
        # No badge: with it the two columns would not fit beside each other.
        set_tip(self.edit, "Alt+E")
        bind(self.edit, "Alt+E").activated.connect(self.edit.click)
        places = ((self.visit, 0, 0), (self.petition, 0, 1), (self.assistance, 1, 0), (self.edit, 1, 1))
        self.body.addLayout(grid)
        for button, row, column in places:
            grid.addWidget(button, row, column)
        for register in (self.visit, self.petition, self.assistance):
            register.setVisible(Permission.VISIT_REGISTER in held)
        self.edit.setVisible(Permission.PERSON_EDIT in held)
        self.body.addStretch(1)
        self.visit.clicked.connect(self.visit_pressed)
        self.petition.clicked.connect(self.petition_pressed)
        self.assistance.clicked.connect(self.assistance_pressed)
        self.edit.clicked.connect(self.edit_pressed)
