"""信访接待公示 (A4, for the wall): where, when, how to ask and complain, the law and the procedure.

《信访工作条例》第十八条: address, phones, time and place of reception, how to ask for progress, the law and the
procedure are published in the reception room. Everybody reads it, so it holds no personal value. Type is large enough
for a metre and a half: nothing but the foot is under `LEAST_POINTS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.blocks import Cell, Row, cell, label
from printing.flow import Block, Table
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import A4
from printing.text import Style, spread, text_width
from printing.wording import Wording

FORM = "notice_board"

LEAST_POINTS = 17
_WIDTH = A4.width - 2 * MARGIN
_NAME_WIDTH = 35.0
_NAME = Style("sans-bold", 17, 22)
_LARGE = Style("sans-bold", 21, 27)
_VALUE = Style("sans", LEAST_POINTS, 22)


@dataclass(frozen=True, kw_only=True)
class NoticeBoard(FormData):
    """The station's own data; all else are fixed sentences."""

    address: str
    hours: str
    phone: str
    complaint_phone: str


def sample() -> NoticeBoard:
    """A notice of no station, to look at the wording."""
    return NoticeBoard(
        station_name="某某街道退役军人服务站",
        number="WS00000000-000",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
        address="某某市某某区某某路 1 号",
        hours="工作日9:00—17:00",
        phone="0731-00000000",
        complaint_phone="0731-00000000",
    )


def render(data: NoticeBoard, words: Wording) -> bytes:
    """The notice as PDF; one page, unless the station's data or the sentences are long."""
    rows: Sequence[tuple[str, Style]] = (
        ("address", _LARGE),
        ("hours", _LARGE),
        ("phone", _LARGE),
        ("complaint", _LARGE),
        ("online", _VALUE),
        ("query", _VALUE),
        ("law", _VALUE),
        ("process", _VALUE),
        ("representatives", _VALUE),
    )
    values = {
        "address": data.address,
        "hours": data.hours,
        "phone": data.phone,
        "complaint_phone": data.complaint_phone,
        "station": data.station_name,
    }
    made = tuple(_row(words[f"{key}_name"], words.say(key, **values), style) for key, style in rows)
    head = Head(words["title"], words.say("number", number=data.number))
    blocks: list[Block] = [Table(made)]
    return render_form(data, words, head, blocks, notes=(words["replace"],))


def _row(name: str, text: str, style: Style) -> Row:
    wide = cell(MARGIN + _NAME_WIDTH, _WIDTH - _NAME_WIDTH, text, style, inset=3.0)
    return Row((_name_cell(name), wide), 11.0, 1.5)


def _name_cell(name: str) -> Cell:
    fitted = spread(name, 4 * _NAME.em, _NAME)
    if text_width(name, _NAME) <= _NAME_WIDTH - 2:
        return label(MARGIN, _NAME_WIDTH, name, fitted)
    return cell(MARGIN, _NAME_WIDTH, name, _NAME, align="center", inset=1.0)
