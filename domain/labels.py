"""The Chinese words for stored codes and fields, in one place, so that one thing is called the same everywhere."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from domain.identity import RESIDENT_PREFIXES, IdentityKind, IdentityReading, Sex
from domain.numbering import Series
from domain.permissions import Permission, Role
from domain.text import in_one_line, shortened
from domain.vocabulary import (
    CallBackSource,
    Channel,
    GuestRole,
    MatterKind,
    Outcome,
    QueueState,
    RatingScale,
    matter_category,
    person_category,
)

# In the place of a name: of somebody whose name isn't clear, and of somebody who left none.
NAME_UNCLEAR = "姓名不清"
NAME_NOT_LEFT = "未留姓名"
# How a case stands.
CASE_OPEN = "在办"
CASE_CLOSED = "已办结"
CASE_VOID = "已作废"
# What became of a saved visit, and how it came in.
VISIT_VOID = "作废"
VISIT_LATE = "补登"

SEX_LABELS: Mapping[Sex, str] = {Sex.UNKNOWN: "未知", Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNSTATED: "未说明"}

IDENTITY_KIND_LABELS: Mapping[IdentityKind, str] = {
    "citizen18": "居民身份证",
    "citizen15": "居民身份证（15 位旧号）",
    "resident18": "港澳台居民居住证",
    "foreigner18": "外国人永久居留身份证",
    "foreigner15": "外国人永久居留身份证（2017 版）",
}
# Before a number, where there is little room.
_IDENTITY_SHORT: Mapping[str, str] = {
    "citizen18": "身份证",
    "citizen15": "身份证",
    "resident18": "居住证",
    "foreigner18": "永居证",
    "foreigner15": "永居证",
}

KIND_LABELS: Mapping[MatterKind, str] = {
    MatterKind.CONSULTATION: "咨询",
    MatterKind.SERVICE: "办事",
    MatterKind.PETITION: "信访",
    MatterKind.ASSISTANCE: "帮扶",
    MatterKind.OTHER: "其他",
}

CHANNEL_LABELS: Mapping[Channel, str] = {
    Channel.WALK_IN: "走访",
    Channel.CALL: "电话",
    Channel.LETTER: "来信",
    Channel.HOME: "上门",
}

OUTCOME_LABELS: Mapping[Outcome, str] = {
    Outcome.ANSWERED: "当场答复",
    Outcome.SERVICE_OPENED: "受理办件",
    Outcome.PETITION_OPENED: "立信访件",
    Outcome.ASSISTANCE_OPENED: "立帮扶件",
    Outcome.JOINED: "并入在办",
    Outcome.REFERRED: "转其他单位",
    Outcome.MATERIALS_OWED: "待补材料",
}

GUEST_ROLE_LABELS: Mapping[GuestRole, str] = {
    GuestRole.REPRESENTATIVE: "代表",
    GuestRole.COMPANION: "同来人",
    GuestRole.AGENT: "代理人",
}

SCALE_LABELS: Mapping[RatingScale, str] = {RatingScale.SERVICE: "政务服务评价", RatingScale.PETITION: "信访评价"}

QUEUE_STATE_LABELS: Mapping[QueueState, str] = {
    QueueState.WAITING: "等候",
    QueueState.CALLED: "已叫号",
    QueueState.SERVED: "已接待",
    QueueState.SKIPPED: "过号",
    QueueState.LEFT: "已离开",
}

CALL_BACK_SOURCE_LABELS: Mapping[CallBackSource, str] = {
    CallBackSource.PROMISE: "约回访",
    CallBackSource.RATING: "评价不满意",
}

SERIES_LABELS: Mapping[Series, str] = {
    Series.VISIT: "来访",
    Series.SERVICE: "办事件",
    Series.PETITION: "信访件",
    Series.ASSISTANCE: "帮扶件",
    Series.STATION_PAPER: "站务文书",
    Series.MATERIALS: "材料清单",
    Series.BATCH: "报送批次",
}

ROLE_LABELS: Mapping[Role, str] = {
    Role.CLERK: "窗口",
    Role.CHIEF: "站长",
    Role.ADMINISTRATOR: "管理员",
    Role.AUDITOR: "审计",
}

PERMISSION_LABELS: Mapping[Permission, str] = {
    Permission.VISIT_REGISTER: "登记来访，给出处理结果",
    Permission.VISIT_READ: "看来访记录",
    Permission.VISIT_CORRECT_OWN: "更正、作废自己当天登记的来访",
    Permission.VISIT_CORRECT: "更正、作废任何来访",
    Permission.VISIT_RATE: "记录来访人评价",
    Permission.CASE_HANDLE: "办件：补正、报送、登记结果、通知、发放",
    Permission.CASE_REASSIGN: "改派承办人",
    Permission.CATALOGUE_EDIT: "改办事事项目录",
    Permission.CALENDAR_EDIT: "改工作日历",
    Permission.QUEUE_USE: "取号、叫号",
    Permission.CALL_BACK_USE: "约回访、记回访结果",
    Permission.SNIPPET_EDIT: "改常用语",
    Permission.PERSON_READ: "查服务对象档案",
    Permission.PERSON_EDIT: "建档、改档案",
    Permission.PERSON_REVEAL: "看证件号、电话（30 秒，留痕）",
    Permission.DOCUMENT_PRINT: "打印回执和文书",
    Permission.DOCUMENT_REPRINT: "补印（写明原因）",
    Permission.OPERATOR_MANAGE: "加人、停用、解锁",
    Permission.OPERATOR_PASSWORD: "给别人设密码",
    Permission.OPERATOR_ROLES: "改别人的角色",
    Permission.STATION_SETTINGS: "改本站信息和设置",
    Permission.WORDING_EDIT: "改文书文字",
    Permission.BACKUP_RUN: "备份",
    Permission.AUDIT_READ: "查操作日志",
}

# The kinds of paper by their codes, as lists call them. They stand here too, because a list must not need the file of a
# paper's wording, which somebody may have damaged.
PAPER_LABELS: Mapping[str, str] = {
    "visit_receipt": "来访登记回执",
    "recovery_sheet": "恢复密钥",
    "printer_test": "打印机试打页",
    "queue_slip": "排队号",
    "quick_card": "窗口一页操作卡",
    "visit_sheet": "来访登记表",
    "group_sheet": "集体来访代表登记表",
    "oral_record": "口头信访记录（谈话笔录）",
    "one_time_notice": "一次性告知书（补正材料）",
    "referral_slip": "转介单",
    "material_list": "材料接收/退还清单",
    "rating_sheet": "政务服务评价单",
    "privacy_notice": "个人信息处理告知书",
    "notice_board": "信访接待公示",
    "day_tally": "打印日清单",
    "visit_ledger": "来访登记台账",
    "seal_register": "用印登记",
    "station_key_sheet": "本站公钥",
    "ruler_sheet": "打印机校正页",
    "submission_list": "报送清单",
    "collection_notice": "领取通知单",
    "collection_sheet": "领取签收单",
    "rejection_notice": "退件告知书",
    "card_application": "优待证申请表",
    "record_form": "退役军人信息采集表",
    "clock_sheet": "时限推算单",
    "case_index": "卷内目录和备考表",
    "case_ledger": "办事台账",
}

_FIELD_LABELS: Mapping[str, str] = {
    "person": "来访人",
    "person_id": "来访人",
    "name": "姓名",
    "identity": "证件号",
    "identity_reason": "保留原因",
    "sex": "性别",
    "birth": "出生日期",
    "phone": "联系电话",
    "phone2": "备用电话",
    "household_address": "户籍地址",
    "address": "住址",
    "community": "社区",
    "categories": "人员类别",
    "honours": "荣誉",
    "service_from": "入伍时间",
    "service_to": "退役时间",
    "card_number": "优待证号",
    "former_names": "曾用名",
    "note": "备注",
    "reception_note": "接待提示",
    "channel": "来访方式",
    "headcount": "来访人数",
    "matters": "来访事项",
    "removed": "原事项",
    "kind": "类型",
    "category": "类别",
    "narrative": "诉求内容",
    "facts": "事实",
    "reasons": "理由",
    "earlier": "以往反映及处理",
    "read_back": "宣读核对",
    "outcome": "处理结果",
    "reply": "答复意见",
    "refer_to": "转往单位",
    "handler": "承办",
    "join_case_id": "并入哪一件",
    "case_number": "办件编号",
    "materials": "收到材料",
    "catalogue": "办理事项",
    "fields": "办件信息",
    "missing": "缺的材料",
    "copies": "份数",
    "ratings": "评价",
    "call_backs": "约回访",
    "guests": "同来人员",
    "role": "身份",
    "relation": "关系",
    "unit": "单位",
    "contact": "联系人",
    "common": "共同事项",
    "visited_on": "来访日期",
    "visited_time": "来访时间",
    "late_reason": "补登原因",
    "call_back": "约回访",
    "why": "回访事由",
    "due": "回访日期",
    "level": "评价",
    "result": "回访结果",
    "code": "短码",
    "title": "标题",
    "text": "内容",
    "reason": "原因",
}

_STATION_LABELS: Mapping[str, str] = {
    "name": "站名",
    "short_name": "简称",
    "region_code": "行政区划代码",
    "address": "地址",
    "phone": "电话",
    "complaint_phone": "投诉电话",
    "issuer": "文书落款单位",
    "window_letter": "窗口字母",
    "hours": "办公时间",
}

_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Sex: SEX_LABELS,
    MatterKind: KIND_LABELS,
    Channel: CHANNEL_LABELS,
    Outcome: OUTCOME_LABELS,
    Series: SERIES_LABELS,
    Role: ROLE_LABELS,
    Permission: PERMISSION_LABELS,
    GuestRole: GUEST_ROLE_LABELS,
    RatingScale: SCALE_LABELS,
    QueueState: QUEUE_STATE_LABELS,
    CallBackSource: CALL_BACK_SOURCE_LABELS,
}


def label(value: StrEnum) -> str:
    """The Chinese word for a code of this package's vocabulary. KeyError for anything else."""
    return _LABELS[type(value)][value]


