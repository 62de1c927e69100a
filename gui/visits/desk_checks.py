"""When a mistake is told: after its field was left, or all of them once saving was asked for; never while typing."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QObject, QTimer

from domain.labels import field_label
from domain.visit_rules import VisitForm, check_visit
from gui.kit.action_bar import ActionBar
from gui.visits.desk_view import DeskView

WAIT_MS = 300


class DeskChecks(QObject):
    """Holds the desk against the rules of `domain.visit_rules`, the same ones that the service asks again."""

    def __init__(
        self, desk: DeskView, bar: ActionBar, form: Callable[[], VisitForm], today: Callable[[], date]
    ) -> None:
        super().__init__(desk)
        self._desk, self._bar, self._form, self._today = desk, bar, form, today
        self._touched: set[str] = set()
        self._all = False
        self._matters = 0
        self._shown: dict[str, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self.refresh)
        desk.edited.connect(self._on_edited)
        desk.left.connect(lambda _key: self._timer.start())
        bar.errors_pressed.connect(self.jump)

    @property
    def shown(self) -> Mapping[str, str]:
        """The sentences on show, in reading order."""
        return self._shown

    def start_over(self) -> None:
        """Another desk: nothing was left, nothing is told."""
        self._timer.stop()
        self._touched.clear()
        self._all = False
        self._show({})

    def all_right(self) -> bool:
        """Check everything, as before saving: tell all that is wrong and go to the first."""
        faults = check_visit(self._form(), self._today())
        self.tell(faults)
        return not faults

    def tell(self, faults: Mapping[str, str]) -> None:
        """Show these and go to the first: also for what the service alone could find."""
        self._timer.stop()
        self._all, self._matters = True, len(self._desk.matters.editors)
        self._show(faults)
        self.jump()

    def jump(self) -> None:
        """To the first field that is wrong."""
        for key in self._shown:
            if self._desk.go_to(_control_key(key)):
                return

    def refresh(self) -> None:
        """Look again at what may be told now."""
        if not self._all and not self._touched:
            return
        faults = check_visit(self._form(), self._today())
        here = self._desk.focused_key()
        self._show({key: text for key, text in faults.items() if self._may_tell(key, here)})

    def _may_tell(self, key: str, here: str) -> bool:
        control = _control_key(key)
        if control == here:
            return key in self._shown
        return (self._all and not self._is_later(control)) or control in self._touched

    def _is_later(self, control: str) -> bool:
        """Whether it belongs to a matter that was added after all mistakes were told: nobody typed there yet."""
        parts = control.split(".")
        return parts[0] == "matters" and len(parts) > 1 and int(parts[1]) >= self._matters

    def _on_edited(self, key: str) -> None:
        self._touched.add(key)
        self._shown = {shown: text for shown, text in self._shown.items() if _control_key(shown) != key}
        self._say()
        self._timer.start()

    def _show(self, faults: Mapping[str, str]) -> None:
        order = list(self._desk.controls())

        def place(key: str) -> int:
            control = _control_key(key)
            return order.index(control) if control in order else len(order)

        self._shown = {key: faults[key] for key in sorted(faults, key=place)}
        self._desk.who.show_errors(self._shown)
        self._desk.matters.show_errors(self._shown)
        self._say()

    def _say(self) -> None:
        first = next(iter(self._shown), "")
        self._bar.set_errors(len(self._shown), field_label(first) if first else "")


def _control_key(key: str) -> str:
    """The field that a sentence belongs to: a paper's name and copies are in the list of papers."""
    parts = key.split(".")
    if parts[0] == "matters":
        return ".".join(parts[:3]) if len(parts) > 2 else "matters.0.kind"
    return key
