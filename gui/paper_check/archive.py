"""The left half: the page as it was printed, to hold the sheet against."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget

from gui import jobs
from gui.kit.boxes import HBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.empty_state import EmptyState
from gui.kit.label import Label, Line
from gui.kit.page_view import PageView
from gui.kit.setup.paper_view import to_image
from services import Services
from services.documents import DrawnSheet, PaperRow, SheetState
from services.pictures import page_count, page_picture
from system.errors import Refusal

# Sharp enough for the size in which the page lies here; a larger one is drawn anew.
_DPI = 110
_NOTHING = ("扫到文书后，这里是存档的原样", "不管结论如何，都请拿手里的纸来对照")
_NO_ARCHIVE = "登记里没有这张纸，没有存档可以对照"
_Sheet = tuple[PaperRow, DrawnSheet, int, QImage]


class ArchiveCard(Card):
    """`show_sheet` lays a sheet on the desk, `show_words` says why there is none. `enlarge_wanted(id)`."""

    enlarge_wanted = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__("存档原样", dense=True, padded=False)
        self._services = services
        self._document: int | None = None
        self._pdf = b""
        self._dpi = _DPI
        self._page, self._pages = 0, 0
        self._job: jobs.Job | None = None
        self.empty = EmptyState("document", *_NOTHING)
        self.view = PageView("存档原样", rounded=False)
        self.enlarge = Link("放大对照", icon="zoom_in", shortcut="Ctrl+P")
        self.back = Button("", "text", name="上一页", shortcut="PgUp")
        self.forth = Button("", "text", name="下一页", shortcut="PgDown")
        self.place = Label("", "label", "t2")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_nothing()

    @property
    def document_id(self) -> int | None:
        """The sheet on the desk, or on its way there."""
        return self._document

    def show_nothing(self) -> None:
        """Before the first scan."""
        self._clear()
        self.empty.set(*_NOTHING)

    def show_words(self, words: str, more: str = "") -> None:
        """No sheet, and why."""
        self._clear()
        self.empty.set(words or _NO_ARCHIVE, more)

    def show_sheet(self, document_id: int) -> None:
        """Fetch a sheet in the background and lay its first page on the desk."""
        self._clear()
        self.empty.set("正在取存档…")
        self._document, self._dpi = document_id, _DPI
        self._job = jobs.run(self, lambda: _fetch(self._services, document_id), self._on_sheet, self._refuse)

    # ---- building

    def _lay_out(self) -> None:
        self.body.set_spaces(gap="none")
        self.add_header(self.enlarge)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(Line())
        foot = HBox(gap="m", margin=("l", "s"))
        foot.addStretch(1)
        for part in (self.back, self.place, self.forth):
            foot.addWidget(part)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth.clicked.connect(lambda: self._turn(1))
        self.view.dpi_wanted.connect(self._on_finer)
        self.enlarge.clicked.connect(self._on_enlarge)

    # ---- showing

    def _clear(self) -> None:
        if self._job is not None:
            # The page of the scan before must not come beside this one's verdict.
            self._job.cancel()
            self._job = None
        self._document, self._pdf = None, b""
        self._page = self._pages = 0
        self.set_note("")
        self.view.show_pages((), _DPI)
        self._stack.setCurrentWidget(self.empty)
        self._show_place()

    def _on_sheet(self, sheet: _Sheet) -> None:
        row, drawn, self._pages, image = sheet
        self._pdf = drawn.pdf
        void = "，作废后盖了章" if row.state is SheetState.VOID else ""
        told = f"出具时的样子{void}" if drawn.same else "出具，版式后来改过，请只对照内容"
        self.set_note(f"{row.issued_at:%Y-%m-%d %H:%M} {told}")
        self._stack.setCurrentWidget(self.view)
        self._show_page(image)

    def _show_page(self, image: QImage) -> None:
        self.view.show_pages((image,), self._dpi)
        self._show_place()

    def _show_place(self) -> None:
        self.place.setText(f"第 {self._page + 1} / {self._pages} 页" if self._pages else "没有页")
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page + 1 < self._pages)
        self.enlarge.setEnabled(self._pages > 0)

    def _turn(self, step: int) -> None:
        if 0 <= self._page + step < self._pages:
            self._page += step
            self._draw()

    def _on_finer(self, dpi: int) -> None:
        if self._pdf and dpi > self._dpi:
            self._dpi = dpi
            self._draw()

    def _draw(self) -> None:
        """Draw the page again, another one or a finer one."""
        if self._job is not None:
            self._job.cancel()
        pdf, page, dpi = self._pdf, self._page, self._dpi
        self._job = jobs.run(self, lambda: to_image(page_picture(pdf, page, dpi)), self._show_page, self._refuse)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.show_words("存档的原样显示不出来", error.message)

    def _on_enlarge(self) -> None:
        if self._document is not None:
            self.enlarge_wanted.emit(self._document)


def _fetch(services: Services, document_id: int) -> _Sheet:
    drawn = services.documents.drawn(document_id)
    image = to_image(page_picture(drawn.pdf, 0, _DPI))
    return services.documents.one(document_id), drawn, page_count(drawn.pdf), image
