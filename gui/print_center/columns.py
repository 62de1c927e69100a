"""The list of sheets."""

from gui.kit.sheet_chip import SHEET_CHIPS, sheet_marks
from gui.kit.table import Cell, Column
from services.documents import PaperRow


def paper_columns() -> tuple[Column, ...]:
    """One sheet a line, the visitor masked."""
    return (
        Column("打印时间", lambda row: f"{row.issued_at:%H:%M}", lambda row: row.id, width=96),
        Column("状态", lambda row: SHEET_CHIPS[row.state], lambda row: row.state, width=118),
        Column("文书", lambda row: Cell(row.title, bold=True), lambda row: row.title, width=150),
        Column("编号", _number, lambda row: row.number),
        Column("给谁", lambda row: row.person or "–", width=84),
        Column("校验码", lambda row: Cell(row.human_code, tone="t2"), width=112),
        Column("经办", lambda row: Cell(row.operator, tone="t2"), lambda row: row.operator, width=84),
    )


def _number(row: PaperRow) -> Cell:
    return Cell(row.number, rest=sheet_marks(row))
