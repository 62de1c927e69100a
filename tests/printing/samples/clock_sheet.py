"""The sheet that shows how a last day was worked out: as usual, a long strip, too long everywhere, hostile, empty."""

from typing import Any

from printing.forms.clock_sheet import ClockSheet, DerivationRow, OtherClock, StripCell
from tests.printing.papers import HOSTILE, NAME_60, NARRATIVE
from tests.printing.samples.station_papers import FRAME, HOSTILE_FRAME, LONG_FRAME

STEPS = (
    DerivationRow("起算事件", "受理（李莎，11-24 10:02 记入）", "2026-11-24 周二", "信访工作条例 第三十四条"),
    DerivationRow("当天不算", "从第二天起算第 1 日", "2026-11-25 周三", "民法典 第二百零一条"),
    DerivationRow("＋ 60 日", "单位“日”，休息日也算在内", "2027-01-23 周六", "信访工作条例 第三十四条"),
    DerivationRow("扣除、中止", "无（听证只在复核时扣除）", "不变", "信访工作条例 第三十六条"),
    DerivationRow("末日逢休息日", "跳过 01-23 周六、01-24 周日", "顺延 2 天", "民法典 第二百零三条"),
    DerivationRow("法定最后一日", "只算到日，不算钟点", "2027-01-25 周一", "民法典 第二百零三条"),
)
STRIP = (
    StripCell("一", "11-23"),
    StripCell("二", "11-24", "起算", strong=True),
    StripCell("三", "11-25", "第1日"),
    StripCell("四", "11-26", "第2日"),
    StripCell("五", "11-27", "第3日"),
    StripCell(words=("第 4 日", "… 50 天 …", "第 53 日")),
    StripCell("日", "01-17", "第54日", off=True, provisional=True),
    *(
        StripCell(day, f"01-{18 + place}", f"第{55 + place}日", provisional=True)
        for place, day in enumerate("一二三四五")
    ),
    StripCell("六", "01-23", "原始", off=True, provisional=True, strong=True),
    StripCell("日", "01-24", "跳过", off=True, provisional=True),
    StripCell("一", "01-25", "法定", provisional=True, strong=True),
    StripCell("二", "01-26", provisional=True),
    StripCell("三", "01-27", provisional=True),
)
OTHERS = (
    OtherClock("受理告知 15 日", "2026-11-14 周六", "2026-11-29 周日", "2026-11-30 周一", "按期，第 10 日告知"),
    OtherClock("延期 至多 30 日", "", "2027-02-22 周一", "2027-02-22 周一", "未用"),
    OtherClock("申请复查 30 日", state="未开始，等送达日期"),
)


def clock_sheet(**changes: Any) -> ClockSheet:
    """A sheet with these changes."""
    values: dict[str, Any] = FRAME | {
        "case_number": "坡退信〔2026〕47号",
        "person": "李䶮",
        "matter": "伤残抚恤金补发诉求",
        "clock": "办结时限 60 日",
        "rule": "信访时限规则第 2 版（2022-05-01 起用）；信访工作条例 第三十四条",
        "started_on": "2026年11月24日 周二",
        "raw_day": "2027年1月23日 周六",
        "legal_day": "2027年1月25日 周一",
        "provisional": "2027 年放假安排没有装入，先按周末和法定节日暂估；装入后重新推算。",
        "calendar_version": "2026-2（已装入 2024—2026 年）",
        "steps": STEPS,
        "strip": STRIP,
        "others": OTHERS,
    }
    return ClockSheet(**(values | changes))


_TEXTS = ("case_number", "person", "matter", "clock", "rule", "started_on", "raw_day", "legal_day", "calendar_version")
_LONG_STRIP = tuple(
    StripCell("一二三四五六日"[place % 7], "12-28", f"第{place}日", off=place % 7 > 4) for place in range(95, 195)
)

SAMPLES: dict[str, Any] = {
    "clock_sheet": clock_sheet(),
    "clock_sheet_firm": clock_sheet(provisional="", strip=STRIP[:6], others=()),
    "clock_sheet_marked": clock_sheet(reprint=12, correction=3),
    "clock_sheet_strip": clock_sheet(strip=_LONG_STRIP),
    "clock_sheet_long": clock_sheet(
        **LONG_FRAME,
        **dict.fromkeys(_TEXTS, NAME_60),
        provisional=NARRATIVE[:500],
        steps=tuple(DerivationRow(NAME_60, NARRATIVE[:400], NAME_60, NAME_60) for _ in range(9)),
        others=tuple(OtherClock(NAME_60, NAME_60, NAME_60, NAME_60, NAME_60) for _ in range(9)),
    ),
    "clock_sheet_hostile": clock_sheet(
        **HOSTILE_FRAME,
        **dict.fromkeys(_TEXTS, HOSTILE),
        provisional=HOSTILE,
        steps=(DerivationRow(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        strip=(
            StripCell(HOSTILE, HOSTILE, HOSTILE, off=True, provisional=True, strong=True),
            StripCell(words=(HOSTILE,) * 9),
            StripCell(off=True),
        ),
        others=(OtherClock(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
    ),
    "clock_sheet_empty": clock_sheet(
        **dict.fromkeys(_TEXTS, ""), station_name="", operator="", provisional="", steps=(), strip=(), others=()
    ),
}
