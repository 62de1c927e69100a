"""What a password must be, and when the window locks itself.

The rules are data (`resources/data/security.toml`); the chief may set stricter ones.
"""

from dataclasses import dataclass
from functools import cache

from domain.tables import table


@dataclass(frozen=True)
class PasswordRules:
    """Lengths in characters; `min_classes` of: small letters, capitals, digits, everything else."""

    min_length: int
    max_length: int
    min_classes: int


@cache
def default_rules() -> PasswordRules:
    """The rules as shipped."""
    rules = table("security")["password"]
    return PasswordRules(int(rules["min_length"]), int(rules["max_length"]), int(rules["min_classes"]))


@cache
def default_idle_minutes() -> int:
    """Minutes without a key or a mouse move before the window locks itself."""
    return int(table("security")["idle"]["minutes"])


def check_password(text: str, rules: PasswordRules | None = None) -> str:
    """A Chinese sentence why this can't be a password, else an empty string. It tells nothing of the password."""
    rules = rules or default_rules()
    if not text:
        return "还没有密码，请填写。"
    if not text.isprintable() or text != text.strip():
        return "密码首尾不能有空格，中间不能有换行。请重新输入。"
    if len(text) < rules.min_length:
        return f"少 {rules.min_length - len(text)} 位，密码至少 {rules.min_length} 位。"
    if len(text) > rules.max_length:
        return f"多 {len(text) - rules.max_length} 位，密码最多 {rules.max_length} 位。"
    if _classes(text) < rules.min_classes:
        return f"太简单。小写字母、大写字母、数字、符号里至少要用 {rules.min_classes} 种。"
    if len(set(text)) < 3:
        return "太简单。来回只有两个字符，容易被猜中，请换一个。"
    return ""


def _classes(text: str) -> int:
    kinds = {
        "small"
        if "a" <= character <= "z"
        else "capital"
        if "A" <= character <= "Z"
        else "digit"
        if character in "0123456789"
        else "other"
        for character in text
    }
    return len(kinds)
