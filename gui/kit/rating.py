"""The visitor rates the window: big buttons on a screen turned to her, digits for whoever presses them, or later.

Five levels for services and three for petitions stand in blocks of their own; what is picked in one says nothing in the
other. A bad rating is answered at once: by when somebody rings.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from domain.dates import short_date, weekday_words
from domain.labels import SCALE_LABELS
from domain.ratings import levels, scales_for
from domain.tables import limit
from domain.vocabulary import RatingScale
from gui import jobs
from gui.bus import Bus
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.choices import Choice, Choices
from gui.kit.icon import Icon
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.moments import moment_words
from gui.kit.overlay import Overlay, Panel, tell
from gui.kit.paint import CENTRE, frame, key_badge, key_size, text
from gui.kit.scroll import Scroll
from gui.theme import follow_theme, theme
from services import Services
from services.call_backs import CallBackRow
from services.visit_changes import Rated, RatingRow
from services.visits import MatterView
from system.errors import Refusal

WIDTH = 760
_LEVEL = 72


@dataclass(frozen=True)
class Rateable:
    """A visit and the blocks to show: for each of its scales what it is about, and how it was rated before, if it was.

    `refusal` says why it can't be rated now; "" where it can.
    """

    visit_id: int
    number: str
    blocks: tuple[tuple[RatingScale, str, RatingRow | None], ...]
    refusal: str


@dataclass(frozen=True)
class Kept:
    """What became of the press: which scales were kept, what was promised, and the fault where one wasn't kept."""

    rated: tuple[tuple[RatingScale, Rated], ...]
    promised: tuple[CallBackRow, ...]
    error: Refusal | None


def fetch_rateable(services: Services, visit_id: int) -> Rateable:
    """What there is to rate. Raises NotFound, Denied."""
    detail = services.visits.detail(visit_id)
    before = {row.scale: row for row in services.visit_changes.ratings(visit_id)}
    blocks = tuple(
        (scale, _about(detail.matters, scale), before.get(scale))
        for scale in scales_for(matter.kind for matter in detail.matters)
    )
    return Rateable(visit_id, detail.row.number, blocks, services.visit_changes.may(visit_id).rate)


def _about(matters: Sequence[MatterView], scale: RatingScale) -> str:
    names = dict.fromkeys(matter.category for matter in matters if scales_for([matter.kind]) == (scale,))
    return "、".join(name for name in names if name)


