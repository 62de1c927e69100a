"""Who stands at the window, beside the form: what to mind, what is open, what was before.

While nobody is taken it says what will stand here; while somebody new is typed, who may be the same person.
"""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.dates import short_date
from domain.labels import CASE_CLOSED, OUTCOME_LABELS, age_label
from domain.vocabulary import Outcome
from gui.kit.avatar import Avatar
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import Chip, ChipText
from gui.kit.empty_state import EmptyState
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.scroll import Scroll
from gui.kit.timeline import Entry, Timeline
from gui.kit.wrap import WrapBox
from gui.theme import follow_theme, theme
from gui.tokens import ChipTone
from gui.visits.card_hints import CardHints
from services.people import REPEAT_DAYS, Duplicates, HistoryLine, PersonCard

_CHIPS: dict[str, ChipTone] = {
    OUTCOME_LABELS[Outcome.SERVICE_OPENED]: "blue",
    OUTCOME_LABELS[Outcome.PETITION_OPENED]: "blue",
    OUTCOME_LABELS[Outcome.ASSISTANCE_OPENED]: "blue",
    OUTCOME_LABELS[Outcome.JOINED]: "blue",
    OUTCOME_LABELS[Outcome.MATERIALS_OWED]: "amber",
    CASE_CLOSED: "green",
}


