"""Drawing each kind of paper, against a bare ReportLab canvas that draws the same page.

    python -m benchmarks.papers [--pairs 15] [--pages 1000]

Every kind of the catalogue is drawn from its sample, in turns with a canvas that only repeats the finished strokes and
words (`bare_page`): what lies between is our layout, line breaking, choice of faces and the code. The signed code is
worked out anew in each turn, as each sheet has its own. Then a long ledger, and how many pages of it come in a second.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.bare_page import BarePage
from benchmarks.measure import Figure, Pair, milliseconds, paired, table
from printing import blocks, catalogue, raster
from printing.catalogue import PaperKind

PAIRS = 15
LEDGER_PAGES = 1000
LEDGER_PAIRS = 3
ROWS_TRIED = 600
MOST_RATIO = 2.0
LEDGER = "visit_ledger"


def measure(pairs: int = PAIRS, pages: int = LEDGER_PAGES) -> tuple[Figure, ...]:
    """The ratio of each kind, and the ledger's."""
    ratios = tuple(
        Figure(f"{kind.title} / bare canvas", pair.ratio, "×", MOST_RATIO, gate=True, beside=f"{pair.ours:.1f} ms")
        for kind, pair in ((kind, _turns(_drawing(kind.sample()), pairs)) for kind in catalogue.KINDS.values())
    )
    return ratios + _ledger(catalogue.kind(LEDGER), pages)


def _drawing(form: Any) -> Callable[[], bytes]:
    def draw() -> bytes:
        # What was worked out for the last sheet's code helps the next one nothing.
        blocks._modules.cache_clear()
        return catalogue.render_form(form)

    return draw


def _turns(draw: Callable[[], bytes], pairs: int) -> Pair:
    bare = BarePage(draw)
    draw()
    bare.draw()
    return paired(lambda: milliseconds(draw), lambda: milliseconds(bare.draw), pairs)


def _ledger(kind: PaperKind, pages: int) -> tuple[Figure, ...]:
    """A ledger of at least so many pages: the sample's rows once and again."""
    sample = kind.sample()
    # Enough rows to know how many of them a full page takes.
    rows = sample.rows * (ROWS_TRIED // len(sample.rows))
    per_page = len(rows) / raster.page_count(catalogue.render_form(replace(sample, rows=rows)))
    draw = _drawing(replace(sample, rows=sample.rows * -(-int((pages + pages // 20) * per_page) // len(sample.rows))))
    count = raster.page_count(draw())
    pair = _turns(draw, LEDGER_PAIRS)
    return (
        Figure(f"ledger of {count} pages / bare canvas", pair.ratio, "×", MOST_RATIO, gate=True),
        Figure("pages of the ledger in a second", count / pair.ours * 1000, "pages"),
        Figure("bare canvas, pages in a second", count / pair.bare * 1000, "pages"),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--pages", type=int, default=LEDGER_PAGES)
    wanted = parser.parse_args()
    print(table(measure(wanted.pairs, wanted.pages)))


if __name__ == "__main__":
    main()
