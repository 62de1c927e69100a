"""`main.py --verify`: a code from paper, checked without a login: what it prints, and how it ends."""

import io
import sys
from dataclasses import replace

import pytest

import main
from domain.paper_code import qr_text
from domain.signed_code import read_signed, signed_text
from services.verify_text import Outcome, verify
from system.paths import DataFolder
from tests import factories
from tests.services.codes import FOREIGN, FOREIGN_NAME, code_on, foreign_code, foreign_key, forged
from tests.services.visiting import form
from tests.test_main import run


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Where the station lies."""
    return DataFolder(tmp_path_factory.mktemp("verify") / "data")


@pytest.fixture
def code(folder: DataFolder) -> str:
    """A receipt's code; the station is closed again and knows the key of another one."""
    services = factories.open_station(folder.root)
    services.peer_stations.add(foreign_key())
    found = code_on(services, services.visits.save(form()).document.id)
    services.close()
    return found


def test_a_signed_code_is_valid_without_a_login(folder: DataFolder, code: str) -> None:
    outcome, lines = verify(code, folder.root)
    assert outcome is Outcome.VALID
    assert lines[0].startswith(f"签名有效：{factories.STATION.name}（指纹 ")
    text = "\n".join(lines)
    for fact in ("来访登记回执", "LF20261124-001", "2026年11月24日", "原件，第 1 页"):
        assert fact in text
    # What the code can't say must not be taken for said.
    assert "作废" in lines[-1]
    assert "登记" in lines[-1]


def test_a_peer_s_code_is_checked_with_its_key(folder: DataFolder, code: str) -> None:
    outcome, lines = verify(foreign_code(), folder.root)
    assert (outcome, FOREIGN_NAME in lines[0]) == (Outcome.VALID, True)
    read = read_signed(foreign_code())
    assert read is not None
    outcome, lines = verify(signed_text(replace(read.facts, copy=2), read.human_code, read.signature), folder.root)
    assert (outcome, FOREIGN_NAME in lines[0]) == (Outcome.BAD, True)


def test_every_changed_character_ends_otherwise(folder: DataFolder, code: str) -> None:
    for place, mark in enumerate(code):
        other = "7" if mark != "7" else "8"
        outcome, lines = verify(code[:place] + other + code[place + 1 :], folder.root)
        assert outcome is not Outcome.VALID, place
        assert not any("签名有效" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (lambda code: code[:70], "没有扫全"),
        (lambda code: code[70:], "没有扫全"),
        (lambda code: "", "不是文书上的码"),
        (lambda code: "430103196811021238", "不是文书上的码"),
        (lambda code: qr_text("430103", "LF20261124-001", 1, "7K3M-92QF"), "没有签名"),
        (lambda code: code[-8:], "没有签名"),
        (lambda code: forged(code, bytes(32)), "没有它的公钥"),
        (lambda code: foreign_key(), "--key"),
    ],
)
def test_what_can_not_be_checked_says_why(folder: DataFolder, code: str, text: object, words: str) -> None:
    assert callable(text)
    outcome, lines = verify(text(code), folder.root)
    assert outcome is Outcome.CANNOT_TELL
    assert lines[0].startswith("查不了：")
    assert words in lines[0]


def test_what_is_broken_is_bad(folder: DataFolder) -> None:
    outcome, lines = verify("TYJR2:ABCDEF:7K3M92QF", folder.root)
    assert (outcome, lines[0][:4]) == (Outcome.BAD, "签名不符")


def test_a_key_that_is_given_is_the_only_one(folder: DataFolder, code: str) -> None:
    nowhere = folder.root / "nothing"
    assert verify(foreign_code(), nowhere)[0] is Outcome.CANNOT_TELL
    assert "--data" in verify(foreign_code(), nowhere)[1][0]
    assert verify(foreign_code(), nowhere, foreign_key())[0] is Outcome.VALID
    assert verify(code, folder.root, foreign_key())[0] is Outcome.CANNOT_TELL
    outcome, lines = verify(code, folder.root, foreign_key()[:50])
    assert (outcome, "--key" in lines[0]) == (Outcome.CANNOT_TELL, True)


def test_a_damaged_file_of_keys_is_said(folder: DataFolder, code: str) -> None:
    folder.station_keys.write_text("[[station", encoding="utf-8")
    outcome, lines = verify(code, folder.root)
    assert (outcome, "station_keys.toml" in lines[0]) == (Outcome.CANNOT_TELL, True)


def test_a_hostile_number_can_not_write_over_the_screen(folder: DataFolder, code: str) -> None:
    _, lines = verify(foreign_code("\x1b[2J\r签名有效\u202e"), folder.root)
    assert all(line.isprintable() for line in lines)


# ------------------------------------------------------------------------------------------------- the command line


def test_the_command_prints_and_ends_as_it_found(folder: DataFolder, code: str) -> None:
    home = folder.root.parent / "home"
    before = {path: path.read_bytes() for path in folder.root.iterdir() if path.is_file()}
    good = run("--verify", code, "--data", str(folder.root), home=home)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("签名有效")
    read = read_signed(code)
    assert read is not None
    altered = signed_text(replace(read.facts, number="LF20261124-002"), read.human_code, read.signature)
    assert run("--verify", altered, "--data", str(folder.root), home=home).returncode == 1
    unknown = run("--verify", code, home=home)
    assert unknown.returncode == 2
    assert "查不了" in unknown.stdout
    assert run("--verify", foreign_code(), "--key", foreign_key(), home=home).returncode == 0
    # Nothing was opened, locked or written.
    assert {path: path.read_bytes() for path in folder.root.iterdir() if path.is_file()} == before
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_scan_may_come_by_the_keyboard(
    folder: DataFolder, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{code}\r\nrest"))
    assert main.main(["--verify", "-", "--data", str(folder.root)]) == 0
    assert capsys.readouterr().out.startswith("签名有效")


def test_the_forger_s_own_key_convinces_nobody(folder: DataFolder, code: str) -> None:
    assert verify(forged(code, bytes(range(1, 33))), folder.root)[0] is Outcome.CANNOT_TELL
    # A known peer may sign what it likes, but it is said whose signature it is.
    outcome, lines = verify(forged(code, FOREIGN), folder.root)
    assert (outcome, FOREIGN_NAME in lines[0]) == (Outcome.VALID, True)
