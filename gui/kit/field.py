"""A row of a form: label, control and one help line whose place is kept, so that an error moves nothing."""

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.paint import draw_icon, text, text_width
from gui.kit.text_area import TextArea
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import Tone

State = Literal["", "hint", "error", "ok", "warning"]

_LOOKS: dict[State, tuple[Tone, str]] = {
    "": ("t3", ""),
    "hint": ("t3", ""),
    "error": ("red", "error_circle"),
    "ok": ("accent", "checkmark_circle"),
    "warning": ("amber", "warning"),
}


class _Help(QWidget):
    """The help line: always there, empty or not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self._state: State = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def show_message(self, words: str, state: State) -> None:
        self._words, self._state = words, state
        self.setAccessibleName(words)
        self._tell_cut()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size(40), theme().line("hint"))

    def resizeEvent(self, event: object) -> None:
        self._tell_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._words:
            return
        painter = QPainter(self)
        tone, icon = _LOOKS[self._state]
        ink, x, side = theme().tone(tone), 0, theme().metrics.icon_chip
        if icon:
            draw_icon(painter, icon, ink, QRect(0, (self.height() - side) // 2, side, side))
            x = side + theme().space("xs")
        box = QRect(x, 0, self.width() - x, self.height())
        text(painter, box, self._words, font=theme().font("hint"), colour=ink)

    def cut(self) -> bool:
        """Whether the line is too narrow for its words."""
        room = self.width() - (theme().metrics.icon_chip + theme().space("xs") if _LOOKS[self._state][1] else 0)
        return text_width(self._words, theme().font("hint")) > room + 1

    def _tell_cut(self) -> None:
        set_tip(self, self._words if self.cut() else "")

    def _apply(self) -> None:
        self.setFixedHeight(theme().line("hint"))


class Field(QWidget):
    """Label, control, help. `side`: the label at the left and no help line, for the dense rows of the desk."""

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        side: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self.state: State = ""
        self.message = ""
        self._hint = hint
        self._side = side
        self._label = Label(label, "label", "t2")
        self._star = Label("*", "label", "red", name="必填", parent=self)
        self._star.setVisible(required)
        self._required = required
        self._head = HBox(gap="xs")
        self._help = _Help(self)
        self._head.addWidget(self._label)
        self._head.addWidget(self._star)
        self._head.addStretch(1)
        if side:
            self._lay_out_side()
        else:
            self._lay_out_above()
        if not control.accessibleName():
            control.setAccessibleName(label)
        if isinstance(control, LineEdit):
            control.overflowed.connect(self._on_overflowed)
        self.setFocusProxy(control)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, _grows(control))
        self.clear()

    @property
    def label(self) -> str:
        """The words of the label, for the error summary."""
        return self._label.text()

    def is_told_whole(self) -> bool:
        """Whether all of the sentence can be read here; if not, the form around it has to say it."""
        return not self.message or not (self._side or self._help.cut())

    def set_label(self, label: str) -> None:
        """Change the label."""
        self._label.setText(label)

    def set_required(self, required: bool) -> None:
        """Show or hide the red star."""
        self._required = required
        self._star.setVisible(required)

    def set_error(self, sentence: str) -> None:
        """Red border, icon and sentence. It says what is wrong and what to do."""
        self._show("error", sentence)

    def set_ok(self, sentence: str) -> None:
        """A green confirmation."""
        self._show("ok", sentence)

    def set_warning(self, sentence: str) -> None:
        """Amber words: worth a second look, but it stops nothing."""
        self._show("warning", sentence)

    def set_hint(self, sentence: str) -> None:
        """Grey words, such as 还差 12 位 while the operator types."""
        self._show("hint", sentence)

    def clear(self) -> None:
        """Back to the hint given at the start."""
        self._show("", self._hint)

    def add_corner(self, widget: QWidget) -> None:
        """Put a widget at the right end of the label line."""
        self._head.addWidget(widget)

    def _show(self, state: State, sentence: str) -> None:
        self.state, self.message = state, sentence if state else ""
        self._help.show_message(sentence, state)
        look = getattr(self.control, "set_state", None)
        if callable(look):
            look("error" if state == "error" else "")
        self.control.setAccessibleDescription(sentence)
        if self._side:
            self._label.set_tone("red" if state == "error" else "t2")
            set_tip(self.control, sentence if state == "error" else "")

    def _lay_out_above(self) -> None:
        column = VBox(self)
        column.addLayout(self._head)
        column.add_gap("xs")
        column.addWidget(self.control)
        column.add_gap(3)
        column.addWidget(self._help)

    def _lay_out_side(self) -> None:
        row = HBox(self, gap="s")
        tall = isinstance(self.control, TextArea)
        self._aside = QWidget(self)
        column = VBox(self._aside)
        if tall:
            column.add_gap("s")
        column.addLayout(self._head)
        if tall:
            column.addStretch(1)
        row.addWidget(self._aside)
        row.addWidget(self.control, 1)
        if not tall:
            row.setAlignment(self._aside, Qt.AlignmentFlag.AlignVCenter)
        self._help.hide()
        follow_theme(self._apply)

    def _apply(self) -> None:
        self._aside.setFixedWidth(theme().metrics.side_label)

    def _on_overflowed(self, limit: int) -> None:
        self.set_hint(f"最多 {limit} 个字，多出的没有填入")


def _grows(control: QWidget) -> QSizePolicy.Policy:
    """A field is as high as it must be; only a tall control takes more, and one that wraps may."""
    policy = control.sizePolicy()
    if policy.verticalPolicy() == QSizePolicy.Policy.Expanding:
        return QSizePolicy.Policy.Expanding
    return QSizePolicy.Policy.Minimum if policy.hasHeightForWidth() else QSizePolicy.Policy.Fixed
