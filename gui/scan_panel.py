"""扫码办理 (F6): scan or type one code, read what it is, go on with Enter.

Every scan comes here, whether the box had the keyboard or the scanner was heard somewhere else on the desk. A paper's
code has a page of its own (查验纸张) and is handed on to it, as long as nothing else lies open over the page; otherwise
its verdict and its archived page stand here.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from domain.identity import mask_identity
from domain.scan_rules import clean_scan
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.facts import Facts
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Panel
from gui.kit.press import bind_scrolling
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter
from gui.kit.scroll import Scroll
from gui.kit.setup.paper_view import PaperView, Pixels
from gui.scanner import SCAN_BOX
from gui.tokens import ChipTone
from services import Services
from services.scans import Finding, Scanned
from system.errors import Refusal

WIDTH, HEIGHT = 980, 600
NAME = "扫码办理"
PROMPT = "请扫描回执上的二维码，或扫身份证号；也可以输 8 位校验码、来访编号、案件编号"
_NO_PAGE = "扫到文书后，这里是存档的原样"
_LOOKING = "正在查…"
# Enough for the page at the size in which it lies here; the preview shows it larger.
_DPI = 110

_TONES: Mapping[Finding, ChipTone] = {
    Finding.EMPTY: "amber",
    Finding.INCOMPLETE: "amber",
    Finding.GENUINE: "green",
    Finding.REPRINT: "blue",
    Finding.OLDER: "blue",
    Finding.VOID: "red",
    Finding.SPOILED: "amber",
    Finding.UNPRINTED: "amber",
    Finding.BAD_SIGNATURE: "red",
    Finding.DIFFERS: "red",
    Finding.PEER: "blue",
    Finding.FOREIGN: "blue",
    Finding.UNKNOWN: "amber",
    Finding.PERSON: "green",
    Finding.STRANGER: "blue",
    Finding.VISIT: "green",
    Finding.CASE: "green",
    Finding.SEVERAL: "amber",
    Finding.NOTHING: "amber",
}
# From so many digits on a number is somebody's identity.
_IDENTITY = 15
# A paper's code has under 300 characters.
_LONGEST = 600
_MAY_COME = (Finding.PERSON, Finding.STRANGER)


class _Verdict(Banner):
    """The banner with its title large enough to be read across the desk."""

    def set(self, words: str, *, tone: ChipTone = "amber", title: str = "") -> None:
        super().set(words, tone=tone, title=title)
        if title:
            self._title.set_role("figure")


class ScanPanel(Panel):
    """The panel. `opened(Hit)`: go there. `visit_requested(Hit or None)`: F2, for the person found or for somebody new.

    `take` is the one way in for a scan. `elsewhere(text)` may take it out of the panel's hands by answering True.
    """

    opened = Signal(object)
    visit_requested = Signal(object)

    def __init__(
        self,
        services: Services,
        printer: DeskPrinter,
        *,
        may_register: bool,
        elsewhere: Callable[[str], bool] = lambda _text: False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(NAME, "查进度、验真伪", parent)
        self._services, self._printer, self._may_register = services, printer, may_register
        self._elsewhere = elsewhere
        self._asked = ""
        self._job: jobs.Job | None = None
        self._page_job: jobs.Job | None = None
        self.found: Scanned | None = None
        self.box = LineEdit(
            "扫码，或者输编号后按 Enter",
            name="扫码框",
            icon="barcode_scanner",
            size="big",
            ime=False,
            enter="emit",
            max_length=_LONGEST,
        )
        self.box.setProperty(SCAN_BOX, "whole")
        self.verdict = _Verdict(PROMPT, "blue")
        self.facts = Facts()
        self.page = PaperView("存档原样")
        self.preview_button = Button("放大对照", icon="zoom_in", size="bar", shortcut="Ctrl+P")
        self.visit_button = Button("登记来访", icon="person_add", size="bar", shortcut="F2")
        self.close_button = Button("关闭", size="bar", key="Esc")
        self.open_button = Button("打开", "primary", size="bar", key="Enter")
        self._lay_out()
        self._connect()
        self._show(None)

    def take(self, text: str) -> None:
        """Look a scan up, wherever it came from."""
        self.box.setText(clean_scan(text))
        self.box.selectAll()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look_up(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A scanner that is slower than the setting types into the box, and may end with a line feed."""
        if isinstance(event, QKeyEvent) and watched is self.box and _is_enter(event):
            self._on_enter()
            return True
        return False

    # ---- building

    def _lay_out(self) -> None:
        row = HBox(gap="l")
        left = VBox(gap="m")
        left.addWidget(self.box)
        inner = QWidget()
        told = VBox(inner, gap="m")
        told.addWidget(self.verdict)
        told.addWidget(self.facts)
        told.addStretch(1)
        reading = Scroll(inner)
        left.addWidget(reading, 1)
        bind_scrolling(self, reading.verticalScrollBar())
        row.addLayout(left, 3)
        row.addWidget(self.page, 2)
        self.body.addLayout(row, 1)
        for button in (self.preview_button, self.visit_button):
            self.add_foot(button)
        self.foot.addStretch(1)
        for button in (self.close_button, self.open_button):
            self.add_foot(button)

    def _connect(self) -> None:
        self.box.installEventFilter(self)
        self.preview_button.clicked.connect(self._on_preview)
        self.visit_button.clicked.connect(self._on_visit)
        self.close_button.clicked.connect(self.dismissed)
        self.open_button.clicked.connect(self._on_open)

    # ---- looking up

    def _on_enter(self) -> None:
        """First it looks up what stands in the box, and once that is answered it opens what was found."""
        typed = clean_scan(self.box.text())
        if self.found is not None and typed == self._asked:
            self._on_open()
        else:
            self._look_up(typed)

    def _look_up(self, text: str) -> None:
        if self._elsewhere(text):
            return
        if self._job is not None:
            self._job.cancel()
        self._asked = clean_scan(text)
        self._show(None)
        self.verdict.set(_LOOKING, tone="blue")
        self._job = jobs.run(self, lambda: self._services.scans.look_up(text), self._show, self._refuse)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.verdict.set(str(error), tone="red", title="没有查成")

    # ---- showing

    def _show(self, found: Scanned | None) -> None:
        self.found = found
        if found is not None and self._asked[:6].isdecimal():
            # An identity number is read once and not left on the screen.
            self._asked = mask_identity(self._asked) if len(self._asked) >= _IDENTITY else self._asked
            self.box.setText(self._asked)
            self.box.selectAll()
        self.facts.clear()
        for label, value in found.facts if found is not None else ():
            self.facts.add(label, value)
        if found is None:
            self.verdict.set(PROMPT, tone="blue")
        else:
            self.verdict.set(found.words, tone=_TONES[found.finding], title=found.title)
        self.open_button.set_blocked("" if found is not None and found.hit is not None else "先扫码或输编号")
        somebody = found is not None and found.finding in _MAY_COME
        self.visit_button.setVisible(self._may_register and somebody)
        document = found.document_id if found is not None else None
        self.preview_button.setVisible(document is not None)
        self.page.show_words(_NO_PAGE)
        self.page.set_caption("", "")
        if self._page_job is not None:
            # The page of the scan before must not come beside this one's verdict.
            self._page_job.cancel()
            self._page_job = None
        if document is not None:
            self._page_job = jobs.run(
                self, lambda: self._services.documents.pages(document, _DPI), self._show_page, self._no_page
            )

    def _show_page(self, pages: tuple[Pixels, ...]) -> None:
        self.page.show_page(pages[0])
        self.page.set_caption("document", "存档原样，请和手里的纸逐字对照")

    def _no_page(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.page.show_words("存档的原样显示不出来")

    # ---- going on

    def _on_open(self) -> None:
        if self.found is not None and self.found.hit is not None:
            self.opened.emit(self.found.hit)

    def _on_visit(self) -> None:
        if self.found is not None:
            self.visit_requested.emit(self.found.hit)

    def _on_preview(self) -> None:
        if self.found is not None and self.found.document_id is not None:
            show_preview(self.window(), self._services, self._printer, self.found.document_id)


def _is_enter(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.text() in ("\r", "\n")
