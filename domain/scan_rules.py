"""What a scanner at the window sends, and how it is told from somebody who types.

A wedge scanner is a keyboard: it types its code faster than any hand, with a key at the end, and old ones add control
characters or send full-width digits. Here are the settings, the cleaning, and what the shape of a text already says.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain import key_code, paper_code, signed_code
from domain.paper_code import read_human_code, read_qr
from domain.signed_code import halfwidth, read_signed
from domain.text import compact
from system.recovery_code import ALPHABET

# Fewer characters than this are never taken for a scan: the shortest number of ours has six (LF24-7 as typed).
SHORTEST = 6
PREFIX_LENGTH = 8
# Milliseconds between two characters: hands need 60 and more, scanners send every 2 to 30, the oldest every 50.
GAP_DEFAULT, GAP_LEAST, GAP_MOST = 35, 10, 120

# What is advised above the slowest wait of a trial.
_SPARE_MS = 10


@dataclass(frozen=True)
class ScannerSettings:
    """How the station's scanner is set up. `prefix` is what it puts before each code, "" for nothing.

    The key at the end needs no setting: Enter, Tab and none at all are told apart as they come.
    """

    gap_ms: int = GAP_DEFAULT
    prefix: str = ""


@dataclass(frozen=True)
class Trial:
    """One scan into the try-out field: its raw text, the longest wait between two characters, the key at its end."""

    text: str
    slowest_ms: int
    ending: str = ""


class Shape(StrEnum):
    """What the text alone says, before anything is looked up."""

    EMPTY = "empty"
    PAPER = "paper"
    BEGINNING = "beginning"
    END = "end"
    BROKEN = "broken"
    KEY = "key"
    OTHER = "other"


# How the codes on our papers begin: signed ones, and those from before there was a signature.
_BEGINNINGS = (f"{signed_code.PREFIX}:", f"{paper_code.PREFIX}:")
# Codes in which a blank is a character like another: base45 uses it.
_WITH_BLANKS = (f"{signed_code.PREFIX}:", f"{key_code.PREFIX}:")
# A code of ours with both ends there, whatever is between them.
_FRAME = re.compile(rf"(?:{'|'.join(_BEGINNINGS)}).+:[{ALPHABET}]{{8}}", re.DOTALL)
# The end of one of our codes, cut off anywhere after its prefix: at least the last colon and the eight letters.
_END = re.compile(rf"[^:]*:(?:[^:]*:)*[{ALPHABET}]{{8}}")


def check_scanner(settings: ScannerSettings) -> dict[str, str]:
    """A Chinese sentence for each field that can't be kept."""
    faults = {}
    if not GAP_LEAST <= settings.gap_ms <= GAP_MOST:
        faults["gap_ms"] = f"间隔要在 {GAP_LEAST} 到 {GAP_MOST} 毫秒之间。太大会把快打的字当成扫码。"
    if len(settings.prefix) > PREFIX_LENGTH:
        faults["prefix"] = f"前缀最多 {PREFIX_LENGTH} 个字符，请看扫码枪说明书里的设置。"
    elif settings.prefix != clean_scan(settings.prefix):
        faults["prefix"] = "前缀只能是看得见的半角字符，不要空格。"
    return faults


def judge_trial(trial: Trial, settings: ScannerSettings) -> tuple[str, int]:
    """A sentence on a trial scan, and the gap in milliseconds that would do, 0 where the present one does."""
    slowest, gap = trial.slowest_ms, settings.gap_ms
    if len(clean_scan(trial.text, settings.prefix)) < SHORTEST:
        return f"只收到 {len(clean_scan(trial.text))} 个字符，太短了，请再扫一次。", 0
    if slowest > GAP_MOST:
        return f"两个字符隔了 {slowest} 毫秒，像是手打的，不像扫码枪。请用扫码枪再扫一次。", 0
    if slowest > gap:
        wanted = min(GAP_MOST, -(-(slowest + _SPARE_MS) // 5) * 5)
        return f"这把枪最慢隔 {slowest} 毫秒，超过现在设的 {gap} 毫秒，会被当成打字。建议改成 {wanted} 毫秒。", wanted
    return f"认得出来：最慢隔 {slowest} 毫秒，在 {gap} 毫秒以内。", 0


def settings_from(stored: Any) -> ScannerSettings:
    """The settings as they were stored; what is missing, or no longer possible, is as shipped."""
    held = stored if isinstance(stored, dict) else {}
    try:
        settings = ScannerSettings(
            gap_ms=int(held.get("gap_ms", GAP_DEFAULT)),
            prefix=str(held.get("prefix", "")),
        )
    except (TypeError, ValueError):
        return ScannerSettings()
    return ScannerSettings() if check_scanner(settings) else settings


def clean_scan(text: str, prefix: str = "") -> str:
    """A scan as it was meant: half-width, without control characters, spaces and the scanner's own prefix.

    Inside of a signed code the spaces stay, and its letters become capitals: they are all it is written in.
    """
    coded = halfwidth(text).removeprefix(halfwidth(prefix))
    if coded.startswith(_WITH_BLANKS):
        return coded
    visible = "".join(mark for mark in compact(text) if unicodedata.category(mark)[0] != "C")
    # Characters that an invisible one held apart may compose now.
    plain = compact(visible)
    return plain.removeprefix(prefix) if prefix else plain


def starts_like_ours(text: str, prefix: str = "") -> bool:
    """Whether `text` is how a code of ours begins, or more of it: what may be held back while it comes."""
    typed = clean_scan(text).upper()
    wanted = [*_BEGINNINGS, *([(prefix + full).upper() for full in _BEGINNINGS] if prefix else [])]
    return bool(typed) and any(full.startswith(typed) or typed.startswith(full) for full in wanted)


def is_surely_ours(text: str, prefix: str = "") -> bool:
    """Whether the whole beginning of one of our codes is there."""
    return clean_scan(text, prefix).upper().startswith(_BEGINNINGS)


def shape_of(text: str) -> Shape:
    """What a cleaned text is by its look: a code of ours whole, its beginning, its end, one that can't be read, …"""
    if not text:
        return Shape.EMPTY
    if read_qr(text) is not None or read_human_code(text) is not None or read_signed(text) is not None:
        return Shape.PAPER
    upper = text.upper()
    if upper.startswith(key_code.PREFIX):
        return Shape.KEY
    if _FRAME.fullmatch(upper):
        return Shape.BROKEN
    begun = (full[:-1] for full in _BEGINNINGS)
    if any(upper.startswith(full) or (len(text) > 1 and full.startswith(upper)) for full in begun):
        return Shape.BEGINNING
    return Shape.END if _END.fullmatch(upper) else Shape.OTHER
