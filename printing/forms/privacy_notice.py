"""个人信息处理告知书 (A4): who processes what, why, how long, for whom, and what rights one has.

《个人信息保护法》第十七条 (what is told), 第三十条 (sensitive information: necessity and effect), 第三十五条
(organs of the state tell too). It is handed out blank: the person writes her own name on the stub, and a signature
there proves only that she was told. So it holds no personal value.
"""

from dataclasses import dataclass

from printing.blocks import Cell, Row, cell
from printing.flow import Block, Drawing, Space, Table, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import A4, THICK, Sheet
from printing.text import Style, draw_lines, fit, lay_out, text_width
from printing.wording import Wording

FORM = "privacy_notice"

_WIDTH = A4.width - 2 * MARGIN
_NAME_WIDTH = 24.0
_NAME = Style("sans-bold", 10, 13)
_VALUE = Style("serif", 10, 13.4)
_BODY = Style("serif", 10.5, 15)
_TEAR = Style("serif", 9)
_STUB_TITLE = Style("sans-bold", 11.5, 16)
_SIGN = Style("serif", 11, 16)

_ROWS = (
    "processor",
    "purpose",
    "basis",
    "kinds",
    "sensitive",
    "necessity",
    "effect",
    "manner",
    "retention",
    "recipients",
    "rights",
    "complaint",
    "consent",
)
"""The parts of the notice in their order: the heading is "<name>_name", the text "<name>"."""


@dataclass(frozen=True, kw_only=True)
class PrivacyNotice(FormData):
    """The station's own data; all else are fixed sentences."""

    address: str
    hours: str
    phone: str
    complaint_phone: str


def sample() -> PrivacyNotice:
    """A notice of no station, to look at the wording."""
    return PrivacyNotice(
        station_name="某某街道退役军人服务站",
        number="WS00000000-000",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
        address="某某路 1 号",
        hours="工作日9:00—17:00",
        phone="0731-00000000",
        complaint_phone="0731-00000000",
    )


def render(data: PrivacyNotice, words: Wording) -> bytes:
    """The notice with its stub as PDF."""
    values = {
        "station": data.station_name,
        "address": data.address,
        "hours": data.hours,
        "phone": data.phone,
        "complaint_phone": data.complaint_phone,
        "number": data.number,
    }
    rows = tuple(_row(words[f"{key}_name"], words.say(key, **values)) for key in _ROWS)
    blocks: list[Block] = [
        paragraph(MARGIN, _WIDTH, words["opening"], _BODY),
        Space(1.5),
        Table(rows),
        Space(2),
        _stub(words, words.say("stub_text", **values)),
    ]
    head = Head(words["title"], words.say("number", number=data.number))
    return render_form(data, words, head, blocks, notes=(words["keep"],))


def _row(name: str, text: str) -> Row:
    return Row((_name_cell(name), cell(MARGIN + _NAME_WIDTH, _WIDTH - _NAME_WIDTH, text, _VALUE)), 6.4, 0.8)


def _name_cell(name: str) -> Cell:
    return cell(MARGIN, _NAME_WIDTH, name, _NAME, align="center", inset=1.0)


def _stub(words: Wording, text: str) -> Drawing:
    """What the station keeps: a frame behind a dashed line, with places for name, signature and day."""
    lines = lay_out(text, _WIDTH - 8, _VALUE)
    height = 6.0 + 8.0 + len(lines) * _VALUE.pitch + 13.0

    def paint(sheet: Sheet, top: float) -> None:
        word = fit(words["tear"], _WIDTH / 2, _TEAR)
        half = text_width(word, _TEAR) / 2 + 2
        middle = A4.width / 2
        sheet.text(middle, top + 2 + _TEAR.drop, word, _TEAR, align="center")
        sheet.rule(MARGIN, top + 2, middle - half, top + 2, dash=(3, 2))
        sheet.rule(middle + half, top + 2, A4.width - MARGIN, top + 2, dash=(3, 2))
        sheet.box(MARGIN, top + 5.5, _WIDTH, height - 5.5, weight=THICK)
        title = fit(words["stub_title"], _WIDTH - 8, _STUB_TITLE)
        sheet.text(middle, top + 11.5, title, _STUB_TITLE, align="center")
        draw_lines(sheet, MARGIN + 4, top + 17.5, lines, _VALUE.pitch)
        _sign_lines(sheet, words, top + height - 4.5)

    return Drawing(height, paint)


def _sign_lines(sheet: Sheet, words: Wording, y: float) -> None:
    left, part = MARGIN + 4, (_WIDTH - 8) / 3
    for place, key in enumerate(("sign_name", "sign_hand", "sign_day")):
        start = left + place * part
        name = fit(words[key], part - 12, _SIGN)
        sheet.text(start, y, name, _SIGN)
        sheet.rule(start + text_width(name, _SIGN) + 1, y + 1.3, start + part - 4, y + 1.3)
