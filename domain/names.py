"""Names of persons.

民委发〔2016〕33号: the separator of a name is U+00B7, and a name may have 50 characters and more. GB 18030-2022: rare
characters are written as they are. A name that can't be drawn is said at once.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from domain.glyphs import undrawable_sentence
from domain.tables import limit, table
from domain.text import single_line

SEPARATOR = "·"

# The dots that stand in for U+00B7 on keyboards, in pasted text and in the data of other systems.
_DOTS = re.compile(r"\s*[·•．・‧∙⋅●｡･]\s*")
_SPACES = re.compile(r"\s+")
_HAN = r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_SPACE_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) (?={_HAN})")


@dataclass(frozen=True)
class NameReading:
    """A name as stored, and a Chinese sentence where something is wrong with it."""

    text: str
    message: str = ""


def normalise_name(raw: str) -> str:
    """One line, composed (NFC), dots as U+00B7, nothing unseen, no blank between Chinese characters ("张　三")."""
    text = unicodedata.normalize("NFC", single_line(raw)).translate(_private_use())
    text = "".join(character for character in text if not _is_unseen(character))
    text = _SPACES.sub(" ", _DOTS.sub(SEPARATOR, text)).strip(f" {SEPARATOR}")
    return _SPACE_BETWEEN_HAN.sub("", text)


def check_name(raw: str) -> NameReading:
    """A name with what is wrong with it: missing, too long, or not drawable."""
    text = normalise_name(raw)
    if not text:
        return NameReading("", "还没有姓名。请填写；说不清或不愿说的，勾选“姓名不清”。")
    longest = limit("name")
    if len(text) > longest:
        return NameReading(text, f"姓名有 {len(text)} 个字，最多 {longest} 个。请核对，放不下的写进备注。")
    return NameReading(text, undrawable_sentence(text))


def split_names(text: str) -> tuple[str, ...]:
    """Several names in one field (曾用名), parted by commas, semicolons or 、."""
    return tuple(filter(None, (normalise_name(part) for part in re.split(r"[,，;；、/／\n]", text))))


def surname(name: str) -> str:
    """The family name of a Chinese name, compound ones by table; of a name in several parts its first character."""
    if SEPARATOR in name or not name:
        return name[:1]
    return name[:2] if len(name) > 2 and name[:2] in table("surnames")["compound"] else name[:1]


def mask_name(name: str) -> str:
    """For receipts and public papers: 李*, 欧阳*, 阿*. How long the name is isn't told."""
    return f"{surname(name)}*" if name else ""


def _is_unseen(character: str) -> bool:
    """Formatting characters and variation selectors: they change no name and spoil every comparison."""
    code = ord(character)
    return unicodedata.category(character) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


@cache
def _private_use() -> dict[int, str]:
    """Code points that older systems gave to characters which have had their own place since (data: private_use)."""
    return {int(old, 16): new for old, new in table("private_use")["characters"].items()}
