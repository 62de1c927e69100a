"""The register of sheets: what may become of one that is void or never came out, and all sheets of one visit."""

import pytest

from printing.readback import words
from services import Services
from services.documents import SheetState
from system.errors import Conflict, Denied, Invalid
from tests import factories
from tests.gui.visitors import visit
from tests.services.conftest import LogIn


@pytest.fixture
def paper(clerk: Services) -> int:
    """The id of a fresh receipt."""
    return visit(clerk).document.id


def test_a_void_sheet_stays_void_and_is_not_printed_again(clerk: Services) -> None:
    saved = visit(clerk)
    paper = saved.document.id
    clerk.visit_changes.void(saved.id, reason="重复登记")
    for state in (SheetState.GOOD, SheetState.SPOILED, SheetState.FAILED):
        with pytest.raises(Conflict, match="已经作废"):
            clerk.documents.mark(paper, state, "说明")
    with pytest.raises(Conflict, match="已经作废"):
        clerk.documents.printed(paper, "Office")
    with pytest.raises(Conflict, match="已经作废"):
        clerk.documents.reprint(paper, "遗失")
    assert clerk.documents.one(paper).state is SheetState.VOID
    assert clerk.documents.pdf(paper)


def test_a_sheet_that_never_came_out_can_not_be_good(clerk: Services, paper: int) -> None:
    clerk.documents.mark(paper, SheetState.FAILED, "打印机没有响应")
    with pytest.raises(Conflict, match="请先重新打印"):
        clerk.documents.mark(paper, SheetState.GOOD)
    clerk.documents.printed(paper, "Office")
    clerk.documents.mark(paper, SheetState.GOOD)
    assert clerk.documents.one(paper).state is SheetState.GOOD


def test_all_sheets_of_a_visit_newest_first(clerk: Services) -> None:
    saved = visit(clerk)
    other = visit(clerk, new_person=None, anonymous=True)
    clerk.documents.mark(saved.document.id, SheetState.GOOD)
    again = clerk.documents.reprint(saved.document.id, "来访人遗失")
    rows = clerk.documents.of_visit(saved.id)
    assert [(row.id, row.reprint, row.correction) for row in rows] == [(again.id, 1, 0), (saved.document.id, 0, 0)]
    assert [row.id for row in clerk.documents.of_visit(other.id)] == [other.document.id]


def test_what_can_not_be_stored_goes_from_note_and_reason(clerk: Services, paper: int) -> None:
    clerk.documents.mark(paper, SheetState.SPOILED, "卡\ud800纸\n了")
    assert clerk.documents.one(paper).state_note == "卡纸 了"
    assert clerk.documents.reprint(paper, "卡\udcff纸").reprint == 1
    with pytest.raises(Invalid):
        clerk.documents.reprint(paper, "\ud800")


# ---- what becomes of one sheet


def test_printing_is_kept_with_printer_time_and_copies(clerk: Services, paper: int) -> None:
    clerk.documents.printed(paper, "Office", copies=2)
    row = clerk.documents.one(paper)
    assert (row.printer, row.copies, row.printed_at) == ("Office", 2, factories.MOMENT)
    clerk.documents.printed(paper, "HP")
    assert (clerk.documents.one(paper).printer, clerk.documents.one(paper).copies) == ("HP", 2)


def test_two_windows_on_one_sheet(clerk: Services, paper: int) -> None:
    clerk.documents.mark(paper, SheetState.GOOD, seen=SheetState.PENDING)
    for act in (
        lambda: clerk.documents.mark(paper, SheetState.SPOILED, "卡纸", seen=SheetState.PENDING),
        lambda: clerk.documents.void(paper, "写错", seen=SheetState.PENDING),
    ):
        with pytest.raises(Conflict, match="记为“完好”"):
            act()
    assert clerk.documents.one(paper).state is SheetState.GOOD


def test_one_sheet_is_void_and_its_visit_stays(clerk: Services) -> None:
    saved = visit(clerk)
    voided = clerk.documents.void(saved.document.id, "姓名\n写错", taken_back=True)
    row = clerk.documents.one(saved.document.id)
    assert (row.state, row.state_note, row.taken_back, row.number) == (
        SheetState.VOID,
        "姓名 写错",
        True,
        saved.number,
    )
    assert "仍然有效" in voided.next
    assert "更正" in voided.next
    assert clerk.visits.detail(saved.id).row.voided is False
    assert "作废" in words(clerk.documents.pdf(saved.document.id)).replace(" ", "")
    for act in (
        lambda: clerk.documents.mark(saved.document.id, SheetState.GOOD),
        lambda: clerk.documents.reprint(saved.document.id, "遗失"),
        lambda: clerk.documents.printed(saved.document.id, "Office"),
        lambda: clerk.documents.void(saved.document.id, "再来一次"),
    ):
        with pytest.raises(Conflict, match="作废"):
            act()


def test_what_is_left_to_do_depends_on_what_else_holds(clerk: Services) -> None:
    saved = visit(clerk)
    clerk.documents.mark(saved.document.id, SheetState.GOOD)
    again = clerk.documents.reprint(saved.document.id, "遗失")
    assert "另有一张没有作废" in clerk.documents.void(again.id, "多打了").next
    sheet = clerk.visit_papers.issue(saved.id, "visit_sheet")
    assert "打开这次来访重新出" in clerk.documents.void(sheet.id, "出错了").next
    assert clerk.visit_papers.issue(saved.id, "visit_sheet").id != sheet.id
    board = clerk.station_papers.issue("notice_board", factories.MOMENT.date())
    assert "编号另起" in clerk.documents.void(board.id, "出错了").next


def test_void_needs_a_reason_and_the_permission(clerk: Services, paper: int, as_operator: LogIn) -> None:
    with pytest.raises(Invalid):
        clerk.documents.void(paper, " \n")
    auditor = as_operator(factories.AUDITOR)
    with pytest.raises(Denied):
        auditor.documents.void(paper, "写错")
    assert clerk.documents.one(paper).state is SheetState.PENDING


def test_void_and_reprint_stand_in_the_log_without_a_name(station: Services) -> None:
    saved = visit(station)
    station.documents.mark(saved.document.id, SheetState.GOOD)
    station.documents.reprint(saved.document.id, "李龑说丢了", checked=True)
    station.documents.void(saved.document.id, "李龑写错", taken_back=False)
    entries = {entry.action: entry for entry in station.audit.recent(limit=10).rows}
    assert entries["document.reprinted"].detail["checked"] is True
    assert entries["document.void"].detail["number"] == saved.number
    assert not any("李龑" in str(entry.detail) for entry in entries.values())


def test_void_is_not_a_mark(clerk: Services, paper: int) -> None:
    with pytest.raises(ValueError, match="void"):
        clerk.documents.mark(paper, SheetState.VOID, "写错")
