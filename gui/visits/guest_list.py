"""The list of who came along. Its last line is always free, so that Enter alone goes on to the next person.

At most five of them are representatives (信访工作条例 §20): the list is capped, and says so, the headcount never is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from domain.guest_rules import GuestForm
from domain.tables import limit
from domain.vocabulary import GuestRole
from gui.kit.boxes import HBox, VBox
from gui.kit.label import Label
from gui.kit.scroll import Scroll
from gui.theme import follow_theme, theme
from gui.visits.guest_row import COLUMNS, Find, GuestRow, share_width

PREFIX = "guests."
SECOND_AGENT = "代理人只能有一位，这一位记为同来人；要换代理人，先把前面那位改成同来人"


def too_many_representatives() -> str:
    """Why one more isn't taken, and what she is instead."""
    most = limit("representatives")
    return f"代表最多 {most} 人（《信访工作条例》第二十条），这一位记为同来人"


class GuestList(QWidget):
    """The list. Keys count from 0: "guests.0.name". `said(sentence)` for what the list itself has to tell."""

    edited = Signal(str)
    left = Signal(str)
    said = Signal(str)
    undo_changed = Signal(str)

    def __init__(self, find: Find, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find, self._today = find, today
        self._common = self._leads = False
        self._rows: list[GuestRow] = []
        self._removed: tuple[int, GuestForm] | None = None
        self._lines = VBox(gap="xs")
        self._lay_out()
        self._make()

    # ---- values

    def forms(self) -> tuple[GuestForm, ...]:
        """Who came along; lines that say nothing are left out."""
        return tuple(row.form() for row in self.rows)

    def show_forms(self, forms: Sequence[GuestForm]) -> None:
        """Show these and a free line."""
        self._removed = None
        self.undo_changed.emit("")
        while self._rows:
            self._let_go(self._rows[-1])
        for form in forms:
            self._make().show_form(form)
        self._make()

    def set_common(self, common: bool, *, leads: bool) -> None:
        """Whether they have a common matter: then the first five are representatives by themselves.

        `leads`: a visitor with a name stands before the list, and is the first of the five.
        """
        self._common, self._leads = common, leads
        for row in self._rows:
            if row.is_blank():
                row.set_role(self._usual_role())

    @property
    def rows(self) -> tuple[GuestRow, ...]:
        """The lines on which somebody stands."""
        return tuple(row for row in self._rows if not row.is_blank())

    @property
    def free(self) -> GuestRow:
        """The line for the next one."""
        return self._rows[-1]

    def representatives(self) -> int:
        """How many of them are representatives."""
        return sum(form.role is GuestRole.REPRESENTATIVE for form in self.forms())

    def undo(self) -> None:
        """Put the line back that was taken away last."""
        if self._removed is None:
            return
        place, form = self._removed
        forms = list(self.forms())
        forms.insert(min(place, len(forms)), form)
        self.show_forms(forms)
        self.edited.emit("guests")
        self.rows[min(place, len(forms) - 1)].name.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- for the desk around it

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key; "guests" is the next line."""
        found: dict[str, QWidget] = {}
        for place, row in enumerate((*self.rows, self.free)):
            found.update({f"{PREFIX}{place}.{key}": control for key, control in row.controls().items()})
        return {**found, "guests": self.free.name}

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order."""
        return [stop for row in self._rows for stop in row.stops()]

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Mark what is wrong on each line."""
        for place, row in enumerate(self.rows):
            start = f"{PREFIX}{place}."
            row.show_errors({key.removeprefix(start): text for key, text in sentences.items() if key.startswith(start)})

    # ---- inside

    def _lay_out(self) -> None:
        inside = QWidget()
        column = VBox(inside)
        column.addLayout(self._lines)
        column.addStretch(1)
        self._scroll = Scroll(inside)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._fit_head)
        head = self._head = HBox(gap="s")
        for _key, words, share in COLUMNS:
            label = Label(words, "hint", "t3")
            share_width(label)
            head.addWidget(label, share)
        whole = VBox(self, gap="xs")
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)
        follow_theme(self._fit_head)

    def _fit_head(self) -> None:
        """The head stands over the columns: neither the button at the end of each line nor the scroll bar has one."""
        bar = self._scroll.verticalScrollBar()
        beside = theme().metrics.scroll_bar if bar.maximum() > 0 else 0
        self._head.setContentsMargins(0, 0, theme().metrics.button_small + theme().space("s") + beside, 0)

    def _usual_role(self) -> GuestRole:
        room = self.representatives() + self._leads < limit("representatives")
        return GuestRole.REPRESENTATIVE if self._common and room else GuestRole.COMPANION

    def _make(self) -> GuestRow:
        row = GuestRow(self._find, self._today)
        row.set_role(self._usual_role())
        row.edited.connect(lambda key: self._on_edited(row, key))
        row.left.connect(lambda key: self.left.emit(self._key(row, key)))
        row.role_chosen.connect(lambda: self._on_role(row))
        row.removed.connect(lambda: self._on_removed(row))
        self._rows.append(row)
        self._lines.addWidget(row)
        row.show()
        return row

    def _let_go(self, row: GuestRow) -> None:
        # Going away it loses the keyboard, and would say that a field was left.
        row.blockSignals(True)
        self._rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _key(self, row: GuestRow, key: str) -> str:
        rows = self.rows
        return f"{PREFIX}{rows.index(row)}.{key}" if row in rows else "guests"

    def _on_edited(self, row: GuestRow, key: str) -> None:
        if row is self.free and not row.is_blank():
            # With five chosen, the next one of a common matter came along; why is said as soon as she is begun.
            full = self._representatives_but(row) + self._leads >= limit("representatives")
            self.said.emit(too_many_representatives() if full and self._common else "")
            if len(self._rows) < limit("guests"):
                self._make()
        self.edited.emit(self._key(row, key))

    def _on_role(self, row: GuestRow) -> None:
        told = self._refused(row)
        if told:
            row.set_role(GuestRole.COMPANION)
        self.edited.emit(self._key(row, "role"))
        self.said.emit(told)

    def _refused(self, row: GuestRow) -> str:
        """Why the role just chosen can't be had, "" where it can."""
        role = row.form().role
        if role is GuestRole.REPRESENTATIVE and self._representatives_but(row) >= limit("representatives"):
            return too_many_representatives()
        if role is GuestRole.AGENT and self._others(row, GuestRole.AGENT):
            return SECOND_AGENT
        return ""

    def _representatives_but(self, row: GuestRow) -> int:
        return self._others(row, GuestRole.REPRESENTATIVE)

    def _others(self, row: GuestRow, role: GuestRole) -> int:
        return sum(one.form().role is role for one in self.rows if one is not row)

    def _on_removed(self, row: GuestRow) -> None:
        if row.is_blank():
            if row is not self.free:
                self._let_go(row)
            return
        place = self.rows.index(row)
        self._removed = (place, row.form())
        free = row is self.free
        self._let_go(row)
        if free:
            self._make()
        self.undo_changed.emit(self._removed[1].name.strip() or "这一行")
        self.edited.emit("guests")
        left = (*self.rows, self.free)
        left[min(place, len(left) - 1)].name.setFocus(Qt.FocusReason.OtherFocusReason)
