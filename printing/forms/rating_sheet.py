"""服务评价单: how the visitor rates the window, ticked by hand and without her name.

Service matters are rated in five levels with the second-level items of 政务服务好差评, petition matters in three levels
(国信发〔2022〕11号). The two are never mixed: a visit with both kinds gets a sheet of its own for each. The wording of
levels and items must not be changed locally, so they are data of the law and no sentences of the station's.
"""

from dataclasses import dataclass

from printing.blocks import tick_box
from printing.fact_rows import fact_row
from printing.flow import Block, Drawing, Space, Table, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_copies
from printing.sheet import A4, THICK, Sheet
from printing.text import Style, draw_lines, fit, lay_out, text_width
from printing.wording import Wording

FORM = "rating_sheet"


@dataclass(frozen=True)
class RatedMatters:
    """The matters of one scale: their names, the levels from the best down, and the items that are rated (or none)."""

    petition: bool
    matters: str
    levels: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RatingSheet(FormData):
    """`window` is where she was served, `handled_on` when; no name and no number of a person is on it."""

    window: str = ""
    handled_on: str = ""
    scales: tuple[RatedMatters, ...] = ()
    station_phone: str = ""
    complaint_phone: str = ""


_PAIR = (24.0, 63.0, 24.0, 63.0)
_LINE = (24.0, 150.0)
_WIDTH = A4.width - 2 * MARGIN
_RIGHT = A4.width - MARGIN
_ITEM = 44.0
_ROW, _HEAD_ROW = 12.0, 13.0
_BOX = 4.4
_NOTE_LINES, _NOTE_PITCH = 3, 9.5

_PLAIN = Style("serif", 10.5, 15)
_LEAD = Style("serif", 12, 18)
_BOLD = Style("sans-bold", 11)
_LEVEL = Style("sans-bold", 10.5, 14)


def sample() -> RatingSheet:
    """A sheet of nobody, to look at the wording."""
    return RatingSheet(
        station_name="某某街道退役军人服务站",
        number="LF00000000-000",
        window="1号窗口",
        handled_on="2026年1月1日",
        scales=(
            RatedMatters(
                petition=False,
                matters="优待证",
                levels=("非常满意", "满意", "基本满意", "不满意", "非常不满意"),
                items=("整体满意度", "服务效率", "服务水平", "服务态度"),
            ),
            RatedMatters(petition=True, matters="抚恤优待", levels=("满意", "基本满意", "不满意")),
        ),
        station_phone="0731-00000000",
        complaint_phone="0731-00000000",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: RatingSheet, words: Wording) -> bytes:
    """One sheet for each scale as PDF."""
    scales = data.scales or (RatedMatters(petition=False, matters="", levels=()),)
    number = words.say("number", number=data.number)
    copies = [
        (Head(words["title_petition" if scale.petition else "title"], number), _blocks(data, scale, words))
        for scale in scales
    ]
    return render_copies(data, words, copies)


def _blocks(data: RatingSheet, scale: RatedMatters, words: Wording) -> list[Block]:
    facts = (
        fact_row(
            _PAIR, (words["window"], data.window or words["blank"]), (words["handled_on"], data.handled_on), least=10
        ),
        fact_row(_LINE, (words["matters"], scale.matters), least=10),
    )
    items = scale.items or (words["petition_item"],)
    return [
        Table(facts),
        Space(3),
        paragraph(MARGIN, _WIDTH, words["how_petition" if scale.petition else "how"], _LEAD),
        Space(2),
        _grid(items, scale.levels),
        Space(3),
        Drawing(12.0 + _NOTE_LINES * _NOTE_PITCH, lambda sheet, top: _draw_note(sheet, top, words)),
        Drawing(24.0, lambda sheet, top: _draw_call_back(sheet, top, data, words)),
    ]


def _grid(items: tuple[str, ...], levels: tuple[str, ...]) -> Drawing:
    """Items down, levels across, a box to tick where they meet."""
    height = _HEAD_ROW + len(items) * _ROW
    return Drawing(height, lambda sheet, top: _draw_grid(sheet, top, items, levels))


def _draw_grid(sheet: Sheet, top: float, items: tuple[str, ...], levels: tuple[str, ...]) -> None:
    step = (_WIDTH - _ITEM) / max(len(levels), 1)
    height = _HEAD_ROW + len(items) * _ROW
    for column, level in enumerate(levels):
        left = MARGIN + _ITEM + column * step
        lines = lay_out(level, step - 2, _LEVEL)[:2]
        first = top + _HEAD_ROW / 2 - (len(lines) - 1) * _LEVEL.pitch / 2 + _LEVEL.drop
        draw_lines(sheet, left + step / 2, first, lines, _LEVEL.pitch, align="center")
        sheet.rule(left, top, left, top + height)
    for row, item in enumerate(items):
        y = top + _HEAD_ROW + row * _ROW
        sheet.rule(MARGIN, y, _RIGHT, y)
        text = fit(item, _ITEM - 4, _BOLD)
        sheet.text(MARGIN + _ITEM / 2, y + _ROW / 2 + _BOLD.drop, text, _BOLD, align="center")
        for column in range(len(levels)):
            middle = MARGIN + _ITEM + (column + 0.5) * step
            tick_box(sheet, middle - _BOX / 2, y + (_ROW - _BOX) / 2, side=_BOX)
    sheet.box(MARGIN, top, _WIDTH, height, weight=THICK)


def _draw_note(sheet: Sheet, top: float, words: Wording) -> None:
    sheet.text(MARGIN, top + 6, fit(words["note"], _WIDTH, _BOLD), _BOLD)
    for line in range(_NOTE_LINES):
        y = top + 15 + line * _NOTE_PITCH
        sheet.rule(MARGIN, y, _RIGHT, y)


def _draw_call_back(sheet: Sheet, top: float, data: RatingSheet, words: Wording) -> None:
    question = fit(words["call_back"], 90, _BOLD)
    sheet.text(MARGIN, top + 6, question, _BOLD)
    x = MARGIN + text_width(question, _BOLD) + 6
    for name in ("yes", "no"):
        answer = fit(words[name], 26, _PLAIN)
        tick_box(sheet, x, top + 2.2, side=_BOX)
        sheet.text(x + _BOX + 2, top + 6, answer, _PLAIN)
        x += _BOX + text_width(answer, _PLAIN) + 9
    sheet.text(MARGIN, top + 14, fit(words["sign"], 70, _PLAIN), _PLAIN)
    sheet.text(_RIGHT, top + 14, fit(words["sign_date"], 70, _PLAIN), _PLAIN, align="right")
    told = words.say("contact", phone=data.station_phone, complaint=data.complaint_phone)
    sheet.text(MARGIN, top + 22, fit(told, _WIDTH, _PLAIN), _PLAIN)
