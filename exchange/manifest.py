"""The first page of a backup: what is in it, of which moment, and how to see that nobody changed it.

Anybody may read it (it names no visitor); only an open store can write its seal. Reading takes nothing on trust: each
field has its type and its bounds, and whatever differs from what this program writes is refused.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, NoReturn

from domain.text import single_line
from system.crypto import hmac_sha256, same
from system.errors import DamagedStore, NewerDatabase

FORMAT = 1

_MOST_TEXT = 400
_MOST_TABLES = 400
_MOST_COUNT = 2**48
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Member:
    """One file inside the archive: its bytes and its SHA-256 as 64 hex letters."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `rows` counts the rows per table; `audit_count` and `audit_head` are where the audit chain stood, so that a chain
    cut or made anew later is found; `sheet_no` is the recovery sheet that opens it, 0 where none does. `reason` is a
    short code.
    """

    made_at: datetime
    reason: str
    version: str
    schema: int
    station: str
    short_name: str
    station_uuid: str
    sheet_no: int
    audit_count: int
    audit_head: str
    rows: Mapping[str, int]
    members: Mapping[str, Member] = field(default_factory=dict)
    seal: str = ""

    def sealed(self, key: bytes) -> "Manifest":
        """A copy with the seal (HMAC-SHA256 under a key of the store) over all its other fields."""
        return replace(self, seal=self._expected_seal(key))

    def is_sealed_by(self, key: bytes) -> bool:
        """Whether the holder of `key` wrote exactly this; False also means that an older file was slipped in."""
        return same(self.seal.encode(), self._expected_seal(key).encode())

    def to_bytes(self) -> bytes:
        """The page as it is stored."""
        return (json.dumps(self._as_dict(), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()

    def _expected_seal(self, key: bytes) -> str:
        body = self._as_dict()
        del body["seal"]
        return hmac_sha256(key, json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hex()

    def _as_dict(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "reason": self.reason,
            "version": self.version,
            "schema": self.schema,
            "station": self.station,
            "short_name": self.short_name,
            "station_uuid": self.station_uuid,
            "sheet_no": self.sheet_no,
            "audit": {"count": self.audit_count, "head": self.audit_head},
            "rows": dict(self.rows),
            "members": {name: {"size": m.size, "sha256": m.sha256} for name, m in self.members.items()},
            "seal": self.seal,
        }


def read_manifest(data: bytes) -> Manifest:
    """The page from its bytes. Raises DamagedStore, or NewerDatabase for a format of a later program."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        _refuse()
    if not isinstance(body, dict):
        _refuse()
    if _count(body.get("format")) > FORMAT:
        raise NewerDatabase("这份备份")
    audit = _mapping(body.get("audit"))
    return Manifest(
        made_at=_moment(body.get("made_at")),
        reason=_text(body.get("reason")),
        version=_text(body.get("version")),
        schema=_count(body.get("schema")),
        station=_text(body.get("station")),
        short_name=_text(body.get("short_name")),
        station_uuid=_text(body.get("station_uuid")),
        sheet_no=_count(body.get("sheet_no")),
        audit_count=_count(audit.get("count")),
        audit_head=_digest(audit.get("head")),
        rows=MappingProxyType({_text(name): _count(rows) for name, rows in _mapping(body.get("rows")).items()}),
        members=MappingProxyType(
            {_text(name): _member(_mapping(entry)) for name, entry in _mapping(body.get("members")).items()}
        ),
        seal=_digest(body.get("seal")),
    )


def _refuse() -> NoReturn:
    raise DamagedStore("这不是本系统的备份，或者备份已损坏：说明页读不出来。", "请换一份备份再试，这份没有被改动。")


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or len(value) > _MOST_TABLES:
        _refuse()
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_TEXT or value != single_line(value):
        _refuse()
    return value


def _count(value: object) -> int:
    # True is an int in Python, and a count of True is nothing we wrote.
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_COUNT:
        _refuse()
    return value


def _digest(value: object) -> str:
    if not isinstance(value, str) or len(value) != 64 or set(value) - _HEX:
        _refuse()
    return value


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        _refuse()
    if moment.tzinfo is None:
        _refuse()
    return moment


def _member(entry: dict[str, Any]) -> Member:
    return Member(_count(entry.get("size")), _digest(entry.get("sha256")))
