"""What became of a matter: the outcome, who handles it, and the fields that this outcome or kind asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.labels import KIND_LABELS, OUTCOME_LABELS
from domain.visit_rules import MatterForm
from domain.vocabulary import MatterKind, Outcome, outcomes_for
from gui.kit.boxes import HBox, VBox
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.line_edit import LineEdit
from gui.kit.pills import Pills
from gui.kit.select import Select
from gui.kit.tip import set_tip
from gui.visits.desk_draft import usual_outcome
from gui.visits.find_row import FREE_LENGTH
from gui.visits.short_field import ShortField
from services.people import CaseLine

REPLY_LABELS: Mapping[Outcome | None, tuple[str, str]] = {
    Outcome.ANSWERED: ("答复意见", "当场怎么答复的"),
    Outcome.SERVICE_OPENED: ("交办意见", "交给谁办、办到哪一步"),
    Outcome.PETITION_OPENED: ("交办意见", "交给谁办、办到哪一步"),
    Outcome.ASSISTANCE_OPENED: ("交办意见", "交给谁办、办到哪一步"),
    Outcome.JOINED: ("交办意见", "这次新说了什么、要承办人做什么"),
    Outcome.REFERRED: ("告知内容", "为什么转、怎么去、带什么"),
    Outcome.MATERIALS_OWED: ("需补材料", "还缺什么、补到哪里"),
    None: ("答复意见", "当场怎么答复的，或交给谁办、办到哪一步"),
}
NO_OPEN_CASE = "这位来访人没有在办件，没有可并入的"


@dataclass(frozen=True)
class Handler:
    """Somebody who may handle a matter; `uuid` is "" for the one at the desk."""

    uuid: str
    name: str


class OutcomeRows(QWidget):
    """Two rows. `changed(key)` for what the operator changes; `fields` by key; the values go into a `MatterForm`."""

    changed = Signal(str)
    left = Signal(str)

    def __init__(self, handlers: Sequence[Handler], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = MatterKind.CONSULTATION
        self._taken = False
        self._cases: tuple[CaseLine, ...] = ()
        self._case_wanted: int | None = None
        self.outcome = Pills([(one, OUTCOME_LABELS[one]) for one in Outcome], name="处理结果")
        self.handler = Select(name="承办", prefix="承办")
        self.set_handlers(handlers)
        self.address = _line("住址")
        self.unclear = CheckBox("住址不清", small=True)
        self.join = Select([], name="并入哪一件", placeholder="选一件在办的")
        self.refer = _line("转往单位", "单位名称")
        self.reply = _line("答复意见")
        self.fields: dict[str, Field] = {
            "outcome": Field("处理结果", self.outcome, required=True, side=True),
            "address": ShortField("住址", self.address, required=True),
            "join_case_id": ShortField("并入", self.join, required=True),
            "refer_to": ShortField("转往", self.refer, required=True),
            "reply": ShortField("答复意见", self.reply),
        }
        self._lay_out()
        self._connect()
        self.show_form(MatterForm())

    # ---- values

    def fill(self, form: MatterForm) -> MatterForm:
        """The matter with these rows' values; a field that isn't asked for gives nothing."""
        outcome, handler, case = self.outcome.value(), self.handler.value(), self.join.value()
        joins = outcome is Outcome.JOINED
        return replace(
            form,
            outcome=outcome if isinstance(outcome, Outcome) else None,
            handler=handler if isinstance(handler, str) else "",
            join_case_id=(case if isinstance(case, int) else self._case_wanted) if joins else None,
            refer_to=self.refer.text() if outcome is Outcome.REFERRED else "",
            reply=self.reply.text(),
        )

    def show_form(self, form: MatterForm) -> None:
        """Show a matter's outcome."""
        self._kind = form.kind
        self._taken = form.outcome != usual_outcome(form.kind)
        self._case_wanted = form.join_case_id
        self.outcome.set_value(form.outcome)
        self.handler.set_value(form.handler)
        if self.handler.value() is None:
            self.handler.set_value("")
        self.refer.setText(form.refer_to)
        self.reply.setText(form.reply)
        self.join.set_value(form.join_case_id)
        self._arrange()

    def set_kind(self, kind: MatterKind) -> None:
        """Another kind of matter: the outcome follows, unless the operator picked one that still suits."""
        self._kind = kind
        if not self._taken or self.outcome.value() not in outcomes_for(kind):
            self._taken = False
            self.outcome.set_value(usual_outcome(kind))
        self._arrange()

    def set_handlers(self, handlers: Sequence[Handler]) -> None:
        """Who may handle the matter; whoever was taken stays taken."""
        self.handler.set_options([(one.uuid, one.name) for one in handlers])
        if self.handler.value() is None:
            self.handler.set_value("")

    def set_cases(self, cases: Sequence[CaseLine]) -> None:
        """The open cases of the person, which a matter may be joined to."""
        self._cases = tuple(cases)
        wanted = self.join.value() if self.join.value() is not None else self._case_wanted
        self.join.set_options([(case.id, f"{case.number} {case.title}") for case in self._cases])
        self.join.set_value(wanted)
        self._arrange()

    def take_outcome(self, outcome: Outcome) -> None:
        """Take an outcome that follows from something else, unless the operator picked one herself."""
        if not self._taken and outcome in outcomes_for(self._kind):
            self.outcome.set_value(outcome)
            self._arrange()

    def join_case(self, case_id: int) -> None:
        """Join this matter to a case."""
        self._taken = True
        self._case_wanted = case_id
        self.outcome.set_value(Outcome.JOINED)
        self.join.set_value(case_id)
        self._arrange()
        self.changed.emit("outcome")

    def set_address(self, address: str, *, unclear: bool) -> None:
        """The visit's address, which all its petitions share."""
        if self.address.text() != address:
            self.address.setText(address)
        self.unclear.blockSignals(True)
        self.unclear.setChecked(unclear)
        self.unclear.blockSignals(False)
        self.fields["address"].set_required(not unclear)

    def shown(self) -> dict[str, Field]:
        """The fields that are asked for now, in reading order."""
        return {key: field for key, field in self.fields.items() if not field.isHidden()}

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order."""
        return [self.outcome, self.address, self.unclear, self.join, self.refer, self.reply, self.handler]

    # ---- inside

    def _lay_out(self) -> None:
        first = HBox(gap="s")
        first.addWidget(self.fields["outcome"], 1)
        self.handler.setMinimumWidth(self.handler.sizeHint().width())
        first.addWidget(self.handler)
        second = HBox(gap="m")
        second.addWidget(self.fields["address"], 5)
        second.addWidget(self.unclear)
        for key, share in (("join_case_id", 5), ("refer_to", 4), ("reply", 6)):
            second.addWidget(self.fields[key], share)
        column = VBox(self, gap="s")
        column.addLayout(first)
        column.addLayout(second)

    def _arrange(self) -> None:
        """Ask for what the kind and the outcome need, and for nothing else."""
        outcome = self.outcome.value()
        petition = self._kind is MatterKind.PETITION
        self.fields["address"].setVisible(petition)
        self.unclear.setVisible(petition)
        self.fields["join_case_id"].setVisible(outcome is Outcome.JOINED)
        self.fields["refer_to"].setVisible(outcome is Outcome.REFERRED)
        label, words = REPLY_LABELS[outcome if isinstance(outcome, Outcome) else None]
        self.fields["reply"].set_label(label)
        self.reply.setAccessibleName(label)
        self.reply.setPlaceholderText(words)
        second = [field for key, field in self.fields.items() if key != "outcome" and isinstance(field, ShortField)]
        first_shown = next((field for field in second if not field.isHidden()), None)
        for field in second:
            field.set_in_column(field is first_shown)
        self._offer()

    def _offer(self) -> None:
        suits = set(outcomes_for(self._kind))
        joinable = bool(self._cases) or self.outcome.value() is Outcome.JOINED
        can = suits if joinable else suits - {Outcome.JOINED}
        self.outcome.set_enabled_values(set(can))
        for one, button in zip(Outcome, self.outcome.buttons(), strict=True):
            why = "" if one in can else (NO_OPEN_CASE if one in suits else f"{KIND_LABELS[self._kind]}事项没有这种结果")
            set_tip(button, why)
            button.setAccessibleDescription(why)

    def _connect(self) -> None:
        self.outcome.chosen.connect(self._on_outcome)
        self.handler.chosen.connect(lambda _uuid: self.changed.emit("handler"))
        self.join.chosen.connect(lambda _id: self.changed.emit("join_case_id"))
        self.unclear.toggled.connect(self._on_unclear)
        edits = {"address": self.address, "refer_to": self.refer, "reply": self.reply}
        for key, edit in edits.items():
            edit.textEdited.connect(lambda _text, key=key: self.changed.emit(key))
            edit.left.connect(lambda key=key: self.left.emit(key))

    def _on_outcome(self) -> None:
        self._taken = True
        self._arrange()
        self.changed.emit("outcome")

    def _on_unclear(self, ticked: bool) -> None:
        self.fields["address"].set_required(not ticked)
        self.changed.emit("address")


def _line(name: str, placeholder: str = "") -> LineEdit:
    return LineEdit(placeholder, name=name, max_length=FREE_LENGTH)
