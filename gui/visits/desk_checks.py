"""When a mistake is told: after its field was left, or all of them once saving was asked for; never while typing.

What is only worth a second look (a note) is told more quietly and never stops anything: as soon as its field holds
something, and what isn't there yet only once the operator has gone on from where it would stand.
"""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QObject, QTimer

from domain.visit_rules import VisitForm, check_visit, warnings_visit
from gui.kit.action_bar import ActionBar
from gui.visits.desk_view import DeskView

WAIT_MS = 300
# What may still be written while the words of a matter are in hand.
LATER = frozenset({"facts", "reasons", "read_back"})


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
        self._notes: dict[str, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self.refresh)
        desk.edited.connect(self._on_edited)
        desk.left.connect(lambda _key: self._timer.start())
        desk.matters.asked.connect(lambda key: desk.go_to(_control_key(key)))
        bar.errors_pressed.connect(self.jump)

    @property
    def shown(self) -> Mapping[str, str]:
        """The sentences on show, in reading order."""
        return self._shown

    @property
    def notes(self) -> Mapping[str, str]:
        """What is worth a second look, in reading order."""
        return self._notes

    def start_over(self) -> None:
        """Another desk: nothing was left, nothing is told."""
        self._timer.stop()
        self._touched.clear()
        self._all = False
        self._show({})
        self._show_notes({})

    def all_right(self) -> bool:
        """Check everything, as before saving: tell all that is wrong and go to the first."""
        form = self._form()
        faults = self._faults(form)
        self.tell(faults)
        self._note(form)
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
        form = self._form()
        faults = self._faults(form)
        here = self._desk.focused_key()
        self._show({key: text for key, text in faults.items() if self._may_tell(key, here)})
        self._note(form)

    def _faults(self, form: VisitForm) -> dict[str, str]:
        """What is wrong with the form, and what of the desk didn't even come into it."""
        return {**check_visit(form, self._today()), **self._desk.faults()}

    def _may_tell(self, key: str, here: str) -> bool:
        control = _control_key(key)
        if control == here:
            return key in self._shown
        return (self._all and not self._is_later(control)) or control in self._touched

    def _note(self, form: VisitForm) -> None:
        """Tell what is worth a second look now."""
        here = self._desk.focused_key()
        said = warnings_visit(form, self._today())
        self._show_notes(
            {key: text for key, text in said.items() if key not in self._shown and _is_due(key, here, form)}
        )

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
        self._shown = self._in_order(faults)
        self._desk.show_errors(self._shown)
        self._say()

    def _show_notes(self, sentences: Mapping[str, str]) -> None:
        self._notes = self._in_order(sentences)
        self._desk.matters.show_notes(self._notes)

    def _in_order(self, sentences: Mapping[str, str]) -> dict[str, str]:
        """In reading order."""
        order = {key: at for at, key in enumerate(self._desk.controls())}
        return {
            key: sentences[key] for key in sorted(sentences, key=lambda key: order.get(_control_key(key), len(order)))
        }

    def _say(self) -> None:
        first = next(iter(self._shown), "")
        self._bar.set_errors(len(self._shown), self._desk.matters.label(first) if first else "")


def _control_key(key: str) -> str:
    """The field that a sentence belongs to: a paper's name and copies are in the list of papers."""
    parts = key.split(".")
    if parts[0] == "matters":
        return ".".join(parts[:3]) if len(parts) > 2 else "matters.0.kind"
    return key


def _is_due(key: str, here: str, form: VisitForm) -> bool:
    """Whether a note is told yet: what is missing from a matter, once its words and its outcome were left."""
    parts = key.split(".")
    if parts[0] != "matters" or len(parts) != 3 or parts[2] not in LATER:
        return True
    matter = form.matters[int(parts[1])]
    if getattr(matter, parts[2]):
        return True
    in_hand = {f"matters.{parts[1]}.{field}" for field in ("narrative", "facts", "reasons", "earlier", "read_back")}
    return bool(matter.narrative.strip()) and matter.outcome is not None and here not in in_hand
