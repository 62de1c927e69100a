"""The visit receipt on a roll of 80 or 58 mm: one column, pure black, as long as what it says.

A thermal head burns a dot or it doesn't: no grey, no thin rule, no type under 9 points. A slip has no stub and no place
for a seal; its code proves it. What is longer than the longest slip flows on to further ones, each with the code.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, cos, floor, pi, sin
from typing import NamedTuple

from printing.blocks import LEAST_QR, QUIET_MODULES, mark, qr_code, quiet_zone
from printing.flow import Block, Drawing, Space, Text, Together, draw_blocks, flow
from printing.forms.visit_receipt_data import ReceiptLine, VisitReceipt
from printing.sheet import PageSize, Sheet
from printing.text import Line, Span, Style, draw_line, fit, lay_out, text_width
from printing.wording import Wording

# Half a metre is as much as somebody folds into a pocket, and less than any driver of rolls refuses.
LONGEST = 500.0
ROLL_80 = PageSize("80 mm", 80, LONGEST)
ROLL_58 = PageSize("58 mm", 58, LONGEST)

_TOP, _BOTTOM = 5.0, 6.0
_DOTS_PER_MM = 203 / 25.4
_WEIGHT = 1.4
_DASH = (4.2, 2.4)

_STATION = Style("sans", 10, 14)
_TITLE = Style("sans-bold", 17, 24, spacing=3)
_TITLE_SMALL = Style("sans-bold", 11, 16)
_CODE = Style("sans-bold", 15, spacing=1.2)
_MARK = Style("sans-bold", 11)
_VOID = Style("sans-bold", 26, spacing=10)
_NAME = Style("sans", 10, 15.2)
_VALUE = Style("sans-bold", 10.5, 15.2)
_PLAIN = Style("sans", 10, 15.6)
_BOLD = Style("sans-bold", 10.5, 15.6)
_DATE = Style("sans-bold", 12, 15.6)
_ORDER = Style("sans-bold", 9)
_NOTE = Style("sans", 9, 13.2)
# The letters under the code: how far from it, how high with their round tops (em), what stands under the baseline.
_CODE_CLEAR, _CODE_HEIGHT, _CODE_DESCENT = 2.2, 0.76, 2.8
_RING, _RING_POINTS = 5.2, 32
_INDENT = 7.4
_MARK_GAP = 3.0

# A promise that begins with its day: the day is what the visitor looks for.
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


@dataclass(frozen=True)
class _Roll:
    """A roll, what its printer reaches of it, and how big its code may be (millimetres)."""

    size: PageSize
    printable: float
    largest_code: float
    names: float
    number: Style

    @property
    def left(self) -> float:
        return (self.size.width - self.printable) / 2

    @property
    def right(self) -> float:
        return self.left + self.printable

    @property
    def middle(self) -> float:
        return self.size.width / 2


_ROLLS = {
    roll.size.name: roll
    for roll in (
        _Roll(ROLL_80, 72, 36, 20, Style("sans-bold", 17, 24)),
        _Roll(ROLL_58, 48, 48, 16.5, Style("sans-bold", 14, 20)),
    )
}
PAPERS = frozenset(_ROLLS)


class _Page(NamedTuple):
    """What stands above the code of one slip, and below it."""

    above: Sequence[Block]
    below: Sequence[Block]


def render(data: VisitReceipt, words: Wording) -> bytes:
    """The slip as PDF; all slips of one receipt are equally long, as a printer has one length for a whole job."""
    roll = _ROLLS[data.paper]
    coded = _coded_height(data, roll)
    head = _small_head(data, words, roll)
    pages = _paginate(_above(data, words, roll), _below(data, words, roll), head, coded)
    counted = len(pages) > 1
    height = max(_height(page.above) + coded + counted * _NOTE.pitch + _height(page.below) for page in pages)
    size = PageSize(roll.size.name, roll.size.width, ceil(_TOP + height + _BOTTOM))
    sheet = Sheet(size, title=f"{words['title']} {data.number}", author=data.station_name)
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        top = draw_blocks(sheet, _TOP, page.above)
        top = _draw_code(sheet, data, roll, top)
        if counted:
            count = words.say("page", page=number, pages=len(pages))
            sheet.text(roll.middle, top + _NOTE.pitch / 2 + _NOTE.drop, count, _NOTE, align="center")
            top += _NOTE.pitch
        draw_blocks(sheet, top, page.below)
    return sheet.finish()


def _paginate(above: Sequence[Block], below: Sequence[Block], head: Sequence[Block], coded: float) -> list[_Page]:
    """What stands on each slip; the later ones begin with `head`."""
    first = LONGEST - _TOP - coded - _NOTE.pitch - _BOTTOM
    others = first - _height(head)
    upper = flow(above, first, others)
    room = (first if len(upper) == 1 else others) - _height(upper[-1])
    lower = flow(below, room, others)
    pages = [*((blocks, ()) for blocks in upper[:-1]), (upper[-1], lower[0]), *(((), blocks) for blocks in lower[1:])]
    return [_Page((*head, *over) if number else over, under) for number, (over, under) in enumerate(pages)]


def _height(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks)


# -------------------------------------------------------------------------------------------------- above the code


def _above(data: VisitReceipt, words: Wording, roll: _Roll) -> list[Block]:
    blocks: list[Block] = [*_marks(data, words, roll), *_middle(data.station_name, _STATION, roll)]
    blocks += [*_middle(words["title"], _TITLE, roll), Space(1.5), _rule(roll)]
    blocks += [*_middle(data.number, _fitting(data.number, roll), roll), Space(1.2), _rule(roll)]
    visitor = words.say("stub_visitor_text", visitor=data.visitor, headcount=data.headcount_text)
    for name, value in (
        (words["visitor"], visitor),
        (words["stub_visited_at"], data.visited_at),
        (words["materials"], data.materials_text or words["no_materials"]),
    ):
        blocks.append(_fact(name, value, roll))
    blocks += [Space(0.8), _rule(roll)]
    for order, line in enumerate(data.lines, 1):
        blocks += [_matter(order, line, roll), Space(1.6)]
    return [*blocks, _rule(roll), Space(1.0)]


def _marks(data: VisitReceipt, words: Wording, roll: _Roll) -> Iterator[Block]:
    if data.void:
        yield Drawing(1.5 * _VOID.em, partial(_draw_stamp, words["void"], roll))
        yield Space(2.0)
    yield _mark_row(_mark_texts(data, words), roll)


def _draw_stamp(word: str, roll: _Roll, sheet: Sheet, top: float) -> None:
    width, height = text_width(word, _VOID) + 6, 1.5 * _VOID.em
    sheet.box(roll.middle - width / 2, top, width, height, weight=2.4)
    sheet.text(roll.middle, top + height / 2 + _VOID.drop, word, _VOID, align="center")


def _mark_texts(data: VisitReceipt, words: Wording) -> list[str]:
    texts = [words.say("correction", count=data.correction)] if data.correction else []
    return texts + ([words.say("reprint", count=data.reprint)] if data.reprint else [])


def _mark_row(texts: Sequence[str], roll: _Roll) -> Block:
    """Framed marks side by side; without any it takes no room."""
    widths = [text_width(text, _MARK) + 3.0 for text in texts]

    def draw(sheet: Sheet, top: float) -> None:
        x = roll.middle - (sum(widths) + _MARK_GAP * (len(widths) - 1)) / 2
        for text, width in zip(texts, widths, strict=True):
            mark(sheet, x, top + 3.2, text, _MARK, align="left")
            x += width + _MARK_GAP

    return Drawing(8.1 if texts else 0.0, draw)


def _middle(text: str, style: Style, roll: _Roll) -> Iterator[Block]:
    """Each line of a text in the middle of the slip."""
    for line in lay_out(text, roll.printable, style):
        yield Drawing(style.pitch, partial(_draw_middle, line, style, roll))


def _draw_middle(line: Line, style: Style, roll: _Roll, sheet: Sheet, top: float) -> None:
    draw_line(sheet, roll.middle, top + style.pitch / 2 + style.drop, line, align="center")


def _fitting(number: str, roll: _Roll) -> Style:
    """The number in big type where that fits, else in the type of the values, over as many lines as it takes."""
    return roll.number if text_width(number, roll.number) <= roll.printable else _VALUE


def _rule(roll: _Roll) -> Block:
    def draw(sheet: Sheet, top: float) -> None:
        sheet.rule(roll.left, top + 1.2, roll.right, top + 1.2, weight=_WEIGHT, dash=_DASH)

    return Drawing(3.4, draw)


def _fact(name: str, value: str, roll: _Roll) -> Block:
    value_left = roll.left + roll.names
    shown = fit(name, roll.names - 1, _NAME)
    return _beside(
        partial(_draw_name, shown, roll), Text(value_left, lay_out(value, roll.right - value_left, _VALUE), _VALUE)
    )


def _draw_name(name: str, roll: _Roll, sheet: Sheet, top: float) -> None:
    sheet.text(roll.left, top + _NAME.pitch / 2 + _NAME.drop, name, _NAME)


def _beside(paint: Callable[[Sheet, float], None], text: Text) -> Block:
    """A text with something painted at the left of its first line, which a cut leaves there."""
    return Together((Drawing(0.0, paint), text))


def _matter(order: int, line: ReceiptLine, roll: _Roll) -> Block:
    left = roll.left + _INDENT
    category, colon, story = line.matter.partition("：")
    outcome, _, number = line.outcome.partition("\n")
    parts = [[Span(category, _BOLD), Span(colon + story, _PLAIN)], [Span(outcome, _PLAIN)]]
    if number:
        parts.append([Span(number, _BOLD)])
    if line.promise:
        day = _DAY.match(line.promise)
        end = day.end() if day else 0
        parts.append([Span(line.promise[:end], _DATE), Span(line.promise[end:], _PLAIN)])
    lines = tuple(laid for spans in parts for laid in lay_out(spans, roll.right - left, None))
    return _beside(partial(_draw_order, order, roll), Text(left, lines, _PLAIN))


def _draw_order(order: int, roll: _Roll, sheet: Sheet, top: float) -> None:
    """The number of the matter in a ring."""
    radius = _RING / 2
    x, y = roll.left + radius, top + _PLAIN.pitch / 2
    turns = [2 * pi * step / _RING_POINTS for step in range(_RING_POINTS + 1)]
    sheet.path([(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns], weight=_WEIGHT)
    sheet.text(x, y + _ORDER.drop, str(order), _ORDER, align="center")


# -------------------------------------------------------------------------------------------- the code and below it


def _code_side(text: str, roll: _Roll) -> float:
    """The largest side on the roll whose modules are whole dots of the head: an uneven one reads badly."""
    blank = 2 * quiet_zone(text, 1.0)
    most = min(roll.largest_code, roll.size.width / (1 + blank))
    modules = round(QUIET_MODULES / quiet_zone(text, 1.0))
    side = floor(most * _DOTS_PER_MM / modules) * modules / _DOTS_PER_MM
    return side if side >= LEAST_QR else most


def _coded_height(data: VisitReceipt, roll: _Roll) -> float:
    side = _code_side(data.qr_text, roll)
    return quiet_zone(data.qr_text, side) + side + _letters_below(data.qr_text, side) + _CODE_DESCENT


def _letters_below(text: str, side: float) -> float:
    """From the lower edge of the code to the baseline of its letters."""
    return max(quiet_zone(text, side), _CODE_CLEAR) + _CODE_HEIGHT * _CODE.em


def _draw_code(sheet: Sheet, data: VisitReceipt, roll: _Roll, top: float) -> float:
    side = _code_side(data.qr_text, roll)
    y = top + quiet_zone(data.qr_text, side)
    qr_code(sheet, roll.middle - side / 2, y, side, data.qr_text)
    baseline = y + side + _letters_below(data.qr_text, side)
    sheet.text(roll.middle, baseline, data.human_code, _CODE, align="center")
    return top + _coded_height(data, roll)


def _below(data: VisitReceipt, words: Wording, roll: _Roll) -> list[Block]:
    blocks: list[Block] = [*_middle(words["slip_query"], _NOTE, roll), Space(1.2)]
    for name, value in (
        (words["slip_phone"], data.station_phone),
        (words["complaint"], data.complaint_phone),
        (words["address"], data.address),
        (words["slip_hours"], data.hours),
    ):
        blocks.append(_fact(name, value, roll))
    blocks.append(Space(1.2))
    for note in (words["slip_authenticity"], words["slip_fades"]):
        blocks += _middle(note, _NOTE, roll)
    blocks += [Space(1.6), _rule(roll)]
    feet = (words.say("operator", operator=data.operator), words.say("printed_at", printed_at=data.printed_at))
    if all(text_width(foot, _NOTE) <= roll.printable for foot in feet):
        return [*blocks, *(line for foot in feet for line in _middle(foot, _NOTE, roll))]
    for foot in feet:
        name, _, value = foot.partition("：")
        blocks.append(_fact(name, value, roll))
    return blocks


# ------------------------------------------------------------------------------------------------------ later slips


def _small_head(data: VisitReceipt, words: Wording, roll: _Roll) -> list[Block]:
    texts = _mark_texts(data, words)
    blocks: list[Block] = [_mark_row([words["void"], *texts] if data.void else texts, roll)]
    for text, style in (
        (data.station_name, _NOTE),
        (words["title_continued"], _TITLE_SMALL),
        (words.say("number", number=data.number), _NOTE),
    ):
        blocks += _middle(fit(text, roll.printable, style), style, roll)
    return [*blocks, Space(0.8), _rule(roll)]
