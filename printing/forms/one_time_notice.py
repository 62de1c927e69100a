"""一次性告知书（补正材料）: all that is still missing, told at once, one part for the visitor and one for the station.

Both parts stand on one A4 with a tear line; what is too long for half a page becomes two copies on pages of their own.
It is the visitor's paper, yet it must say to whom it was told: the name is whole, the phone masked, no identity number.
Fields: 一次性告知制; 《信访工作条例》第二十三条; no official blank exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from printing.blocks import Row, coded_qr, mark
from printing.fact_rows import fact_row, heading_row, table_row
from printing.flow import Block, Drawing, Space, Table
from printing.form_sheet import MARGIN, FormData, Head, page_code, render_copies
from printing.sheet import A4, Sheet
from printing.text import Align, Style, draw_lines, fit, lay_out, spread, text_width
from printing.wording import Wording

FORM = "one_time_notice"


@dataclass(frozen=True)
class OwedPaper:
    """A material that is still missing; what isn't known is empty."""

    name: str
    requirement: str = ""
    copies: str = ""
    issuer: str = ""
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class OneTimeNotice(FormData):
    """All values are text ready to be printed; `phone` is masked, `deadline` is empty where none was set.

    `notice` counts the notices of the visit from 1; `number` says it in words already.
    """

    notice: int
    applicant: str
    phone: str = ""
    applied_on: str = ""
    matter: str = ""
    basis: str = ""
    received: str = ""
    owed: tuple[OwedPaper, ...] = ()
    deadline: str = ""
    process: str = ""
    told_on: str = ""
    station_phone: str = ""
    complaint_phone: str = ""
    hours: str = ""
    address: str = ""


class _Density(NamedTuple):
    label: Style
    value: Style
    least: float
    pad: float


_DENSITIES = (
    _Density(Style("sans-bold", 10.5, 15), Style("serif", 10.5, 14.6), 8.4, 1.5),
    _Density(Style("sans-bold", 9.5, 13), Style("serif", 9.5, 12.6), 7.0, 1.0),
)

_NAME = (19.0, 37.0, 21.0, 33.0, 24.0, 40.0)
_MATTER = (19.0, 91.0, 24.0, 40.0)
_LINE = (19.0, 155.0)
_OWED = (12.0, 39.0, 41.0, 17.0, 27.0, 38.0)
_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "center", "left", "left")
_PHONES = (24.0, 63.0, 24.0, 63.0)
_CONTACT = (24.0, 150.0)

# One of two parts on a page, in millimetres from its own upper edge.
_HALF = A4.height / 2
_ORGAN_AT, _TITLE_AT, _LINE_AT, _TABLE_TOP, _FOOT_END = 11.0, 19.0, 25.0, 28.0, 144.0
_FOOT_GAP, _FOOT_HEIGHT, _QR_SIDE = 3.4, 32.8, 25.0
_CONTACT_LEFT, _CONTACT_LABEL, _SIGN_LEFT = 49.0, 20.0, 137.0
_CONTACT_ROOM = _SIGN_LEFT - 5 - _CONTACT_LEFT - _CONTACT_LABEL
_CONTACT_PITCH, _CONTACT_HEIGHT, _CONTACT_LINES = 5.9, 31.0, 7
_RIGHT = A4.width - MARGIN
_COPY_ROOM = 44.0

_ORGAN = Style("serif", 11, spacing=0.6)
_TITLE = Style("serif-bold", 18, spacing=1.6)
_PLAIN = Style("serif", 10.5, 15)
_BOLD = Style("sans-bold", 10.5)
_CODE = Style("sans-bold", 11, spacing=0.6)
_MARK = Style("sans-bold", 10)
_TEAR = Style("serif", 9)
_VOID = Style("sans-bold", 66, spacing=10)
_SIGN_HEIGHT = 34.0


def sample() -> OneTimeNotice:
    """A notice of nobody, to look at the wording."""
    return OneTimeNotice(
        station_name="某某街道退役军人服务站",
        number="LF00000000-000 告知第1次",
        notice=1,
        applicant="张三",
        phone="138****0000",
        applied_on="2026年1月1日",
        matter="困难帮扶：医疗困难",
        basis="《某某办法》第一条",
        received="身份证（原件1份）",
        owed=(
            OwedPaper("家庭收入声明", "写明各成员月收入，本人签字", "原件1份", "申请人本人", "窗口领空白表，当场可填"),
            OwedPaper("本人银行卡", "本人实名账户", "复印件1份", "开户银行", "带卡到站，当场复印"),
        ),
        deadline="2026年1月29日",
        process="受理→核查→审批→告知结果",
        told_on="2026年1月1日",
        station_phone="0731-00000000",
        complaint_phone="0731-00000000",
        hours="工作日9:00—17:00",
        address="某某路 1 号",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: OneTimeNotice, words: Wording) -> bytes:
    """The notice as PDF: two parts on one page where they fit, two copies otherwise."""
    organ_fits = text_width(data.station_name, _ORGAN) <= _RIGHT - MARGIN - 44
    for density in _DENSITIES:
        table = Table(tuple(_rows(data, words, density)))
        room = _FOOT_END - _FOOT_HEIGHT - _FOOT_GAP - _TABLE_TOP
        if organ_fits and table.height <= room and _foot_fits(data, words):
            return _on_one_page(data, words, table)
    copies = [
        (_head(data, words, words[name]), _blocks(data, words, mine=mine))
        for name, mine in (("copy_visitor", True), ("copy_station", False))
    ]
    return render_copies(data, words, copies)


