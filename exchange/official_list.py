"""A list out of a national system (系统导出名单): which numbers it has, for whom, and how they stand there."""

from dataclasses import dataclass
from pathlib import Path

from exchange.list_file import Headings, Listed, read_listed

_HEADINGS: Headings = {
    "number": ("系统受理号", "受理号", "受理编号", "业务编号", "申请编号", "编号"),
    "name": ("姓名", "申请人", "申请人姓名", "持证人"),
    "identity": (
        "证件号",
        "证件号码",
        "身份证号",
        "身份证号码",
        "公民身份号码",
        "证件号后四位",
        "身份证后四位",
        "后四位",
    ),
    "state": ("状态", "办理状态", "审核状态", "业务状态", "当前环节"),
}
_NEEDED = (("number",), ("name",))


@dataclass(frozen=True, kw_only=True)
class OfficialRow:
    """One row. `tail`: the last four characters of the identity number; `fault`: why it can't be used, or ""."""

    line: int
    number: str = ""
    name: str = ""
    tail: str = ""
    state: str = ""
    fault: str = ""


def read_official_list(path: Path) -> tuple[OfficialRow, ...]:
    """All rows of the list, wrong ones with their fault; raises Trouble for a file that is no such list."""
    return tuple(_row(listed) for listed in read_listed(path, _HEADINGS, _NEEDED))


def _row(listed: Listed) -> OfficialRow:
    number, number_fault = listed.number("number")
    tail, tail_fault = listed.tail("identity")
    name = listed.text("name")
    faults = (
        number_fault,
        tail_fault,
        "" if number else "没有受理号，对不上。",
        "" if name else "没有姓名，对不上。",
    )
    return OfficialRow(
        line=listed.line,
        number=number,
        name=name,
        tail=tail,
        state=listed.text("state"),
        fault=next((fault for fault in faults if fault), ""),
    )
