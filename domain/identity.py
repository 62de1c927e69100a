"""Identity numbers: what a typed number is, whether it can be right, and what it says about a person.

GB 11643-1999 公民身份号码: 6 digits division, 8 birth, 3 serial (odd male, even female), 1 check (MOD 11-2). The same
18 characters, at the same places, serve the 港澳台居民居住证 (810000, 820000, 830000 in front) and the
外国人永久居留身份证 of 2023 (9 in front). The 15-digit number of before 1999 lives on in army files. The division code
is that of the first registration and may be abolished long since, so no number is ever refused for it. A wrong check
digit is said, and may be kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from domain.text import compact

IdentityState = Literal["empty", "incomplete", "ok", "bad_check", "bad"]
IdentityKind = Literal["", "citizen18", "citizen15", "resident18", "foreigner18", "foreigner15"]


class Sex(StrEnum):
    """GB/T 2261.1-2003."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSTATED = "9"


@dataclass(frozen=True)
class IdentityReading:
    """What a number is and says. `message` is a Chinese sentence or empty; birth and sex come from the number."""

    text: str
    state: IdentityState
    message: str = ""
    birth: date | None = None
    sex: Sex = Sex.UNKNOWN
    kind: IdentityKind = ""


# GB 11643-1999, 4.3: weights of the first 17 digits, and the check character for each remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# ICAO 9303: weights 7-3-1, letters count from A = 10; used on the 外国人永久居留身份证 of 2017.
_FOREIGNER_WEIGHTS = (7, 3, 1)

# The first six digits of the 港澳台居民居住证 say where its holder is from, not where she lives.
RESIDENT_PREFIXES: Mapping[str, str] = {"810000": "香港", "820000": "澳门", "830000": "台湾"}
_FOREIGNER_START = "9"

_FOREIGNER15 = re.compile(r"[A-Z]{3}[0-9]{12}")
_FOREIGNER15_START = re.compile(r"[A-Z]{1,3}[0-9]*")
_SEPARATORS = re.compile(r"[-‐‑‒–—·.]+")

_BAD_CHECK = "校验没通过，多半有一位输错。请对照证件核对；证件确实如此的，写明原因。"


def read_identity(raw: str, today: date) -> IdentityReading:
    """Read a typed, pasted or scanned number. Full-width characters, spaces, dashes and a small x are understood.

    `text` is the number as stored, X in capitals. `today` is for refusing birth dates to come.
    """
    text = normalise_identity(raw)
    if not text:
        return IdentityReading("", "empty")
    if text[0].isascii() and text[0].isalpha():
        return _read_foreigner15(text, today)
    digits = text[:-1] if text.endswith("X") else text
    if not re.fullmatch(r"[0-9]*", digits):
        strange = next(character for character in digits if character not in "0123456789")
        return IdentityReading(text, "bad", f"证件号里有“{strange}”，应为 18 位数字，末位可以是 X。请核对。")
    if len(text) > 18:
        return IdentityReading(text, "bad", f"多了 {len(text) - 18} 位，应为 18 位。请核对。")
    if text.endswith("X") and len(text) < 18:
        return IdentityReading(text, "bad", f"X 只能在第 18 位，现在是第 {len(text)} 位。请核对。")
    if len(text) == 15:
        return _read_citizen15(text, today)
    if len(text) < 18:
        return IdentityReading(text, "incomplete", f"还差 {18 - len(text)} 位")
    return _read_18(text, today)


def normalise_identity(raw: str) -> str:
    """The number without spaces and dashes, half-width, in capitals."""
    return _SEPARATORS.sub("", compact(raw)).upper()


def check_character(first17: str) -> str:
    """The 18th character for the 17 digits before it (GB 11643-1999, MOD 11-2)."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True)) % 11]


def to_18(n15: str) -> str:
    """The 18-character form of a 15-digit number: 19 after the sixth digit, check at the end. Else ValueError."""
    if not re.fullmatch(r"[0-9]{15}", n15):
        raise ValueError("fifteen digits wanted")
    first17 = f"{n15[:6]}19{n15[6:]}"
    return first17 + check_character(first17)


def to_15(n18: str) -> str | None:
    """The 15-digit form that old files may hold for this number, or None: only citizens born in the 1900s had one."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", n18) or n18[6:8] != "19" or _kind_of_18(n18) != "citizen18":
        return None
    return n18[:6] + n18[8:17]


