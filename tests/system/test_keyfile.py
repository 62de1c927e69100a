"""The key slots: who opens, who waits, what is found, and what is never overwritten."""

import json
import logging
import os
import resource
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from system import security
from system.clock import CHINA, FixedClock
from system.crypto import KdfParams, new_key
from system.errors import Conflict, DamagedStore, Invalid, LockedOut, NewerDatabase, NotFound, Trouble, WrongPassword
from system.keyfile import KeyFile, Tile
from system.recovery_code import new_code
from system.security import LockOut

ROOT = Path(__file__).resolve().parents[2]
LIGHT = KdfParams(memory_kib=64, time=1, lanes=1)
RULE = LockOut(tries=5, minutes=10)
WANG, XIE = "5d0c1b1e-0001-4000-8000-000000000001", "5d0c1b1e-0002-4000-8000-000000000002"
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)

Body = dict[str, Any]


class Desk:
    """A key file with two operators, its master key and a clock that the tests move."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.master = new_key()
        self.clock = FixedClock(NINE)
        self.keys = KeyFile.create(path, master=self.master, station="坡子街街道退役军人服务站", kdf=LIGHT, rule=RULE)
        self.keys.set_slot(self.master, WANG, "王静", "接待岗", "Wang-2026")
        self.keys.set_slot(self.master, XIE, "谢国辉", "站长", "Xie-2026")

    def load(self) -> KeyFile:
        return KeyFile.load(self.path, kdf=LIGHT, rule=RULE)

    def try_password(self, password: str, uuid: str = WANG) -> bytes:
        """With a freshly loaded file, as after a restart: nothing may depend on memory."""
        return self.load().unlock(uuid, password, self.clock.now())

    def fail(self, times: int) -> None:
        for _ in range(times):
            with pytest.raises((WrongPassword, LockedOut)):
                self.try_password("wrong")

    def body(self) -> Body:
        body: Body = json.loads(self.path.read_text(encoding="utf-8"))
        return body

    def edit(self, change: Callable[[Body], object]) -> None:
        body = self.body()
        change(body)
        self.path.write_text(json.dumps(body), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "keys.json")


# ---------------------------------------------------------------- opening


def test_each_operator_and_nobody_else_opens(desk: Desk) -> None:
    assert desk.try_password("Wang-2026") == desk.master
    assert desk.try_password("Xie-2026", XIE) == desk.master
    with pytest.raises(WrongPassword):
        desk.try_password("Xie-2026", WANG)
    with pytest.raises(NotFound):
        desk.try_password("Wang-2026", "5d0c1b1e-0009-4000-8000-000000000009")


def test_the_login_page_sees_names_and_posts_in_order(desk: Desk) -> None:
    assert desk.load().tiles() == (Tile(WANG, "王静", "接待岗"), Tile(XIE, "谢国辉", "站长"))
    assert desk.load().station == "坡子街街道退役军人服务站"


def test_a_new_password_replaces_the_old_one_in_its_place(desk: Desk) -> None:
    desk.fail(2)
    desk.keys.set_slot(desk.master, WANG, "王静", "接待岗", "New-2026")
    assert [tile.uuid for tile in desk.load().tiles()] == [WANG, XIE]
    with pytest.raises(WrongPassword) as caught:
        desk.try_password("Wang-2026")
    assert caught.value.remaining == 4
    assert desk.try_password("New-2026") == desk.master


def test_a_closed_slot_holds_no_key_and_opens_again_only_with_a_new_password(desk: Desk) -> None:
    desk.keys.close_slot(desk.master, WANG)
    assert [tile.uuid for tile in desk.load().tiles()] == [XIE]
    slot = desk.body()["slots"][0]
    assert (slot["name"], slot["active"], slot["wrapped"], slot["salt"]) == ("王静", False, "", "")
    with pytest.raises(NotFound, match="停用"):
        desk.try_password("Wang-2026")
    desk.edit(lambda body: body["slots"][0].update(active=True))
    assert [tile.uuid for tile in desk.load().tiles()] == [XIE]
    with pytest.raises(NotFound, match="停用"):
        desk.try_password("Wang-2026")
    desk.edit(lambda body: body["slots"][0].update(active=False))
    desk.keys.set_slot(desk.master, WANG, "王静", "信访岗", "Back-2026")
    assert desk.try_password("Back-2026") == desk.master


def test_renaming_keeps_the_password(desk: Desk) -> None:
    desk.keys.rename(desk.master, WANG, "王小静", "信访岗")
    desk.keys.set_station(desk.master, "新站名")
    assert desk.load().tiles()[0] == Tile(WANG, "王小静", "信访岗")
    assert desk.load().station == "新站名"
    assert desk.try_password("Wang-2026") == desk.master
    assert desk.load().verify(desk.master)
    with pytest.raises(NotFound):
        desk.keys.rename(desk.master, "nobody", "", "")
    with pytest.raises(NotFound):
        desk.keys.close_slot(desk.master, "nobody")


def test_a_slot_keeps_the_cost_of_its_day(desk: Desk) -> None:
    later = KeyFile.load(desk.path, kdf=KdfParams(memory_kib=128, time=2, lanes=1), rule=RULE)
    later.set_slot(desk.master, XIE, "谢国辉", "站长", "Xie-2027")
    assert [slot["kdf"]["memory_kib"] for slot in desk.body()["slots"]] == [64, 128]
    assert later.unlock(WANG, "Wang-2026", NINE) == later.unlock(XIE, "Xie-2027", NINE) == desk.master


def test_without_a_word_the_shipped_cost_and_limits_are_taken(tmp_path: Path) -> None:
    master = new_key()
    keys = KeyFile.create(tmp_path / "keys.json", master=master, station="站")
    keys.set_slot(master, WANG, "王静", "接待岗", "Wang-2026")
    stored = json.loads((tmp_path / "keys.json").read_text(encoding="utf-8"))["slots"][0]["kdf"]
    assert KdfParams(**stored) == security.kdf_params()
    with pytest.raises(WrongPassword) as caught:
        KeyFile.load(tmp_path / "keys.json").unlock(WANG, "wrong", NINE)
    assert caught.value.remaining == security.lock_out().tries - 1


# ---------------------------------------------------------------- waiting


def test_tries_are_counted_down_and_the_last_one_locks(desk: Desk) -> None:
    for remaining in (4, 3, 2, 1):
        with pytest.raises(WrongPassword) as wrong:
            desk.try_password("wrong")
        assert wrong.value.remaining == remaining
    with pytest.raises(LockedOut) as locked:
        desk.try_password("wrong")
    assert locked.value.until == NINE + 10 * MINUTE
    assert "09:10" in str(locked.value)


def test_the_count_can_be_told_to_the_audit(desk: Desk) -> None:
    assert desk.load().failures(WANG) == 0
    desk.fail(3)
    assert (desk.load().failures(WANG), desk.load().failures(XIE)) == (3, 0)
    with pytest.raises(NotFound):
        desk.load().failures("nobody")


def test_a_locked_account_refuses_the_right_password_until_the_minute_and_only_that_account(desk: Desk) -> None:
    desk.fail(5)
    desk.clock.set(NINE + 10 * MINUTE - timedelta(seconds=1))
    with pytest.raises(LockedOut):
        desk.try_password("Wang-2026")
    assert desk.try_password("Xie-2026", XIE) == desk.master
    desk.clock.set(NINE + 10 * MINUTE)
    assert desk.try_password("Wang-2026") == desk.master


def test_asking_while_locked_does_not_prolong_it(desk: Desk) -> None:
    desk.fail(5)
    desk.clock.advance(9 * MINUTE)
    desk.fail(3)
    assert desk.load().locked_until(WANG, desk.clock.now()) == NINE + 10 * MINUTE


def test_after_the_wait_the_count_starts_anew(desk: Desk) -> None:
    desk.fail(5)
    desk.clock.advance(10 * MINUTE)
    assert desk.load().locked_until(WANG, desk.clock.now()) is None
    with pytest.raises(WrongPassword) as caught:
        desk.try_password("wrong")
    assert caught.value.remaining == 4


def test_the_right_password_clears_the_count(desk: Desk) -> None:
    desk.fail(4)
    desk.try_password("Wang-2026")
    desk.fail(4)
    assert desk.try_password("Wang-2026") == desk.master


def test_the_chief_lifts_a_lock_out(desk: Desk) -> None:
    desk.fail(5)
    desk.keys.clear_failures(WANG)
    assert desk.load().locked_until(WANG, NINE) is None
    assert desk.try_password("Wang-2026") == desk.master


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(hours=3), timedelta(days=400)])
def test_a_clock_set_back_never_shortens_the_wait_nor_makes_it_a_year(desk: Desk, back: timedelta) -> None:
    desk.fail(5)
    desk.clock.advance(-back)
    start = desk.clock.now()
    with pytest.raises(LockedOut) as caught:
        desk.try_password("Wang-2026")
    assert caught.value.until == start + 10 * MINUTE
    desk.clock.advance(10 * MINUTE - timedelta(seconds=1))
    with pytest.raises(LockedOut):
        desk.try_password("Wang-2026")
    desk.clock.advance(timedelta(seconds=1))
    assert desk.try_password("Wang-2026") == desk.master


@pytest.mark.parametrize(
    "change",
    [
        {"failures": 0},
        {"locked_until": "", "locked_at": ""},
        {"failures": 0, "locked_until": "", "locked_at": ""},
        {"locked_until": "2026-11-24T09:00:01+08:00"},
        {"locked_until": "soon"},
        {"mac": ""},
        {"mac": "not base64"},
        {"failures": "none"},
    ],
)
def test_a_changed_counter_counts_as_locked(desk: Desk, change: Body) -> None:
    desk.fail(5)
    desk.clock.advance(5 * MINUTE)
    desk.edit(lambda body: body["slots"][0]["tries"].update(change))
    until = NINE + 15 * MINUTE
    assert desk.load().locked_until(WANG, desk.clock.now()) == until
    with pytest.raises(LockedOut) as caught:
        desk.try_password("Wang-2026")
    assert caught.value.until == until
    desk.clock.set(until)
    assert desk.try_password("Wang-2026") == desk.master


def test_a_counter_taken_out_or_copied_from_another_counts_as_changed(desk: Desk) -> None:
    desk.edit(lambda body: body["slots"][0].pop("tries"))
    with pytest.raises(LockedOut):
        desk.try_password("Wang-2026")
    desk.edit(lambda body: body["slots"][0].update(tries=body["slots"][1]["tries"]))
    with pytest.raises(LockedOut):
        desk.try_password("Wang-2026")


def test_a_try_is_written_down_before_it_is_judged(desk: Desk) -> None:
    """A process that is killed while it reckons has used up its try. The slot is made costly, so it reckons long."""
    desk.edit(lambda body: body["slots"][0]["kdf"].update(memory_kib=64 * 1024, time=30))
    code = """
        import sys
        from datetime import datetime
        from pathlib import Path
        from system.keyfile import KeyFile
        try:
            KeyFile.load(Path(sys.argv[1])).unlock(sys.argv[2], "wrong", datetime.fromisoformat(sys.argv[3]))
        finally:
            print("judged", flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(desk.path), WANG, NINE.isoformat()]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as guesser:
        while desk.body()["slots"][0]["tries"]["failures"] == 0 and guesser.poll() is None:
            time.sleep(0.005)
        guesser.kill()
        assert guesser.stdout is not None
        assert guesser.stdout.read() == b""
    assert desk.body()["slots"][0]["tries"]["failures"] == 1


