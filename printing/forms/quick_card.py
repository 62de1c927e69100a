"""操作卡 (A4): the desk on one page, to be stuck beside the screen: five steps, the keys, the clocks, what never to do.

The keys come as data, so that the card always says what this version of the program does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from printing.blocks import Cell, Row, cell, tick_box
from printing.sheet import A4, THICK, Sheet
from printing.text import Span, Style, draw_line, fit, lay_out, text_width
from printing.wording import Wording

FORM = "quick_card"

_LEFT, _RIGHT = 13.0, 197.0
_WIDTH = _RIGHT - _LEFT
_GAP = 6.0
_HALF = (_WIDTH - _GAP) / 2
_SECOND = _LEFT + _HALF + _GAP

_TITLE = Style("serif-bold", 24)
_HEADING = Style("sans-bold", 13.5)
_NOTE = Style("sans", 10.5)
_BODY = Style("sans", 11, 16)
_BOLD = Style("sans-bold", 11, 16)
_STEP = Style("sans-bold", 12, 16)
_CAP = Style("sans-bold", 10)
_FOOT = Style("sans", 9.5)

_STEPS, _LIMITS, _FAULTS, _EVENINGS, _LINES = 5, 5, 5, 5, 4
_STEP_GAP = 4.0
_STEP_BOX = 26.0
_KEY_ROW = 7.0
# Room for the caps of two keys; what a key does stands behind it.
_KEYS_WIDTH = 33.0
_MOST_KEYS = 8
_CAP_HEIGHT = 5.2
_INSET = 3.0
_EVERYWHERE = "everywhere"


@dataclass(frozen=True, kw_only=True)
class CardKey:
    """One key ("Ctrl+K"), what it does, and its group: those of "everywhere" stand in the left column."""

    key: str
    words: str
    group: str


@dataclass(frozen=True, kw_only=True)
class QuickCard:
    """``keys`` in their order; each column takes the first eight. ``program`` is the version that the card is for."""

    station_name: str
    program: str
    printed_on: str
    keys: tuple[CardKey, ...]
    wording: int = 0


def sample() -> QuickCard:
    """A card with a few keys, to look at the wording."""
    keys = (CardKey(key="F2", words="来访登记", group=_EVERYWHERE), CardKey(key="Enter", words="下一格", group="form"))
    return QuickCard(station_name="某某街道退役军人服务站", program="0", printed_on="2026年1月1日", keys=keys)


def render(data: QuickCard, words: Wording) -> bytes:
    """The card as PDF."""
    sheet = Sheet(A4, title=words["title"], author=data.station_name)
    sheet.text(_LEFT, 19.0, words["title"], _TITLE)
    sheet.text(_RIGHT, 14.5, words["purpose"], _NOTE, align="right")
    version = fit(words.say("version", program=data.program, printed_on=data.printed_on), 90, _NOTE)
    sheet.text(_RIGHT, 19.5, version, _NOTE, align="right")
    sheet.rule(_LEFT, 22.5, _RIGHT, 22.5, weight=THICK)
    _draw_steps(sheet, words, 31.0)
    everywhere = [key for key in data.keys if key.group == _EVERYWHERE]
    others = [key for key in data.keys if key.group != _EVERYWHERE]
    _draw_keys(sheet, _LEFT, 70.0, words["everywhere"], everywhere)
    _draw_keys(sheet, _SECOND, 70.0, words["form"], others)
    _draw_limits(sheet, words, 138.5)
    _draw_faults(sheet, words, 195.5)
    _draw_evening(sheet, words, 195.5)
    _draw_lines_not_to_cross(sheet, words, 244.5)
    sheet.text(_LEFT, 277.0, fit(data.station_name, _WIDTH, _FOOT), _FOOT)
    sheet.text(_LEFT, 282.5, words["again"], _FOOT)
    return sheet.finish()


# ------------------------------------------------------------------------------------------------------------- parts


def _draw_steps(sheet: Sheet, words: Wording, y: float) -> None:
    """What to do for one visitor, a box for each step."""
    sheet.text(_LEFT, y, words["steps"], _HEADING)
    sheet.text(_LEFT + text_width(words["steps"], _HEADING) + 2, y, words["steps_note"], _NOTE)
    width = (_WIDTH - (_STEPS - 1) * _STEP_GAP) / _STEPS
    for number in range(1, _STEPS + 1):
        left, top = _LEFT + (number - 1) * (width + _STEP_GAP), y + 3.5
        sheet.box(left, top, width, _STEP_BOX, weight=1.0)
        line = top + 6.0
        _draw_with_caps(sheet, left + 2.2, line, words[f"step_{number}"], _STEP)
        for text in words[f"step_{number}_text"].split("\n"):
            line += 6.0
            _draw_with_caps(sheet, left + 2.2, line, text, _BODY)


def _draw_keys(sheet: Sheet, left: float, y: float, heading: str, keys: Sequence[CardKey]) -> None:
    """Keys as caps, each with what it does, ruled like a table."""
    sheet.text(left, y, heading, _HEADING)
    top = y + 3.5
    sheet.rule(left, top, left + _HALF, top, weight=1.0)
    for key in keys[:_MOST_KEYS]:
        middle = top + _KEY_ROW / 2
        end = _draw_caps(sheet, left + 1, middle, key.key)
        start = max(left + _KEYS_WIDTH, end + 2)
        room = left + _HALF - start
        sheet.text(start, middle + _BODY.drop, fit(key.words, room, _BODY), _BODY)
        top += _KEY_ROW
        sheet.rule(left, top, left + _HALF, top)


def _draw_limits(sheet: Sheet, words: Wording, y: float) -> None:
    """The law's clocks."""
    sheet.text(_LEFT, y, words["limits"], _HEADING)
    sheet.text(_LEFT + text_width(words["limits"], _HEADING) + 2, y, words["limits_note"], _NOTE)
    what, days = 40.0, 30.0
    rows = [("limit_what", "limit_days", "limit_do", _BOLD)]
    rows += [(f"limit_{n}", f"limit_{n}_days", f"limit_{n}_do", _BODY) for n in range(1, _LIMITS + 1)]
    top = y + 3.5
    for first, second, third, style in rows:
        cells = (
            cell(_LEFT, what, words[first], style),
            Cell(_LEFT + what, days, lay_out(_marked(words[second], style), days - 4), style),
            cell(_LEFT + what + days, _WIDTH - what - days, words[third], style),
        )
        top = Row(cells, 7.4, 0.5).draw(sheet, top)


