"""What trays are called here: drivers name them in English, each in its own way."""

import re

_TRAYS = {
    "auto": "自动选择",
    "default": "默认纸盒",
    "main": "主纸盒",
    "upper": "上层纸盒",
    "middle": "中层纸盒",
    "lower": "下层纸盒",
    "manual": "手动进纸",
    "manualfeed": "手动进纸",
    "rear": "后进纸",
    "front": "前进纸",
    "bypass": "旁路进纸",
    "multipurpose": "多功能进纸",
    "mptray": "多功能进纸",
    "cassette": "纸盒",
    "envelope": "信封进纸",
    "largecapacity": "大容量纸盒",
}
_NUMBERED = re.compile(r"(?:tray|cassette|bin)[-_ ]?(\d)", re.IGNORECASE)


def tray_words(name: str) -> str:
    """A tray for the reader; a name that nobody knows stands as the driver writes it."""
    if numbered := _NUMBERED.fullmatch(name):
        return f"纸盒 {numbered[1]}"
    return _TRAYS.get(re.sub(r"[^a-z]", "", name.lower()), name)
