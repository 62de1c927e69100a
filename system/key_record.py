"""The key file's form on disk: plain values, strict reading, canonical writing.

Apart from `keyfile` so that what is stored can be read in one sitting. Binary values are base64, moments ISO 8601 with
offset, JSON keys sorted. A newer format is refused, and so is anything that doesn't look as this program writes it.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NoReturn, cast

from system.crypto import SALT_BYTES, KdfParams, derive, hmac_sha256
from system.errors import DamagedStore, NewerDatabase

FORMAT = 1

# Above these a slot was not written by us, and obeying it would hang a small computer.
_MOST_MEMORY_KIB = 1024 * 1024
_MOST_TIME = 32
_MOST_LANES = 16


@dataclass(frozen=True)
class Counter:
    """Wrong passwords in a row; `locked_at` and `locked_until` are "" while open. `mac` covers all and the uuid."""

    failures: int = 0
    locked_at: str = ""
    locked_until: str = ""
    mac: bytes = b""


@dataclass(frozen=True)
class Slot:
    """One operator's way to the master key. A closed slot keeps its name and holds no key (`wrapped` is empty)."""

    uuid: str
    name: str
    post: str
    active: bool
    salt: bytes
    kdf: KdfParams
    wrapped: bytes
    counter: Counter

    @property
    def is_open(self) -> bool:
        """Whether a password can open anything here; a closed slot made active with an editor still can't."""
        return self.active and bool(self.wrapped)

    @property
    def context(self) -> bytes:
        """Ties the wrapped key to its operator: a slot moved under another name doesn't open."""
        return f"slot:{self.uuid}".encode()


@dataclass(frozen=True)
class RecoverySlot:
    """The paper's way to the master key. `sheet` numbers the papers from 1; a void one has an empty `wrapped`."""

    sheet: int = 0
    salt: bytes = b""
    wrapped: bytes = b""

    @property
    def context(self) -> bytes:
        """Ties the wrapped key to the number of the sheet."""
        return f"recovery:{self.sheet}".encode()


@dataclass(frozen=True)
class KeyRecord:
    """The whole file. `generation` counts the signed changes; `mac` covers all but the try counters."""

    station: str
    generation: int
    slots: tuple[Slot, ...]
    recovery: RecoverySlot
    mac: bytes = b""

    def slot(self, uuid: str) -> Slot | None:
        """The slot of an operator, closed ones too."""
        return next((slot for slot in self.slots if slot.uuid == uuid), None)

    def with_slot(self, new: Slot) -> "KeyRecord":
        """A copy with this operator's slot replaced in its place, or added at the end."""
        if self.slot(new.uuid) is None:
            return replace(self, slots=(*self.slots, new))
        return replace(self, slots=tuple(new if slot.uuid == new.uuid else slot for slot in self.slots))

    def signed(self, master: bytes) -> "KeyRecord":
        """A copy with the MAC that belongs to it."""
        return replace(self, mac=self.expected_mac(master))

    def expected_mac(self, master: bytes) -> bytes:
        """The MAC under a key derived from the master key. Try counters are left out: they change before any login."""
        body = self._as_dict()
        del body["mac"]
        body["slots"] = [
            {key: value for key, value in _slot_out(slot).items() if key != "tries"} for slot in self.slots
        ]
        return hmac_sha256(derive(master, "key file"), _canonical(body))

    def to_bytes(self) -> bytes:
        """The file's content."""
        text = json.dumps(self._as_dict(), ensure_ascii=False, sort_keys=True, indent=1)
        return (text + "\n").encode()

    def _as_dict(self) -> dict[str, object]:
        recovery = self.recovery
        return {
            "format": FORMAT,
            "station": self.station,
            "generation": self.generation,
            "slots": [_slot_out(slot) for slot in self.slots],
            "recovery": {"sheet": recovery.sheet, "salt": _out(recovery.salt), "wrapped": _out(recovery.wrapped)},
            "mac": _out(self.mac),
        }


