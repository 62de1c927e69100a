"""Lines of text: where they may break, how long they are, how they come onto the sheet.

The rules of GB/T 15834-2011 and of good composition (避头尾): no line begins with a closing mark (，。》), none ends
with an opening one (《（), dashes and dots stay whole, words and numbers break only where one is longer than a line.
ReportLab's own Chinese wrapping breaks these in one line out of ten, so all that a person typed comes through here.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Protocol

from printing import fonts
from printing.fonts import Face

POINTS_PER_MM = 72 / 25.4

Align = Literal["left", "center", "right"]

NO_START = frozenset("，。、；：？！”’）》〉】〕」』〗｝］…—·～％‰℃°%,.:;?!)]}々ー゛゜ヽヾ゙゚〞′″")
NO_END = frozenset("“‘（《〈【〔「『〖｛［￥¥$£€([{№〝")

# What belongs to the number before it.
MEASURES = frozenset("年月日时分秒天岁人名户份件项次个页张本号条款级元万亿")

# Between two numbers, from the one to the other.
_SPANS = frozenset("—～－–")

# Full-width marks whose right half, and whose left half, is blank.
_BLANK_AFTER = frozenset("，。、；：”’）》〉】〕」』〗")
_BLANK_BEFORE = frozenset("“‘（《〈【〔「『〖")

_BLANKS = " \u3000"


@dataclass(frozen=True)
class Style:
    """Type: a face, its size, the pitch of lines and the space between letters, all but the face in points."""

    face: Face
    size: float
    leading: float = 0.0
    spacing: float = 0.0

    @property
    def pitch(self) -> float:
        """From one baseline to the next, in millimetres."""
        return (self.leading or self.size * 1.45) / POINTS_PER_MM

    @property
    def em(self) -> float:
        """The type size in millimetres."""
        return self.size / POINTS_PER_MM

    @property
    def drop(self) -> float:
        """From the middle of a line to its baseline, in millimetres; the faces' square stands 0.88 above it."""
        return 0.38 * self.em


class Span(NamedTuple):
    """A stretch of one style inside a line."""

    text: str
    style: Style


Line = tuple[Span, ...]


class Pen(Protocol):
    """What can put a line of text onto paper, baseline at (x, y) millimetres from the top left."""

    def text(self, x: float, y: float, text: str, style: Style, *, align: Align = "left") -> None: ...


def squeeze(before: str, after: str) -> float:
    """The part of an em by which two full-width marks close up (标点挤压): ”， and 》（ would gape otherwise."""
    blank = (before in _BLANK_AFTER and (after in _BLANK_AFTER or after in _BLANK_BEFORE)) or (
        before in _BLANK_BEFORE and after in _BLANK_BEFORE
    )
    return 0.5 if blank else 0.0


def closed_up(text: str) -> Iterator[tuple[str, float]]:
    """The text cut where marks close up, as (stretch, part of an em to step back after it)."""
    start = 0
    for place in range(1, len(text)):
        back = squeeze(text[place - 1], text[place])
        if back:
            yield text[start:place], back
            start = place
    yield text[start:], 0.0


def text_width(text: str, style: Style) -> float:
    """The width of one line in millimetres, without letter space after its last character."""
    shown = fonts.visible(text)
    back = sum(step for _, step in closed_up(shown)) * style.size
    letters = style.spacing * max(len(shown) - 1, 0)
    return (fonts.width(shown, style.face, style.size) + letters - back) / POINTS_PER_MM


def line_width(line: Line) -> float:
    """The width in millimetres of a line of several styles."""
    return sum(text_width(text, style) for text, style in line)


