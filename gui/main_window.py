"""The frame after login: rail, top bar, one page at a time, status bar. It alone knows which pages there are."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from domain.labels import ROLE_LABELS
from domain.numbering import Series
from domain.permissions import Permission
from domain.scan_rules import Shape, clean_scan, shape_of
from domain.vocabulary import MatterKind
from gui.bus import Bus
from gui.due_badge import DueBadge
from gui.help.book import bar_keys
from gui.kit.boxes import HBox, VBox
from gui.kit.nav_rail import NavItem, NavRail
from gui.kit.overlay import Overlay, overlays_of
from gui.kit.press import bind
from gui.kit.printing import DeskPrinter
from gui.kit.status_bar import StatusBar
from gui.kit.toast import Toasts
from gui.kit.top_bar import TopBar
from gui.kit.waiting import Waiting
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.scanner import Scanner
from services import Services
from services.search import Hit

Kind = TypeVar("Kind", bound=QWidget)


@dataclass(frozen=True)
class Parts:
    """What a page may need to be built."""

    services: Services
    bus: Bus
    printer: DeskPrinter


@dataclass(frozen=True)
class PageSpec:
    """One page: who sees it, how it is made when first opened, and the page of the rail it belongs to (`under`)."""

    place: Place
    label: str
    icon: str
    permission: Permission | None
    build: Callable[[Parts], Page]
    tail: bool = False
    under: Place | None = None


def _workbench(parts: Parts) -> Page:
    from gui.workbench.page import WorkbenchPage

    return WorkbenchPage(parts.services, parts.bus, parts.printer)


def _queue(parts: Parts) -> Page:
    from gui.queue.page import QueuePage

    return QueuePage(parts.services, parts.bus, parts.printer)


def _visits(parts: Parts) -> Page:
    from gui.visits.page import VisitPage

    return VisitPage(parts.services, parts.bus, parts.printer)


def _service_cases(parts: Parts) -> Page:
    from gui.service_cases.page import ServiceCasesPage

    return ServiceCasesPage(parts.services, parts.bus, parts.printer)


def _people(parts: Parts) -> Page:
    from gui.people.page import PeoplePage

    return PeoplePage(parts.services, parts.bus, parts.printer)


def _print_center(parts: Parts) -> Page:
    from gui.print_center.page import PrintCenterPage

    return PrintCenterPage(parts.services, parts.bus, parts.printer)


def _paper_check(parts: Parts) -> Page:
    from gui.paper_check.page import PaperCheckPage

    return PaperCheckPage(parts.services, parts.bus, parts.printer)


def _settings(parts: Parts) -> Page:
    from gui.settings.page import SettingsPage

    return SettingsPage(parts.services, parts.bus, parts.printer)


PAGES = (
    PageSpec(Place.WORKBENCH, "工作台", "home", Permission.VISIT_READ, _workbench),
    PageSpec(Place.QUEUE, "排队叫号", "people_queue", Permission.QUEUE_USE, _queue, under=Place.WORKBENCH),
    PageSpec(Place.VISIT, "来访登记", "person_add", Permission.VISIT_REGISTER, _visits),
    PageSpec(Place.SERVICE_CASES, "办事", "clipboard_task", Permission.VISIT_READ, _service_cases),
    PageSpec(Place.PEOPLE, "服务对象", "people", Permission.PERSON_READ, _people),
    PageSpec(Place.PRINT_CENTER, "打印中心", "print", Permission.DOCUMENT_PRINT, _print_center),
    PageSpec(Place.PAPER_CHECK, "查验纸张", "print", Permission.DOCUMENT_PRINT, _paper_check, under=Place.PRINT_CENTER),
    PageSpec(Place.SETTINGS, "设置", "settings", None, _settings, tail=True),
)

FINDING = (Permission.VISIT_READ, Permission.PERSON_READ)

# A paper's code, whole or not, and another station's key have pages of their own.
PAPERS = frozenset({Shape.PAPER, Shape.BROKEN, Shape.BEGINNING, Shape.END})

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
        self._before_checking: tuple[Place, QWidget | None] | None = None
        self.scanner: Scanner | None = None
        shown = [spec for spec in self._specs.values() if spec.under is None]
        self.rail = NavRail([NavItem(spec.place, spec.label, spec.icon, spec.tail) for spec in shown])
        self.top = TopBar()
        # Where nothing may be found, each letter typed would only be a refusal in the audit. Its key goes with the box.
        self.top.search.setVisible(not held.isdisjoint(FINDING))
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self.toasts = Toasts(self)
        self._lay_out()
        self._connect()
        self._bind_keys()
        DueBadge(self.rail, services, bus)
        self.refresh_status()
        self.go(Target(next(iter(self._specs))))

    # ---- what others call

    @property
    def page(self) -> Page:
        """The page on show."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def place(self) -> Place:
        """Which page that is."""
        return next(place for place, page in self._pages.items() if page is self.page)

    def go(self, target: Target) -> None:
        """Show a page and what the target names on it; a page that the operator may not see stays closed."""
        if target.what == "scan":
            self.open_scan()
            return
        if target.what == "back":
            self._go_back(target.place)
            return
        if target.place not in self._specs:
            return
        if self.stack.count():
            self._remember(target.place)
            self.page.before_leaving()
        page = self._pages.get(target.place) or self._make(target.place)
        self.stack.setCurrentWidget(page)
        self.rail.set_current(self._specs[target.place].under or target.place)
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
        self.status.set_keys([(key, words) for key, words in bar_keys() if self._works(key)])
        backup = self._parts.services.backups.state()
        self.status.set_backup(backup.words, backup.tone)
        words, ready = self._parts.printer.state_words()
        self.status.set_printer(words, "t3" if ready else "amber")

    def _works(self, key: str) -> bool:
        """Whether a key that the status bar names does anything for this operator."""
        places = {"F2": Place.VISIT, "F5": Place.PEOPLE}
        if key == "Ctrl+K":
            return not self.top.search.isHidden()
        return key not in places or places[key] in self._specs

    # ---- there and back

    def _remember(self, place: Place) -> None:
        """A scan led to the page of papers: the way back is to the widget that had the keyboard."""
        if place is Place.PAPER_CHECK and self.place is not place:
            self._before_checking = (self.place, QApplication.focusWidget())

    def _go_back(self, place: Place) -> None:
        before, focus = self._before_checking or (place, None)
        self._before_checking = None
        self.go(Target(before))
        if focus is not None and isValid(focus) and focus.isVisible() and self.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.top.search_requested.connect(self.open_search)
        self.top.crumb_pressed.connect(self._on_crumb)
        self.status.backup_pressed.connect(lambda: self.go(Target(Place.SETTINGS, "section", text="backup")))
        self.status.printer_pressed.connect(lambda: self.go(Target(Place.SETTINGS, "section", text="printers")))
        self.status.zoom_pressed.connect(lambda: self.go(Target(Place.SETTINGS, "section", text="appearance")))
        self._parts.bus.changed.connect(self._on_changed)
        self._parts.printer.changed.connect(self._parts.bus.tell)
        self._parts.printer.state_changed.connect(self.refresh_status)
        self._parts.printer.noted.connect(lambda words: self.toasts.show("已打印", words, icon="print"))

    def _bind_keys(self) -> None:
        targets = {
            "F2": Target(Place.VISIT, "new"),
            "F3": Target(Place.VISIT, "kind", text=MatterKind.PETITION),
            "F4": Target(Place.VISIT, "kind", text=MatterKind.ASSISTANCE),
            "F5": Target(Place.PEOPLE, "find"),
            "F9": Target(Place.QUEUE, "call"),
        }
        for key, target in targets.items():
            bind(self, key).activated.connect(lambda target=target: self.go(self.page.prefilled(target)))
        if Permission.VISIT_READ in self._parts.services.actor.permissions:
            bind(self, "F6").activated.connect(self.open_scan)
            self.scanner = Scanner(self, self._parts.services.scans.settings())
            self.scanner.scanned.connect(self.open_scan)
        bind(self, "F1").activated.connect(self.open_help)

    # ---- slots

    def _on_crumb(self, index: int) -> None:
        self.page.open_crumb(index)

    def _on_changed(self, changes: object) -> None:
        subjects: frozenset[str] = getattr(changes, "subjects", frozenset())
        if "station" in subjects:
            self._parts.printer.look()
            if self.scanner is not None:
                self.scanner.set_settings(self._parts.services.scans.settings())
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

    # ---- what lies over the page

    def open_search(self) -> None:
        """Ctrl+K: look for anything from anywhere."""
        from gui.search import popup

        if self._lying_over(popup.SearchPopup) is not None:
            return
        search = self._parts.services.search
        panel = popup.SearchPopup(search.everywhere, may_register=Place.VISIT in self._specs)
        panel.chosen.connect(lambda hit: self._leave_for(target_of(hit)))
        panel.visit_requested.connect(lambda hit: self._leave_for(visit_for(hit)))
        Overlay(self.window(), panel, width=popup.WIDTH, height=popup.HEIGHT).open()

    def open_scan(self, scan: str = "") -> None:
        """F6, its tile, or a scan from anywhere: a paper goes to its page, one panel looks up everything else."""
        from gui import scan_panel

        if any(isinstance(overlay, Waiting) and overlay.isVisible() for overlay in overlays_of(self.window())):
            return
        if scan and self._leave_with(scan):
            return
        panel = self._lying_over(scan_panel.ScanPanel)
        if panel is None:
            panel = scan_panel.ScanPanel(
                self._parts.services,
                self._parts.printer,
                may_register=Place.VISIT in self._specs,
                elsewhere=self._leave_with,
            )
            panel.opened.connect(lambda hit: self._leave_for(target_of(hit)))
            panel.visit_requested.connect(lambda hit: self._leave_for(visit_for(hit)))
            Overlay(self.window(), panel, width=scan_panel.WIDTH, height=scan_panel.HEIGHT).open()
        if scan:
            panel.take(scan)

    def _leave_with(self, scan: str) -> bool:
        """Go to the page that a scan belongs to. Not from under a dialog: what is typed in it must not be lost."""
        from gui.help.panel import HelpPanel
        from gui.scan_panel import ScanPanel
        from gui.search.popup import SearchPopup

        lying = [overlay.panel for overlay in overlays_of(self.window()) if overlay.isVisible()]
        target = scan_target(scan, self._parts.services.actor.permissions)
        if target is None or not all(isinstance(panel, ScanPanel | SearchPopup | HelpPanel) for panel in lying):
            return False
        self._leave_for(target)
        return True

    def open_help(self) -> None:
        """F1: the help of the page on show."""
        from gui.help import panel

        may_print = Permission.DOCUMENT_PRINT in self._parts.services.actor.permissions
        made = panel.HelpPanel(self.place, self._parts.printer, may_print=may_print)
        Overlay(self.window(), made, width=panel.WIDTH, height=panel.HEIGHT).open()
        # Enter closes it; it must not print the card by a slip.
        made.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lying_over(self, kind: type[Kind]) -> Kind | None:
        """The panel of this kind that is open already."""
        panels = [overlay.panel for overlay in overlays_of(self.window()) if overlay.isVisible()]
        return next((panel for panel in panels if isinstance(panel, kind)), None)

    def _leave_for(self, target: Target) -> None:
        """Close whatever lies over the page, then go on: the next page takes the keyboard."""
        for overlay in overlays_of(self.window()):
            overlay.close_overlay()
        self.go(target)


def target_of(hit: Hit) -> Target:
    """Where a thing that was found is shown."""
    place = HIT_PLACES[hit.kind]
    # Only service cases have a page of their own; the others open beside the workbench's list.
    own = hit.kind == "case" and hit.series == Series.SERVICE
    return Target(Place.SERVICE_CASES if own else place.place, place.what, id=hit.id)


def scan_target(scan: str, held: Collection[Permission]) -> Target | None:
    """The page that a scan belongs to, for who may see it; None for what the panel looks up."""
    shape = shape_of(clean_scan(scan))
    if shape in PAPERS and Permission.DOCUMENT_PRINT in held:
        return Target(Place.PAPER_CHECK, "code", text=scan)
    if shape is Shape.KEY and Permission.STATION_SETTINGS in held:
        return Target(Place.SETTINGS, "station_key", text=scan)
    return None


def visit_for(hit: Hit | None) -> Target:
    """A visit of the person who was found, or of somebody still to be asked."""
    return Target(Place.VISIT, "new") if hit is None else Target(Place.VISIT, "person", id=hit.id)
