"""Which backups are kept: the newest of each of the last days, of each of the last months, and of every year.

Pure, so that a table of cases can show that no backup is ever dropped which somebody would have needed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.tables import table


@dataclass(frozen=True)
class Kept:
    """How many days and months with a backup are gone back; every year is kept."""

    daily: int
    monthly: int


@dataclass(frozen=True)
class Archive:
    """One backup. `pinned` ones (made before an upgrade) are kept whatever their age, and crowd out no other."""

    name: str
    made_at: datetime
    pinned: bool = False


def shipped_rule() -> Kept:
    """The rule in `resources/data/backups.toml`."""
    rule = table("backups")["kept"]
    return Kept(daily=int(rule["daily"]), monthly=int(rule["monthly"]))


def superfluous(archives: Collection[Archive], rule: Kept, *, newest: str = "") -> frozenset[str]:
    """The names of the backups that may go.

    Days and months count where there is a backup, so a station that was closed for a season loses nothing. `newest` is
    the one just written: with a clock set back it may look old, and it stays all the same.
    """
    ordinary = sorted((archive for archive in archives if not archive.pinned), key=lambda one: (one.made_at, one.name))
    kept = {archive.name for archive in archives if archive.pinned} | {newest}
    kept |= _newest_of_each(ordinary, "%Y-%m-%d", rule.daily)
    kept |= _newest_of_each(ordinary, "%Y-%m", rule.monthly)
    kept |= _newest_of_each(ordinary, "%Y", len(ordinary))
    return frozenset(archive.name for archive in archives) - kept


def _newest_of_each(oldest_first: Iterable[Archive], period: str, periods: int) -> set[str]:
    """The newest backup of each of the last `periods` periods that have one."""
    newest = {archive.made_at.strftime(period): archive.name for archive in oldest_first}
    return {newest[key] for key in sorted(newest, reverse=True)[:periods]}
