"""约回访: a promise to ring the visitor back, written down on a small sheet over the matters and saved with the visit.

The sheet is a child of its block, never a Qt.Popup: the input method keeps working, and Esc or going elsewhere folds it
with every word kept. Two fields make a promise, the day and the reason; the visitor and the phone on record are meant
where nobody else is named.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from domain.call_back_rules import CallBackForm, due_fault, warnings_call_back
from domain.dates import read_date, short_date, weekday_words
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.button import Button, IconButton
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.paint import frame
from gui.qt import application
from gui.theme import follow_theme, theme
from gui.visits.find_row import FREE_LENGTH

PREFIX = "call_back."
TITLE = "约回访"


class _Entry(NamedTuple):
    """A field of the sheet: its label, its placeholder, whether it must be filled."""

    label: str
    words: str = ""
    required: bool = False


ENTRIES: Mapping[str, _Entry] = {
    "due": _Entry("哪天回访", "如 +7、12-01", True),
    "why": _Entry("为什么回访", "打电话的人照着说", True),
    "name": _Entry("回访谁", "来访人本人"),
    "phone": _Entry("电话", "不填用档案里的"),
}


class CallBackPanel(QWidget):
    """The sheet. `edited(key)` and `left(key)` with the keys of a `VisitForm`; `folded` once it went out of sight."""

    edited = Signal(str)
    left = Signal(str)
    folded = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self._before: QWidget | None = None
        self._known_phone = ""
        self.setAccessibleName(TITLE)
        self.edits = {
            key: LineEdit(entry.words, name=f"{TITLE}：{entry.label}", max_length=FREE_LENGTH)
            for key, entry in ENTRIES.items()
        }
        self.edits["phone"].set_hints(digits=True)
        self.fields = {
            key: Field(ENTRIES[key].label, edit, required=ENTRIES[key].required) for key, edit in self.edits.items()
        }
        self.done = Button("好", "soft", size="small", name="写好了，收起")
        self._lay_out()
        for key, edit in self.edits.items():
            edit.textEdited.connect(lambda _text, key=key: self._on_edited(key))
            edit.left.connect(lambda key=key: self._on_left(key))
        self.done.clicked.connect(self.fold)
        application().focusChanged.connect(self._on_focus_changed)
        self.hide()
        follow_theme(self.place)

    # ---- values

    def form(self) -> CallBackForm | None:
        """The promise as typed; None while nothing is written."""
        texts = {key: edit.text() for key, edit in self.edits.items()}
        if not any(text.strip() for text in texts.values()):
            return None
        due = read_date(texts["due"], self._today()).value
        return CallBackForm(due=due, why=texts["why"], name=texts["name"], phone=texts["phone"])

    def show_form(self, form: CallBackForm | None) -> None:
        """Show a promise, or an empty sheet."""
        given = form or CallBackForm()
        due = "" if given.due is None else short_date(given.due, self._today())
        for key, text in {"due": due, "why": given.why, "name": given.name, "phone": given.phone}.items():
            self.edits[key].setText(text)
        self.show_errors({})

    def set_visitor(self, name: str, phone_masked: str) -> None:
        """Whom an empty name and an empty phone mean."""
        self.edits["name"].setPlaceholderText(f"{ENTRIES['name'].words} {name}".strip())
        self.edits["phone"].setPlaceholderText(phone_masked or "没有登记电话，请填写")
        self._known_phone = phone_masked

    def words(self) -> str:
        """The promise in a few words, for its chip; "" for none."""
        form = self.form()
        if form is None:
            return ""
        day = short_date(form.due, self._today()) if form.due is not None else "没写日期"
        return f"{day} 回访{form.name.strip()}"

    def errors(self) -> dict[str, str]:
        """The sentences on show, by key."""
        return {key: field.message for key, field in self.fields.items() if field.state == "error"}

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Put each sentence at its field; the keys are those of a `CallBackForm`."""
        for key, field in self.fields.items():
            if key in sentences:
                field.set_error(sentences[key].rstrip("。"))
            else:
                self._help(key)

    # ---- coming and going

    def unfold(self, key: str = "due") -> None:
        """Come into sight, the cursor in a field."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
            self.place()
            self.show()
            self.raise_()
        self.edits[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self.edits[key].selectAll()

    def fold(self) -> None:
        """Go out of sight; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        now, before = QApplication.focusWidget(), self._before
        self._before = None
        if before is not None and before.isVisible() and (now is None or self.isAncestorOf(now)):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.folded.emit()

    def place(self) -> None:
        """Lie at the right, under the head of the block."""
        host = self.parentWidget()
        if host is None:
            return
        edge = theme().space("l")
        width = min(theme().metrics.side_column + theme().metrics.side_label, host.width() - 2 * edge)
        height = self.sizeHint().height()
        top = min(theme().metrics.card_head_dense + theme().space("xs"), max(0, host.height() - height))
        self.setGeometry(host.width() - edge - width, top, width, height)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Enter stay on the sheet up to its end, and then fold it."""
        stops = [*self.edits.values(), self.done]
        now = QApplication.focusWidget()
        at = next((at for at, stop in enumerate(stops) if stop is now), 0) + (1 if forward else -1)
        if 0 <= at < len(stops):
            stops[at].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.fold()
        return True

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and not event.modifiers():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.fold()
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme().colour
        radius = theme().metrics.radius_card
        frame(QPainter(self), self.rect(), radius=radius, fill=colour("surface"), line=colour("input"))

    # ---- inside

    def _lay_out(self) -> None:
        column = VBox(self, gap="s", margin=("l", "s", "l", "m"))
        head = HBox(gap="s")
        head.addWidget(Label(TITLE, "card_title"))
        head.addWidget(Label("随来访一起保存，到日子列在工作台", "hint", "t3"))
        head.addStretch(1)
        close = IconButton("dismiss", "收起（Esc）", size="small")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.fold)
        head.addWidget(close)
        column.addLayout(head)
        grid = Grid(gap="m", row_gap="xs")
        for at, key in enumerate(ENTRIES):
            grid.addWidget(self.fields[key], at // 2, at % 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        column.addLayout(grid)
        foot = HBox()
        foot.addStretch(1)
        foot.addWidget(self.done)
        column.addLayout(foot)

    def _help(self, key: str) -> None:
        """What helps while a field is typed in, and what is worth a second look."""
        field, form = self.fields[key], self.form()
        said = warnings_call_back(form, self._known_phone) if form is not None else {}
        if key == "due" and self.edits["due"].text().strip():
            self._help_day(said.get("due", ""))
        elif key in said:
            field.set_warning(said[key].rstrip("。"))
        else:
            field.clear()

    def _help_day(self, warning: str) -> None:
        """The weekday of the day that is typed, so that nobody promises a Sunday unawares."""
        field, today = self.fields["due"], self._today()
        day = read_date(self.edits["due"].text(), today).value
        if day is None:
            field.set_hint("还看不出是哪天")
        elif told := due_fault(day, today) or warning:
            field.set_warning(told.rstrip("。"))
        else:
            field.set_ok(f"{short_date(day, today)} {weekday_words(day)}")

    def _on_edited(self, key: str) -> None:
        self._help(key)
        if "phone" not in self.errors():
            self._help("phone")
        self.edited.emit(f"{PREFIX}{key}")

    def _on_left(self, key: str) -> None:
        if key == "due" and self.edits["due"].text().strip():
            reading = read_date(self.edits["due"].text(), self._today())
            if reading.message:
                self.fields["due"].set_error(reading.message.rstrip("。"))
        self.left.emit(f"{PREFIX}{key}")

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not self.isHidden() and now is not None and now is not self and not self.isAncestorOf(now):
            self._before = None
            self.hide()
            self.folded.emit()
