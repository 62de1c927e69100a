"""What the whole window holds in memory after two hundred visits with their receipts.

    python -m benchmarks.memory [--saves 200]

In a process of its own, without a screen: the desk of somebody logged in, every page told of each save, as at the
counter. Linux only, where /proc tells the resident size.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Figure, table
from benchmarks.station import found, log_in, visit

SAVES, PEOPLE = 200, 2000
AIM_MB = 400.0
STATM = Path("/proc/self/statm")


def measure(saves: int = SAVES, people: int = PEOPLE) -> tuple[Figure, ...]:
    """The resident size with the desk just open, and after the saves; nothing where the system doesn't tell."""
    if not STATM.exists():
        return ()
    home = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with TemporaryDirectory() as root:
        found(Path(root), people=people).close()
        command = [sys.executable, "-m", "benchmarks.memory", "--inside", root, "--saves", str(saves)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=home, check=False)
    if done.returncode:
        raise RuntimeError(f"the desk did not work through its visits:\n{done.stderr}")
    opened, worked = map(float, done.stdout.split())
    return (
        Figure("memory, desk open", opened, "MB"),
        Figure(f"memory after {saves} visits with receipts", worked, "MB", AIM_MB),
    )


def work(root: Path, saves: int) -> None:
    """Open the desk of the station in `root`, save, and print both sizes in megabytes."""
    from gui.bus import Bus
    from gui.kit.printing import DeskPrinter
    from gui.main_window import MainWindow
    from gui.qt import make_application
    from gui.theme import Theme

    application = make_application()
    Theme.install(application)
    services = log_in(root)
    bus = Bus()
    desk = MainWindow(services, bus, DeskPrinter(services, bus))
    desk.show()
    application.processEvents()
    opened = resident()
    for turn in range(saves):
        bus.tell(services.visits.save(visit(turn % PEOPLE + 1)).changes)
        application.processEvents()
    print(opened, resident(), flush=True)
    # Jobs of the pages may still be under way, and nothing of this station is needed any more.
    os._exit(0)


def resident() -> float:
    """The resident size of this process in megabytes."""
    return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saves", type=int, default=SAVES)
    parser.add_argument("--inside", metavar="DIR", type=Path, help="be the process that is measured")
    wanted = parser.parse_args()
    if wanted.inside:
        work(wanted.inside, wanted.saves)
    else:
        print(table(measure(wanted.saves)))


if __name__ == "__main__":
    main()
