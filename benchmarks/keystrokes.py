"""How many keys a road through the desk costs besides the free text, without a mouse.

    python -m benchmarks.keystrokes [--people 500]

The whole window in a process of its own, without a screen, over an encrypted station: real keys go to whatever has the
keyboard, no value is set by the program, and each road must end with its visit saved and its receipt sent to the
printer. A key held with another counts as one more, and so do the four digits that find a visitor, each Tab and each
arrow. Free text is what is said or copied from a card: Chinese as an input method commits it, numbers as keys, both
counted in characters. A road with a limit is a gate: above it the command fails.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Figure, table
from benchmarks.station import found, log_in

PEOPLE = 500


def measure(people: int = PEOPLE) -> tuple[Figure, ...]:
    """The keys of every road. RuntimeError with the road that could not be gone to its end."""
    home = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with TemporaryDirectory() as root:
        found(Path(root), people=people).close()
        command = [sys.executable, "-m", "benchmarks.keystrokes", "--inside", root]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=home, check=False)
    if done.returncode:
        raise RuntimeError(f"a road does not lead to its end:\n{done.stderr}")
    return tuple(
        Figure(title, presses, "keys", limit, gate=limit is not None, beside=f"{characters} characters")
        for title, presses, characters, limit in json.loads(done.stdout)
    )


def count(root: Path) -> None:
    """Go all roads at the station in `root`, each at a desk just opened, and print what each took."""
    from benchmarks.roads import ROADS, made_ready
    from benchmarks.walk import walked
    from gui.qt import make_application
    from gui.theme import Theme

    Theme.install(make_application())
    services = log_in(root)
    made_ready(services)
    took = [(road, walked(services, road)) for road in ROADS]
    print(json.dumps([(road.title, hands.presses, hands.free_text, road.limit) for road, hands in took]), flush=True)
    # Jobs of the pages may still be under way, and nothing of this station is needed any more.
    os._exit(0)


def main() -> int:
    """Measure and print; 1 when a gate was not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--inside", metavar="DIR", type=Path, help="be the process in which the keys are pressed")
    wanted = parser.parse_args()
    if wanted.inside:
        count(wanted.inside)
        return 0
    figures = measure(wanted.people)
    print(table(figures))
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
