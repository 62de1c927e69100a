"""Phone numbers as people give them: mobiles, land lines with or without the area code, extensions, service numbers."""

import re
from dataclasses import dataclass
from typing import Literal

from domain.tables import table
from domain.text import compact

PhoneState = Literal["empty", "incomplete", "ok", "bad"]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー~", "-"))
_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|#|,)+", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)86-?")
_CHINA_MOBILE = re.compile(r"86(1[0-9]{10})")


@dataclass(frozen=True)
class PhoneReading:
    """What `read_phone` made of a number; `text` is the number as stored, `message` a Chinese sentence or empty."""

    text: str
    state: PhoneState
    message: str = ""


def read_phone(raw: str) -> PhoneReading:
    """Read a number: 11 digits of a mobile, "0731-85550199", with an extension "-801", "85550199", "12345", 400…"""
    text = _normalise(raw)
    if not text:
        return PhoneReading("", "empty")
    strange = re.search(r"[^0-9-]", text)
    if strange:
        return PhoneReading(text, "bad", f"有“{strange[0]}”，只能写数字和横线。")
    digits = text.replace("-", "")
    if digits in table("phones")["short"] or re.fullmatch(r"[48]00[0-9]{7}|9[56][0-9]{3}", digits):
        return PhoneReading(digits if len(digits) < 10 else f"{digits[:3]}-{digits[3:6]}-{digits[6:]}", "ok")
    if digits.startswith("1"):
        return _read_mobile(digits)
    if digits.startswith("0"):
        return _read_land_line(text)
    return _read_local(text)


def is_masked_phone(text: str) -> bool:
    """True for a number as `mask_phone` shows it; such a text is nothing that was typed."""
    return re.fullmatch(r"(1[0-9]{2}|(0[0-9]{2,3}-)?[0-9]{2})\*{4}[0-9]{2,4}", text) is not None


def phone_digits(text: str) -> str:
    """The digits alone, for comparing and finding."""
    return "".join(character for character in text if character in "0123456789")


def mask_phone(text: str) -> str:
    """For screen and paper: 138****5267, 0731-85****13. Service numbers (12345, 400…) are nobody's own and stay."""
    if text in table("phones")["short"] or re.fullmatch(r"9[56][0-9]{3}|[48]00-[0-9]{3}-[0-9]{4}", text):
        return text
    if re.fullmatch(r"1[0-9]{10}", text):
        return f"{text[:3]}****{text[-4:]}"
    line = re.fullmatch(r"(0[0-9]{2,3}-)?([0-9]{7,8})(-[0-9]{1,6})?", text)
    if line:
        return f"{line[1] or ''}{line[2][:2]}****{line[2][-2:]}"
    return "*" * (len(text) - 2) + text[-2:] if len(text) > 4 else "*" * len(text)


def _normalise(raw: str) -> str:
    text = compact(raw).translate(_DASHES).replace(".", "-").replace("/", "-")
    text = _COUNTRY.sub("", text, count=1) if _COUNTRY.match(text) else text
    text = _CHINA_MOBILE.sub(r"\1", text) if _CHINA_MOBILE.fullmatch(text.replace("-", "")) else text
    text = re.sub(r"[()\[\]]", "-", _EXTENSION.sub("-", text))
    return re.sub(r"-+", "-", text).strip("-")


def _read_mobile(digits: str) -> PhoneReading:
    if len(digits) < 11:
        return PhoneReading(digits, "incomplete", f"少 {11 - len(digits)} 位，请补齐或留空")
    if len(digits) > 11:
        return PhoneReading(digits, "bad", f"多 {len(digits) - 11} 位，手机号应为 11 位。")
    return PhoneReading(digits, "ok")


def _read_land_line(text: str) -> PhoneReading:
    digits = text.replace("-", "")
    width = 3 if digits[:3] in table("phones")["three_digit_areas"] else 4
    area, local = digits[:width], digits[width:]
    # The dash after the area code, if any, is not the dash before an extension.
    groups = text.split("-") if len(text.split("-", maxsplit=1)[0]) == width else [area, local]
    eight = width == 3 or area in table("phones")["eight_digit_areas"]
    number, extension = _split_local(groups[1:], 8 if eight else 7)
    if len(number) < (8 if eight else 7):
        missing = (8 if eight else 7) - len(number)
        wanted = "8 位" if eight else "7 到 8 位"
        return PhoneReading(
            "-".join(filter(None, (area, number))), "incomplete", f"少 {missing} 位，区号后应为 {wanted}"
        )
    return _with_extension(f"{area}-{number}", number, extension)


def _read_local(text: str) -> PhoneReading:
    number, extension = _split_local(text.split("-"), 7)
    if len(number) < 7:
        return PhoneReading(number, "incomplete", f"少 {7 - len(number)} 位，请补齐或留空")
    reading = _with_extension(number, number, extension)
    return reading if reading.message else PhoneReading(reading.text, "ok", "没有区号，按本地座机记")


def _split_local(groups: list[str], least: int) -> tuple[str, str]:
    """Local number and extension: groups of digits are joined until the number is long enough ("8555-0199")."""
    number = ""
    for place, group in enumerate(groups):
        if len(number) >= least:
            return number, "".join(groups[place:])
        number += group
    return number, ""


def _with_extension(text: str, number: str, extension: str) -> PhoneReading:
    if len(number) > 8:
        return PhoneReading(text, "bad", f"多 {len(number) - 8} 位，分机前请加横线。")
    if len(extension) > 6:
        return PhoneReading(f"{text}-{extension}", "bad", "分机最多 6 位，多的填备用电话。")
    return PhoneReading(f"{text}-{extension}" if extension else text, "ok")
