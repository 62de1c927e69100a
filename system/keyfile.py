"""The key slots beside the database: one random master key, wrapped once per operator and once for the paper.

What it holds is known to everybody at the window (names, posts) or useless without a password (wrapped keys). Three
protections of different strength, so that nobody takes one for another:

* Argon2id and AES-GCM protect the master key, also from somebody who takes the file home.
* A MAC under a key derived from the master key covers names, posts and slots: an edit from outside is found at the next
  login (`verify`). An older copy of the whole file carries a good MAC; `generation`, compared with the number the
  database remembers, finds that.
* The try counter slows a guesser at the window. Its MAC stops the text editor; somebody who writes a program, puts an
  old copy back or moves the computer's clock forward gets more tries. A clock moved back never shortens a lock-out.

Each act reads the file anew and changes go through `write_then_move`, so several `KeyFile` objects of one process never
undo each other's changes; other processes are kept away by the folder's lock.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from system import security
from system.crypto import KdfParams, SealBroken, derive, new_salt, password_key, same, seal, unseal
from system.errors import Conflict, DamagedStore, Invalid, LockedOut, NotFound, Trouble, WrongPassword
from system.files import write_then_move
from system.key_record import Counter, KeyRecord, RecoverySlot, Slot, counter_mac, read_record
from system.recovery_code import RecoveryCode, read_code
from system.security import LockOut

# A station has some dozens of slots of half a kilobyte; whatever is bigger isn't ours.
_MOST_BYTES = 1024 * 1024

# Read, change and write belong together, whichever object does it.
_one_at_a_time = threading.RLock()

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tile:
    """What the login page shows of one operator."""

    uuid: str
    name: str
    post: str


class KeyFile:
    """The key file at one path.

    `kdf` is the cost of passwords that are set from now on, `rule` the lock-out; without them the shipped ones.
    """

    def __init__(self, path: Path, *, kdf: KdfParams | None = None, rule: LockOut | None = None) -> None:
        self._path = path
        self._kdf = kdf or security.kdf_params()
        self._rule = rule or security.lock_out()

    @classmethod
    def load(cls, path: Path, *, kdf: KdfParams | None = None, rule: LockOut | None = None) -> "KeyFile":
        """Open an existing file. Raises `DamagedStore` (missing, unreadable) or `NewerDatabase`; never writes."""
        found = cls(path, kdf=kdf, rule=rule)
        found._read()
        return found

    @classmethod
    def create(
        cls, path: Path, *, master: bytes, station: str, kdf: KdfParams | None = None, rule: LockOut | None = None
    ) -> "KeyFile":
        """Make a file without slots for a new master key. Raises `Conflict` where there is a file already."""
        made = cls(path, kdf=kdf, rule=rule)
        with _one_at_a_time:
            if path.exists():
                raise Conflict("这个数据文件夹里已经有密钥文件，没有改动它。请换一个文件夹，或者打开原来的数据。")
            made._write(KeyRecord(station=station, generation=1, slots=(), recovery=RecoverySlot()).signed(master))
        return made

    # ---- before anybody is logged in

    @property
    def station(self) -> str:
        """The station's name, for the login page."""
        return self._read().station

    @property
    def generation(self) -> int:
        """How many signed changes there were. Less than the database remembers: an old file was put back."""
        return self._read().generation

    @property
    def recovery_sheet(self) -> int:
        """The number of the latest recovery sheet, void or not; 0 before the first."""
        return self._read().recovery.sheet

    @property
    def has_recovery(self) -> bool:
        """Whether the latest sheet still opens the data."""
        return bool(self._read().recovery.wrapped)

    def tiles(self) -> tuple[Tile, ...]:
        """The active operators, in the order in which they were added."""
        return tuple(Tile(slot.uuid, slot.name, slot.post) for slot in self._read().slots if slot.is_open)

    def locked_until(self, uuid: str, now: datetime) -> datetime | None:
        """Until when the account takes no password, or None. Changes nothing."""
        return _as_of(_open_slot(self._read(), uuid), now, self._rule)[1]

    def failures(self, uuid: str) -> int:
        """Wrong passwords in a row that the counter holds; the next login tells the audit."""
        return _open_slot(self._read(), uuid).counter.failures

    def unlock(self, uuid: str, password: str, now: datetime) -> bytes:
        """The 32-byte master key. `now` is aware.

        Raises `WrongPassword`, `LockedOut`, `NotFound` (no such account, or closed), `DamagedStore`. A try is written
        down before it is judged, so that pulling the plug gives no free one. Where the disk takes no writes the right
        password still opens: staff must reach their data, and Argon2id is unmoved.
        """
        with _one_at_a_time:
            record = self._read()
            slot, until = _as_of(_open_slot(record, uuid), now, self._rule)
            if until is not None:
                if slot != record.slot(uuid):
                    self._write_counter(record.with_slot(slot))
                raise LockedOut(until)
            counted = _count_failure(slot, now, self._rule)
            trouble = self._write_counter(record.with_slot(counted))
            try:
                key = password_key(password, slot.salt, slot.kdf)
            except Trouble:
                self._write_counter(record)
                raise
            try:
                master = unseal(key, slot.wrapped, slot.context)
            except SealBroken:
                raise trouble or _verdict(counted, self._rule) from None
            self._write_counter(record.with_slot(_with_counter(slot, Counter())))
            return master

    def unlock_with_code(self, code: RecoveryCode | str) -> bytes:
        """The master key by the paper. Raises `Invalid` on "code" for a wrong one, `Trouble` when no sheet is valid."""
        read = read_code(code) if isinstance(code, str) else code
        recovery = self._read().recovery
        if not recovery.wrapped:
            raise Trouble("这份数据现在没有有效的恢复密钥。", "请站长用密码登录，在“设置”里重新打印一张。")
        try:
            return unseal(_code_key(read, recovery.salt), recovery.wrapped, recovery.context)
        except SealBroken:
            raise Invalid(
                {"code": f"打不开。现在有效的是第 {recovery.sheet} 号恢复密钥，请核对拿的是不是这一张，再照着输一遍。"}
            ) from None

    def clear_failures(self, uuid: str) -> None:
        """Lift a lock-out (the chief does). Raises `NotFound`."""
        with _one_at_a_time:
            record = self._read()
            self._write(record.with_slot(_with_counter(_open_slot(record, uuid), Counter())))

    # ---- with the master key at hand

    def verify(self, master: bytes) -> bool:
        """Whether names, posts and slots are as this program left them. False: changed from outside."""
        record = self._read()
        return same(record.mac, record.expected_mac(master))

    def sign_again(self, master: bytes) -> None:
        """Accept the file as it is, after somebody in charge has looked at what was changed from outside."""
        with _one_at_a_time:
            record = self._read()
            self._write(replace(record, generation=record.generation + 1).signed(master))

    def set_slot(self, master: bytes, uuid: str, name: str, post: str, password: str) -> None:
        """Give an operator a password: a new slot, a changed password, or a closed account opened again."""
        salt = new_salt()
        key = password_key(password, salt, self._kdf)

        def edit(record: KeyRecord) -> KeyRecord:
            bare = Slot(uuid, name, post, True, salt, self._kdf, b"", Counter())
            slot = replace(bare, wrapped=seal(key, master, bare.context))
            return record.with_slot(_with_counter(slot, Counter()))

        self._change(master, edit)

    def close_slot(self, master: bytes, uuid: str) -> None:
        """Take the key out of an operator's slot; the name stays known. Raises `NotFound`."""

        def edit(record: KeyRecord) -> KeyRecord:
            slot = replace(_open_slot(record, uuid), active=False, salt=b"", wrapped=b"")
            return record.with_slot(_with_counter(slot, Counter()))

        self._change(master, edit)

    def rename(self, master: bytes, uuid: str, name: str, post: str) -> None:
        """Change what the login page shows of an operator. Raises `NotFound`."""
        self._change(master, lambda record: record.with_slot(replace(_known_slot(record, uuid), name=name, post=post)))

    def set_station(self, master: bytes, name: str) -> None:
        """Change the station's name on the login page."""
        self._change(master, lambda record: replace(record, station=name))

    def set_recovery(self, master: bytes, code: RecoveryCode, sheet_no: int) -> None:
        """Make sheet `sheet_no` the one that opens the data; the sheet before it is void."""
        bare = RecoverySlot(sheet_no, new_salt())
        slot = replace(bare, wrapped=seal(_code_key(code, bare.salt), master, bare.context))
        self._change(master, lambda record: replace(record, recovery=slot))

    def void_recovery(self, master: bytes) -> None:
        """The sheet was used: it opens nothing any more. Its number stays known, for the next."""
        self._change(master, lambda record: replace(record, recovery=RecoverySlot(record.recovery.sheet)))

    # ---- the file

    def _change(self, master: bytes, edit: Callable[[KeyRecord], KeyRecord]) -> None:
        """Read, check, edit, sign, write. A file changed from outside isn't signed over in passing."""
        with _one_at_a_time:
            record = self._read()
            if not same(record.mac, record.expected_mac(master)):
                raise DamagedStore(
                    "密钥文件在程序之外被改动过，这次没有保存。",
                    "请站长核对工作人员名单，确认无误后再试，或者用备份恢复。",
                )
            self._write(replace(edit(record), generation=record.generation + 1).signed(master))

    def _read(self) -> KeyRecord:
        try:
            with self._path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except FileNotFoundError as error:
            raise DamagedStore(
                f"找不到密钥文件“{self._path.name}”，没有它打不开数据。",
                f"请把它放回“{self._path.parent}”，或者用最近的备份恢复。其他文件没有改动。",
            ) from error
        except OSError as error:
            raise Trouble(
                f"读不了密钥文件“{self._path.name}”（系统错误 {error.errno}）。",
                "请检查磁盘，以及这个账户有没有读取权限。",
            ) from error
        if len(data) > _MOST_BYTES:
            raise DamagedStore("密钥文件已损坏，读不出来。")
        return read_record(data)

    def _write(self, record: KeyRecord) -> None:
        write_then_move(self._path, record.to_bytes())

    def _write_counter(self, record: KeyRecord) -> Trouble | None:
        """Write a counter's change; the trouble if the disk refuses, which must not keep the right password out."""
        try:
            self._write(record)
        except Trouble as trouble:
            _log.warning("try counter not written: %s", trouble)
            return trouble
        return None


