"""The list of materials: as usual, fifty papers, hostile, empty."""

from typing import Any

from printing.forms.material_list import ListedPaper, MaterialList
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION

PAPERS = (ListedPaper("退役证", 1, True), ListedPaper("身份证", 2), ListedPaper("住院病案首页、费用清单", 12))


def listed(**changes: Any) -> MaterialList:
    """A list with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "坡退收〔2026〕12号",
        "visit": "LF20261124-008",
        "name": "李䶮",
        "phone": "138****5267",
        "matter": "优待证：补办",
        "received_on": "2026年11月24日",
        "papers": PAPERS,
        "station_phone": "0731-85550199",
        "address": "坡子街街道碧湘街00号",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return MaterialList(**(values | changes))


_TEXTS = ("visit", "name", "phone", "matter", "received_on", "address", "operator")

SAMPLES: dict[str, Any] = {
    "material_list": listed(),
    "material_list_fifty": listed(papers=tuple(ListedPaper(f"第{at}种材料", at, at % 2 == 0) for at in range(1, 51))),
    "material_list_long": listed(
        name=NAME_60, matter=NARRATIVE, papers=(ListedPaper(NARRATIVE[:200], 99, True), *PAPERS)
    ),
    "material_list_hostile": listed(
        **dict.fromkeys(_TEXTS, HOSTILE),
        station_name=HOSTILE * 3,
        number=HOSTILE,
        station_phone=HOSTILE,
        papers=(ListedPaper(HOSTILE, 99_999), ListedPaper("😀" * 40, -1, True)),
    ),
    "material_list_empty": listed(**dict.fromkeys(_TEXTS, ""), station_name="", papers=(), printed_at=""),
    "material_list_marked": listed(reprint=12, correction=3),
}
