"""The audit's codes in the words of the people who read it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from domain.flow_file import flow
from domain.labels import PAPER_LABELS, PERMISSION_LABELS, ROLE_LABELS, SCALE_LABELS, field_label, station_field_label
from domain.ratings import levels
from domain.vocabulary import RatingScale

ACTIONS: Mapping[str, str] = {
    "login": "登录",
    "login.refused": "登录被拒，密码不对",
    "refused": "没有权限，被拒绝",
    "desk.locked": "锁屏",
    "desk.unlocked": "解锁屏幕",
    "desk.refused": "解锁屏幕被拒，密码不对",
    "station.founded": "建站",
    "station.changed": "改本站信息",
    "setting.changed": "改设置",
    "operator.added": "加工作人员",
    "operator.changed": "改工作人员",
    "operator.disabled": "停用账号",
    "operator.enabled": "启用账号",
    "operator.unlocked": "解锁账号",
    "operator.password_reset": "给别人设新密码",
    "password.changed": "改自己的密码",
    "password.refused": "改密码被拒，原密码不对",
    "keyfile.changed": "密钥文件在程序外被改动",
    "keyfile.accepted": "确认密钥文件",
    "keyfile.ahead": "密钥文件比数据新",
    "keyfile.put_back": "旧的密钥文件被放了回来",
    "keyfile.slot_closed": "关闭多出的密钥槽",
    "keyfile.slot_renamed": "改正密钥槽的姓名",
    "recovery.confirmed": "启用恢复密钥",
    "recovery.used": "用恢复密钥登录",
    "backup.made": "备份",
    "backup.copy_failed": "备份没有复制到第二处",
    "backup.restored": "从备份恢复",
    "audit.read": "查操作日志",
    "audit.verified": "核对日志链",
    "person.created": "建档",
    "person.edited": "改档案",
    "person.revealed": "看证件号、电话",
    "unit.created": "建单位档案",
    "unit.edited": "改单位档案",
    "visit.saved": "登记来访",
    "visit.corrected": "更正来访",
    "visit.voided": "作废来访",
    "visit.rated": "记来访人评价",
    "case.opened": "立件",
    "case.voided": "作废已立的件",
    "document.issued": "出文书",
    "document.printed": "打印",
    "document.exported": "另存文书为 PDF",
    "document.good": "纸张完好",
    "document.spoiled": "纸张损坏",
    "document.failed": "没有打印出来",
    "document.void": "文书作废",
    "document.reprinted": "补印文书",
    "document.pending": "改为待确认",
    "draft.discarded": "丢弃草稿",
    "draft.restored": "找回草稿",
    "draft.let_go": "清除过期草稿",
    "station_paper.issued": "出站务文书",
    "loose.drawn": "打印号条或操作卡",
    "queue.taken": "取号",
    "queue.called": "叫号",
    "queue.skipped": "过号",
    "queue.requeued": "重新排队",
    "queue.left": "排队的人离开",
    "queue.served": "排队的人已接待",
    "queue.closed": "清掉前一天没办的号",
    "call_back.promised": "约回访",
    "call_back.done": "记回访结果",
    "call_back.reopened": "撤回回访结果",
    "call_back.put_off": "回访改期",
    "call_back.revealed": "看回访电话",
    "snippet.added": "加常用语",
    "snippet.changed": "改常用语",
    "snippet.removed": "删除常用语",
    "snippet.put_back": "恢复删除的常用语",
    "snippet.restored": "恢复出厂常用语",
    "snippet.filled": "装入出厂常用语",
    "wording.activated": "起用文书文字",
    "wording.restored": "文书文字恢复出厂",
    "wording.discarded": "丢弃文书文字草稿",
    "case.note": "件里记一笔",
    "case.undo": "撤销件的上一步",
    "case.reassign": "改派承办人",
    "case.materials": "改件的材料清单",
    "case.joined": "来访并入在办件",
    "case.copied": "照抄到系统的一栏打钩",
    "batch.opened": "新编报送批次",
    "batch.sent": "送出报送批次",
    "batch.results": "按名单登记结果",
    "attachment.added": "添加附件",
    "attachment.removed": "移除附件",
    "attachment.exported": "另存附件",
    "case.attach": "件里添加附件",
    "case.detach": "件里移除附件",
    "case.file": "做出案卷",
    "calendar.imported": "装入放假安排",
    "calendar.day": "改工作日历的一天",
    "calendar.counted": "日历更新后重算时限",
    "catalogue.saved": "改办事事项",
    "catalogue.active": "启用或停用办事事项",
    "catalogue.order": "改办事事项的顺序",
    "catalogue.back": "办事事项恢复出厂",
    "catalogue.shipped": "随新版本更新办事事项",
    "demo.filled": "装入演示数据",
}

_DETAILS: Mapping[str, str] = {
    "name": "姓名",
    "post": "岗位",
    "window": "窗口",
    "roles": "角色",
    "number": "编号",
    "kind": "种类",
    "reprint": "补印次数",
    "printer": "打印机",
    "checked": "已核对本人身份",
    "place": "位置",
    "reason": "缘由",
    "sheet": "恢复密钥号",
    "field": "字段",
    "fields": "字段",
    "matters": "事项数",
    "scale": "评价种类",
    "level": "评价",
    "cases": "一并作废的件",
    "correction": "第几次更正",
    "count": "份数",
    "tries": "次数",
    "old": "原来",
    "new": "改为",
    "from": "自",
    "to": "至",
    "file": "文件",
    "made_at": "备份时间",
    "idle": "自动锁屏",
    "broken": "接不上的条目",
    "version": "第几版",
    "print": "指纹",
    "calls": "叫了几遍",
    "due": "回访日期",
    "source": "来由",
    "code": "短码",
    "codes": "短码",
    "day": "日期",
    "before": "原用第几版",
    "first": "起",
    "last": "止",
    "sentences": "改动的句子",
    "type": "文件种类",
    "size": "字节数",
    "pages": "页数",
    "pieces": "文件数",
    "year": "年份",
    "days": "天数",
    "off": "放假",
    "counted": "重算的时限",
    "moved": "变动的时限",
    "settled": "不再暂估的时限",
    "entry": "事项",
    "active": "启用",
    "case": "办件",
    "box": "栏目",
    "copied": "已抄",
    "sent": "件数",
    "done": "已登记的件数",
    "refused": "没登记的件数",
    "ledger": "台账",
}
_SETTINGS: Mapping[str, str] = {
    "setup_step": "首次设置的步骤",
    "backup_place": "备份位置",
    "printer.a5": "打印回执的打印机",
    "printer.a4": "打印文书的打印机",
    "printer.slip": "58 毫米纸卷的打印机",
    "printer.roll80": "80 毫米纸卷的打印机",
    "printer.forms": "个别文书的打印机",
    "printer.trays": "纸盒",
    "printer.trims": "打印机的位置校正",
    "receipt.paper": "回执用纸",
    "idle_minutes": "自动锁屏分钟数",
}
_LONGEST = 200


def action_words(action: str) -> str:
    """What was done; a code that has no words stands for itself, so that nothing is hidden."""
    return ACTIONS.get(action) or _steps().get(action, action)


@cache
def _steps() -> Mapping[str, str]:
    """The steps of the flows, whose codes stand in their tables."""
    return {f"case.{line.action}": f"办事件：{line.label}" for line in flow("service").transitions}


def subject_words(action: str, subject_id: str) -> str:
    """Which setting was changed, or what was refused; other subjects are named in the detail."""
    if action == "refused":
        return _CODES.get(subject_id, subject_id)
    return _SETTINGS.get(subject_id, subject_id) if action == "setting.changed" else ""


def went_wrong(action: str) -> bool:
    """Whether the entry itself, well kept, tells of something that didn't come about."""
    return action in ("document.failed", "backup.copy_failed")


