"""今日清点: how a day's numbers add up, at the top of the right column."""

import datetime as dt

from domain.dates import short_date
from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.label import Label, Line
from services.tally import Tally

_FIGURES = (("numbers", "编号"), ("handed", "交付"), ("void", "作废"), ("open", "待确认"))


class TallyCard(Card):
    """The card; it shows one day."""

    def __init__(self) -> None:
        super().__init__("今日清点", dense=True)
        self.set_ruled(False)
        self.chip = self.add_chip(Chip(""))
        self.words = Label("", "label", "t2", wrap=True)
        self.body.set_spaces(margin=("l", "none", "l", "m"))
        self.body.addWidget(self.words)
        row = HBox(gap="s")
        self._figures: dict[str, Label] = {}
        for at, (key, name) in enumerate(_FIGURES):
            if at:
                row.addWidget(Line(vertical=True))
            column = VBox()
            self._figures[key] = Label("0", "figure")
            column.addWidget(self._figures[key])
            column.addWidget(Label(name, "hint", "t2"))
            row.addLayout(column, 1)
        self.body.addLayout(row)

    def show_tally(self, day: Tally, today: dt.date) -> None:
        """Fill in the numbers."""
        self.set_title("今日清点" if day.day == today else f"{short_date(day.day, today)} 清点")
        self.set_ruled(False)
        for key, label in self._figures.items():
            label.setText(f"{getattr(day, key):,}")
        if not day.numbers:
            self.chip.set("没有纸")
        elif day.missing:
            self.chip.set("有缺号", "red", "warning")
        elif day.settled:
            self.chip.set("账纸相符", "green", "checkmark")
        else:
            self.chip.set(f"还有 {day.open} 号待确认", "amber", "clock")
        self.words.setText("\n".join(_sentences(day)))


def _sentences(day: Tally) -> list[str]:
    spoiled = f"，损坏没补 {day.spoiled}" if day.spoiled else ""
    said = [f"{day.numbers:,} 号：交付 {day.handed:,}，作废 {day.void:,}，待确认 {day.open:,}{spoiled}"]
    if day.missing:
        said.append(f"缺号或没有回执：{'、'.join(day.missing)}")
    if day.waiting_count:
        said.append(f"更早的还有 {day.waiting_count:,} 张没有确认")
    return said
