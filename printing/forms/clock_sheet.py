"""时限推算单 (A4): how a last day was worked out, step by step with its articles, the days around it, the other clocks.

For the case file and for whoever asks why it is this day. What is derived is what the screen showed; nothing is worked
out here. A strip of days has to say in black alone what the screen says in colour: hatched days off, dashed frames for
days of a year without its calendar, thick frames for the days that count. Fields: our own, no official blank exists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from printing.blocks import Cell, Row
from printing.fact_rows import LABEL, VALUE, fact_row, heading_row, table_row
from printing.flow import Block, Drawing, Space, Table, Text, Together, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import THICK, THIN, Sheet
from printing.text import Align, Span, Style, fit, lay_out, text_width
from printing.wording import Wording
from printing.written_rows import WIDTH, Blanks, named_row

FORM = "clock_sheet"

_HEAD = Style("sans-bold", 11.5, 17)
_BIG = Style("serif-bold", 16, 20)
_SMALL = Style("serif", 10, 14)
_NOTE = Style("sans", 9, 13)
_SIGN = Style("serif", 11)

# The usual sheet fits on one page.
_LEAST, _PAD = 7.6, 1.3

_PAIR = (24.0, 63.0, 24.0, 63.0)
_LINE_LABEL = 24.0
_STEPS = (9.0, 27.0, 57.0, 36.0, 45.0)
_STEP_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "left", "left")
_OTHERS = (42.0, 30.0, 30.0, 30.0, 42.0)
_OTHER_ALIGNS: tuple[Align, ...] = ("left",) * 5

# The strip: units of a line at most, how many of them a gap takes, and what a cell is made of from its upper edge down.
_MOST_UNITS, _WIDEST = 18.0, 11.6
_GAP_UNITS = 1.75
_BAND, _WEEKDAY_AT, _DAY_AT, _MARK_AT, _CELL_HEIGHT = 2.0, 5.8, 10.4, 15.6, 17.4
_CELL_GAP, _LINE_GAP = 0.6, 1.6
_HATCH = 1.3
_DASH = (3.0, 2.0)
_STRONG = 1.7 * THICK
# What the words keep from the frame, both sides together.
_INSET, _STRONG_INSET = 0.6, 1.4
_LEGEND_HEIGHT = 6.0
_SWATCH = (6.0, 3.4)
# The first of these that fits: 第119日 is wider than a day of a long strip.
_DAY_SIZES = tuple(Style("sans-bold", size) for size in (9.5, 9, 8.5, 8))
_MARK_SIZES = tuple(Style("sans", size) for size in (9, 8.5, 8, 7.5, 7, 6.5))


@dataclass(frozen=True)
class DerivationRow:
    """One step: what is done, with what, what comes of it, by which article."""

    what: str
    content: str
    result: str
    source: str


@dataclass(frozen=True)
class StripCell:
    """A day of the strip ("二", "11-24", "第1日"), or days left out of it, told by `words` (three lines at most).

    `off`: the offices are closed. `provisional`: the calendar of its year isn't loaded. `strong`: the start, the raw or
    the legal day.
    """

    weekday: str = ""
    day: str = ""
    mark: str = ""
    off: bool = False
    provisional: bool = False
    strong: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class OtherClock:
    """Another clock of the case; days that aren't known yet are ""."""

    label: str
    started: str = ""
    raw: str = ""
    legal: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockSheet(FormData):
    """All values are text ready to be printed. `clock` says limit and length (承诺时限 20 个工作日), `rule` the source.

    `provisional` says why the legal day may still move, "" where it is firm.
    """

    case_number: str
    person: str
    matter: str = ""
    clock: str
    rule: str = ""
    started_on: str = ""
    raw_day: str = ""
    legal_day: str = ""
    provisional: str = ""
    calendar_version: str = ""
    steps: tuple[DerivationRow, ...] = ()
    strip: tuple[StripCell, ...] = ()
    others: tuple[OtherClock, ...] = ()


