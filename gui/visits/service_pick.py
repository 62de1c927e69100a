"""Which matter of the catalogue a service matter is: found by name, alias or pinyin, with what it promises."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.catalogue import CatalogueEntry, find_entries
from gui.kit.boxes import HBox
from gui.kit.label import ElidedLabel, Label
from gui.kit.lookup import Choice, Lookup

_SHOWN = 12
_UNITS = {"day": "日", "workday": "个工作日"}


class ServicePick(QWidget):
    """The row. `chosen(CatalogueEntry)` for what the operator takes; without one it is 其他办事."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[CatalogueEntry, ...] = ()
        self._code = ""
        self.lookup = Lookup(
            self._find,
            name="办理事项",
            placeholder="名称或拼音首字母，如 ydz；不选就是其他办事",
            new_text="",
            say_count=False,
        )
        self.told = ElidedLabel("", "hint", "t3")
        row = HBox(self, gap="m")
        row.addWidget(Label("办理事项", "label", "t2"))
        row.addWidget(self.lookup, 3)
        row.addWidget(self.told, 4)
        self.setFocusProxy(self.lookup)
        self.lookup.chosen.connect(self._on_chosen)
        self.lookup.edited.connect(self._on_edited)
        self.lookup.left.connect(self._on_left)

    @property
    def entry(self) -> CatalogueEntry | None:
        """What is taken."""
        return next((one for one in self._entries if one.code == self._code), None)

    @property
    def code(self) -> str:
        """Its code, "" for none; kept also while the catalogue isn't read yet."""
        return self._code

    def set_entries(self, entries: Sequence[CatalogueEntry]) -> None:
        """Offer these."""
        self._entries = tuple(entries)
        self._say()

    def set_code(self, code: str) -> None:
        """Take one without telling anyone."""
        self._code = code
        self._say()

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok"."""
        self.lookup.set_state(state)

    def _find(self, words: str) -> Sequence[Choice]:
        found = find_entries(self._entries, words)[:_SHOWN]
        return [Choice(key=one.code, title=one.label, rest=_promise(one), group=one.group) for one in found]

    def _on_chosen(self, code: object) -> None:
        self.set_code(str(code))
        if self.entry is not None:
            self.chosen.emit(self.entry)

    def _on_edited(self, words: str) -> None:
        if not words.strip() and self._code:
            self.set_code("")
            self.chosen.emit(None)

    def _on_left(self) -> None:
        """Words that found nothing must not look like a choice."""
        self._say()
        self.left.emit()

    def _say(self) -> None:
        entry = self.entry
        self.lookup.set_text("" if entry is None else entry.label)
        self.told.setText("" if entry is None else _promise(entry))


def _promise(entry: CatalogueEntry) -> str:
    """承诺 20 个工作日 · 要 6 种材料."""
    needed = sum(one.required and not one.when for one in entry.materials)
    days = f"承诺 {entry.promised} {_UNITS[entry.unit]}" if entry.promised else ""
    return " · ".join(filter(None, (days, f"要 {needed} 种材料" if needed else "不用交材料", entry.fee)))
