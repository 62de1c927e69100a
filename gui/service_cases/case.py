"""One case on its page: where it stands, what may be done next, its papers, and everything that ever happened on it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from domain.dates import short_date
from domain.permissions import Permission
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, IconButton, Link
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.clock_card import ClockCard
from gui.kit.hand_off import HandOffCard, HandOffLine
from gui.kit.label import ElidedLabel, Label
from gui.kit.material_ticks import MaterialTicks
from gui.kit.next_actions import NextActions
from gui.kit.press import bind
from gui.kit.scroll import Scroll
from gui.kit.stepper import Stepper
from gui.kit.tabs import Tabs, tab
from gui.kit.timeline import Timeline
from gui.kit.tip import set_tip
from gui.service_cases import faces
from gui.service_cases.action_panel import ActionPanel
from gui.service_cases.facts_tab import FactsTab
from gui.service_cases.papers_tab import PapersTab
from gui.theme import follow_theme, theme
from services import Services
from services.hand_off import HandOffView
from services.service_cases import CaseView

LEFT, RIGHT = 366, 300
# Narrower than this (at 100 %) the papers and the events are one more tab; lower than this the page scrolls.
_NARROW, _LEAST_HEIGHT = 1100, 460
COPY, FACTS, PAPERS, FILES, PAST = "copy", "facts", "papers", "files", "past"
# In these states the fields are typed into the national system.
_KEYED_IN = frozenset({"accepted", "bundled", "submitted"})


class CaseWidget(QWidget):
    """The case. Whoever owns it does what is asked by these signals and shows the case again.

    `act_wanted(action, values, with paper)`, `bundle_pressed()`, `explain_pressed(clock id)`, `note_pressed()`,
    `edit_pressed()`, `undo_pressed()`, `print_pressed()`, `person_pressed(id)`, `batch_pressed(id)`,
    `ticked(material id, received)`, `given_back(material id)`, `add_material_pressed()`.
    """

    act_wanted = Signal(str, object, bool)
    explain_pressed = Signal(int)
    note_pressed = Signal()
    edit_pressed = Signal()
    undo_pressed = Signal()
    print_pressed = Signal()
    person_pressed = Signal(int)
    batch_pressed = Signal(int)
    ticked = Signal(int, bool)
    given_back = Signal(int)
    add_material_pressed = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.view: CaseView | None = None
        self.panel: ActionPanel | None = None
        self._folded = False
        self._shown: tuple[CaseView, HandOffView | None, int] | None = None
        self._typed: dict[tuple[int, str], dict[str, str]] = {}
        # Tabs that still show what was shown before: they are filled when somebody looks at them.
        self._behind: set[str] = set()
        self.number = Label("", "object_title", selectable=True, name="办件编号")
        self.copy_button = IconButton("copy", "复制编号")
        self.kind = Label("", "card_title")
        self.person = Link("", name="打开档案")
        self.state = Chip("")
        self.batch = Link("", name="看整批")
        self.handler = ElidedLabel("", "label", "t2")
        self.print_button = Button("打印", icon="print", shortcut="Ctrl+P")
        self.undo_button = Button("撤销上一步", icon="arrow_undo", shortcut="Ctrl+Z")
        self.stepper = Stepper()
        self.materials = MaterialTicks()
        self.add_material = self.materials.add_link("添材料", icon="add")
        self.note_link = Link("记一笔", icon="add", shortcut="Alt+N")
        self.timeline = Timeline()
        self.tabs = Tabs(name="办件内容")
        self.pages = QStackedWidget()
        self.hand_off = HandOffCard()
        self.facts = FactsTab(services)
        self.papers = PapersTab(services)
        self.files = QWidget()
        self.clock = ClockCard()
        self.next = NextActions()
        self._lay_out()
        self._connect()

    # ---- building

    def _lay_out(self) -> None:
        self._inside = QWidget()
        VBox(self).addWidget(Scroll(self._inside))
        column = VBox(self._inside, gap="m", margin=("xl", "m"))
        column.addWidget(self._head_card())
        row = self._row = HBox(gap="m")
        self._left = QWidget()
        left = VBox(self._left, gap="m")
        left.addWidget(self.materials, 5)
        left.addWidget(self._events_card(), 3)
        self._body = QStackedWidget()
        self._whole = QWidget()
        whole = HBox(self._whole, gap="m")
        whole.addWidget(self._middle(), 1)
        self._right = QWidget()
        right = VBox(self._right, gap="m")
        right.addWidget(self.clock)
        right.addWidget(self.next, 1)
        whole.addWidget(self._right)
        self._body.addWidget(self._whole)
        row.addWidget(self._left)
        row.addWidget(self._body, 1)
        column.addLayout(row, 1)
        follow_theme(self._apply)

    def _head_card(self) -> Card:
        card = Card(padded=False)
        top = HBox(gap="s", margin=("l", "s", "l", "none"))
        left: tuple[QWidget, ...] = (self.number, self.copy_button, self.kind, self.person, self.state, self.batch)
        for widget in left:
            top.addWidget(widget)
        top.addWidget(self.handler, 1)
        for button in (self.undo_button, self.print_button):
            top.addWidget(button)
        card.body.addLayout(top)
        card.body.addWidget(self.stepper)
        card.body.set_spaces(gap="s", margin=("none", "none", "none", "s"))
        return card

    def _events_card(self) -> Card:
        card = Card("办理经过", dense=True, padded=False)
        card.add_header(self.note_link)
        inside = QWidget()
        VBox(inside, margin=("l", "s")).addWidget(self.timeline)
        card.body.addWidget(Scroll(inside), 1)
        return card

    def _middle(self) -> QWidget:
        part = QWidget()
        column = VBox(part, gap="s")
        column.addWidget(self.tabs)
        for page in (self.hand_off, self.facts, self.papers, self.files):
            self.pages.addWidget(page)
        column.addWidget(self.pages, 1)
        return part

    def set_files(self, files: QWidget) -> None:
        """Put the card of the attachments in its place."""
        self.pages.removeWidget(self.files)
        self.files.deleteLater()
        self.files = files
        self.pages.addWidget(files)

    def _connect(self) -> None:
        self.copy_button.clicked.connect(self._copy_number)
        self.person.clicked.connect(self._on_person)
        self.batch.clicked.connect(self._on_batch)
        self.print_button.clicked.connect(self.print_pressed)
        self.undo_button.clicked.connect(self.undo_pressed)
        self.note_link.clicked.connect(self.note_pressed)
        self.facts.edit_pressed.connect(self.edit_pressed)
        self.materials.toggled.connect(self.ticked)
        self.materials.returned.connect(self.given_back)
        self.add_material.clicked.connect(self.add_material_pressed)
        self.tabs.chosen.connect(self._on_tab)
        self.next.chosen.connect(self.begin)
        self.clock.explain_pressed.connect(self._on_explain)
        # From any tab: the fields belong to the case, and a step may be waiting for them.
        bind(self, "Alt+E").activated.connect(self._on_edit)
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            bind(self, key).activated.connect(lambda step=step: self._walk_tabs(step))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def _apply(self) -> None:
        size = theme().size
        self._inside.setMinimumHeight(size(_LEAST_HEIGHT))
        self._right.setFixedWidth(size(RIGHT))
        narrow = self.width() < size(_NARROW)
        self._left.setMinimumWidth(0 if narrow else size(LEFT))
        self._left.setMaximumWidth(self.maximumWidth() if narrow else size(LEFT))
        if narrow != self._folded:
            self._fold_left(narrow)

    def _fold_left(self, narrow: bool) -> None:
        """Put the papers and the events among the tabs, or back beside them."""
        self._folded = narrow
        if narrow:
            self.pages.addWidget(self._left)
        else:
            self.pages.removeWidget(self._left)
            self._row.insertWidget(0, self._left)
            self._left.show()
        if self._shown is not None:
            self._show_head(self._shown[0])
            self._show_tabs(*self._shown, fresh=False)

    # ---- showing

    def show_case(self, view: CaseView, lines: HandOffView | None, files: int) -> None:
        """Show a case, or the same one afresh: a step that is being typed stays as it is."""
        other = self.view is None or self.view.id != view.id
        self.view = view
        today, now = self._services.clock.today(), self._services.clock.now()
        self._show_head(view)
        self.stepper.set_steps(faces.step_marks(view, today))
        self.materials.set_lines(faces.material_lines(view, today))
        self.add_material.setVisible(view.open and self._may_handle())
        self.timeline.set_entries(faces.event_entries(view, now))
        self.clock.set_faces(faces.clock_faces(view, today))
        self.next.set_choices(faces.action_choices(view))
        self._behind = {COPY, FACTS, PAPERS}
        self._shown = (view, lines, files)
        self._show_tabs(view, lines, files, fresh=other)
        if other:
            self.fold()

    def _show_head(self, view: CaseView) -> None:
        self.number.setText(view.number)
        self.kind.setText(view.kind)
        self.person.set_words(faces.person_words(view))
        self.person.setEnabled(
            view.person_id is not None and Permission.PERSON_READ in self._services.actor.permissions
        )
        chip = faces.state_chip(view.state_label, view.tone)
        self.state.set(chip.text, chip.tone, chip.icon)
        batch = view.batch
        # A narrow head has no room for it; the list opens the bundles as well (Ctrl+B).
        self.batch.setVisible(batch is not None and not self._folded)
        self.batch.set_words("" if batch is None else f"{batch.number}（{batch.size} 件）")
        opened = short_date(view.opened_at.date(), self._services.clock.today())
        self.handler.setText(f"承办 {view.handler} · {opened} 受理")
        self.undo_button.setVisible(bool(view.undo) and self._may_handle())
        set_tip(self.undo_button, f"撤销“{view.undo}”" if view.undo else "")

    def _show_lines(self, view: CaseView, lines: HandOffView | None) -> None:
        found = () if lines is None else lines.lines
        self.hand_off.set_title(f"照抄到{view.entry.handoff_site}" if view.entry.handoff_site else "照抄到办理系统")
        self.hand_off.set_lines([HandOffLine(one.code, one.label, one.shown, one.secret, one.copied) for one in found])
        self.hand_off.set_number(view.official_number)

    def _show_tabs(self, view: CaseView, lines: HandOffView | None, files: int, *, fresh: bool) -> None:
        keyed = bool(view.entry.handoff_site) and lines is not None
        copy = [tab(COPY, "照抄系统", sum(not one.copied for one in lines.lines) or None)] if keyed and lines else []
        self.tabs.set_tabs(
            [
                *copy,
                tab(FACTS, "办件信息"),
                tab(PAPERS, "文书", len(view.papers)),
                tab(FILES, "附件", files),
                *([tab(PAST, "材料")] if self._folded else []),
            ]
        )
        if fresh:
            wanted = COPY if copy and view.state in _KEYED_IN and not view.official_number else FACTS
            self.tabs.set_value(wanted)
        elif not self._has_tab(str(self.tabs.value())):
            self.tabs.set_value(FACTS)
        self._on_tab(self.tabs.value())

    def _on_tab(self, value: object) -> None:
        self._catch_up(str(value))
        shown = {COPY: self.hand_off, FACTS: self.facts, PAPERS: self.papers, FILES: self.files, PAST: self._left}
        self.pages.setCurrentWidget(shown[str(value)])

    def _catch_up(self, value: str) -> None:
        """Let a tab show what is known of the case by now."""
        if self._shown is None or value not in self._behind:
            return
        self._behind.discard(value)
        view, lines, _files = self._shown
        if value == COPY:
            self._show_lines(view, lines)
        elif value == FACTS:
            self.facts.show_case(view)
        else:
            self.papers.show_papers(view.papers)

    def _walk_tabs(self, step: int) -> None:
        values = [button_value for button_value in (COPY, FACTS, PAPERS, FILES, PAST) if self._has_tab(button_value)]
        at = values.index(str(self.tabs.value()))
        self.tabs.set_value(values[(at + step) % len(values)])
        self._on_tab(self.tabs.value())

    def _has_tab(self, value: str) -> bool:
        if value == COPY:
            return bool(self.view and self.view.entry.handoff_site)
        return value != PAST or self._folded

    # ---- a step that is being typed

    def begin(self, action: str) -> None:
        """Open the panel of an action; what was typed before is still there."""
        if self.view is None:
            return
        found = next((one for one in self.view.actions if one.action == action and not one.why_not), None)
        if found is None:
            return
        self.fold()
        self.panel = ActionPanel(self._services, self.view, found, self._typed.get((self.view.id, action), {}))
        self.panel.folded.connect(self.fold)
        self.panel.wanted.connect(self.act_wanted)
        self._body.addWidget(self.panel)
        self._body.setCurrentWidget(self.panel)
        self.panel.take_focus()

    def fold(self) -> None:
        """Put the panel away and keep what was typed in it."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        if self.view is not None:
            self._typed[self.view.id, panel.action.action] = panel.form.values()
        self._body.setCurrentWidget(self._whole)
        self._body.removeWidget(panel)
        panel.deleteLater()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, action: str) -> None:
        """The step is saved: its panel goes, and what was typed with it."""
        self.fold()
        if self.view is not None:
            self._typed.pop((self.view.id, action), None)

    def first_focus(self) -> QWidget:
        """Where the keyboard begins: the first thing that may be done."""
        free = next((move for move in self.next.moves if move.isEnabled()), None)
        return free or self.tabs

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel is not None:
            self.fold()
        else:
            super().keyPressEvent(event)

    # ---- inside

    def _on_edit(self) -> None:
        if self._may_handle():
            self.edit_pressed.emit()

    def _may_handle(self) -> bool:
        return Permission.CASE_HANDLE in self._services.actor.permissions

    def _copy_number(self) -> None:
        if self.view is not None:
            QApplication.clipboard().setText(self.view.number)

    def _on_person(self) -> None:
        if self.view is not None and self.view.person_id is not None:
            self.person_pressed.emit(self.view.person_id)

    def _on_batch(self) -> None:
        if self.view is not None and self.view.batch is not None:
            self.batch_pressed.emit(self.view.batch.id)

    def _on_explain(self, index: int) -> None:
        if self.view is not None:
            self.explain_pressed.emit(self.view.clocks[index].id)
