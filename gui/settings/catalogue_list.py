"""The matters of the catalogue as a list: searched, walked through, put into another order and switched off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from domain.catalogue import shipped_catalogue
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import ChipText
from gui.kit.empty_state import EmptyState
from gui.kit.label import Line
from gui.kit.line_edit import LineEdit
from gui.kit.press import bind
from gui.kit.table import Cell, Column, Table
from gui.theme import follow_theme, theme
from services import Services
from services.service_catalogue import CatalogueItem

SHIPPED = frozenset(entry.code for entry in shipped_catalogue())
_FIND_WIDTH = 112


@dataclass(frozen=True)
class MatterLine:
    """A matter in the list; `group` is said on the first of a group only, `cases` are those that are open."""

    item: CatalogueItem
    group: str
    cases: int


class MatterList(Card):
    """`current_changed(MatterLine or None)`, `opened` by Enter; `searched`; the rest ask for an act on the current one.

    Alt+↑ and Alt+↓ move it, Del switches it off. `is_kept(code)` says whether something typed for it isn't saved.
    """

    current_changed = Signal(object)
    opened = Signal()
    searched = Signal()
    added = Signal()
    switched = Signal()
    moved = Signal(bool)

    def __init__(self, is_kept: Callable[[str], bool], *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__("0 项", padded=False, parent=parent)
        self._is_kept = is_kept
        self.search = LineEdit("查找", name="查找事项", icon="search", clear=True, enter="emit")
        self.add = Button("新增", "primary", icon="add", shortcut="Ctrl+N", size="small", name="新增事项")
        self.table = Table(
            (
                Column("分组", lambda row: Cell(row.group, tone="t3"), width=92),
                Column("事项", self._cell),
            ),
            name="办事事项",
            row_height="row_dense",
            header=False,
            empty=EmptyState("clipboard_task", "没有这样的事项"),
        )
        self.switch = Button("停用", size="small")
        self.up = Button("上移", size="small", key="Alt+↑")
        self.down = Button("下移", size="small", key="Alt+↓")
        self._lay_out(read_only)
        self._connect(read_only)
        follow_theme(self._fit_search)

    def show_lines(self, lines: Sequence[MatterLine]) -> None:
        """Show these; nothing is sent."""
        self.set_title(f"{len(lines)} 项")
        self.table.blockSignals(True)
        self.table.set_rows(lines)
        self.table.blockSignals(False)

    def select(self, code: str) -> bool:
        """Make a matter current; False if it isn't here."""
        return self.table.select(lambda row: row.item.entry.code == code)

    def show_state(self, item: CatalogueItem | None) -> None:
        """What can be done with the matter in hand."""
        self.switch.set_words("停用" if item is None or item.active else "启用")
        for button in (self.switch, self.up, self.down):
            button.setEnabled(item is not None)
        self.table.viewport().update()

    def take_focus(self) -> None:
        """Into the rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.hasFocus():
            self.search.clear()
            self.take_focus()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, read_only: bool) -> None:
        self.add_header(self.search)
        self.add_header(self.add)
        self.body.set_spaces(gap="none")
        self.body.addWidget(self.table, 1)
        acts = QWidget()
        column = VBox(acts)
        column.addWidget(Line())
        foot = HBox(gap="s", margin=("m", "s"))
        for button in (self.switch, self.up, self.down):
            foot.addWidget(button)
        foot.addStretch(1)
        column.addLayout(foot)
        self.body.addWidget(acts)
        acts.setVisible(not read_only)
        self.add.setVisible(not read_only)

    def _connect(self, read_only: bool) -> None:
        self.search.textChanged.connect(lambda _text: self.searched.emit())
        self.search.returnPressed.connect(self.take_focus)
        self.table.current_changed.connect(self.current_changed)
        self.table.opened.connect(lambda _row: self.opened.emit())
        if read_only:
            return
        self.add.clicked.connect(self.added)
        self.switch.clicked.connect(self.switched)
        self.up.clicked.connect(lambda: self.moved.emit(True))
        self.down.clicked.connect(lambda: self.moved.emit(False))
        # Only with the list under the keyboard: in the editor the same keys move a row, and Del takes a letter.
        up, down, off = bind(self.table, "Alt+Up"), bind(self.table, "Alt+Down"), bind(self.table, "Del")
        for shortcut, button in ((up, self.up), (down, self.down), (off, self.switch)):
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)

    def _cell(self, row: MatterLine) -> Cell:
        code = row.item.entry.code
        mark = ChipText("改过", "blue") if code in SHIPPED else ChipText("本站", "green")
        told = (
            (ChipText("没保存", "amber"), self._is_kept(code)),
            (ChipText("停用"), not row.item.active),
            (mark, row.item.edited),
        )
        # One chip: the list is narrow, and the editor says the rest.
        chips = tuple(chip for chip, shown in told if shown)[:1]
        cases = f"在办 {row.cases}" if row.cases else ""
        return Cell(row.item.entry.label, tone="t1" if row.item.active else "t3", rest=cases, chips=chips)

    def _fit_search(self) -> None:
        self.search.setFixedWidth(theme().size(_FIND_WIDTH))


def matter_lines(services: Services, text: str, *, count: bool) -> tuple[MatterLine, ...]:
    """The matters that fit what was typed; `count` where the actor may read cases. For a job."""
    lines: list[MatterLine] = []
    before = ""
    cases = services.service_catalogue.open_cases() if count else {}
    for item in services.service_catalogue.find(text, inactive=True):
        group = item.entry.group
        lines.append(MatterLine(item, "" if group == before else group, cases.get(item.entry.code, 0)))
        before = group
    return tuple(lines)