class PersonPanel(QWidget):
    """The right column. `join_requested(case id)`, `file_requested(person id)`, `taken(hit)` for a duplicate taken.

    `alert_changed` says in a few words what is to be minded here, "" for nothing: on a narrow window the column is a
    drawer, and only those words can be seen.
    """

    join_requested = Signal(int)
    file_requested = Signal(int)
    taken = Signal(object)
    alert_changed = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._id: int | None = None
        self._narrow = False
        self._card = Card(padded=False)
        self._stack = QStackedWidget()
        self._empty = EmptyState("contact_card", "先选来访人", "选好后，这里显示以往来访、\n在办件和重复来访提示")
        self._person = QWidget()
        self._like = _Alike()
        self._like.taken.connect(self.taken)
        for part in (self._empty, self._person, self._like):
            self._stack.addWidget(part)
        self._card.body.addWidget(self._stack, 1)
        VBox(self).addWidget(self._card)
        self._build_person()
        follow_theme(self._apply)

    # ---- what it shows

    def show_nobody(self) -> None:
        """Nobody is taken yet."""
        self._id = None
        self.alert_changed.emit("")
        self._empty.set("先选来访人", "选好后，这里显示以往来访、\n在办件和重复来访提示")
        self._stack.setCurrentWidget(self._empty)

    def show_anonymous(self) -> None:
        """A visitor without a name has no file."""
        self._id = None
        self.alert_changed.emit("")
        self._empty.set("匿名来访", "不建档，也查不到往来记录；\n事项照常登记，照常出回执")
        self._stack.setCurrentWidget(self._empty)

    def show_new(self, alike: Duplicates | None = None) -> None:
        """Somebody new; `alike` are those of the register who may be the same person."""
        self._id = None
        if alike is not None and alike.shown:
            self._like.show_people(alike)
            self._stack.setCurrentWidget(self._like)
            self.alert_changed.emit("可能已经建过档")
            return
        self.alert_changed.emit("")
        self._empty.set("新建服务对象", "保存来访时一并建档；\n像是已有档案的，会在这里提示")
        self._stack.setCurrentWidget(self._empty)

    def show_card(self, card: PersonCard, since: datetime) -> None:
        """A person of the register; `since` is when her registration began."""
        self._id = card.id
        self._avatar.set_name(card.name)
        self._name.setText(card.name)
        self._show_badges(card)
        about = (card.service, card.community, card.phone_masked)
        self._about.setText(" · ".join(filter(None, about)) or "没有登记社区和电话")
        self._note.set(card.reception_note, tone="gold", title="接待提示")
        self._note.setVisible(bool(card.reception_note))
        self._hints.show_card(card)
        self.alert_changed.emit(_alert(card))
        self._total.setText(f"共 {card.visits_total} 次来访")
        self._times.set_entries([self._now(since), *(self._entry(line) for line in card.history)])
        self._scroll.verticalScrollBar().setValue(0)
        self._stack.setCurrentWidget(self._person)

    @property
    def joins(self) -> list[Button]:
        """The buttons that join the matter to a case in progress."""
        return self._hints.buttons

    @property
    def person_id(self) -> int | None:
        """Whose card is on show."""
        return self._id

    # ---- building

    def _build_person(self) -> None:
        column = VBox(self._person)
        self._avatar = Avatar("", "medium")
        self._name = ElidedLabel("", "object_title")
        self._badges = QWidget()
        self._badge_row = WrapBox(self._badges, gap="xs")
        self._about = ElidedLabel("", "hint", "t3")
        words = VBox(gap="xs")
        words.addWidget(self._name)
        words.addWidget(self._badges)
        words.addWidget(self._about)
        head = HBox(gap="m", margin=("l", "m"))
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addWidget(Line())
        inside = QWidget()
        below = VBox(inside)
        self._warnings = VBox(gap="s", margin=("l", "s", "l", "none"))
        self._note = Banner("", "gold")
        self._warnings.addWidget(self._note)
        self._hints = CardHints()
        self._hints.join_requested.connect(self.join_requested)
        self._warnings.addWidget(self._hints)
        below.addLayout(self._warnings)
        titles = HBox(gap="s", margin=("l", "s"))
        self._total = Label("", "hint", "t3")
        file = self._file = Link("打开档案")
        file.clicked.connect(self._on_file)
        titles.addWidget(Label("往来记录", "card_title"))
        titles.addWidget(self._total)
        titles.addStretch(1)
        titles.addWidget(file)
        below.addLayout(titles)
        self._times = Timeline()
        times = VBox(margin=("l", "none"))
        times.addWidget(self._times)
        below.addLayout(times, 1)
        self._scroll = Scroll(inside)
        column.addWidget(self._scroll, 1)

    def _show_badges(self, card: PersonCard) -> None:
        while item := self._badge_row.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        chips = [ChipText(card.honours, "gold", "ribbon_star")] if card.honours else []
        chips += [ChipText(badge, "green") for badge in card.badges]
        for chip in chips:
            self._badge_row.addWidget(Chip(chip.text, chip.tone, chip.icon))
        self._badges.setVisible(bool(chips))

    def _now(self, since: datetime) -> Entry:
        return Entry(f"今天 {since:%H:%M}", chip=ChipText("正在登记", "amber"), tone="amber", filled=True)

    def _entry(self, line: HistoryLine) -> Entry:
        today = self._today()
        recent = (today - line.date).days < REPEAT_DAYS and line.visit_id is not None
        chip = ChipText(line.chip, _CHIPS.get(line.chip, "grey")) if line.chip else None
        head = f"{short_date(line.date, today)} {line.title}"
        return Entry(head, line.body, chip, line.operator, tone="amber" if recent else "accent")

    def _on_file(self) -> None:
        if self._id is not None:
            self.file_requested.emit(self._id)

    def stops(self) -> list[QWidget]:
        """What can be pressed here, from top to bottom."""
        return [self._file, *self._hints.buttons, *self._like.buttons]

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        # As high as the form beside it; what is more scrolls.
        return QSize(self.width(), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_narrow(self, narrow: bool) -> None:
        """Give way on a narrow window."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._apply()

    def _apply(self) -> None:
        metrics = theme().metrics
        self.setFixedWidth(metrics.side_column_narrow if self._narrow else metrics.side_column)


def _alert(card: PersonCard) -> str:
    """What is to be minded about a person, for the handle of the folded column."""
    parts = (
        "有接待提示" if card.reception_note else "",
        f"在办 {len(card.open_cases)} 件" if card.open_cases else "",
        f"{REPEAT_DAYS} 天内第 {card.visits_30_days + 1} 次来访" if card.visits_30_days else "",
    )
    return "，".join(filter(None, parts))


class _Alike(QWidget):
    """Those of the register who may be the person that is being typed."""

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = VBox(self, gap="s", margin="l")
        self._title = Banner("", "amber")
        column.addWidget(self._title)
        self._rows = VBox(gap="s")
        column.addLayout(self._rows)
        column.addStretch(1)
        self._shown: list[QWidget] = []
        self.buttons: list[Button] = []

    def show_people(self, alike: Duplicates) -> None:
        """Show them, the likeliest first."""
        for old in self._shown:
            old.hide()
            old.deleteLater()
        self._shown, self.buttons = [], []
        more = f"，另有 {alike.hidden} 人" if alike.hidden else ""
        self._title.set(f"请核对是不是同一个人{more}", tone="amber", title="可能已经建过档")
        for entry in alike.shown:
            person = entry.person
            box = Card()
            head = HBox(gap="s")
            who = " ".join(filter(None, (person.name, person.sex_label, age_label(person.age))))
            head.addWidget(ElidedLabel(who, "card_title"))
            head.addWidget(Chip(entry.reason, "amber"))
            box.body.addLayout(head)
            number = " · ".join(filter(None, (person.identity_masked, person.phone_masked)))
            box.body.addWidget(ElidedLabel(number or "没有登记号码", "hint", "t2"))
            take = Button("用这份档案", "soft", size="small")
            take.clicked.connect(lambda _checked=False, person=person: self.taken.emit(person))
            box.body.addWidget(take, 0, Qt.AlignmentFlag.AlignRight)
            self._rows.addWidget(box)
            self._shown.append(box)
            self.buttons.append(take)
