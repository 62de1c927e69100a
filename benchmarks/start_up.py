"""From the start of the process to the painted login, against a bare window of PySide6.

    python -m benchmarks.start_up [--runs 15]

Ours goes the whole way of `main.py --data`: arguments, lock, fonts, theme, the key file's tiles. The bare window shows
one word. It imports what ours has imported from Qt by then: the same modules, and the same names out of them, because
PySide6 makes a class only when its name is asked for. What that alone costs stands in the second ratio, against a
window that imports the modules and touches no name. All run without a screen, from compiled files, as installed.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import Figure, middle_ratio, table
from benchmarks.station import found

LIMIT = 1.6
# A start is long and a machine busy with other things: more turns than elsewhere.
RUNS = 15
PROGRAM = Path(__file__).with_name("first_paint.py")


def measure(runs: int = RUNS) -> tuple[Figure, ...]:
    """All sides `runs` times by turns, after one start of each that nobody counts."""
    with TemporaryDirectory() as root:
        data, compiled = Path(root) / "data", Path(root) / "compiled"
        found(data, people=20, years=1).close()

        def start(*arguments: str) -> tuple[float, dict[str, Any]]:
            return _start(arguments, compiled)

        names = json.dumps(start("desk", str(data))[1]["names"])
        bare = {side: [start(side, names)[0]] for side in ("classes", "modules")}
        ours: list[float] = []
        for _ in range(runs):
            ours.append(start("desk", str(data))[0])
            for side, took in bare.items():
                took.append(start(side, names)[0])
    # The first start of each side compiled the files.
    classes, modules = (took[1:] for took in bare.values())
    return (
        Figure("start-up / bare window with the same names of Qt", middle_ratio(ours, classes), "×", LIMIT, gate=True),
        Figure("start-up / bare window with the same modules, no name touched", middle_ratio(ours, modules), "×"),
        Figure("start to login painted", median(ours), "ms"),
        Figure("start to bare window painted, same names", median(classes), "ms"),
        Figure("start to bare window painted, same modules", median(modules), "ms"),
    )


def _start(arguments: tuple[str, ...], compiled: Path) -> tuple[float, dict[str, Any]]:
    """Milliseconds until the first paint, and what the process told."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # The same clock in all processes, on Linux as on Windows.
    started = time.perf_counter_ns()
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *arguments], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"first_paint.py {arguments[0]} did not paint:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    return (told["moment"] - started) / 1e6, told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS)
    print(table(measure(parser.parse_args().runs)))


if __name__ == "__main__":
    main()
