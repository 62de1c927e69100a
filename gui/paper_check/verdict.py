"""The right half's verdict: big words on their colour, the facts in two columns, and what to compare by eye."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.facts import Facts
from gui.kit.icon import Icon
from gui.kit.label import Label
from gui.kit.paint import draw_icon, frame
from gui.kit.wrap import WrapBox
from gui.paper_check.looks import Look, Shown, open_words
from gui.theme import follow_theme, theme
from gui.tokens import SOFT, ChipTone, Tone

_INKS: dict[ChipTone, Tone] = {"green": "accent", "blue": "blue", "red": "red", "amber": "amber", "grey": "t2"}
# The discs of the four colours: the token of each, and of the icon on it.
_DISCS: dict[ChipTone, str] = {"green": "accent_t", "blue": "blue", "red": "red", "amber": "amb", "grey": "t3"}
_DISC, _DISC_ICON = 52, 28
_RESULTS: dict[bool | None, tuple[str, Tone]] = {
    True: ("checkmark_circle", "accent"),
    False: ("error_circle", "red"),
    None: ("info", "t2"),
}
# These stand in the right column, under what came of the signature.
_RIGHT = frozenset({"份次", "校验码", "页", "日期"})


class _Disc(QWidget):
    """The icon on a filled disc."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look("grey", "search")
        follow_theme(self._apply)

    def show_look(self, look: Look) -> None:
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), theme().size(_DISC_ICON)
        frame(painter, self.rect(), radius=self.width() / 2, fill=theme().colour(_DISCS[self._look.tone]))
        box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        draw_icon(painter, self._look.icon, theme().colour("surface"), box)

    def _apply(self) -> None:
        self.setFixedSize(QSize(theme().size(_DISC), theme().size(_DISC)))


class VerdictBand(QWidget):
    """What came of it, to be read across the desk, and the button that opens what the paper is about."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look("grey", "search")
        self._disc = _Disc()
        self.title = Label("", "figure", wrap=True, name="结论")
        self.words = Label("", "body", "t2", wrap=True, selectable=True, name="说明")
        self.open = Button("打开", "primary", size="bar", shortcut="Alt+1")
        row = HBox(self, gap="l", margin=("l", "m"))
        row.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignVCenter)
        column = VBox(gap="xs")
        column.addWidget(self.title)
        column.addWidget(self.words)
        row.addLayout(column, 1)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_verdict(self, look: Look, title: str, words: str) -> None:
        """Say it."""
        self._look = look
        self._disc.show_look(look)
        self.title.setText(title)
        self.title.set_tone(_INKS[look.tone])
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setAccessibleName(f"{title}。{words}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, with the card's round corners above and its line beneath."""
        painter, radius, edge = QPainter(self), theme().metrics.radius_card, theme().metrics.border
        _, ground, line = SOFT[self._look.tone]
        tall = self.rect().adjusted(edge, edge, -edge, radius)
        painter.setClipRect(self.rect())
        frame(painter, tall, radius=radius - edge, fill=theme().colour(ground))
        painter.fillRect(QRect(0, self.height() - edge, self.width(), edge), theme().colour(line))


class CompareBand(QWidget):
    """What to compare by eye, each with a tick for oneself; `note_wanted` when something doesn't fit."""

    note_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: tuple[CheckBox, ...] = ()
        self.advice = Label("", "strong", "amber", wrap=True)
        self.noted = Label("", "label", "t1", wrap=True, selectable=True, name="已记下")
        self.note = Link("对不上，记一笔", icon="edit", shortcut="Alt+N")
        self._ticks = QWidget()
        self._flow = WrapBox(self._ticks, gap="l")
        column = VBox(self, gap="s", margin="m")
        head = HBox(gap="s")
        head.addWidget(Icon("warning", "amber"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.advice, 1)
        head.addWidget(self.note, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._ticks)
        column.addWidget(self.noted)
        self.note.clicked.connect(self.note_wanted)

    def show_terms(self, advice: str, terms: Sequence[str], note: str) -> None:
        """Other things to compare, none of them ticked."""
        self.advice.setText(advice)
        for box in self.boxes:
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = tuple(CheckBox(term, small=True, parent=self._ticks) for term in terms)
        for box in self.boxes:
            self._flow.addWidget(box)
            box.show()
        self._ticks.setVisible(bool(terms))
        self.show_note(note)

    def show_note(self, note: str) -> None:
        """What was written down."""
        self.noted.setText(f"已记下：{note}")
        self.noted.setVisible(bool(note))

    def unticked(self) -> tuple[str, ...]:
        """What wasn't found to agree, if anything was ticked at all."""
        if not any(box.isChecked() for box in self.boxes):
            return ()
        return tuple(box.words() for box in self.boxes if not box.isChecked())

    def paintEvent(self, event: QPaintEvent) -> None:
        _, ground, line = SOFT["amber"]
        fill, edge = theme().colour(ground), theme().colour(line)
        frame(QPainter(self), self.rect(), radius=theme().metrics.radius_control, fill=fill, line=edge)


class VerdictCard(Card):
    """The whole verdict on one paper."""

    def __init__(self) -> None:
        super().__init__("", padded=False)
        self.setAccessibleName("结论")
        self.band = VerdictBand()
        self.left, self.right = Facts(), Facts()
        self.compare = CompareBand()
        self._columns = QWidget()
        columns = HBox(self._columns, gap="xl", margin=("l", "none"))
        for facts in (self.left, self.right):
            columns.addWidget(facts, 1, Qt.AlignmentFlag.AlignTop)
        self.body.set_spaces(gap="m", margin=("none", "none", "none", "m"))
        self.body.addWidget(self.band)
        self.body.addWidget(self._columns)
        foot = VBox(margin=("l", "none"))
        foot.addWidget(self.compare)
        self.body.addLayout(foot)

    def show_looking(self) -> None:
        """While the register is asked."""
        self._show_words(Look("grey", "search"), "正在查…", "")

    def show_trouble(self, words: str) -> None:
        """Nothing came of it, and why."""
        self._show_words(Look("red", "error_circle"), "没有查成", words)

    def show_shown(self, shown: Shown) -> None:
        """A verdict."""
        self.band.show_verdict(shown.look, shown.title, shown.words)
        self.band.open.setVisible(shown.hit is not None)
        self.band.open.set_words(open_words(shown.hit))
        self._show_facts(shown)
        self.compare.setVisible(bool(shown.advice))
        self.compare.show_terms(shown.advice, shown.compare, shown.note)

    def _show_words(self, look: Look, title: str, words: str) -> None:
        self.band.show_verdict(look, title, words)
        self.band.open.hide()
        self._columns.hide()
        self.compare.hide()

    def _show_facts(self, shown: Shown) -> None:
        for facts in (self.left, self.right):
            facts.clear()
        told = shown.signature is not None or shown.content is not None
        if told:
            self.right.add("签名", _checked(shown.signature, shown.signature_words))
            self.right.add("内容", _checked(shown.content, shown.content_words))
        for label, value in shown.facts:
            (self.right if label in _RIGHT else self.left).add(label, value)
        self._columns.setVisible(told or bool(shown.facts))


def _checked(good: bool | None, words: str) -> QWidget:
    """A fact with what came of it as an icon, so that no colour is the only sign."""
    icon, ink = _RESULTS[good]
    made = QWidget()
    row = HBox(made, gap="xs")
    row.addWidget(Icon(icon, ink, "icon_small"))
    row.addWidget(Label(words, "body", ink))
    made.setAccessibleName(words)
    return made
