"""The versions of a matter, and the dialog that says what stands otherwise in two of them."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.chip import Chip, ChipText
from gui.kit.label import ElidedLabel, Label
from gui.kit.moments import moment_words
from gui.kit.overlay import Overlay, Panel
from gui.kit.scroll import Scroll
from gui.kit.table import Cell, Column, Table
from gui.settings.catalogue_words import Difference
from gui.theme import follow_theme, theme
from services.service_catalogue import VersionLine

_WIDTH, _HEIGHT = 720, 520
_ROWS = 6


class MatterVersions(QWidget):
    """`opened(VersionLine)` to see what a version says otherwise than the current one."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now: dt.datetime | None = None
        self.table = Table(
            (
                Column("版本", lambda row: Cell(f"第 {row.number} 版", bold=True), width=72),
                Column("", lambda row: ChipText("现用", "green") if row.current else "", width=64),
                Column("改了什么", lambda row: Cell(row.note or ("" if row.by else "随程序带来"), rest=_cases(row))),
                Column("谁", lambda row: Cell(row.by or "程序", tone="t2"), width=84),
                Column("时间", self._when, align="right", width=96),
            ),
            name="版本",
            row_height="row_dense",
        )
        self.look = Button("看这一版", key="Enter", size="small")
        column = VBox(self, gap="s")
        column.addWidget(self.table)
        foot = HBox(gap="m")
        foot.addWidget(ElidedLabel("在办的件一直按立件时的那一版办。", "hint", "t3"), 1)
        foot.addWidget(self.look)
        column.addLayout(foot)
        column.addStretch(1)
        self.table.opened.connect(self.opened)
        self.look.clicked.connect(self._on_look)
        follow_theme(self._apply)

    def show_rows(self, rows: Sequence[VersionLine], now: dt.datetime) -> None:
        """The versions, newest first."""
        self._now = now
        self.table.set_rows(rows)
        self.look.setEnabled(bool(rows))
        if rows:
            self.table.select(lambda row: row.id == rows[0].id)

    def _on_look(self) -> None:
        if self.table.current() is not None:
            self.opened.emit(self.table.current())

    def _when(self, row: VersionLine) -> Cell:
        return Cell(moment_words(row.made_at, self._now or row.made_at), tone="t3")

    def _apply(self) -> None:
        self.table.setFixedHeight(theme().metrics.table_head + _ROWS * theme().metrics.row_dense)


def _cases(row: VersionLine) -> str:
    return f"{row.cases} 件在办" if row.cases else ""


def show_differences(
    host: QWidget,
    title: str,
    note: str,
    found: Sequence[Difference],
    *,
    words: tuple[str, str],
    begin: Button | None = None,
) -> Overlay:
    """What two versions say otherwise; `words` name the two, `begin` is a button with what can be done about it."""
    panel = Panel(title, note)
    overlay = Overlay(host, panel, width=_WIDTH, height=_HEIGHT)
    inside = QWidget()
    column = VBox(inside, gap="s", margin=("none", "none", "s", "none"))
    for one in found:
        column.addWidget(_difference(one, words))
    if not found:
        column.addWidget(Label("两边一样。", "body", "t2"))
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


def _difference(one: Difference, words: tuple[str, str]) -> QWidget:
    part = QWidget()
    column = VBox(part, gap="xs")
    column.addWidget(Label(one.label, "label", "t2", wrap=True))
    for word, tone, text in ((words[0], "grey", one.old), (words[1], "green", one.new)):
        row = HBox(gap="s")
        row.addWidget(Chip(word, "green" if tone == "green" else "grey"))
        row.addWidget(Label(text, "body", "t1", wrap=True, selectable=True), 1)
        column.addLayout(row)
    return part
