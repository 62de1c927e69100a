"""Keys of other stations: shown, read, taken, refused when half, altered, known or one's own, and out of use again."""

import json
import logging
import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from domain.code_check import StationKey
from domain.key_code import read_key
from domain.permissions import Role
from exchange.station_keys import read_keys, write_keys
from printing import catalogue, readback
from services import Changes, Services
from services.entry import Entry
from services.paper_checks import Finding
from services.peer_stations import PeerDraft
from system import signing
from system.clock import FixedClock
from system.errors import Denied, Invalid, NotFound, Trouble
from system.paths import DataFolder
from tests import factories
from tests.old_databases import make
from tests.services.codes import FOREIGN, FOREIGN_NAME, code_on, foreign_code, foreign_key, own_key
from tests.services.insight import audit_of, seen_by
from tests.services.visiting import form

PUBLIC = signing.public_key(FOREIGN)
FINGERPRINT = signing.fingerprint(PUBLIC)


def refused(station: Services, text: str) -> str:
    """The sentence with which a text is refused, the same at reading and at adding."""
    with pytest.raises(Invalid) as at_reading:
        station.peer_stations.read(text)
    with pytest.raises(Invalid) as at_adding:
        station.peer_stations.add(text)
    assert at_reading.value.fields == at_adding.value.fields
    return at_reading.value.fields["text"]


def test_the_own_key_can_be_read_by_another_station(station: Services) -> None:
    own = station.peer_stations.own_key()
    key = read_key(own.text)
    assert (key.name, key.region) == (factories.STATION.name, "430103")
    assert key.public == station._context.signer.public
    assert own.fingerprint == key.fingerprint
    assert own_key(station).hex() not in own.text.lower()


def test_two_stations_check_each_other_s_papers(station: Services, tmp_path: Path) -> None:
    other = factories.open_station(tmp_path / "other")
    # Its files are those of the first; its key is another from now on.
    other._context.signer = type(other._context.signer)(FOREIGN, PUBLIC)
    station.peer_stations.add(other.peer_stations.own_key().text)
    assert station.paper_checks.check(foreign_code()).finding is Finding.PEER
    other.close()


def test_a_key_is_looked_at_before_it_is_taken(station: Services) -> None:
    draft = station.peer_stations.read(foreign_key())
    assert draft == PeerDraft(FOREIGN_NAME, "430103", FINGERPRINT, "")
    assert station.peer_stations.all() == ()
    changes = station.peer_stations.add(f"\x02{foreign_key().lower()}\r\n")
    (peer,) = station.peer_stations.all()
    assert changes == Changes(frozenset({"peer_station"}), peer.id)
    assert (peer.name, peer.region, peer.fingerprint) == (FOREIGN_NAME, "430103", FINGERPRINT)
    assert (peer.added_at, peer.added_by) == (factories.MOMENT, "谢国辉")
    (entry,) = audit_of(station, "peer.added")
    assert entry.detail == {"name": FOREIGN_NAME, "region": "430103", "fingerprint": FINGERPRINT}


def test_bad_texts_are_refused_in_plain_words(station: Services) -> None:
    text = foreign_key()
    assert "没有扫全" in refused(station, text[:100])
    assert "没有扫全" in refused(station, text[100:])
    assert "被改过" in refused(station, text[:20] + ("A" if text[20] != "A" else "B") + text[21:])
    assert "不是外站公钥" in refused(station, foreign_code())
    assert "不是外站公钥" in refused(station, "")
    assert "本站自己的" in refused(station, station.peer_stations.own_key().text)
    station.peer_stations.add(text)
    assert f"是“{FOREIGN_NAME}”的" in refused(station, text)
    assert len(station.peer_stations.all()) == 1


