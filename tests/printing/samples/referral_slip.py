"""The referral slip: as usual, too long everywhere, hostile, empty."""

from typing import Any

from printing.forms.referral_slip import ReferralSlip
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION


def slip(**changes: Any) -> ReferralSlip:
    """A slip with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "LF20261124-008",
        "name": "李䶮",
        "phone": "138****5267",
        "visited_at": "2026年11月24日9时42分",
        "to": "天心区医疗保障局服务大厅3号窗口（劳动路21号）",
        "summary": "医疗报销：2026年9月住院，请问门诊特殊病种怎样申请。",
        "materials": "1.出院小结（复印件1份）　2.费用发票（复印件2份）",
        "opinion": "已说明军人抚恤优待医疗补助由我站受理，特殊病种请你单位接待。",
        "referred_on": "2026年11月24日",
        "station_phone": "0731-85550199",
        "address": "坡子街街道碧湘街00号",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return ReferralSlip(**(values | changes))


_TEXTS = ("name", "phone", "visited_at", "to", "summary", "materials", "opinion", "referred_on", "address", "operator")

SAMPLES: dict[str, Any] = {
    "referral_slip": slip(),
    "referral_slip_long": slip(
        name=NAME_60, to=NARRATIVE[:200], summary=NARRATIVE, opinion=NARRATIVE[:900], materials=NARRATIVE[:900]
    ),
    "referral_slip_hostile": slip(
        **dict.fromkeys(_TEXTS, HOSTILE), station_name=HOSTILE * 3, number=HOSTILE, station_phone=HOSTILE
    ),
    "referral_slip_empty": slip(**dict.fromkeys(_TEXTS, ""), station_name="", station_phone="", printed_at=""),
    "referral_slip_marked": slip(reprint=12, correction=3),
}
