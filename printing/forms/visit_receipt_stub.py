"""The stub of the visit receipt (存根): what the station keeps, on the narrow part behind the tear line.

It has one page only. Where many matters came up it names as many as there is room for and says how many there were;
the full list is in the register under the number.
"""

from typing import NamedTuple

from printing.blocks import coded_qr, mark, signature_line
from printing.forms.visit_receipt_data import ReceiptLine, VisitReceipt
from printing.sheet import Sheet
from printing.text import Line, Span, Style, draw_lines, fit, lay_out, text_width
from printing.wording import Wording

LEFT, RIGHT = 157.0, 201.0
_WIDTH = RIGHT - LEFT
_MIDDLE = (LEFT + RIGHT) / 2
_TOP, _BOTTOM = 50.6, 121.6
_QR_SIDE = 26.0
_MARKS = 8.6

# Lines of number, visitor, time and of each matter: more are cut, and the cut is seen.
_LONGEST = (2, 6, 2)
_LONGEST_MATTER = 6

_TITLE = Style("serif-bold", 14, spacing=9)
_CODE = Style("sans-bold", 12, spacing=0.6)
_PLAIN = Style("serif", 10, 14.3)
_MARK = Style("sans-bold", 9)
_VOID = Style("sans-bold", 36, spacing=5)


class _Type(NamedTuple):
    label: Style
    value: Style
    gap: float


_ROOMY = _Type(Style("sans-bold", 10, 14.3), Style("serif", 10, 14.3), 1.3)
_CLOSE = _Type(Style("sans-bold", 9, 12.2), Style("serif", 9, 12.2), 1.0)


Block = tuple[Line, ...]


def draw_stub(sheet: Sheet, data: VisitReceipt, words: Wording) -> None:
    """Draws the stub onto the first page."""
    if data.void:
        sheet.stamp(_MIDDLE, 84, words["void"], _VOID, turn=14)
        mark(sheet, LEFT, _MARKS, words["void"], _MARK, align="left")
    elif data.correction:
        mark(sheet, LEFT, _MARKS, words.say("correction", count=data.correction), _MARK, align="left")
    if data.reprint:
        mark(sheet, RIGHT, _MARKS, words.say("reprint", count=data.reprint), _MARK)
    sheet.text(_MIDDLE, 11.2, words["stub"], _TITLE, align="center")
    coded_qr(sheet, _MIDDLE - _QR_SIDE / 2, 14.6, _QR_SIDE, text=data.qr_text, code=data.human_code, style=_CODE)
    kind, blocks = _choose(data, words)
    top = _TOP
    for block in blocks:
        pitch = kind.value.pitch
        draw_lines(sheet, LEFT, top + pitch / 2 + kind.value.drop, block, pitch)
        top += len(block) * pitch + kind.gap
    signature_line(sheet, LEFT, RIGHT, 134.5, text=words["stub_sign"], style=_PLAIN)
    sheet.text(LEFT, 139.5, words["copy_station"], _PLAIN)


def _choose(data: VisitReceipt, words: Wording) -> tuple[_Type, list[Block]]:
    for kind, brief in ((_ROOMY, False), (_CLOSE, False), (_CLOSE, True)):
        matters = [_matter(number, line, kind, brief=brief) for number, line in enumerate(data.lines, 1)]
        blocks = _facts(data, words, kind) + matters
        if _height(blocks, kind) <= _BOTTOM - _TOP:
            return kind, blocks
    return _CLOSE, _shortened(data, words)


def _height(blocks: list[Block], kind: _Type) -> float:
    return sum(len(block) * kind.value.pitch + kind.gap for block in blocks) - kind.gap


def _facts(data: VisitReceipt, words: Wording, kind: _Type) -> list[Block]:
    visitor = words.say("stub_visitor_text", visitor=data.visitor, headcount=data.headcount_text)
    facts = (
        (words["stub_number"], data.number),
        (words["stub_visitor"], visitor),
        (words["stub_visited_at"], data.visited_at),
    )
    return [_block(name, value, kind, longest) for (name, value), longest in zip(facts, _LONGEST, strict=True)]


def _block(name: str, value: str, kind: _Type, longest: int) -> Block:
    lines = lay_out(value, _WIDTH, kind.value)
    if len(lines) > longest:
        cut = "".join(text for line in lines[longest - 1 :] for text, _ in line)
        lines = (*lines[: longest - 1], (Span(fit(cut, _WIDTH, kind.value), kind.value),))
    return ((Span(fit(name, _WIDTH, kind.label), kind.label),), *lines)


def _matter(number: int, line: ReceiptLine, kind: _Type, *, brief: bool) -> Block:
    if brief:
        return _block(_heading(number, line), _result(line), kind, 1)
    text = line.stub or "\n".join(part for part in (" ".join(line.outcome.split("\n")), line.promise) if part)
    return _block(_heading(number, line), text, kind, _LONGEST_MATTER)


def _heading(number: int, line: ReceiptLine) -> str:
    """The category, which stands before the colon of the matter."""
    return f"{number} {line.matter.partition('：')[0]}"


def _result(line: ReceiptLine) -> str:
    """The last line of the outcome: the case's number where there is one."""
    return line.outcome.rpartition("\n")[2]


def _shortened(data: VisitReceipt, words: Wording) -> list[Block]:
    """The facts, then one line for each matter as long as there is room, then how many there are in all."""
    blocks = _facts(data, words, _CLOSE)
    room = _BOTTOM - _TOP - _height(blocks, _CLOSE) - _CLOSE.gap
    count = max(int(room / _CLOSE.value.pitch) - 1, 0)
    lines: list[Line] = []
    for number, line in enumerate(data.lines[:count], 1):
        text = f"{_heading(number, line)} {_result(line)}"
        if text_width(text, _CLOSE.value) > _WIDTH:
            text = f"{number} {_result(line)}"
        lines.append((Span(fit(text, _WIDTH, _CLOSE.value), _CLOSE.value),))
    lines.append((Span(words.say("stub_more", count=len(data.lines)), _CLOSE.value),))
    return [*blocks, tuple(lines)]
