"""The sheet that tells how far a printer prints beside the paper, on each size."""

from typing import Any

from printing.forms.ruler_sheet import RulerSheet
from tests.printing.papers import HOSTILE, STATION


def ruler_sheet(**changes: Any) -> RulerSheet:
    values: dict[str, Any] = {
        "station_name": STATION,
        "printer": "HP-LaserJet-M1005",
        "printed_on": "2026年11月24日",
        "shift_text": "左右 +1.5，上下 −0.5",
    }
    return RulerSheet(**(values | changes))


SAMPLES: dict[str, Any] = {
    "ruler_sheet": ruler_sheet(),
    "ruler_sheet_a5": ruler_sheet(paper="A5"),
    "ruler_sheet_80": ruler_sheet(paper="80 mm"),
    "ruler_sheet_58": ruler_sheet(paper="58 mm"),
    "ruler_sheet_58_hostile": ruler_sheet(
        paper="58 mm", printer=HOSTILE * 5, printed_on=HOSTILE, shift_text=HOSTILE, station_name=HOSTILE * 9
    ),
    "ruler_sheet_strange": ruler_sheet(paper=HOSTILE, printer="", printed_on="", shift_text="", station_name=""),
}
