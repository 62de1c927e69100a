"""What to mind about a visitor before anything is written: how often she came lately, what is in progress already.

One key joins the matter to the case in progress, so that the same thing never gets a second number.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.banner import Banner
from gui.kit.boxes import VBox
from gui.kit.button import Button
from gui.kit.press import bind
from gui.kit.tip import set_tip
from services.people import CaseLine, PersonCard

# One key for each hint that is shown with its case; Alt+J belongs to the same hint beside the matter.
LETTERS = "KM"
REPEAT = "repeat30"


class CardHints(QWidget):
    """The hints, the weightiest first. `join_requested(case id)`."""

    join_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = VBox(self, gap="s")
        self._shown: list[Banner] = []
        self.buttons: list[Button] = []

    def show_card(self, card: PersonCard) -> None:
        """Show what this card says is to be minded."""
        for old in self._shown:
            old.hide()
            old.deleteLater()
        self.buttons = []
        self._shown = self._banners(card)
        for banner in self._shown:
            self._column.addWidget(banner)
        self.setVisible(bool(self._shown))

    def _banners(self, card: PersonCard) -> list[Banner]:
        repeat = next((hint.words for hint in card.hints if hint.kind == REPEAT), "")
        cases = {case.id: case for case in card.open_cases}
        joinable = [hint for hint in card.hints if hint.case_id in cases]
        others = [hint for hint in card.hints if hint not in joinable and hint.kind != REPEAT]
        banners = [
            self._case(cases[hint.case_id], letter, repeat if at == 0 else "")
            for at, (hint, letter) in enumerate(zip(joinable, LETTERS, strict=False))
            if hint.case_id is not None
        ]
        if repeat and not joinable:
            banners.append(Banner(repeat, "amber"))
        more = len(joinable) - len(LETTERS)
        if more > 0:
            banners.append(Banner(f"另有 {more} 件在办，可在“并入在办”里选", "amber"))
        banners += [Banner(hint.words, "amber") for hint in others]
        if card.restricted:
            words = f"{card.restricted} 项受限，这里不显示内容。需要了解的请问站长"
            banners.append(Banner(words, "blue", icon="lock_closed"))
        return banners

    def _case(self, case: CaseLine, letter: str, repeat: str) -> Banner:
        banner = Banner(f"{case.number} 在办\n{case.title}", "amber", title=repeat or f"有{case.kind}在办")
        join = Button(f"并入({letter})", size="small", name=f"并入 {case.number}")
        set_tip(join, f"Alt+{letter}：并入 {case.number}，不另立编号")
        bind(join, f"Alt+{letter}").activated.connect(join.click)
        join.clicked.connect(lambda: self.join_requested.emit(case.id))
        banner.add(join)
        self.buttons.append(join)
        return banner
