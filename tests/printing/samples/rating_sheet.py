"""The sheet to rate with: one scale, both, hostile, empty."""

from typing import Any

from domain.ratings import levels
from domain.vocabulary import RatingScale
from printing.forms.rating_sheet import RatedMatters, RatingSheet
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION

SERVICE = RatedMatters(
    petition=False,
    matters="优待证、就业创业",
    levels=tuple(level.label for level in levels(RatingScale.SERVICE)),
    items=("整体满意度", "服务效率", "服务水平", "服务态度"),
)
PETITION = RatedMatters(
    petition=True, matters="抚恤优待", levels=tuple(level.label for level in levels(RatingScale.PETITION))
)


def sheet(**changes: Any) -> RatingSheet:
    """A sheet with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "LF20261124-008",
        "window": "1号窗口 王静",
        "handled_on": "2026年11月24日",
        "scales": (SERVICE,),
        "station_phone": "0731-85550199",
        "complaint_phone": "0731-85550110",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return RatingSheet(**(values | changes))


SAMPLES: dict[str, Any] = {
    "rating_sheet": sheet(),
    "rating_sheet_petition": sheet(scales=(PETITION,)),
    "rating_sheet_both": sheet(scales=(SERVICE, PETITION)),
    "rating_sheet_long": sheet(
        window=NAME_60, scales=(RatedMatters(petition=False, matters=NARRATIVE, levels=SERVICE.levels),)
    ),
    "rating_sheet_hostile": sheet(
        station_name=HOSTILE * 3,
        number=HOSTILE,
        window=HOSTILE,
        handled_on=HOSTILE,
        operator=HOSTILE,
        scales=(RatedMatters(petition=True, matters=HOSTILE, levels=(HOSTILE,) * 5, items=(HOSTILE, "😀" * 40)),),
        station_phone=HOSTILE,
        complaint_phone=HOSTILE,
    ),
    "rating_sheet_empty": sheet(station_name="", window="", handled_on="", scales=(), operator="", printed_at=""),
    "rating_sheet_marked": sheet(reprint=12, correction=3),
}
