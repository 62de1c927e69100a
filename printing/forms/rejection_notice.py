"""退件告知书: why an application for a service was not granted, on what ground, and what its applicant can do now.

A letter in two copies, one for the applicant, one for the file with a stub to sign. It says to whom it was told, so the
name is whole; no phone and no identity number. Fields as in the notice of refused assistance (文号, 申请人, 事项, 理由,
依据, 救济途径, 印章, 日期, 签收); no official blank exists for service matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from printing.blocks import Row
from printing.fact_rows import fact_row
from printing.flow import Block, Drawing, Space, Table, Together, paragraph
from printing.form_sheet import MARGIN, FormData, Head, first_room, render_copies
from printing.sheet import A4, Sheet
from printing.text import Style, fit, text_width
from printing.wording import Wording
from printing.written_rows import WIDTH, named_row

FORM = "rejection_notice"


@dataclass(frozen=True, kw_only=True)
class RejectionNotice(FormData):
    """All values are text ready to be printed; what isn't known is empty.

    `case` is the number of the case where that isn't `number` itself. `decided_by` is the office that decided, empty
    for the station. `more_ways` are ways besides the usual ones (行政复议), `returned` what went back.
    """

    name: str
    applied_on: str
    matter: str
    case: str = ""
    decided_by: str = ""
    decided_on: str = ""
    reason: str = ""
    basis: str = ""
    bureau: str = ""
    more_ways: str = ""
    returned: str = ""
    station_phone: str = ""
    complaint_phone: str = ""
    told_on: str = ""
    told_way: str = ""
    told_whom: str = ""


class _Density(NamedTuple):
    body: Style
    label: Style
    value: Style
    pad: float
    seal: float


# The smaller ones keep a letter of some length, and its stub, on one page.
_DENSITIES = (
    _Density(Style("serif", 15, 26), Style("sans-bold", 11.5, 17), Style("serif", 12, 18), 2.0, 34.0),
    _Density(Style("serif", 13.5, 22), Style("sans-bold", 11, 16), Style("serif", 11, 16), 1.7, 32.0),
    _Density(Style("serif", 12, 19), Style("sans-bold", 10.5, 15), Style("serif", 10.5, 15), 1.5, 28.0),
)

_LABEL = 28.0
_PHONES = (28.0, 59.0, 28.0, 59.0)
_TELLING = (28.0, 59.0, 28.0, 59.0)
_STUB_LABEL = Style("sans-bold", 10.5, 15)
_STUB_VALUE = Style("serif", 10.5, 15)
_STUB_LEAST, _SIGN_LEAST = 8.6, 12.0
_STUB_TITLE = Style("serif-bold", 14, spacing=3)
_TEAR = Style("serif", 9)
_STUB_HEAD = 13.0
_PLAIN = Style("serif", 10.5, 15)
_RIGHT = A4.width - MARGIN
_SEAL_IN = 12.0
_COPY_ROOM = 44.0


def sample() -> RejectionNotice:
    """A notice of nobody, to look at the wording."""
    return RejectionNotice(
        station_name="某某街道退役军人服务站",
        number="某退办〔2026〕1号",
        name="张三",
        applied_on="2026年1月1日",
        matter="优待证：首次申领",
        decided_by="某某区退役军人事务局",
        decided_on="2026年1月20日",
        reason="档案里没有查到服役记录。",
        basis="《某某办法》第一条",
        bureau="某某区退役军人事务局",
        returned="身份证复印件1份",
        station_phone="0731-00000000",
        complaint_phone="0731-00000000",
        told_on="2026年1月21日",
        told_way="当面",
        operator="某某",
        printed_at="2026年1月21日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: RejectionNotice, words: Wording) -> bytes:
    """Both copies as PDF, each as large as it fits on one page."""
    number = words.say("number", number=data.number)
    copies = [
        (Head(words["title"], number, right=fit(words[copy], _COPY_ROOM, _PLAIN)), _fitting(data, words, stub=stub))
        for copy, stub in (("copy_visitor", False), ("copy_station", True))
    ]
    return render_copies(data, words, copies)


def _fitting(data: RejectionNotice, words: Wording, *, stub: bool) -> list[Block]:
    settings = [_blocks(data, words, density, stub=stub) for density in _DENSITIES]
    fitting = [one for one in settings if sum(block.height for block in one) <= first_room(data)]
    return (fitting or settings[-1:])[0]


def _blocks(data: RejectionNotice, words: Wording, density: _Density, *, stub: bool) -> list[Block]:
    blocks: list[Block] = [
        *(paragraph(MARGIN, WIDTH, text, density.body) for text in _letter(data, words)),
        Space(1.5),
        Table(_ways(data, words, density)),
        Space(1.5),
        Together(
            (
                paragraph(MARGIN, WIDTH, words["closing"], density.body),
                Drawing(density.seal, lambda sheet, top: _draw_seal(sheet, top, data, words, density)),
            )
        ),
    ]
    return [*blocks, _stub(data, words)] if stub else blocks


def _letter(data: RejectionNotice, words: Wording) -> Sequence[str]:
    """The paragraphs before the table."""
    case = words.say("case", case=data.case) if data.case else ""
    return (
        words.say("salutation", name=data.name),
        words.say("applied", applied_on=data.applied_on, matter=data.matter, case=case),
        words.say("decided", decided_by=data.decided_by or words["station"], decided_on=data.decided_on),
        words.say("reason", reason=data.reason),
        words.say("basis", basis=data.basis) if data.basis else words["basis_none"],
        words["ways_opening"],
    )


def _ways(data: RejectionNotice, words: Wording, density: _Density) -> tuple[Row, ...]:
    """What can be done now; the ways that the station doesn't know are not there."""
    named = [
        (words["apply_again"], words["apply_again_text"]),
        (words["appeal"], words.say("appeal_text", bureau=data.bureau or words["bureau"])),
    ]
    named += [(words["more_ways"], data.more_ways)] if data.more_ways else []
    blank = words["blank"]
    phones = (
        (words["station_phone"], data.station_phone or blank),
        (words["complaint_phone"], data.complaint_phone or blank),
    )
    returned = (words["returned"], data.returned or words["returned_none"])
    return (
        *(_row(name, text, density) for name, text in named),
        fact_row(_PHONES, *phones, label_style=density.label, value_style=density.value, pad=density.pad),
        _row(*returned, density),
    )