def test_another_key_of_a_known_name_or_region_is_warned_of(station: Services) -> None:
    station.peer_stations.add(foreign_key())
    second = bytes(32)
    assert "打电话" in station.peer_stations.read(foreign_key(private=second)).warning
    neighbour = station.peer_stations.read(foreign_key("裕南街站", private=second)).warning
    assert FOREIGN_NAME in neighbour
    assert "430103" in neighbour
    assert station.peer_stations.read(foreign_key("岳麓站", "430104", second)).warning == ""


def test_a_removed_key_checks_nothing_and_may_come_back(station: Services, clock: FixedClock) -> None:
    peer = station.peer_stations.add(foreign_key()).id
    assert peer is not None
    station.peer_stations.remove(peer)
    assert station.peer_stations.all() == ()
    assert station.paper_checks.check(foreign_code()).finding is Finding.FOREIGN
    with pytest.raises(NotFound):
        station.peer_stations.remove(peer)
    clock.set(factories.MOMENT + timedelta(days=3))
    assert station.peer_stations.add(foreign_key("裕南街站")).id == peer
    (again,) = station.peer_stations.all()
    assert (again.name, again.added_at) == ("裕南街站", factories.MOMENT + timedelta(days=3))
    assert station.paper_checks.check(foreign_code()).finding is Finding.PEER
    assert len(audit_of(station, "peer.removed")) == 1
    assert len(audit_of(station, "peer.added")) == 2


def test_who_may_do_what(station: Services) -> None:
    assert seen_by(station, Role.ADMINISTRATOR).peer_stations.add(foreign_key()).id is not None
    clerk = seen_by(station, Role.CLERK).peer_stations
    assert len(clerk.all()) == 1
    assert clerk.own_key() == station.peer_stations.own_key()
    for act in (
        lambda: clerk.add(foreign_key(private=bytes(32))),
        lambda: clerk.read(foreign_key(private=bytes(32))),
        lambda: clerk.remove(1),
        clerk.sheet,
    ):
        with pytest.raises(Denied):
            act()


def test_the_sheet_carries_the_key(station: Services) -> None:
    pdf = station.peer_stations.sheet()
    own = station.peer_stations.own_key()
    assert set(readback.codes(pdf)) == {own.text}
    words = "".join(readback.words(pdf).split())
    assert own.fingerprint.replace(" ", "") in words
    assert factories.STATION.name in words
    assert "2026年11月24日" in words
    assert [entry.subject_id for entry in audit_of(station, "loose.drawn")] == ["station_key_sheet"]
    assert catalogue.kind("station_key_sheet").number == 18


# --------------------------------------------------------------------------------------------------- the public file


def test_the_file_of_public_keys_follows_the_store(station: Services, folder: DataFolder) -> None:
    own = StationKey("430103", factories.STATION.name, station._context.signer.public, own=True)
    assert read_keys(folder.station_keys) == (own,)
    peer = station.peer_stations.add(foreign_key()).id
    assert peer is not None
    theirs = StationKey("430103", FOREIGN_NAME, PUBLIC)
    assert read_keys(folder.station_keys) == (own, theirs)
    text = folder.station_keys.read_text(encoding="utf-8")
    assert FINGERPRINT in text
    assert own_key(station).hex() not in text
    station.peer_stations.remove(peer)
    assert read_keys(folder.station_keys) == (own,)


def test_a_lost_or_changed_file_is_written_again_at_the_next_opening(
    station: Services, folder: DataFolder, entry: Entry
) -> None:
    before = folder.station_keys.read_bytes()
    for damage in (b"", b"[[station]]\nname = 7", b"\xff\xfe", None):
        station.close()
        if damage is None:
            folder.station_keys.unlink()
        else:
            folder.station_keys.write_bytes(damage)
        station = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
        assert folder.station_keys.read_bytes() == before
    station.close()


