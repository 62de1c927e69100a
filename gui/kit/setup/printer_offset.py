"""位置校正: how far a printer's pages are moved, in half millimetres to the right and down."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox
from gui.kit.field import Field
from gui.kit.stepper_count import StepperCount
from services.printers import MOST_MM, STEP_MM, Trim, length_words

_STEPS = round(MOST_MM / STEP_MM)
_MINUS = str.maketrans("−－＋。．", "--+..")


# Whoever steps on is still choosing: one entry in the log for where she stops.
_STILL_MS = 600


class PrinterOffset(QWidget):
    """Two numbers; `settled` once the operator stopped changing them, or went on to another field."""

    settled = Signal()

    def __init__(self, hints: tuple[str, str] = ("＋ 向右", "＋ 向下"), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.across = _stepper("位置校正 左右")
        self.along = _stepper("位置校正 上下")
        row = HBox(self, gap="m")
        row.addWidget(Field("左右（毫米）", self.across, hint=hints[0]), 1)
        row.addWidget(Field("上下（毫米）", self.along, hint=hints[1]), 1)
        self.setFocusProxy(self.across)
        self._still = QTimer(self, singleShot=True, interval=_STILL_MS)
        self._still.timeout.connect(self.settled)
        for stepper in (self.across, self.along):
            stepper.changed.connect(lambda _value: self._still.start())
            stepper.left.connect(self.settle)

    def settle(self) -> bool:
        """Tell now what is still to be told; whether there was anything."""
        waiting = self._still.isActive()
        if waiting:
            self._still.stop()
            self.settled.emit()
        return waiting

    def trim(self, *, thermal: bool) -> Trim:
        """What stands there, for a printer that is thermal or isn't."""
        return Trim(self.across.value() * STEP_MM, self.along.value() * STEP_MM, thermal)

    def set_trim(self, trim: Trim) -> None:
        """Show a correction without telling anyone."""
        self.across.set_value(round(trim.right_mm / STEP_MM))
        self.along.set_value(round(trim.down_mm / STEP_MM))


def _stepper(name: str) -> StepperCount:
    return StepperCount(0, name=name, minimum=-_STEPS, maximum=_STEPS, show=_show, read=_read)


def _show(steps: int) -> str:
    return length_words(steps * STEP_MM)


def _read(words: str) -> int | None:
    """Millimetres as they are typed, to the nearest step; None for what is no number."""
    try:
        return round(float(words.translate(_MINUS)) / STEP_MM)
    except (ValueError, OverflowError):
        return None