@pytest.mark.skipif(os.name != "posix", reason="the disk is made to refuse by RLIMIT_FSIZE")
def test_a_disk_that_takes_no_writes_lets_the_right_password_in_and_no_other(
    desk: Desk, expected_logs: list[logging.LogRecord]
) -> None:
    before = desk.path.read_bytes()
    # No file may grow beyond a few bytes: a real refusal, for root as well.
    with limited(resource.RLIMIT_FSIZE, 16):
        assert desk.try_password("Wang-2026") == desk.master
        with pytest.raises(Trouble, match="磁盘空间不够") as caught:
            desk.try_password("wrong")
        with pytest.raises(Trouble, match="磁盘空间不够"):
            desk.keys.set_slot(desk.master, WANG, "王静", "接待岗", "New-2026")
    assert not isinstance(caught.value, WrongPassword)
    assert desk.path.read_bytes() == before
    assert [entry.name for entry in desk.path.parent.iterdir()] == ["keys.json"]
    assert {record.name for record in expected_logs} == {"system.keyfile"}


@contextmanager
def limited(what: int, most: int) -> Iterator[None]:
    """This process gets no more than that of a thing of the operating system."""
    soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(what, (soft, hard))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory is limited by what Linux tells of it")
def test_a_computer_out_of_memory_uses_up_no_try(desk: Desk) -> None:
    desk.edit(lambda body: body["slots"][0]["kdf"].update(memory_kib=512 * 1024))
    in_use = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    with limited(resource.RLIMIT_AS, in_use + 128 * 1024 * 1024), pytest.raises(Trouble, match="内存不够"):
        desk.try_password("Wang-2026")
    assert desk.body()["slots"][0]["tries"]["failures"] == 0


