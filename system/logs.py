"""A diary of the program for whoever mends it, in which nobody's name, number or words stand.

Three habits make that so: our own records name things by kind and row id; runs of seven or more digits are masked,
whoever wrote them; and of an exception only its type and the places in the code are written, because its value may hold
what was typed or a whole row of a table.
"""

import errno
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from system.clock import CHINA
from system.errors import Invalid, Trouble
from system.files import make_folder

FILE_NAME = "station.log"
_HANDLER = "diary"
# The file turns over at one megabyte; five older ones are kept.
_BYTES = 1024 * 1024
_OLDER = 5
_MOST_FRAMES = 40

# Seven digits are a land line. Written with gaps ("138 1234 5267"), eleven make a phone; a date with its hour stays.
# \d means the digits of every script, full-width ones too.
_DIGIT_RUN = re.compile(r"\d{7,}[Xx]?|\d(?:[ \-·]?\d){10,}[Xx]?")


class PlainFormatter(logging.Formatter):
    """One line per record: time in China, level, logger, message, and for an exception what `describe` tells."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, CHINA)
        parts = [_message(record)]
        if record.exc_info and record.exc_info[1] is not None:
            parts.append(describe(record.exc_info[1]))
        text = mask(" | ".join(parts))
        line = re.sub(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*", " | ", text)
        return f"{moment:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {line}"


class _Diary(logging.Handler):
    """A rotating file, opened by the first record: its module loads sockets and more, which the start can spare."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(self._path, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8")
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def set_up(directory: Path, level: int = logging.INFO) -> logging.Handler:
    """Send all records from `level` on to `station.log` in `directory`, which is made if need be.

    Returns the handler; a second call replaces the first. Raises `Trouble` when the folder can't be written.
    """
    make_folder(directory)
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if handler.get_name() == _HANDLER]:
        root.removeHandler(old)
        old.close()
    # A full disk must not stop the work, and what logging does by default prints the record's values on stderr.
    logging.raiseExceptions = False
    handler = _Diary(directory / FILE_NAME)
    handler.set_name(_HANDLER)
    handler.setFormatter(PlainFormatter())
    root.addHandler(handler)
    root.setLevel(level)
    return handler


def mask(text: str) -> str:
    """Digit runs of seven and more (phones, citizen numbers, cards) become `<n digits>`."""
    return _DIGIT_RUN.sub(lambda match: f"<{sum(letter.isdigit() for letter in match[0])} digits>", text)


def describe(exception: BaseException) -> str:
    """What may be told of an exception: type, places, causes; several lines, the crash window shows them as they are.

    Values are told where this program wrote them without data: the sentence of a `Trouble`, the field keys of an
    `Invalid`, the number of an operating system's error.
    """
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = exception
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(("caused by " if lines else "") + _headline(current))
        lines.extend(_frames(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


def _headline(exception: BaseException) -> str:
    kind = type(exception)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    detail = ""
    if isinstance(exception, Trouble):
        detail = exception.message
    elif isinstance(exception, Invalid):
        detail = ", ".join(sorted(exception.fields))
    elif isinstance(exception, OSError) and exception.errno is not None:
        detail = errno.errorcode.get(exception.errno, str(exception.errno))
    return mask(f"{name}: {detail}" if detail else name)


def _frames(exception: BaseException) -> list[str]:
    frames = traceback.extract_tb(exception.__traceback__)[-_MOST_FRAMES:]
    return [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    """The last two parts of a path: the ones above may hold the name of the person whose account it is."""
    return "/".join(Path(filename).parts[-2:])


def _message(record: logging.LogRecord) -> str:
    """The record's message; exceptions among its arguments are told as `describe` would head them."""
    args = record.args
    if isinstance(record.msg, BaseException):
        return _headline(record.msg)
    if not args:
        return str(record.msg)
    if isinstance(args, Mapping):
        return str(record.msg) % {key: _safe(value) for key, value in args.items()}
    return str(record.msg) % tuple(_safe(value) for value in args)


def _safe(value: object) -> object:
    return _headline(value) if isinstance(value, BaseException) else value
