"""Frozen records as plain values and back, strictly: what JSON or TOML hold is read as it stands or refused.

For records that a station may write into a database, a package or a file, where a wrong kind of value would show itself
only on some later day at the window.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

_Record = TypeVar("_Record")


def plain_record(record: Any) -> dict[str, Any]:
    """All fields as values for JSON, so that what was kept means the same when a default changes one day."""
    return {one.name: _plain(getattr(record, one.name)) for one in fields(record)}


def read_record(kind: type[_Record], data: Any, noun: str) -> _Record:
    """The way back, of dataclasses whose fields are str, int, bool, StrEnum, or tuples of these or of such dataclasses.

    ValueError with a Chinese sentence for an unknown key, a missing one or a value of another kind; `noun` is what the
    record is called in it.
    """
    if not isinstance(data, Mapping):
        raise ValueError(f"“{noun}”应当是成组的项，现在读不出来。")
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable, whatever its records are
    for name in data:
        if name not in hints:
            raise ValueError(f"“{noun}”里有不认识的项“{name}”，多半是新版本程序写的，请先升级。")
    for one in fields(kind):  # type: ignore[arg-type]
        if one.default is MISSING and one.name not in data:
            raise ValueError(f"“{noun}”里少了“{one.name}”这一项。")
    return kind(**{name: _read(hints[name], value, f"{noun}.{name}") for name, value in data.items()})


@cache
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    """The kinds of a record's values. Asking Python is slow, and a case page reads its matter each time."""
    return get_type_hints(kind)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain_record(one) if is_dataclass(one) else _plain(one) for one in value]
    return value


def _read(hint: Any, value: Any, noun: str) -> Any:
    parts: Sequence[Any] = get_args(hint)
    if parts:
        if not isinstance(value, list | tuple):
            raise ValueError(f"“{noun}”应当是一列，现在读不出来。")
        return tuple(_read(parts[0], one, f"{noun}.{at}") for at, one in enumerate(value))
    if is_dataclass(hint):
        return read_record(hint, value, noun)  # type: ignore[arg-type]
    if issubclass(hint, StrEnum):
        if not isinstance(value, str) or value not in set(hint):
            raise ValueError(f"“{noun}”里的“{value}”不认识。")
        return hint(value)
    # A bool is an int to Python, and no number of days.
    if type(value) is not hint:
        raise ValueError(f"“{noun}”的写法不对，现在读不出来。")
    return value
