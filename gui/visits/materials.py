"""The papers a visitor hands in: typed one by one, each with its copies and whether it is the original."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.catalogue import CatalogueMaterial, MaterialShape
from domain.tables import limit
from domain.text import single_line
from domain.visit_rules import MaterialForm
from gui.kit.boxes import HBox, VBox
from gui.kit.button import IconButton
from gui.kit.check_box import CheckBox
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.moves import travel
from gui.kit.paint import CENTRE, frame, text, text_width
from gui.kit.press import Press
from gui.kit.scroll import Scroll
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.visits.find_row import FREE_LENGTH


class _Small(IconButton):
    """An icon no larger than a line of text."""

    def __init__(self, icon: str, name: str) -> None:
        super().__init__(icon, name, size="small")

    def sizeHint(self) -> QSize:
        side = theme().metrics.icon
        return QSize(side, side)


class _Original(Press):
    """Original or copy, as a word that is pressed."""

    def __init__(self, name: str) -> None:
        super().__init__("原件", name=f"{name} 是原件")
        self.setCheckable(True)
        set_tip(self, "按下表示收的是原件，没按下是复印件")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(text_width(self.words(), theme().font("chip")) + theme().space("m"), theme().metrics.icon)

    def paintEvent(self, event: QPaintEvent) -> None:
        on = self.isChecked()
        colour = theme().colour
        line = colour("accent" if on else "line")
        painter = QPainter(self)
        fill = colour("accent" if on else "surface")
        frame(painter, self.rect(), radius=theme().metrics.radius_chip, fill=fill, line=line)
        ink = colour("on_accent" if on else "t3")
        text(painter, self.rect(), self.words(), font=theme().font("chip"), colour=ink, align=CENTRE)


class _Row(QWidget):
    """One paper. One of the checklist has a tick: what isn't ticked isn't here yet (`required`: it is owed)."""

    changed = Signal()
    removed = Signal()

    def __init__(
        self, paper: MaterialForm, *, listed: bool = False, required: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.listed, self.required = listed, required
        # With its parent from the start: shown without one it would be a window of its own, and take the keyboard.
        self.tick = CheckBox(name=f"收到 {paper.name}", small=True, parent=self)
        self.tick.setChecked(not listed)
        self.tick.setVisible(listed)
        self.name = paper.name
        self.copies = paper.copies
        row = HBox(self, gap="xs", margin=("m", "none", "xs", "none"))
        self._count = Label("", "hint", "t2")
        self.fewer = _Small("subtract", f"{paper.name} 减一份")
        self.more = _Small("add", f"{paper.name} 加一份")
        self.original = _Original(paper.name)
        self.remove = _Small("dismiss", f"去掉 {paper.name}")
        self.original.setChecked(paper.original)
        row.addWidget(self.tick)
        self._words = ElidedLabel(paper.name, "label")
        row.addWidget(self._words, 1)
        for widget in (self.original, self.fewer, self._count, self.more, self.remove):
            row.addWidget(widget)
        self.fewer.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        self.original.toggled.connect(lambda _on: self.changed.emit())
        self.remove.clicked.connect(self.removed)
        self.remove.setVisible(not listed)
        self.tick.toggled.connect(self._on_ticked)
        self._say()
        follow_theme(self._apply)

    @property
    def given(self) -> bool:
        """Whether it was handed in."""
        return self.tick.isChecked()

    def form(self) -> MaterialForm:
        """The paper as it is registered."""
        return MaterialForm(name=self.name, copies=self.copies, original=self.original.isChecked())

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        if self.listed:
            return [self.tick]
        return [self.original, self.fewer, self.more, self.remove]

    def _on_ticked(self, _on: bool) -> None:
        self._say()
        self.changed.emit()

    def _step(self, by: int) -> None:
        self.copies = max(1, min(self.copies + by, limit("copies")))
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self._count.setText(f"×{self.copies}")
        self._count.setAccessibleName(f"{self.copies} 份")
        owed = self.listed and not self.given
        for part in (self.original, self.fewer, self.more, self._count):
            part.setVisible(not owed)
        self._words.set_tone("amber" if owed and self.required else "t3" if owed else "t1")
        self.fewer.setEnabled(self.copies > 1)
        self.more.setEnabled(self.copies < limit("copies"))

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.button_small)


class Materials(QWidget):
    """The list with its line for one more. `changed` for what the operator does; it is the control of a field."""

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._asked: tuple[CatalogueMaterial, ...] = ()
        self._state = ""
        self._count = Label("", "hint", "t3")
        self.edit = LineEdit("材料名称，回车加入", name="收到材料", max_length=FREE_LENGTH, enter="emit")
        inside = QWidget()
        self._list = VBox(inside)
        self._list.addStretch(1)
        self._scroll = Scroll(inside)
        self._head = HBox(gap="s", margin=("m", "xs"))
        self._head.addWidget(Label("收到材料", "link"))
        self._head.addWidget(self._count)
        self._head.addStretch(1)
        column = VBox(self, margin="none")
        column.addLayout(self._head)
        column.addWidget(Line())
        column.addWidget(self._scroll, 1)
        foot = HBox(margin=("xs", "none", "xs", "xs"))
        foot.addWidget(self.edit)
        column.addLayout(foot)
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
        return tuple(row.name for row in self._rows if row.listed and row.required and not row.given)

    def set_checklist(self, materials: Sequence[CatalogueMaterial]) -> None:
        """Ask for these papers; what was given stays, ticked where the list names it."""
        if tuple(materials) == self._asked:
            return
        self._asked = tuple(materials)
        papers = [row.form() for row in self._rows if row.given]
        given = {paper.name: paper for paper in papers}
        for row in list(self._rows):
            self._drop(row)
        listed = {material.name for material in materials}
        for material in materials:
            original = material.shape is not MaterialShape.COPY
            wanted = MaterialForm(name=material.name, copies=material.copies, original=original)
            paper = given.get(material.name, wanted)
            self._put(paper, listed=True, required=material.required and not material.when)
            self._rows[-1].tick.setChecked(material.name in given)
        for paper in papers:
            if paper.name not in listed:
                self._put(paper)
        self._say()

    def set_forms(self, papers: Sequence[MaterialForm]) -> None:
        """Show a list."""
        self._asked = ()
        for row in list(self._rows):
            self._drop(row)
        for paper in papers:
            self._put(paper)
        self.edit.clear()
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
        """Where Tab and Enter stop, in order."""
        return [self.edit, *(stop for row in self._rows for stop in row.stops())]

    def rows(self) -> list[_Row]:
        """The rows as they stand."""
        return list(self._rows)

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

    def _put(self, paper: MaterialForm, *, listed: bool = False, required: bool = False) -> None:
        row = _Row(paper, listed=listed, required=required)
        row.changed.connect(self._on_row_changed)
        row.removed.connect(lambda: self._on_removed(row))
        self._list.insertWidget(len(self._rows), row)
        self._rows.append(row)
        row.show()

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _say(self) -> None:
        given = [row for row in self._rows if row.given]
        copies, owed = sum(row.copies for row in given), len(self.missing())
        words = f"{len(given)} 种 {copies} 份" if given else "" if self._rows else "没有可不填"
        self._count.setText(" · ".join(filter(None, (words, f"缺 {owed} 项" if owed else ""))))

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

    def _on_removed(self, row: _Row) -> None:
        self._drop(row)
        self._say()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _apply(self) -> None:
        # One paper at least can be seen however little room there is; the others scroll.
        self._scroll.setMinimumHeight(theme().metrics.button_small)