def sample() -> ClockSheet:
    """A sheet of nobody, to look at the wording."""
    return ClockSheet(
        station_name="某某街道退役军人服务站",
        number="WS00000000-000",
        case_number="某退办〔2026〕1号",
        person="张三",
        matter="优待证：首次申领",
        clock="承诺时限 20 个工作日",
        rule="本站办事承诺",
        started_on="2026年1月5日 周一",
        raw_day="2026年2月2日 周一",
        legal_day="2026年2月2日 周一",
        provisional="2026 年放假安排没有装入，按周末和法定节日暂估。",
        calendar_version="2025-1",
        steps=(DerivationRow("起算事件", "受理", "2026年1月5日 周一", "本站办事承诺"),),
        strip=(
            StripCell("一", "01-05", "起算", strong=True),
            StripCell("二", "01-06", "第1日"),
            StripCell(words=("第 2 日", "… 26 天 …", "第 19 日")),
            StripCell("一", "02-02", "法定", provisional=True, strong=True),
        ),
        others=(OtherClock("补正告知 5 个工作日", "2026年1月5日", "2026年1月12日", "2026年1月12日", "按期"),),
        operator="某某",
        printed_at="2026年1月5日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: ClockSheet, words: Wording) -> bytes:
    """The sheet as PDF."""
    head = Head(words["title"], words.say("number", number=data.number))
    signs = Blanks(
        MARGIN, WIDTH, ((words["sign_clerk"], True), (words["sign_checker"], True), (words["sign_day"], True))
    )
    blocks = [
        Table(tuple(_facts(data, words))),
        *_steps(data, words),
        *_strip(data, words),
        *_others(data, words),
        Space(1),
        signs,
    ]
    return render_form(data, words, head, blocks, notes=(words["calendar_note"],))


def _facts(data: ClockSheet, words: Wording) -> Iterator[Row]:
    blank = words["blank"]
    yield fact_row(_PAIR, (words["case_number"], data.case_number), (words["person"], data.person), least=_LEAST)
    yield named_row(_LINE_LABEL, words["matter"], data.matter or blank, least=_LEAST)
    yield named_row(_LINE_LABEL, words["clock"], data.clock, least=_LEAST)
    yield named_row(_LINE_LABEL, words["rule"], data.rule or blank, least=_LEAST)
    yield fact_row(
        _PAIR,
        (words["started_on"], data.started_on),
        (words["calendar_version"], data.calendar_version or blank),
        least=_LEAST,
    )
    mark = words["provisional"] if data.provisional else ""
    half = WIDTH / 2
    yield Row(
        (
            _big_cell(MARGIN, half, words["raw_day"], data.raw_day or blank),
            _big_cell(MARGIN + half, half, words["legal_day"], data.legal_day or blank, mark),
        ),
        _LEAST,
        1.0,
    )
    if data.provisional:
        yield named_row(_LINE_LABEL, words["provisional"], data.provisional, least=_LEAST)


def _big_cell(left: float, width: float, caption: str, day: str, mark: str = "") -> Cell:
    """A caption over the day that it is all about."""
    spans = [Span(f"{caption}\n", VALUE), Span(day, _BIG)]
    if mark:
        spans.append(Span(f"　（{mark}）", LABEL))
    return Cell(left, width, lay_out(spans, width - 4, _BIG), _BIG)


def _heading(words: str) -> Text:
    return paragraph(MARGIN, WIDTH, words, _HEAD)


def _steps(data: ClockSheet, words: Wording) -> list[Block]:
    heading = heading_row(
        _STEPS, [words[f"step_{name}"] for name in ("order", "what", "content", "result", "source")], least=_LEAST
    )
    rows = tuple(
        table_row(
            _STEPS,
            (str(order), step.what, step.content, step.result, step.source),
            _STEP_ALIGNS,
            _SMALL,
            least=_LEAST,
            pad=_PAD,
        )
        for order, step in enumerate(data.steps, 1)
    )
    body: Block = Table(rows, heading) if rows else paragraph(MARGIN, WIDTH, words["no_steps"], VALUE)
    return [Space(1), Together((_heading(words["steps"]), body))]


def _others(data: ClockSheet, words: Wording) -> list[Block]:
    heading = heading_row(
        _OTHERS, [words[f"other_{name}"] for name in ("label", "started", "raw", "legal", "state")], least=_LEAST
    )
    blank = words["blank"]
    rows = tuple(
        table_row(
            _OTHERS,
            (clock.label, *(text or blank for text in (clock.started, clock.raw, clock.legal, clock.state))),
            _OTHER_ALIGNS,
            _SMALL,
            least=_LEAST,
            pad=_PAD,
        )
        for clock in data.others
    )
    body: Block = Table(rows, heading) if rows else paragraph(MARGIN, WIDTH, words["no_others"], VALUE)
    return [Space(1), Together((_heading(words["others"]), body))]


# ------------------------------------------------------------------------------------------------------ the strip


def _strip(data: ClockSheet, words: Wording) -> list[Block]:
    if not data.strip:
        return []
    lines = tuple(_lines(data.strip))
    unit = min(_WIDEST, WIDTH / max(sum(map(_units, line)) for line in lines))
    drawn = (_strip_line(line, unit) for line in lines)
    legend = Drawing(_LEGEND_HEIGHT, lambda sheet, top: _draw_legend(sheet, top, words))
    first, *others = drawn
    return [Space(1), Together((_heading(words["strip"]), first)), *others, legend]


def _lines(cells: Sequence[StripCell]) -> Iterator[list[StripCell]]:
    """The strip on as few lines as it needs, about equally long."""
    whole = sum(map(_units, cells))
    most = min(_MOST_UNITS, whole / ceil(whole / _MOST_UNITS) + 1)
    line: list[StripCell] = []
    for one in cells:
        if line and sum(map(_units, line)) + _units(one) > most:
            yield line
            line = []
        line.append(one)
    yield line


def _units(one: StripCell) -> float:
    return _GAP_UNITS if one.words else 1.0


def _strip_line(cells: Sequence[StripCell], unit: float) -> Drawing:
    def paint(sheet: Sheet, top: float) -> None:
        left = MARGIN
        for one in cells:
            width = unit * _units(one)
            draw = _draw_gap if one.words else _draw_day
            draw(sheet, left + _CELL_GAP / 2, top, width - _CELL_GAP, one)
            left += width

    return Drawing(_CELL_HEIGHT + _LINE_GAP, paint)


def _draw_gap(sheet: Sheet, left: float, top: float, width: float, one: StripCell) -> None:
    lines = one.words[:3]
    first = top + (_CELL_HEIGHT - len(lines) * _NOTE.pitch + _NOTE.pitch) / 2 + _NOTE.drop
    for place, words in enumerate(lines):
        y = first + place * _NOTE.pitch
        sheet.text(left + width / 2, y, fit(words, width, _NOTE), _NOTE, align="center")


def _draw_day(sheet: Sheet, left: float, top: float, width: float, one: StripCell) -> None:
    if one.off:
        _draw_hatch(sheet, left, top, width, _BAND)
    _draw_frame(sheet, (left, top), width, _CELL_HEIGHT, one)
    room = width - (_STRONG_INSET if one.strong else _INSET)
    for at, text, sizes in (
        (_WEEKDAY_AT, one.weekday, _MARK_SIZES),
        (_DAY_AT, one.day, _DAY_SIZES),
        (_MARK_AT, one.mark, _DAY_SIZES if one.strong else _MARK_SIZES),
    ):
        style = _fitting(text, room, sizes)
        sheet.text(left + width / 2, top + at, fit(text, room, style), style, align="center")


def _fitting(text: str, width: float, sizes: Sequence[Style]) -> Style:
    return next((style for style in sizes if text_width(text, style) <= width), sizes[-1])


def _draw_frame(sheet: Sheet, corner: tuple[float, float], width: float, height: float, one: StripCell) -> None:
    left, top = corner
    weight = _STRONG if one.strong else THIN
    if not one.provisional:
        sheet.box(left, top, width, height, weight=weight)
        return
    right, bottom = left + width, top + height
    for x1, y1, x2, y2 in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        sheet.rule(x1, y1, x2, y2, weight=weight, dash=_DASH)


def _draw_hatch(sheet: Sheet, left: float, top: float, width: float, height: float) -> None:
    """Strokes from the lower left to the upper right, over a band that no text reaches."""
    for place in range(int((width - height) / _HATCH) + 1):
        x = left + place * _HATCH
        sheet.rule(x, top + height, x + height, top)
    sheet.rule(left, top + height, left + width, top + height)


def _draw_legend(sheet: Sheet, top: float, words: Wording) -> None:
    width, height = _SWATCH
    x, middle = MARGIN + _CELL_GAP / 2, top + _LEGEND_HEIGHT / 2
    kinds = (StripCell(off=True), StripCell(provisional=True), StripCell(strong=True))
    for one, key in zip(kinds, ("legend_off", "legend_provisional", "legend_strong"), strict=True):
        if one.off:
            _draw_hatch(sheet, x, middle - height / 2, width, height)
        _draw_frame(sheet, (x, middle - height / 2), width, height, one)
        text = fit(words[key], WIDTH / 3 - width - 4, _NOTE)
        sheet.text(x + width + 1.4, middle + _NOTE.drop, text, _NOTE)
        x += width + 1.4 + text_width(text, _NOTE) + 6
