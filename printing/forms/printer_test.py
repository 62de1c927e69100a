"""打印机试打页 (A5 landscape): whether a printer keeps the size, reaches the corners and draws all characters."""

from dataclasses import dataclass

from printing.blocks import coded_qr, tick_box
from printing.sheet import A5_LANDSCAPE, THICK, THIN, Sheet
from printing.text import Style, draw_lines, fit, lay_out
from printing.wording import Wording

FORM = "printer_test"

_LEFT, _RIGHT = 14.0, 196.0
_CORNER, _ARM = 5.0, 7.0
_RULER = 150

_TITLE = Style("serif-bold", 18, spacing=3)
_PLAIN = Style("serif", 10, 14.5)
_LABEL = Style("sans-bold", 10)
_SCALE = Style("sans", 9)
_RARE = Style("serif", 15)
_CODE = Style("sans-bold", 12, spacing=0.6)
_VOID = Style("sans-bold", 56, spacing=8)
_SIZES = (9, 10, 12, 16)
_WEIGHTS = (THIN, 1.0, THICK, 2.4)


@dataclass(frozen=True, kw_only=True)
class PrinterTest:
    """``qr_text`` and ``human_code`` may be any sample; ``printer`` is the name under which the system knows it."""

    station_name: str
    printer: str
    printed_at: str
    qr_text: str
    human_code: str
    void: bool = False
    wording: int = 0


def sample() -> PrinterTest:
    """A page for no printer, to look at the wording."""
    return PrinterTest(
        station_name="某某街道退役军人服务站",
        printer="打印机",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: PrinterTest, words: Wording) -> bytes:
    """The page as PDF."""
    sheet = Sheet(A5_LANDSCAPE, title=words["title"], author=data.station_name)
    if data.void:
        sheet.stamp(105, 74, words["void"], _VOID, turn=14)
    _draw_corners(sheet)
    sheet.text(_LEFT, 20.5, words["title"], _TITLE)
    sheet.text(_RIGHT, 15, fit(data.station_name, 100, _PLAIN), _PLAIN, align="right")
    sheet.text(_RIGHT, 20.5, words.say("printed_at", printed_at=data.printed_at), _PLAIN, align="right")
    sheet.text(_LEFT, 29, fit(words.say("printer", printer=data.printer), _RIGHT - _LEFT, _PLAIN), _PLAIN)
    _draw_ruler(sheet, words, 37)
    _draw_samples(sheet, words, 60)
    coded_qr(sheet, _RIGHT - 28, 58, 28, text=data.qr_text, code=data.human_code, style=_CODE)
    _draw_questions(sheet, words, 106)
    return sheet.finish()


def _draw_corners(sheet: Sheet) -> None:
    """An angle 5 mm inside each corner."""
    for x, step_x in ((_CORNER, _ARM), (sheet.size.width - _CORNER, -_ARM)):
        for y, step_y in ((_CORNER, _ARM), (sheet.size.height - _CORNER, -_ARM)):
            sheet.path([(x + step_x, y), (x, y), (x, y + step_y)], weight=1.0)


def _draw_ruler(sheet: Sheet, words: Wording, y: float) -> None:
    sheet.text(_LEFT, y + 2, words["ruler"], _LABEL)
    y += 12
    sheet.rule(_LEFT, y, _LEFT + _RULER, y, weight=0.8)
    for millimetre in range(_RULER + 1):
        height = 4.0 if millimetre % 10 == 0 else 2.8 if millimetre % 5 == 0 else 1.6
        x = _LEFT + millimetre
        sheet.rule(x, y, x, y - height, weight=0.5)
        if millimetre % 10 == 0:
            sheet.text(x, y + 4, str(millimetre), _SCALE, align="center")


def _draw_samples(sheet: Sheet, words: Wording, y: float) -> None:
    value = _LEFT + 20
    sheet.text(_LEFT, y + 4, words["rare"], _LABEL)
    sheet.text(value, y + 4, words["rare_text"], _RARE)
    y += 13.5
    sheet.text(_LEFT, y, words["sizes"], _LABEL)
    x = value
    for size in _SIZES:
        sheet.text(x, y, words.say("size_text", size=size), Style("serif", size))
        x += 18 + size * 1.05
    y += 9
    sheet.text(_LEFT, y, words["rules"], _LABEL)
    for number, weight in enumerate(_WEIGHTS):
        sheet.rule(value + 30 * number, y - 1.3, value + 30 * number + 24, y - 1.3, weight=weight)
    y += 9
    sheet.text(_LEFT, y, words["boxes"], _LABEL)
    for number, key in enumerate(("box_ticked", "box_empty")):
        tick_box(sheet, value + 20 * number, y - 3.1, ticked=key == "box_ticked")
        sheet.text(value + 20 * number + 5, y, words[key], _PLAIN)


def _draw_questions(sheet: Sheet, words: Wording, y: float) -> None:
    """What to look at, each with a box to tick by hand."""
    questions = (
        words["corners"],
        words.say("length", length=_RULER),
        words["characters"],
        words["scans"],
    )
    for number, question in enumerate(questions):
        row, column = divmod(number, 2)
        x, line = _LEFT + 91 * column, y + 8 * row
        tick_box(sheet, x, line - 3.1)
        sheet.text(x + 5, line, question, _PLAIN)
    y += 19
    draw_lines(sheet, _LEFT, y, lay_out(words["advice"], _RIGHT - _LEFT, _PLAIN), _PLAIN.pitch)
