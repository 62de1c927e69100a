"""The station's own form with a live look at what it prints: used by the first start and by 设置 › 本站信息."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.numbering import Series, period, render
from domain.station_rules import StationForm, check_station, region_name, tidy_station
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.card import Card
from gui.kit.field import Field
from gui.kit.label import ElidedLabel, Label
from gui.kit.line_edit import LineEdit
from gui.kit.paint import CENTRE, frame, text, text_width
from gui.kit.problems import Problem
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import Role

# key, label, hint, wanted, row, column
_ROWS = (
    ("name", "站名", "全称，请与公章一致", True, 0, 0),
    ("short_name", "简称", "文号用，如 坡退信〔2026〕1号", True, 0, 1),
    ("region_code", "行政区划代码", "6 位数字，如 430103", True, 0, 2),
    ("address", "地址", "印在回执和告知单上，方便来访人再来", True, 1, 0),
    ("phone", "电话", "查询进度用", True, 1, 1),
    ("complaint_phone", "投诉电话", "印在回执上", True, 1, 2),
    ("issuer", "文书落款单位", "一般与站名相同，也可以是街道办事处", True, 2, 0),
    ("window_letter", "窗口字母", "多台电脑不连线时各填一个字母", False, 2, 1),
    ("hours", "办公时间", "印在回执上", False, 2, 2),
)
LABELS = {key: label for key, label, *_ in _ROWS}
# Anything pasted is kept and judged, never cut: the rules name the limit.
_ROOM = 2000
_SAMPLES = (
    ("来访", Series.VISIT),
    ("信访件", Series.PETITION),
    ("帮扶件", Series.ASSISTANCE),
    ("办件", Series.SERVICE),
)


class StationFields(Card):
    """Nine fields. A sentence appears when a field is left, and goes away while the field is being mended."""

    changed = Signal()

    def __init__(self, *, big: bool = True, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.fields: dict[str, Field] = {}
        self.edits: dict[str, LineEdit] = {}
        self._hints: dict[str, str] = {}
        self._issuer_followed = True
        grid = Grid(gap="l", row_gap="m")
        for key, label, hint, required, row, column in _ROWS:
            edit = LineEdit("", name=label, max_length=_ROOM, size="big" if big else "normal")
            field = Field(label, edit, required=required, hint=hint)
            if not required:
                field.add_corner(Label("可不填", "hint", "t3"))
            self.fields[key], self.edits[key], self._hints[key] = field, edit, hint
            edit.textEdited.connect(lambda _text, at=key: self._on_edited(at))
            edit.left.connect(lambda at=key: self._on_left(at))
            grid.addWidget(field, row, column)
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)
        self.setFocusProxy(self.edits["name"])
        follow_theme(self._apply_widths)

    def form(self) -> StationForm:
        """What stands in the boxes, as typed."""
        return StationForm(**{key: edit.text() for key, edit in self.edits.items()})

    def set_form(self, form: StationForm) -> None:
        """Fill the boxes and forget what was said about them."""
        for key, edit in self.edits.items():
            edit.setText(str(getattr(form, key)))
            self._calm(key)
        self._issuer_followed = not form.issuer or form.issuer == form.name
        self._show_region()
        self.changed.emit()

    def tidy(self) -> StationForm:
        """The form as it will be stored."""
        return tidy_station(self.form())

    def problems(self) -> list[Problem]:
        """What is wrong, shown or not, in reading order."""
        messages = check_station(self.form())
        return [Problem(LABELS[key], messages[key], self.edits[key]) for key in self.fields if key in messages]

    def shown_problems(self) -> list[Problem]:
        """What stands in red under a field now."""
        return [
            Problem(LABELS[key], field.message, field.control)
            for key, field in self.fields.items()
            if field.state == "error"
        ]

    def show_messages(self, messages: dict[str, str]) -> None:
        """Put sentences under their fields (from the rules, or from a service that refused)."""
        for key, sentence in messages.items():
            field = self.fields.get(key, self.fields["name"])
            field.set_error(sentence.rstrip("。"))
        self.changed.emit()

    def check(self) -> list[Problem]:
        """Show everything that is wrong and return it."""
        self.show_messages(check_station(self.form()))
        return self.problems()

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting anything be typed, for those who may look but not change."""
        for edit in self.edits.values():
            edit.set_read_only(read_only)

    def _on_edited(self, key: str) -> None:
        if key == "issuer":
            self._issuer_followed = False
        if key == "name" and self._issuer_followed:
            self.edits["issuer"].setText(self.edits["name"].text())
            self._calm("issuer")
        if self.fields[key].state == "error" and key not in check_station(self.form()):
            self._calm(key)
        if key == "region_code":
            self._show_region()
        self.changed.emit()

    def _on_left(self, key: str) -> None:
        """Judge one field, and show it as it will be stored (number with its dash, letters half-width)."""
        stored = str(getattr(tidy_station(self.form()), key))
        if stored != self.edits[key].text():
            self.edits[key].setText(stored)
        sentence = check_station(self.form()).get(key)
        if sentence and (self.edits[key].text() or self.fields[key].state == "error"):
            self.fields[key].set_error(sentence.rstrip("。"))
        elif not sentence:
            self._calm(key)
        if key == "region_code":
            self._show_region()
        self.changed.emit()

    def _show_region(self) -> None:
        code = self.edits["region_code"].text().strip()
        name = region_name(code)
        if name and self.fields["region_code"].state != "error":
            self.fields["region_code"].set_ok(name)
        elif self.fields["region_code"].state != "error":
            self._calm("region_code")

    def _calm(self, key: str) -> None:
        self.fields[key].clear()
        self.fields[key].set_hint(self._hints[key])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply_widths()

    def _apply_widths(self) -> None:
        """The short fields are as wide as they need be, and never more than a quarter each."""
        width = min(theme().metrics.guide_narrow, self.width() // 4)
        for key in ("short_name", "region_code", "phone", "complaint_phone", "window_letter", "hours"):
            self.fields[key].setFixedWidth(width)


# A long name in a narrow window is shown smaller, rather than cut.
_NAME_ROLES: tuple[Role, ...] = ("headline", "object_title", "body", "hint")
_CONTACT_ROLES: tuple[Role, ...] = ("label", "hint")


class PaperHead(QWidget):
    """The head of a paper as it will be printed: the name in the printed face, address and phone beneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._contact = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set(self, name: str, contact: str) -> None:
        """Show other words."""
        self._name, self._contact = name, contact
        self.setAccessibleName(f"印出来是这样：{name}，{contact}")
        set_tip(self, f"{name}\n{contact}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, pad = theme().colour, theme().size(20)
        frame(painter, self.rect(), radius=theme().metrics.radius_card, fill=colour("surface2"))
        note = QRect(pad, theme().space("s"), self.width() - 2 * pad, theme().line("hint"))
        text(painter, note, "印出来是这样", font=theme().font("hint"), colour=colour("t3"))
        line = theme().line("headline")
        top = (self.height() - line - theme().line("label")) // 2 + theme().space("xs")
        box = QRect(pad, top, self.width() - 2 * pad, line)
        font = self._fitting(_NAME_ROLES, self._name, box.width(), theme().paper_font)
        text(painter, box, self._name, font=font, colour=colour("t1"), align=CENTRE)
        under = QRect(pad, top + line, self.width() - 2 * pad, theme().line("label") + theme().space("xs"))
        small = self._fitting(_CONTACT_ROLES, self._contact, under.width(), theme().font)
        text(painter, under, self._contact, font=small, colour=colour("t2"), align=CENTRE)

    @staticmethod
    def _fitting(roles: Sequence[Role], words: str, width: int, font_of: Callable[[Role], QFont]) -> QFont:
        """The largest of these fonts in which the words fit; the last where none is small enough."""
        fonts = [font_of(role) for role in roles]
        return next((font for font in fonts if text_width(words, font) <= width), fonts[-1])


class StationPreview(Card):
    """Head of the paper on the left, the first numbers of each kind on the right."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__("", padded=False, parent=parent)
        self._today = today
        row = HBox()
        self.head = PaperHead()
        row.addWidget(self.head, 1)
        samples = QWidget()
        grid = Grid(samples, gap="xl", row_gap="m", margin=("l", "m"))
        self.numbers: dict[Series, ElidedLabel] = {}
        for index, (words, series) in enumerate(_SAMPLES):
            cell = VBox(gap="none")
            cell.addWidget(Label(words, "hint", "t3"))
            label = ElidedLabel("", "strong")
            self.numbers[series] = label
            cell.addWidget(label)
            grid.addLayout(cell, index // 2, index % 2)
            grid.setColumnStretch(index % 2, 1)
        self._samples = samples
        row.addWidget(samples, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        follow_theme(self._apply_size)

    def show_form(self, form: StationForm) -> None:
        """Draw the papers of this form; what is missing is shown as a blank to be filled."""
        form = tidy_station(form)
        contact = f"地址：{form.address or '……'}　电话：{form.phone or '……'}"
        self.head.set(form.name or "（站名）", contact)
        for series, label in self.numbers.items():
            label.setText(
                render(
                    series,
                    period(series, self._today),
                    1,
                    short_name=form.short_name or "○○",
                    window_letter=form.window_letter,
                )
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply_size()

    def _apply_size(self) -> None:
        self.setFixedHeight(theme().metrics.paper_strip)
        self._samples.setFixedWidth(min(theme().metrics.guide_side - theme().size(40), self.width() // 2))