def _known_slot(record: KeyRecord, uuid: str) -> Slot:
    slot = record.slot(uuid)
    if slot is None:
        raise NotFound("没有这个账号。请回到登录页重新选择。")
    return slot


def _open_slot(record: KeyRecord, uuid: str) -> Slot:
    slot = _known_slot(record, uuid)
    if not slot.is_open:
        raise NotFound("这个账号已停用。请换一个账号，或者请站长启用。")
    return slot


def _code_key(code: RecoveryCode, salt: bytes) -> bytes:
    return derive(code.letters.encode(), "recovery sheet", salt=salt)


def _with_counter(slot: Slot, counter: Counter) -> Slot:
    return replace(slot, counter=replace(counter, mac=counter_mac(slot, counter)))


def _locked(slot: Slot, failures: int, now: datetime, rule: LockOut) -> Slot:
    until = now + timedelta(minutes=rule.minutes)
    return _with_counter(slot, Counter(failures, now.isoformat(), until.isoformat()))


def _as_of(slot: Slot, now: datetime, rule: LockOut) -> tuple[Slot, datetime | None]:
    """The slot as it counts at `now`, and until when it is locked.

    A counter with a wrong MAC is locked from now on. A clock that stands before the start of the lock was set back: the
    wait begins anew, which is never shorter and, unlike the stored end, never a year. A wait that is over starts at 0.
    """
    counter = slot.counter
    if not same(counter.mac, counter_mac(slot, counter)):
        renewed = _locked(slot, rule.tries, now, rule)
        return renewed, now + timedelta(minutes=rule.minutes)
    if not counter.locked_until:
        return slot, None
    if now < datetime.fromisoformat(counter.locked_at):
        return _locked(slot, counter.failures, now, rule), now + timedelta(minutes=rule.minutes)
    until = datetime.fromisoformat(counter.locked_until)
    if now < until:
        return slot, until
    return _with_counter(slot, Counter()), None


def _count_failure(slot: Slot, now: datetime, rule: LockOut) -> Slot:
    failures = slot.counter.failures + 1
    if failures >= rule.tries:
        return _locked(slot, failures, now, rule)
    return _with_counter(slot, Counter(failures))


def _verdict(counted: Slot, rule: LockOut) -> Trouble:
    if counted.counter.locked_until:
        return LockedOut(datetime.fromisoformat(counted.counter.locked_until))
    return WrongPassword(rule.tries - counted.counter.failures)
