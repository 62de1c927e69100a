"""设置: a list of parts at the left, the chosen part beside it. A part is built when it is first opened."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.permissions import Permission
from gui.bus import Bus
from gui.kit.boxes import HBox
from gui.kit.printing import DeskPrinter
from gui.kit.scroll import Scroll
from gui.kit.toast import Toasts
from gui.navigation import Target
from gui.page import Header, Page
from gui.settings.nav import SettingsNav
from gui.settings.section import Section
from services import Services

_TITLE = "设置"


@dataclass(frozen=True)
class SectionSpec:
    """One entry of the list; shown to whoever holds one of `permissions` (to everybody where there are none)."""

    key: str
    label: str
    group: str
    permissions: frozenset[Permission]
    build: Callable[[Services, DeskPrinter], Section]


def _station(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.station import StationSection

    return StationSection(services)


def _operators(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.operators import OperatorsSection

    return OperatorsSection(services)


def _own_password(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.own_password import OwnPasswordSection

    return OwnPasswordSection(services)


def _appearance(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.appearance import AppearanceSection

    return AppearanceSection(services)


def _snippets(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.snippets import SnippetsSection

    return SnippetsSection(services)


def _wordings(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.wordings import WordingsSection

    return WordingsSection(services)


def _catalogue(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.catalogue import CatalogueSection

    return CatalogueSection(services)


def _calendar(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.calendar import CalendarSection

    return CalendarSection(services)


def _printers(services: Services, printer: DeskPrinter) -> Section:
    from gui.settings.printers import PrintersSection

    return PrintersSection(services, printer.queues)


def _scanner(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.scanner import ScannerSection

    return ScannerSection(services)


def _station_keys(services: Services, printer: DeskPrinter) -> Section:
    from gui.settings.station_keys import StationKeysSection

    return StationKeysSection(services, printer.queues)


def _backup(services: Services, printer: DeskPrinter) -> Section:
    from gui.settings.backup import BackupSection

    return BackupSection(services, printer.queues)


def _audit(services: Services, _printer: DeskPrinter) -> Section:
    from gui.settings.audit import AuditSection

    return AuditSection(services)


SECTIONS = (
    SectionSpec("station", "本站信息", "本站", frozenset(), _station),
    SectionSpec("operators", "工作人员与权限", "本站", frozenset({Permission.OPERATOR_MANAGE}), _operators),
    SectionSpec("password", "我的密码", "本站", frozenset(), _own_password),
    SectionSpec(
        "catalogue",
        "办事事项目录",
        "业务",
        frozenset({Permission.VISIT_READ, Permission.CATALOGUE_EDIT}),
        _catalogue,
    ),
    SectionSpec("snippets", "常用语", "业务", frozenset({Permission.SNIPPET_EDIT}), _snippets),
    SectionSpec("wordings", "文书文字", "业务", frozenset({Permission.WORDING_EDIT}), _wordings),
    SectionSpec(
        "calendar", "工作日历", "业务", frozenset({Permission.VISIT_READ, Permission.CALENDAR_EDIT}), _calendar
    ),
    SectionSpec("appearance", "外观", "设备", frozenset(), _appearance),
    SectionSpec(
        "printers",
        "打印机",
        "设备",
        frozenset({Permission.DOCUMENT_PRINT, Permission.STATION_SETTINGS}),
        _printers,
    ),
    SectionSpec("scanner", "扫码枪", "设备", frozenset({Permission.VISIT_READ, Permission.STATION_SETTINGS}), _scanner),
    SectionSpec("backup", "备份与恢复", "设备", frozenset({Permission.BACKUP_RUN}), _backup),
    SectionSpec("station_keys", "本站公钥与外站", "安全", frozenset({Permission.STATION_SETTINGS}), _station_keys),
    SectionSpec("audit", "操作日志", "安全", frozenset({Permission.AUDIT_READ}), _audit),
)


class SettingsPage(Page):
    """Opens the first part that the actor may see."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(Header(_TITLE), parent)
        self._services, self._bus, self._printer = services, bus, printer
        held = services.actor.permissions
        self.specs = {spec.key: spec for spec in SECTIONS if not spec.permissions or spec.permissions & held}
        self.sections: dict[str, Section] = {}
        self._places: dict[str, Scroll] = {}
        self.nav = SettingsNav(self._groups())
        self.stack = QStackedWidget()
        self.toasts = Toasts(self)
        row = HBox(self, gap="m", margin=("xl", "m"))
        row.addWidget(self.nav)
        row.addWidget(self.stack, 1)
        self.nav.chosen.connect(self.show_section)
        self.nav.entered.connect(lambda: self.section.first_focus().setFocus(Qt.FocusReason.TabFocusReason))
        self._wanted = False
        bus.changed.connect(self._on_changed)
        # Who may only read the log comes for nothing else.
        reads_only = Permission.AUDIT_READ in held and Permission.STATION_SETTINGS not in held
        self.show_section("audit" if reads_only else next(iter(self.specs)))

    @property
    def section(self) -> Section:
        """The part on show."""
        return next(made for made in self.sections.values() if self.stack.currentWidget().isAncestorOf(made))

    def show_section(self, key: str) -> None:
        """Open a part by its key; one that the actor may not see is passed over."""
        if key not in self.specs:
            return
        if self.stack.count():
            self.section.before_leaving()
        found = self.sections.get(key) or self._make(key)
        self.stack.setCurrentWidget(self._places[key])
        self.nav.set_current(key)
        self.set_header(Header(self.specs[key].label, crumbs=(_TITLE, self.specs[key].label)))
        found.refresh()

    def open_target(self, target: Target) -> None:
        if target.what == "section":
            self.show_section(target.text)
            self._wanted = True
        elif target.what == "station_key":
            self._take_key(target.text)

    def _take_key(self, text: str) -> None:
        """Another station's key, scanned anywhere."""
        from gui.settings.station_keys import StationKeysSection

        self.show_section("station_keys")
        self._wanted = True
        if isinstance(self.section, StationKeysSection):
            self.section.take(text)

    def first_focus(self) -> QWidget:
        """The list of parts, where ↑ and ↓ begin; the part itself where it was asked for by name."""
        wanted, self._wanted = self._wanted, False
        return self.section.first_focus() if wanted else self.nav

    def before_leaving(self) -> None:
        self.section.before_leaving()

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        titles = dict.fromkeys(spec.group for spec in self.specs.values())
        return [
            (title, [(spec.key, spec.label) for spec in self.specs.values() if spec.group == title]) for title in titles
        ]

    def _make(self, key: str) -> Section:
        made = self.specs[key].build(self._services, self._printer)
        made.told.connect(self._bus.tell)
        made.notice.connect(self.toasts.show)
        made.offer.connect(lambda words, word, act: self.toasts.show(words, action=word, on_action=act))
        # What is too tall for the window scrolls; a part that keeps its buttons in sight scrolls inside.
        self.sections[key], self._places[key] = made, Scroll(made)
        self.stack.addWidget(self._places[key])
        return made

    def _on_changed(self, changes: object) -> None:
        subjects: frozenset[str] = getattr(changes, "subjects", frozenset())
        if self.isVisible() and self.section.subjects & subjects:
            self.section.refresh()
