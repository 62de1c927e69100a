"""What the program stands on, its licences and ours: NOTICE says the same as the packages themselves."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements" / "use.txt").read_text(encoding="utf-8")
PINS = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
# Words by which the licences in use are recognised; none of them asks our licence to be another.
PERMISSIVE = r"MIT|BSD|Apache-2\.0|PSF-2\.0|zlib|LGPL-3\.0-only"


def notice_of(package: str) -> str:
    """The line of NOTICE about this package, without the name."""
    line = re.search(rf"^{re.escape(package)}\s{{2,}}(.+)$", NOTICE, re.MULTILINE)
    assert line is not None, f"NOTICE says nothing of {package}, which requirements/use.txt installs."
    return line.group(1)


@pytest.mark.parametrize("package", PINS)
def test_each_library_has_its_line(package: str) -> None:
    assert re.search(PERMISSIVE, notice_of(package))


@pytest.mark.parametrize("package", PINS)
def test_the_line_says_what_the_package_says(package: str) -> None:
    try:
        says = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        line = re.search(rf"^{re.escape(package)}==.*", LOCK, re.MULTILINE)
        assert line is not None
        assert "sys_platform" in line.group(), f"{package} is locked for this system and not installed."
        return
    licence = next((says[field] for field in ("License-Expression", "License") if field in says), "")
    own_words = re.split(r", dependency| \(see|,? Copyright", licence)[0]
    assert own_words in notice_of(package)


def test_each_font_has_its_licence_and_line() -> None:
    fonts = sorted((ROOT / "resources" / "fonts").glob("*.ttf"))
    assert fonts
    for font in fonts:
        family = re.sub(r"-(Regular|Bold)$", "", font.stem)
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family)
        line = re.search(rf"^(?:{family}|{spaced}).*(LICENSE-\w+\.txt)$", NOTICE, re.MULTILINE)
        assert line is not None, f"NOTICE says nothing of {font.name}."
        assert (font.parent / line.group(1)).is_file()


def test_our_own_licence_is_the_one_we_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize("name", ["LGPL-3.0-only", "GPL-3.0-only"])
def test_the_texts_that_qt_asks_for_are_here(name: str) -> None:
    text = (ROOT / "LICENSES" / f"{name}.txt").read_text(encoding="utf-8")
    assert "Version 3, 29 June 2007" in text
