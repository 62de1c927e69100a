"""设置 › 本站信息: the fields of the first start, to be changed later; papers already issued keep their words."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from domain.station_rules import StationForm
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.label import ElidedLabel
from gui.kit.problems import jump_to_first
from gui.kit.scroll import Scroll
from gui.kit.setup.station_form import StationFields, StationPreview
from gui.settings.section import Section, reason_for
from services import Services
from system.clock import Clock
from system.errors import Invalid, Refusal


class StationSection(Section):
    """Typed changes stay while another part is looked at; they are saved by a button and not in passing."""

    subjects = frozenset({"station"})

    def __init__(self, services: Services, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._saved = StationForm()
        self._words = ""
        self.fields = StationFields(big=False)
        self.preview = StationPreview(today or Clock().today())
        self.locked = Banner(reason_for("改本站信息和设置"), "blue")
        self.bar = Card("")
        self.words = ElidedLabel("", "label", "t2")
        self.errors = Link("", icon="error_circle", tone="red")
        self.undo = Button("恢复原样", size="bar")
        self.save = Button("保存本站信息", "primary", shortcut="Ctrl+S", size="bar")
        self._build()
        self.fields.changed.connect(self._on_changed)
        self.save.clicked.connect(self.submit)
        self.undo.clicked.connect(self._on_undo)
        self.errors.clicked.connect(lambda: jump_to_first(self.fields.shown_problems()))

    def _build(self) -> None:
        allowed = self.may(Permission.STATION_SETTINGS)
        inner = QWidget()
        column = VBox(inner, gap="m")
        column.addWidget(self.locked)
        column.addWidget(self.fields)
        column.addWidget(self.preview)
        column.addStretch(1)
        whole = VBox(self, gap="m")
        whole.addWidget(Scroll(inner), 1)
        row = HBox(gap="m")
        row.addWidget(self.words, 1)
        for widget in (self.errors, self.undo, self.save):
            row.addWidget(widget)
        self.bar.body.addLayout(row)
        whole.addWidget(self.bar)
        self.locked.setVisible(not allowed)
        self.bar.setVisible(allowed)
        self.fields.set_read_only(not allowed)

    def refresh(self) -> None:
        typed = self.fields.form() != self._saved and self._saved != StationForm()
        if not typed:
            jobs.run(self, self.services.station.view, self._on_read)

    def first_focus(self) -> QWidget:
        return self.fields

    def submit(self) -> None:
        """Check everything, then save everything."""
        problems = self.fields.check()
        if problems:
            jump_to_first(problems)
            return
        form, station = self.fields.tidy(), self.services.station
        self._say("正在保存…")
        self.save.setEnabled(False)
        jobs.run(self, lambda: station.save(form), self._on_saved, self._on_refused)

    def _on_read(self, form: StationForm) -> None:
        self._saved = form
        self.fields.set_form(form)
        self._on_changed()

    def _on_saved(self, changes: object) -> None:
        self._saved = self.fields.tidy()
        self.fields.set_form(self._saved)
        self._say("已保存，从下一张文书起用新的内容")
        self.tell(changes)

    def _on_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Invalid):
            self._say("")
            self.fields.show_messages(dict(error.fields))
            jump_to_first(self.fields.shown_problems())
        elif isinstance(error, Refusal):
            self._say(f"没有存上：{error}")

    def _on_undo(self) -> None:
        self.fields.set_form(self._saved)
        self.fields.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self) -> None:
        self.preview.show_form(self.fields.form())
        changed = self.fields.form() != self._saved
        self._say("改动还没有保存" if changed else self._words if self._words.startswith("已保存") else "")
        problems = self.fields.shown_problems()
        self.errors.set_words(f"还有 {len(problems)} 处要改：{problems[0].label}" if problems else "")
        self.errors.setVisible(bool(problems))
        self.undo.setEnabled(changed)
        self.save.set_blocked("" if changed else "没有要保存的改动")

    def _say(self, words: str) -> None:
        self._words = words
        self.words.setText(words)
