"""Scanned files of cases: taken in after they were judged, shown as pictures, put together with the case's own papers.

They come from strangers, so nothing is stored before it was judged, and nothing is handed out whose bytes aren't those
that were stored. Nothing is deleted: a removed file is hidden, its row and its bytes stay in the store.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.permissions import Permission
from domain.tables import limit
from domain.text import in_one_line, single_line
from models.attachment import Attachment, AttachmentBytes
from models.case import CaseFile
from models.document import Document
from models.operator import Operator
from services import _case_file, _wordings
from services._base import Change, Changes, Context, Service
from services._case_engine import ATTACH, DETACH, remark
from services._case_file import Gathered, Part, Progress
from services._papers import IssuedPaper, RenderedPapers, issue
from services._redrawing import archived
from services._redrawing import drawn as drawn_sheet
from system.errors import Conflict, DamagedStore, Invalid, NotFound, Trouble

FILE, REASON = "file", "reason"
PDF = "pdf"
THUMBNAIL_SIDE = 96
_REASON_LENGTH = 200


@dataclass(frozen=True)
class AttachmentRow:
    """One attachment in a list. `kind` is jpeg, png or pdf, `size` in bytes."""

    id: int
    name: str
    kind: str
    size: int
    pages: int
    added_at: dt.datetime
    by: str


@dataclass(frozen=True)
class Added:
    """A file that is safely in the store."""

    changes: Changes
    id: int


@dataclass(frozen=True)
class CaseFilePdf:
    """The whole file of a case, with its index in the register; `paper` is the index."""

    changes: Changes
    paper: IssuedPaper
    pdf: bytes


@dataclass(frozen=True)
class Content:
    """The bytes of an attachment, the same as when it was added, with its name and its type (jpeg, png or pdf)."""

    name: str
    kind: str
    data: bytes


class Attachments(Service):
    """The attachments of all cases, closed ones too: scans often come after the case."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    def add(self, case_id: int, name: str, data: bytes) -> Added:
        """Keep a file with a case; raises Invalid ("file") for what can't be attached or is there already, NotFound."""
        from printing import attached

        self.require(Permission.CASE_HANDLE)
        judged = attached.judge(name, data)
        told, digest = attached.clean_name(name), hashlib.sha256(data).hexdigest()
        with self.change(Permission.CASE_HANDLE) as change:
            case = _case(change.session, case_id)
            _must_fit(_kept(change.session, case_id), told, len(data), digest)
            row = Attachment(
                case_id=case_id,
                name=told,
                kind=judged.type.value,
                size=len(data),
                pages=judged.pages,
                sha256=digest,
                added_at=change.now,
                operator_id=change.actor.id,
            )
            change.session.add(row)
            change.session.flush()
            change.session.add(AttachmentBytes(attachment_id=row.id, content=data))
            remark(change, case, ATTACH, told, {})
            _audit(change, "attachment.added", row)
        return Added(self.changed("attachment", "case", row=case_id), row.id)

    def add_file(self, case_id: int, path: Path) -> Added:
        """The same for a file on a disk or a stick, whose size is looked at before it is read.

        Raises Trouble where it vanished, is held by another program or can't be read; otherwise as `add`.
        """
        from printing import attached

        self.require(Permission.CASE_HANDLE)
        most = limit("attachment_bytes")
        try:
            if not path.is_file():
                path.stat()
                raise Invalid({FILE: f"“{path.name}”没有添加：这不是一个文件。文件夹请打开后，选里面的图片或 PDF。"})
            fault = attached.size_fault(path.stat().st_size, path.name)
            if fault:
                raise Invalid({FILE: fault})
            with path.open("rb") as file:
                # It may grow while it is read.
                data = file.read(most + 1)
        except OSError as error:
            raise _trouble_reading(error, path) from error
        return self.add(case_id, path.name, data)

    def lines(self, case_id: int) -> tuple[AttachmentRow, ...]:
        """The attachments of a case in the order in which they came, removed ones left out; no bytes are read."""
        query = (
            select(Attachment, Operator.name)
            .join(Operator, Operator.id == Attachment.operator_id)
            .where(Attachment.case_id == case_id, Attachment.removed_at.is_(None))
            .order_by(Attachment.id)
        )
        with self.look(Permission.VISIT_READ) as session:
            rows = session.execute(query).all()
        return tuple(
            AttachmentRow(row.id, row.name, row.kind, row.size, row.pages, row.added_at, by) for row, by in rows
        )

    def content(self, attachment_id: int) -> Content:
        """The file itself; raises NotFound for a removed one, DamagedStore where the bytes aren't those of its day."""
        with self.look(Permission.VISIT_READ) as session:
            row = _existing(session, attachment_id)
            kept = session.get(AttachmentBytes, attachment_id)
        if kept is None or hashlib.sha256(kept.content).hexdigest() != row.sha256:
            raise DamagedStore(
                f"附件“{row.name}”的内容与存入时不一致，没有打开。",
                "请到“设置 › 日志”核对日志链，再用最近一次完好的备份比对。其他附件不受影响。",
            )
        return Content(row.name, row.kind, kept.content)

    def thumbnail(self, attachment_id: int, side: int = THUMBNAIL_SIDE) -> bytes:
        """A PNG of the picture or the first page within `side` pixels; raises as `content`."""
        from printing import attached

        found = self.content(attachment_id)
        return attached.thumbnail(found.data, attached.AttachedType(found.kind), side=side)

    def pictures(self, attachment_id: int, first: int, count: int, width: int) -> tuple[bytes, ...]:
        """Pages `first` (from 0) and on as PNGs about `width` pixels wide; raises as `content`."""
        from printing import attached

        found = self.content(attachment_id)
        pages = range(first, first + count)
        return attached.pictures(found.data, attached.AttachedType(found.kind), pages=pages, width=width)

    def printable(self, attachment_id: int) -> bytes:
        """The attachment as a PDF for the printer, a picture on a page of its own; audited, raises as `content`."""
        from printing.case_file import image_page

        found = self.export(attachment_id)
        return found.data if found.kind == PDF else image_page(found.data)

    def export(self, attachment_id: int) -> Content:
        """The file to be kept outside of the store (另存); the audit says so. Raises as `content`."""
        found = self.content(attachment_id)
        with self.change(Permission.VISIT_READ) as change:
            _audit(change, "attachment.exported", _existing(change.session, attachment_id))
        return found

    def remove(self, attachment_id: int, reason: str) -> Changes:
        """Hide a file from its case; raises Invalid ("reason"), NotFound, Conflict where it was removed meanwhile."""
        told = single_line(in_one_line(reason))
        if not told:
            raise Invalid({REASON: "移除附件要写明原因，比如“传错了人”“重新扫描”。"})
        if len(told) > _REASON_LENGTH:
            raise Invalid({REASON: f"原因有 {len(told)} 个字，最多 {_REASON_LENGTH} 个。请写短一些。"})
        with self.change(Permission.CASE_HANDLE) as change:
            row = change.session.get(Attachment, attachment_id)
            if row is not None and row.removed_at is not None:
                raise Conflict(f"附件“{row.name}”已经在 {row.removed_at:%m-%d %H:%M} 移除，没有再改动。")
            row = _existing(change.session, attachment_id)
            row.removed_at, row.remove_reason = change.now, told
            case = _case(change.session, row.case_id)
            remark(change, case, DETACH, f"{row.name}：{told}", {})
            _audit(change, "attachment.removed", row)
        return self.changed("attachment", "case", row=row.case_id)

    # ---- the whole file of a case

    def case_file(self, case_id: int, *, progress: Progress | None = None) -> bytes | None:
        """The file as one PDF to look at: its index has no code and no place in the register.

        For a job: `progress(done, total)` is told of each piece, and None comes back once it says False. Raises
        NotFound, Trouble and DamagedStore where a paper or a scan isn't what it was.
        """
        from printing import catalogue

        drawn = self._draw(case_id, progress)
        if drawn is None:
            return None
        gathered, parts = drawn
        with self.change(Permission.VISIT_READ) as change:
            form = _case_file.index_form(change, gathered, parts)
            words = _wordings.active(change.session, _case_file.KIND)
            _audit_file(change, gathered, form.pages)
        return _case_file.put_together(catalogue.render_form(form, words), parts)

    def issue_case_file(self, case_id: int, *, progress: Progress | None = None) -> CaseFilePdf | None:
        """The same with an index that is numbered, signed and registered; raises Conflict where the case moved on."""
        from printing import catalogue

        self.require(Permission.DOCUMENT_PRINT)
        drawn = self._draw(case_id, progress)
        if drawn is None:
            return None
        gathered, parts = drawn
        with self.change(Permission.DOCUMENT_PRINT) as change:
            case = _case(change.session, case_id)
            if case.version != gathered.version:
                raise Conflict(f"{case.number}在做案卷的时候又有了新的记录，这次没有做成。请再做一次。")
            form = _case_file.index_form(change, gathered, parts)
            issued = issue(
                change,
                self._papers,
                kind=_case_file.KIND,
                data=catalogue.to_data(form),
                number=form.number,
                case_id=case_id,
                party_id=case.party_id,
            )
            _audit_file(change, gathered, form.pages)
            sheet = archived(change.session, change.session.get_one(Document, issued.id))
        index = drawn_sheet(sheet, self._papers, self._context.paper_key).pdf
        return CaseFilePdf(self.changed("document", row=issued.id), issued, _case_file.put_together(index, parts))

    def _draw(self, case_id: int, progress: Progress | None) -> tuple[Gathered, tuple[Part, ...]] | None:
        with self.look(Permission.VISIT_READ) as session:
            gathered = _case_file.gather(session, case_id)
        parts = _case_file.draw_parts(
            gathered,
            self._papers,
            self._context.paper_key,
            read=lambda attachment_id: self.content(attachment_id).data,
            progress=progress,
        )
        return None if parts is None else (gathered, parts)


