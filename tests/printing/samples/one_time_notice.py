"""The notice of missing materials: on one page, on two copies, hostile, empty."""

from typing import Any

from printing.forms.one_time_notice import OneTimeNotice, OwedPaper
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION

OWED = (
    OwedPaper("家庭收入声明", "写明各成员月收入，本人签字捺印", "原件1", "申请人本人", "窗口领空白表，当场可填"),
    OwedPaper("本人银行卡复印件", "本人实名账户，卡号、开户行清楚", "复印件1", "开户银行", "带卡到站，当场免费复印"),
)


def notice(**changes: Any) -> OneTimeNotice:
    """The notice of the drawing P7, with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "LF20261124-008 告知第1次",
        "notice": 1,
        "applicant": "彭秀兰",
        "phone": "138****7716",
        "applied_on": "2026年11月6日",
        "matter": "困难退役军人帮扶援助（医疗困难）",
        "basis": "《困难退役军人帮扶援助工作规范》",
        "received": "1.身份证、户口簿（原件1份）　2.烈士证明书（复印件1份）　3.诊断证明、住院病案首页（复印件2份）",
        "owed": OWED,
        "deadline": "2026年12月4日",
        "process": "受理→入户核查→街道初审→公示→区退役军人事务局审批→发放→回访",
        "told_on": "2026年11月6日",
        "station_phone": "0731-85550199",
        "complaint_phone": "0731-85550110",
        "hours": "工作日9:00—17:00",
        "address": "坡子街街道碧湘街00号",
        "operator": "王静",
        "printed_at": "2026年11月6日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return OneTimeNotice(**(values | changes))


SAMPLES: dict[str, Any] = {
    "one_time_notice": notice(),
    "one_time_notice_thirty": notice(owed=OWED * 15),
    "one_time_notice_long": notice(
        applicant=NAME_60,
        matter=NARRATIVE[:900],
        basis=NARRATIVE[:500],
        received=NARRATIVE[:900],
        process=NARRATIVE,
        owed=(OwedPaper(NAME_60, NARRATIVE[:200], NARRATIVE[:40], NAME_60, NARRATIVE[:200]), *OWED),
    ),
    "one_time_notice_hostile": notice(
        station_name=HOSTILE * 2,
        number=HOSTILE,
        applicant=HOSTILE,
        phone=HOSTILE,
        applied_on=HOSTILE,
        matter=HOSTILE,
        basis=HOSTILE,
        received=HOSTILE,
        owed=(OwedPaper(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), OwedPaper("😀" * 40, "\x00\u200d\t\n")),
        deadline=HOSTILE,
        process=HOSTILE,
        told_on=HOSTILE,
        station_phone=HOSTILE,
        complaint_phone=HOSTILE,
        hours=HOSTILE,
        address=HOSTILE * 4,
        operator=HOSTILE,
        printed_at=HOSTILE,
    ),
    "one_time_notice_empty": notice(
        station_name="",
        applicant="",
        phone="",
        applied_on="",
        matter="",
        basis="",
        received="",
        owed=(),
        deadline="",
        process="",
        hours="",
        address="",
        operator="",
        printed_at="",
    ),
    "one_time_notice_marked": notice(reprint=12, correction=3),
}