def same_identity(first: str, second: str) -> bool:
    """True when two numbers mean the same person, whichever of the two lengths each has. Empty ones mean nobody."""
    one, other = _longest(normalise_identity(first)), _longest(normalise_identity(second))
    return bool(one) and one == other


def mask_identity(text: str) -> str:
    """For screen and paper: 430103********1234. Anything too short for that keeps its last two characters at most."""
    if len(text) >= 15:
        return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}"
    return "*" * (len(text) - 2) + text[-2:] if len(text) > 4 else "*" * len(text)


def mask_card(text: str) -> str:
    """A card number (优待证) for the screen: 4301********0871. A short one keeps its last two characters at most."""
    if len(text) > 8:
        return f"{text[:4]}{'*' * (len(text) - 8)}{text[-4:]}"
    return "*" * (len(text) - 2) + text[-2:] if len(text) > 4 else "*" * len(text)


def _longest(text: str) -> str:
    return to_18(text) if re.fullmatch(r"[0-9]{15}", text) else text


def _read_18(text: str, today: date) -> IdentityReading:
    birth, trouble = _birth(text[6:14], today, "第 7 到 14 位")
    if trouble:
        return IdentityReading(text, "bad", trouble)
    sex = Sex.MALE if int(text[16]) % 2 else Sex.FEMALE
    kind = _kind_of_18(text)
    if check_character(text[:17]) != text[17]:
        return IdentityReading(text, "bad_check", _BAD_CHECK, birth, sex, kind)
    return IdentityReading(text, "ok", "", birth, sex, kind)


def _kind_of_18(text: str) -> IdentityKind:
    if text.startswith(_FOREIGNER_START):
        return "foreigner18"
    return "resident18" if text[:6] in RESIDENT_PREFIXES else "citizen18"


def _read_citizen15(text: str, today: date) -> IdentityReading:
    birth, trouble = _birth(f"19{text[6:12]}", today, "第 7 到 12 位")
    if trouble:
        return IdentityReading(text, "incomplete", "还差 3 位")
    sex = Sex.MALE if int(text[14]) % 2 else Sex.FEMALE
    return IdentityReading(text, "ok", "15 位旧号，按 18 位新号也能查到", birth, sex, "citizen15")


def _read_foreigner15(text: str, today: date) -> IdentityReading:
    """The 外国人永久居留身份证 of 2017: nationality 3 letters, city 4, birth YYMMDD, serial 1, check 1."""
    if not _FOREIGNER15.fullmatch(text):
        if len(text) < 15 and _FOREIGNER15_START.fullmatch(text):
            return IdentityReading(text, "incomplete", f"还差 {15 - len(text)} 位")
        return IdentityReading(text, "bad", "字母开头的永久居留证号应为 3 个字母加 12 位数字。请核对。")
    # Two digits of the year: nobody who isn't born yet holds a card.
    century = "20" if int(text[7:9]) <= today.year % 100 else "19"
    birth, trouble = _birth(century + text[7:13], today, "第 8 到 13 位")
    if trouble:
        return IdentityReading(text, "bad", trouble)
    if _foreigner_check(text[:14]) != text[14]:
        return IdentityReading(text, "bad_check", _BAD_CHECK, birth, Sex.UNKNOWN, "foreigner15")
    return IdentityReading(text, "ok", "", birth, Sex.UNKNOWN, "foreigner15")


def _foreigner_check(first14: str) -> str:
    total = sum(_FOREIGNER_WEIGHTS[place % 3] * int(character, 36) for place, character in enumerate(first14))
    return str(total % 10)


def _birth(digits: str, today: date, place: str) -> tuple[date | None, str]:
    """Eight digits as a birth date, or a sentence why they can't be one."""
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None, f"{place}是出生日期，{digits[:4]}-{digits[4:6]}-{digits[6:]} 这一天不存在。请核对。"
    if birth > today:
        return None, f"{place}是出生日期，{birth.isoformat()} 还没有到。请核对。"
    return birth, ""
