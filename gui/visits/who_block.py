"""Block 1, who: somebody of the register, somebody new, or nobody by name; how they came and how many.

One line of fields where the register knows the visitor. For somebody new the same place turns into the few fields
needed, with what was typed already in them; nothing else on the desk moves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from domain.labels import CHANNEL_LABELS
from domain.people_rules import PersonForm
from domain.tables import limit
from domain.visit_rules import VisitForm
from domain.vocabulary import Channel
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.button import Link
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.press import bind
from gui.kit.segmented import Segmented
from gui.kit.stepper_count import StepperCount
from gui.qt import application
from gui.visits.block_errors import FieldBlock
from gui.visits.block_head import BlockHead
from gui.visits.desk_draft import LateTyped, typed_person
from gui.visits.find_row import FindRow, Visitor
from gui.visits.group_panel import KEY as GROUP_KEY
from gui.visits.group_panel import GroupPanel
from gui.visits.late_row import KEY as LATE_KEY
from gui.visits.late_row import LateRow
from gui.visits.new_person import NewPerson
from gui.visits.unit_row import FindUnits
from services.people import PersonHit

NOTE_FIND = "输证件号、姓名、拼音首字母或电话均可"
NOTE_NEW = "新建服务对象，保存来访时一并建档"
CHANNELS = (Channel.WALK_IN, Channel.CALL, Channel.LETTER)


class WhoBlock(FieldBlock):
    """The block. Its values go into a `VisitForm` by `fill`, and come from one by `show_form`."""

    found = Signal(object)
    released = Signal()
    mode_changed = Signal()
    person_changed = Signal(object)
    reveal_requested = Signal(str)

    def __init__(
        self,
        find: Callable[[str], Sequence[PersonHit]],
        units: FindUnits,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._new_mode = False
        self._set_aside: tuple[str, PersonForm] | None = None
        self._other_way: Channel | None = None
        self.head = BlockHead(1, "来访人", NOTE_FIND)
        self.unclear = CheckBox("匿名来访", small=True)
        self.back = Link("重新查找", icon="search")
        self.known = FindRow(find, today, self)
        self.new = NewPerson(today, self)
        self.channel = Segmented([(way, CHANNEL_LABELS[way]) for way in CHANNELS], name="来访方式", fill=True)
        self.count = StepperCount(name="来访人数", maximum=limit("headcount"))
        self.late = LateRow(today)
        self.group = GroupPanel(find, units, today, self.count.value)
        self.late_link = Link("补登", icon="history", key=LATE_KEY)
        self.group_link = Link("同来人、单位", icon="people", key=GROUP_KEY)
        self._common = {"channel": Field("来访方式", self.channel), "headcount": Field("来访人数", self.count)}
        self._lay_out()
        self._connect()
        self._show_mode()

    # ---- values

    @property
    def person_id(self) -> int | None:
        """The person of the register, if one was taken."""
        return None if self._new_mode else self.known.person_id

    @property
    def new_mode(self) -> bool:
        """Whether somebody new is being typed."""
        return self._new_mode

    def is_empty(self) -> bool:
        """Whether nobody is said to have come, neither a person nor a unit."""
        someone = self.new_mode or self.anonymous or self.person_id is not None
        return not someone and self.group.unit() is None

    @property
    def anonymous(self) -> bool:
        """Whether the visitor gives no name."""
        return not self._new_mode and self.unclear.isChecked()

    def name(self) -> str:
        """The name of the person taken."""
        return "" if self._new_mode else self.known.person_name

    def words(self) -> str:
        """What stands in the search box while nobody is taken."""
        return "" if self._new_mode else self.known.words()

    def fill(self, form: VisitForm) -> VisitForm:
        """The form with this block's values."""
        channel = self.channel.value() or self._other_way
        form = replace(
            form,
            person_id=self.person_id,
            new_person=self.new.form() if self._new_mode else None,
            anonymous=self.anonymous,
            phone="" if self._new_mode else self.known.new_phone(),
            channel=channel if isinstance(channel, Channel) else Channel.WALK_IN,
            headcount=self.count.value(),
        )
        return self.late.fill(self.group.fill(form))

    def show_form(self, form: VisitForm, words: str = "", late: LateTyped | None = None) -> None:
        """Show a desk; the person herself is shown by `set_person` once her card is there."""
        self._errors = {}
        self._set_aside = None
        self._new_mode = form.new_person is not None
        self.new.set_form(form.new_person or PersonForm())
        self.known.set_words(words)
        self.known.set_anonymous(form.anonymous)
        ticked = form.new_person.name_unclear if form.new_person is not None else form.anonymous
        self.unclear.blockSignals(True)
        self.unclear.setChecked(ticked)
        self.unclear.blockSignals(False)
        # A visit at somebody's home isn't begun here, but it may be corrected here.
        self._other_way = None if form.channel in CHANNELS else form.channel
        self.channel.set_value(None if self._other_way else form.channel)
        self.count.set_value(form.headcount)
        self.late.show_typed(late, form.late_reason)
        self.late_link.setVisible(late is None)
        self.group.show_form(form)
        self._say_required()
        self._show_mode()

    def set_person(self, person: Visitor, *, phone: str = "") -> None:
        """Take somebody of the register."""
        self._new_mode = False
        self.unclear.blockSignals(True)
        self.unclear.setChecked(False)
        self.unclear.blockSignals(False)
        self.known.set_anonymous(False)
        self.known.set_person(person, phone=phone)
        self._show_mode()

    def start_new(self, words: str = "") -> None:
        """Turn into the fields for somebody new, with what was typed."""
        set_aside, self._set_aside = self._set_aside, None
        self.new.set_form(set_aside[1] if set_aside and set_aside[0] == words else typed_person(words))
        self.known.set_words("")
        self.unclear.setChecked(False)
        self._new_mode = True
        self._show_mode()
        self.new.first_empty().setFocus(Qt.FocusReason.OtherFocusReason)
        self.mode_changed.emit()
        self.edited.emit("person")
        self.person_changed.emit(self.new.form())

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key."""
        own = {key: field.control for key, field in (*self.fields().items(), *self.late.fields().items())}
        return {**own, **self.group.controls()}

    def look_for(self, words: str) -> None:
        """Look for these words as if they had been typed."""
        self.known.look_for(words)

    def cover(self) -> None:
        """Mask again at once whatever is shown whole."""
        self.known.cover()

    # ---- the block

    def fields(self) -> Mapping[str, Field]:
        who = self.new.fields() if self._new_mode else self.known.fields()
        return {**who, **self._common}

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        self.known.show_errors(sentences)
        self.new.show_errors(sentences)
        self.late.show_errors(sentences)
        self.group.show_errors(sentences)
        super().show_errors(sentences)
        self._say()

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order, hidden ones among them."""
        above, below = self.new.stops()
        who = [*self.known.stops(), *above, self.channel, self.count, *below]
        return [*who, *self.late.stops(), *self.group.stops()]

    def _help(self, key: str, field: Field) -> None:
        if key in self._common:
            field.clear()

    # ---- building

    def _lay_out(self) -> None:
        card = Card(padded=False)
        card.body.addWidget(self.head)
        for widget in (self.group_link, self.late_link, self.back, self.unclear):
            self.head.add(widget)
        grid = Grid(gap="m", row_gap="xs", margin=("l", "none"))
        self._where = QWidget()
        whole = HBox(self._where)
        whole.addWidget(self.known)
        whole.addWidget(self.new.top)
        grid.addWidget(self._where, 0, 0)
        grid.addWidget(self._common["channel"], 0, 1)
        grid.addWidget(self._common["headcount"], 0, 2)
        grid.addWidget(self.new.bottom, 1, 0, 1, 3)
        for column, share in enumerate((552, 146, 114)):
            grid.setColumnStretch(column, share)
        below = VBox(gap="xs", margin=("l", "none", "l", "s"))
        below.addWidget(self.late)
        below.addWidget(self.group, 1)
        card.body.addLayout(grid)
        card.body.addLayout(below, 1)
        card.body.set_spaces(gap="none")
        VBox(self).addWidget(card)

    def _say(self) -> None:
        """What is wrong is said whole in the head where its field has no room for it: the field in hand comes first."""
        fields = {key: one for key, one in self.fields().items() if one.state == "error" and not one.is_told_whole()}
        now = QApplication.focusWidget()
        in_hand = [key for key, one in fields.items() if now is not None and one.isAncestorOf(now)]
        key = next(iter([*in_hand, *fields]), "")
        wrong = fields[key].message if key else ""
        if key not in ("", "person"):
            wrong = f"{fields[key].label}：{wrong}"
        self.head.set_note(wrong or (NOTE_NEW if self._new_mode else NOTE_FIND), wrong=bool(wrong))

    def _show_mode(self) -> None:
        self.group.set_leads(self._new_mode or self.known.person_id is not None)
        self.known.setVisible(not self._new_mode)
        self.new.top.setVisible(self._new_mode)
        self.new.bottom.setVisible(self._new_mode)
        self.back.setVisible(self._new_mode)
        self._say()
        self.unclear.set_words("姓名不清" if self._new_mode else "匿名来访")

    def _connect(self) -> None:
        for block in (self.known, self.new):
            block.edited.connect(self._on_part_edited)
            block.left.connect(self.left)
        for part in (self.late, self.group):
            part.edited.connect(self.edited)
            part.left.connect(self.left)
        self.known.found.connect(self._on_found)
        self.known.released.connect(self.released)
        self.known.new_requested.connect(self.start_new)
        self.known.reveal_requested.connect(self.reveal_requested)
        self.new.person_changed.connect(self.person_changed)
        self.unclear.toggled.connect(self._on_unclear_toggled)
        self.back.clicked.connect(self._on_back)
        self.channel.chosen.connect(lambda _value: self._touch("channel"))
        self.count.changed.connect(self._on_count)
        for link, part_key, act in (
            (self.late_link, LATE_KEY, self.late.toggle),
            (self.group_link, GROUP_KEY, self.group.toggle),
        ):
            link.clicked.connect(act)
            bind(self, part_key).activated.connect(act)
        self.group.edited.connect(lambda _key: self._say_required())
        self.late.turned.connect(lambda opened: self.late_link.setVisible(not opened))
        bind(self, "Ctrl+N").activated.connect(self._on_new_key)
        application().focusChanged.connect(self._on_focus_changed)

    # ---- slots

    def _say_required(self) -> None:
        self.known.set_required(self.group.unit() is None)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._errors and self.isAncestorOf(now):
            self._say()

    def _on_count(self) -> None:
        self.group.refresh()
        self._touch("headcount")

    def _on_part_edited(self, key: str) -> None:
        self._errors.pop(key, None)
        self._say()
        self.edited.emit(key)

    def _on_found(self, hit: PersonHit) -> None:
        self.set_person(hit)
        self.found.emit(hit)
        self.edited.emit("person")

    def _on_new_key(self) -> None:
        if not self._new_mode:
            self.start_new(self.known.words())

    def _on_back(self) -> None:
        """Look again for the name or the number that was typed; the other fields come back if nobody is found."""
        typed = self.new.form()
        words = typed.name or typed.identity or typed.phone
        self._set_aside = (words.strip(), typed)
        self._new_mode = False
        self.unclear.setChecked(False)
        self.known.set_words(words)
        self._show_mode()
        self.known.lookup.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mode_changed.emit()
        self.edited.emit("person")

    def _on_unclear_toggled(self, ticked: bool) -> None:
        if self._new_mode:
            self.new.set_unclear(ticked)
            self.edited.emit("new_person.name")
            return
        had = self.known.person_id is not None
        self.known.set_anonymous(ticked)
        if had:
            self.released.emit()
        self.mode_changed.emit()
        self.edited.emit("person")