def test_a_disk_that_refuses_holds_nobody_up(
    station: Services, monkeypatch: pytest.MonkeyPatch, expected_logs: list[logging.LogRecord]
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise Trouble(f"“{path.name}”没有写成，磁盘空间不够了。")

    monkeypatch.setattr("exchange.station_keys.write_then_move", refuse)
    station.peer_stations.add(foreign_key())
    assert len(station.peer_stations.all()) == 1
    assert ["station_keys.toml" in record.getMessage() for record in expected_logs] == [True]


@pytest.mark.parametrize(
    "name", ["坡子街站", '引号" 和 \\ 反斜线', "{phone}%s #注释", "𬭎站", "甲\u2028乙", "= 1\n[[station]]"]
)
def test_hostile_names_come_back_from_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / "keys.toml"
    keys = (StationKey("430103", name, PUBLIC, own=True), StationKey("430104", "乙", bytes(32)))
    write_keys(path, keys)
    first, second = read_keys(path)
    assert (first.public, first.own, second) == (PUBLIC, True, keys[1])
    assert "".join(first.name.split()) == "".join(name.split())
    assert stat.S_ISREG(path.stat().st_mode)


@pytest.mark.parametrize(
    "damage",
    ["[[station", "station = 7", "[[station]]\nname = 1", '[[station]]\nname="a"\nregion="1"\npublic_key="xy"', "\x00"],
)
def test_a_damaged_file_is_said_to_be_one(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(damage, encoding="utf-8")
    with pytest.raises(Trouble) as refused:
        read_keys(path)
    assert "keys.toml" in str(refused.value)
    assert read_keys(tmp_path / "none.toml") == ()


# ------------------------------------------------------------------------------------------------ the key lives on


def test_the_key_is_the_same_at_each_opening(station: Services, entry: Entry) -> None:
    public = station._context.signer.public
    station.close()
    again = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert again._context.signer.public == public
    again.close()


def test_the_key_goes_with_a_backup_to_another_computer(station: Services, tmp_path: Path, clock: FixedClock) -> None:
    paper = station.visits.save(form()).document
    code, public = code_on(station, paper.id), station._context.signer.public
    station.peer_stations.add(foreign_key())
    recovery = factories.confirmed_sheet(station)
    backup = station.backups.run().path
    station.close()
    folder = DataFolder(tmp_path / "other" / "data")
    restored = factories.entry_for(folder, clock).restore(backup, recovery.text, "Chongqi-2026")
    assert restored._context.signer.public == public
    assert restored.paper_checks.check(code).finding is Finding.GENUINE
    assert restored.paper_checks.check(foreign_code()).finding is Finding.PEER
    assert [key.public for key in read_keys(folder.station_keys)] == [public, PUBLIC]
    restored.close()


@pytest.mark.parametrize("schema", ["schema-1", "schema-2"])
def test_a_store_from_before_there_were_keys_gets_one_and_keeps_it(
    tmp_path: Path, clock: FixedClock, schema: str
) -> None:
    shutil.copytree(make.HERE / schema, tmp_path / "data")
    folder = DataFolder(tmp_path / "data")
    chief = json.loads((folder.root / make.EXPECTED).read_text(encoding="utf-8"))["chief"]
    services = factories.log_in(folder, clock, chief, factories.CHIEF_PASSWORD)
    own = services.peer_stations.own_key()
    # Its papers carry codes of the old form; they hold as before.
    olds = [row for row in services.documents.issued() if row.kind == "visit_receipt"]
    found = [services.paper_checks.check(code_on(services, row.id)) for row in olds]
    assert found
    assert {verdict.finding for verdict in found} <= {Finding.GENUINE, Finding.VOID}
    assert Finding.GENUINE in {verdict.finding for verdict in found}
    assert {verdict.signature for verdict in found} == {None}
    new = code_on(services, services.visits.save(form()).document.id)
    services.close()
    again = factories.log_in(folder, clock, chief, factories.CHIEF_PASSWORD)
    assert again.peer_stations.own_key() == own
    assert again.paper_checks.check(new).signature is True
    again.close()
