"""The station's own papers: tally, ledger, register of seals, notice for the wall, privacy notice."""

from dataclasses import replace
from typing import Any

from printing.forms.day_tally import DayTally, TallyIncident, TallyRow
from printing.forms.notice_board import NoticeBoard
from printing.forms.privacy_notice import PrivacyNotice
from printing.forms.seal_register import SealedSheet, SealRegister
from printing.forms.visit_ledger import COLUMNS, VisitLedger
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION

FRAME: dict[str, Any] = {
    "station_name": STATION,
    "number": "WS20261124-003",
    "operator": "王静",
    "printed_at": "2026年11月24日17时08分",
    "qr_text": QR_TEXT,
    "human_code": HUMAN_CODE,
}
HOSTILE_FRAME = FRAME | {"station_name": HOSTILE, "number": HOSTILE, "operator": HOSTILE, "printed_at": HOSTILE}
LONG_FRAME = FRAME | {
    "station_name": "长沙市天心区坡子街" * 12,
    "operator": NAME_60,
    "printed_at": "2026年11月24日" * 9,
}
DIGEST = "a433c8ba83101c75c5b5b9199a033e85a6b3d665ef460418c99e77abffb6fded"
BEFORE = "f09b63beda3ca17a3ef6df924d251ace32f79abab7bc9f5a4cad14ffc75a1d0f"

ROWS = (
    TallyRow("来访登记回执", "LF20261124-001 至 021", 21, 20, 1, 0, 0, 23),
    TallyRow("材料收据", "坡退收〔2026〕85至93号", 9, 9, 0, 0, 0, 9),
    TallyRow("一次性告知书", "LF20261124-004、013、017", 3, 3, 0, 0, 0, 3),
    TallyRow("受理告知书", "坡退信受〔2026〕12、13号", 2, 2, 0, 0, 0, 4),
    TallyRow("不予受理告知书", "坡退信不〔2026〕3、4号", 2, 1, 1, 0, 0, 4),
    TallyRow("转送函", "坡退信转〔2026〕9号", 1, 1, 0, 0, 0, 2),
    TallyRow("办件受理单", "坡退办〔2026〕65、66号", 2, 2, 0, 0, 0, 2),
    TallyRow("帮扶申请审批表", "坡退帮〔2026〕18、22号", 2, 2, 0, 0, 0, 6),
)
INCIDENTS = (
    TallyIncident("10:17", "打印失败", "LF20261124-011", "热敏纸用完，未出纸", "王静", "无纸"),
    TallyIncident("10:18", "补印1", "LF20261124-011", "打印失败后重打", "王静", "——"),
    TallyIncident(
        "11:06", "作废", "坡退信不〔2026〕3号", "理由条款写错，改出4号", "李莎", "2张", boxed=True, ticked=True
    ),
    TallyIncident("11:31", "作废", "LF20261124-014", "登记错人，更正为015号", "何芳", "1张", boxed=True, ticked=True),
    TallyIncident("14:45", "损坏", "坡退帮〔2026〕18号", "第2份卡纸", "王静", "2张", boxed=True),
    TallyIncident("14:47", "补印1", "坡退帮〔2026〕18号", "卡纸后重打", "王静", "——"),
    TallyIncident("16:54", "补印1", "LF20261124-008", "当事人遗失，已核对本人身份", "王静", "——"),
)


def tally(**changes: Any) -> DayTally:
    values: dict[str, Any] = FRAME | {
        "day": "2026年11月24日（星期二）",
        "rows": ROWS,
        "incidents": INCIDENTS,
        "incident_words": "作废2，损坏1，打印失败1，补印3",
        "carried": (
            "以前各日待确认的，今日确认完好1张：一次性告知书LF20261123-012（17时02分）。",
            "结转下日0张。",
        ),
        "log_count": "613条",
        "log_span": "48,207 至 48,819",
        "log_digest": DIGEST,
        "log_previous": BEFORE,
    }
    return DayTally(**(values | changes))


LEDGER_ROWS = (
    ("009", "11-23 14:52", "陈德茂", "男", "430103********0593", "136****3308", "1", "就业创业", "请求安排公益性岗位",
     "立信访件 45号", "王静", "基本满意"),
    ("010", "11-23 15:37", "蒋玉梅", "女", "430104********1142", "0731-85****60", "1", "困难帮扶", "询问公示结果",
     "当场答复", "王静", "满意"),
    ("001", "11-24 08:33", "欧阳守诚", "男", "430105********0716", "133****4472", "1", "移交安置",
     "查询退役安置档案补办进度", "当场答复", "何芳", "满意"),
    ("002", "11-24 08:40", "杨国梁", "男", "430103********1837", "138****9051", "3", "移交安置",
     "企业军转干部生活困难补助", "立信访件 48号", "王静", ""),
    ("003", "11-24 08:47", "邓立新", "男", "430121********5513", "186****2094", "1", "就业创业", "社保跨省转移接续",
     "转区人社局", "王静", "基本满意"),
    ("004", "11-24 09:10", "刘振湘", "男", "430103********2458", "0731-85****27", "——", "住房医疗",
     "房屋漏水，请求修缮补助", "作废", "王静", ""),
    ("008", "11-24 09:42", "李龚", "男", "430103********1234", "138****5267", "7", "抚恤优待",
     "伤残抚恤金差额，请求补发并书面答复", "立信访件 47号", "王静", ""),
    ("008", "11-24 09:42", "李龚", "男", "430103********1234", "138****5267", "——", "优待证", "补领优待证",
     "受理办件 66号", "王静", ""),
)  # fmt: skip


