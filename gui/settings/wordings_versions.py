"""The versions of a paper's wording under the editor, and the dialog that says what one of them changed."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.chip import Chip, ChipText
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.moments import moment_words
from gui.kit.overlay import Overlay, Panel
from gui.kit.scroll import Scroll
from gui.kit.table import Cell, Column, Table
from gui.theme import follow_theme, theme
from services.wordings import ChangedSentence, VersionRow

_ROWS, _LOW_ROWS = 3, 1
_WIDTH, _HEIGHT = 720, 520
_STATES = {"draft": ChipText("草稿", "amber"), "active": ChipText("现用", "green")}


class WordingVersions(QWidget):
    """`compared(row)` asks what a version changed; `restored` asks for the shipped words."""

    compared = Signal(object)
    restored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now: dt.datetime | None = None
        self._low = False
        self.count = ElidedLabel("", "hint", "t3")
        self.compare = Link("和上一版比较")
        self.restore = Link("恢复出厂", icon="history", shortcut="Alt+Z")
        self.table = Table(
            (
                Column("状态", self._state, width=64),
                Column("版本", lambda row: Cell(f"第 {row.number} 版", bold=True), width=64),
                Column("改了什么", _what),
                Column("时间", self._when, align="right", width=96),
            ),
            name="版本",
            row_height="row_dense",
            header=False,
        )
        column = VBox(self)
        column.addWidget(Line())
        head = HBox(gap="m", margin=("l", "xs"))
        head.addWidget(Label("版本", "card_title"))
        head.addWidget(self.count, 1)
        head.addWidget(self.compare)
        head.addWidget(self.restore)
        column.addLayout(head)
        column.addWidget(self.table)
        self.compare.clicked.connect(lambda: self.compared.emit(self.table.current()))
        self.restore.clicked.connect(self.restored)
        self.table.opened.connect(self.compared)
        follow_theme(self._apply)

    def show_rows(self, rows: Sequence[VersionRow], now: dt.datetime) -> None:
        """The versions, the newest first; the newest is chosen."""
        self._now = now
        self.table.set_rows(rows)
        self.count.setText(f"共 {len(rows)} 版，旧纸总用当日那一版重现")
        active = next((row for row in rows if row.state == "active"), None)
        self.restore.setVisible(active is not None and not active.shipped)
        self.compare.setVisible(len(rows) > 1)
        self.table.select(lambda row: bool(rows) and row.number == rows[0].number)

    def set_low(self, low: bool) -> None:
        """Show a single version, the others by scrolling, where the window is low."""
        self._low = low
        self._apply()

    def _state(self, row: VersionRow) -> ChipText | str:
        return _STATES.get(row.state) or (ChipText("出厂") if row.shipped else "")

    def _when(self, row: VersionRow) -> Cell:
        return Cell(moment_words(row.at, self._now or row.at), tone="t3")

    def _apply(self) -> None:
        rows = _LOW_ROWS if self._low else _ROWS
        self.table.setFixedHeight(rows * theme().metrics.row_dense + theme().space("xs"))


def _what(row: VersionRow) -> Cell:
    words = row.note or ("随软件带来" if row.shipped else "")
    return Cell(words, rest=f"印 {row.sheets} 张" if row.sheets else "")


def show_comparison(
    host: QWidget, row: VersionRow, changes: Sequence[ChangedSentence], *, begin: Button | None = None
) -> Overlay:
    """Which sentences a version changed, old above new. `begin` is a button that starts a draft with it."""
    panel = Panel(f"第 {row.number} 版改了什么", "和上一版比较" if row.state != "draft" else "和现用的比较")
    overlay = Overlay(host, panel, width=_WIDTH, height=_HEIGHT)
    inside = QWidget()
    column = VBox(inside, gap="s", margin=("none", "none", "s", "none"))
    for change in changes:
        column.addWidget(_changed(change))
    if not changes:
        column.addWidget(Label("没有改动，或者这是最早的一版。", "body", "t2"))
    column.addStretch(1)
    panel.body.addWidget(Scroll(inside), 1)
    panel.foot.addStretch(1)
    if begin is not None:
        begin.clicked.connect(overlay.close_overlay)
        panel.add_foot(begin)
    close = Button("关闭", key="Esc")
    close.clicked.connect(overlay.close_overlay)
    panel.add_foot(close)
    overlay.open()
    return overlay


def _changed(change: ChangedSentence) -> QWidget:
    part = QWidget()
    column = VBox(part, gap="xs")
    column.addWidget(Label(change.label, "label", "t2"))
    for words, tone, text in (("原来", "grey", change.old), ("改为", "green", change.new)):
        row = HBox(gap="s")
        row.addWidget(Chip(words, "green" if tone == "green" else "grey"))
        row.addWidget(Label(text or "（没有这一句）", "body", "t1" if text else "t3", wrap=True, selectable=True), 1)
        column.addLayout(row)
    return part
