"""From a bare machine to a running program in one command.

A station or a new contributor has a Python and nothing else; every step done by hand is a step done wrong. So
`make run`, `make test` and the rest come here: the own environment is made in `.venv`, the packages are installed
exactly as locked (hash by hash, wheels only), the system libraries that Qt wants are looked for and installed where
that is allowed, and then the work asked for is done. Each step is done once, and again when what it stands on changes.

Windows has no make: `py tools\\setup.py run` does the same.

Standard library only, since it runs before anything is installed; and readable by Python 3.7, so that an old one gets
a sentence instead of a syntax error.
"""

from __future__ import annotations  # an old Python must get as far as the sentence about its age

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.system_packages import CannotGoOn, ensure_libraries, files_to_load, install_packages, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
OUT = ROOT / "out"
OLDEST, NEWEST = (3, 11), (3, 13)


# ---------------------------------------------------------------- Python and its environment


def check_python(version: tuple[int, int]) -> None:
    """Raise CannotGoOn for a Python that the locked packages have no wheels for."""
    if OLDEST <= version <= NEWEST:
        return
    command = "py -3.13 tools\\setup.py run" if os.name == "nt" else "make run PYTHON=python3.11"
    found = "{}.{}".format(*version)
    raise CannotGoOn(
        f"Python 3.11, 3.12 or 3.13 is needed and this is {found}; install one of them and name it: `{command}`."
    )


def venv_python(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_usable(venv: Path, version: tuple[int, int]) -> bool:
    """Whether the environment answers, has pip and is of the Python asked for: it may have been moved or half made."""
    question = f"import pip, sys; print(sys.version_info[:2] == {version!r})"
    try:
        answer = subprocess.run(
            [str(venv_python(venv)), "-c", question], capture_output=True, text=True, check=False, env=own_environment()
        )
    except OSError:
        return False
    return answer.stdout.strip() == "True"


def make_venv(venv: Path, version: tuple[int, int]) -> None:
    """Make the environment anew. Debian keeps ensurepip in a package of its own, installed where that is allowed."""
    if importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*version)
        install_packages([(package, "python3-venv")], "Python's venv is not whole")
    say(f"Making the environment {venv} with Python {version[0]}.{version[1]} …")
    base = getattr(sys, "_base_executable", sys.executable) or sys.executable
    done = subprocess.run([base, "-m", "venv", "--clear", str(venv)], check=False, env=own_environment())
    if done.returncode:
        raise CannotGoOn(f"Python could not make the environment {venv} (its reason stands above).")


def own_environment() -> dict[str, str]:
    """The caller's variables without those that would let packages from elsewhere into the environment."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET")}
    kept.update(PYTHONNOUSERSITE="1", PIP_USER="0")
    return kept


# ---------------------------------------------------------------- locked packages


def lock_state(level: str, locks: Path = LOCKS) -> str:
    """What the stamp must say for this level ("use" or "develop") to count as installed: level and hash of its lock."""
    digest = hashlib.sha256((locks / f"{level}.txt").read_bytes()).hexdigest()
    return f"{level} {digest}"


def is_installed(venv: Path, level: str, locks: Path = LOCKS) -> bool:
    """Whether the stamp stands for this level; the develop lock holds everything of the use lock (tested)."""
    stamp = venv / "locked.stamp"
    if not stamp.is_file():
        return False
    written = stamp.read_text(encoding="utf-8").splitlines()
    return lock_state(level, locks) in written


def install_locked(venv: Path, level: str, locks: Path = LOCKS) -> None:
    """Install the lock of this level by hash, wheels only; the stamp is written last, so a broken run is done again."""
    stamp = venv / "locked.stamp"
    stamp.unlink(missing_ok=True)
    say(f"Installing the packages of requirements/{level}.txt (only now and when the lock changes; some minutes) …")
    pip = [str(venv_python(venv)), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    only_as_locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(locks / f"{level}.txt")]
    done = subprocess.run([*pip, *only_as_locked], check=False, stdin=subprocess.DEVNULL, env=own_environment())
    if done.returncode:
        raise CannotGoOn(
            "pip could not install the locked packages (its reason stands above); without a network, put their wheels "
            "into a folder and run again with PIP_NO_INDEX=1 PIP_FIND_LINKS=<folder>."
        )
    levels = ["use", "develop"] if level == "develop" else ["use"]
    stamp.write_text("".join(lock_state(name, locks) + "\n" for name in levels), encoding="utf-8")


# ---------------------------------------------------------------- the work asked for


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be shown; off Linux always."""
    if not platform.startswith("linux"):
        return True
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen:
        return chosen.split(":")[0] not in ("offscreen", "minimal")
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def call(arguments: Sequence[str], **variables: str) -> int:
    """Run the environment's Python on these arguments in the project's folder; its exit code."""
    command = [str(venv_python(VENV)), *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, env={**own_environment(), **variables}).returncode


def in_turn(*commands: Sequence[str]) -> int:
    """Each command after the other up to the first that fails; its exit code."""
    for command in commands:
        code = call(command)
        if code:
            return code
    return 0


def run(arguments: Sequence[str]) -> int:
    """Start the program; where there is no screen, let it tour itself instead of failing."""
    if has_display(os.environ):
        return call(["main.py", *arguments])
    if {"--tour", "--self-test", "--version", "--help", "-h"} & set(arguments):
        return call(["main.py", *arguments], QT_QPA_PLATFORM="offscreen")
    say("There is no display here, so the program shows itself in pictures …")
    return tour([])