def matter_category_label(code: str) -> str:
    """The word for a matter's category; a code that is no longer in the list stands for itself."""
    category = matter_category(code)
    return category.label if category else code


def person_category_label(code: str) -> str:
    """The word for a person's category; a code that is no longer in the list stands for itself."""
    category = person_category(code)
    return category.label if category else code


def matter_in_brief(category: str, narrative: str, most: int) -> str:
    """A matter in a line of a list or on paper: its category, and how the narrative begins, in `most` characters."""
    words = shortened(in_one_line(narrative), most)
    return f"{matter_category_label(category)}：{words}" if category else words


def sex_label(code: str) -> str:
    """男 or 女 for a stored code; nothing where it isn't known or wasn't said."""
    sex = Sex(code)
    return SEX_LABELS[sex] if sex in {Sex.MALE, Sex.FEMALE} else ""


def identity_kind_label(reading: IdentityReading) -> str:
    """What card a number is of: 居民身份证, 台湾居民居住证, 港澳居民居住证（香港）…; nothing for half a number."""
    if reading.kind != "resident18":
        return IDENTITY_KIND_LABELS[reading.kind] if reading.kind else ""
    place = RESIDENT_PREFIXES[reading.text[:6]]
    return f"{place}居民居住证" if place == "台湾" else f"港澳居民居住证（{place}）"