def _case(session: Session, case_id: int) -> CaseFile:
    case = session.get(CaseFile, case_id)
    if case is None:
        raise NotFound("没有这一件。")
    return case


def _existing(session: Session, attachment_id: int) -> Attachment:
    row = session.get(Attachment, attachment_id)
    if row is None or row.removed_at is not None:
        raise NotFound("没有这个附件，或者它已经被移除。")
    return row


def _kept(session: Session, case_id: int) -> Sequence[Attachment]:
    query = select(Attachment).where(Attachment.case_id == case_id, Attachment.removed_at.is_(None))
    return session.scalars(query.order_by(Attachment.id)).all()


def _must_fit(kept: Sequence[Attachment], name: str, size: int, digest: str) -> None:
    """The same content isn't kept twice in a case, and a case isn't a shelf without end."""
    from printing import attached

    same = next((row for row in kept if row.sha256 == digest), None)
    if same is not None:
        when = f"{same.added_at:%m-%d %H:%M}"
        raise Invalid({FILE: f"“{name}”没有添加：内容和 {when} 添加的“{same.name}”一样，已经在本件里，不用再传。"})
    fault = attached.count_fault(len(kept)) or _total_fault(sum(row.size for row in kept), size)
    if fault:
        raise Invalid({FILE: f"“{name}”没有添加：{fault}"})


