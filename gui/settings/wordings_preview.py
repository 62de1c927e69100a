"""The specimen at the right of the editor: a sheet of nobody with the sentences as they stand."""

from collections.abc import Sequence

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import IconButton
from gui.kit.card import Card
from gui.kit.label import Label, Line
from gui.kit.page_view import PageView
from gui.theme import follow_theme, theme

WIDTH = 300


class WordingPreview(Card):
    """The page, how many there are, and what was found on drawing it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("样张", note="用虚构的内容试排", padded=False, parent=parent)
        self.view = PageView("样张", rounded=False)
        self.smaller = IconButton("subtract", "缩小样张", size="small")
        self.larger = IconButton("add", "放大样张", size="small")
        self.back = IconButton("chevron_left", "上一页", size="small")
        self.forth = IconButton("chevron_right", "下一页", size="small")
        for button in (self.smaller, self.larger):
            self.add_header(button)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(Line())
        foot = VBox(gap="xs", margin=("m", "s"))
        self.words = Label("", "label", "t2", wrap=True)
        turn = HBox(gap="xs")
        turn.addWidget(self.words, 1)
        turn.addWidget(self.back)
        turn.addWidget(self.forth)
        foot.addLayout(turn)
        foot.addWidget(Label("停下 0.3 秒重排，和打印出来的一样", "hint", "t3", wrap=True))
        self.body.addLayout(foot)
        self.smaller.clicked.connect(lambda: self.view.step(False))
        self.larger.clicked.connect(lambda: self.view.step(True))
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth.clicked.connect(lambda: self._turn(1))
        follow_theme(self._apply_width)

    def show_pages(self, pages: Sequence[QImage], dpi: int, found: str) -> None:
        """Lay the sheet on the desk and say what was found."""
        self.view.show_pages(pages, dpi)
        self.words.setText(found)
        for button in (self.back, self.forth):
            button.setVisible(len(pages) > 1)
        self._turn(0)

    def say(self, words: str) -> None:
        """Nothing could be drawn; say why."""
        self.words.setText(words)

    def _turn(self, step: int) -> None:
        self.view.turn(step)
        self.back.setEnabled(self.view.page > 0)
        self.forth.setEnabled(self.view.page < self.view.page_count - 1)

    def _apply_width(self) -> None:
        self.setMinimumWidth(theme().size(WIDTH))
