"""Many numbers in few words, as a tally names them: LF20261124-001 至 021, 坡退信受〔2026〕12、13号."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

# Fewer neighbours than this are named one by one.
_LEAST_RUN = 3
_PARTS = re.compile(r"(.*?)([0-9]+)([^0-9]*)", re.DOTALL)


def span_words(numbers: Iterable[str]) -> str:
    """The numbers, each once: neighbours as from–to, others one by one, those that are written alike together."""
    written: dict[tuple[str, str], dict[int, str]] = {}
    for number in numbers:
        found = _PARTS.fullmatch(number)
        head, digits, tail = found.groups() if found else (number, "", "")
        written.setdefault((head, tail), {})[int(digits or 0)] = digits
    return "；".join(
        f"{head}{'、'.join(_runs(counts, '至' if tail else ' 至 '))}{tail}" for (head, tail), counts in written.items()
    )


def _runs(counts: dict[int, str], to: str) -> Iterator[str]:
    for _, neighbours in groupby(enumerate(sorted(counts)), lambda pair: pair[1] - pair[0]):
        run = [counts[count] for _, count in neighbours]
        if len(run) < _LEAST_RUN:
            yield from run
        else:
            yield f"{run[0]}{to}{run[-1]}"
