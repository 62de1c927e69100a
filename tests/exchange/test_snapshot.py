"""A backup archive is whole or refused, whoever wrote it."""

import hashlib
import json
import struct
import zipfile
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from exchange import snapshot
from exchange.manifest import FORMAT, Manifest
from system.clock import CHINA
from system.errors import DamagedStore, NewerDatabase, Trouble

SEAL_KEY = bytes(range(32))
DATABASE = bytes(range(256)) * 64
KEYS = b'{"format": 1}\n'

MANIFEST = Manifest(
    made_at=datetime(2026, 11, 24, 9, 42, tzinfo=CHINA),
    reason="manual",
    version="0.1.0",
    schema=1,
    station="长沙市天心区坡子街街道退役军人服务站",
    short_name="坡退",
    station_uuid="00000000-0000-4000-8000-000000000001",
    sheet_no=1,
    audit_count=12,
    audit_head="ab" * 32,
    rows={"visit": 3, "audit": 12},
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / snapshot.file_name("坡退", MANIFEST.made_at)
    written(path)
    return path


def written(path: Path) -> Manifest:
    database = path.with_name("source.db")
    database.write_bytes(DATABASE)
    return snapshot.write(path, MANIFEST, database=database, keys=KEYS, seal_key=SEAL_KEY)


def rezip(path: Path, members: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def manifest_bytes(archive: Path, **changes: object) -> bytes:
    with zipfile.ZipFile(archive) as source:
        body = json.loads(source.read("manifest.json"))
    return json.dumps(body | changes).encode()


class TestRoundTrip:
    def test_name_says_station_and_moment(self) -> None:
        assert snapshot.file_name("坡退", MANIFEST.made_at) == "坡退-20261124-094200.tyjrbak"

    def test_name_never_becomes_a_path(self) -> None:
        assert snapshot.file_name("../a\\b c:", MANIFEST.made_at) == "abc-20261124-094200.tyjrbak"
        assert snapshot.file_name("／", MANIFEST.made_at) == "station-20261124-094200.tyjrbak"

    def test_reads_back_what_was_written(self, archive: Path) -> None:
        found = snapshot.verify(archive)
        assert replace(found, members={}, seal="") == MANIFEST
        assert found.members["station.db"].sha256 == hashlib.sha256(DATABASE).hexdigest()
        assert snapshot.read(archive) == found

    def test_extracts_both_files(self, archive: Path, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        target = tmp_path / "out"
        target.mkdir()
        snapshot.extract(archive, target, lambda done, total: told.append((done, total)))
        assert (target / "station.db").read_bytes() == DATABASE
        assert (target / "keys.json").read_bytes() == KEYS
        assert {path.name for path in target.iterdir()} == {"station.db", "keys.json"}
        assert told[-1] == (len(DATABASE) + len(KEYS),) * 2

    def test_keys_alone(self, archive: Path) -> None:
        assert snapshot.keys_of(archive) == KEYS

    def test_is_stored_not_packed(self, archive: Path) -> None:
        with zipfile.ZipFile(archive) as opened:
            assert [entry.filename for entry in opened.infolist()] == ["manifest.json", "keys.json", "station.db"]
            assert {entry.compress_type for entry in opened.infolist()} == {zipfile.ZIP_STORED}

    def test_seal_holds_for_its_key_only(self, archive: Path) -> None:
        found = snapshot.read(archive)
        assert found.is_sealed_by(SEAL_KEY)
        assert not found.is_sealed_by(bytes(32))
        assert not replace(found, sheet_no=2).is_sealed_by(SEAL_KEY)
        assert not replace(found, audit_head="cd" * 32).is_sealed_by(SEAL_KEY)

    def test_a_clock_before_1980_makes_a_backup_too(self, tmp_path: Path) -> None:
        early = replace(MANIFEST, made_at=datetime(1970, 1, 1, tzinfo=CHINA))
        source = tmp_path / "source.db"
        source.write_bytes(DATABASE)
        snapshot.write(tmp_path / "early.tyjrbak", early, database=source, keys=KEYS, seal_key=SEAL_KEY)
        assert snapshot.verify(tmp_path / "early.tyjrbak").made_at == early.made_at


class TestAFaultyDisk:
    def test_what_was_not_written_as_given_is_not_kept(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The archive is read back before it gets its name; here the disk turns one bit on the way."""

        def one_bit_turned(source: BinaryIO, target: BinaryIO, _size: int) -> None:
            content = bytearray(source.read())
            content[1000] ^= 1
            target.write(content)

        monkeypatch.setattr("exchange.snapshot.shutil.copyfileobj", one_bit_turned)
        with pytest.raises(DamagedStore, match=r"station\.db"):
            written(tmp_path / "bad.tyjrbak")
        assert [path.name for path in tmp_path.iterdir()] == ["source.db"]


class TestCopy:
    def test_copy_equals_the_original(self, archive: Path, tmp_path: Path) -> None:
        target = tmp_path / "stick.tyjrbak"
        snapshot.copy(archive, target, snapshot.digest_of(archive))
        assert target.read_bytes() == archive.read_bytes()

    def test_a_copy_that_differs_is_not_kept(self, archive: Path, tmp_path: Path) -> None:
        target = tmp_path / "stick.tyjrbak"
        with pytest.raises(DamagedStore, match="对不上"):
            snapshot.copy(archive, target, "00" * 32)
        assert not target.exists()
        assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []

    def test_a_missing_folder_is_said(self, archive: Path, tmp_path: Path) -> None:
        with pytest.raises(Trouble, match="找不到"):
            snapshot.copy(archive, tmp_path / "gone" / "stick.tyjrbak", snapshot.digest_of(archive))


class TestHostile:
    def test_each_flipped_byte_of_the_members_is_found(self, archive: Path, tmp_path: Path) -> None:
        good = archive.read_bytes()
        bad = tmp_path / "bad.tyjrbak"
        for place in range(0, len(good), 97):
            changed = bytearray(good)
            changed[place] ^= 0x10
            bad.write_bytes(changed)
            try:
                found = snapshot.verify(bad)
            except (DamagedStore, NewerDatabase):
                continue
            # What zip doesn't guard (times, a letter in the manifest) is guarded by the seal, or says nothing.
            assert not found.is_sealed_by(SEAL_KEY) or replace(found, members={}, seal="") == MANIFEST

    @pytest.mark.parametrize("size", [0, 1, 21, 22, 400, -1, -30, -2000])
    def test_cut_files(self, archive: Path, tmp_path: Path, size: int) -> None:
        cut = tmp_path / "cut.tyjrbak"
        cut.write_bytes(archive.read_bytes()[:size])
        for act in (snapshot.read, snapshot.verify, snapshot.keys_of):
            with pytest.raises(DamagedStore):
                act(cut)

    def test_not_an_archive(self, tmp_path: Path) -> None:
        path = tmp_path / "photo.tyjrbak"
        path.write_bytes(b"\xff\xd8\xff" + bytes(5000))
        with pytest.raises(DamagedStore, match="不是本系统的备份"):
            snapshot.verify(path)

    def test_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(Trouble, match="找不到备份"):
            snapshot.verify(tmp_path / "gone.tyjrbak")

    @pytest.mark.parametrize(
        "extra",
        ["../../evil.sh", "/etc/cron.d/evil", "C:\\evil.exe", "folder/", "station.db", "notes.txt", "Station.db"],
    )
    def test_any_other_member_is_refused(self, archive: Path, tmp_path: Path, extra: str) -> None:
        members = [("manifest.json", manifest_bytes(archive)), ("keys.json", KEYS), ("station.db", DATABASE)]
        target = tmp_path / "out"
        target.mkdir()
        with pytest.warns(UserWarning, match="Duplicate") if extra == "station.db" else nullcontext():
            bad = rezip(tmp_path / "bad.tyjrbak", [*members, (extra, b"evil")])
        with pytest.raises(DamagedStore):
            snapshot.extract(bad, target)
        assert list(target.iterdir()) == []

    def test_a_missing_member_is_refused(self, archive: Path, tmp_path: Path) -> None:
        bad = rezip(tmp_path / "bad.tyjrbak", [("manifest.json", manifest_bytes(archive)), ("keys.json", KEYS)])
        with pytest.raises(DamagedStore):
            snapshot.verify(bad)

    def test_a_packed_member_is_refused(self, archive: Path, tmp_path: Path) -> None:
        # 64 MB of zeros in 64 KB: a bomb would unfold like this.
        members = [("manifest.json", manifest_bytes(archive)), ("keys.json", KEYS), ("station.db", bytes(2**26))]
        bad = rezip(tmp_path / "bomb.tyjrbak", members, zipfile.ZIP_DEFLATED)
        with pytest.raises(DamagedStore):
            snapshot.verify(bad)

    def test_another_database_under_the_same_manifest_is_found(self, archive: Path, tmp_path: Path) -> None:
        other = bytes(reversed(DATABASE))
        members = [("manifest.json", manifest_bytes(archive)), ("keys.json", KEYS), ("station.db", other)]
        with pytest.raises(DamagedStore, match=r"station\.db"):
            snapshot.verify(rezip(tmp_path / "bad.tyjrbak", members))

    def test_another_key_file_under_the_same_manifest_is_found(self, archive: Path, tmp_path: Path) -> None:
        other = bytes(reversed(KEYS))
        members = [("manifest.json", manifest_bytes(archive)), ("keys.json", other), ("station.db", DATABASE)]
        with pytest.raises(DamagedStore, match="密钥文件"):
            snapshot.keys_of(rezip(tmp_path / "bad.tyjrbak", members))

    def test_a_folder_named_like_an_archive(self, tmp_path: Path) -> None:
        (tmp_path / "folder.tyjrbak").mkdir()
        with pytest.raises(Trouble):
            snapshot.verify(tmp_path / "folder.tyjrbak")

    def test_a_huge_directory_is_refused_before_it_is_read(self, archive: Path, tmp_path: Path) -> None:
        end = bytearray(archive.read_bytes())
        struct.pack_into("<L", end, len(end) - 10, 2**31)
        bad = tmp_path / "bad.tyjrbak"
        bad.write_bytes(end)
        with pytest.raises(DamagedStore):
            snapshot.read(bad)

    @pytest.mark.parametrize(
        "changes",
        [
            {"made_at": "2026-11-24T09:42:00"},
            {"made_at": "yesterday"},
            {"made_at": 20261124},
            {"schema": "1"},
            {"schema": -1},
            {"schema": True},
            {"schema": 2**60},
            {"station": "换行\n藏字"},
            {"station": "长" * 1000},
            {"rows": [1, 2]},
            {"rows": {"visit": -3}},
            {"rows": {"visit": "3"}},
            {"rows": {f"t{number}": 1 for number in range(1000)}},
            {"members": {}},
            {"members": {"station.db": 7}},
            {"audit": None},
            {"audit": {"count": 3, "head": "xyz"}},
            {"seal": "short"},
            {"format": None},
        ],
    )
    def test_a_manifest_that_we_did_not_write(self, archive: Path, tmp_path: Path, changes: dict[str, object]) -> None:
        page = manifest_bytes(archive, **changes)
        members = [("manifest.json", page), ("keys.json", KEYS), ("station.db", DATABASE)]
        with pytest.raises(DamagedStore):
            snapshot.read(rezip(tmp_path / "bad.tyjrbak", members))

    @pytest.mark.parametrize("page", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5000, b'"manifest"'])
    def test_a_page_that_is_no_manifest(self, tmp_path: Path, page: bytes) -> None:
        members = [("manifest.json", page), ("keys.json", KEYS), ("station.db", DATABASE)]
        with pytest.raises(DamagedStore):
            snapshot.read(rezip(tmp_path / "bad.tyjrbak", members))

    def test_a_manifest_that_fills_the_memory(self, tmp_path: Path) -> None:
        members = [("manifest.json", bytes(2**20)), ("keys.json", KEYS), ("station.db", DATABASE)]
        with pytest.raises(DamagedStore):
            snapshot.read(rezip(tmp_path / "bad.tyjrbak", members))

    def test_a_later_format_is_said_to_be_later(self, archive: Path, tmp_path: Path) -> None:
        page = manifest_bytes(archive, format=FORMAT + 1)
        members = [("manifest.json", page), ("keys.json", KEYS), ("station.db", DATABASE)]
        with pytest.raises(NewerDatabase, match="更新版本"):
            snapshot.read(rezip(tmp_path / "bad.tyjrbak", members))
