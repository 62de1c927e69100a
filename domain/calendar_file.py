"""The yearly notice of days off as a small file that anybody can type from the newspaper and carry on a stick.

CSV with the header 日期,类型,名称 (a day, 休 or 班, the holiday), or a JSON list of the same. One file is one year's
notice; it may begin in the December before, because 元旦 is sometimes joined with the weekend before it (so in 2019).
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.dates import PartialDate
from domain.tables import limit
from domain.text import shortened, single_line
from domain.workdays import CalendarDay, short_weekday, statutory_count, statutory_days
from system.errors import Invalid

_HEADER = ("日期", "类型", "名称")
_KINDS = {"休": True, "放假": True, "休息": True, "班": False, "上班": False, "调休上班": False}
_DELIMITERS = ",\t;，"
_SATURDAY = 5
_DECEMBER = 12
_MOST_NAMED = 3
_MOST_QUOTED = 20


@dataclass(frozen=True)
class CalendarFile:
    """One year's days by date. `warnings`: Chinese sentences on what looks forgotten, which stop nothing."""

    year: int
    days: tuple[CalendarDay, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    """What stands in one row, by the header, and where: 第 3 行, 第 3 项."""

    place: str
    values: Mapping[str, str]


def read_calendar_file(text: str, source: str = "") -> CalendarFile:
    """The days of a file that was already decoded; `source` (the notice, or the file's name) is kept with each day.

    Raises Invalid with a Chinese sentence for each line that can't be taken ("line.1", …; the first ones of many), or
    one for the file ("file").
    """
    if len(text) > limit("calendar_file_characters"):
        raise _refused(f"文件太大，一年的放假安排不会超过 {limit('calendar_file_characters')} 个字。请核对选的文件。")
    text = text.removeprefix("\ufeff")
    lines = _json_lines(text) if text.lstrip().startswith(("[", "{")) else _csv_lines(text)
    if not lines:
        raise _refused("文件里没有一天。请按“日期,类型,名称”一行写一天。")
    days = _read_days(lines, single_line(source))
    year = max(days).year
    if stray := [day for day in days if day.year != year and (day.year, day.month) != (year - 1, _DECEMBER)]:
        raise _refused(f"一个文件只能写一年。{min(stray).isoformat()} 不是 {year} 年的，请分开。")
    found = tuple(days[day] for day in sorted(days))
    return CalendarFile(year, found, tuple(_warnings(year, days)))


def _refused(sentence: str) -> Invalid:
    return Invalid({"file": sentence})


def _csv_lines(text: str) -> list[_Line]:
    rows = text.splitlines()
    start = next((at for at, row in enumerate(rows) if row.strip()), None)
    if start is None:
        return []
    delimiter = next((mark for mark in _DELIMITERS if mark in rows[start]), ",")
    header = [single_line(cell) for cell in rows[start].split(delimiter)]
    if not {"日期", "类型"} <= set(header):
        raise _refused("第一行应是表头“日期,类型,名称”。请补上表头，或选另一个文件。")
    try:
        # One line at a time: a quotation mark that is never closed must not swallow the rest of the file.
        cells = [next(csv.reader([row], delimiter=delimiter), []) for row in rows[start + 1 :]]
    except csv.Error:
        raise _refused("这个文件不像是表格。请核对选的文件。") from None
    return [
        _Line(f"第 {at} 行", dict(zip(header, row, strict=False)))
        for at, row in enumerate(cells, start=start + 2)
        if any(cell.strip() for cell in row)
    ]


def _json_lines(text: str) -> list[_Line]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused("文件读不懂：不是完整的 JSON。请核对选的文件。") from None
    if not isinstance(rows, list):
        raise _refused("JSON 文件应是一个列表，每项写日期、类型、名称。请核对选的文件。")
    return [_Line(f"第 {at} 项", _plain(row)) for at, row in enumerate(rows, start=1)]


def _plain(row: Any) -> dict[str, str]:
    """The texts of one item; whatever isn't text stands for nothing written."""
    if not isinstance(row, dict):
        return {}
    return {key: value for key, value in row.items() if isinstance(value, str)}


def _read_days(lines: Sequence[_Line], source: str) -> dict[date, CalendarDay]:
    days: dict[date, CalendarDay] = {}
    places: dict[date, str] = {}
    faults: list[str] = []
    for line in lines:
        read = _read_line(line, source)
        if isinstance(read, str):
            faults.append(f"{line.place}：{read}")
        elif read.day in days:
            faults.append(f"{line.place}：{read.day.isoformat()} 在{places[read.day]}已经写了，请去掉一个。")
        else:
            days[read.day] = read
            places[read.day] = line.place
    if faults:
        raise Invalid({f"line.{at}": fault for at, fault in enumerate(_first(faults), start=1)})
    return days


def _first(faults: Sequence[str]) -> list[str]:
    most = limit("calendar_file_faults")
    rest = len(faults) - most
    return [*faults[:most], *([f"还有 {rest} 行有问题，请核对选的文件。"] if rest > 0 else [])]


def _read_line(line: _Line, source: str) -> CalendarDay | str:
    """The day of one row, or the Chinese sentence on why it can't be taken."""
    typed, kind, name = (single_line(line.values.get(column) or "") for column in _HEADER)
    try:
        read = PartialDate.parse(typed)
    except ValueError as error:
        typed = shortened(typed, _MOST_QUOTED)
        if str(error) != "no date":
            return f"没有“{typed}”这一天，请核对年、月、日。"
        return f"看不懂日期“{typed}”，请写成 2027-01-01。" if typed else "没有写日期。请写成 2027-01-01。"
    if read.day is None:
        return f"日期“{typed}”没有写到日，请写成 2027-01-01。"
    if kind not in _KINDS:
        return f"类型“{shortened(kind, _MOST_QUOTED)}”不认识，请写“休”或“班”。"
    if len(name) > limit("calendar_day_name"):
        return f"名称有 {len(name)} 个字，最多 {limit('calendar_day_name')} 个。请写短一些。"
    return CalendarDay(read.first_day, off=_KINDS[kind], name=name, source=source)


def _warnings(year: int, days: Mapping[date, CalendarDay]) -> Iterator[str]:
    named = sum(found.off and bool(found.name) for found in days.values())
    if named < statutory_count():
        yield f"全年法定节假日有 {statutory_count()} 天，文件里写了名称的放假日只有 {named} 天。请对照通知核对。"
    for day, name in statutory_days(year).items():
        found = days.get(day)
        if not (found.off if found else day.weekday() >= _SATURDAY):
            yield f"{day.isoformat()} {short_weekday(day)}是{name}，文件里没有放假。请对照通知核对。"
    useless = [day.isoformat() for day, found in sorted(days.items()) if not found.off and day.weekday() < _SATURDAY]
    if useless:
        more = f"等 {len(useless)} 天" if len(useless) > _MOST_NAMED else ""
        yield f"{'、'.join(useless[:_MOST_NAMED])}{more}本来就是工作日，不用写“班”。请核对是不是写错了日期。"