# ---------------------------------------------------------------- the paper


def test_the_paper_opens_in_any_writing(desk: Desk) -> None:
    code = new_code()
    assert (desk.keys.has_recovery, desk.keys.recovery_sheet) == (False, 0)
    desk.keys.set_recovery(desk.master, code, 1)
    keys = desk.load()
    assert (keys.has_recovery, keys.recovery_sheet) == (True, 1)
    for way in (code, code.text.lower(), code.qr_text):
        assert keys.unlock_with_code(way) == desk.master
    assert code.letters not in desk.path.read_text(encoding="utf-8").upper()


def test_a_new_sheet_voids_the_old_one(desk: Desk) -> None:
    old, new = new_code(), new_code()
    desk.keys.set_recovery(desk.master, old, 1)
    desk.keys.set_recovery(desk.master, new, 2)
    with pytest.raises(Invalid, match="第 2 号"):
        desk.load().unlock_with_code(old)
    assert desk.load().unlock_with_code(new) == desk.master


def test_a_used_sheet_is_void_and_its_number_is_remembered(desk: Desk) -> None:
    code = new_code()
    with pytest.raises(Trouble, match="没有有效的恢复密钥"):
        desk.load().unlock_with_code(code)
    desk.keys.set_recovery(desk.master, code, 3)
    desk.keys.void_recovery(desk.master)
    assert (desk.load().has_recovery, desk.load().recovery_sheet) == (False, 3)
    with pytest.raises(Trouble, match="没有有效的恢复密钥"):
        desk.load().unlock_with_code(code)


