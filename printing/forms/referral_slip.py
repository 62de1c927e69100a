"""转介单: the visitor carries it to the office that is in charge; its lower part (回执) comes back to the station.

The office must know whom it has before it, so the name stands whole; she is there herself, so the phone stays masked
and no identity number is on it. One slip names one office and only what concerns it. It flows over pages, the lower
part stands on the last. Source: 首问负责制; 《信访工作条例》第二十三条 (告知应当向哪个机关提出); layout our own.
"""

from dataclasses import dataclass

from printing.fact_rows import fact_row
from printing.flow import Block, Drawing, Space, Table, Together
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import A4, Sheet
from printing.text import Style, fit, text_width
from printing.wording import Wording

FORM = "referral_slip"


@dataclass(frozen=True, kw_only=True)
class ReferralSlip(FormData):
    """All values are text ready to be printed; `phone` is masked. `to` is the office, with its window if known."""

    name: str
    phone: str = ""
    visited_at: str = ""
    to: str = ""
    summary: str = ""
    materials: str = ""
    opinion: str = ""
    referred_on: str = ""
    station_phone: str = ""
    address: str = ""


_PAIR = (24.0, 63.0, 24.0, 63.0)
_LINE = (24.0, 150.0)
_RIGHT = A4.width - MARGIN

_PLAIN = Style("serif", 10.5, 15)
_BOLD = Style("sans-bold", 10.5)
_STUB_TITLE = Style("serif-bold", 15, spacing=2)
_TEAR = Style("serif", 9)
_SIGN_HEIGHT, _STUB_HEIGHT = 26.0, 74.0


def sample() -> ReferralSlip:
    """A slip of nobody, to look at the wording."""
    return ReferralSlip(
        station_name="某某街道退役军人服务站",
        number="LF00000000-000",
        name="张三",
        phone="138****0000",
        visited_at="2026年1月1日9时30分",
        to="某某区医疗保障局服务窗口",
        summary="医疗费用报销：请问住院费用怎样报销",
        materials="住院发票（复印件2份）",
        opinion="请按规定办理并告知来访人",
        referred_on="2026年1月1日",
        station_phone="0731-00000000",
        address="某某路 1 号",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: ReferralSlip, words: Wording) -> bytes:
    """The slip as PDF."""
    blank = words["blank"]
    rows = (
        fact_row(_PAIR, (words["name"], data.name), (words["phone"], data.phone or blank)),
        fact_row(_PAIR, (words["visited_at"], data.visited_at), (words["referred_on"], data.referred_on)),
        fact_row(_LINE, (words["to"], data.to)),
        fact_row(_LINE, (words["summary"], data.summary), least=24.0),
        fact_row(_LINE, (words["opinion"], data.opinion or blank)),
        fact_row(_LINE, (words["materials"], data.materials or words["materials_none"])),
        fact_row(_LINE, (words["contact"], words.say("contact_text", phone=data.station_phone, address=data.address))),
    )
    stub = Together(
        (
            Drawing(_SIGN_HEIGHT, lambda sheet, top: _draw_sending(sheet, top, data, words)),
            Drawing(_STUB_HEIGHT, lambda sheet, top: _draw_stub(sheet, top, data, words)),
        )
    )
    blocks: list[Block] = [Table(rows), Space(1), stub]
    head = Head(words["title"], words.say("number", number=data.number))
    return render_form(data, words, head, blocks)


def _draw_sending(sheet: Sheet, top: float, data: ReferralSlip, words: Wording) -> None:
    room = _RIGHT - MARGIN
    sheet.text(MARGIN, top + 6, fit(words["request"], room, _PLAIN), _PLAIN)
    sheet.text(MARGIN, top + 15, fit(words.say("sent_by", operator=data.operator), room / 2, _PLAIN), _PLAIN)
    sheet.text(_RIGHT, top + 15, fit(words["seal"], room / 2, _PLAIN), _PLAIN, align="right")
    sheet.text(_RIGHT, top + 22, fit(data.referred_on, room / 2, _PLAIN), _PLAIN, align="right")


def _draw_stub(sheet: Sheet, top: float, data: ReferralSlip, words: Wording) -> None:
    """The part that the office fills in, tears off and sends back."""
    middle = A4.width / 2
    tear = fit(words["tear"], 80, _TEAR)
    half = text_width(tear, _TEAR) / 2 + 3
    sheet.rule(8, top + 2, middle - half, top + 2, dash=(2.5, 2.5))
    sheet.rule(middle + half, top + 2, A4.width - 8, top + 2, dash=(2.5, 2.5))
    sheet.text(middle, top + 2 + _TEAR.drop, tear, _TEAR, align="center")
    room = _RIGHT - MARGIN
    sheet.text(middle, top + 12, fit(words["stub_title"], room, _STUB_TITLE), _STUB_TITLE, align="center")
    to = words.say("stub_to", station=data.station_name)
    sheet.text(MARGIN, top + 20, fit(to, room, _PLAIN), _PLAIN)
    about = words.say("stub_about", number=data.number, name=data.name)
    sheet.text(MARGIN, top + 27, fit(about, room, _PLAIN), _PLAIN)
    sheet.text(MARGIN, top + 36, fit(words["stub_result"], 40, _BOLD), _BOLD)
    for line in (36.8, 45.3):
        sheet.rule(MARGIN + 42, top + line, _RIGHT, top + line)
    for at, name in enumerate(("stub_office", "stub_person", "stub_phone", "stub_date")):
        left = MARGIN + (at % 2) * (room / 2 + 2)
        y = top + 56 + (at // 2) * 10
        text = fit(words[name], room / 2 - 34, _PLAIN)
        sheet.text(left, y, text, _PLAIN)
        if name != "stub_date":
            sheet.rule(left + text_width(text, _PLAIN) + 1, y + 1, left + room / 2 - 4, y + 1)