def tour(arguments: Sequence[str]) -> int:
    """Drive the real windows without a screen, first start to receipt, and say where the pictures and papers are."""
    target = Path(arguments[0]).resolve() if arguments else OUT / "tour"
    code = call(["main.py", "--tour", str(target)], QT_QPA_PLATFORM="offscreen")
    if code == 0:
        pictures, papers = len(list(target.glob("*.png"))), len(list(target.glob("papers/*.pdf")))
        say(f"{pictures} pictures of the windows are in {target}, {papers} papers (PDF) in {target / 'papers'}.")
    return code


def demo(arguments: Sequence[str]) -> int:
    if not has_display(os.environ):
        raise CannotGoOn("The demonstration needs a display; without one, `make tour` shows the program in pictures.")
    return call(["main.py", "--demo", *arguments])


# Tests run on all cores, up to four: more would only wait for the disk.
SIDE_BY_SIDE = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")


def test(arguments: Sequence[str]) -> int:
    return call(["-m", "pytest", *SIDE_BY_SIDE, *arguments])


def lint(arguments: Sequence[str]) -> int:
    return in_turn(["-m", "ruff", "check", *arguments], ["-m", "ruff", "format", "--check", *arguments])


def types(arguments: Sequence[str]) -> int:
    return call(["-m", "mypy", *arguments])


def check(arguments: Sequence[str]) -> int:
    return lint([]) or types([]) or test(arguments)


def soak(arguments: Sequence[str]) -> int:
    return call(["-m", "pytest", "-m", "soak", *SIDE_BY_SIDE, *arguments])


def bench(arguments: Sequence[str]) -> int:
    return call(["-m", "benchmarks.run", *arguments])


def newest_glibc(files: Sequence[Path]) -> list[str]:
    """The newest version of the C library that any of these files names: at most one, none off Linux.

    The built program starts only where the C library is at least that new, which old domestic systems need to know.
    """
    named = set()
    for file in files:
        if ".so" in file.name or not file.suffix:
            named.update(re.findall(rb"GLIBC_2\.(\d+)", file.read_bytes()))
    return [f"2.{max(int(minor) for minor in named)}"] if named else []


def build(arguments: Sequence[str]) -> int:
    """Freeze the program into dist/, then let the frozen program test itself, which is what a station would run."""
    code = call(["-m", "PyInstaller", "pyinstaller.spec", "--noconfirm", "--log-level", "WARN", *arguments])
    if code:
        return code
    folder = ROOT / "dist" / "front-desk"
    program = folder / ("front-desk.exe" if os.name == "nt" else "front-desk")
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    size = sum(file.stat().st_size for file in files)
    wants = "".join(f", wants glibc {newest} or newer" for newest in newest_glibc(files))
    say(f"Built {folder} ({size / 1e6:.0f} MB{wants}); it tests itself now …")
    kept = {**own_environment(), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([str(program), "--self-test"], check=False, cwd=folder, env=kept).returncode


def lock(arguments: Sequence[str]) -> int:
    """Write the locks anew from the .in files, for every platform at once, without any address."""
    if not shutil.which("uv"):
        raise CannotGoOn("Locking needs uv, which locks for all platforms at once: `pip install uv`, then start again.")
    command = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--quiet", *arguments]
    # The second is held to the first, so that nobody tests with other versions than a station runs.
    for level, held in (("use", []), ("develop", ["-c", "requirements/use.txt"])):
        files = [f"requirements/{level}.in", *held, "-o", f"requirements/{level}.txt"]
        done = subprocess.run([*command, *files], check=False, cwd=ROOT)
        if done.returncode:
            return done.returncode
    return 0


class Action(NamedTuple):
    """One word of the command line: what it does, which lock it stands on, and what of Qt it opens."""

    do: Callable[[Sequence[str]], int]
    level: str = "develop"
    qt: str = "offscreen"


ACTIONS: Mapping[str, Action] = {
    "run": Action(run, level="use", qt="window"),
    "demo": Action(demo, level="use", qt="window"),
    "tour": Action(tour, level="use"),
    "test": Action(test),
    "check": Action(check),
    "soak": Action(soak),
    "bench": Action(bench),
    "build": Action(build),
    "lint": Action(lint, qt="none"),
    "types": Action(types, qt="none"),
    "lock": Action(lock, level="none", qt="none"),
}


def prepare(action: Action) -> None:
    """Everything the action stands on: environment, locked packages, system libraries."""
    if action.level == "none":
        return
    version = sys.version_info[:2]
    check_python(version)
    started = time.monotonic()
    fresh = not is_usable(VENV, version)
    if fresh:
        make_venv(VENV, version)
    if not is_installed(VENV, action.level):
        fresh = True
        install_locked(VENV, action.level)
    if action.qt != "none":
        window = action.qt == "window" and has_display(os.environ)
        ensure_libraries(VENV, files_to_load(os.environ, window=window))
    if fresh:
        say(f"Set up in {time.monotonic() - started:.0f} s.")


def main(arguments: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a console that cannot show "…" must not stop the set-up
    if not arguments or arguments[0] not in ACTIONS:
        say("Say what to do: " + ", ".join(ACTIONS) + " (with further words passed on).")
        return 2
    action = ACTIONS[arguments[0]]
    try:
        prepare(action)
        return action.do(arguments[1:])
    except CannotGoOn as reason:
        print(reason, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
