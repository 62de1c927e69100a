"""Small panels over the case: a remark, a paper that isn't listed, the fields of the matter, which paper to issue."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from domain.field_specs import FieldKind, FieldSpec
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.button import Button
from gui.kit.field_form import FieldForm
from gui.kit.label import Label
from gui.kit.overlay import Overlay, Panel, tell
from gui.kit.scroll import Scroll
from services import Services
from services.service_cases import CaseView
from system.errors import Invalid, Refusal

Result = TypeVar("Result")

WIDTH, NARROW = 560, 460
_WHAT = "来催问、电话告知、区里回话……"
_HERE = "已收到"
NOTE = (FieldSpec(code="words", label="发生了什么", kind=FieldKind.LONG, required=True, hint=_WHAT),)
MATERIAL = (
    FieldSpec(code="name", label="材料名称", required=True),
    FieldSpec(code="copies", label="份数", kind=FieldKind.NUMBER, required=True, initial="1"),
    FieldSpec(
        code="received",
        label="收到了没有",
        kind=FieldKind.CHOICE,
        choices=(_HERE, "缺"),
        required=True,
        initial=_HERE,
    ),
)


class FormPanel(Panel):
    """A form with one button. `wanted(values)`; the owner answers with `show_refusal` or closes it."""

    wanted = Signal(object)

    def __init__(self, services: Services, title: str, specs: Sequence[FieldSpec], *, note: str = "") -> None:
        super().__init__(title, note)
        self.form = FieldForm(specs, today=services.clock.today())
        self.told = Banner("", "red")
        self.told.hide()
        self.button = Button("保存", "primary", shortcut="Ctrl+Enter")
        self.body.addWidget(self.told)
        self.body.addWidget(Scroll(self.form), 1)
        self.foot.addStretch(1)
        close = Button("关闭", key="Esc")
        close.clicked.connect(self.dismissed)
        self.add_foot(close)
        self.add_foot(self.button)
        self.button.clicked.connect(self._send)

    def _send(self) -> None:
        faults = self.form.faults()
        if faults:
            self.form.show_faults(faults)
            return
        self.button.setEnabled(False)
        self.wanted.emit(self.form.values())

    def show_refusal(self, error: Exception) -> None:
        """Say what is wrong, under its field where it has one."""
        self.button.setEnabled(True)
        rest = self.form.show_faults(error.fields) if isinstance(error, Invalid) else {"": str(error)}
        self.told.set("；".join(rest.values()), tone="red")
        self.told.setVisible(bool(rest))


class FieldsPanel(FormPanel):
    """办件信息: what is still empty may stay so, but what is written must be readable."""

    def __init__(self, services: Services, view: CaseView) -> None:
        super().__init__(services, "办件信息", view.entry.fields, note=view.number)
        self.form.set_values(view.values)

    def _send(self) -> None:
        values = self.form.values()
        wrong = {code: fault for code, fault in self.form.faults().items() if values.get(code)}
        if wrong:
            self.form.show_faults(wrong)
            return
        self.button.setEnabled(False)
        self.wanted.emit(values)


class PaperChoice(Panel):
    """Which paper: one button each, with its key; what can't be issued now says why. `chosen(kind)`."""

    chosen = Signal(str)

    def __init__(self, number: str, offers: Sequence[tuple[str, str, str]]) -> None:
        super().__init__("出具文书", number)
        self.buttons: dict[str, Button] = {}
        free = [kind for kind, _, why_not in offers if not why_not]
        for kind, title, why_not in offers:
            key = f"Alt+{free.index(kind) + 1}" if kind in free else ""
            button = Button(title, icon="document", shortcut=key, name=title)
            button.set_spread()
            button.set_blocked(why_not)
            button.clicked.connect(lambda _checked=False, kind=kind: self.chosen.emit(kind))
            self.buttons[kind] = button
            self.body.addWidget(button)
            if why_not:
                self.body.addWidget(Label(why_not, "hint", "t3", wrap=True))
        self.body.addStretch(1)


def ask_form(
    owner: QWidget,
    panel: FormPanel,
    work: Callable[[Mapping[str, str]], Result],
    then: Callable[[Result], None],
) -> Overlay:
    """Open a form at the right edge of the window of `owner`; what was written goes to `work`, its answer to `then`.

    A refusal stands in the form. Whoever closes it meanwhile takes nothing back: `then` is told all the same.
    """
    width = WIDTH if isinstance(panel, FieldsPanel) else NARROW
    overlay = Overlay(owner.window(), panel, width=width, align="right")

    def done(came: Result) -> None:
        if isValid(panel):
            panel.dismissed.emit()
        then(came)

    def refused(error: Exception) -> None:
        if isValid(panel):
            panel.show_refusal(error)
        elif isinstance(error, Refusal):
            tell(owner.window(), str(error))

    panel.wanted.connect(lambda values: jobs.run(owner, lambda: work(values), done, refused))
    overlay.open()
    panel.form.focus_first()
    return overlay