def _head(data: OneTimeNotice, words: Wording, copy: str) -> Head:
    return Head(words["title"], words.say("number", number=data.number), right=fit(copy, _COPY_ROOM, _BOLD))


# ------------------------------------------------------------------------------------------------------------- rows


def _rows(data: OneTimeNotice, words: Wording, density: _Density) -> list[Row]:
    return [
        *_facts(data, words, density),
        _owed_heading(words, density),
        *_owed_rows(data, words, density),
        *_ends(data, words, density),
    ]


def _fact(widths: Sequence[float], density: _Density, *facts: tuple[str, str]) -> Row:
    return fact_row(
        widths, *facts, label_style=density.label, value_style=density.value, least=density.least, pad=density.pad
    )


def _facts(data: OneTimeNotice, words: Wording, density: _Density) -> list[Row]:
    blank = words["blank"]
    return [
        _fact(
            _NAME,
            density,
            (words["applicant"], data.applicant),
            (words["phone"], data.phone or blank),
            (words["applied_on"], data.applied_on),
        ),
        _fact(_MATTER, density, (words["matter"], data.matter), (words["fee"], words["fee_text"])),
        _fact(_LINE, density, (words["basis"], data.basis or words["basis_none"])),
        _fact(_LINE, density, (words["received"], data.received or words["received_none"])),
    ]


def _owed_heading(words: Wording, density: _Density) -> Row:
    columns = ("order", "name", "requirement", "copies", "issuer", "how")
    return heading_row(_OWED, [words[f"column_{one}"] for one in columns], density.label, least=density.least)


def _owed_rows(data: OneTimeNotice, words: Wording, density: _Density) -> list[Row]:
    blank = words["blank"]
    return [
        table_row(
            _OWED,
            (
                str(order),
                paper.name,
                paper.requirement or blank,
                paper.copies or blank,
                paper.issuer or blank,
                paper.how or blank,
            ),
            _ALIGNS,
            density.value,
            least=density.least,
            pad=density.pad,
        )
        for order, paper in enumerate(data.owed, 1)
    ]


def _ends(data: OneTimeNotice, words: Wording, density: _Density) -> list[Row]:
    count = len(data.owed)
    until = (
        words.say("deadline_text", deadline=data.deadline, count=count)
        if data.deadline
        else words.say("deadline_none", count=count)
    )
    return [
        _fact(_LINE, density, (words["deadline"], until)),
        _fact(_LINE, density, (words["process"], data.process or words["process_none"])),
    ]


def _contacts(data: OneTimeNotice, words: Wording) -> list[tuple[str, str]]:
    return [
        (words["window_phone"], data.station_phone),
        (words["complaint_phone"], data.complaint_phone),
        (words["hours"], data.hours),
        (words["address"], data.address),
        (words["told_by"], words.say("told_by_text", operator=data.operator, told_on=data.told_on)),
    ]


# ------------------------------------------------------------------------------------------------- two on one page


def _foot_fits(data: OneTimeNotice, words: Wording) -> bool:
    lines = sum(len(lay_out(value, _CONTACT_ROOM, _PLAIN)) for _, value in _contacts(data, words))
    return lines <= _CONTACT_LINES


def _on_one_page(data: OneTimeNotice, words: Wording, table: Table) -> bytes:
    sheet = Sheet(A4, title=f"{words['title']} {data.number}", author=data.station_name)
    for top, copy in ((0.0, "copy_visitor"), (_HALF, "copy_station")):
        _draw_half_head(sheet, top, data, words, words[copy])
        bottom = table.draw(sheet, top + _TABLE_TOP)
        _draw_foot(sheet, bottom + _FOOT_GAP, data, words, visitor=copy == "copy_visitor")
    _draw_tear(sheet, words["tear"])
    return sheet.finish()


