"""What a promise to ring somebody back (约回访) must hold, and what is only worth a second look.

A promise without a day is none, and a day that is over can't be kept. That the station is closed on the day is said,
and stops nothing: the list shows it on the day before as well.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from domain.dates import weekday_words
from domain.names import normalise_name
from domain.people_rules import length_fault, phone_fault
from domain.phones import is_masked_phone, read_phone
from domain.tables import limit
from domain.text import single_line

_SATURDAY = 5
_PUT_OFF = re.compile(r"改到 \d{4}-\d{2}-\d{2}：")


@dataclass(frozen=True, kw_only=True)
class CallBackForm:
    """A promise as typed. A phone left empty is the party's own; `handler` is an operator's uuid, "" for oneself."""

    visit_id: int | None = None
    party_id: int | None = None
    name: str = ""
    phone: str = ""
    why: str = ""
    due: date | None = None
    handler: str = ""


def tidy_call_back(form: CallBackForm) -> CallBackForm:
    """The form as it is stored. A phone as the screen masks it was typed by nobody: the party's own is meant."""
    phone = form.phone.strip()
    shown = form.party_id is not None and is_masked_phone(phone)
    return replace(
        form,
        name=normalise_name(form.name),
        phone="" if shown else read_phone(phone).text,
        why=single_line(form.why),
    )


def check_call_back(form: CallBackForm, today: date) -> dict[str, str]:
    """What keeps this promise from being saved: field → Chinese sentence (what, why, what to do)."""
    form = tidy_call_back(form)
    found = {
        "name": length_fault(form.name, limit("name")),
        "phone": phone_fault(form.phone),
        "why": length_fault(form.why, limit("single_line")) or _why_fault(form.why),
        "due": due_fault(form.due, today),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def warnings_call_back(form: CallBackForm, known_phone: str = "") -> dict[str, str]:
    """What is worth a second look but stops nothing; `known_phone` is the one on the party's record."""
    form = tidy_call_back(form)
    found: dict[str, str] = {}
    if form.due is not None and form.due.weekday() >= _SATURDAY:
        found["due"] = f"{form.due.isoformat()} 是{weekday_words(form.due)}，请确认当天有人打电话。"
    if not form.phone and not known_phone:
        found["phone"] = "没有电话，到时只能上门或写信；有电话的请补上。"
    return found


def due_fault(due: date | None, today: date) -> str:
    """A Chinese sentence where nobody can ring on this day."""
    if due is None:
        return "还没有写哪天回访。请写日期，如 +3（三天后）。"
    if due < today:
        return f"{due.isoformat()} 已经过去，请改成今天或以后的日期。"
    farthest = limit("call_back_days")
    if (due - today).days > farthest:
        return f"{due.isoformat()} 在 {farthest} 天以后，请核对年份。"
    return ""


def result_fault(result: str) -> str:
    """A Chinese sentence where what came of a call can't be kept."""
    result = single_line(result)
    if not result:
        return "还没有写结果。请写打没打通、说了什么。"
    return length_fault(result, limit("single_line"))


def reason_fault(reason: str) -> str:
    """A Chinese sentence where it isn't said why a call was put off."""
    reason = single_line(reason)
    if not reason:
        return "改期要写明原因，比如“没人接”“来访人约下周”。"
    return length_fault(reason, limit("put_off_reason"))


def was_put_off(result: str) -> bool:
    """Whether a call ended by being put off, and another took its place."""
    return _PUT_OFF.match(result) is not None


def put_off_words(due: date, reason: str) -> str:
    """What became of a call that was put off, in the place of its result."""
    return f"改到 {due.isoformat()}：{single_line(reason)}"


def _why_fault(why: str) -> str:
    return "" if why else "还没有写为什么回访。请写一句，打电话的人好知道说什么。"
