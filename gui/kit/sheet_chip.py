"""What is known of a sheet of paper, as a chip."""

from gui.kit.chip import ChipText
from services.documents import PaperRow, SheetState

SHEET_CHIPS: dict[SheetState, ChipText] = {
    SheetState.PENDING: ChipText("待确认", "amber", "clock"),
    SheetState.GOOD: ChipText("完好", "green", "checkmark"),
    SheetState.SPOILED: ChipText("损坏", "red", "warning"),
    SheetState.FAILED: ChipText("打印失败", "red", "error_circle"),
    SheetState.VOID: ChipText("作废", "red", "dismiss"),
}
# Printed as it is: it never came out, or nobody has said yet how it did. All others are out, and a further one is 补印.
NOT_OUT = frozenset({SheetState.PENDING, SheetState.FAILED})


def print_refusal(row: PaperRow, *, may_reprint: bool) -> str:
    """Why a sheet can't go to the printer (again); "" where it can."""
    if row.state is SheetState.VOID:
        return "已经作废的文书不再打印"
    if row.state in NOT_OUT or may_reprint:
        return ""
    return "你的岗位没有补印的权限，需要时请站长调整角色"


def sheet_marks(row: PaperRow) -> str:
    """What is printed on a sheet besides its number: 更正 1 · 补印 2; nothing on a first one."""
    marks = (("更正", row.correction), ("补印", row.reprint))
    return " · ".join(f"{word} {count}" for word, count in marks if count)


def paper_words(row: PaperRow) -> str:
    """On what and how often it was printed: A5 1 份; pages are said where there are more of them."""
    pages = f"{row.pages} 页 " if row.pages > 1 else ""
    return f"{row.paper.replace(' ', '')} {pages}{row.copies} 份".strip()
