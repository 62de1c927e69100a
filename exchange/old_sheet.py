"""The first visible sheet of an old .xls file, read in a process of its own.

The library that reads this format takes a file at its word: a few changed bytes make it ask for 60 GB and then
its process is gone. So a child reads, under limits of time and memory, and the desk only sees what it sent as JSON.
"""

import contextlib
import datetime as dt
import json
import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from domain.tables import limit
from exchange.sheet_xml import Cell, Line, Sheet
from system.errors import Trouble


def read_old_sheet(path: Path) -> Sheet:
    """The filled rows, as `read_sheet` gives those of an .xlsx; raises Trouble, with what to do about it."""
    # A child that starts afresh, on each system: one forked off a window would share its threads' locks.
    fresh = multiprocessing.get_context("spawn")
    here, there = fresh.Pipe(duplex=False)
    child = fresh.Process(target=_serve, args=(str(path), there), daemon=True)
    child.start()
    there.close()
    try:
        answer = _answer(here)
    finally:
        here.close()
        child.kill()
        child.join()
        child.close()
    if answer.get("locked"):
        raise Trouble("这个表格加了密码，读不了。", "请用表格软件打开，去掉密码，另存为 .xlsx 后再选。")
    if answer.get("long"):
        raise Trouble(f"名单超过 {limit('list_rows')} 行，没有读它。", "请分成几个文件，一个一个地读。")
    return Sheet(tuple(_line(number, cells) for number, cells in answer["lines"]))


def _answer(here: "Connection[Any, Any]") -> Any:
    """What the child sent; raises Trouble where it died or took too long."""
    if here.poll(limit("old_list_seconds")):
        with contextlib.suppress(EOFError, OSError):
            return json.loads(here.recv_bytes(limit("list_file_unpacked")))
    raise Trouble("这个旧式 .xls 表格读不出来，可能没有存完整。", "请用表格软件打开，另存为 .xlsx 后再选。")


def _line(number: int, cells: list[list[Any]]) -> Line:
    return Line(number, {column: Cell(text, numeric=numeric) for column, text, numeric in cells})


def _serve(path: str, there: "Connection[Any, Any]") -> None:
    """In the child: read, send, end."""
    _hold_back()
    there.send_bytes(json.dumps(_read(path)).encode())
    there.close()


def _hold_back() -> None:
    """No more memory than a list can need, and no word on the desk's error stream."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit("old_list_memory"), limit("old_list_memory")))


def _read(path: str) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError:
        return {"locked": True}
    visible = (one.name for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible)
    lines: list[tuple[int, list[tuple[int, str, bool]]]] = []
    sheet = book.get_sheet_by_name(next(visible))
    # Rows are counted from the sheet's first, columns only from the first that holds anything.
    left = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        filled = [(left + at, *_cell(value)) for at, value in enumerate(row[: limit("list_columns")]) if value != ""]
        if len(lines) >= limit("list_rows") and filled:
            return {"long": True}
        if filled:
            lines.append((number, filled))
    return {"lines": lines}


def _cell(value: Any) -> tuple[str, bool]:
    """The text of a value, and whether it was kept as a number."""
    if isinstance(value, dt.date | dt.time):
        return str(value), False
    return str(value), isinstance(value, int | float) and not isinstance(value, bool)
