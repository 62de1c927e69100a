"""A masked number on a person's page: shown whole for half a minute to whoever may see it, and the look is logged."""

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import jobs
from gui.kit.boxes import HBox
from gui.kit.button import Button
from gui.kit.label import ElidedLabel, Label
from gui.kit.line_edit import SHOWN_SECONDS
from gui.theme import follow_theme, theme
from system.errors import Refusal

ROW = 40
LABEL = 48


class FactRow(QWidget):
    """One line of the card: label, value, and room for a button or chip at the right."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label = Label(label, "label", "t3")
        self.value = ElidedLabel("", "body")
        self.row = HBox(self, gap="s", margin=("l", "none"))
        self.row.addWidget(self._label)
        self.row.addWidget(self.value, 1)
        follow_theme(self._apply)

    @property
    def label(self) -> str:
        """What the line is about."""
        return self._label.text()

    def set_label(self, label: str) -> None:
        """Call it something else."""
        self._label.setText(label)

    def show_value(self, words: str) -> None:
        """Show a value; an empty one is said."""
        self.value.setText(words or "未登记")
        self.value.set_tone("t1" if words else "t3")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().size(ROW))

    def _apply(self) -> None:
        self.setFixedHeight(theme().size(ROW))
        self._label.setFixedWidth(theme().size(LABEL))


class MaskedRow(FactRow):
    """`reveal()` fetches the whole value, in a job; without it (the actor may not) there is no button."""

    def __init__(self, label: str, reveal: Callable[[], str] | None, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._reveal = reveal
        self._masked = ""
        self._job: jobs.Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_SECONDS * 1000)
        self._timer.timeout.connect(self.cover)
        self.button = Button("显示", icon="eye", size="small", name=f"显示{label}")
        self.button.clicked.connect(self._on_pressed)
        self.row.addWidget(self.button)

    @property
    def revealed(self) -> bool:
        """Whether the whole value is on the screen."""
        return self._timer.isActive()

    def set_label(self, label: str) -> None:
        """Say otherwise what the number is of."""
        self._label.setText(label)
        self.button.setAccessibleName(f"显示{label}")

    def show_value(self, words: str) -> None:
        """Show the masked value."""
        self._masked = words
        self.cover()
        self.button.setVisible(bool(words) and self._reveal is not None)

    def cover(self) -> None:
        """Mask it again at once, as leaving the page and locking do."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._timer.stop()
        super().show_value(self._masked)
        self.button.set_words("显示")
        self.button.set_icon("eye")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.cover()

    def _on_pressed(self) -> None:
        if self.revealed or self._reveal is None:
            self.cover()
            return
        self._job = jobs.run(self, self._reveal, self._show_plain, self._on_refused)

    def _show_plain(self, plain: str) -> None:
        self._job = None
        super().show_value(plain)
        self.button.set_words("遮住")
        self.button.set_icon("eye_off")
        self._timer.start()

    def _on_refused(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, Refusal):
            self.value.setText(error.message)
            self.value.set_tone("red")
