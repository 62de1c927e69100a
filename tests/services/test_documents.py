"""The register of sheets: what may become of one that is void or never came out, and all sheets of one visit."""

import pytest

from services import Services
from services.documents import SheetState
from system.errors import Conflict, Invalid
from tests.gui.visitors import visit


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
