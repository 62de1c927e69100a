"""The attachments of the case on show: taken in from files, clipboard or a drag, looked at, removed, printed whole."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from gui import jobs
from gui.bus import Bus
from gui.kit.attachment_view import Deliver, show_attachment
from gui.kit.attachments import AttachmentCard, AttachmentLine
from gui.kit.moments import moment_words
from gui.kit.overlay import ask, tell
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter
from gui.kit.setup.choose_path import choose_files
from services import Changes, Services
from services.attachments import Added, AttachmentRow
from system.errors import Invalid, Refusal

_TYPES = {"jpeg": "图片", "png": "图片", "pdf": "PDF"}
_KIB = 1024
_WIDTH = 1400
FILTER = "图片和 PDF (*.jpg *.jpeg *.png *.pdf);;所有文件 (*)"


def size_words(size: int) -> str:
    """0.6 MB, 12 KB."""
    return f"{size / _KIB / _KIB:.1f} MB" if size >= _KIB * _KIB // 10 else f"{max(1, size // _KIB)} KB"


class CaseFiles(QObject):
    """Works for the card; the page shows the card and says which case it is."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._case: int | None = None
        self._rows: Sequence[AttachmentRow] = ()
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
        """The whole file of the case as one PDF with its index, to look at and print."""
        case_id = self._case
        if case_id is None:
            return
        self.card.set_busy("正在整理全卷")

        def done(paper_id: int) -> None:
            self.card.set_busy("")
            self._bus.tell(Changes(frozenset({"document"}), paper_id))
            show_preview(self.card.window(), self._services, self._printer, paper_id)

        jobs.run(self.card, lambda: self._services.case_files.issue(case_id).id, done, self._on_fault)

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
        view.print_requested.connect(lambda _id: self.print_whole())

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
