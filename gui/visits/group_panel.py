"""同来人员、单位、共同事项: a quiet row under the visitor, which opens in place (Ctrl+G) into a list.

Most visitors come alone, so nothing of it is shown or even made until it is wanted. Whoever comes with many has the
list at once, and folds it to go on with what they want.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.guest_rules import GuestForm, UnitForm, warnings_guests
from domain.labels import GUEST_ROLE_LABELS, field_label
from domain.names import normalise_name
from domain.tables import limit
from domain.visit_rules import VisitForm
from domain.vocabulary import GuestRole
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.check_box import CheckBox
from gui.kit.label import Label
from gui.visits.guest_list import GuestList
from gui.visits.guest_row import Find
from gui.visits.unit_row import FindUnits, UnitRow

KEY = "Ctrl+G"
ALONE = "同来的人可以写进名单，也可以只记人数"
NAMES_SHOWN = 3
# The beginnings of keys that belong to the list, and of those that stand where the list opens.
OWN = ("guests", "unit")
BELOW = ("matters", "address", "call_back")


def common_words() -> str:
    """What the law asks of several people with a common matter."""
    return f"多人反映共同事项，应推选代表，代表不超过 {limit('representatives')} 人（《信访工作条例》第二十条）"


class GroupPanel(QWidget):
    """The row and, once opened, the list. `turned(open)`: it was opened or folded; `edited(key)`, `left(key)`."""

    edited = Signal(str)
    left = Signal(str)
    turned = Signal(bool)
    folded = Signal()

    def __init__(
        self,
        find: Find,
        units: FindUnits,
        today: Callable[[], date],
        headcount: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._find, self._units, self._today, self._headcount = find, units, today, headcount
        self._leads = False
        self._errors: dict[str, str] = {}
        self._said = ""
        # What is shown before the list was made.
        self._guests: tuple[GuestForm, ...] = ()
        self._unit: UnitForm | None = None
        self._list: tuple[UnitRow, GuestList] | None = None
        self.common = CheckBox("共同事项", small=True)
        self.banner = Banner("", "green", icon="people")
        self._count = Label("", "label", "t2")
        self.button = Button("", size="small", key=KEY, name="同来人员名单")
        self._open = QWidget()
        self._lay_out()
        self.common.toggled.connect(self._on_common)
        self.button.clicked.connect(self.toggle)
        self._say()

    # ---- values

    def fill(self, form: VisitForm) -> VisitForm:
        """The form with who came along."""
        return replace(form, guests=self.guests(), unit=self.unit(), common=self.common.isChecked())

    def show_form(self, form: VisitForm) -> None:
        """Show who came along; the list folded."""
        self._errors = {}
        self._guests, self._unit = form.guests, form.unit
        self.common.blockSignals(True)
        self.common.setChecked(form.common)
        self.common.blockSignals(False)
        if self._list is not None:
            self._show_list()
        self._turn(opened=False)

    def refresh(self) -> None:
        """How many came is another number now."""
        self._say()

    def set_leads(self, leads: bool) -> None:
        """Whether a visitor with a name stands before the list."""
        self._leads = leads
        if self._list is not None:
            self._list[1].set_common(self.common.isChecked(), leads=leads)

    def guests(self) -> tuple[GuestForm, ...]:
        """Who came along."""
        return self._list[1].forms() if self._list is not None else self._guests

    def unit(self) -> UnitForm | None:
        """The unit."""
        return self._list[0].form() if self._list is not None else self._unit

    # ---- for the desk around it

    @property
    def is_open(self) -> bool:
        """Whether the list is on the screen."""
        return not self._open.isHidden()

    @property
    def parts(self) -> tuple[UnitRow, GuestList]:
        """The unit and the list of guests, made when they are first asked for."""
        if self._list is None:
            self._list = self._make_list()
        return self._list

    def toggle(self) -> None:
        """Ctrl+G: open the list and go there, or fold it and go on with the visit."""
        if self.is_open:
            self._turn(opened=False)
            self.folded.emit()
            return
        self._turn(opened=True)
        unit, guests = self.parts
        (unit.contact if unit.form() is not None and not guests.rows else guests.free.name).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def take_unit(self, unit: UnitForm) -> None:
        """A unit of the register comes."""
        self._unit = unit
        if self._list is not None:
            self._list[0].show_form(unit)
        self._on_edited("unit.name")

    def fold(self) -> None:
        """Fold the list away."""
        self._turn(opened=False)

    def bring(self, key: str) -> None:
        """Open the list where this key is one of its own; fold it where the key stands below."""
        part = key.split(".", maxsplit=1)[0]
        if part in OWN and not self.is_open:
            self._turn(opened=True)
        elif part in BELOW and self.is_open:
            self._turn(opened=False)

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key; a folded list has places all the same."""
        if self._list is None and not (self._errors or self._guests or self._unit):
            return {"common": self.common}
        unit, guests = self.parts
        return {"common": self.common, **unit.controls(), **guests.controls()}

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Mark what is wrong in the list; the first of them is said in the row."""
        own = {key: text for key, text in sentences.items() if key.split(".", maxsplit=1)[0] in OWN}
        self._errors = own
        if self._list is not None or own:
            unit, guests = self.parts
            unit.show_errors(own)
            guests.show_errors(own)
        self._say()

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order."""
        if not self.is_open:
            return [self.common, self.button]
        unit, guests = self.parts
        return [self.common, *unit.stops(), *guests.stops(), self.undo_link, self.button]

    # ---- inside

    def _lay_out(self) -> None:
        self.undo_link = Link("", icon="arrow_undo")
        self.undo_link.hide()
        head = self._head = QWidget()
        row = HBox(head, gap="m")
        row.addWidget(self.common)
        row.addWidget(self.banner, 1)
        for widget in (self.undo_link, self._count, self.button):
            self.banner.add(widget)
        self._inside = VBox(self._open, gap="s")
        self._open.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column = VBox(self, gap="s", margin=("none", "xs", "none", "none"))
        column.addWidget(head)
        column.addWidget(self._open, 1)
        self._open.hide()

    def _make_list(self) -> tuple[UnitRow, GuestList]:
        unit, guests = UnitRow(self._units), GuestList(self._find, self._today)
        self._inside.addWidget(unit)
        self._inside.addWidget(guests, 1)
        self._list = unit, guests
        self._show_list()
        for part in (unit, guests):
            part.edited.connect(self._on_edited)
            part.left.connect(self.left)
        guests.said.connect(self._on_said)
        guests.undo_changed.connect(self._on_undo_changed)
        self.undo_link.clicked.connect(guests.undo)
        return unit, guests

    def _show_list(self) -> None:
        assert self._list is not None
        unit, guests = self._list
        unit.show_form(self._unit)
        guests.set_common(self.common.isChecked(), leads=self._leads)
        guests.show_forms(self._guests)
        self._said = ""

    def _turn(self, *, opened: bool) -> None:
        changed = opened != self.is_open
        if opened and self._list is None:
            self._list = self._make_list()
        if not opened:
            self._said = ""
        self._open.setVisible(opened)
        self._say()
        if changed:
            self.turned.emit(opened)

    def _say(self) -> None:
        """What the row says; hidden as long as there is nothing to say."""
        guests, unit, common = self.guests(), self.unit(), self.common.isChecked()
        headcount = self._headcount()
        several = headcount > 1 or bool(guests)
        self.setVisible(several or common or unit is not None or self.is_open or bool(self._errors))
        self.common.setVisible(several or common)
        self.common.set_words(f"{headcount} 人共同事项" if headcount > 1 else "共同事项")
        if self._errors:
            self.banner.set(next(iter(self._errors.values())), tone="red")
        elif warning := self._said or self._warning(guests, common):
            self.banner.set(warning, tone="amber")
        elif common:
            self.banner.set(common_words(), tone="amber")
        else:
            self.banner.set(_summary(guests, unit) or ALONE, tone="green")
        self._count.setText(f"已填 {len(guests)} 人")
        self._count.setVisible(bool(guests))
        self.button.set_words("收起" if self.is_open else ("代表名单" if common else "名单"))

    def _warning(self, guests: tuple[GuestForm, ...], common: bool) -> str:
        """The first thing worth a second look; of the list before single people."""
        if not guests:
            return ""
        found = warnings_guests(guests, self._headcount(), common, today=self._today(), visitor=self._leads)
        of_list = found.get("headcount") or found.get("guests")
        if of_list:
            return of_list
        # A number shown masked, as a correction brings it, was typed by nobody.
        masked = {f"guests.{place}.identity" for place, guest in enumerate(guests) if "*" in guest.identity}
        return next((f"{field_label(key)}：{text}" for key, text in found.items() if key not in masked), "")

    # ---- slots

    def _on_common(self, ticked: bool) -> None:
        if self._list is not None:
            self._list[1].set_common(ticked, leads=self._leads)
        self._say()
        self.edited.emit("common")

    def _on_edited(self, key: str) -> None:
        self._errors.pop(key, None)
        self._say()
        self.edited.emit(key)

    def _on_said(self, words: str) -> None:
        self._said = words
        self._say()

    def _on_undo_changed(self, name: str) -> None:
        self.undo_link.set_words(f"撤销去掉 {name}" if name else "")
        self.undo_link.setVisible(bool(name))


def _summary(guests: tuple[GuestForm, ...], unit: UnitForm | None) -> str:
    """单位 某某公司；代表 张三、李四、王五 等 5 人；同来人 赵六."""
    parts = [f"单位 {unit.name.strip()}"] if unit is not None and unit.name.strip() else []
    for role in GuestRole:
        names = [normalise_name(one.name) or "未写姓名" for one in guests if one.role is role]
        if names:
            more = f" 等 {len(names)} 人" if len(names) > NAMES_SHOWN else ""
            parts.append(f"{GUEST_ROLE_LABELS[role]} {'、'.join(names[:NAMES_SHOWN])}{more}")
    return "；".join(parts)
