"""The first sheet of an .xlsx file, read as hostile: lists come from other offices, on sticks and by mail.

Sizes are looked at before anything is unpacked, entities and document types are refused, and a cell far away from all
others costs nothing, because only what is filled is kept. Numbers stay the text that stands in the file, so that a lost
digit can still be seen.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat

from domain.tables import limit
from system.errors import Trouble

_CHUNK = 64 * 1024
# What `zipfile` and `zlib` raise on bytes that no office program wrote.
_MALFORMED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, struct.error, zlib.error)
_WORKBOOK, _LINKS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_UNREADABLE = "这个表格文件读不出来，可能没有存完整，或者不是表格。"
_ADVICE = "请用表格软件打开，另存为 .xlsx 或 .csv 后再选。"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell. `numeric`: stored as a number, so that digits or leading zeros may be gone."""

    text: str
    numeric: bool = False


@dataclass(frozen=True)
class Line:
    """A row that isn't empty: its number in the sheet, from 1, and its cells by column, from 0."""

    number: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class Sheet:
    """The filled rows. `days_1904`: serial days count from 1904, as on old Apple computers."""

    lines: tuple[Line, ...]
    days_1904: bool = False


def read_sheet(path: Path) -> Sheet:
    """The first sheet of a workbook; raises Trouble, with what to do about it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename: info for info in archive.infolist()}
            _check_sizes(names)
            book = _Workbook()
            _parse(archive, _WORKBOOK, book.begin)
            links = _Links()
            if _LINKS in names:
                _parse(archive, _LINKS, links.begin)
            strings = _Strings()
            if _STRINGS in names:
                _parse(archive, _STRINGS, strings.begin, strings.end, strings.text)
            sheet = _Rows(strings.found)
            _parse(archive, links.part(book.first), sheet.begin, sheet.end, sheet.text)
    except _MALFORMED as error:
        raise Trouble(_UNREADABLE, _ADVICE) from error
    except (KeyError, expat.ExpatError) as error:
        raise Trouble(_UNREADABLE, _ADVICE) from error
    return Sheet(tuple(sheet.lines), book.days_1904)


def _check_sizes(names: Mapping[str, zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in names.values())
    if len(names) > limit("list_file_parts") or unpacked > limit("list_file_unpacked"):
        raise Trouble("这个表格文件展开后大得不正常，没有读它。", "请只留名单那一张表，另存为新文件后再选。")


def _parse(
    archive: zipfile.ZipFile,
    name: str,
    begin: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    # Nobody's office program writes one, and entities can grow without end.
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, attributes: begin(_bare(tag), attributes)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(_bare(tag))
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(name) as part:
        for chunk in _chunks(part):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise Trouble(_UNREADABLE, _ADVICE)


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    left = limit("list_file_unpacked")
    while chunk := part.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            _refuse()
        yield chunk


def _bare(tag: str) -> str:
    return tag.rpartition(":")[2]


class _Workbook:
    """Which sheet is the first, and from when days count."""

    def __init__(self) -> None:
        self.first, self.days_1904 = "", False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "workbookPr":
            self.days_1904 = attributes.get("date1904", "") in ("1", "true")
        elif tag == "sheet" and not self.first and attributes.get("state", "visible") == "visible":
            self.first = next((value for name, value in attributes.items() if name.endswith(":id")), "")


@dataclass
class _Links:
    """Which part of the archive a sheet is."""

    found: dict[str, str] = field(default_factory=dict)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship":
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")

    def part(self, link: str) -> str:
        target = self.found.get(link, "worksheets/sheet1.xml")
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class _Strings:
    """The texts that cells share; how a word is read aloud (rPh) is none of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._open = self._aside = False

    def begin(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._aside = True
        elif tag == "t":
            self._open = not self._aside

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append("".join(self._parts))
        elif tag == "rPh":
            self._aside = False
        elif tag == "t":
            self._open = False

    def text(self, words: str) -> None:
        if self._open:
            self._parts.append(words)


class _Rows:
    """The filled cells, row by row, within the columns and rows that a list may have."""

    def __init__(self, strings: list[str]) -> None:
        self.lines: list[Line] = []
        self._strings = strings
        self._row = self._column = 0
        self._kind = ""
        self._parts: list[str] = []
        self._open = False
        self._cells: dict[int, Cell] = {}

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column, self._cells = -1, {}
        elif tag == "c":
            self._place(attributes.get("r", ""))
            self._kind, self._parts = attributes.get("t", "n"), []
        elif tag in ("v", "t"):
            self._open = True

    def _place(self, reference: str) -> None:
        found = _PLACE.fullmatch(reference)
        self._column = self._column + 1 if found is None else _column_of(found[1])

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._open = False
        elif tag == "c":
            cell = self._cell("".join(self._parts))
            if cell.text.strip() and self._column < limit("list_columns"):
                self._cells[self._column] = cell
        elif tag == "row" and self._cells:
            if len(self.lines) >= limit("list_rows"):
                raise Trouble(f"名单超过 {limit('list_rows')} 行，没有读它。", "请分成几个文件，一个一个地读。")
            self.lines.append(Line(self._row, self._cells))

    def _cell(self, raw: str) -> Cell:
        if self._kind == "s":
            at = int(raw or -1)
            return Cell(self._strings[at] if 0 <= at < len(self._strings) else "")
        if self._kind == "e":
            return Cell("")
        return Cell(raw, numeric=self._kind == "n")

    def text(self, words: str) -> None:
        if self._open:
            self._parts.append(words)


def _column_of(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
