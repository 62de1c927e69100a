"""The application for the card: of a veteran, of a family, to fill in by hand, long, hostile, empty."""

from typing import Any

from printing.forms.card_application import CardApplication
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION

FRAME: dict[str, Any] = {
    "station_name": STATION,
    "number": "坡退办〔2026〕63号",
    "operator": "王静",
    "printed_at": "2026年11月24日9时45分",
    "qr_text": QR_TEXT,
    "human_code": HUMAN_CODE,
}


def application(**changes: Any) -> CardApplication:
    """An application with these changes."""
    values: dict[str, Any] = {
        "name": "李䶮",
        "veteran_card": True,
        "sex": "男",
        "nation": "汉族",
        "birth": "1968年11月2日",
        "phone": "13874215267",
        "identity": "430103196811021234",
        "household_address": "湖南省长沙市天心区坡子街街道碧湘社区晏家塘 12 号",
        "residence_address": "湖南省长沙市天心区坡子街街道碧湘社区晏家塘 12 号",
        "province": "湖南省",
        "bank": "中国工商银行",
        "veteran": True,
        "other_status": "残疾军人（七级）",
        "service_from": "1987年10月",
        "service_to": "1991年12月",
        "proof": "退伍证、残疾军人证",
        "proof_number": "湘退字第 0871 号",
        "replacement": True,
        "reason": "原证遗失，已经挂失",
        "applied_on": "2026年11月24日",
    }
    return CardApplication(**(FRAME | values | changes))


FAMILY: dict[str, Any] = {
    "name": "彭秀兰",
    "sex": "女",
    "birth": "1955年3月12日",
    "identity": "430103195503121129",
    "veteran_card": False,
    "family_card": True,
    "veteran": False,
    "martyr_family": True,
    "other_status": "",
    "service_from": "",
    "service_to": "",
    "proof": "烈士证明书、户口簿",
    "proof_number": "",
    "fallen_name": "周卫国",
    "fallen_relation": "母亲",
    "fallen_certificate": "湘烈字第 00017 号",
    "first": True,
    "replacement": False,
    "reason": "",
    "agent_name": "周大有",
    "agent_relation": "配偶",
    "agent_identity": "430103195203121117",
    "agent_phone": "13874217716",
}
_TEXTS = ("name", "sex", "nation", "birth", "phone", "identity", "household_address", "residence_address", "province")
_MORE = ("bank", "other_status", "service_from", "service_to", "proof", "proof_number", "reason", "applied_on")
_OTHERS = ("fallen_name", "fallen_relation", "fallen_certificate", "agent_name", "agent_relation", "agent_identity")

SAMPLES: dict[str, Any] = {
    "card_application": application(),
    "card_application_family": application(**FAMILY),
    "card_application_by_hand": CardApplication(**FRAME),
    "card_application_long": application(
        **FAMILY
        | dict.fromkeys(("name", "nation", "phone", "fallen_name", "agent_name", "agent_relation"), NAME_60)
        | {"household_address": NARRATIVE[:300], "other_status": NARRATIVE[:200], "reason": NARRATIVE}
    ),
    "card_application_hostile": application(
        **dict.fromkeys((*_TEXTS, *_MORE, *_OTHERS, "agent_phone", "operator", "printed_at"), HOSTILE)
        | {"household_address": "😀" * 40},
        station_name=HOSTILE * 3,
        number=HOSTILE * 2,
    ),
    "card_application_empty": CardApplication(station_name="", number="", qr_text=QR_TEXT, human_code=HUMAN_CODE),
    "card_application_marked": application(reprint=12, correction=3),
}
