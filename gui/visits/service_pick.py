"""Which matter of the catalogue a service matter is: found by name, alias or pinyin, with what it promises."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from domain.catalogue import CatalogueEntry, find_entries
from gui.kit.boxes import HBox
from gui.kit.button import Link
from gui.kit.field import Field
from gui.kit.label import ElidedLabel
from gui.kit.lookup import Choice, Lookup
from gui.kit.moves import travel
from gui.kit.tip import set_tip
from gui.visits.matter_fields import KEY, FieldsPanel, MatterFields, show_fields

_UNITS = {"day": "日", "workday": "个工作日"}


class ServicePick(QWidget):
    """The row. `chosen(CatalogueEntry or None)` for what the operator takes; without one it is 其他办事.

    `fields_changed` for what she types into the fields of the matter.
    """

    chosen = Signal(object)
    left = Signal()
    fields_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[CatalogueEntry, ...] = ()
        self._code = ""
        self._faults: dict[str, str] = {}
        self._panel: FieldsPanel | None = None
        self.values = MatterFields()
        self.lookup = Lookup(
            self._find,
            name="办理事项",
            placeholder="名称或拼音首字母，↓ 看全部；不选就是其他办事",
            new_text="",
            say_count=False,
            browse=True,
        )
        self.field = Field("办理事项", self.lookup, side=True)
        self.told = ElidedLabel("", "hint", "t3")
        self.info = Link("", icon="edit", shortcut=KEY, parent=self)
        row = HBox(self, gap="m")
        row.addWidget(self.field, 4)
        row.addWidget(self.told, 3)
        row.addWidget(self.info)
        self.setFocusProxy(self.lookup)
        self.lookup.chosen.connect(self._on_chosen)
        self.lookup.submitted.connect(self._on_submitted)
        self.lookup.edited.connect(self._on_edited)
        self.lookup.left.connect(self._on_left)
        self.info.clicked.connect(self.open_fields)
        self._say()

    @property
    def entry(self) -> CatalogueEntry | None:
        """What is taken."""
        return next((one for one in self._entries if one.code == self._code), None)

    @property
    def code(self) -> str:
        """Its code, "" for none; kept also while the catalogue isn't read yet."""
        return self._code

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What its fields hold."""
        return self.values.pairs() if self._code else ()

    def set_entries(self, entries: Sequence[CatalogueEntry], today: date) -> None:
        """Offer these; words that are being typed stay."""
        self._entries = tuple(entries)
        self.values.set_today(today)
        self.values.set_entry(self.entry)
        if not (self.lookup.edit.hasFocus() and self.lookup.text()):
            self._say_matter()
        self._say_fields()

    def show_matter(self, code: str, fields: Sequence[tuple[str, str]], *, saved: bool) -> None:
        """Show a matter without telling anyone; what was `saved` is never filled in from the person's file."""
        if self._panel is not None:
            self._panel.dismissed.emit()
        self._code, self._faults = code, {}
        self.values.show(self.entry, fields, settled=saved)
        self._say()

    def set_record(self, record: Mapping[str, str]) -> None:
        """What is on file for the visitor."""
        self.values.set_record(record)
        if self._panel is not None:
            self._panel.show_values(self.values)
        self._say_fields()

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """What is wrong with the fields: code → sentence, told where they are typed."""
        self._faults = dict(faults)
        self._say_fields()

    def fields_label(self, code: str) -> str:
        """What a field is called, with where it is typed."""
        specs = () if self.entry is None else self.entry.fields
        return " ".join(filter(None, ("办件信息", next((one.label for one in specs if one.code == code), ""))))

    # ---- the fields

    @property
    def fields_control(self) -> QWidget:
        """Where the keyboard is for the fields while their form is open, else what opens it."""
        now = QApplication.focusWidget()
        return now if self._panel is not None and now is not None and self._panel.isAncestorOf(now) else self.info

    def open_fields(self) -> None:
        """Show them beside the desk, the keyboard on what is wrong or still empty."""
        entry = self.entry
        if entry is None or not entry.fields or self._panel is not None:
            return
        panel = self._panel = FieldsPanel(entry, self.values, self._faults)
        panel.typed.connect(self._on_typed)
        show_fields(self.window(), panel).closed.connect(self._on_closed)

    def _on_closed(self) -> None:
        self._panel = None

    def _on_typed(self, values: Mapping[str, str]) -> None:
        self.values.type(values)
        self._faults = {code: words for code, words in self._faults.items() if code not in values}
        self._say_fields()
        self.fields_changed.emit()

    # ---- the matter

    def _find(self, words: str) -> Sequence[Choice]:
        """In a job. Without words, or with those of what is taken, all of them; each group stands together."""
        entry = self.entry
        found = find_entries(self._entries, "" if entry is not None and words == entry.label else words)
        groups = list(dict.fromkeys(one.group for one in found))
        return [
            Choice(key=one.code, title=one.label, rest=_promise(one), icon="document", group=one.group)
            for one in sorted(found, key=lambda one: groups.index(one.group))
        ]

    def _on_chosen(self, code: object) -> None:
        self._code = str(code)
        self._take()

    def _take(self) -> None:
        self._faults = {}
        self.values.take(self.entry)
        self._say()
        self.chosen.emit(self.entry)

    def _on_edited(self, words: str) -> None:
        if not words.strip() and self._code:
            self._code = ""
            self._take()

    def _on_submitted(self, words: str) -> None:
        if self.entry is not None and words == self.entry.label:
            travel(self.lookup.edit, 1)
        else:
            self.lookup.set_note("目录里没有找到")

    def _on_left(self) -> None:
        """Words that found nothing must not look like a choice."""
        self._say_matter()
        self.left.emit()

    def _say(self) -> None:
        self._say_matter()
        self._say_fields()

    def _say_matter(self) -> None:
        entry = self.entry
        self.lookup.set_text("" if entry is None else entry.label)
        self.lookup.set_note("")
        self.told.setText("" if entry is None else _promise(entry))

    def _say_fields(self) -> None:
        entry = self.entry
        self.info.setVisible(entry is not None and bool(entry.fields))
        filled, total, missing = self.values.count()
        self.info.set_words(f"办件信息 {filled}/{total}")
        wrong = bool(self._faults) or self.values.unreadable()
        self.info.set_tone("red" if wrong else "amber" if missing else "accent")
        said = "有填错的，请改" if wrong else f"还没有填：{'、'.join(missing)}" if missing else ""
        self.info.setAccessibleName("，".join(filter(None, (f"办件信息，{total} 栏填了 {filled} 栏", said))))
        set_tip(self.info, said)


def _promise(entry: CatalogueEntry) -> str:
    """承诺 20 个工作日 · 要 6 种材料."""
    needed = sum(one.required and not one.when for one in entry.materials)
    days = f"承诺 {entry.promised} {_UNITS[entry.unit]}" if entry.promised else ""
    return " · ".join(filter(None, (days, f"要 {needed} 种材料" if needed else "不用交材料", entry.fee)))
