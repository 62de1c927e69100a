"""The attachments of the case on show: taken in from files, clipboard or a drag, looked at, removed, printed whole."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.permissions import Permission
from gui import jobs
from gui.bus import Bus
from gui.kit.attachment_view import Deliver, show_attachment
from gui.kit.attachments import AttachmentCard, AttachmentLine
from gui.kit.moments import moment_words
from gui.kit.overlay import ask, tell
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.setup.choose_path import choose_files
from services import Changes, Services
from services.attachments import Added, AttachmentRow, CaseFilePdf
from system.errors import Invalid, Refusal

_TYPES = {"jpeg": "图片", "png": "图片", "pdf": "PDF"}
_KIB = 1024
_WIDTH = 1400
FILTER = "图片和 PDF (*.jpg *.jpeg *.png *.pdf);;所有文件 (*)"


def size_words(size: int) -> str:
    """0.6 MB, 12 KB."""
    return f"{size / _KIB / _KIB:.1f} MB" if size >= _KIB * _KIB // 10 else f"{max(1, size // _KIB)} KB"


class CaseFiles(QObject):
    """Works for the card; the page shows the card and says which case it is.

    `making(words)`: the whole file is being put together, "" when it isn't any more.
    """

    making = Signal(str)

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._case: int | None = None
        self._rows: Sequence[AttachmentRow] = ()
        self._making: jobs.Job | None = None
        self.card = AttachmentCard(writable=Permission.CASE_HANDLE in services.actor.permissions)
        self.card.files_dropped.connect(self._take_files)
        self.card.pasted.connect(self._take_picture)
        self.card.add_pressed.connect(self._choose)
        self.card.opened.connect(self._open)
        self.card.remove_requested.connect(self._ask_to_remove)

    def show_case(self, case_id: int) -> None:
        """Show the attachments of another case, or of the same one afresh."""
        self._case = case_id
        files = self._services.attachments

        def work() -> tuple[int, Sequence[AttachmentRow], Sequence[bytes | None]]:
            rows = files.lines(case_id)
            return case_id, rows, [_thumbnail(files.thumbnail, row.id) for row in rows]

        jobs.run(self.card, work, self._on_rows, self._refuse)

    def print_whole(self) -> None:
        """Print the whole file of the case with its index; pressed once more while it is made, stop."""
        case_id = self._case
        if self._making is not None and not self._making.finished:
            self._making.cancel()
            self._end_making()
            return
        if case_id is None:
            return
        files = self._services.attachments

        def work(report: Callable[[object], None]) -> CaseFilePdf | None:
            def tell_progress(done: int, total: int) -> bool:
                report((done, total))
                return True

            return files.issue_case_file(case_id, progress=tell_progress)

        self.making.emit("停止")
        self._making = jobs.run(self, work, self._on_made, self._on_not_made, on_progress=self._on_progress)

    def _on_progress(self, value: object) -> None:
        if isinstance(value, tuple):
            done, total = value
            self.making.emit(f"停止（{done}/{total}）")

    def _on_made(self, made: CaseFilePdf | None) -> None:
        self._end_making()
        if made is not None:
            self._bus.tell(made.changes)
            self._printer.print_file(self, made.paper.id, made.pdf, self._on_printed)

    def _on_not_made(self, error: Exception) -> None:
        self._end_making()
        self._refuse(error)

    def _end_making(self) -> None:
        self._making = None
        self.making.emit("")

    def _on_printed(self, result: PrintResult) -> None:
        if not result.ok:
            tell(self.card.window(), result.told("接通后再按一次“整卷打印”"))

    # ---- taking in

    def _choose(self) -> None:
        self._take_files([str(path) for path in choose_files(self.card.window(), "添加附件", FILTER)])

    def _take_files(self, paths: Sequence[str]) -> None:
        case_id = self._case
        if case_id is None or not paths:
            return
        files = self._services.attachments

        def work() -> tuple[list[Changes], list[str]]:
            taken: list[Changes] = []
            refused: list[str] = []
            for path in paths:
                try:
                    taken.append(files.add_file(case_id, Path(path)).changes)
                except Refusal as refusal:
                    refused.append(str(refusal))
            return taken, refused

        self.card.set_busy(f"正在存 {len(paths)} 个文件")
        jobs.run(self.card, work, self._on_taken, self._on_fault)

    def _take_picture(self, png: bytes, name: str) -> None:
        case_id = self._case
        if case_id is None:
            return

        def done(added: Added) -> None:
            self._on_taken(([added.changes], []))

        self.card.set_busy("正在存图片")
        jobs.run(self.card, lambda: self._services.attachments.add(case_id, name, png), done, self._on_fault)

    def _on_taken(self, came: tuple[list[Changes], list[str]]) -> None:
        taken, refused = came
        self.card.set_busy("")
        self.card.show_fault("\n".join(refused))
        for changes in taken[-1:]:
            self._bus.tell(changes)

    def _on_fault(self, error: Exception) -> None:
        self.card.set_busy("")
        if isinstance(error, Invalid):
            self.card.show_fault(str(error))
        else:
            self._refuse(error)

    # ---- showing

    def _on_rows(self, came: tuple[int, Sequence[AttachmentRow], Sequence[bytes | None]]) -> None:
        case_id, rows, thumbnails = came
        if case_id != self._case:
            return
        self._rows = rows
        total = sum(row.size for row in rows)
        lines = [self._line(row, picture) for row, picture in zip(rows, thumbnails, strict=True)]
        self.card.set_lines(lines, f"{len(rows)} 个 · {size_words(total)}" if rows else "")

    def _line(self, row: AttachmentRow, thumbnail: bytes | None) -> AttachmentLine:
        return AttachmentLine(
            id=row.id,
            name=row.name,
            type_label=_TYPES[row.kind],
            size_words=size_words(row.size),
            added=moment_words(row.added_at, self._services.clock.now()),
            by=row.by,
            thumbnail=thumbnail,
        )

    def _open(self, attachment_id: int) -> None:
        row = next((row for row in self._rows if row.id == attachment_id), None)
        if row is None:
            return
        files = self._services.attachments

        def load(first: int, count: int, deliver: Deliver) -> None:
            jobs.run(self.card, lambda: files.pictures(row.id, first, count, _WIDTH), deliver, self._refuse)

        may = Permission.CASE_HANDLE in self._services.actor.permissions
        view = show_attachment(self.card.window(), self._line(row, None), row.pages, load, removable=may)

        def remove(_id: int, reason: str) -> None:
            self._remove(row.id, reason, view.dismissed.emit)

        view.remove_requested.connect(remove)
        view.print_requested.connect(lambda _id: self._print_one(row))

    def _print_one(self, row: AttachmentRow) -> None:
        """One attachment as it is, outside the register: the numbered papers of the case are the station's own."""

        def work() -> str:
            return self._printer.queues.send(self._services.attachments.printable(row.id), row.name)

        jobs.run(self, work, lambda _printer: None, self._refuse)

    # ---- removing

    def _ask_to_remove(self, attachment_id: int) -> None:
        row = next((row for row in self._rows if row.id == attachment_id), None)
        if row is not None:
            ask(
                self.card.window(),
                f"移除附件“{row.name}”？",
                "它会从列表里消失，原件仍存在本机，办理经过里记着是谁、为什么移除的。",
                action="移除",
                reason="移除的原因",
                on_yes=lambda reason: self._remove(row.id, reason, lambda: None),
            )

    def _remove(self, attachment_id: int, reason: str, then: Callable[[], None]) -> None:
        def done(changes: Changes) -> None:
            then()
            self._bus.tell(changes)

        jobs.run(self.card, lambda: self._services.attachments.remove(attachment_id, reason), done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.card.window(), str(error))


def _thumbnail(read: Callable[[int], bytes], attachment_id: int) -> bytes | None:
    """A small picture; a file whose bytes are damaged still stands in the list, and says so when it is opened."""
    try:
        return read(attachment_id)
    except Refusal:
        return None