def test_a_mistyped_code_is_told_before_any_key_is_tried(desk: Desk) -> None:
    desk.keys.set_recovery(desk.master, new_code(), 1)
    with pytest.raises(Invalid, match="还差"):
        desk.load().unlock_with_code("K7RM")


# ---------------------------------------------------------------- edits from outside


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(station="别的站"),
        lambda body: body.update(generation=99),
        lambda body: body["slots"].pop(),
        lambda body: body["slots"].reverse(),
        lambda body: body["slots"][0].update(name="冒名"),
        lambda body: body["slots"][0].update(post="站长"),
        lambda body: body["slots"][0].update(active=False),
        lambda body: body["slots"][0].update(wrapped=body["slots"][1]["wrapped"]),
        lambda body: body["slots"][0]["kdf"].update(time=2),
        lambda body: body["recovery"].update(sheet=7),
        lambda body: body["recovery"].update(wrapped=""),
        lambda body: body.update(mac=""),
    ],
)
def test_an_edit_from_outside_is_found_and_not_signed_over(desk: Desk, change: Callable[[Body], object]) -> None:
    desk.keys.set_recovery(desk.master, new_code(), 1)
    assert desk.load().verify(desk.master)
    desk.edit(change)
    edited = desk.path.read_bytes()
    assert not desk.load().verify(desk.master)
    with pytest.raises(DamagedStore, match="在程序之外被改动过"):
        desk.load().set_slot(desk.master, WANG, "王静", "接待岗", "New-2026")
    assert desk.path.read_bytes() == edited
    desk.load().sign_again(desk.master)
    assert desk.load().verify(desk.master)


def test_counting_tries_and_another_order_of_keys_are_no_edits(desk: Desk) -> None:
    desk.fail(3)
    desk.edit(lambda body: body.update(dict(reversed(body.items()))))
    assert desk.load().verify(desk.master)
    assert not desk.load().verify(new_key())


def test_a_slot_put_under_another_name_does_not_open(desk: Desk) -> None:
    def swap(body: Body) -> None:
        first, second = body["slots"]
        for key in ("salt", "wrapped", "kdf", "tries"):
            first[key], second[key] = second[key], first[key]

    desk.edit(swap)
    with pytest.raises(LockedOut):
        desk.try_password("Xie-2026", WANG)
    desk.clock.advance(10 * MINUTE)
    with pytest.raises(WrongPassword):
        desk.try_password("Xie-2026", WANG)


def test_each_signed_change_has_a_number_so_that_an_old_copy_is_known(desk: Desk) -> None:
    old = desk.path.read_bytes()
    before = desk.load().generation
    desk.keys.close_slot(desk.master, WANG)
    assert desk.load().generation == before + 1
    desk.path.write_bytes(old)
    assert desk.load().verify(desk.master)
    assert desk.load().generation == before