def _total_fault(held: int, size: int) -> str:
    most = limit("attachments_bytes_per_case")
    if held + size <= most:
        return ""
    has, may = held // 1024**2, most // 1024**2
    return f"一件的附件合计最多 {may} MB，已有 {has} MB，放不下了。请用灰度或 300 dpi 重新扫描大的文件。"


def _audit(change: Change, action: str, row: Attachment) -> None:
    """A file's name may name a person, so only its fingerprint is written."""
    detail = {"print": change.fingerprint(row.name), "type": row.kind, "size": row.size, "sha256": row.sha256}
    change.audit(action, "attachment", row.uuid, detail)


def _audit_file(change: Change, gathered: Gathered, pages: int) -> None:
    case = _case(change.session, gathered.case_id)
    detail = {"number": case.number, "pieces": len(gathered.sheets) + len(gathered.scans), "pages": pages}
    change.audit("case.file", "case", case.uuid, detail)


def _trouble_reading(error: OSError, path: Path) -> Trouble:
    what = f"“{path.name}”没有添加："
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Trouble(f"{what}文件不在了，可能 U 盘已拔出，或者被移走、改名。", "请接好 U 盘或者重新选一次。")
    if isinstance(error, PermissionError):
        return Trouble(f"{what}文件打不开，正被别的程序占用，或者没有读取权限。", "请关掉占用它的程序后再添加。")
    return Trouble(f"{what}读取出错（系统错误 {error.errno}）。", "请检查磁盘或 U 盘，把文件复制到桌面后再添加。")
