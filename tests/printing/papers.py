"""Papers for tests: made-up people, numbers and codes."""

import tomllib
from typing import Any

from printing.forms.printer_test import PrinterTest
from printing.forms.queue_slip import QueueSlip
from printing.forms.quick_card import CardKey, QuickCard
from printing.forms.recovery_sheet import RecoverySheet
from printing.forms.visit_receipt import ReceiptLine, VisitReceipt
from system.paths import resource

STATION = "长沙市天心区坡子街街道退役军人服务站"
QR_TEXT = "TYJR1:430103:LF20261124-008:1:7K3M92QF"
HUMAN_CODE = "7K3M-92QF"
RARE = "𬭎𫖮𠅤𣲘𡐓䶮㛃"
NAME_60 = ("买买提·吐尔逊" * 9)[:60]
NARRATIVE = ("我一九八七年入伍，《伤残军人证》（七级）遗失；电话0731-85550199，“补发”差额——请核实。" * 300)[:10_000]
HOSTILE = f"<b>&amp;{{phone}}%s\\n{RARE}"

LINES = (
    ReceiptLine(
        "抚恤优待：伤残抚恤金差额，请求补发",
        "并入在办\n坡退信〔2026〕47号",
        "2026年11月29日前书面告知是否受理",
        "并入坡退信〔2026〕47号\n11月29日前告知",
    ),
    ReceiptLine("优待证补办：原证遗失，申请补领", "受理办件\n坡退办〔2026〕66号", "2026年12月22日前告知办理结果"),
)


def receipt(**changes: Any) -> VisitReceipt:
    values: dict[str, Any] = {
        "station_name": STATION,
        "region_code": "430103",
        "number": "LF20261124-008",
        "visitor": "李*（男）",
        "headcount_text": "7人",
        "visited_at": "2026年11月24日9时42分",
        "materials_text": "2份（另有收据）",
        "lines": LINES,
        "station_phone": "0731-85550199",
        "complaint_phone": "0731-85550110",
        "address": "坡子街街道碧湘街00号",
        "hours": "工作日9:00—17:00",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return VisitReceipt(**(values | changes))


def recovery(**changes: Any) -> RecoverySheet:
    values: dict[str, Any] = {
        "station_name": STATION,
        "groups": ("K7RM", "2XQH", "9TDA", "P4WC", "6NJE", "V3YL", "8GFS", "H5UB"),
        "check": "C47F",
        "sheet_number": 1,
        "made_at": "2026年11月24日8时20分",
        "machine": "PZJ-01",
        "qr_text": "TYJRK1:K7RM2XQH9TDAP4WC6NJEV3YL8GFSH5UBC47F",
    }
    return RecoverySheet(**(values | changes))


def printer_page(**changes: Any) -> PrinterTest:
    values: dict[str, Any] = {
        "station_name": STATION,
        "printer": "Laser P1108",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return PrinterTest(**(values | changes))


def queue_slip(**changes: Any) -> QueueSlip:
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "A012",
        "taken_at": "11-24 09:51",
        "ahead": 2,
        "places_back": 3,
    }
    return QueueSlip(**(values | changes))


KEYS = {
    "everywhere": (
        "F1 看这一页怎么用",
        "F2 来访登记",
        "F6 扫码：查进度、验真伪",
        "Ctrl+K 什么都能找：姓名、编号、电话",
    ),
    "form": ("Enter 下一格（内容里是换行）", "Shift+Enter 上一格", "Esc 退出，草稿自动留着"),
    "visit": ("Ctrl+PgDn 同一个人还有一件事，加一项", "Alt+1…9 选事项的类别", "Ctrl+= 字放大一级"),
}


def card_keys() -> tuple[CardKey, ...]:
    """The keys that the program's own table has for the card."""
    rows = tomllib.loads(resource("help", "keys.toml").read_text(encoding="utf-8"))["keys"]
    return tuple(CardKey(key=row["key"], words=row["words"], group=row["group"]) for row in rows if row.get("card"))


def quick_card(**changes: Any) -> QuickCard:
    lines = [(group, *line.split(" ", 1)) for group, lines in KEYS.items() for line in lines]
    keys = tuple(CardKey(key=key, words=words, group=group) for group, key, words in lines)
    values: dict[str, Any] = {"station_name": STATION, "program": "0.1.0", "printed_on": "2026年11月24日", "keys": keys}
    return QuickCard(**(values | changes))


def many_lines(count: int) -> tuple[ReceiptLine, ...]:
    return tuple(
        ReceiptLine(
            f"抚恤优待：第{order}件，请求核实一九八七年入伍以来的伤残抚恤金并补发差额，说明原因",
            f"受理办件\n坡退办〔2026〕{60 + order}号",
            "2026年12月22日前告知办理结果",
        )
        for order in range(1, count + 1)
    )
