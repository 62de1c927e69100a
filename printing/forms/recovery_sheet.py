"""恢复密钥 (A4): the key that opens the data when every password is lost, for two sealed envelopes.

Its data is the key itself, so this paper is never kept in the register: the catalogue refuses to turn it into data.
"""

from dataclasses import dataclass
from typing import NamedTuple

from printing.blocks import Row, cell, label, qr_code, quiet_zone
from printing.sheet import A4, THICK, Sheet
from printing.text import Span, Style, draw_line, draw_lines, fit, lay_out, text_width
from printing.wording import Wording

FORM = "recovery_sheet"

_FRAME = (22.0, 20.0, 166.0, 261.0)
_LEFT, _RIGHT = 34.5, 176.0
_WIDTH = _RIGHT - _LEFT
_MIDDLE = 105.0

_TITLE = Style("sans-bold", 24, spacing=3)
_ORGAN = Style("sans", 12, 18)
_BODY = Style("sans", 12, 19.5)
_BOLD = Style("sans-bold", 12, 19.5)
_HEADING = Style("sans-bold", 12.5)
_SMALL = Style("sans", 10)
_INDEX = Style("sans", 8.5)
_GROUP = Style("sans-bold", 21, spacing=2.4)
_FACT = Style("sans", 12, 20.5)
_FACT_BOLD = Style("sans-bold", 12, 20.5)
_STEP = Style("sans", 12, 20.5)
_CELL = Style("sans", 12, 17)
_VOID = Style("sans-bold", 96, spacing=14)

_BOXES_IN_ROW = 4
_BOX_GAP = 2.8
_BOX_HEIGHT = 15.9
_QR_SIDE = 38.0
# As long as a key's code, so that a hidden sheet is laid out like the printed one.
_LIKE_A_KEY = "2" * 43


@dataclass(frozen=True, kw_only=True)
class RecoverySheet:
    """``groups`` are the parts of the key, ``check`` its check letters, ``qr_text`` what a scanner types ("": hidden).

    ``copies`` pages come out, each with its count. ``machine`` names this computer, empty leaves the line out.
    """

    station_name: str
    groups: tuple[str, ...]
    check: str
    sheet_number: int
    made_at: str
    machine: str = ""
    qr_text: str
    copies: int = 2
    void: bool = False
    wording: int = 0

    def __repr__(self) -> str:
        """Without the key: a repr may end in a log."""
        return f"RecoverySheet(sheet_number={self.sheet_number})"


def sample() -> RecoverySheet:
    """A sheet without a key, to look at the wording."""
    return RecoverySheet(
        station_name="某某街道退役军人服务站",
        groups=("••••",) * 8,
        check="••••",
        sheet_number=1,
        made_at="2026年1月1日9时35分",
        qr_text="",
    )


def render(data: RecoverySheet, words: Wording) -> bytes:
    """All copies as one PDF."""
    sheet = Sheet(A4, title=words["title"], author=data.station_name)
    for copy in range(1, data.copies + 1):
        if copy > 1:
            sheet.next_page()
        _draw_page(sheet, data, words, copy)
    return sheet.finish()


def _draw_page(sheet: Sheet, data: RecoverySheet, words: Wording, copy: int) -> None:
    if data.void:
        sheet.stamp(_MIDDLE, 150, words["void"], _VOID, turn=20)
    sheet.box(*_FRAME, weight=1.6)
    sheet.text(_MIDDLE, 39.5, words["title"], _TITLE, align="center")
    organ = lay_out(data.station_name, _WIDTH, _ORGAN)
    y = draw_lines(sheet, _MIDDLE, 47.2, organ, _ORGAN.pitch, align="center")
    y = _draw_warning(sheet, words, y)
    y = _draw_groups(sheet, data, words, y + 10.4)
    y = _draw_scan(sheet, data, words, y)
    y = _draw_steps(sheet, data, words, y)
    _draw_custody(sheet, words, y + 11.5)
    foot = 274.5
    sheet.text(_LEFT, foot, words.say("copy", copy=copy, copies=data.copies), _SMALL)
    sheet.text(_RIGHT, foot, words["confidential"], _SMALL, align="right")


def _draw_warning(sheet: Sheet, words: Wording, y: float) -> float:
    inset = 5.4
    lines = lay_out(_marked(words["warning"], _BODY, _BOLD), _WIDTH - 2 * inset)
    height = len(lines) * _BODY.pitch + 6.5
    sheet.box(_LEFT, y, _WIDTH, height, weight=THICK)
    first = y + 3.25 + _BODY.pitch / 2 + _BODY.drop
    draw_lines(sheet, _LEFT + inset, first, lines, _BODY.pitch)
    return y + height


