"""The parts of a visit as it was recorded: who came, what each matter was, what happened to it afterwards."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.dates import short_date
from domain.labels import CHANNEL_LABELS, NAME_NOT_LEFT, SCALE_LABELS
from domain.ratings import level
from domain.vocabulary import MatterKind
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Link
from gui.kit.card import Card
from gui.kit.chip import Chip, ChipText, deadline
from gui.kit.facts import Facts
from gui.kit.label import ElidedLabel, Label
from gui.kit.moments import moment_words
from gui.kit.outcome_chip import outcome_chip
from gui.kit.timeline import Entry, Timeline
from gui.kit.visit_marks import visited_words
from services.call_backs import CallBackRow
from services.visit_changes import RatingRow, VisitEventRow
from services.visits import GuestView, MatterView, UnitView, VisitDetail

# As which the narrative of a petition stands, with its other parts; a part nobody wrote is left out.
_PETITION_PARTS = (("narrative", "请求"), ("facts", "事实"), ("reasons", "理由"), ("earlier", "以往"))

# What a visitor said with a rating is no reason of ours.
_SAID = {"rated": "来访人说"}


class VisitFacts(Facts):
    """Who, when, how, how many, by whom. `person_pressed(id)`; names are links where `linked`."""

    person_pressed = Signal(int)

    def __init__(self, detail: VisitDetail, today: dt.date, *, linked: bool) -> None:
        super().__init__()
        row = detail.row
        alone = detail.unit is not None and row.person_id in (None, detail.unit.id)
        if not alone or detail.unit is None:
            self.add("来访人", self._name(row.person_id if linked else None, row.person or NAME_NOT_LEFT))
        if detail.unit is not None:
            self.add("单位", self._name(detail.unit.id if linked else None, detail.unit.name))
            self._add_contact(detail.unit)
        self.add("时间", visited_words(row, today))
        if detail.late_reason:
            self.add("补登原因", detail.late_reason)
        self.add("方式", CHANNEL_LABELS[detail.channel])
        self.add("人数", f"{row.headcount} 人 · 共同事项" if detail.common else f"{row.headcount} 人")
        self.add("经办", row.operator)

    def _name(self, person_id: int | None, name: str) -> str | QWidget:
        if person_id is None:
            return name
        link = Link(name, name=f"打开{name}的档案")
        link.clicked.connect(lambda: self.person_pressed.emit(person_id))
        return link

    def _add_contact(self, unit: UnitView) -> None:
        words = " · ".join(filter(None, (unit.contact, unit.phone_masked)))
        if words:
            self.add("联系人", words)


class GuestsCard(Card):
    """Who else came, one a line, phones masked. `person_pressed(id)` for those of the register."""

    person_pressed = Signal(int)

    def __init__(self, guests: Sequence[GuestView], *, linked: bool) -> None:
        super().__init__("同来人员", note=f"{len(guests)} 人", dense=True)
        for guest in guests:
            row = HBox(gap="s")
            row.addWidget(Chip(guest.role_label))
            if guest.person_id is not None and linked:
                link = Link(guest.name, name=f"打开{guest.name}的档案")
                link.clicked.connect(lambda _checked=False, at=guest.person_id: self.person_pressed.emit(at))
                row.addWidget(link)
            else:
                row.addWidget(Label(guest.name, "body"))
            rest = " · ".join(filter(None, (guest.relation, guest.phone_masked)))
            row.addWidget(ElidedLabel(rest, "label", "t2"), 1)
            self.body.addLayout(row)


class MatterCard(Card):
    """One matter. A petition stands in its parts, with the mark that it was read back to who told it."""

    def __init__(self, matter: MatterView) -> None:
        super().__init__(matter.category or "事项", dense=True)
        self.matter = matter
        chip = outcome_chip(matter.outcome)
        self.add_chip(Chip(chip.text, chip.tone, chip.icon))
        facts = Facts()
        if matter.kind is MatterKind.PETITION:
            self._add_parts(facts, matter)
        else:
            self.body.addWidget(Label(matter.narrative, "body", wrap=True, selectable=True, name="诉求内容"))
        for label, value in (
            ("编号", matter.case_number),
            ("答复", matter.reply),
            ("转往", matter.refer_to),
            ("承办", matter.handler),
        ):
            if value:
                facts.add(label, value)
        self.body.addWidget(facts)

    def _add_parts(self, facts: Facts, matter: MatterView) -> None:
        if matter.read_back:
            self.add_chip(Chip("已宣读核对", "green", "checkmark"))
        for field, label in _PETITION_PARTS:
            value = getattr(matter, field)
            if value:
                facts.add(label, value)


class RatingsCard(Card):
    """How the visitor rated the window, one line for each scale; a bad one is red."""

    def __init__(self, ratings: Sequence[RatingRow], now: dt.datetime) -> None:
        super().__init__("评价", dense=True)
        facts = Facts(label_width=84)
        for rating in ratings:
            known = level(rating.scale, rating.level)
            bad = known is not None and known.bad
            chip = ChipText(rating.label, "red" if bad else "green", "warning" if bad else "checkmark")
            part = QWidget()
            column = VBox(part, gap="xs")
            row = HBox(gap="s")
            row.addWidget(Chip(chip.text, chip.tone, chip.icon))
            row.addWidget(Label(f"{moment_words(rating.at, now)} {rating.operator}", "hint", "t3"))
            row.addStretch(1)
            column.addLayout(row)
            if rating.note:
                column.addWidget(Label(rating.note, "label", "t2", wrap=True, selectable=True, name="评价说明"))
            facts.add(SCALE_LABELS[rating.scale], part)
        self.body.addWidget(facts)


class CallBacksCard(Card):
    """What was promised to be rung back, and what came of it."""

    def __init__(self, rows: Sequence[CallBackRow], today: dt.date) -> None:
        super().__init__("约回访", dense=True)
        self.body.addWidget(Timeline([_call_back_entry(row, today) for row in rows]))


class EventsCard(Card):
    """经过: what happened to the visit after it was saved, newest first; nothing of the old words is lost."""

    def __init__(self, events: Sequence[VisitEventRow], now: dt.datetime) -> None:
        super().__init__("经过", dense=True)
        self.timeline = Timeline([_event_entry(event, now) for event in reversed(events)])
        self.body.addWidget(self.timeline)


def _event_entry(event: VisitEventRow, now: dt.datetime) -> Entry:
    said = f"{_SAID.get(event.action, '原因')}：{event.reason}" if event.reason else ""
    body = "\n".join(filter(None, (event.words, said)))
    return Entry(moment_words(event.at, now), body, right=event.operator, whole=True)


def _call_back_entry(row: CallBackRow, today: dt.date) -> Entry:
    if row.done_at is not None:
        chip = ChipText("已办", "green", "checkmark")
        body = f"{row.why}\n{row.result}（{row.done_by}）"
    else:
        chip = deadline(row.days)
        body = row.why
    return Entry(short_date(row.due, today), body, chip, right=row.handler, whole=True)
