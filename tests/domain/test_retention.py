"""Which backups stay: a table of cases."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.retention import Archive, Kept, shipped_rule, superfluous
from system.clock import CHINA

RULE = Kept(daily=3, monthly=2)
NOON = datetime(2026, 11, 24, 12, tzinfo=CHINA)


def of(*stamps: str) -> list[Archive]:
    return [Archive(stamp, datetime.strptime(stamp, "%Y-%m-%d %H").replace(tzinfo=CHINA)) for stamp in stamps]


@pytest.mark.parametrize(
    ("stamps", "gone"),
    [
        ((), ()),
        (("2026-11-24 08",), ()),
        # Of one day the last.
        (("2026-11-24 08", "2026-11-24 17"), ("2026-11-24 08",)),
        # Three days with a backup; the fourth is neither the last of a kept month nor of its year.
        (
            ("2026-11-20 17", "2026-11-22 17", "2026-11-23 17", "2026-11-24 17"),
            ("2026-11-20 17",),
        ),
        # Days without a backup don't count: after a closed season nothing is lost.
        (("2026-05-01 17", "2026-08-01 17", "2026-11-24 17"), ()),
        # The last of each of two months.
        (
            ("2026-09-29 17", "2026-10-30 17", "2026-10-31 17", "2026-11-22 17", "2026-11-23 17", "2026-11-24 17"),
            ("2026-09-29 17", "2026-10-30 17"),
        ),
        # The last of every year, however long ago.
        (
            (
                "2019-03-01 17",
                "2019-12-30 17",
                "2020-12-31 17",
                "2026-10-01 17",
                "2026-11-22 17",
                "2026-11-23 17",
                "2026-11-24 17",
            ),
            ("2019-03-01 17",),
        ),
    ],
)
def test_table(stamps: tuple[str, ...], gone: tuple[str, ...]) -> None:
    assert superfluous(of(*stamps), RULE) == set(gone)


def test_a_pinned_one_stays_and_crowds_nobody_out() -> None:
    archives = [Archive("upgrade", NOON, pinned=True), Archive("evening", NOON + timedelta(hours=5))]
    archives += [Archive(f"day {number}", NOON - timedelta(days=number)) for number in (1, 2, 3)]
    assert superfluous(archives, RULE) == {"day 3"}


def test_the_one_just_written_stays_with_a_clock_set_back() -> None:
    archives = of("2026-11-24 17", "2026-11-24 08")
    assert superfluous(archives, RULE) == {"2026-11-24 08"}
    assert superfluous(archives, RULE, newest="2026-11-24 08") == frozenset()


def test_the_shipped_rule_is_the_promised_one() -> None:
    assert shipped_rule() == Kept(daily=30, monthly=12)


@given(st.sets(st.integers(0, 24 * 365 * 3), max_size=120))
def test_what_stays_covers_each_promise(hours: set[int]) -> None:
    archives = [Archive(str(hour), NOON + timedelta(hours=hour)) for hour in hours]
    gone = superfluous(archives, RULE)
    kept = [archive for archive in archives if archive.name not in gone]
    for period, count in (("%Y-%m-%d", RULE.daily), ("%Y-%m", RULE.monthly), ("%Y", len(archives))):
        periods = sorted({archive.made_at.strftime(period) for archive in archives}, reverse=True)[:count]
        for wanted in periods:
            newest = max(
                (archive for archive in archives if archive.made_at.strftime(period) == wanted),
                key=lambda archive: archive.made_at,
            )
            assert newest in kept
    years = len({archive.made_at.year for archive in archives})
    assert len(kept) <= RULE.daily + RULE.monthly + years
