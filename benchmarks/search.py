"""Finding a person while typing, against a scan: 20,000 people, a million visits, encrypted, in one run.

    python -m benchmarks.search [--people 20000] [--visits 1000000] [--keystrokes 3000]

Every keystroke of many typed names, pinyin, initials and tails of numbers is one query. `find` is the whole service
call: permission, ranking and masked lines included. The scans are a bare `LIKE '%…%' LIMIT 10` over one column that
holds all of a person's words, on the bare driver: one that ranks by the last visit as `find` does, and one that takes
the first ten it meets, which answers less than was asked.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from domain.operator_rules import OperatorForm
from domain.pinyin import readings
from domain.search_keys import query_key
from domain.station_rules import StationForm
from models.database import Database
from services import Services, demo
from services._people_search import LAST
from services.entry import Entry
from system.clock import CHINA, FixedClock
from system.crypto import KdfParams
from system.paths import DataFolder

MOMENT = datetime(2026, 11, 24, 9, 42, tzinfo=CHINA)
STATION = StationForm(
    name="演示街道退役军人服务站",
    short_name="演退",
    region_code="430103",
    address="演示街 0 号",
    phone="0731-85550199",
    complaint_phone="0731-85550110",
    issuer="演示街道退役军人服务站",
)
ROUNDS = 3

_BARE_VISITS = """
INSERT INTO visit (uuid, number, day, seq, visited_at, channel, headcount, anonymous, address, address_unclear,
                   operator_id, created_at)
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)
SELECT printf('bare-%031d', n), printf('BARE-%d', n), '2026-11-24', 1000 + n, '2026-11-24 00:00:00', 'walk_in',
       1, 0, '', 0, 1, '2026-11-24 00:00:00' FROM counted
"""
# A step that shares no divisor with the number of people: everybody comes, in no order that the ids give away.
_BARE_COMINGS = """
INSERT INTO visit_party (visit_id, party_id, role)
SELECT id, (id * 7919) % ? + 1, 'visitor' FROM visit WHERE number LIKE 'BARE-%'
"""


_SCAN = "SELECT party_id FROM scanned WHERE words LIKE ?"
_LAST_VISIT = "(SELECT max(visit_id) FROM visit_party WHERE visit_party.party_id = scanned.party_id)"
_RANGE = "SELECT DISTINCT party_id FROM party_key WHERE key >= ? AND key < ? LIMIT 10"
RANKED = "LIKE scan, ranked"


class Words(NamedTuple):
    """What can be typed to find one person."""

    name: str
    pinyin: str
    initials: str
    identity: str
    phone: str


class Timing(NamedTuple):
    """Milliseconds of one way over all keystrokes: median and 99th percentile, each the median of the rounds."""

    p50: float
    p99: float


def main() -> None:
    """Build once, time both ways on the same keystrokes, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--visits", type=int, default=1_000_000)
    parser.add_argument("--keystrokes", type=int, default=3000)
    wanted = parser.parse_args()
    with TemporaryDirectory() as root:
        started = time.perf_counter()
        services = build(Path(root), people=wanted.people, visits=wanted.visits)
        print(f"{wanted.people} people, {wanted.visits} visits: built in {time.perf_counter() - started:.0f} s")
        try:
            compare(services, typed(services._context.database, wanted.keystrokes))
        finally:
            services.close()


def build(root: Path, *, people: int, visits: int) -> Services:
    """A station with the demo's people, bare visits up to the wanted count, and the column to be scanned."""
    entry = Entry(DataFolder(root / "data"), FixedClock(MOMENT), kdf=KdfParams(memory_kib=8, time=1, lanes=1))
    services = entry.create(STATION, OperatorForm(name="谢国辉", post="站长"), demo.password())
    filled = demo.fill(services, people=people)
    with services._context.database.plain() as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_BARE_VISITS, (max(1, visits - filled.visits),))
        connection.execute(_BARE_COMINGS, (people,))
        connection.execute("CREATE TABLE scanned (party_id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
        everybody = enumerate(words_of(services._context.database), start=1)
        connection.executemany("INSERT INTO scanned VALUES (?, ?)", ((n, " ".join(words)) for n, words in everybody))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    return services


def words_of(database: Database) -> list[Words]:
    """What each person can be found by, in the order of their ids."""
    with database.plain() as connection:
        rows = connection.execute("SELECT name, identity, phone FROM party ORDER BY id").fetchall()
    return [_words(*row) for row in rows]


def _words(name: str, identity: str, phone: str) -> Words:
    syllables = [ways[0] for ways in readings(name)]
    initials = "".join(syllable[0] for syllable in syllables)
    return Words(query_key(name), "".join(syllables), initials, identity.lower(), phone.replace("-", ""))


def typed(database: Database, keystrokes: int) -> list[str]:
    """Keystroke by keystroke: names, pinyin, initials, whole numbers and their last four, of people drawn by lot."""
    chance = Random(demo.SEED)
    everybody = words_of(database)
    texts: list[str] = []
    while len(texts) < keystrokes:
        words = chance.choice(everybody)
        ways = (
            words.name,
            words.pinyin,
            words.initials,
            words.identity,
            words.identity[-4:],
            words.phone,
            words.phone[-4:],
        )
        text = chance.choice(ways)
        texts += [text[:end] for end in range(1, len(text) + 1)]
    return texts[:keystrokes]


def compare(services: Services, texts: Sequence[str]) -> None:
    """Print both timings and their ratio."""
    with services._context.database.plain() as connection:

        def ask(query: str, *bound: str) -> None:
            connection.execute(query, bound).fetchall()

        ways: dict[str, Callable[[str], object]] = {
            RANKED: lambda text: ask(f"{_SCAN} ORDER BY {_LAST_VISIT} DESC LIMIT 10", f"%{text}%"),
            "LIKE scan, first ten": lambda text: ask(f"{_SCAN} LIMIT 10", f"%{text}%"),
            "key range alone, first ten": lambda text: ask(_RANGE, query_key(text), query_key(text) + LAST),
            "people.find": services.people.find,
        }
        timings = {name: _time(way, texts) for name, way in ways.items()}
    base = timings[RANKED]
    print(f"\n{len(texts)} keystrokes, {ROUNDS} rounds      p50 ms     p99 ms   p50 / scan   p99 / scan")
    for name, timing in timings.items():
        ratios = f"{timing.p50 / base.p50:12.2f} {timing.p99 / base.p99:12.2f}"
        print(f"{name:<34}{timing.p50:8.2f} {timing.p99:10.2f} {ratios}")


def _time(way: Callable[[str], object], texts: Sequence[str]) -> Timing:
    rounds: list[Timing] = []
    for _ in range(ROUNDS):
        took: list[float] = []
        for text in texts:
            started = time.perf_counter()
            way(text)
            took.append((time.perf_counter() - started) * 1000)
        rounds.append(Timing(median(took), quantiles(took, n=100)[98]))
    return Timing(median(each.p50 for each in rounds), median(each.p99 for each in rounds))


if __name__ == "__main__":
    main()
