"""The notice that something is ready: as usual, long, hostile, empty."""

from typing import Any

from printing.forms.collection_notice import CollectionNotice
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION


def ready(**changes: Any) -> CollectionNotice:
    """A notice with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "坡退办〔2026〕63号",
        "name": "李䶮",
        "matter": "优待证：补领",
        "item": "退役军人优待证1张",
        "result": "审核通过，新卡已经送到本站；旧卡挂失后作废",
        "place": "坡子街街道碧湘街00号，1 号窗口",
        "hours": "工作日9:00—17:00",
        "station_phone": "0731-85550199",
        "complaint_phone": "0731-85550110",
        "until": "2027年2月24日",
        "told_on": "2026年11月24日",
        "told_way": "电话",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return CollectionNotice(**(values | changes))


_TEXTS = ("name", "matter", "item", "result", "place", "hours", "station_phone", "complaint_phone", "until", "told_on")
_MORE = ("bring", "agent", "told_way", "told_whom", "operator", "printed_at")

SAMPLES: dict[str, Any] = {
    "collection_notice": ready(),
    "collection_notice_long": ready(
        name=NAME_60, matter=NARRATIVE[:400], result=NARRATIVE, bring=NARRATIVE[:900], told_whom=NAME_60
    ),
    "collection_notice_hostile": ready(
        **dict.fromkeys((*_TEXTS, *_MORE), HOSTILE) | {"item": "😀" * 40},
        station_name=HOSTILE * 3,
        number=HOSTILE * 2,
    ),
    "collection_notice_empty": ready(**dict.fromkeys((*_TEXTS, *_MORE), ""), station_name="", number=""),
    "collection_notice_marked": ready(reprint=12, correction=3, told_whom="刘勇（儿子）"),
}
