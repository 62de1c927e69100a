"""All benchmarks in turn: `make bench`. With --write the figures go into benchmarks/RESULTS.md, dated.

    python -m benchmarks.run [--write] [--only start_up keystrokes saving papers search cases memory]

Ends with 1 when a gate was not kept. Gates are ratios of two sides that took turns; milliseconds and megabytes are
aims, because they belong to the machine of the day.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import sqlcipher3.dbapi2 as sqlcipher

from benchmarks import cases, keystrokes, memory, papers, saving, search, start_up
from benchmarks.measure import Figure, table
from system.clock import Clock

RESULTS = Path(__file__).with_name("RESULTS.md")
COMMAND = "make bench ARGS=--write"
PREAMBLE = (
    "Both sides of a ratio took turns in one run, and the median of the turns (at least seven) stands here. A ratio "
    "with a limit is a gate: above it the command fails. Milliseconds and megabytes belong to the machine of the day, "
    "and their limits are aims."
)
LONG_COUNTS = "## Long counts"
PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "reportlab", "qrcode")


class Promise(NamedTuple):
    """One file of benchmarks."""

    title: str
    measure: Callable[[], tuple[Figure, ...]]
    words: str


PROMISES: Mapping[str, Promise] = {
    "start_up": Promise("Start to login painted", start_up.measure, start_up.__doc__ or ""),
    "keystrokes": Promise("Keys that a road through the desk costs", keystrokes.measure, keystrokes.__doc__ or ""),
    "saving": Promise("Saving a visit with its receipt", saving.measure, saving.__doc__ or ""),
    "papers": Promise("Drawing each kind of paper", papers.measure, papers.__doc__ or ""),
    "search": Promise("Finding a person, keystroke by keystroke", search.measure, search.__doc__ or ""),
    "cases": Promise("Lists of cases, and the case page", cases.measure, cases.__doc__ or ""),
    "memory": Promise("Memory after a working day", memory.measure, memory.__doc__ or ""),
}


def machine() -> str:
    """The machine in words that name nobody: system, cores, memory, load, versions."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9 if hasattr(os, "sysconf") else 0
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory_gb:.0f} GB{load}; "
        f"CPython {platform.python_version()}, {versions}, SQLite {sqlcipher.sqlite_version} in it."
    )


def report(measured: Mapping[str, tuple[Figure, ...]]) -> str:
    """RESULTS.md as text."""
    parts = [
        "# What was measured",
        f"{Clock().now():%Y-%m-%d}, by `{COMMAND}` on {machine()}",
        PREAMBLE,
    ]
    for name, figures in measured.items():
        promise = PROMISES[name]
        words = promise.words.split("\n\n")
        parts += [f"## {promise.title}", words[0].strip(), table(figures), words[-1].strip()]
    return "\n\n".join(parts) + "\n"


def long_counts(before: str) -> str:
    """The part of RESULTS.md that tells of `make soak`; it is written by whoever ran that, and kept here."""
    start = before.find(LONG_COUNTS)
    return "" if start < 0 else f"\n{before[start:]}"


def main() -> int:
    """Measure, print, write if asked; 1 when a gate was not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md (all benchmarks)")
    parser.add_argument("--only", nargs="+", choices=[*PROMISES], default=[*PROMISES])
    wanted = parser.parse_args()
    if wanted.write and len(wanted.only) < len(PROMISES):
        parser.error("--write wants all benchmarks")
    measured: dict[str, tuple[Figure, ...]] = {}
    for name in wanted.only:
        print(f"\n{PROMISES[name].title}", flush=True)
        measured[name] = PROMISES[name].measure()
        print(table(measured[name]), flush=True)
    if wanted.write:
        RESULTS.write_text(report(measured) + long_counts(RESULTS.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"\nwritten: {RESULTS}")
    broken = [figure.what for figures in measured.values() for figure in figures if figure.gate and not figure.kept]
    if broken:
        print("\nabove the limit: " + "; ".join(broken), file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
