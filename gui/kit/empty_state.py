"""What stands where nothing is: an icon, one sentence, one next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import VBox
from gui.kit.button import Button, Kind
from gui.kit.icon import Icon
from gui.kit.label import Label


class EmptyState(QWidget):
    """Centred in whatever room it gets. `pressed` is the next step."""

    pressed = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        words: str = "",
        button: str = "",
        *,
        key: str = "",
        button_icon: str = "",
        kind: Kind = "normal",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = VBox(self, gap="xs", margin="l")
        self._title = Label(title, "strong", "t2")
        self._text = Label(words, "body", "t3", wrap=True)
        column.addStretch(1)
        column.addWidget(Icon(icon, "t2", "icon_tile"), 0, middle)
        column.add_gap("xs")
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.button: Button | None = None
        if button:
            self.button = Button(button, kind, key=key, icon=button_icon)
            self.button.clicked.connect(self.pressed)
            column.add_gap("xs")
            column.addWidget(self.button, 0, middle)
        column.addStretch(1)
        self._text.setVisible(bool(words))

    def set(self, title: str, words: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(words)
        self._text.setVisible(bool(words))
