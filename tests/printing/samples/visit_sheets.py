"""The sheets that are written about a visit and stay at the station: visit, group, oral record."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from printing.forms.group_sheet import GroupMember, GroupSheet
from printing.forms.oral_record import OralRecord, SpokenMatter
from printing.forms.visit_sheet import SheetMatter, SheetRating, VisitSheet
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, STATION
from tests.printing.samples.receipt_slip import SIGNED

FRAME: dict[str, Any] = {
    "station_name": STATION,
    "number": "LF20261124-008",
    "operator": "王静",
    "printed_at": "2026年11月24日10时16分",
    "qr_text": SIGNED,
    "human_code": HUMAN_CODE,
}
HOSTILE_FRAME: dict[str, Any] = {
    "station_name": HOSTILE * 3,
    "number": HOSTILE * 2,
    "operator": HOSTILE * 4,
    "printed_at": HOSTILE,
}
EMPTY_FRAME: dict[str, Any] = {"station_name": "", "number": "", "operator": "", "printed_at": ""}
MARKS: dict[str, dict[str, Any]] = {
    "reprint": {"reprint": 12},
    "correction": {"correction": 3},
    "marked": {"reprint": 1, "correction": 2},
}

CLAIM = "请求核实2024年10月伤残抚恤金标准调整后的差额，补发并书面答复。"
FACTS = "1987年10月入伍，1991年评定七级伤残。2024年10月标准调整以后，仍按原标准发到2026年9月。"
REASONS = "《军人抚恤优待条例》第二十六条：抚恤金标准按年调整。同一街道的战友已经补发。"
EARLIER = "2026年3月到街道反映过一次，答复等通知；5月打过12345。"
PETITION = SheetMatter(
    "信访",
    "抚恤优待",
    CLAIM,
    "立信访件，坡退信〔2026〕47号；承办王静。已告知15日内书面告知是否受理。",
    petition=True,
    facts=FACTS,
    reasons=REASONS,
    earlier=EARLIER,
)
QUESTION = SheetMatter("咨询", "优待证", "优待证丢了怎样补办", "当场答复；承办王静。带身份证和照片到本站申请。")
KINDS = ("咨询", "办事", "信访", "帮扶", "其他")
SERVICE_LEVELS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
PETITION_LEVELS = ("满意", "基本满意", "不满意")


def visit_sheet(**changes: Any) -> VisitSheet:
    values: dict[str, Any] = {
        "visited_at": "2026年11月24日9时42分",
        "place": "1 号窗口",
        "first": True,
        "alone": True,
        "channel": "走访",
        "name": "李龚",
        "sex": "男",
        "birth": "1968年11月2日",
        "identity_kind": "居民身份证",
        "identity": "430103********1234",
        "phone": "138****5267",
        "household_address": "长沙市天心区坡子街街道碧湘社区晏家塘 12 号",
        "address": "长沙市天心区坡子街街道碧湘社区晏家塘 12 号",
        "categories": "残疾军人、退役士兵",
        "card": "4301********0871",
        "guests": "1人：刘勇（同来人，战友）",
        "kinds": KINDS,
        "matters": (PETITION,),
        "materials": "1.残疾军人证（复印件1份）　2.银行流水（原件1份）",
        "receptionist": "王静",
        "first_asked": "王静",
        "told": ("来访登记回执 LF20261124-008",),
        "ratings": (SheetRating("信访评价", PETITION_LEVELS, "满意"),),
    }
    return VisitSheet(**(FRAME | values | changes))


def member(**changes: Any) -> GroupMember:
    values = {
        "name": "罗正平",
        "sex": "男",
        "identity": "430102********5617",
        "phone": "137****0248",
        "address": "登仁桥社区",
        "role": "同来人，战友",
    }
    return GroupMember(**(values | changes))


REPRESENTATIVES = (member(name="李龚", address="碧湘社区"), member(), member(name="田志强", identity="", address=""))


def group_sheet(**changes: Any) -> GroupSheet:
    values: dict[str, Any] = {
        "visited_at": "2026年11月24日9时42分",
        "lines": 5,
        "place": "1 号窗口",
        "cases": "坡退信〔2026〕47号",
        "matter": "抚恤优待：伤残抚恤金2024年10月标准调整后的差额，请求核实补发并书面答复",
        "headcount": "7人",
        "representatives": REPRESENTATIVES,
        "chosen": True,
        "others": 4,
        "companions": (member(name="买买提·吐尔逊"), member(name="王五", identity="", phone="")),
        "told": ("来访登记回执 LF20261124-008",),
    }
    return GroupSheet(**(FRAME | values | changes))


SPOKEN = SpokenMatter("抚恤优待", CLAIM, FACTS, REASONS, EARLIER)


def oral_record(**changes: Any) -> OralRecord:
    values: dict[str, Any] = {
        "day": "2026年11月24日",
        "name": "李龚",
        "place": "1 号窗口",
        "recorder": "王静",
        "sex": "男",
        "birth": "1968年11月2日",
        "identity_kind": "居民身份证",
        "identity": "430103********1234",
        "phone": "138****5267",
        "address": "长沙市天心区坡子街街道碧湘社区晏家塘 12 号",
        "present": "刘勇（同来人，战友）",
        "matters": (SPOKEN,),
        "read_back": True,
    }
    return OralRecord(**(FRAME | values | changes))


def _texts(form: Any, text: str) -> dict[str, str]:
    """Each field of plain text that is no part of the frame, set to `text`."""
    frame = FRAME.keys() | {"more_codes"}
    return {name: text for name, value in vars(form).items() if isinstance(value, str) and name not in frame}


def _variants(name: str, make: Callable[..., Any]) -> dict[str, Any]:
    return {name: make()} | {f"{name}_{mark}": make(**changes) for mark, changes in MARKS.items()}


_EVIL = SheetMatter(HOSTILE, HOSTILE, HOSTILE, HOSTILE, True, HOSTILE, HOSTILE, HOSTILE)
_EVIL_MEMBER = GroupMember(HOSTILE, "男", HOSTILE, HOSTILE, HOSTILE * 2, HOSTILE)

SAMPLES: dict[str, Any] = {
    **_variants("visit_sheet", visit_sheet),
    "visit_sheet_two": visit_sheet(
        matters=(PETITION, QUESTION),
        ratings=(SheetRating("政务服务评价", SERVICE_LEVELS), SheetRating("信访评价", PETITION_LEVELS)),
    ),
    "visit_sheet_long": visit_sheet(
        name=NAME_60,
        guests="60人：" + "、".join(f"{NAME_60}（同来人，战友）" for _ in range(20)),
        matters=(replace(PETITION, claim=NARRATIVE, facts=NARRATIVE[:3000], earlier=NARRATIVE[:500]), QUESTION),
    ),
    "visit_sheet_twenty": visit_sheet(matters=(PETITION, QUESTION) * 10),
    "visit_sheet_hostile": visit_sheet(
        **HOSTILE_FRAME,
        **_texts(visit_sheet(), HOSTILE),
        kinds=(HOSTILE, "😀" * 40),
        matters=(_EVIL, replace(QUESTION, claim="\x00\u200d\t\n")),
        told=(HOSTILE, HOSTILE),
        ratings=(SheetRating(HOSTILE * 9, (HOSTILE, HOSTILE * 9)),),
    ),
    "visit_sheet_empty": VisitSheet(**(FRAME | EMPTY_FRAME), visited_at="", name=""),
    **_variants("group_sheet", group_sheet),
    "group_sheet_open": group_sheet(representatives=REPRESENTATIVES[:1], chosen=False, companions=(), others=6),
    "group_sheet_long": group_sheet(
        matter=NARRATIVE[:3000],
        representatives=tuple(member(name=NAME_60, address=NARRATIVE[:200]) for _ in range(5)),
        companions=tuple(member(name=NAME_60) for _ in range(15)),
    ),
    "group_sheet_hostile": group_sheet(
        **HOSTILE_FRAME,
        **_texts(group_sheet(), HOSTILE),
        representatives=(_EVIL_MEMBER,) * 5,
        companions=(_EVIL_MEMBER,) * 3,
        told=(HOSTILE, HOSTILE),
    ),
    "group_sheet_empty": GroupSheet(**(FRAME | EMPTY_FRAME), visited_at="", lines=5),
    **_variants("oral_record", oral_record),
    "oral_record_long": oral_record(
        name=NAME_60,
        matters=(SPOKEN, replace(SPOKEN, claim=NARRATIVE, facts=NARRATIVE[:2000], earlier="")),
        read_back=False,
    ),
    "oral_record_hostile": oral_record(
        **HOSTILE_FRAME,
        **_texts(oral_record(), HOSTILE),
        matters=(SpokenMatter(HOSTILE, HOSTILE, HOSTILE * 30, HOSTILE, "\x00\u200d\t\n"),),
    ),
    "oral_record_empty": OralRecord(**(FRAME | EMPTY_FRAME), day="", name=""),
}
