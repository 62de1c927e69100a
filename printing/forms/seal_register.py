"""用印登记 (A4): each sheet of a period that bears the seal, with blanks for who sealed and who allowed it.

Internal; it names papers by number and title, no person. Fields: the station's own rule for its seal (用印登记); no
official blank exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.blocks import Row, cell, label
from printing.flow import Block, Drawing, Space, Table, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import A4, Sheet
from printing.text import Style, text_width
from printing.wording import Wording

FORM = "seal_register"

_WIDTH = A4.width - 2 * MARGIN
_LABEL = Style("sans-bold", 10.5, 14)
_VALUE = Style("serif", 10, 13.5)
_PLAIN = Style("serif", 11, 17)
_SIGN = Style("serif", 11.5, 16)
_COLUMNS = ("order", "day", "number", "paper", "copies", "sealed_by", "allowed_by", "note")
_WIDTHS = (10.0, 20.0, 40.0, 34.0, 11.0, 21.0, 21.0, 17.0)
_CENTRED = frozenset({"order", "day", "copies", "note"})
# Hands need more height than print.
_LEAST, _PAD = 10.0, 1.5


@dataclass(frozen=True)
class SealedSheet:
    """One sheet: day ("11-24"), number, title, copies, and a note (补印1, 作废)."""

    day: str
    number: str
    title: str
    copies: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SealRegister(FormData):
    """`period` is in words; rows stand in the order in which the sheets were issued."""

    period: str
    rows: tuple[SealedSheet, ...] = ()


def sample() -> SealRegister:
    """A register of nobody, to look at the wording."""
    return SealRegister(
        station_name="某某街道退役军人服务站",
        number="WS00000000-000",
        operator="某某",
        printed_at="2026年1月1日17时08分",
        qr_text="TYJR2",
        human_code="2222-2222",
        period="2026年1月1日至1月31日",
        rows=(
            SealedSheet("01-01", "LF00000000-001", "来访登记回执", 1),
            SealedSheet("01-02", "LF1", "告知书", 2, "作废"),
        ),
    )


def render(data: SealRegister, words: Wording) -> bytes:
    """The register as PDF, as many pages as it needs."""
    head = Head(words["title"], words.say("number", number=data.number), words.say("period", period=data.period))
    blocks: list[Block] = []
    if data.rows:
        copies = sum(row.copies for row in data.rows)
        rows = tuple(_row(order, row) for order, row in enumerate(data.rows, 1))
        blocks += [Table(rows, _heading(words)), Space(2)]
        blocks.append(paragraph(MARGIN, _WIDTH, words.say("sum", count=len(rows), copies=copies), _PLAIN))
    else:
        blocks.append(paragraph(MARGIN, _WIDTH, words["empty"], _PLAIN))
    blocks += [Space(8), _signs(words)]
    return render_form(data, words, head, blocks, notes=(words["how"],))


def _heading(words: Wording) -> Row:
    cells, left = [], MARGIN
    for name, width in zip(_COLUMNS, _WIDTHS, strict=True):
        cells.append(label(left, width, words[f"column_{name}"], _LABEL))
        left += width
    return Row(tuple(cells), 9.5, 1.2)


def _row(order: int, row: SealedSheet) -> Row:
    return _cells((str(order), row.day, row.number, row.title, str(row.copies), "", "", row.note))


def _cells(texts: Sequence[str]) -> Row:
    cells, left = [], MARGIN
    for name, width, text in zip(_COLUMNS, _WIDTHS, texts, strict=True):
        centred = name in _CENTRED
        cells.append(
            cell(left, width, text, _VALUE, align="center" if centred else "left", inset=0.6 if centred else 1.6)
        )
        left += width
    return Row(tuple(cells), _LEAST, _PAD)


def _signs(words: Wording) -> Drawing:
    def paint(sheet: Sheet, top: float) -> None:
        half = _WIDTH / 2
        for place, key in enumerate(("sign_keeper", "sign_chief")):
            left = MARGIN + place * half
            start = left + text_width(words[key], _SIGN) + 1
            sheet.text(left, top + 5, words[key], _SIGN)
            if start < left + half - 8:
                sheet.rule(start, top + 6.5, left + half - 8, top + 6.5)

    return Drawing(9.0, paint)
