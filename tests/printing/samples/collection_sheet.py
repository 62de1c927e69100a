"""The sheet that is signed for what is handed out: herself, by an agent, by post, by hand, long, hostile, empty."""

from typing import Any

from printing.forms.collection_sheet import CollectionSheet, ReturnedPaper
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION

RETURNED = (ReturnedPaper("退役证"), ReturnedPaper("残疾军人证"), ReturnedPaper("户口簿", 2))


def handed_out(**changes: Any) -> CollectionSheet:
    """A sheet with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "坡退办〔2026〕63号",
        "name": "李䶮",
        "phone": "138****5267",
        "matter": "优待证：补领",
        "item": "退役军人优待证1张",
        "item_number": "6217********0871",
        "collected_on": "2026年11月24日",
        "herself": True,
        "returned": RETURNED,
        "station_phone": "0731-85550199",
        "address": "坡子街街道碧湘街00号",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return CollectionSheet(**(values | changes))


AGENT: dict[str, Any] = {
    "herself": False,
    "by_agent": True,
    "agent_name": "刘勇",
    "agent_relation": "儿子",
    "agent_identity": "430103********1234",
}
_TEXTS = ("name", "phone", "matter", "item", "item_number", "collected_on", "station_phone", "address", "operator")
_AGENTS = ("agent_name", "agent_relation", "agent_identity")

SAMPLES: dict[str, Any] = {
    "collection_sheet": handed_out(),
    "collection_sheet_agent": handed_out(**AGENT, returned=()),
    "collection_sheet_posted": handed_out(herself=False, by_post=True, posted_number="EMS 1234567890123"),
    "collection_sheet_by_hand": handed_out(herself=False, item="", item_number="", collected_on=""),
    "collection_sheet_long": handed_out(
        **AGENT | {"agent_name": NAME_60, "agent_relation": NAME_60},
        name=NAME_60,
        matter=NARRATIVE,
        item=NARRATIVE[:200],
        returned=(ReturnedPaper(NARRATIVE[:300], 99_999), *RETURNED) * 12,
    ),
    "collection_sheet_hostile": handed_out(
        **dict.fromkeys((*_TEXTS, *_AGENTS, "posted_number"), HOSTILE),
        by_post=True,
        station_name=HOSTILE * 3,
        number=HOSTILE * 2,
        printed_at=HOSTILE,
        returned=(ReturnedPaper(HOSTILE, 0), ReturnedPaper("😀" * 40, -1)),
    ),
    "collection_sheet_empty": handed_out(
        **dict.fromkeys(_TEXTS, ""), herself=False, station_name="", number="", printed_at="", returned=()
    ),
    "collection_sheet_marked": handed_out(**AGENT, reprint=12, correction=3),
}
