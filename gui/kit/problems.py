"""What is still wrong on a form, in reading order: for the count in the action bar and the jump to the first one."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.kit.line_edit import LineEdit


@dataclass(frozen=True)
class Problem:
    """`label` names the field in the action bar, `message` stands under it, `control` takes the focus."""

    label: str
    message: str
    control: QWidget

    def jump(self) -> None:
        """Bring the field to the person's fingers. Not as Tab does: that would select what is only to be mended."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.control, LineEdit):
            self.control.end(False)


def jump_to_first(problems: Iterable[Problem]) -> None:
    """Go to the first problem, if there is one."""
    for problem in problems:
        problem.jump()
        return