def _draw_faults(sheet: Sheet, words: Wording, y: float) -> None:
    """What to do when something went wrong."""
    sheet.text(_LEFT, y, words["faults"], _HEADING)
    sheet.box(_LEFT, y + 3.5, _HALF, 35.0, weight=1.0)
    for number in range(1, _FAULTS + 1):
        line = y + 4.0 + 6.4 * number
        draw_line(sheet, _LEFT + _INSET, line, tuple(_marked(words[f"fault_{number}"], _BODY)))


def _draw_evening(sheet: Sheet, words: Wording, y: float) -> None:
    """What to look at before going home, each with a box to tick."""
    sheet.text(_SECOND, y, words["evening"], _HEADING)
    sheet.box(_SECOND, y + 3.5, _HALF, 35.0, weight=1.0)
    for number in range(1, _EVENINGS + 1):
        line = y + 4.0 + 6.4 * number
        tick_box(sheet, _SECOND + _INSET, line - 3.2)
        sheet.text(_SECOND + _INSET + 6, line, words[f"evening_{number}"], _BODY)


def _draw_lines_not_to_cross(sheet: Sheet, words: Wording, y: float) -> None:
    sheet.text(_LEFT, y, words["lines"], _HEADING)
    sheet.box(_LEFT, y + 3.5, _WIDTH, 16.5, weight=1.0)
    for number in range(_LINES):
        row, column = divmod(number, 2)
        x = (_LEFT, _SECOND)[column] + _INSET
        sheet.text(x, y + 10.2 + 6.6 * row, words[f"line_{number + 1}"], _BODY)


# -------------------------------------------------------------------------------------------------------------- keys


def _draw_with_caps(sheet: Sheet, x: float, y: float, text: str, style: Style) -> None:
    """A line of text with its baseline at ``y``, in which what stands in [ ] is drawn as the cap of a key."""
    for number, part in enumerate(re.split(r"\[([^\]]+)\]", text)):
        if number % 2:
            x = _draw_cap(sheet, x, y - style.drop, part) + 0.8
        elif part.strip():
            sheet.text(x, y, part.strip(), style)
            x += text_width(part.strip(), style) + 0.8


def _draw_caps(sheet: Sheet, x: float, middle: float, key: str) -> float:
    """The caps of a key pressed with others ("Ctrl+K"); returns where the last one ends."""
    parts = re.split(r"(?<=.)\+(?=.)", key)
    for number, part in enumerate(parts):
        if number:
            sheet.text(x + 0.6, middle + _BODY.drop, "+", _BODY)
            x += text_width("+", _BODY) + 1.2
        x = _draw_cap(sheet, x, middle, part)
    return x


def _draw_cap(sheet: Sheet, x: float, middle: float, name: str) -> float:
    shown = fit(name, _KEYS_WIDTH, _CAP)
    width = max(text_width(shown, _CAP) + 3.0, _CAP_HEIGHT)
    sheet.box(x, middle - _CAP_HEIGHT / 2, width, _CAP_HEIGHT, weight=1.0)
    sheet.text(x + width / 2, middle + _CAP.drop, shown, _CAP, align="center")
    return x + width


def _marked(sentence: str, style: Style) -> list[Span]:
    """A sentence whose parts between ** are bold."""
    return [Span(part, _BOLD if number % 2 else style) for number, part in enumerate(sentence.split("**")) if part]
