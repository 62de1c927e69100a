"""The print preview: the very bytes that will be printed, where they go, and one key that sends them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from domain.permissions import Permission
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, IconButton, Link
from gui.kit.choices import Option
from gui.kit.field import Field
from gui.kit.label import Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay, Panel, ask, tell
from gui.kit.page_view import PageView
from gui.kit.printer_queues import Paper, paper_of_page
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.scroll import Scroll
from gui.kit.select import Select
from gui.kit.setup.choose_path import ask_save_path
from gui.kit.setup.paper_view import to_image
from gui.kit.setup.printer_offset import PrinterOffset
from gui.kit.sheet_chip import NOT_OUT, print_refusal, sheet_marks
from gui.kit.stepper_count import StepperCount
from gui.theme import follow_theme, theme
from gui.tokens import ChipTone
from services import Services
from services.documents import PaperRow, SheetState, page_images
from services.printers import NO_TRIM, Routes
from system.errors import Refusal, Trouble
from system.printers import Printer

WIDTH, HEIGHT, SIDE = 1078, 638, 388
# Sharp enough for the whole page on any screen; a larger scale is drawn anew.
FIRST_DPI = 150
MOST_COPIES = 20
_AFTER = "确认完好才算出具；卡纸、模糊的记为损坏，补印另编次数，编号不变。"
_RULER = "打印机校正页"
_SAME = "与存档一致：预览、另存和打印是同一份文件"
_AGAIN = "补印要写明原因，编号不变，纸上印“补印”和次数。"
# What is said of a sheet that is out already: words, tone, title.
_OUT: dict[SheetState, tuple[str, ChipTone, str]] = {
    SheetState.GOOD: (_AGAIN, "blue", "这张已确认完好"),
    SheetState.SPOILED: (_AGAIN, "blue", "这张已记为损坏"),
    SheetState.VOID: (
        "这里只看原样。手里还有这张纸的，请收回；有更正后的新文书时，用新的那张。",
        "red",
        "这张已经作废",
    ),
}


@dataclass(frozen=True)
class Sheet:
    """What a preview shows, fetched in one go."""

    row: PaperRow
    pdf: bytes
    pages: tuple[QImage, ...]
    paper: Paper
    printers: tuple[Printer, ...]
    chosen: str
    routes: Routes
    changed: str = ""


def show_preview(
    host: QWidget,
    services: Services,
    printer: DeskPrinter,
    document_id: int,
    on_printed: Callable[[PrintResult], None] | None = None,
) -> jobs.Job:
    """Open the preview of a sheet over `host` (a window); `on_printed` once it went to a printer.

    A sheet that can't be shown is told in a sentence over `host`.
    """

    def opened(sheet: Sheet) -> None:
        panel = Preview(services, printer, sheet)
        overlay = Overlay(host, panel, width=WIDTH, height=HEIGHT)
        panel.printed.connect(overlay.close_overlay)
        overlay.closed.connect(panel.offset.settle)
        if on_printed is not None:
            panel.printed.connect(on_printed)
        overlay.open()
        panel.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(host, error.message, error.advice if isinstance(error, Trouble) else "")

    return jobs.run(host, lambda: _fetch(services, printer, document_id), opened, refused)


def _fetch(services: Services, printer: DeskPrinter, document_id: int) -> Sheet:
    row = services.documents.one(document_id)
    sheet = services.documents.drawn(document_id)
    pdf = sheet.pdf
    pages = page_images(pdf, FIRST_DPI)
    paper = paper_of_page(pages[0], FIRST_DPI)
    known = printer.queues.printers()
    routes = services.printers.routes()
    usual = "" if paper.roll or not known else known[0].name
    chosen = routes.of(row.kind, paper.size).printer or usual
    return Sheet(row, pdf, tuple(to_image(page) for page in pages), paper, known, chosen, routes, sheet.words)


class Preview(Panel):
    """The panel. `printed(PrintResult)` once a printer took it; a failure stays here, with its sentence."""

    printed = Signal(object)

    def __init__(self, services: Services, printer: DeskPrinter, sheet: Sheet) -> None:
        row = sheet.row
        super().__init__("打印预览", " · ".join(filter(None, (row.title, row.number, sheet_marks(row)))))
        self._services, self._printer, self._sheet = services, printer, sheet
        self._drawing: jobs.Job | None = None
        self.view = PageView(f"{sheet.row.title}预览")
        self.whole_button = Button("整页", name="整页显示")
        self.page_label = Label("", "label", "t2")
        self.trouble = Banner("", "red")
        self.printer_select = Select(_options(sheet), name="打印机", icon="print", placeholder="没有找到打印机")
        self.copies = StepperCount(1, name="份数", maximum=MOST_COPIES)
        self.offset = PrinterOffset(("只对这台打印机，设一次即可", "＋ 向右、向下"))
        self.ruler_link = Link("打印校正页")
        self._trims = dict(sheet.routes.trims)
        self.save_button = Button("另存 PDF", size="bar")
        self.close_button = Button("关闭", size="bar", key="Esc")
        self.print_button = Button("打印", "primary", icon="print", size="bar", shortcut="Ctrl+Enter")
        self._lay_out()
        self._connect()
        self.printer_select.set_value(sheet.chosen)
        self.view.show_pages(sheet.pages, FIRST_DPI)
        self._show_state()
        self._show_ready()
        self._show_offset()

    # ---- building

    def _lay_out(self) -> None:
        self.body.set_spaces(gap="none", margin="none")
        row = HBox()
        left = VBox()
        left.addWidget(self._tools())
        left.addWidget(Line())
        left.addWidget(self.view, 1)
        row.addLayout(left, 1)
        row.addWidget(Line(vertical=True))
        row.addWidget(self._side())
        self.body.addLayout(row, 1)

    def _tools(self) -> QWidget:
        tools = QWidget(self)
        row = HBox(tools, gap="s", margin=("l", "s"))
        self.smaller = IconButton("subtract", "缩小", frame=True)
        self.larger = IconButton("add", "放大", frame=True)
        self.back = IconButton("chevron_left", "上一页", frame=True, shortcut="PgUp")
        self.forth = IconButton("chevron_right", "下一页", frame=True, shortcut="PgDown")
        for widget in (self.smaller, self.whole_button, self.larger):
            row.addWidget(widget)
        row.addStretch(1)
        for part in (self.back, self.page_label, self.forth):
            row.addWidget(part)
        return tools

    def _side(self) -> QWidget:
        self._column = QWidget(self)
        column = VBox(self._column)
        content = QWidget()
        inner = VBox(content, gap="m", margin=("l", "l", "l", "s"))
        changed = self._sheet.changed
        self.same = Banner(changed or _SAME, "amber" if changed else "green")
        inner.addWidget(self.same)
        inner.addWidget(self.trouble)
        inner.addWidget(Field("打印机", self.printer_select))
        row = HBox(gap="m")
        paper = LineEdit(name="纸张", read_only=True)
        paper.setText(self._sheet.paper.words)
        row.addWidget(Field("纸张", paper, hint="由文书决定"), 1)
        self.copies_field = Field("份数", self.copies)
        row.addWidget(self.copies_field, 1)
        inner.addLayout(row)
        corner = HBox()
        corner.addWidget(Label("位置校正", "label", "t2"))
        corner.addStretch(1)
        corner.addWidget(self.ruler_link)
        inner.addLayout(corner)
        inner.addWidget(self.offset)
        self.note = Banner(_AFTER, "blue", title="打印后会问：纸张是否完好？")
        inner.addWidget(self.note)
        inner.addStretch(1)
        foot = HBox(gap="s", margin=("l", "m"))
        foot.addWidget(self.save_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.print_button)
        column.addWidget(Scroll(content), 1)
        column.addWidget(Line())
        column.addLayout(foot)
        follow_theme(self._set_width)
        return self._column

    def _set_width(self) -> None:
        self._column.setFixedWidth(theme().size(SIDE))

    def _connect(self) -> None:
        self.smaller.clicked.connect(lambda: self.view.step(up=False))
        self.larger.clicked.connect(lambda: self.view.step(up=True))
        self.whole_button.clicked.connect(self.view.show_whole)
        self.back.clicked.connect(lambda: self.view.turn(-1))
        self.forth.clicked.connect(lambda: self.view.turn(1))
        self.view.zoomed.connect(self._show_place)
        self.view.dpi_wanted.connect(self._draw)
        self.printer_select.chosen.connect(self._show_ready)
        self.printer_select.activated.connect(lambda _index: self._show_offset())
        self.offset.settled.connect(self._keep_offset)
        self.ruler_link.clicked.connect(self._print_ruler)
        self.save_button.clicked.connect(self._on_save)
        self.close_button.clicked.connect(self.dismissed)
        self.print_button.clicked.connect(self._on_print)

    # ---- what is shown

    def _show_place(self) -> None:
        whole = f"整页 {self.view.percent}%" if self.view.whole else f"{self.view.percent}%"
        self.whole_button.set_words(whole)
        self.page_label.setText(f"第 {self.view.page + 1} / {self.view.page_count} 页")
        self.back.setEnabled(self.view.page > 0)
        self.forth.setEnabled(self.view.page + 1 < self.view.page_count)

    def _show_state(self) -> None:
        """A sheet that is out already isn't printed a second time as if it were the first."""
        self.trouble.hide()
        if not self._is_out():
            return
        row = self._sheet.row
        self.print_button.set_words("补印")
        self.copies_field.hide()
        words, tone, title = _OUT[row.state]
        self.note.set(words, tone=tone, title=title)
        may_reprint = Permission.DOCUMENT_REPRINT in self._services.actor.permissions
        self.print_button.set_blocked(print_refusal(row, may_reprint=may_reprint))
        self.save_button.set_blocked("已经作废的文书不另存" if row.state is SheetState.VOID else "")

    def _show_ready(self) -> None:
        name = self.printer_select.value()
        found = next((printer for printer in self._sheet.printers if printer.name == name), None)
        words = "" if not name else ("就绪" if found is not None and found.ready else "没有接通")
        self.printer_select.set_note(words, "accent" if words == "就绪" else "amber")

    def _show_offset(self) -> None:
        self.offset.set_trim(self._trims.get(self._name(), NO_TRIM))
        self.offset.setEnabled(bool(self._name()))
        self.ruler_link.setEnabled(bool(self._name()))

    def _name(self) -> str:
        name = self.printer_select.value()
        return name if isinstance(name, str) else ""

    def _is_out(self) -> bool:
        return self._sheet.row.state not in NOT_OUT

    def _draw(self, dpi: int) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
        pdf = self._sheet.pdf
        self._drawing = jobs.run(
            self,
            lambda: tuple(to_image(page) for page in page_images(pdf, dpi)),
            lambda pages: self._on_drawn(pages, dpi),
        )

    def _on_drawn(self, pages: Sequence[QImage], dpi: int) -> None:
        self.view.show_pages(pages, dpi)

    # ---- what is done

    def _keep_offset(self) -> None:
        """Keep the correction of the printer that is shown."""
        self._kept_before(lambda: None)

    def _kept_before(self, go_on: Callable[[], object]) -> None:
        """Keep the correction if it was changed, then go on: a sheet sent out goes by what stands here."""
        name, trim = self._name(), self.offset.trim(thermal=self._trims.get(self._name(), NO_TRIM).thermal)
        if not name or trim == self._trims.get(name, NO_TRIM):
            go_on()
            return
        self._trims[name] = trim

        def kept(changes: object) -> None:
            self._printer.changed.emit(changes)
            if isValid(self):
                go_on()

        # The preview may be closed before it is kept.
        jobs.run(self._printer, lambda: self._services.printers.set_trim(name, trim), kept, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        if not isValid(self):
            return
        self._wait("")
        if isinstance(error, Refusal):
            self._say(str(error), tone_ok=False)

    def _print_ruler(self) -> None:
        name, size = self._name(), self._sheet.paper.size

        def work() -> str:
            return self._printer.queues.send(self._services.printers.ruler_sheet(name, size), _RULER, 1, name)

        def sent(name: str) -> None:
            self._say(f"校正页已送到 {name}，照纸上写的量", tone_ok=True)

        self._kept_before(lambda: jobs.run(self, work, sent, self._on_refused))

    def _on_print(self) -> None:
        if self._is_out():
            ask_reprint(self.window(), self._sheet.row, self._reprint)
            return
        self._wait("正在送打印机…")
        self._kept_before(self._print)

    def _print(self) -> None:
        row, copies = self._sheet.row, self.copies.value()
        self._printer.print_document(self, row.id, self._on_printed, printer=self._name(), copies=copies)

    def _reprint(self, reason: str) -> None:
        self._wait("正在送打印机…")
        document = self._sheet.row.id
        self._kept_before(lambda: self._printer.reprint(self, document, reason, self._on_printed))

    def _on_printed(self, result: PrintResult) -> None:
        self._wait("")
        if result.ok:
            self.printed.emit(result)
        else:
            self._say(result.told("接通后再按 Ctrl+Enter"), tone_ok=False)

    def _on_save(self) -> None:
        row = self._sheet.row
        path = ask_save_path(self, "另存 PDF", f"{row.title} {row.number}.pdf", "PDF 文件 (*.pdf)")
        if path is not None:
            self._printer.save_pdf(self, row.id, path, lambda result: self._say(result.message, tone_ok=result.ok))

    def _say(self, words: str, *, tone_ok: bool) -> None:
        self.trouble.set(words, tone="green" if tone_ok else "red")
        self.trouble.show()

    def _wait(self, words: str) -> None:
        self.print_button.set_blocked(words)
        self.trouble.hide()


def ask_reprint(host: QWidget, row: PaperRow, on_reason: Callable[[str], None]) -> Overlay:
    """Ask for the reason of a further print over `host`."""
    return ask(
        host,
        f"补印{row.title} {row.number}",
        f"编号不变，纸上印“补印 {row.reprint + 1}”，登记簿里写明原因。内容写错的，补印改不了。",
        action="补印",
        danger=False,
        reason="补印原因",
        on_yes=on_reason,
    )


def _options(sheet: Sheet) -> list[Option]:
    names = [printer.name for printer in sheet.printers]
    if sheet.chosen and sheet.chosen not in names:
        names.append(sheet.chosen)
    return [(name, name) for name in names]
