"""查验纸张: scan or type one code, read the verdict, compare the sheet in hand with the archived page beside it."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from domain.identity import mask_identity
from domain.paper_code import read_qr
from domain.scan_rules import clean_scan
from domain.signed_code import read_signed
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.empty_state import EmptyState
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import ask, tell
from gui.kit.press import bind
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter
from gui.kit.scroll import Scroll
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.paper_check.archive import ArchiveCard
from gui.paper_check.looks import Shown, of_row, of_verdict, road
from gui.paper_check.today import TodayCard
from gui.paper_check.verdict import VerdictCard
from gui.scanner import SCAN_BOX
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.paper_checks import CheckRow, Finding, Verdict
from system.errors import Invalid, Refusal

_CRUMBS = ("打印中心", "查验纸张")
_PROMPT = "扫纸上的二维码，或输入 8 位校验码"
# A code of several pages' worth of facts has under 300 characters.
_LONGEST = 600
# From so many digits on a number is somebody's identity, and a longer text is no code that anybody typed.
_IDENTITY, _TYPED = 15, 24
# The left half of the page at 100 %, and the most of the page that it takes.
_ARCHIVE, _ARCHIVE_SHARE = 436, 0.33
# Why there is nothing to compare with.
_ELSEWHERE = (Finding.PEER, Finding.FOREIGN)
_HALF = (Finding.INCOMPLETE, Finding.EMPTY)


class PaperCheckPage(Page):
    """The page. `take` is the one way in for a code, wherever it was scanned."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(Header(_CRUMBS[-1], crumbs=_CRUMBS), parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._job: jobs.Job | None = None
        self._reading: jobs.Job | None = None
        self._rows: tuple[CheckRow, ...] = ()
        # What this page has shown today, whole: a row of the list holds less.
        self._seen: dict[int, Shown] = {}
        self.shown: Shown | None = None
        self.box = LineEdit(
            _PROMPT,
            name="校验码",
            icon="barcode_scanner",
            size="big",
            ime=False,
            enter="emit",
            clear=True,
            max_length=_LONGEST,
        )
        self.box.setProperty(SCAN_BOX, "whole")
        self.check_button = Button("查验", key="Enter", size="big")
        self.archive = ArchiveCard(services)
        self.verdict = VerdictCard()
        self.start = EmptyState(
            "barcode_scanner", "还没有扫纸", "扫纸上的二维码，或者照着二维码下面的 8 个字母输入，按 Enter"
        )
        self.today = TodayCard()
        self._lay_out()
        self._connect()
        listen(self, bus, {"paper_check"}, self.refresh)

    # ---- as a page

    def open_target(self, target: Target) -> None:
        if target.what == "code":
            self.take(target.text)

    def open_crumb(self, index: int) -> None:
        self.navigate_requested.emit(Target(Place.PRINT_CENTER))

    def first_focus(self) -> QWidget:
        return self.box

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A scanner that is slower than the setting types into the box, and may end with a line feed."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and watched is self.box and isinstance(event, QKeyEvent) and event.text() in ("\r", "\n"):
            self.check()
            return True
        return False

    def refresh(self) -> None:
        """Read today's looks again, in the background."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = jobs.run(self, self._services.paper_checks.today, self._on_rows, self._refuse)

    # ---- what others may call

    def take(self, text: str) -> None:
        """Check a code that was scanned anywhere."""
        self.box.setText(_in_box(text))
        self.box.selectAll()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look(text)

    def check(self) -> None:
        """Check what stands in the box."""
        typed = self.box.text()
        self.box.setText(_in_box(typed))
        self.box.selectAll()
        self._look(typed)

    # ---- building

    def _lay_out(self) -> None:
        row = HBox(self, gap="l", margin=("xl", "m"))
        row.addWidget(self.archive)
        right = VBox(gap="m")
        top = HBox(gap="s")
        top.addWidget(self.box, 1)
        top.addWidget(self.check_button)
        right.addLayout(top)
        waiting = Card("")
        waiting.body.addWidget(self.start, 1)
        self._waiting = waiting
        inner = QWidget()
        column = VBox(inner, gap="m")
        column.addWidget(self._waiting, 1)
        column.addWidget(self.verdict)
        column.addWidget(self.today, 1)
        right.addWidget(Scroll(inner), 1)
        row.addLayout(right, 1)
        self.verdict.hide()
        follow_theme(self._apply)

    def _apply(self) -> None:
        """The archived page always has its place; where the window is narrow it takes a share of it."""
        share = round(self.width() * _ARCHIVE_SHARE)
        self.archive.setFixedWidth(min(theme().size(_ARCHIVE), share) if self.width() else theme().size(_ARCHIVE))

    def _connect(self) -> None:
        self.box.installEventFilter(self)
        self.check_button.clicked.connect(self.check)
        self.verdict.band.open.clicked.connect(self._on_open)
        self.verdict.compare.note_wanted.connect(self._on_note_wanted)
        self.archive.enlarge_wanted.connect(self._on_enlarge)
        self.today.opened.connect(self._on_row)
        bind(self, "Esc").activated.connect(self._on_escape)

    # ---- checking

    def _look(self, text: str) -> None:
        if self._job is not None:
            self._job.cancel()
        self.shown = None
        self._waiting.hide()
        self.verdict.show()
        self.verdict.show_looking()
        self.archive.show_words("正在查…")
        self._job = jobs.run(
            self, lambda: self._services.paper_checks.check(text), self._on_verdict, self._refuse_check
        )

    def _on_verdict(self, verdict: Verdict) -> None:
        self._show(of_verdict(verdict))
        self.refresh()

    def _refuse_check(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.verdict.show_trouble(str(error))
            self.archive.show_nothing()

    def _on_row(self, row: CheckRow) -> None:
        """A look of earlier today, as whole as it is known here."""
        self._show(self._seen.get(row.id) or of_row(row))
        self.box.setText("")
        self._fill()

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        if shown.check_id:
            self._seen[shown.check_id] = shown
        self._waiting.hide()
        self.verdict.show()
        self.verdict.show_shown(shown)
        if shown.document_id is not None:
            self.archive.show_sheet(shown.document_id)
        elif shown.finding in _ELSEWHERE:
            self.archive.show_words("存档在出具的那个站", "本站没有它的底档，要对照请打电话向那个站核实")
        elif shown.finding in _HALF:
            self.archive.show_words("没有扫全，还不知道是哪张纸", "请把码放平再扫一次")
        else:
            self.archive.show_words("登记里没有这张纸，没有存档可以对照")

    def _on_rows(self, rows: tuple[CheckRow, ...]) -> None:
        self._rows = rows
        own = next((row for row in rows if self.shown is not None and row.id == self.shown.check_id), None)
        if own is not None and self.shown is not None and own.note != self.shown.note:
            self.shown = self._seen[own.id] = replace(self.shown, note=own.note)
            self.verdict.compare.show_note(own.note)
        self._fill()

    def _fill(self) -> None:
        self.today.show_rows(self._rows, self.shown.check_id if self.shown is not None else 0)

    # ---- going on

    def _on_open(self) -> None:
        if self.shown is not None and self.shown.hit is not None:
            self.navigate_requested.emit(road(self.shown.hit))

    def _on_enlarge(self, document_id: int) -> None:
        show_preview(self.window(), self._services, self._printer, document_id)

    def _on_escape(self) -> None:
        """Where the page was called from; the main window knows."""
        self.navigate_requested.emit(Target(Place.PRINT_CENTER, "back"))

    # ---- notes

    def _on_note_wanted(self) -> None:
        shown = self.shown
        if shown is None:
            return
        missing = self.verdict.compare.unticked()
        words = "写明哪里对不上，比如“期限写成了 2028 年”。记在这次查验里，也进操作日志；纸请先留下，告诉站长。"
        ask(
            self.window(),
            "手里的纸和存档对不上",
            f"没有打勾的：{'、'.join(missing)}。{words}" if missing else words,
            action="记下",
            danger=False,
            reason="哪里对不上",
            on_yes=lambda said: self._note(shown, said),
        )

    def _note(self, shown: Shown, words: str) -> None:
        checks = self._services.paper_checks
        jobs.run(self, lambda: checks.note(shown.check_id, words), self._on_noted, self._refuse_note)

    def _on_noted(self, changes: Changes) -> None:
        self._bus.tell(changes)
        if not self.isVisible():
            self.refresh()

    def _refuse_note(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            tell(self.window(), "没有记下", "".join(error.fields.values()))
        elif isinstance(error, Refusal):
            tell(self.window(), str(error))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.window(), str(error))


def _in_box(text: str) -> str:
    """What the box shows of a code: the letters that stand under it on the paper, and nobody's identity number."""
    plain = clean_scan(text)
    signed, old = read_signed(plain), read_qr(plain)
    if signed is not None:
        return signed.human_code
    if old is not None:
        return old.code
    if len(plain) >= _IDENTITY and plain[:6].isdecimal():
        return mask_identity(plain)
    return plain if len(plain) <= _TYPED else ""