def _row(name: str, text: str, density: _Density) -> Row:
    return named_row(_LABEL, name, text, label=density.label, value=density.value, pad=density.pad)


def _draw_seal(sheet: Sheet, top: float, data: RejectionNotice, words: Wording, density: _Density) -> None:
    """The station, the day and the place for the seal, which lies over both."""
    style = density.body
    wide = WIDTH - _SEAL_IN
    low = top + density.seal
    sheet.text(_RIGHT - _SEAL_IN, low - 18, fit(data.station_name, wide, style), style, align="right")
    sheet.text(_RIGHT - _SEAL_IN, low - 9, fit(data.told_on, wide, style), style, align="right")
    sheet.text(_RIGHT - _SEAL_IN, low - 2.5, fit(words["seal"], wide, _TEAR), _TEAR, align="right")


def _stub(data: RejectionNotice, words: Wording) -> Together:
    """What the applicant signs, under a dashed line; it stays with the letter in the file."""
    told_to = words.say("told_text", told_on=data.told_on, told_way=data.told_way, whom=data.told_whom or data.name)
    rows = (
        _stub_row(("stub_number", data.number), ("stub_name", data.name)),
        _stub_row(("told", told_to), ("told_by", data.operator)),
        _stub_row(("signed", ""), ("signed_at", words["signed_at_text"]), least=_SIGN_LEAST),
        _stub_row(("agent", ""), ("not_signed", ""), least=_SIGN_LEAST),
    )
    table = Table(tuple(_named(words, row) for row in rows))
    head = Drawing(_STUB_HEAD, lambda sheet, top: _draw_stub_head(sheet, top, words))
    # A place to sign is not cut from what is signed for, unless somebody's name alone fills half a page.
    whole = Drawing(table.height, table.draw) if table.height < A4.height / 2 else table
    return Together((head, whole))


class _StubRow(NamedTuple):
    facts: tuple[tuple[str, str], ...]
    least: float


def _stub_row(*facts: tuple[str, str], least: float = _STUB_LEAST) -> _StubRow:
    return _StubRow(facts, least)


def _named(words: Wording, row: _StubRow) -> Row:
    facts = [(words[name], value) for name, value in row.facts]
    return fact_row(_TELLING, *facts, label_style=_STUB_LABEL, value_style=_STUB_VALUE, least=row.least)


def _draw_stub_head(sheet: Sheet, top: float, words: Wording) -> None:
    middle = A4.width / 2
    tear = fit(words["tear"], 80, _TEAR)
    half = text_width(tear, _TEAR) / 2 + 3
    sheet.rule(MARGIN, top + 3, middle - half, top + 3, dash=(2.5, 2.5))
    sheet.rule(middle + half, top + 3, _RIGHT, top + 3, dash=(2.5, 2.5))
    sheet.text(middle, top + 3 + _TEAR.drop, tear, _TEAR, align="center")
    sheet.text(middle, top + 10.4, fit(words["stub_title"], WIDTH, _STUB_TITLE), _STUB_TITLE, align="center")