def _draw_half_head(sheet: Sheet, top: float, data: OneTimeNotice, words: Wording, copy: str) -> None:
    middle = A4.width / 2
    if data.void:
        sheet.stamp(middle, top + _HALF / 2, words["void"], _VOID, turn=18)
    left = [words["void"]] if data.void else []
    left += [words.say("correction", count=data.correction)] if data.correction else []
    for place, text in enumerate(left):
        mark(sheet, MARGIN, top + 10 + place * 7, text, _MARK, align="left")
    if data.reprint:
        mark(sheet, _RIGHT, top + 10, words.say("reprint", count=data.reprint), _MARK)
    sheet.text(middle, top + _ORGAN_AT, data.station_name, _ORGAN, align="center")
    title = fit(words["title"], _RIGHT - MARGIN - 44, _TITLE)
    sheet.text(middle, top + _TITLE_AT, title, _TITLE, align="center")
    page = words.say("page", page=1, pages=1)
    sheet.text(_RIGHT, top + _LINE_AT, fit(copy, _COPY_ROOM, _BOLD), _BOLD, align="right")
    shown = fit(words.say("number", number=data.number), 88, _PLAIN)
    sheet.text(MARGIN, top + _LINE_AT, shown, _PLAIN)
    after = MARGIN + text_width(shown, _PLAIN) + 3 + text_width(page, _PLAIN) / 2
    sheet.text(max(middle + 12, after), top + _LINE_AT, page, _PLAIN, align="center")


def _draw_foot(sheet: Sheet, top: float, data: OneTimeNotice, words: Wording, *, visitor: bool) -> None:
    code = page_code(data, 1)
    if code:
        coded_qr(sheet, MARGIN, top, _QR_SIDE, text=code, code=data.human_code, style=_CODE)
    contacts = [(name, lay_out(value, _CONTACT_ROOM, _PLAIN)) for name, value in _contacts(data, words)]
    pitch = min(_CONTACT_PITCH, _CONTACT_HEIGHT / sum(len(lines) for _, lines in contacts))
    y = top + 3.6
    for name, lines in contacts:
        short = fit(name, _CONTACT_LABEL - 2, _BOLD)
        sheet.text(_CONTACT_LEFT, y, short, spread(short, 15, _BOLD) if text_width(short, _BOLD) < 15 else _BOLD)
        y = draw_lines(sheet, _CONTACT_LEFT + _CONTACT_LABEL, y, lines, pitch)
    sheet.rule(_SIGN_LEFT - 3, top, _SIGN_LEFT - 3, top + _FOOT_HEIGHT - 2)
    _draw_signing(sheet, top, _SIGN_LEFT, words, visitor=visitor)


def _draw_signing(sheet: Sheet, top: float, left: float, words: Wording, *, visitor: bool) -> None:
    room = _RIGHT - left
    if visitor:
        sheet.text(left, top + 4.5, fit(words["explained"], room, _BOLD), _BOLD)
        sheet.text(left, top + 12, fit(words["bring"], room, _PLAIN), _PLAIN)
        sheet.text(_RIGHT, top + 29, fit(words["seal"], room, _PLAIN), _PLAIN, align="right")
        return
    sheet.text(left, top + 4.5, fit(words["understood"], room, _BOLD), _BOLD)
    for name, y in (("sign", 13.0), ("agent_sign", 21.5)):
        text = fit(words[name], room - 20, _PLAIN)
        sheet.text(left, top + y, text, _PLAIN)
        sheet.rule(left + text_width(text, _PLAIN) + 1, top + y + 1, _RIGHT, top + y + 1)
    sheet.text(left, top + 29.5, fit(words["sign_date"], room, _PLAIN), _PLAIN)


def _draw_tear(sheet: Sheet, words: str) -> None:
    words = fit(words, 90, _TEAR)
    middle, half = A4.width / 2, text_width(words, _TEAR) / 2 + 3
    sheet.rule(6, _HALF, middle - half, _HALF, dash=(2.5, 2.5))
    sheet.rule(middle + half, _HALF, A4.width - 6, _HALF, dash=(2.5, 2.5))
    sheet.text(middle, _HALF + _TEAR.drop, words, _TEAR, align="center")


# ------------------------------------------------------------------------------------------------------ two copies


def _blocks(data: OneTimeNotice, words: Wording, *, mine: bool) -> list[Block]:
    density = _DENSITIES[0]
    contacts = _contacts(data, words)
    return [
        Table(tuple(_facts(data, words, density))),
        Table(tuple(_owed_rows(data, words, density)), _owed_heading(words, density)),
        Table(
            (
                *_ends(data, words, density),
                _fact(_PHONES, density, *contacts[:2]),
                *(_fact(_CONTACT, density, one) for one in contacts[2:]),
            )
        ),
        Space(2),
        Drawing(_SIGN_HEIGHT, lambda sheet, top: _draw_signing(sheet, top, MARGIN + 60, words, visitor=mine)),
    ]
