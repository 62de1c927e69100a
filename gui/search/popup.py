"""The popup of Ctrl+K: one box, everything that fits in its groups, and the keys that go on from there.

The box keeps the keyboard all the time: ↑↓ walk across the groups, Tab goes from kind to kind, Enter opens, F2 begins a
visit for the person who is current. It searches in a job while letters come, never on what is still being composed.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.kit.asking import Asking
from gui.kit.boxes import HBox
from gui.kit.choice_list import Choice, ChoiceList
from gui.kit.empty_state import EmptyState
from gui.kit.icon import Icon
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Panel
from gui.kit.tabs import Tabs
from gui.search.rows import ALL, choices_of, tabs_of
from services.search import Group, Hit

WIDTH, HEIGHT = 838, 560
NAME = "全局查找"
_HINT = "可输姓名、拼音首字母、证件号、电话、编号"
_START = ("想找什么", "输两个字母就开始找，比如 zjg、5267、信47、1124-7，也可以扫回执上的二维码")
_NOTHING = "换姓名、拼音首字母、证件号或电话后四位、编号再试"
_FOOT = ((("↑", "↓"), "选择"), (("Enter",), "打开"))
_VISIT_KEY = (("F2",), "登记来访")

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class SearchPopup(Panel):
    """The panel. `chosen(Hit)`: open it. `visit_requested(Hit or None)`: begin a visit, for that person or for nobody.

    `search` gives the groups for a text; `may_register` says whether F2 means anything to this operator.
    """

    chosen = Signal(object)
    visit_requested = Signal(object)

    def __init__(
        self, search: Callable[[str], Sequence[Group]], *, may_register: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(NAME)
        self._may_register = may_register
        self._enter_waits = False
        self._choices: tuple[Choice, ...] = ()
        self.edit = LineEdit("找人、找件、找来访、找文书", name=NAME, icon="search", size="big", enter="emit")
        self.edit.setProperty("bare", True)
        self.tabs = Tabs(name="类别", look="filled")
        self.list = ChoiceList(name="查找结果", hints=self._hints)
        self.empty = EmptyState("search", *_START)
        self._stack = QStackedWidget()
        self._asking = Asking(lambda text: choices_of(search(text)), self.edit.text, self)
        self._keys = {
            **dict.fromkeys(((key, _PLAIN) for key in _ENTER), self._on_enter),
            (Qt.Key.Key_Up, _PLAIN): lambda: self.list.walk(-1),
            (Qt.Key.Key_Down, _PLAIN): lambda: self.list.walk(1),
            (Qt.Key.Key_Tab, _PLAIN): lambda: self._step_tab(1),
            (Qt.Key.Key_Backtab, _SHIFT): lambda: self._step_tab(-1),
            (Qt.Key.Key_F2, _PLAIN): self._on_visit,
            (Qt.Key.Key_K, _CTRL): self.edit.selectAll,
        }
        self._lay_out()
        self._connect()
        self._show_start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.edit:
            act = self._keys.get((Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
            if act is not None:
                act()
                return True
        return False

    # ---- building

    def _lay_out(self) -> None:
        self.body.set_spaces(gap="none", margin="none")
        top = HBox(gap="m", margin=("s", "s", "l", "s"))
        top.addWidget(self.edit, 1)
        top.addWidget(Label(_HINT, "label", "t3"))
        top.addWidget(KeyHint("Esc"))
        self._kinds = QWidget()
        kinds = HBox(self._kinds, gap="xs", margin=("l", "s"))
        kinds.addWidget(self.tabs, 1)
        kinds.addWidget(KeyHint("Tab"))
        kinds.addWidget(Label("切换类别", "label", "t2"))
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self.body.addLayout(top)
        self.body.addWidget(Line())
        self.body.addWidget(self._kinds)
        self.body.addWidget(self._stack, 1)
        for keys, words in (*_FOOT, *((_VISIT_KEY,) if self._may_register else ())):
            for key in keys:
                self.add_foot(KeyHint(key))
            self.add_foot(Label(words, "label", "t2"))
            self.foot.add_gap("s")
        self.foot.addStretch(1)
        self.add_foot(Icon("barcode_scanner", "t2", "icon_small"))
        self.add_foot(Label("扫回执二维码可直接打开", "label", "t2"))

    def _connect(self) -> None:
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._on_edited)
        self._asking.answered.connect(self._on_answer)
        self._asking.failed.connect(self._on_failure)
        self.tabs.chosen.connect(self._on_tab)
        self.list.taken.connect(self.chosen)

    def _hints(self, choice: Choice) -> Sequence[tuple[str, str]]:
        opens = ("Enter", "打开")
        return (opens, ("F2", "登记来访")) if self._may_register and _is_person(choice) else (opens,)

    # ---- asking

    def _on_edited(self, words: str) -> None:
        self._enter_waits = False
        if words.strip():
            self._asking.later()
        else:
            self._asking.forget()
            self._show_start()

    def _on_answer(self, choices: tuple[Choice, ...]) -> None:
        self._choices = choices
        waits, self._enter_waits = self._enter_waits, False
        if waits and len(choices) == 1:
            self.chosen.emit(choices[0].key)
            return
        if not choices:
            self._show_words(f"没有找到“{self.edit.text().strip()}”", _NOTHING)
            return
        self.tabs.set_tabs(tabs_of(choices))
        self._kinds.show()
        self._fill()

    def _on_failure(self, error: Exception) -> None:
        self._show_words("这次没有找成", str(error))

    # ---- showing

    def _show_start(self) -> None:
        self._show_words(*_START)

    def _show_words(self, title: str, words: str) -> None:
        self._choices = ()
        self.list.fill(())
        self.empty.set(title, words)
        self._stack.setCurrentWidget(self.empty)
        self._kinds.hide()

    def _fill(self) -> None:
        kind = self.tabs.value()
        self.list.fill([choice for choice in self._choices if kind in (ALL, choice.group)])
        self._stack.setCurrentWidget(self.list)

    def _on_tab(self, _value: object) -> None:
        self._fill()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_tab(self, step: int) -> None:
        """The next or the previous kind, round the ends."""
        kinds = [ALL, *dict.fromkeys(choice.group for choice in self._choices)]
        if self._choices:
            self.tabs.set_value(kinds[(kinds.index(str(self.tabs.value())) + step) % len(kinds)])
            self._fill()

    # ---- going on

    def _on_enter(self) -> None:
        if self._asking.waiting:
            # Typed fast, or scanned: the answer isn't there yet.
            self._enter_waits = True
            self._asking.hurry()
            return
        choice = self.list.current()
        if choice is not None:
            self.chosen.emit(choice.key)

    def _on_visit(self) -> None:
        if self._may_register:
            choice = self.list.current()
            self.visit_requested.emit(choice.key if choice is not None and _is_person(choice) else None)


def _is_person(choice: Choice) -> bool:
    return isinstance(choice.key, Hit) and choice.key.kind == "person"