class _Level(Choice):
    """One level: its digit over its words, big enough for an old finger."""

    def __init__(self, digit: int, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._digit = str(digit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().size(112), theme().size(_LEVEL))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, taken = theme().colour, self.isChecked()
        fill = ("accent_h" if self.lit() else "accent") if taken else ("surface3" if self.lit() else "surface")
        line = None if taken else colour("input")
        frame(painter, self.rect(), radius=theme().metrics.radius_card, fill=colour(fill), line=line)
        badge = key_size(self._digit)
        words = theme().line("lead")
        top = (self.height() - badge.height() - theme().space("xs") - words) // 2
        box = QRect((self.width() - badge.width()) // 2, top, badge.width(), badge.height())
        key_badge(painter, box, self._digit, on_accent=taken)
        under = QRect(0, box.bottom() + theme().space("xs"), self.width(), words)
        font = theme().font("lead_strong" if taken else "lead")
        text(painter, under, self._words, font=font, colour=colour("on_accent" if taken else "t1"), align=CENTRE)

    def _apply(self) -> None:
        self.setFixedHeight(theme().size(_LEVEL))


class _Levels(Choices):
    """The levels of one scale in a row, the best first."""

    arrows_choose = False

    def __init__(self, scale: RatingScale) -> None:
        super().__init__(name=SCALE_LABELS[scale], optional=True)
        row = HBox(self, gap="s")
        options = [(level.code, level.label) for level in levels(scale)]
        buttons = [_Level(at, words, self) for at, (_, words) in enumerate(options, 1)]
        for button in buttons:
            row.addWidget(button, 1)
        self._fill(options, buttons)


class RatingBlock(QWidget):
    """One scale: its levels and a word if she likes. `picked` when a level was taken."""

    picked = Signal()

    def __init__(self, scale: RatingScale, about: str, before: RatingRow | None, when: str) -> None:
        super().__init__()
        self.scale = scale
        self.levels = _Levels(scale)
        self.note = LineEdit(
            "想说的话，可以不写", name=f"{SCALE_LABELS[scale]}说明", max_length=limit("single_line"), enter="next"
        )
        self.trouble = Banner("", "red")
        column = VBox(self, gap="s")
        head = HBox(gap="s")
        head.addWidget(Label(SCALE_LABELS[scale], "object_title"))
        head.addWidget(Label(about, "body", "t2"))
        head.addStretch(1)
        column.addLayout(head)
        if before is not None:
            said = f"{when}记的是“{before.label}”，再选一级就改成新的"
            column.addWidget(Label(said, "label", "t2", wrap=True))
        for part in (self.levels, self.note, self.trouble):
            column.addWidget(part)
        self.trouble.hide()
        self.levels.chosen.connect(lambda _value: self.picked.emit())

    @property
    def level(self) -> str:
        """The code of the level taken, "" for none."""
        return str(self.levels.value() or "")

    def take(self, digit: int) -> bool:
        """Take a level by its digit, from 1; False where the scale has none."""
        buttons = self.levels.buttons()
        if not 1 <= digit <= len(buttons):
            return False
        buttons[digit - 1].click()
        return True


class RatingPanel(Panel):
    """The panel. It closes by itself only on a press; what the visitor said is kept before it thanks her."""

    def __init__(self, services: Services, bus: Bus, visit: Rateable) -> None:
        super().__init__("来访评价", visit.number)
        self._services, self._bus, self._visit = services, bus, visit
        now = services.clock.now()
        self.blocks = [
            RatingBlock(scale, about, before, f"{moment_words(before.at, now)} " if before is not None else "")
            for scale, about, before in visit.blocks
        ]
        self.trouble = Banner(visit.refusal, "amber")
        self.later_button = Button("以后再评", key="Esc", size="big")
        self.save_button = Button("记下评价", "primary", shortcut="Ctrl+Enter", size="big")
        self.thanks = _Thanks()
        self._asking = QWidget()
        self._lay_out()
        for block in self.blocks:
            block.picked.connect(lambda at=block: self._on_picked(at))
        self.later_button.clicked.connect(self.dismissed)
        self.save_button.clicked.connect(self._save)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits take a level, wherever the keyboard is but in the words."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        digit = event.key() - Qt.Key.Key_0
        if plain == Qt.KeyboardModifier.NoModifier and 1 <= digit <= 9 and self._current().take(digit):
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        # Margins inside of what scrolls: the ring around a button needs them.
        column = VBox(self._asking, gap="l", margin=("xl", "l"))
        column.addWidget(Label("这次接待，你满意吗？", "headline"))
        column.addWidget(self.trouble)
        self.trouble.setVisible(bool(self._visit.refusal))
        for block in self.blocks:
            column.addWidget(block)
            block.setVisible(not self._visit.refusal)
        column.addStretch(1)
        self.body.set_spaces(gap="none", margin="none")
        self._tall = _Tall(self._asking)
        self.body.addWidget(self._tall, 1)
        self.body.addWidget(self.thanks, 1)
        self.thanks.hide()
        self.foot.addStretch(1)
        self.add_foot(self.later_button)
        self.add_foot(self.save_button)
        self.save_button.setVisible(not self._visit.refusal)
        self.save_button.set_blocked("先选一级")

    def _current(self) -> RatingBlock:
        """The block that digits mean: where the keyboard is, else the first one that has no answer yet."""
        now = QApplication.focusWidget()
        held = next((block for block in self.blocks if now is not None and block.isAncestorOf(now)), None)
        return held or next((block for block in self.blocks if not block.level), self.blocks[-1])

    def _on_picked(self, block: RatingBlock) -> None:
        self.save_button.set_blocked("")
        following = self.blocks[self.blocks.index(block) + 1 :]
        unanswered = next((later for later in following if not later.level), None)
        (unanswered.levels if unanswered is not None else self.save_button).setFocus(Qt.FocusReason.TabFocusReason)

    # ---- keeping it

    def _save(self) -> None:
        answers = [(block.scale, block.level, block.note.text()) for block in self.blocks if block.level]
        if not answers or self._visit.refusal:
            return
        for block in self.blocks:
            block.trouble.hide()
        self.save_button.set_blocked("正在保存…")
        services, visit_id = self._services, self._visit.visit_id
        jobs.run(self, lambda: _keep(services, visit_id, answers), self._on_kept)

    def _on_kept(self, kept: Kept) -> None:
        self.save_button.set_blocked("")
        for _, rated in kept.rated:
            self._bus.tell(rated.changes)
        if kept.error is not None:
            done = {scale for scale, _ in kept.rated}
            failed = next(block for block in self.blocks if block.level and block.scale not in done)
            failed.trouble.set(str(kept.error), tone="red", title="这一项没有记下")
            failed.trouble.show()
            return
        self._tall.hide()
        self.save_button.hide()
        self.thanks.say(kept.promised, self._services)
        self.thanks.show()
        self.later_button.set_words("完成")
        self.later_button.setFocus(Qt.FocusReason.OtherFocusReason)


class _Tall(Scroll):
    """Wants the height of what is in it, and scrolls where a large zoom leaves less."""

    def sizeHint(self) -> QSize:
        return self.widget().sizeHint()


class _Thanks(QWidget):
    """What stands there once it is kept: thanks, and after a bad rating who rings and by when."""

    def __init__(self) -> None:
        super().__init__()
        self.promise = Banner("", "amber", icon="phone", title=" ")
        middle = Qt.AlignmentFlag.AlignHCenter
        column = VBox(self, gap="m", margin="xl")
        column.addStretch(1)
        column.addWidget(Icon("checkmark_circle", "accent", "icon_tile"), 0, middle)
        column.addWidget(Label("谢谢你的评价", "headline"), 0, middle)
        column.addWidget(self.promise)
        column.addStretch(1)

    def say(self, promised: Sequence[CallBackRow], services: Services) -> None:
        """Show these promises."""
        today = services.clock.today()
        words = "；".join(
            f"{row.handler}会在 {short_date(row.due, today)}（{weekday_words(row.due)}）前打电话" for row in promised
        )
        self.promise.set(words, tone="amber", title="已约好回访，听你说说哪里不满意")
        self.promise.setVisible(bool(promised))


def _keep(services: Services, visit_id: int, answers: Sequence[tuple[RatingScale, str, str]]) -> Kept:
    """Keep one answer after the other; the first that is refused ends it, those before it are kept."""
    rated: list[tuple[RatingScale, Rated]] = []
    error: Refusal | None = None
    for scale, level, note in answers:
        try:
            rated.append((scale, services.visit_changes.rate(visit_id, scale=scale, level=level, note=note)))
        except Refusal as refusal:
            error = refusal
            break
    wanted = {one.call_back_id for _, one in rated if one.call_back_id is not None}
    promised = services.call_backs.of_visit(visit_id) if wanted else ()
    return Kept(tuple(rated), tuple(row for row in promised if row.id in wanted), error)


def show_rating(
    host: QWidget, services: Services, bus: Bus, visit_id: int, on_closed: Callable[[], None] | None = None
) -> jobs.Job:
    """Let a visit be rated over `host` (a window); `on_closed` when the panel is gone, rated or not."""

    def opened(visit: Rateable) -> None:
        panel = RatingPanel(services, bus, visit)
        overlay = Overlay(host, panel, width=WIDTH)
        if on_closed is not None:
            overlay.closed.connect(on_closed)
        overlay.open()
        if panel.blocks and not visit.refusal:
            panel.blocks[0].levels.setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(host, error.message)

    return jobs.run(host, lambda: fetch_rateable(services, visit_id), opened, refused)