def counter_mac(slot: Slot, counter: Counter) -> bytes:
    """The MAC of a counter, under a key from the slot's own salt and wrapped key.

    No password is known when a wrong one is counted, so the key can't be secret: whoever writes a program can make this
    MAC too. It stops the editor and the copied line, no more; what protects the file is Argon2id.
    """
    key = derive(slot.salt + slot.wrapped, "try counter")
    return hmac_sha256(key, _canonical([slot.uuid, counter.failures, counter.locked_at, counter.locked_until]))


def read_record(data: bytes) -> KeyRecord:
    """Read a key file's content. Raises `NewerDatabase` for a later format, `DamagedStore` for anything unreadable."""
    try:
        body = _mapping(json.loads(data.decode("utf-8")))
        if _number(body, "format") > FORMAT:
            raise NewerDatabase("密钥文件")
        recovery = _mapping(body["recovery"])
        record = KeyRecord(
            station=_text(body, "station"),
            generation=_number(body, "generation"),
            slots=tuple(_slot_in(_mapping(slot)) for slot in _list(body["slots"])),
            recovery=RecoverySlot(_number(recovery, "sheet"), _bytes(recovery, "salt"), _bytes(recovery, "wrapped")),
            mac=_bytes(body, "mac"),
        )
        if len({slot.uuid for slot in record.slots}) != len(record.slots):
            raise ValueError("two slots of one operator")
        if any(slot.wrapped and len(slot.salt) != SALT_BYTES for slot in record.slots):
            raise ValueError("salt")
    except (ValueError, KeyError, RecursionError) as error:
        raise DamagedStore("密钥文件已损坏，读不出来。") from error
    return record


def _slot_out(slot: Slot) -> dict[str, object]:
    counter = slot.counter
    return {
        "uuid": slot.uuid,
        "name": slot.name,
        "post": slot.post,
        "active": slot.active,
        "salt": _out(slot.salt),
        "kdf": {"memory_kib": slot.kdf.memory_kib, "time": slot.kdf.time, "lanes": slot.kdf.lanes},
        "wrapped": _out(slot.wrapped),
        "tries": {
            "failures": counter.failures,
            "locked_at": counter.locked_at,
            "locked_until": counter.locked_until,
            "mac": _out(counter.mac),
        },
    }


def _slot_in(body: Mapping[str, object]) -> Slot:
    active = body["active"]
    return Slot(
        uuid=_text(body, "uuid"),
        name=_text(body, "name"),
        post=_text(body, "post"),
        active=active if isinstance(active, bool) else _refuse("active"),
        salt=_bytes(body, "salt"),
        kdf=_kdf_in(_mapping(body["kdf"])),
        wrapped=_bytes(body, "wrapped"),
        counter=_counter_in(body.get("tries")),
    )


def _kdf_in(body: Mapping[str, object]) -> KdfParams:
    lanes = _within(_number(body, "lanes"), 1, _MOST_LANES)
    return KdfParams(
        # RFC 9106, 3.1: at least 8 KiB a lane.
        memory_kib=_within(_number(body, "memory_kib"), 8 * lanes, _MOST_MEMORY_KIB),
        time=_within(_number(body, "time"), 1, _MOST_TIME),
        lanes=lanes,
    )


def _counter_in(body: object) -> Counter:
    """A counter that can't be read gets no MAC, and so counts as changed: the slot locks, the file stays usable."""
    try:
        tries = _mapping(body)
        return Counter(
            _number(tries, "failures"), _text(tries, "locked_at"), _text(tries, "locked_until"), _bytes(tries, "mac")
        )
    except (ValueError, KeyError):
        return Counter()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _out(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(body: Mapping[str, object], key: str) -> bytes:
    return base64.b64decode(_text(body, key), validate=True)


def _text(body: Mapping[str, object], key: str) -> str:
    value = body[key]
    return value if isinstance(value, str) else _refuse(key)


def _number(body: Mapping[str, object], key: str) -> int:
    value = body[key]
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else _refuse(key)


def _mapping(value: object) -> Mapping[str, object]:
    return cast(Mapping[str, object], value) if isinstance(value, dict) else _refuse("object")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else _refuse("list")


def _within(value: int, least: int, most: int) -> int:
    return value if least <= value <= most else _refuse("kdf")


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)
