"""What is known of a sheet of paper, as a chip."""

from gui.kit.chip import ChipText
from services.documents import SheetState

SHEET_CHIPS: dict[SheetState, ChipText] = {
    SheetState.PENDING: ChipText("待确认", "amber", "clock"),
    SheetState.GOOD: ChipText("完好", "green", "checkmark"),
    SheetState.SPOILED: ChipText("损坏", "red", "warning"),
    SheetState.FAILED: ChipText("打印失败", "red", "error_circle"),
}
