"""The frame after login: rail, top bar, one page at a time, status bar. It alone knows which pages there are."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.labels import ROLE_LABELS
from domain.permissions import Permission
from domain.vocabulary import MatterKind
from gui.bus import Bus
from gui.kit.boxes import HBox, VBox
from gui.kit.lookup import Choice
from gui.kit.nav_rail import NavItem, NavRail
from gui.kit.press import bind
from gui.kit.printing import DeskPrinter
from gui.kit.status_bar import StatusBar
from gui.kit.toast import Toasts
from gui.kit.top_bar import TopBar
from gui.navigation import Place, Target
from gui.page import Header, Page
from services import Services
from services.search import Hit


@dataclass(frozen=True)
class Parts:
    """What a page may need to be built."""

    services: Services
    bus: Bus
    printer: DeskPrinter


@dataclass(frozen=True)
class PageSpec:
    """One entry of the rail: who sees it, and how its page is made when it is first opened."""

    place: Place
    label: str
    icon: str
    permission: Permission | None
    build: Callable[[Parts], Page]
    tail: bool = False


def _workbench(parts: Parts) -> Page:
    from gui.workbench.page import WorkbenchPage

    return WorkbenchPage(parts.services, parts.bus, parts.printer)


def _visits(parts: Parts) -> Page:
    from gui.visits.page import VisitPage

    return VisitPage(parts.services, parts.bus, parts.printer)


def _people(parts: Parts) -> Page:
    from gui.people.page import PeoplePage

    return PeoplePage(parts.services, parts.bus, parts.printer)


def _print_center(parts: Parts) -> Page:
    from gui.print_center.page import PrintCenterPage

    return PrintCenterPage(parts.services, parts.bus, parts.printer)


def _settings(parts: Parts) -> Page:
    from gui.settings.page import SettingsPage

    return SettingsPage(parts.services, parts.bus, parts.printer)


PAGES = (
    PageSpec(Place.WORKBENCH, "工作台", "home", Permission.VISIT_READ, _workbench),
    PageSpec(Place.VISIT, "来访登记", "person_add", Permission.VISIT_REGISTER, _visits),
    PageSpec(Place.PEOPLE, "服务对象", "people", Permission.PERSON_READ, _people),
    PageSpec(Place.PRINT_CENTER, "打印中心", "print", Permission.DOCUMENT_PRINT, _print_center),
    PageSpec(Place.SETTINGS, "设置", "settings", None, _settings, tail=True),
)

FINDING = (Permission.VISIT_READ, Permission.PERSON_READ)

# What isn't a person has no letter for a picture; a case looks like the tile that begins its kind.
HIT_ICONS = {"visit": "history", "document": "document"}
CASE_ICONS = {"信访诉求": "mail_inbox", "困难帮扶": "hand_open_heart"}

HIT_PLACES = {
    "person": Target(Place.PEOPLE, "person"),
    "visit": Target(Place.WORKBENCH, "visit"),
    "case": Target(Place.WORKBENCH, "case"),
    "document": Target(Place.PRINT_CENTER, "document"),
}


class MainWindow(QWidget):
    """The desk of one operator; made at login, thrown away when another one logs in."""

    lock_requested = Signal()

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = Parts(services, bus, printer)
        held = services.actor.permissions
        self._specs = {spec.place: spec for spec in PAGES if spec.permission is None or spec.permission in held}
        self._pages: dict[Place, Page] = {}
        self.rail = NavRail([NavItem(spec.place, spec.label, spec.icon, spec.tail) for spec in self._specs.values()])
        self.top = TopBar(self._search)
        # Where nothing may be found, each letter typed would only be a refusal in the audit.
        self.top.search.setVisible(not held.isdisjoint(FINDING))
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self.toasts = Toasts(self)
        self._lay_out()
        self._connect()
        self._bind_keys()
        self.refresh_status()
        self.go(Target(next(iter(self._specs))))

    # ---- what others call

    @property
    def page(self) -> Page:
        """The page on show."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def go(self, target: Target) -> None:
        """Show a page and what the target names on it; a page that the operator may not see stays closed."""
        if target.what == "scan":
            self._wait_for_scan()
            return
        if target.place not in self._specs:
            return
        # What was looked for belongs to the page that is left.
        self.top.search.clear()
        if self.stack.count():
            self.page.before_leaving()
        page = self._pages.get(target.place) or self._make(target.place)
        self.stack.setCurrentWidget(page)
        self.rail.set_current(target.place)
        self._show_header(page.header)
        if target.what:
            page.open_target(target)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where the page on show wants it."""
        self.page.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def before_leaving(self) -> None:
        """Keep what is typed on every page that was opened."""
        for page in self._pages.values():
            page.before_leaving()

    def refresh_status(self) -> None:
        """Say again when the last backup was and which printer is used."""
        self.status.set_offline("离线运行 · 数据只存本机")
        self.status.set_keys([(key, words) for key, words, known in self._keys() if known])
        backup = self._parts.services.backups.state()
        self.status.set_backup(backup.words, backup.tone)
        words, ready = self._parts.printer.state_words()
        self.status.set_printer(words, "t3" if ready else "amber")

    def _keys(self) -> tuple[tuple[str, str, bool], ...]:
        """The keys that the status bar names: which, what for, and whether they do anything for this operator."""
        return (
            ("F2", "来访登记", Place.VISIT in self._specs),
            ("F5", "查找", Place.PEOPLE in self._specs),
            ("Ctrl+K", "搜索", not self.top.search.isHidden()),
            ("Ctrl+L", "锁屏", True),
        )

    # ---- building

    def _make(self, place: Place) -> Page:
        page = self._specs[place].build(self._parts)
        page.navigate_requested.connect(self.go)
        page.header_changed.connect(lambda header, page=page: self._on_header_changed(page, header))
        self._pages[place] = page
        self.stack.addWidget(page)
        return page

    def _lay_out(self) -> None:
        right = VBox()
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        whole = HBox(self)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        actor = self._parts.services.actor
        self.top.set_operator(actor.name, actor.post or "、".join(ROLE_LABELS[role] for role in sorted(actor.roles)))

    def _connect(self) -> None:
        self.rail.chosen.connect(lambda key: self.go(Target(Place(key))))
        self.top.lock_requested.connect(self.lock_requested)
        self.top.search.chosen.connect(self._on_hit_chosen)
        self.top.search.submitted.connect(self._on_nothing_found)
        self.top.crumb_pressed.connect(self._on_crumb)
        self.status.backup_pressed.connect(lambda: self.go(Target(Place.SETTINGS, "section", text="backup")))
        self.status.printer_pressed.connect(lambda: self.go(Target(Place.SETTINGS, "section", text="printers")))
        self._parts.bus.changed.connect(self._on_changed)
        self._parts.printer.changed.connect(self._parts.bus.tell)
        self._parts.printer.state_changed.connect(self.refresh_status)

    def _bind_keys(self) -> None:
        targets = {
            "F2": Target(Place.VISIT, "new"),
            "F3": Target(Place.VISIT, "kind", text=MatterKind.PETITION),
            "F4": Target(Place.VISIT, "kind", text=MatterKind.ASSISTANCE),
            "F5": Target(Place.PEOPLE, "find"),
        }
        for key, target in targets.items():
            bind(self, key).activated.connect(lambda target=target: self.go(self.page.prefilled(target)))
        bind(self, "F6").activated.connect(self._wait_for_scan)

    # ---- slots

    def _wait_for_scan(self) -> None:
        self.top.search.clear()
        self.top.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_crumb(self, index: int) -> None:
        self.page.open_crumb(index)

    def _on_nothing_found(self, text: str) -> None:
        self.toasts.show(f"没有找到“{text}”", "换姓名、电话后四位或编号再试", icon="search")

    def _on_changed(self, changes: object) -> None:
        subjects: frozenset[str] = getattr(changes, "subjects", frozenset())
        if "station" in subjects:
            self._parts.printer.look()
        if {"backup", "station"} & subjects:
            self.refresh_status()

    def _on_header_changed(self, page: Page, header: Header) -> None:
        if page is self.page:
            self._show_header(header)

    def _show_header(self, header: Header) -> None:
        if header.crumbs:
            self.top.set_crumbs(list(header.crumbs))
        else:
            self.top.set_title(header.title, header.note)
        self.top.set_chip(header.chip)

    def _search(self, text: str) -> list[Choice]:
        groups = self._parts.services.search.everywhere(text)
        return [_choice(group.title, hit) for group in groups for hit in group.items]

    def _on_hit_chosen(self, key: object) -> None:
        assert isinstance(key, Hit)
        place = HIT_PLACES[key.kind]
        self.top.search.clear()
        self.go(Target(place.place, place.what, id=key.id))


def _choice(group: str, hit: Hit) -> Choice:
    icon = CASE_ICONS.get(group, "clipboard_task") if hit.kind == "case" else HIT_ICONS.get(hit.kind, "")
    return Choice(key=hit, title=hit.title, detail=hit.subtitle, initial=hit.title[:1], icon=icon, group=group)
