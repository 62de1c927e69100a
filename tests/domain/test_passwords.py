"""Rules of passwords, as shipped and as a chief may set them."""

import pytest

from domain.passwords import PasswordRules, check_password, default_idle_minutes, default_rules


def test_the_rules_as_shipped() -> None:
    assert default_rules() == PasswordRules(min_length=8, max_length=64, min_classes=2)
    assert default_idle_minutes() == 5


@pytest.mark.parametrize("text", ["abcd1234", "Abcdefgh", "碧湘街的槐树第3棵", "correct horse", "p" + "1a" * 31 + "#"])
def test_good_ones(text: str) -> None:
    assert check_password(text) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "还没有密码"),
        ("abc123", "少 2 位，密码至少 8 位"),
        ("12345678", "至少要用 2 种"),
        ("abcdefgh", "至少要用 2 种"),
        ("a1a1a1a1", "来回只有两个字符"),
        (" abcd1234", "空格"),
        ("abcd1234 ", "空格"),
        ("abcd\n1234", "换行"),
        ("a1" * 33, "多 2 位"),
    ],
)
def test_bad_ones(text: str, message: str) -> None:
    found = check_password(text)
    assert message in found
    assert not text.strip() or text not in found


def test_stricter_rules() -> None:
    rules = PasswordRules(min_length=12, max_length=20, min_classes=3)
    assert "少 4 位" in check_password("abcd1234", rules)
    assert "至少要用 3 种" in check_password("abcdefgh1234", rules)
    assert check_password("Abcdefgh1234", rules) == ""
