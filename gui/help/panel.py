"""The help of the page on show beside the sheet of all keys, and the card to print and put beside the screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.help.book import EVERYWHERE, FORM, KeyLine, card_data, group_titles, keys_of, page_help
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.button import Button
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label, Line
from gui.kit.overlay import Panel
from gui.kit.press import bind_scrolling
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.scroll import Scroll
from gui.kit.setup.number_mark import NumberMark
from gui.navigation import Place
from gui.theme import theme

WIDTH, HEIGHT = 1180, 612
NAME = "帮助"
_CARD = "quick_card"
# The help itself takes this share of the width, each column of keys that one.
_HELP_SHARE, _KEYS_SHARE = 4, 3


class HelpPanel(Panel):
    """The panel of one page. Without the right to print the card isn't offered."""

    def __init__(self, place: Place, printer: DeskPrinter, *, may_print: bool, parent: QWidget | None = None) -> None:
        super().__init__(NAME, page_help(place).title, parent)
        self._printer = printer
        self.card_button = Button("打印一页操作卡", icon="print", size="bar", shortcut="Ctrl+P")
        self.close_button = Button("关闭", "primary", size="bar", key="Esc")
        self.told = Label("", "label", "t2")
        self.body.set_spaces(gap="none", margin="none")
        self.reading = Scroll(self._content(place))
        self.body.addWidget(self.reading, 1)
        self.add_foot(self.card_button)
        self.add_foot(self.told)
        self.foot.addStretch(1)
        self.add_foot(self.close_button)
        self.card_button.setVisible(may_print)
        self.card_button.clicked.connect(self._on_card)
        self.close_button.clicked.connect(self.dismissed)
        bind_scrolling(self, self.reading.verticalScrollBar())

    def _content(self, place: Place) -> QWidget:
        inner = QWidget()
        row = HBox(inner, gap="l", margin="l")
        row.addLayout(_help_column(place), _HELP_SHARE)
        row.addWidget(Line(vertical=True))
        for groups in ((place.value, "scan"), (EVERYWHERE, "search"), (FORM, "preview", "visit_panel")):
            row.addLayout(_keys_column(groups), _KEYS_SHARE)
        return inner

    def _on_card(self) -> None:
        self.card_button.setEnabled(False)
        self.told.setText("正在送打印机…")
        self._printer.print_loose(self, _CARD, card_data(), self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        self.card_button.setEnabled(True)
        self.told.setText(f"已送打印机“{result.printer}”" if result.ok else result.message)
        self.told.set_tone("t2" if result.ok else "red")


def _help_column(place: Place) -> VBox:
    words = page_help(place)
    column = VBox(gap="m")
    column.addWidget(Label(words.purpose, "body", wrap=True))
    column.addWidget(Label("怎么做", "card_title"))
    for number, step in enumerate(words.steps, start=1):
        row = HBox(gap="s")
        row.addWidget(NumberMark(number), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(step, "body", wrap=True), 1)
        column.addLayout(row)
    if words.notes:
        column.addWidget(Label("要知道的", "card_title"))
    for note in words.notes:
        column.addWidget(Label(note, "label", "t2", wrap=True))
    column.addStretch(1)
    return column


def _keys_column(groups: tuple[str, ...]) -> VBox:
    column = VBox(gap="s")
    for group in groups:
        lines = keys_of(group)
        if lines:
            column.addWidget(Label(group_titles()[group], "card_title"))
            column.addWidget(_sheet(lines))
    column.addStretch(1)
    return column


def _sheet(lines: tuple[KeyLine, ...]) -> QWidget:
    sheet = QWidget()
    sheet.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    grid = Grid(sheet, gap="s", row_gap="xs")
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, theme().size(86))
    for at, line in enumerate(lines):
        grid.addWidget(KeyHint(line.key), at, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(line.words, "label", "t2", wrap=True), at, 1)
    return sheet
