"""Scanned files of a case: judged before they are kept, checked before they are shown, put together with its papers."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from domain.tables import limit
from models.attachment import Attachment, AttachmentBytes
from models.document import Document
from printing import raster, readback
from services import Services
from services.documents import SheetState
from system.errors import Conflict, DamagedStore, Denied, Invalid, NotFound, Trouble
from tests import factories
from tests.printing import hostile
from tests.services.case_life import matter, open_case, view
from tests.services.conftest import LogIn

PNG = hostile.picture(size=(600, 400))
PDF = hostile.sheets(3)
NAME = "胡望城身份证.png"


@pytest.fixture
def case_id(station: Services) -> int:
    return open_case(station, matter("card_first"))


def fault(act: Callable[[], object]) -> str:
    with pytest.raises(Invalid) as caught:
        act()
    assert caught.value.fields.keys() == {"file"}
    return caught.value.fields["file"]


def kept(services: Services) -> int:
    with services._context.database.read() as session:
        return session.scalar(select(func.count()).select_from(Attachment)) or 0


def test_is_listed_with_what_it_is_and_shown(station: Services, case_id: int) -> None:
    added = station.attachments.add(case_id, f"C:\\扫描\\{NAME}", PNG)
    assert added.changes.subjects == {"attachment", "case"}
    (line,) = station.attachments.lines(case_id)
    assert (line.id, line.name, line.kind, line.size, line.pages) == (added.id, NAME, "png", len(PNG), 1)
    assert (line.added_at, line.by) == (factories.MOMENT, factories.CHIEF.name)
    small = Image.open(io.BytesIO(station.attachments.thumbnail(added.id, 64)))
    assert max(small.size) == 64
    assert station.attachments.content(added.id).data == PNG


def test_pages_of_a_pdf_are_drawn_from_any_of_them(station: Services, case_id: int) -> None:
    added = station.attachments.add(case_id, "材料.pdf", PDF)
    assert station.attachments.lines(case_id)[0].pages == 3
    pictures = station.attachments.pictures(added.id, 1, 5, 200)
    assert len(pictures) == 2
    assert all(abs(Image.open(io.BytesIO(page)).width - 200) <= 1 for page in pictures)


def test_adding_and_removing_stand_in_the_history_of_the_case(station: Services, case_id: int) -> None:
    before = view(station, case_id)
    added = station.attachments.add(case_id, NAME, PNG)
    station.attachments.remove(added.id, "传错了人")
    after = view(station, case_id)
    told = [(event.action, event.label, event.words) for event in after.events[:2]]
    assert told == [("detach", "移除附件", f"{NAME}：传错了人"), ("attach", "添加附件", NAME)]
    assert (after.state, after.undo, after.version) == (before.state, before.undo, before.version + 2)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("照片.jpg", b"MZ\x90\x00" + bytes(200), "程序"),
        ("空.pdf", b"", "空的"),
        ("网页.png", b"<html><script>alert(1)</script>", "网页"),
        ("锁.pdf", hostile.locked("secret"), "密码"),
        ("膨胀.pdf", hostile.page(content=hostile.zeros(), packing="/FlateDecode"), "不正常"),
        ("大.png", hostile.png_that_says(60_000, 60_000), "太大"),
        ("断.pdf", PDF[:300], "没有"),
        ("压缩包.pdf", b"PK\x03\x04" + PDF, "压缩包"),
    ],
)
def test_what_is_no_picture_and_no_pdf_is_refused(
    station: Services, case_id: int, name: str, data: bytes, word: str
) -> None:
    assert word in fault(lambda: station.attachments.add(case_id, name, data))
    assert kept(station) == 0


def test_the_same_content_is_told_and_not_kept_twice(station: Services, case_id: int) -> None:
    first = station.attachments.add(case_id, NAME, PNG)
    told = fault(lambda: station.attachments.add(case_id, "又一张.png", PNG))
    assert NAME in told
    assert "11-24 09:42" in told
    other = open_case(station, matter("general"), name="文新国")
    station.attachments.add(other, NAME, PNG)
    station.attachments.remove(first.id, "重新扫描")
    station.attachments.add(case_id, NAME, PNG)
    assert kept(station) == 3


def test_a_case_is_no_shelf_without_end(station: Services, case_id: int) -> None:
    station.attachments.add(case_id, NAME, PNG)
    with station._context.database.write() as session:
        session.execute(update(Attachment).values(size=limit("attachments_bytes_per_case") - 10))
    assert "200 MB" in fault(lambda: station.attachments.add(case_id, "材料.pdf", PDF))
    with station._context.database.write() as session:
        session.execute(update(Attachment).values(size=1))
        row = session.scalars(select(Attachment)).one()
        copies = [
            Attachment(
                case_id=case_id,
                name=f"{at}.png",
                kind="png",
                size=1,
                sha256=f"{at:064}",
                added_at=row.added_at,
                operator_id=row.operator_id,
            )
            for at in range(limit("attachments_per_case") - 1)
        ]
        session.add_all(copies)
    assert "60 个" in fault(lambda: station.attachments.add(case_id, "材料.pdf", PDF))


def test_removed_ones_are_hidden_and_nothing_is_deleted(station: Services, case_id: int) -> None:
    added = station.attachments.add(case_id, NAME, PNG)
    for empty in ("", " \n "):
        with pytest.raises(Invalid) as caught:
            station.attachments.remove(added.id, empty)
        assert caught.value.fields.keys() == {"reason"}
    with pytest.raises(Invalid, match="最多 200"):
        station.attachments.remove(added.id, "字" * 201)
    station.attachments.remove(added.id, "传错了人")
    assert station.attachments.lines(case_id) == ()
    with pytest.raises(NotFound):
        station.attachments.content(added.id)
    with pytest.raises(Conflict, match="11-24 09:42"):
        station.attachments.remove(added.id, "再来一次")
    with station._context.database.read() as session:
        row = session.get_one(Attachment, added.id)
        assert (row.remove_reason, session.get_one(AttachmentBytes, added.id).content) == ("传错了人", PNG)


def test_a_closed_case_still_takes_scans(station: Services) -> None:
    case_id = open_case(station, matter("general"))
    fields = {"finished_on": "今天", "finish_words": "已办", "told_way": "当面"}
    station.service_cases.act(case_id, "finish", fields, paper=False)
    station.attachments.add(case_id, NAME, PNG)
    found = view(station, case_id)
    assert not found.open
    assert found.events[0].action == "attach"


# ---------------------------------------------------------------- files on a disk


def test_a_file_is_read_from_the_disk(station: Services, case_id: int, tmp_path: Path) -> None:
    path = tmp_path / "退役证.PDF"
    path.write_bytes(PDF)
    station.attachments.add_file(case_id, path)
    assert station.attachments.lines(case_id)[0].name == "退役证.PDF"


def test_a_file_that_is_too_large_is_never_read(
    station: Services, case_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "录像.pdf"
    with path.open("wb") as file:
        file.truncate(500 * 1024**2)
    monkeypatch.setattr(Path, "open", lambda *given, **named: pytest.fail("it was opened"))
    assert "500 MB" in fault(lambda: station.attachments.add_file(case_id, path))


def test_a_folder_is_no_file(station: Services, case_id: int, tmp_path: Path) -> None:
    assert "不是一个文件" in fault(lambda: station.attachments.add_file(case_id, tmp_path))


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (FileNotFoundError(2, "x"), "U 盘已拔出"),
        (PermissionError(13, "x"), "正被别的程序占用"),
        (OSError(5, "x"), "系统错误 5"),
    ],
)
def test_what_the_disk_refuses_is_trouble(
    station: Services, case_id: int, monkeypatch: pytest.MonkeyPatch, error: OSError, word: str
) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Trouble, match=word) as caught:
        station.attachments.add_file(case_id, Path(__file__))
    assert caught.value.advice


def test_a_stick_that_was_pulled_out_is_trouble(station: Services, case_id: int, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="文件不在了"):
        station.attachments.add_file(case_id, tmp_path / "gone" / "退役证.pdf")


# ---------------------------------------------------------------- what is stored


def test_bytes_that_were_tampered_with_are_not_shown(station: Services, case_id: int) -> None:
    added = station.attachments.add(case_id, NAME, PNG)
    with station._context.database.write() as session:
        session.get_one(AttachmentBytes, added.id).content = hostile.picture(colour="blue", size=(600, 400))
    looks: tuple[Callable[[], object], ...] = (
        lambda: station.attachments.content(added.id),
        lambda: station.attachments.thumbnail(added.id),
        lambda: station.attachments.pictures(added.id, 0, 1, 100),
        lambda: station.attachments.case_file(case_id),
    )
    for look in looks:
        with pytest.raises(DamagedStore, match=NAME):
            look()
    assert len(station.attachments.lines(case_id)) == 1


def test_bytes_that_are_gone_are_told(station: Services, case_id: int) -> None:
    added = station.attachments.add(case_id, NAME, PNG)
    with station._context.database.write() as session:
        session.delete(session.get_one(AttachmentBytes, added.id))
    with pytest.raises(DamagedStore):
        station.attachments.content(added.id)


def test_the_log_names_no_file(station: Services, case_id: int) -> None:
    added = station.attachments.add(case_id, NAME, PNG)
    station.attachments.export(added.id)
    station.attachments.remove(added.id, "传错了人")
    lines = [line for line in station.audit.recent().rows if line.action.startswith("attachment.")]
    assert [line.action for line in lines] == ["attachment.removed", "attachment.exported", "attachment.added"]
    assert {(line.detail["type"], line.detail["size"]) for line in lines} == {("png", len(PNG))}
    assert "胡望城" not in repr(lines)


def test_who_may(station: Services, case_id: int, as_operator: LogIn) -> None:
    added = station.attachments.add(case_id, NAME, PNG)
    clerk, administrator = as_operator(factories.CLERK), as_operator(factories.ADMINISTRATOR)
    assert [line.by for line in clerk.attachments.lines(case_id)] == [factories.CHIEF.name]
    clerk.attachments.add(case_id, "材料.pdf", PDF)
    acts: tuple[Callable[[], object], ...] = (
        lambda: administrator.attachments.lines(case_id),
        lambda: administrator.attachments.content(added.id),
        lambda: administrator.attachments.add(case_id, "x.png", hostile.picture(colour="green")),
        lambda: administrator.attachments.remove(added.id, "不该"),
        lambda: administrator.attachments.case_file(case_id),
        lambda: administrator.attachments.issue_case_file(case_id),
    )
    for act in acts:
        with pytest.raises(Denied):
            act()
    assert len(station.attachments.lines(case_id)) == 2


def test_no_such_case(station: Services) -> None:
    for act in (
        lambda: station.attachments.add(404, NAME, PNG),
        lambda: station.attachments.case_file(404),
    ):
        with pytest.raises(NotFound):
            act()


def test_two_windows_remove_the_same_file(station: Services, clerk: Services, case_id: int) -> None:
    added = station.attachments.add(case_id, NAME, PNG)
    clerk.attachments.remove(added.id, "重复")
    with pytest.raises(Conflict, match="已经在"):
        station.attachments.remove(added.id, "也重复")


# ---------------------------------------------------------------- the whole file


def test_the_file_holds_papers_and_scans_and_an_index_of_them(station: Services, case_id: int) -> None:
    station.attachments.add(case_id, NAME, PNG)
    station.attachments.add(case_id, "退役证.pdf", PDF)
    steps: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        steps.append((done, total))
        return True

    made = station.attachments.issue_case_file(case_id, progress=progress)
    assert made is not None
    receipt = next(paper for paper in view(station, case_id).papers if paper.paper.kind == "visit_receipt")
    before = raster.page_count(station.documents.pdf(receipt.paper.id))
    index = raster.page_count(station.documents.pdf(made.paper.id))
    assert raster.page_count(made.pdf) == index + before + 1 + 3
    assert steps == [(at, 4) for at in range(4)]
    words = readback.words(made.pdf)
    for told in (receipt.paper.number, "胡望城身份证", "退役证", f"{before + 2}—{before + 4}"):
        assert told in words
    with station._context.database.read() as session:
        row = session.get_one(Document, made.paper.id)
    assert (row.kind, row.case_id) == ("case_index", case_id)
    assert [part["first_page"] for part in row.data["rows"]] == [1, before + 1, before + 2]


def test_only_papers_that_hold_lie_in_it(station: Services, case_id: int) -> None:
    (receipt,) = view(station, case_id).papers
    again = station.documents.reprint(receipt.paper.id, "当事人遗失")
    made = station.attachments.issue_case_file(case_id)
    assert made is not None
    with station._context.database.read() as session:
        data = session.get_one(Document, made.paper.id).data
    assert [(row["number"], row["note"]) for row in data["rows"]] == [(again.number, "补印1")]
    station.documents.void(again.id, "重复")
    station.documents.mark(receipt.paper.id, SheetState.SPOILED, "卡纸")
    empty = station.attachments.issue_case_file(case_id)
    assert empty is not None
    with station._context.database.read() as session:
        assert session.get_one(Document, empty.paper.id).data["rows"] == []
    assert empty.paper.number.endswith("目录第2次")


def test_looking_at_it_registers_nothing(station: Services, case_id: int) -> None:
    before = len(view(station, case_id).papers)
    pdf = station.attachments.case_file(case_id)
    assert pdf is not None
    assert readback.codes(pdf) == ()
    assert len(view(station, case_id).papers) == before


@pytest.mark.parametrize("stop", [0, 1, 2])
def test_it_can_be_stopped_at_every_piece(station: Services, case_id: int, stop: int) -> None:
    station.attachments.add(case_id, NAME, PNG)
    before = len(view(station, case_id).papers)
    assert station.attachments.case_file(case_id, progress=lambda done, total: done < stop) is None
    assert station.attachments.issue_case_file(case_id, progress=lambda done, total: done < stop) is None
    assert len(view(station, case_id).papers) == before


def test_a_case_that_moved_on_meanwhile_is_told(station: Services, clerk: Services, case_id: int) -> None:
    def meddle(done: int, total: int) -> bool:
        if done == 0:
            clerk.attachments.add(case_id, NAME, PNG)
        return True

    with pytest.raises(Conflict, match="再做一次"):
        station.attachments.issue_case_file(case_id, progress=meddle)


def test_a_paper_that_was_tampered_with_stops_it(station: Services, case_id: int) -> None:
    (receipt,) = view(station, case_id).papers
    with station._context.database.write() as session:
        row = session.get_one(Document, receipt.paper.id)
        row.data = row.data | {"visitor": "别人"}
    station._context.database.close()
    fresh = Services(station._context)
    with pytest.raises(Trouble, match=receipt.paper.number):
        fresh.attachments.case_file(case_id)
