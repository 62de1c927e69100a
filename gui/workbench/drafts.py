"""What is half typed, and who was put aside: a line on the workbench, and the whole list in a panel."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox
from gui.kit.button import Button, Link
from gui.kit.chip import ChipText
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel, Label
from gui.kit.moments import moment_words, waiting_words
from gui.kit.overlay import Panel
from gui.kit.table import Cell, Column, Table
from gui.theme import follow_theme, theme
from services.drafts import DraftRow

_KINDS = {"visit": "来访登记"}


def draft_kind(row: DraftRow) -> str:
    """The page a draft belongs to."""
    return _KINDS.get(row.kind, "")


def parked_chip(row: DraftRow, now: dt.datetime) -> ChipText | str:
    """How long a visitor who was put aside has been waiting."""
    if row.parked_at is None:
        return ""
    return ChipText(f"等候 {waiting_words(row.parked_at, now)}", "amber", "clock")


class DraftsLine(QWidget):
    """The line. `continued(DraftRow)` goes on with the one it names, `all_requested` wants the list.

    `thrown_away(DraftRow)`: it isn't wanted any more.
    """

    continued = Signal(object)
    thrown_away = Signal(object)
    all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rows: tuple[DraftRow, ...] = ()
        row = HBox(self, gap="s", margin=("l", "none"))
        self.count = Label("", "button")
        self.words = ElidedLabel("", "body", "t2")
        self.link = Link("继续填写")
        self.link.clicked.connect(self._on_link)
        self.drop = Link("丢弃", tone="t2")
        self.drop.clicked.connect(self._on_drop)
        row.addWidget(Icon("drafts", "amber"))
        row.addWidget(self.count)
        row.addWidget(self.words, 1)
        row.addWidget(self.drop)
        row.addWidget(self.link)
        follow_theme(self._set_height)

    def show_drafts(self, rows: Sequence[DraftRow], now: dt.datetime) -> None:
        """Name the newest; hidden where there is none. Who waits comes first."""
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        if not rows:
            return
        parked = [row for row in rows if row.parked_at is not None]
        shown = parked[-1] if parked else rows[0]
        self.count.setText(f"{len(rows)} 份未完成草稿")
        title = shown.title or draft_kind(shown)
        if shown.parked_at is not None:
            # The wait before what it is about: that is what may be cut where the line is short.
            name, _, rest = title.partition(" · ")
            about = [name, f"等候 {waiting_words(shown.parked_at, now)}", rest]
        else:
            about = [title, draft_kind(shown), moment_words(shown.saved_at, now)]
        self.words.setText(" · ".join(filter(None, about)))
        self.link.set_words("继续填写" if len(rows) == 1 else "看全部")
        self.drop.setVisible(len(rows) == 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), theme().metrics.border, theme().colour("line"))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().size(48))

    def _set_height(self) -> None:
        self.setFixedHeight(theme().size(48))

    def _on_drop(self) -> None:
        if self._rows:
            self.thrown_away.emit(self._rows[0])

    def _on_link(self) -> None:
        if len(self._rows) == 1:
            self.continued.emit(self._rows[0])
        else:
            self.all_requested.emit()


class DraftsPanel(Panel):
    """All drafts of the operator. `continued(DraftRow)` for the one to go on with, `thrown_away` for one not wanted."""

    continued = Signal(object)
    thrown_away = Signal(object)

    def __init__(self, rows: Sequence[DraftRow], now: dt.datetime) -> None:
        super().__init__("未完成草稿", f"{len(rows)} 份，只有自己看得到")
        self.table = Table(
            (
                Column("内容", lambda row: Cell(row.title or draft_kind(row), bold=True)),
                Column("等候", lambda row: parked_chip(row, now), width=120),
                Column("保存", lambda row: Cell(moment_words(row.saved_at, now), tone="t2"), align="right", width=120),
            ),
            name="未完成草稿",
        )
        self.table.set_rows(rows)
        self.body.set_spaces(gap="none", margin="none")
        self.body.addWidget(self.table, 1)
        close = Button("关闭", key="Esc")
        go_on = Button("继续填写", "primary", key="Enter")
        drop = Button("丢弃这份", shortcut="Del")
        drop.clicked.connect(self._on_drop)
        close.clicked.connect(self.dismissed)
        go_on.clicked.connect(lambda: self._on_opened(self.table.current()))
        self.add_foot(drop)
        self.foot.addStretch(1)
        self.add_foot(close)
        self.add_foot(go_on)
        self.table.opened.connect(self._on_opened)

    def _on_opened(self, row: object) -> None:
        if isinstance(row, DraftRow):
            self.continued.emit(row)

    def _on_drop(self) -> None:
        row = self.table.current()
        if not isinstance(row, DraftRow):
            return
        at = self.table.rows.index(row)
        self.table.set_rows([one for one in self.table.rows if one != row])
        self.thrown_away.emit(row)
        if not self.table.rows:
            self.dismissed.emit()
        else:
            self.table.selectRow(min(at, len(self.table.rows) - 1))
            self.table.setFocus()
