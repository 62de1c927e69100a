"""Finding a person while typing, against a scan: 20,000 people, a million visits, encrypted, in one run.

    python -m benchmarks.search [--people 20000] [--visits 1000000] [--keystrokes 400]

Every keystroke of many typed names, pinyin, initials and tails of numbers is one query. `find` is the whole service
call: permission, ranking and masked lines included. The scans are a bare `LIKE '%…%' LIMIT 10` over one column that
holds all of a person's words, on the bare driver: one that ranks by the last visit as `find` does, and one that takes
the first ten it meets, which answers less than was asked.
"""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.measure import Figure, milliseconds, percentile, table
from benchmarks.station import found
from domain.pinyin import readings
from domain.search_keys import query_key
from models.database import Database
from services import Services, demo
from services._people_search import LAST

ROUNDS = 7
AIM_MS = 16.0
# An index that is slower than reading everything would be none.
LIMIT = 1.0

_BARE_VISITS = """
INSERT INTO visit (uuid, number, day, seq, visited_at, visited_day, late_reason, channel, headcount, common, anonymous,
                   address, address_unclear, operator_id, created_at, corrections, void_reason)
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)
SELECT printf('bare-%031d', n), printf('BARE-%d', n), '2026-11-24', 1000 + n, '2026-11-24 00:00:00', '2026-11-24', '',
       'walk_in', 1, 0, 0, '', 0, 1, '2026-11-24 00:00:00', 0, '' FROM counted
"""
# A step that shares no divisor with the number of people: everybody comes, in no order that the ids give away.
_BARE_COMINGS = """
INSERT INTO visit_party (visit_id, party_id, role, position, relation)
SELECT id, (id * 7919) % ? + 1, 'visitor', 0, '' FROM visit WHERE number LIKE 'BARE-%'
"""


_SCAN = "SELECT party_id FROM scanned WHERE words LIKE ?"
_LAST_VISIT = "(SELECT max(visit_id) FROM visit_party WHERE visit_party.party_id = scanned.party_id)"
_RANGE = "SELECT DISTINCT party_id FROM party_key WHERE key >= ? AND key < ? LIMIT 10"
FIND, RANKED, FIRST_TEN, RANGE = "find", "ranked scan", "scan", "range"
KEYSTROKES = 400


class Words(NamedTuple):
    """What can be typed to find one person."""

    name: str
    pinyin: str
    initials: str
    identity: str
    phone: str


class Timing(NamedTuple):
    """Milliseconds of one way over all keystrokes of a round."""

    p50: float
    p99: float


def main() -> None:
    """Build once, time both ways on the same keystrokes, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--visits", type=int, default=1_000_000)
    parser.add_argument("--keystrokes", type=int, default=KEYSTROKES)
    wanted = parser.parse_args()
    print(table(measure(wanted.people, wanted.visits, wanted.keystrokes)))


def measure(people: int = 20_000, visits: int = 1_000_000, keystrokes: int = KEYSTROKES) -> tuple[Figure, ...]:
    """All ways over the same keystrokes, by turns."""
    with TemporaryDirectory() as root:
        services = build(Path(root), people=people, visits=visits)
        try:
            return compare(services, typed(services._context.database, keystrokes))
        finally:
            services.close()


def build(root: Path, *, people: int, visits: int) -> Services:
    """A station with the demo's people, bare visits up to the wanted count, and the column to be scanned."""
    services = found(root / "data", people=people)
    with services._context.database.plain() as connection:
        connection.execute("BEGIN IMMEDIATE")
        there = connection.execute("SELECT count(*) FROM visit").fetchone()[0]
        connection.execute(_BARE_VISITS, (max(1, visits - there),))
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


def compare(services: Services, texts: Sequence[str]) -> tuple[Figure, ...]:
    """Every way over all keystrokes in each round; ratios within a round, the median of the rounds."""
    with services._context.database.plain() as connection:

        def ask(query: str, *bound: str) -> None:
            connection.execute(query, bound).fetchall()

        ways: dict[str, Callable[[str], object]] = {
            FIND: services.people.find,
            RANKED: lambda text: ask(f"{_SCAN} ORDER BY {_LAST_VISIT} DESC LIMIT 10", f"%{text}%"),
            FIRST_TEN: lambda text: ask(f"{_SCAN} LIMIT 10", f"%{text}%"),
            RANGE: lambda text: ask(_RANGE, query_key(text), query_key(text) + LAST),
        }
        rounds = [{name: _time(way, texts) for name, way in ways.items()} for _ in range(ROUNDS)]

    def middle(value: Callable[[dict[str, Timing]], float]) -> float:
        return median(map(value, rounds))

    return (
        Figure("search per keystroke / ranked LIKE scan, p99", middle(_ratio_p99), "×", LIMIT, gate=True),
        Figure("search per keystroke / ranked LIKE scan, median", middle(_ratio_p50), "×"),
        Figure("search per keystroke, p99", middle(lambda each: each[FIND].p99), "ms", AIM_MS),
        Figure("search per keystroke, median", middle(lambda each: each[FIND].p50), "ms"),
        Figure("ranked LIKE scan, p99", middle(lambda each: each[RANKED].p99), "ms"),
        Figure("LIKE scan that takes the first ten, p99", middle(lambda each: each[FIRST_TEN].p99), "ms"),
        Figure("key range alone, first ten, p99", middle(lambda each: each[RANGE].p99), "ms"),
    )


def _ratio_p99(each: dict[str, Timing]) -> float:
    return each[FIND].p99 / each[RANKED].p99


def _ratio_p50(each: dict[str, Timing]) -> float:
    return each[FIND].p50 / each[RANKED].p50


def _time(way: Callable[[str], object], texts: Sequence[str]) -> Timing:
    took = [milliseconds(partial(way, text)) for text in texts]
    return Timing(percentile(took, 50), percentile(took, 99))


if __name__ == "__main__":
    main()
