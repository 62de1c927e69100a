"""打印日清单 (A4): each number of the day and what became of it, what went wrong, and where the log stood.

It holds no personal value. The digests of the log are printed in groups of eight letters, so that a person can compare
them with the screen years later. No official blank exists; product habit: the head of the log stands on a daily paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from printing.blocks import Cell, Row, cell, label, tick_box
from printing.flow import Block, Drawing, Space, Table, Text, Together, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import A4, Sheet
from printing.text import Align, Span, Style, lay_out, text_width
from printing.wording import Wording

FORM = "day_tally"

_WIDTH = A4.width - 2 * MARGIN
_HEAD = Style("sans-bold", 12.5, 20)
_NOTE = Style("serif", 10.5, 20)
_LABEL = Style("sans-bold", 10, 12)
_VALUE = Style("serif", 10, 12.5)
_TOTAL = Style("sans-bold", 10.5, 14)
_PLAIN = Style("serif", 10.5, 16)
_SIGN = Style("serif", 11.5, 16)
_DIGEST = Style("sans", 13, 16, spacing=0.4)
_DIGEST_BEFORE = Style("sans", 11, 14, spacing=0.4)

_LEAST, _PAD = 6.8, 1.2
# Order, paper, numbers from–to, numbers, handed, void, spoiled, open, sheets.
_NUMBERS = (9.0, 31.0, 52.0, 14.0, 14.0, 13.0, 13.5, 14.0, 13.5)
# Time, what, number, reason, who, paper taken back.
_INCIDENTS = (16.0, 20.0, 46.0, 50.0, 20.0, 22.0)
_LOG = (32.0, 55.0, 32.0, 55.0)
_BOX_SIDE = 3.4
_GROUP, _GROUPS_IN_LINE = 8, 4


@dataclass(frozen=True)
class TallyRow:
    """One kind of paper: `numbers` = `handed` + `void` + `spoiled` + `open`; `sheets` counts paper."""

    title: str
    span: str
    numbers: int
    handed: int
    void: int
    spoiled: int
    open: int
    sheets: int


@dataclass(frozen=True)
class TallyIncident:
    """One exception in words; `boxed` has a box for the paper that was taken back, `ticked` if it was."""

    time: str
    what: str
    number: str
    reason: str
    operator: str
    paper: str
    boxed: bool = False
    ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class DayTally(FormData):
    """`incident_words` sums the exceptions up, `carried` says what came from earlier days and what goes on.

    ``missing`` names numbers that should be there and aren't. Digests are 64 hex letters, the log's numbers are text
    ("48,207").
    """

    day: str
    rows: tuple[TallyRow, ...]
    incidents: tuple[TallyIncident, ...] = ()
    incident_words: str = ""
    carried: tuple[str, ...] = ()
    missing: str = ""
    log_count: str = ""
    log_span: str = ""
    log_digest: str = ""
    log_previous: str = ""


def sample() -> DayTally:
    """A day of nobody, to look at the wording."""
    return DayTally(
        station_name="某某街道退役军人服务站",
        number="WS00000000-000",
        operator="某某",
        printed_at="2026年1月1日17时08分",
        qr_text="TYJR2",
        human_code="2222-2222",
        day="2026年1月1日（星期四）",
        rows=(TallyRow("来访登记回执", "LF00000000-001 至 021", 21, 20, 1, 0, 0, 23),),
        incidents=(TallyIncident("10:17", "作废", "LF00000000-014", "登记错人", "某某", "1张", boxed=True),),
        incident_words="作废1",
        carried=("结转下日0张。",),
        log_count="613条",
        log_span="48,207 至 48,819",
        log_digest="0" * 64,
        log_previous="0" * 64,
    )


def render(data: DayTally, words: Wording) -> bytes:
    """The tally as PDF, as many pages as it needs."""
    head = Head(words["title"], words.say("number", number=data.number), words.say("day", day=data.day))
    note = words.say("missing", numbers=data.missing) if data.missing else words["numbers_note"]
    blocks: list[Block] = [_heading(words["numbers_head"], note), *_numbers(data, words)]
    note = words.say("incidents_note", summary=data.incident_words) if data.incidents else ""
    blocks += [Space(1.5), _heading(words["incidents_head"], note), *_incidents(data, words)]
    if data.carried:
        blocks += [Space(1), paragraph(MARGIN, _WIDTH, "".join(data.carried), _PLAIN)]
    sealed = (_heading(words["log_head"], words["log_note"]), *_log(data, words), Space(6), _signs(words))
    blocks += [Space(1.5), Together(sealed)]
    return render_form(data, words, head, blocks, notes=(words["kept_by"],))


def _heading(text: str, note: str) -> Text:
    return Text(MARGIN, lay_out([Span(text, _HEAD), Span("　" + note if note else "", _NOTE)], _WIDTH), _HEAD)


def _cells(texts: Sequence[str], widths: Sequence[float], style: Style, aligns: str) -> tuple[Cell, ...]:
    kinds: dict[str, Align] = {"l": "left", "c": "center"}
    cells, left = [], MARGIN
    for text, width, letter in zip(texts, widths, aligns, strict=True):
        inset = 2.0 if letter == "l" else 0.6
        cells.append(cell(left, width, text, style, align=kinds[letter], inset=inset))
        left += width
    return tuple(cells)


def _heading_row(texts: Sequence[str], widths: Sequence[float]) -> Row:
    return Row(_cells(texts, widths, _LABEL, "c" * len(widths)), 8.6, 0.8)


# -------------------------------------------------------------------------------------------------------- numbers


def _numbers(data: DayTally, words: Wording) -> Iterator[Block]:
    if not data.rows:
        yield paragraph(MARGIN, _WIDTH, words["empty"], _PLAIN)
        return
    names = ("order", "paper", "span", "numbers", "handed", "void", "spoiled", "open", "sheets")
    rows = [
        Row(_cells((str(order), row.title, row.span, *_counts(row)), _NUMBERS, _VALUE, "cllcccccc"), _LEAST, _PAD)
        for order, row in enumerate(data.rows, 1)
    ]
    yield Table((*rows, _total_row(data, words)), _heading_row([words[f"column_{name}"] for name in names], _NUMBERS))


def _counts(row: TallyRow) -> tuple[str, ...]:
    return tuple(str(count) for count in (row.numbers, row.handed, row.void, row.spoiled, row.open, row.sheets))


def _total_row(data: DayTally, words: Wording) -> Row:
    sums = [str(sum(column)) for column in zip(*(tuple(map(int, _counts(row))) for row in data.rows), strict=True)]
    wide = sum(_NUMBERS[:3])
    first = label(MARGIN, wide, words["total"], _TOTAL, fill=18)
    return Row((first, *_shifted(_cells(sums, _NUMBERS[3:], _TOTAL, "c" * len(sums)), wide)), _LEAST, _PAD)


def _shifted(cells: Sequence[Cell], right: float) -> Iterator[Cell]:
    for part in cells:
        yield Cell(part.left + right, part.width, part.lines, part.style, part.align, part.inset)


# ----------------------------------------------------------------------------------------------------- exceptions


@dataclass(frozen=True)
class _IncidentRow(Row):
    """A row with a box before the words of its last cell."""

    boxed: bool = False
    ticked: bool = False

    def draw(self, sheet: Sheet, top: float) -> float:
        bottom = super().draw(sheet, top)
        if self.boxed:
            last = self.cells[-1]
            tick_box(sheet, last.left + 2.6, (top + bottom - _BOX_SIDE) / 2, ticked=self.ticked, side=_BOX_SIDE)
        return bottom


def _incidents(data: DayTally, words: Wording) -> Iterator[Block]:
    if not data.incidents:
        yield paragraph(MARGIN, _WIDTH, words["no_incidents"], _PLAIN)
        return
    names = ("time", "what", "number", "reason", "operator", "back")
    rows = tuple(_incident_row(incident) for incident in data.incidents)
    yield Table(rows, _heading_row([words[f"column_{name}"] for name in names], _INCIDENTS))


def _incident_row(incident: TallyIncident) -> _IncidentRow:
    texts = (incident.time, incident.what, incident.number, incident.reason, incident.operator)
    cells = _cells(texts, _INCIDENTS[:-1], _VALUE, "ccclc")
    left, width = MARGIN + sum(_INCIDENTS[:-1]), _INCIDENTS[-1]
    if incident.boxed:
        # The box stands in the left part of the cell, the words in what is left of it.
        last = Cell(left, width, lay_out(incident.paper, width - 8.4, _VALUE), _VALUE, "left", 7.6)
    else:
        last = cell(left, width, incident.paper, _VALUE, align="center", inset=0.6)
    return _IncidentRow((*cells, last), _LEAST, _PAD, incident.boxed, incident.ticked)


# -------------------------------------------------------------------------------------------------------- the log


def _log(data: DayTally, words: Wording) -> Iterator[Block]:
    first = (
        label(MARGIN, _LOG[0], words["log_count"], _LABEL),
        cell(MARGIN + _LOG[0], _LOG[1], data.log_count, _VALUE, align="center"),
        label(MARGIN + sum(_LOG[:2]), _LOG[2], words["log_span"], _LABEL),
        cell(MARGIN + sum(_LOG[:3]), _LOG[3], data.log_span, _VALUE, align="center"),
    )
    yield Table(
        (
            Row(first, _LEAST, _PAD),
            _digest_row(words["log_digest"], data.log_digest, _DIGEST),
            _digest_row(words["log_previous"], data.log_previous, _DIGEST_BEFORE),
        )
    )


def _digest_row(name: str, digest: str, style: Style) -> Row:
    groups = [digest[place : place + _GROUP] for place in range(0, len(digest), _GROUP)]
    lines = [groups[place : place + _GROUPS_IN_LINE] for place in range(0, len(groups), _GROUPS_IN_LINE)]
    text = "\n".join("  ".join(line) for line in lines)
    named = cell(MARGIN, _LOG[0], name, _LABEL, align="center", inset=0.6)
    return Row((named, cell(MARGIN + _LOG[0], _WIDTH - _LOG[0], text, style, inset=4.0)), 11.0, 1.4)


def _signs(words: Wording) -> Drawing:
    def paint(sheet: Sheet, top: float) -> None:
        part = _WIDTH / 3
        for place, key in enumerate(("sign_counted", "sign_checked", "sign_chief")):
            left = MARGIN + place * part
            sheet.text(left, top + 5, words[key], _SIGN)
            start = left + text_width(words[key], _SIGN) + 1
            right = left + part - (5 if place < 2 else 0)
            if start < right:
                sheet.rule(start, top + 6.5, right, top + 6.5)

    return Drawing(9.0, paint)
