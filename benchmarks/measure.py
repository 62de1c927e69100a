"""How all benchmarks measure: both sides in one run, turn by turn, and the median of what came out.

Milliseconds belong to the machine of the day. A ratio of two sides that took turns in the same minutes belongs to the
program, so ratios are the gates and milliseconds are the aims.
"""

import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import NamedTuple

RUNS = 9


class Figure(NamedTuple):
    """One measured value. A gate fails the run when it is above its limit; an aim only says so.

    A count is an int and shown as one. `beside` is what came along with it and isn't judged.
    """

    what: str
    value: float
    unit: str
    limit: float | None = None
    gate: bool = False
    beside: str = ""

    @property
    def kept(self) -> bool:
        """Whether the value is within its limit."""
        return self.limit is None or self.value <= self.limit

    @property
    def verdict(self) -> str:
        """The last column of a table: nothing where nothing was promised."""
        if self.limit is None:
            return ""
        return "kept" if self.kept else "ABOVE" if self.gate else "above"


class Pair(NamedTuple):
    """Two sides that took turns: the median of each, and the median of their ratios."""

    ours: float
    bare: float
    ratio: float


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def paired(ours: Callable[[], float], bare: Callable[[], float], runs: int = RUNS) -> Pair:
    """Both sides by turns, `runs` times each; each call gives what it measured."""
    turns = [(ours(), bare()) for _ in range(runs)]
    left, right = [a for a, _ in turns], [b for _, b in turns]
    return Pair(median(left), median(right), middle_ratio(left, right))


def middle_ratio(ours: list[float], bare: list[float]) -> float:
    """The median of the ratios of values measured in the same turn."""
    return median(a / b for a, b in zip(ours, bare, strict=True))


def percentile(values: list[float], percent: int) -> float:
    """The value that so many percent stay under; at least two values."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(figures: tuple[Figure, ...]) -> str:
    """The figures as a table for the terminal and for RESULTS.md; the column `beside` where a figure has something."""
    rows = [("what", "measured", "beside", "limit", ""), *map(_cells, figures)]
    if not any(figure.beside for figure in figures):
        rows = [(what, measured, *rest) for what, measured, _, *rest in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    shown = str(figure.value) if isinstance(figure.value, int) else f"{figure.value:.2f}"
    limit = "" if figure.limit is None else f"{'' if figure.gate else 'aim '}{figure.limit:g} {figure.unit}"
    return figure.what, f"{shown} {figure.unit}", figure.beside, limit, figure.verdict