# --------------------------------------------------------------------------------------------------------- breaking


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Lines of at most ``width`` (in the unit of ``measure``, which is asked for single characters).

    Line ends in the text are kept, blanks at a break are dropped. A line is longer than ``width`` only if one
    character is. The rules give way, last of all, when an unbreakable stretch is longer than a whole line.
    """
    known: dict[str, float] = {}
    lines: list[str] = []
    for paragraph in fonts.visible(text).split("\n"):
        widths = []
        for character in paragraph:
            if character not in known:
                known[character] = measure(character)
            widths.append(known[character])
        lines += [paragraph[start:end] for start, end in _breaks(paragraph, widths, width)]
    return lines


def lay_out(spans: Sequence[Span] | str, width: float, style: Style | None = None) -> tuple[Line, ...]:
    """Text of one or several styles as lines of at most ``width`` millimetres. Plain text needs a ``style``.

    The blank half of a closing mark at the end of a line may hang over; its ink doesn't.
    """
    if isinstance(spans, str):
        if style is None:
            raise ValueError("plain text needs a style")
        spans = (Span(spans, style),)
    lines: list[Line] = []
    for paragraph in _paragraphs(spans):
        characters = "".join(text for text, _ in paragraph)
        widths = [width for text, style in paragraph for width in _advances(text, style)]
        lines += [_cut(paragraph, start, end) for start, end in _breaks(characters, widths, width)]
    return tuple(lines)


def _advances(text: str, style: Style) -> Iterator[float]:
    """The step from each character to the next, in millimetres."""
    for place, character in enumerate(text):
        back = squeeze(character, text[place + 1]) if place + 1 < len(text) else 0.0
        em = fonts.advance(character, style.face) / 1000 - back
        yield (em * style.size + style.spacing) / POINTS_PER_MM


def _paragraphs(spans: Sequence[Span]) -> Iterator[list[Span]]:
    paragraph: list[Span] = []
    for span in spans:
        first, *others = fonts.visible(span.text).split("\n")
        paragraph.append(Span(first, span.style))
        for other in others:
            yield paragraph
            paragraph = [Span(other, span.style)]
    yield paragraph


def _cut(paragraph: list[Span], start: int, end: int) -> Line:
    parts = []
    place = 0
    for text, style in paragraph:
        part = text[max(start - place, 0) : max(end - place, 0)]
        if part:
            parts.append(Span(part, style))
        place += len(text)
    return tuple(parts)


def _breaks(text: str, widths: Sequence[float], width: float) -> Iterator[tuple[int, int]]:
    """The (start, end) of each line of one paragraph, blanks at its end left out."""
    start, room = 0, width + 1e-6
    # The last places where this line may end: between words; inside a word; against the rules.
    good = fair = 0
    used = 0.0
    place = 0
    while place < len(text):
        if place > start:
            kind = _break_between(text[place - 1], text[place])
            good = place if kind == "good" else good
            fair = place if kind != "bad" else fair
        used += widths[place]
        if used > room and place > start and text[place] not in _BLANKS:
            end = good if good > start else fair if fair > start else place
            yield _trimmed(text, start, end)
            start = _after_blanks(text, end)
            used, place = 0.0, start
            continue
        place += 1
    if start < len(text) or not text:
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return start, end


def _after_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place


def _break_between(before: str, after: str) -> Literal["good", "fair", "bad"]:
    if before in NO_END or after in NO_START or after in _BLANKS or unicodedata.combining(after):
        return "bad"
    if before in _BLANKS:
        return "good"
    # Latin words, numbers, codes: 0731-85550199 and LF20261124-008 stay whole if they can, and 3人 with its measure.
    if ord(before) < 0x2000 and ord(after) < 0x2000:
        return "fair"
    if before in _SPANS and after.isdigit():
        # From one number to another: 9:00—17:00.
        return "fair"
    return "fair" if before.isdigit() and after in MEASURES else "good"


# ---------------------------------------------------------------------------------------------------------- drawing


def draw_line(pen: Pen, x: float, y: float, line: Line, *, align: Align = "left") -> None:
    """One line of several styles, its baseline at (x, y) millimetres."""
    if align != "left":
        x -= line_width(line) * (0.5 if align == "center" else 1.0)
    for text, style in line:
        pen.text(x, y, text, style)
        x += text_width(text, style) + style.spacing / POINTS_PER_MM


def draw_lines(pen: Pen, x: float, y: float, lines: Sequence[Line], pitch: float, *, align: Align = "left") -> float:
    """Lines at an equal pitch (mm), the first baseline at ``y``; returns the baseline after the last."""
    for line in lines:
        draw_line(pen, x, y, line, align=align)
        y += pitch
    return y


def fit(text: str, width: float, style: Style) -> str:
    """The text on one line of ``width`` millimetres; what doesn't fit ends in …, so that a cut is seen."""
    shown = fonts.visible(text).replace("\n", " ")
    if text_width(shown, style) <= width:
        return shown
    least, most = 0, len(shown)
    while least < most:
        middle = (least + most + 1) // 2
        if text_width(shown[:middle] + "…", style) <= width:
            least = middle
        else:
            most = middle - 1
    return shown[:least].rstrip(" " + "".join(NO_END)) + "…"


def spread(text: str, width: float, style: Style) -> Style:
    """The style with which ``text`` fills ``width`` millimetres by letter space: 地址 as long as 投诉电话."""
    if len(text) < 2:
        return style
    bare = replace(style, spacing=0.0)
    return replace(style, spacing=max(width - text_width(text, bare), 0.0) * POINTS_PER_MM / (len(text) - 1))
