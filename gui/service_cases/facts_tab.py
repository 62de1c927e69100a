"""办件信息: what is wanted and by which rule, the fields of the matter, and the visits in which it came up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.dates import near_date
from domain.field_specs import asked
from domain.permissions import Permission
from gui.kit.boxes import VBox
from gui.kit.button import Link
from gui.kit.card import Card
from gui.kit.facts import Facts
from gui.kit.scroll import Scroll
from services import Services
from services.service_cases import CaseView

NOT_FILLED = "未填"


class FactsTab(Card):
    """The card. `edit_pressed`: the fields are to be changed (Alt+E)."""

    edit_pressed = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__("办件信息", dense=True, padded=False, parent=parent)
        self._services = services
        self.edit = Link("修改", key="Alt+E")
        self.add_header(self.edit)
        self.facts = Facts(label_width=72)
        inside = QWidget()
        column = VBox(inside, margin=("l", "m"))
        column.addWidget(self.facts)
        column.addStretch(1)
        self.body.addWidget(Scroll(inside), 1)
        self.edit.clicked.connect(self.edit_pressed)

    def show_case(self, view: CaseView) -> None:
        """Show another case, or the same one afresh."""
        may = Permission.CASE_HANDLE in self._services.actor.permissions
        self.edit.setVisible(may and bool(view.entry.fields))
        self.facts.clear()
        self.facts.add("请求", view.narrative or view.title)
        self.facts.add("联系电话", view.phone_masked or "未留", tone="t1" if view.phone_masked else "t3")
        if view.official_number:
            self.facts.add("系统受理号", view.official_number)
        if view.item_number:
            self.facts.add(view.entry.item_number_label or "证件编号", view.item_number)
        for spec in view.entry.fields:
            if asked(spec, view.values):
                value = view.values.get(spec.code, "")
                self.facts.add(
                    spec.label, value or NOT_FILLED, tone="t1" if value else "amber" if spec.required else "t3"
                )
        self._add_rules(view)

    def _add_rules(self, view: CaseView) -> None:
        today = self._services.clock.today()
        for label, words in (("依据", view.entry.basis), ("条件", view.entry.conditions), ("流程", view.entry.process)):
            if words:
                self.facts.add(label, words, tone="t2")
        came = "；".join(f"{visit.number}（{near_date(visit.visited_on, today)}）" for visit in view.visits)
        self.facts.add("来访", came or "——", tone="t2")