def test_two_objects_on_one_file_do_not_undo_each_other(desk: Desk) -> None:
    one, other = desk.load(), desk.load()
    one.set_slot(desk.master, XIE, "谢国辉", "站长", "Changed-1")
    with pytest.raises(WrongPassword):
        other.unlock(WANG, "wrong", NINE)
    assert desk.try_password("Changed-1", XIE) == desk.master


def test_wrong_tries_from_many_threads_are_all_counted(desk: Desk) -> None:
    outcomes: list[type[Exception]] = []

    def guess() -> None:
        try:
            desk.load().unlock(WANG, "wrong", NINE)
        except (WrongPassword, LockedOut) as refusal:
            outcomes.append(type(refusal))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count(WrongPassword), outcomes.count(LockedOut)) == (4, 8)


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe\x00",
        b"SQLite format 3\x00",
        b"[" * 100_000,
        b'{"format": "1"}',
        b'{"format": true}',
        b"x" * (1024 * 1024 + 1),
    ],
)
def test_what_cannot_be_read_is_told_and_never_overwritten(desk: Desk, content: bytes) -> None:
    desk.path.write_bytes(content)
    acts: list[Callable[[], object]] = [
        desk.load,
        desk.keys.tiles,
        lambda: desk.keys.unlock(WANG, "Wang-2026", NINE),
        lambda: desk.keys.unlock_with_code(new_code()),
        lambda: desk.keys.set_slot(desk.master, WANG, "王静", "", "x"),
        lambda: desk.keys.close_slot(desk.master, WANG),
        lambda: desk.keys.clear_failures(WANG),
        lambda: desk.keys.set_recovery(desk.master, new_code(), 1),
        lambda: desk.keys.sign_again(desk.master),
    ]
    for act in acts:
        with pytest.raises(DamagedStore, match="密钥文件已损坏"):
            act()
    assert desk.path.read_bytes() == content
    assert [entry.name for entry in desk.path.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("station"),
        lambda body: body.update(station=5),
        lambda body: body.update(slots={}),
        lambda body: body.update(slots=[1]),
        lambda body: body.update(recovery=None),
        lambda body: body.update(generation=-1),
        lambda body: body["slots"][0].update(active="yes"),
        lambda body: body["slots"][0].update(salt="***"),
        lambda body: body["slots"][0]["kdf"].update(memory_kib=64 * 1024 * 1024),
        lambda body: body["slots"][0]["kdf"].update(time=0),
        lambda body: body["slots"][0]["kdf"].update(memory_kib=8, lanes=2),
        lambda body: body["slots"][0].update(salt="AAAA"),
        lambda body: body["slots"][0]["kdf"].update(lanes=1000),
        lambda body: body["slots"].append(body["slots"][0]),
    ],
)
def test_values_that_we_never_write_are_damage(desk: Desk, change: Callable[[Body], object]) -> None:
    desk.edit(change)
    with pytest.raises(DamagedStore):
        desk.load()


def test_a_newer_format_is_refused_whatever_else_it_holds(desk: Desk) -> None:
    desk.path.write_text('{"format": 2, "another": "shape"}', encoding="utf-8")
    with pytest.raises(NewerDatabase, match="密钥文件是由更新版本"):
        desk.load()
    assert desk.path.read_text(encoding="utf-8") == '{"format": 2, "another": "shape"}'


def test_a_missing_file_says_what_to_do_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DamagedStore, match="找不到密钥文件“keys") as caught:
        KeyFile.load(tmp_path / "keys.json", kdf=LIGHT, rule=RULE)
    assert "备份" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir()
    with pytest.raises(Trouble, match="读不了密钥文件"):
        KeyFile.load(tmp_path / "keys.json", kdf=LIGHT, rule=RULE)


def test_creating_never_replaces_a_file(desk: Desk) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(Conflict, match="已经有密钥文件"):
        KeyFile.create(desk.path, master=new_key(), station="新站", kdf=LIGHT, rule=RULE)
    assert desk.path.read_bytes() == before


def test_the_file_is_plain_and_sorted_and_holds_no_secret(desk: Desk) -> None:
    desk.keys.set_recovery(desk.master, new_code(), 1)
    text = desk.path.read_text(encoding="utf-8")
    body = json.loads(text)
    assert json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1) + "\n" == text
    assert set(body) == {"format", "generation", "mac", "recovery", "slots", "station"}
    for secret in ("Wang-2026", "Xie-2026", desk.master.hex()):
        assert secret not in text
