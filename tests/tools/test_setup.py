"""The set-up: which Python, which environment, which lock, which display; and what the files around it promise."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup
from tools.system_packages import CannotGoOn

ROOT = Path(__file__).resolve().parent.parent.parent
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_pythons_with_wheels_are_taken(version: tuple[int, int]) -> None:
    setup.check_python(version)


@pytest.mark.parametrize("version", [(3, 7), (3, 10), (3, 14)])
def test_another_python_is_refused_with_the_command_that_helps(version: tuple[int, int]) -> None:
    with pytest.raises(CannotGoOn, match=rf"this is {version[0]}\.{version[1]};.*tools|make run PYTHON="):
        setup.check_python(version)


@pytest.mark.parametrize("file", ["setup.py", "system_packages.py"])
def test_an_old_python_can_read_the_setup(file: str) -> None:
    ast.parse((ROOT / "tools" / file).read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "minimal:size=1"}, "linux", False),
        ({"QT_QPA_PLATFORM": "linuxfb"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_seen(environment: dict[str, str], platform: str, expected: bool) -> None:
    assert setup.has_display(environment, platform) is expected


def write_locks(folder: Path) -> Path:
    folder.mkdir()
    for level in ("use", "develop"):
        (folder / f"{level}.txt").write_text(f"# empty lock of {level}\n", encoding="utf-8")
    return folder


def test_an_environment_is_made_once_and_installed_as_locked(tmp_path: Path) -> None:
    """A real environment and a real pip, with locks that hold nothing so that no network is asked."""
    venv, locks, version = tmp_path / "venv", write_locks(tmp_path / "locks"), sys.version_info[:2]
    assert not setup.is_usable(venv, version)
    setup.make_venv(venv, version)
    assert setup.is_usable(venv, version)
    assert not setup.is_usable(venv, (3, 99)), "an environment of another Python counts as usable"

    assert not setup.is_installed(venv, "use", locks)
    setup.install_locked(venv, "use", locks)
    assert setup.is_installed(venv, "use", locks)
    assert not setup.is_installed(venv, "develop", locks), "the use lock alone counts as the develop lock"

    setup.install_locked(venv, "develop", locks)
    assert setup.is_installed(venv, "develop", locks)
    assert setup.is_installed(venv, "use", locks)

    (locks / "use.txt").write_text("# another lock\n", encoding="utf-8")
    assert not setup.is_installed(venv, "use", locks), "a changed lock is not seen"

    unknown = "no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n"
    (locks / "use.txt").write_text(unknown, encoding="utf-8")
    with pytest.MonkeyPatch.context() as offline:
        offline.setenv("PIP_NO_INDEX", "1")
        with pytest.raises(CannotGoOn, match="PIP_FIND_LINKS"):
            setup.install_locked(venv, "use", locks)
    assert not setup.is_installed(venv, "develop", locks), "a failed installation still counts as installed"

    setup.venv_python(venv).unlink()
    assert not setup.is_usable(venv, version), "an environment without its Python counts as usable"


def test_variables_that_let_foreign_packages_in_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_CERT", "/kept.pem")
    variables = setup.own_environment()
    assert "PYTHONPATH" not in variables
    assert variables["PIP_USER"] == "0"
    assert variables["PIP_CERT"] == "/kept.pem"


def pins(level: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")))


def test_the_develop_lock_holds_the_use_lock() -> None:
    """The stamp of develop stands for use as well: only true while both locks name the same versions."""
    assert pins("use")
    assert pins("use").items() <= pins("develop").items()


@pytest.mark.parametrize("level", ["use", "develop"])
def test_the_locks_hold_hashes_for_all_and_no_address(level: str) -> None:
    text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for entry in re.split(r"\n(?=[a-zA-Z0-9])", text.strip()):
        assert "--hash=sha256:" in entry, f"no hash: {entry.splitlines()[0]}"


@pytest.mark.parametrize("package", ["colorama"])
def test_the_lock_holds_what_only_windows_needs(package: str) -> None:
    assert package in pins("use")


def test_the_makefile_offers_every_action() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    rule = re.search(r"^([a-z ]+):\n\t@\$\(PYTHON\) tools/setup\.py \$@", text, re.MULTILINE)
    assert targets is not None
    assert rule is not None
    assert set(targets.group(1).split()) == set(rule.group(1).split()) == set(setup.ACTIONS)


def test_an_unknown_word_is_answered_with_the_known_ones() -> None:
    command = [sys.executable, str(ROOT / "tools" / "setup.py"), "fly"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT / "tests")
    assert answer.returncode == 2
    for word in setup.ACTIONS:
        assert word in answer.stdout


def test_the_newest_c_library_wanted_is_found(tmp_path: Path) -> None:
    for name, text in {"a.so.1": b"\0GLIBC_2.4\0GLIBC_2.17\0", "b": b"GLIBC_2.9", "c.txt": b"GLIBC_2.99"}.items():
        (tmp_path / name).write_bytes(text)
    assert setup.newest_glibc(sorted(tmp_path.iterdir())) == ["2.17"]
    assert setup.newest_glibc([tmp_path / "c.txt"]) == []


@pytest.mark.skipif(os.name == "nt", reason="file modes are of Unix")
def test_ci_runs_the_same_commands_as_people() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if line.startswith("make ")]
    assert commands == ["make test", "make lint", "make types", "make tour"]
