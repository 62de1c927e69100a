"""Rules of the house for everything under gui/, read from its source: tokens, not colours and pixels; real icons."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from system.paths import resource

GUI = Path(__file__).parents[2] / "gui"
FILES = sorted(GUI.rglob("*.py"))
SHIPPED = {path.stem for path in resource("icons").glob("*.svg")}

# The tokens are the place for literals; nothing else is.
LITERALS = GUI / "tokens.py"

COLOUR = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|QColor\(\s*["'\d]|GlobalColor\.(?!transparent)""")
PIXELS = re.compile(
    r"\.(setFixed(Width|Height|Size)|set(Minimum|Maximum)(Width|Height|Size)|setSpacing|addSpacing|setPixelSize"
    r"|setPointSize|resize|setColumnWidth|setRowHeight|setHorizontalSpacing|setVerticalSpacing)\(\s*[1-9]"
    r"|\.setContentsMargins\((?:[^()]*,)?\s*[1-9]\d*\s*[,)]"
)
FONT = re.compile(r"QFont\(\s*[\"']|setFamil(y|ies)\(|setPointSize")
LETTER = re.compile(r"""(QKeySequence\(|shortcut=|bind\(\w+, )["'][A-Za-z0-9]["']""")
# Where Qt would guess whether words are markup. Labels are `Label`, which never guesses.
MARKUP = re.compile(
    r"\.(setToolTip|setWhatsThis|setHtml|appendHtml|insertHtml|setMarkdown)\(|QLabel\(|TextFormat\.(Rich|Auto)"
)
EFFECT = re.compile(r"QGraphics(DropShadow|Blur|Opacity)|QPropertyAnimation|QLinearGradient|QRadialGradient")

# Which argument of these is an icon's name.
ICON_PLACES = {"Icon": 0, "IconButton": 0, "EmptyState": 0, "QuickTile": 0, "NavItem": 2}


def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    return str(path.relative_to(GUI.parent))


def found(pattern: re.Pattern[str], *spared: Path) -> list[str]:
    return [
        f"{named(path)}:{number}: {line.strip()}"
        for path in FILES
        if path not in spared
        for number, line in enumerate(source(path).splitlines(), 1)
        if pattern.search(line)
    ]


def icons_named() -> Iterator[tuple[str, str]]:
    """(where, icon) for each icon that stands as a literal in a call."""
    for path in FILES:
        for node in ast.walk(ast.parse(source(path))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            given = [word.value for word in node.keywords if word.arg in {"icon", "button_icon"}]
            at = ICON_PLACES.get(name)
            given += node.args[at : at + 1] if at is not None else []
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                    yield f"{named(path)}:{value.lineno}", str(value.value)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (COLOUR, 'QColor("#FF0000")'),
        (COLOUR, "painter.setPen(Qt.GlobalColor.red)"),
        (PIXELS, "self.setFixedWidth(20)"),
        (PIXELS, "row.setContentsMargins(4, 0, 4, 0)"),
        (PIXELS, "row.setContentsMargins(side, 0, 0, 12)"),
        (FONT, 'QFont("SimSun")'),
        (LETTER, 'Button("存", shortcut="S")'),
        (EFFECT, "QGraphicsDropShadowEffect(self)"),
        (MARKUP, "self.setToolTip(words)"),
        (MARKUP, "row.addWidget(QLabel(words))"),
    ],
)
def test_the_rules_see_an_offender(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_lengths_taken_from_the_theme_are_no_offence() -> None:
    for line in ("row.setContentsMargins(0, top, side, 0)", "self.setFixedWidth(theme().size(22))"):
        assert not PIXELS.search(line)


def test_no_colour_outside_the_tokens() -> None:
    assert found(COLOUR, LITERALS) == []


def test_no_length_outside_the_tokens() -> None:
    assert found(PIXELS, LITERALS) == []


def test_no_font_outside_the_theme() -> None:
    assert found(FONT, GUI / "theme.py") == []


def test_no_bare_letter_is_a_shortcut() -> None:
    assert found(LETTER) == []


def test_no_shadow_gradient_or_animation() -> None:
    assert found(EFFECT) == []


def test_no_words_are_ever_taken_for_markup() -> None:
    assert found(MARKUP, GUI / "kit" / "tip.py", GUI / "kit" / "label.py") == []


def test_every_icon_named_is_shipped() -> None:
    missing = []
    for where, name in icons_named():
        style = "filled" if name.endswith("_filled") else "regular"
        stem = name.removesuffix("_filled")
        if not {f"{stem}_20_{style}", f"{stem}_24_{style}"} & SHIPPED:
            missing.append(f"{where}: {name}")
    assert missing == []


def test_places_on_the_rail_have_a_filled_icon() -> None:
    rail = [
        str(node.args[2].value)
        for path in FILES
        for node in ast.walk(ast.parse(source(path)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NavItem"
        if len(node.args) > 2 and isinstance(node.args[2], ast.Constant)
    ]
    assert [name for name in rail if f"{name}_24_filled" not in SHIPPED and f"{name}_20_filled" not in SHIPPED] == []