def detail_words(detail: Mapping[str, Any]) -> str:
    """The entry's detail in one line: "角色 窗口 → 窗口、站长；岗位 接待岗 → 信访岗"."""
    if set(detail) == {"old", "new"}:
        return f"{_one(detail['old'])} → {_one(detail['new'])}"
    parts = [
        f"{_key_words(key)} {_value_words(key, value)}".strip()
        for key, value in detail.items()
        if value not in ("", [], {}) and not (key == "reprint" and value == 0)
    ]
    words = "；".join(parts)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _key_words(key: str) -> str:
    found = _DETAILS.get(key) or station_field_label(key)
    return found if found != key else field_label(key)


def _value_words(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "field":
        return _key_words(str(value))
    if isinstance(value, Mapping):
        return "、".join(_key_words(str(field)) for field in value)
    if isinstance(value, list) and len(value) == 2 and (key != "roles" or isinstance(value[0], list)):
        return f"{_one(value[0])} → {_one(value[1])}"
    return _one(value)


def _one(value: Any) -> str:
    if value is None or value == "":
        return "空"
    if isinstance(value, list | tuple):
        return "、".join(_one(item) for item in value) or "无"
    return _CODES.get(str(value), str(value))


_CODES: Mapping[str, str] = {
    **{role.value: label for role, label in ROLE_LABELS.items()},
    **{permission.value: label for permission, label in PERMISSION_LABELS.items()},
    **{scale.value: label for scale, label in SCALE_LABELS.items()},
    **{level.code: level.label for scale in RatingScale for level in levels(scale)},
    "manual": "手动",
    "exit": "退出程序时",
    "before_upgrade": "升级之前",
    **PAPER_LABELS,
}
