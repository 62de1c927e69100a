"""The list of results (结果名单) that the district sends back: which case, what came of it, when, and why not."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exchange.list_file import Headings, Listed, read_listed

Outcome = Literal["ok", "no", "back"]

_HEADINGS: Headings = {
    "outcome": ("结果", "审核结果", "审批结果", "办理结果", "审核意见"),
    "case_number": ("办件编号", "本站编号", "本站办件编号"),
    "official_number": ("系统受理号", "受理号", "受理编号", "业务编号"),
    "name": ("姓名", "申请人", "申请人姓名"),
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
    "day": ("结果日期", "审核日期", "审批日期", "办结日期", "日期"),
    "item_number": ("优待证号", "证件编号", "物品编号", "光荣牌编号", "介绍信编号"),
    "reason": ("原因", "理由", "退回原因", "未通过原因", "说明"),
    "basis": ("依据", "政策依据"),
}
_NEEDED = (("outcome",), ("case_number", "official_number", "name"))
_WORDS: Mapping[str, Outcome] = {
    **dict.fromkeys(("通过", "审核通过", "审批通过", "同意", "合格", "已通过"), "ok"),
    **dict.fromkeys(("未通过", "不通过", "审核不通过", "审核未通过", "审批不通过", "不同意", "不合格", "驳回"), "no"),
    **dict.fromkeys(("退回", "退回补正", "补正", "退回修改", "退回补充材料"), "back"),
}


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One row. `tail`: the last four characters of the identity number; `fault`: why it can't be used, or ""."""

    line: int
    outcome: Outcome = "ok"
    case_number: str = ""
    official_number: str = ""
    name: str = ""
    tail: str = ""
    day: dt.date | None = None
    item_number: str = ""
    reason: str = ""
    basis: str = ""
    fault: str = ""


def read_result_list(path: Path, today: dt.date, *, result_on: dt.date | None = None) -> tuple[ResultRow, ...]:
    """All rows of the list, wrong ones with their fault; raises Trouble for a file that is no such list.

    `result_on` counts where a row has no day of its own.
    """
    return tuple(_row(listed, today, result_on) for listed in read_listed(path, _HEADINGS, _NEEDED))


def _row(listed: Listed, today: dt.date, result_on: dt.date | None) -> ResultRow:
    official, official_fault = listed.number("official_number")
    item, item_fault = listed.number("item_number")
    tail, tail_fault = listed.tail("identity")
    day, day_fault = listed.day("day", today)
    word = listed.text("outcome").replace(" ", "").rstrip("。")
    outcome = _WORDS.get(word)
    day = day or (None if day_fault else result_on)
    faults = (
        "" if outcome else f"结果“{word}”看不懂，请写“通过”“未通过”或“退回”。",
        official_fault,
        item_fault,
        tail_fault,
        day_fault or _day_fault(day, today),
        "" if _named(listed, tail) else "没有办件编号，也没有受理号，姓名和证件号后四位不全，不知道是哪一件。",
    )
    return ResultRow(
        line=listed.line,
        outcome=outcome or "ok",
        case_number=listed.text("case_number"),
        official_number=official,
        name=listed.text("name"),
        tail=tail,
        day=day,
        item_number=item,
        reason=listed.text("reason"),
        basis=listed.text("basis"),
        fault=next((fault for fault in faults if fault), ""),
    )


def _named(listed: Listed, tail: str) -> bool:
    return bool(listed.text("case_number") or listed.text("official_number") or (listed.text("name") and tail))


def _day_fault(day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return "没有写结果日期。请在名单里补上，或选好日期再读。"
    return f"{day:%Y-%m-%d} 还没有到，请核对日期。" if day > today else ""
