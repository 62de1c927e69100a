"""Lists that other offices send (.xlsx, .xls, .csv): found by what is in them, not by how the file is called.

A heading row says what the columns are, in any order and under any of the usual words. A number that a table program
has rounded (4.30103E+17) is refused with its row, because nobody can know any more what it was.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.dates import read_date
from domain.identity import normalise_identity
from domain.tables import limit
from domain.text import compact, in_one_line
from exchange.old_sheet import read_old_sheet
from exchange.sheet_xml import Cell, Line, Sheet, read_sheet
from system.errors import Trouble

Headings = Mapping[str, tuple[str, ...]]
"""Column → the words that may stand over it."""

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PAGE = re.compile(rb"\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)
_ASIDE = re.compile(r"[（(【\[].*?[）)】\]]|[*＊:：\s]")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")
# A table program keeps 15 digits of a number; what is longer has zeros where digits were (ECMA-376, IEEE 754).
_EXACT_DIGITS = 15
_HEADING_ROWS = 10
# The first day that a serial number counts from: 1900 with its leap day that never was, or 1904.
_DAY_ZERO = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
_SERIALS = range(1, 100_000)


@dataclass(frozen=True)
class Listed:
    """One row under the heading; `line` is its number in the file."""

    line: int
    cells: Mapping[str, Cell]
    days_1904: bool = False

    def text(self, column: str) -> str:
        """What stands there, on one line; "" where nothing does or the list has no such column."""
        return in_one_line(self.cells[column].text) if column in self.cells else ""

    def number(self, column: str) -> tuple[str, str]:
        """A number as text, and a sentence where digits of it are lost."""
        cell = self.cells.get(column, Cell(""))
        text = compact(cell.text)
        if cell.numeric:
            text = text.removesuffix(".0")
        digits = sum(character.isdigit() for character in text)
        rounded = _ROUNDED.fullmatch(text) or (cell.numeric and (digits > _EXACT_DIGITS or not text.isdecimal()))
        if text and rounded:
            return "", f"“{text}”被表格软件改成了数值，丢了位数。请把这一列设成文本，重新填写。"
        return text, ""

    def tail(self, column: str) -> tuple[str, str]:
        """The last four characters of an identity number, given whole, masked or as that alone; or a sentence."""
        text, fault = self.number(column)
        if fault or not text:
            return "", fault
        if self.cells[column].numeric and len(text) < 4:
            text = text.zfill(4)
        tail = normalise_identity(text)[-4:]
        if len(tail) < 4 or not re.fullmatch(r"[0-9]{3}[0-9X]", tail):
            return "", f"证件号“{text}”的后四位看不清，请核对。"
        return tail, ""

    def day(self, column: str, today: dt.date) -> tuple[dt.date | None, str]:
        """A day, written or as a table program counts it; None where the cell is empty. Or a sentence."""
        cell = self.cells.get(column, Cell(""))
        text = compact(cell.text).removesuffix(".0") if cell.numeric else cell.text.strip()
        if cell.numeric and text.partition(".")[0].isdecimal() and int(text.partition(".")[0]) in _SERIALS:
            return _DAY_ZERO[self.days_1904] + dt.timedelta(days=int(text.partition(".")[0])), ""
        # A time after the day means nothing here: days of law are whole.
        reading = read_date(re.split(r"[ T]", text, maxsplit=1)[0], today)
        if not text or reading.value is None:
            return None, f"日期“{text}”看不懂，请写成 2026-11-24 的样子。" if text else ""
        return reading.value, ""


def read_listed(path: Path, headings: Headings, needed: tuple[tuple[str, ...], ...]) -> tuple[Listed, ...]:
    """The rows of a list; raises Trouble. `needed`: of each of these groups one column has to be there."""
    sheet = _sheet(path)
    heads = (_columns(line, headings) for line in sheet.lines[:_HEADING_ROWS])
    fits = (all(any(name in columns for name in group) for group in needed) for columns in heads)
    place = next((place for place, fit in enumerate(fits) if fit), None)
    if place is None:
        wanted = "、".join("或".join(headings[name][0] for name in group) for group in needed)
        raise Trouble("名单里没有找到表头。", f"前 {_HEADING_ROWS} 行里要有一行写着列名：{wanted}。")
    columns = _columns(sheet.lines[place], headings)
    rows = (
        Listed(line.number, {name: line.cells[at] for name, at in columns.items() if at in line.cells}, sheet.days_1904)
        for line in sheet.lines[place + 1 :]
    )
    return tuple(row for row in rows if row.cells)


def _columns(line: Line, headings: Headings) -> dict[str, int]:
    """Which column is where; raises Trouble where two say that they are the same."""
    found: dict[str, int] = {}
    for at, cell in line.cells.items():
        word = _ASIDE.sub("", cell.text)
        name = next((name for name, words in headings.items() if word in words), "")
        if name in found:
            raise Trouble(f"名单里有两列都叫“{cell.text.strip()}”。", "请去掉或改名其中一列，再读一次。")
        if name:
            found[name] = at
    return found


def _sheet(path: Path) -> Sheet:
    try:
        size = path.stat().st_size
        if not size:
            raise Trouble("这个文件是空的，一个字也没有。", "多半是没有拷完。请重新拷一份，再选一次。")
        if size > limit("list_file_bytes"):
            raise Trouble("文件太大，不像是名单，没有读它。", "请只留名单那一张表，另存为新文件后再选。")
        head = _head(path)
        if head.startswith(_ZIP):
            return read_sheet(path)
        if head.startswith(_OLD_OFFICE):
            return read_old_sheet(path)
        return _separated(_words(path.read_bytes(), head))
    except OSError as error:
        raise Trouble("这个文件打不开。", "请确认它还在、没有被别的程序占着，再选一次。") from error


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(512)


def _words(raw: bytes, head: bytes) -> str:
    """The text of a .csv in whichever encoding; raises Trouble for what is no table of text."""
    if _PAGE.match(head):
        raise Trouble("这个文件其实是网页，不是表格。", "请用表格软件打开，另存为 .xlsx 后再选。")
    if head.startswith(_UTF16):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in head:
        raise Trouble("这个文件不是表格，也不是文字。", "请选 .xlsx、.xls 或 .csv 名单。")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _separated(text: str) -> Sheet:
    beginning = "\n".join(text.splitlines()[:_HEADING_ROWS])
    delimiter = max((",", "\t", ";"), key=beginning.count)
    lines: list[Line] = []
    try:
        for number, cells in _rows(text, delimiter):
            if len(lines) >= limit("list_rows"):
                raise Trouble(f"名单超过 {limit('list_rows')} 行，没有读它。", "请分成几个文件，一个一个地读。")
            lines.append(Line(number, cells))
    except csv.Error as error:
        raise Trouble("这个 .csv 写得不完整，读不出来。", "请用表格软件打开，另存为 .xlsx 后再选。") from error
    return Sheet(tuple(lines))


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, dict[int, Cell]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in reader:
        # Leading apostrophes and ="…" are how programs keep a number from being rounded.
        cells = {at: Cell(_bare(word)) for at, word in enumerate(row[: limit("list_columns")]) if word.strip()}
        if cells:
            yield reader.line_num, cells


def _bare(word: str) -> str:
    found = re.fullmatch(r'="(.*)"', word.strip())
    return found[1] if found else word.strip().removeprefix("'")