def ledger(**changes: Any) -> VisitLedger:
    values: dict[str, Any] = FRAME | {
        "period": "2026年11月（11月1日至11月24日）",
        "made_on": "2026年11月24日",
        "rows": LEDGER_ROWS,
        "people": 168,
        "visits": 151,
        "groups": 2,
        "repeats": 11,
        "voids": 1,
        "outcomes": "当场答复 118，立信访件 13，立帮扶件 9，转其他单位 11",
        "ratings": "政务服务评价 96 次，满意率 96.9%；信访评价 27 次，满意率 96.3%",
    }
    return VisitLedger(**(values | changes))


def seals(**changes: Any) -> SealRegister:
    values: dict[str, Any] = FRAME | {
        "period": "2026年11月1日至11月24日",
        "rows": (
            SealedSheet("11-23", "LF20261123-012 告知第1次", "一次性告知书（补正材料）", 2),
            SealedSheet("11-24", "LF20261124-008", "转介单", 1, "补印1"),
            SealedSheet("11-24", "LF20261124-009", "转介单", 1, "作废"),
        ),
    }
    return SealRegister(**(values | changes))


STATION_DATA = {
    "address": "长沙市天心区坡子街街道碧湘街00号",
    "hours": "工作日9:00—17:00",
    "phone": "0731-85550199",
    "complaint_phone": "0731-85550110",
}
HOSTILE_DATA = dict.fromkeys(STATION_DATA, HOSTILE)
LONG_DATA = {key: text * 12 for key, text in STATION_DATA.items()}


def board(**changes: Any) -> NoticeBoard:
    return NoticeBoard(**(FRAME | STATION_DATA | changes))


def notice(**changes: Any) -> PrivacyNotice:
    return PrivacyNotice(**(FRAME | STATION_DATA | changes))


SAMPLES: dict[str, Any] = {
    "day_tally": tally(),
    "day_tally_reprint": tally(reprint=12, correction=3),
    "day_tally_empty": tally(rows=(), incidents=(), carried=(), incident_words="", log_count="0条", log_span=""),
    "day_tally_long": tally(
        **LONG_FRAME,
        rows=tuple(replace(row, title=NAME_60, span=f"{row.span}；" * 40) for row in ROWS),
        incidents=tuple(replace(one, reason=NARRATIVE[:200], operator=NAME_60) for one in INCIDENTS * 5),
        carried=(NARRATIVE,),
        missing="、".join(f"{seq:03d}" for seq in range(1, 200)),
    ),
    "day_tally_kinds": tally(rows=tuple(replace(ROWS[place % 8], title=f"文书第{place}种") for place in range(120))),
    "day_tally_hostile": tally(
        **HOSTILE_FRAME,
        day=HOSTILE,
        rows=(TallyRow(HOSTILE, HOSTILE, 10**9, 0, 0, 0, 0, 10**9),),
        incidents=(TallyIncident(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, boxed=True, ticked=True),),
        incident_words=HOSTILE,
        carried=(HOSTILE,),
        missing=HOSTILE,
        log_count=HOSTILE,
        log_span=HOSTILE,
        log_digest=HOSTILE,
        log_previous="",
    ),
    "visit_ledger": ledger(),
    "visit_ledger_reprint": ledger(reprint=12, correction=3),
    "visit_ledger_empty": ledger(rows=()),
    "visit_ledger_pages": ledger(rows=LEDGER_ROWS * 8),
    "visit_ledger_long": ledger(
        **LONG_FRAME,
        rows=tuple(tuple(NAME_60 if name != "matter" else NARRATIVE for name in COLUMNS) for _ in range(9)),
        outcomes=NARRATIVE,
        ratings=NARRATIVE,
        period=NARRATIVE,
        made_on=NARRATIVE,
    ),
    "visit_ledger_hostile": ledger(
        **HOSTILE_FRAME,
        rows=((HOSTILE,) * 12, ("😀" * 9,) * 12, ("",) * 12, (), ("x",) * 99),
        period=HOSTILE,
        made_on=HOSTILE,
        outcomes=HOSTILE,
        ratings=HOSTILE,
    ),
    "seal_register": seals(),
    "seal_register_reprint": seals(reprint=12, correction=3),
    "seal_register_empty": seals(rows=()),
    "seal_register_long": seals(
        **LONG_FRAME,
        period="2026年11月1日至11月24日" * 9,
        rows=tuple(SealedSheet("11-24", f"LF20261124-{seq:03d} " * 6, NAME_60, 1, NAME_60) for seq in range(30)),
    ),
    "seal_register_hostile": seals(
        **HOSTILE_FRAME, period=HOSTILE, rows=(SealedSheet(HOSTILE, HOSTILE, HOSTILE, 10**9, HOSTILE),)
    ),
    "notice_board": board(),
    "notice_board_reprint": board(reprint=12, correction=3),
    "notice_board_empty": board(**dict.fromkeys(STATION_DATA, ""), station_name=""),
    "notice_board_long": board(**LONG_FRAME, **LONG_DATA),
    "notice_board_hostile": board(**HOSTILE_FRAME, **HOSTILE_DATA),
    "privacy_notice": notice(),
    "privacy_notice_reprint": notice(reprint=12, correction=3),
    "privacy_notice_empty": notice(**dict.fromkeys(STATION_DATA, ""), station_name=""),
    "privacy_notice_long": notice(**LONG_FRAME, **LONG_DATA),
    "privacy_notice_hostile": notice(**HOSTILE_FRAME, **HOSTILE_DATA),
}
