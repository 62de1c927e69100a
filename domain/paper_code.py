"""The code on a paper: a short human code that only this station can make, and the QR text that carried it before there
were signatures (`domain.signed_code` has today's). Papers of that time are still in people's hands.

No name and no identity number is in either. The human code leaves out 0, O, 1 and I, which people mix up.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass

from system.recovery_code import ALPHABET

# How the QR of a paper of that time begins, before the first colon.
PREFIX = "TYJR1"
_LENGTH = 8
_CODE = re.compile(rf"[{ALPHABET}]{{{_LENGTH}}}")


@dataclass(frozen=True)
class PaperCode:
    """What a scanned QR says. `code` is the human code with its dash."""

    region: str
    number: str
    copy: int
    code: str


def human_code(key: bytes, text: str) -> str:
    """The code of a paper whose signed facts are `text`: eight letters like "7K3M-92QF" (40 bits of HMAC-SHA256)."""
    digest = int.from_bytes(hmac.new(key, text.encode("utf-8"), hashlib.sha256).digest()[:5])
    letters = "".join(ALPHABET[(digest >> (5 * place)) & 31] for place in reversed(range(_LENGTH)))
    return with_dash(letters)


def read_human_code(text: str) -> str | None:
    """A typed human code in its printed form ("７k3m 92qf" → "7K3M-92QF"), or None when it can't be one."""
    letters = re.sub(r"[\s\-‐‑‒–—―−·.]", "", unicodedata.normalize("NFKC", text)).upper()
    return with_dash(letters) if _CODE.fullmatch(letters) else None


def qr_text(station_region: str, number: str, copy: int, code: str) -> str:
    """The text of the QR: "TYJR1:430103:LF20261124-008:1:7K3M92QF". ValueError where a part can't be read back."""
    letters = plain_letters(code)
    text = f"{PREFIX}:{station_region}:{number}:{copy}:{letters}"
    if read_qr(text) != PaperCode(station_region, number, copy, with_dash(letters)):
        raise ValueError("this can't be read back from a QR")
    return text


def read_qr(text: str) -> PaperCode | None:
    """What a scanned text says, or None when it isn't one of ours. Line ends and full-width colons are understood."""
    parts = unicodedata.normalize("NFC", text).strip().replace("：", ":").split(":")
    if len(parts) != 5 or parts[0].upper() != PREFIX:
        return None
    _, region, number, copy, letters = parts
    if not re.fullmatch(r"[0-9]{6}", region) or not number or not re.fullmatch(r"[1-9][0-9]{0,2}", copy):
        return None
    if not _CODE.fullmatch(letters.upper()):
        return None
    return PaperCode(region, number, int(copy), with_dash(letters.upper()))


def plain_letters(code: str) -> str:
    """A human code without its dash."""
    return code.replace("-", "")


def with_dash(letters: str) -> str:
    """Eight letters as they stand on paper."""
    return f"{letters[:4]}-{letters[4:]}"
