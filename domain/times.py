"""Times of day as staff type them: 9:30, 0930, 9点半."""

import re
from dataclasses import dataclass
from datetime import time

from domain.text import compact

_TIME = re.compile(r"([0-9]{1,2})(?:[:：.点时]([0-9]{1,2})?分?|)")
_RUN_TOGETHER = re.compile(r"([0-9]{1,2})([0-9]{2})")
_UNREADABLE = "看不懂这个时间。可以写 9:30、0930 或 9点半，记不清的留空。"


@dataclass(frozen=True)
class TimeReading:
    """A time of day, or None with a Chinese sentence; both empty where nothing was typed."""

    value: time | None
    message: str = ""


def read_time(raw: str) -> TimeReading:
    """Read 9:30, 09：30, 930, 0930, 9点, 9点半, 14时30分; the hour alone is the full hour."""
    text = compact(raw).replace("半", "30")
    if not text:
        return TimeReading(None)
    found = _TIME.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if not found:
        return TimeReading(None, _UNREADABLE)
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        return TimeReading(None, f"没有 {hour} 点 {minute:02d} 分，请核对。")
    return TimeReading(time(hour, minute))
