"""What every part of 设置 is: a widget that knows when to look again and what it still has to keep."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from gui.kit.boxes import Margin
from services import Services

# A table's square corners stay clear of the card's round ones.
BELOW_TABLE: Margin = ("none", "none", "none", "s")


class Section(QWidget):
    """One part. `told` carries Changes of a service to whoever owns the bus, `notice` a sentence for a toast.

    `offer(sentence, word, act)` is a toast with one thing to do about it, such as 撤销.
    """

    told = Signal(object)
    notice = Signal(str)
    offer = Signal(str, str, object)

    subjects: frozenset[str] = frozenset()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services

    def may(self, permission: Permission) -> bool:
        """Whether the actor holds a permission. Hiding is courtesy: the service refuses all the same."""
        return permission in self.services.actor.permissions

    def refresh(self) -> None:
        """Read again what is shown; called when the section comes up and when something it shows was changed."""

    def before_leaving(self) -> None:
        """The section is left: forget passwords, keep the rest."""

    def first_focus(self) -> QWidget:
        """What takes the keyboard when the section comes up."""
        return self

    def tell(self, changes: Any) -> None:
        """Pass on what a service changed."""
        self.told.emit(changes)


def reason_for(label: str) -> str:
    """Why something is closed to this actor."""
    return f"你的岗位没有“{label}”的权限，需要时请站长调整角色"