def _marked(sentence: str, plain: Style, bold: Style) -> list[Span]:
    """A sentence whose parts between ** are bold."""
    return [Span(part, bold if number % 2 else plain) for number, part in enumerate(sentence.split("**")) if part]


class _Box(NamedTuple):
    left: float
    top: float
    width: float


def _draw_groups(sheet: Sheet, data: RecoverySheet, words: Wording, y: float) -> float:
    length = len(data.groups[0])
    sheet.text(_LEFT, y, words.say("groups", count=len(data.groups), length=length), _HEADING)
    top = y + 3.6
    width = (_WIDTH - (_BOXES_IN_ROW - 1) * _BOX_GAP) / _BOXES_IN_ROW
    for number, group in enumerate(data.groups):
        row, column = divmod(number, _BOXES_IN_ROW)
        box = _Box(_LEFT + column * (width + _BOX_GAP), top + row * (_BOX_HEIGHT + _BOX_GAP), width)
        _draw_group(sheet, box, number + 1, group)
    rows = -(-len(data.groups) // _BOXES_IN_ROW)
    return top + rows * (_BOX_HEIGHT + _BOX_GAP) - _BOX_GAP


def _draw_group(sheet: Sheet, box: _Box, number: int, group: str) -> None:
    """One group in its box, spaced out so that no letter is passed over when typing it back."""
    sheet.box(box.left, box.top, box.width, _BOX_HEIGHT)
    sheet.text(box.left + 1.4, box.top + 4.0, str(number), _INDEX)
    baseline = box.top + _BOX_HEIGHT / 2 + 0.37 * _GROUP.em
    sheet.text(box.left + box.width / 2, baseline, group, _GROUP, align="center")


def _draw_scan(sheet: Sheet, data: RecoverySheet, words: Wording, y: float) -> float:
    """The QR code with its quiet zone, the facts of the sheet beside it; returns where the next heading may stand."""
    quiet = quiet_zone(data.qr_text or _LIKE_A_KEY, _QR_SIDE)
    top = y + quiet + 0.6
    if data.qr_text:
        qr_code(sheet, _LEFT, top, _QR_SIDE, data.qr_text)
    else:
        sheet.box(_LEFT, top, _QR_SIDE, _QR_SIDE)
        sheet.text(_LEFT + _QR_SIDE / 2, top + _QR_SIDE / 2 + _FACT.drop, words["hidden"], _FACT, align="center")
    left = _LEFT + _QR_SIDE + quiet + 3
    facts = [words.say("check", check=data.check), words.say("made_at", made_at=data.made_at)]
    facts.append(words.say("sheet", number=data.sheet_number))
    if data.machine:
        facts.append(fit(words.say("machine", machine=data.machine), _RIGHT - left, _FACT))
    height = (len(facts) + 1) * _FACT.pitch
    line = top + (_QR_SIDE - height) / 2 + _FACT.pitch / 2 + _FACT.drop
    sheet.text(left, line, words["scan"], _HEADING)
    for fact in facts:
        line += _FACT.pitch
        draw_line(sheet, left, line, tuple(_marked(fact, _FACT, _FACT_BOLD)))
    return top + _QR_SIDE + quiet


def _draw_steps(sheet: Sheet, data: RecoverySheet, words: Wording, y: float) -> float:
    y += 5.6
    sheet.text(_LEFT, y, words["how"], _HEADING)
    steps = (words["step_1"], words.say("step_2", count=len(data.groups)), words["step_3"], words["step_4"])
    indent = text_width("1. ", _STEP) + 1.5
    for number, step in enumerate(steps, 1):
        y += _STEP.pitch
        sheet.text(_LEFT + 1.5, y, f"{number}.", _STEP)
        y = draw_lines(sheet, _LEFT + 1.5 + indent, y, lay_out(step, _WIDTH - indent - 1.5, _STEP), _STEP.pitch)
        y -= _STEP.pitch
    return y


def _draw_custody(sheet: Sheet, words: Wording, y: float) -> None:
    """The table for the two who keep the envelope: filled in by hand."""
    sheet.text(_LEFT, y, words["custody"], _HEADING)
    name, value = 30.0, (_WIDTH - 60.0) / 2
    top = y + 4.0
    for pair in (("keeper", "place"), ("sealed_on", "witness")):
        cells, left = [], _LEFT
        for key in pair:
            cells += [label(left, name, words[key], _CELL), cell(left + name, value, "", _CELL)]
            left += name + value
        top = Row(tuple(cells), 11.0, 1).draw(sheet, top)
    last = (label(_LEFT, name, words["used"], _CELL), cell(_LEFT + name, _WIDTH - name, "", _CELL))
    Row(last, 12.0, 1).draw(sheet, top)
