"""打印机校正页 (A4, A5, rolls): two crosses at a known distance from two corners, to be measured with a real ruler.

A printer draws a page a little beside the paper, and shrinks it where its driver fits pages. The first cross tells how
far the page must be moved, the second whether it was shrunk. It is printed with the correction of the moment.
"""

from dataclasses import dataclass

from printing.forms.visit_receipt_slip import ROLL_58, ROLL_80
from printing.sheet import A4, A5_LANDSCAPE, PageSize, Sheet
from printing.text import Style, draw_lines, fit, lay_out, text_width
from printing.wording import Wording

FORM = "ruler_sheet"

CROSS = 20.0
"""From the left and the top edge of the paper to the first cross, and from the others to the second (millimetres)."""

_SLIP_HEIGHT = 220.0
# The scales, and how far beyond the line their numbers stand.
_FIRST, _LAST = 6, 45
_BEYOND = 6.4
_WEIGHT = 1.0
_TICK = 0.7
_GAP, _BLANK = 1.6, 16.0

_TITLE = Style("sans-bold", 15, 21, spacing=1)
_PLAIN = Style("sans", 10, 15)
_BOLD = Style("sans-bold", 11, 17)
_SCALE = Style("sans", 9)


@dataclass(frozen=True, kw_only=True)
class RulerSheet:
    """``paper`` is "A4", "A5", "80 mm" or "58 mm"; ``shift_text`` says the correction in force."""

    station_name: str
    printer: str
    printed_on: str
    shift_text: str
    paper: str = A4.name
    wording: int = 0


_SIZES = {
    size.name: size
    for size in (
        A4,
        A5_LANDSCAPE,
        PageSize(ROLL_80.name, ROLL_80.width, _SLIP_HEIGHT),
        PageSize(ROLL_58.name, ROLL_58.width, _SLIP_HEIGHT),
    )
}


def sample() -> RulerSheet:
    """A page for no printer, to look at the wording."""
    return RulerSheet(
        station_name="某某街道退役军人服务站", printer="打印机", printed_on="2026年1月1日", shift_text="左右 0，上下 0"
    )


def render(data: RulerSheet, words: Wording) -> bytes:
    """The page as PDF; on a paper that it doesn't know, as A4."""
    size = _SIZES.get(data.paper, A4)
    sheet = Sheet(size, title=words["title"], author=data.station_name)
    _draw_corner(sheet, 1)
    _draw_corner(sheet, -1)
    slip = size.width < A5_LANDSCAPE.height
    left, top = (5.0, _LAST + 10.0) if slip else (_LAST + 10.0, CROSS + 12.0)
    _draw_words(sheet, data, words, left, top)
    return sheet.finish()


def _draw_corner(sheet: Sheet, way: int) -> None:
    """A cross and two scales: from the upper left corner (1), or from the lower right one turned round (-1)."""
    width, height = sheet.size.width, sheet.size.height

    def x(millimetres: float) -> float:
        return millimetres if way > 0 else width - millimetres

    def y(millimetres: float) -> float:
        return millimetres if way > 0 else height - millimetres

    longest = min(_LAST, int(width) - 2 * _FIRST)
    sheet.rule(x(_FIRST), y(CROSS), x(longest), y(CROSS), weight=_WEIGHT)
    sheet.rule(x(CROSS), y(_FIRST), x(CROSS), y(_LAST), weight=_WEIGHT)
    for millimetre in range(_FIRST, longest + 1):
        sheet.rule(x(millimetre), y(CROSS), x(millimetre), y(CROSS + _tick(millimetre)), weight=_TICK)
        if millimetre % 10 == 0 and millimetre != CROSS:
            _number(sheet, x(millimetre), y(CROSS + _BEYOND), millimetre)
    for millimetre in range(_FIRST, _LAST + 1):
        sheet.rule(x(CROSS), y(millimetre), x(CROSS + _tick(millimetre)), y(millimetre), weight=_TICK)
        if millimetre % 10 == 0 and millimetre != CROSS:
            _number(sheet, x(CROSS + _BEYOND), y(millimetre), millimetre)


def _number(sheet: Sheet, x: float, y: float, millimetre: int) -> None:
    sheet.text(x, y + _SCALE.drop, str(millimetre), _SCALE, align="center")


def _tick(millimetre: int) -> float:
    return 4.0 if millimetre % 10 == 0 else 2.8 if millimetre % 5 == 0 else 1.6


def _draw_words(sheet: Sheet, data: RulerSheet, words: Wording, left: float, top: float) -> None:
    """What this is, what to measure, where the numbers go; beside the first corner or, on a slip, under it."""
    width = sheet.size.width - 2 * left if left < CROSS else sheet.size.width - left - CROSS
    y = draw_lines(sheet, left, top, lay_out(words["title"], width, _TITLE), _TITLE.pitch)
    for fact in (
        words.say("printer", printer=data.printer),
        words.say("printed_on", printed_on=data.printed_on),
        words.say("shift", shift=data.shift_text),
    ):
        sheet.text(left, y, fit(fact, width, _PLAIN), _PLAIN)
        y += _PLAIN.pitch
    y += _GAP
    for step, answer in (("measure_left", "left"), ("measure_top", "top")):
        y = draw_lines(sheet, left, y, lay_out(words[step], width, _PLAIN), _PLAIN.pitch) + 1.0
        y = _draw_answer(sheet, words[answer], words["unit"], left, y) + _GAP
    for step in ("fill_in", "check"):
        lines = lay_out(words.say(step, cross=f"{CROSS:.0f}"), width, _PLAIN)
        y = draw_lines(sheet, left, y, lines, _PLAIN.pitch) + _GAP


def _draw_answer(sheet: Sheet, question: str, unit: str, left: float, y: float) -> float:
    """A line to write a number on; returns the baseline after it."""
    sheet.text(left, y, question, _BOLD)
    start = left + text_width(question, _BOLD) + 1.0
    sheet.rule(start, y + 0.8, start + _BLANK, y + 0.8, weight=_WEIGHT)
    sheet.text(start + _BLANK + 1.0, y, unit, _BOLD)
    return y + _BOLD.pitch