def identity_words(reading: IdentityReading) -> str:
    """What is said of a right number: that it is one, and of which card where that isn't the usual one."""
    if reading.message:
        return reading.message
    return "校验通过" if reading.kind == "citizen18" else f"{identity_kind_label(reading)}，校验通过"


def identity_short_label(kind: str) -> str:
    """The word before a stored number, by its kind; 证件号 where it is of none that is known."""
    return _IDENTITY_SHORT.get(kind, "证件号")


def age_label(age: int | None) -> str:
    """68 岁; nothing where the birth isn't known."""
    return "" if age is None else f"{age} 岁"


def field_label(field: str) -> str:
    """The word for a field of a person or a visit: "matters.0.narrative" → "事项 1 诉求内容"."""
    parts = field.split(".")
    word = _FIELD_LABELS.get(next((part for part in reversed(parts) if not part.isdigit()), ""), field)
    if parts[0] == "matters" and len(parts) > 2:
        return f"事项 {int(parts[1]) + 1} {word if parts[2] != 'materials' else '收到材料'}"
    if parts[0] in ("matters", "removed") and len(parts) == 2:
        return f"{'事项' if parts[0] == 'matters' else word} {int(parts[1]) + 1}"
    if parts[0] == "guests" and len(parts) > 2:
        return f"同来人员 {int(parts[1]) + 1} {word}"
    if parts[0] == "unit" and len(parts) > 1:
        return f"单位{word}" if parts[1] != "name" else "单位名称"
    return word


def station_field_label(field: str) -> str:
    """The word for a field of the station's own form."""
    return _STATION_LABELS.get(field, field)
