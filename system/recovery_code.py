"""The recovery key as people see it: eight groups of four letters on paper, typed back by hand or scanned.

32 letters of 5 bits are 160 random bits, far beyond guessing, so no slow derivation stands behind it. The alphabet has
no 0, O, 1 and I. Four check letters at the end (20 bits) tell a typing error from a wrong sheet.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass

from system.errors import Invalid

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS = 8
GROUP_LENGTH = 4
LETTERS = GROUPS * GROUP_LENGTH
CHECK_LENGTH = 4

_QR_PREFIX = "TYJRK1:"
_FIELD = "code"
_TRAPS = "01OI"


@dataclass(frozen=True, repr=False)
class RecoveryCode:
    """`groups` are 8 × 4 letters of `ALPHABET`. The repr tells nothing, so that no log or crash window can."""

    groups: tuple[str, ...]

    def __post_init__(self) -> None:
        if [len(group) for group in self.groups] != [GROUP_LENGTH] * GROUPS or set("".join(self.groups)) - set(
            ALPHABET
        ):
            raise ValueError("a recovery code is 8 groups of 4 letters of its alphabet")

    @property
    def letters(self) -> str:
        """All 32 letters without a gap."""
        return "".join(self.groups)

    @property
    def text(self) -> str:
        """As printed: `K7RM-2XQH-…`, without the check letters."""
        return "-".join(self.groups)

    @property
    def check(self) -> str:
        """The four check letters (末尾校验)."""
        digest = int.from_bytes(hashlib.sha256(b"recovery-check:" + self.letters.encode()).digest())
        return "".join(ALPHABET[(digest >> (5 * place)) % len(ALPHABET)] for place in range(CHECK_LENGTH))

    @property
    def qr_text(self) -> str:
        """What the QR on the sheet says: prefix with format version, 32 letters, check letters."""
        return f"{_QR_PREFIX}{self.letters}{self.check}"

    def matches(self, index: int, typed: str) -> bool:
        """Whether `typed` is the group number `index` (counted from 0), as when two groups are typed back."""
        return secrets.compare_digest(clean(typed).encode(), self.groups[index].encode())

    def __repr__(self) -> str:
        return "RecoveryCode(…)"


def new_code() -> RecoveryCode:
    """A fresh random code."""
    return RecoveryCode(tuple("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)))


def clean(text: str) -> str:
    """Capitals of half width without blanks, dashes and other punctuation between them."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).upper()


def read_code(text: str) -> RecoveryCode:
    """Read what was typed or scanned: any case, spaces, dashes, full width; with or without the check letters.

    Raises `Invalid` on the field "code" with a sentence that names the group to look at.
    """
    letters = clean(text)
    # Typed by hand the colon may be lost, and the version's 1 isn't in the alphabet: nothing else starts like this.
    letters = letters.removeprefix(clean(_QR_PREFIX))
    for place, letter in enumerate(letters):
        if letter not in ALPHABET:
            raise Invalid({_FIELD: _sentence_for(letter, place)})
    if len(letters) < LETTERS:
        raise Invalid({_FIELD: f"还差 {LETTERS - len(letters)} 位，恢复密钥共 {GROUPS} 组、每组 {GROUP_LENGTH} 位。"})
    code = RecoveryCode(tuple(letters[at : at + GROUP_LENGTH] for at in range(0, LETTERS, GROUP_LENGTH)))
    rest = letters[LETTERS:]
    if rest and len(rest) != CHECK_LENGTH:
        over = f"多了 {len(rest)} 位，恢复密钥共 {LETTERS} 位，后面可以加 {CHECK_LENGTH} 位校验。"
        raise Invalid({_FIELD: over + "请看是不是有一组输了两遍。"})
    if rest and rest != code.check:
        raise Invalid({_FIELD: "和末尾校验对不上，有一位看错或输错了。请照着纸再核对一遍。"})
    return code


def _sentence_for(letter: str, place: int) -> str:
    where = f"第 {place // GROUP_LENGTH + 1} 组第 {place % GROUP_LENGTH + 1} 位" if place < LETTERS else "末尾校验"
    if letter in _TRAPS:
        return f"{where}是“{letter}”，恢复密钥里没有数字 0、1 和字母 O、I。请照着纸再看一遍。"
    return f"{where}是“{letter}”，恢复密钥里只有数字和英文字母。请照着纸再看一遍。"
