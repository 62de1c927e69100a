"""The papers a visitor hands in: typed one by one, or ticked where the catalogue lists what a matter needs.

The list is one stop for Tab: ↑ and ↓ walk, Space ticks, → is the word beside, + and - are the copies.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from domain.catalogue import CatalogueMaterial, MaterialShape
from domain.text import single_line
from domain.visit_rules import MaterialForm
from gui.kit.boxes import HBox, VBox
from gui.kit.chip import Chip
from gui.kit.label import Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.moves import travel
from gui.kit.paint import frame
from gui.kit.scroll import Scroll
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.visits.find_row import FREE_LENGTH
from gui.visits.material_row import PaperRow

NOTICE = "保存后可打一次性告知书"
_TELLS = "一次性告知书会列出这些缺的材料，保存以后按 Alt+P 打印"
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_COPIES = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)


class Materials(QWidget):
    """The list with its line for one more. `changed` for what the operator does; it is the control of a field."""

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[PaperRow] = []
        self._asked: tuple[CatalogueMaterial, ...] = ()
        self._wanted: frozenset[str] = frozenset()
        self._state = ""
        self._count = Label("", "hint", "t3")
        # With its parent from the start: hidden and shown without one it would be a window of its own.
        self.chip = Chip("齐全", "green", "checkmark", parent=self)
        self.edit = LineEdit("材料名称，回车加入", name="收到材料", max_length=FREE_LENGTH, enter="emit")
        inside = QWidget()
        self._list = VBox(inside)
        self._list.addStretch(1)
        self._scroll = Scroll(inside)
        self._head = HBox(gap="s", margin=("m", "xs"))
        self._head.addWidget(Label("收到材料", "link"))
        self._head.addWidget(self._count)
        self._head.addStretch(1)
        self.told = Label(NOTICE, "hint", "t3", parent=self)
        self._head.addWidget(self.told)
        self._head.addWidget(self.chip)
        column = VBox(self, margin="none")
        column.addLayout(self._head)
        column.addWidget(Line())
        column.addWidget(self._scroll, 1)
        self._foot = QWidget(self)
        HBox(self._foot, margin=("xs", "none", "xs", "xs")).addWidget(self.edit)
        self._column = column
        column.addWidget(self._foot)
        self.edit.entered.connect(self._on_entered)
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        self.edit.left.connect(self._on_left)
        self._say()
        follow_theme(self._apply)

    def forms(self) -> tuple[MaterialForm, ...]:
        """The papers in the order in which they were given; one that is still being typed counts too."""
        pending = single_line(self.edit.text())
        typed = (MaterialForm(name=pending),) if pending else ()
        return (*(row.form() for row in self._rows if row.given), *typed)

    def missing(self) -> tuple[str, ...]:
        """What the checklist asks for and isn't here."""
        return tuple(row.name for row in self._rows if row.owed)

    def set_checklist(self, materials: Sequence[CatalogueMaterial]) -> None:
        """Ask for these papers; what was given stays, ticked where the list names it."""
        if tuple(materials) == self._asked:
            return
        if self._asked:
            self._wanted = frozenset(row.name for row in self._rows if row.wanted.isChecked())
        self._asked = tuple(materials)
        papers = [row.form() for row in self._rows if row.given]
        given = {paper.name: paper for paper in papers}
        for row in list(self._rows):
            self._drop(row)
        listed = {material.name for material in materials}
        for material in materials:
            original = material.shape is not MaterialShape.COPY
            wanted = MaterialForm(name=material.name, copies=material.copies, original=original)
            row = self._put(given.get(material.name, wanted), material)
            row.wanted.setChecked(material.name in self._wanted)
            row.tick.setChecked(material.name in given)
        for paper in papers:
            if paper.name not in listed:
                self._put(paper)
        self._stand(0)
        self._place_edit()
        self._say()

    def set_forms(self, papers: Sequence[MaterialForm], missing: Sequence[str] = ()) -> None:
        """Show a list, and what was told to be missing from it."""
        self._asked, self._wanted = (), frozenset(missing)
        for row in list(self._rows):
            self._drop(row)
        for paper in papers:
            self._put(paper)
        self.edit.clear()
        self._place_edit()
        self._say()

    def take_typed(self) -> None:
        """Put what is typed into the list."""
        name = single_line(self.edit.text())
        if name:
            self._put(MaterialForm(name=name))
            self.edit.clear()
            self._say()
            self.changed.emit()

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order: the checklist before the line for one more, what was typed after it."""
        listed = [row.tick for row in self._rows if row.listed]
        return [*listed, self.edit, *(stop for row in self._rows if not row.listed for stop in row.stops())]

    def entrance(self) -> QWidget | None:
        """The tick on which the keyboard begins, None where no paper is listed."""
        return next((row.tick for row in self._rows if row.listed), None)

    def rows(self) -> list[PaperRow]:
        """The rows as they stand."""
        return list(self._rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk from tick to tick; of all ticks only the one that was last used is a stop for Tab."""
        at = next((at for at, row in enumerate(self._rows) if row.tick is watched), None)
        if at is None:
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._stand(at)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return event.modifiers() in _PLAIN and self._on_key(at, Qt.Key(event.key()))
        return False

    def sizeHint(self) -> QSize:
        # It takes the room that is there and asks for none: the desk scrolls only where it must.
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok": the look that `Field` asks for."""
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        wrong = self._state == "error"
        frame(
            QPainter(self),
            self.rect(),
            radius=theme().metrics.radius_control,
            fill=theme().colour("surface2"),
            line=theme().colour("red" if wrong else "line"),
            width=theme().metrics.thick if wrong else theme().metrics.border,
        )

    def _on_key(self, at: int, key: Qt.Key) -> bool:
        row = self._rows[at]
        if step := _STEPS.get(key, 0):
            to = at + step
            if 0 <= to < len(self._rows) and self._rows[to].listed:
                self._rows[to].tick.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == Qt.Key.Key_Right:
            row.press()
        elif by := _COPIES.get(key, 0):
            row.step(by)
        else:
            return False
        return True

    def _place_edit(self) -> None:
        """A checklist needs all the room: the line for one more comes at its end, and scrolls with it."""
        place = self._list if self._asked else self._column
        if place.indexOf(self._foot) < 0:
            place.addWidget(self._foot)

    def _stand(self, at: int) -> None:
        for index, row in enumerate(self._rows):
            row.tick.setFocusPolicy(Qt.FocusPolicy.StrongFocus if index == at else Qt.FocusPolicy.ClickFocus)

    def _put(self, paper: MaterialForm, asked: CatalogueMaterial | None = None) -> PaperRow:
        row = PaperRow(paper, asked)
        row.changed.connect(self._on_row_changed)
        row.removed.connect(lambda: self._on_removed(row))
        row.tick.installEventFilter(self)
        self._list.insertWidget(len(self._rows), row)
        self._rows.append(row)
        row.show()
        return row

    def _drop(self, row: PaperRow) -> None:
        self._rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _say(self) -> None:
        given = [row for row in self._rows if row.given]
        copies, owed = sum(row.copies for row in given), len(self.missing())
        words = f"{len(given)} 种 {copies} 份" if given else "" if self._asked else "没有可不填"
        self._count.setText(words)
        if owed:
            self.chip.set(f"缺 {owed} 项", "amber", "warning")
        else:
            self.chip.set("齐全", "green", "checkmark")
        self.chip.setVisible(bool(self._asked))
        self.told.setVisible(bool(owed))
        self.told.setAccessibleDescription(_TELLS)
        set_tip(self.told, _TELLS)

    def _on_entered(self) -> None:
        if self.edit.text().strip():
            self.take_typed()
        else:
            travel(self.edit, 1)

    def _on_left(self) -> None:
        self.take_typed()
        self.left.emit()

    def _on_row_changed(self) -> None:
        self._say()
        self.changed.emit()

    def _on_removed(self, row: PaperRow) -> None:
        self._drop(row)
        self._say()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _apply(self) -> None:
        # One paper at least can be seen however little room there is; the others scroll.
        self._scroll.setMinimumHeight(theme().metrics.button_small)
