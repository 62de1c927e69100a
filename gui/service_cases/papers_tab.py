"""文书: what was issued for the case or with the visit that opened it, and what may be issued now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Link
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.label import ElidedLabel, Label
from gui.kit.moments import moment_words
from gui.kit.pile import Pile
from gui.kit.scroll import Scroll
from gui.kit.sheet_chip import SHEET_CHIPS
from services import Services
from services.documents import SheetState
from services.service_cases import CasePaper

_WHOLE = "整卷打印"


class PapersTab(Card):
    """The card. `opened(document id)` shows a sheet, `issue_pressed()` offers more, `whole_pressed()` the case file."""

    opened = Signal(int)
    issue_pressed = Signal()
    whole_pressed = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__("文书", dense=True, padded=False, parent=parent)
        self._services = services
        self.whole = self.add_link(_WHOLE, icon="archive")
        self.issue = self.add_link("出具文书", icon="add")
        self._lines = Pile(gap="s")
        self._empty = Label("还没有出过文书。", "body", "t3")
        inside = QWidget()
        column = VBox(inside, margin=("l", "m"))
        column.addWidget(self._empty)
        column.addWidget(self._lines)
        column.addStretch(1)
        self.body.addWidget(Scroll(inside), 1)
        self.issue.clicked.connect(self.issue_pressed)
        self.whole.clicked.connect(self.whole_pressed)

    def show_making(self, words: str) -> None:
        """The whole file is being put together: the link stops it."""
        self.whole.set_words(words or _WHOLE)

    def show_papers(self, papers: Sequence[CasePaper]) -> None:
        """Show these, newest first."""
        self._empty.setVisible(not papers)
        self._lines.set_parts([self._line(one) for one in papers])

    def _line(self, one: CasePaper) -> QWidget:
        part = QWidget()
        row = HBox(part, gap="s")
        link = Link(one.paper.title, icon="document", name=f"看{one.paper.title} {one.paper.human_code}")
        link.clicked.connect(lambda: self.opened.emit(one.paper.id))
        row.addWidget(link)
        row.addWidget(ElidedLabel(one.paper.number, "hint", "t3"), 1)
        row.addWidget(Label(moment_words(one.issued_at, self._services.clock.now()), "hint", "t3"))
        chip = SHEET_CHIPS[SheetState(one.state)]
        row.addWidget(Chip(chip.text, chip.tone, chip.icon))
        return part
