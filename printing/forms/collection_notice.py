"""领取通知单: what is ready for the visitor, where and when she fetches it, and what she must bring.

It is hers to carry, so the type is large and nothing of her identity or phone stands on it; the name is whole, because
the window hands out to that name only. Fields: our own, after the step 通知 → 领取签收 of the card's way
(优待证管理办法（试行）2021: 站发放); no official blank exists.
"""

from dataclasses import dataclass

from printing.blocks import Row
from printing.fact_rows import fact_row
from printing.flow import Block, Drawing, Space, Table, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import A4, Sheet
from printing.text import Style, fit
from printing.wording import Wording
from printing.written_rows import WIDTH, named_row

FORM = "collection_notice"


@dataclass(frozen=True, kw_only=True)
class CollectionNotice(FormData):
    """All values are text ready to be printed; what isn't known is empty.

    `number` is that of the case. `bring` and `agent` are empty where the usual sentence of the form holds; `until` is
    the last day to come, `told_whom` who was told if it wasn't the visitor herself.
    """

    name: str
    matter: str = ""
    item: str = ""
    result: str = ""
    place: str = ""
    hours: str = ""
    station_phone: str = ""
    complaint_phone: str = ""
    bring: str = ""
    agent: str = ""
    until: str = ""
    told_on: str = ""
    told_way: str = ""
    told_whom: str = ""


_LABEL = 28.0
_PHONES = (28.0, 59.0, 28.0, 59.0)
_NAME = Style("sans-bold", 12, 18)
_VALUE = Style("serif", 13, 20)
_BODY = Style("serif", 15, 25)
_LEAST, _PAD = 13.0, 2.4
_SIGN = Style("serif", 13, 20)
_SIGN_HEIGHT = 26.0
_RIGHT = A4.width - MARGIN


def sample() -> CollectionNotice:
    """A notice of nobody, to look at the wording."""
    return CollectionNotice(
        station_name="某某街道退役军人服务站",
        number="某退办〔2026〕1号",
        name="张三",
        matter="优待证：补领",
        item="退役军人优待证1张",
        result="审核通过，已制证",
        place="某某路 1 号，1 号窗口",
        hours="工作日9:00—17:00",
        station_phone="0731-00000000",
        complaint_phone="0731-00000000",
        until="2026年3月31日",
        told_on="2026年1月1日",
        told_way="电话",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: CollectionNotice, words: Wording) -> bytes:
    """The notice as PDF."""
    blocks: list[Block] = [
        paragraph(MARGIN, WIDTH, words.say("salutation", name=data.name), _BODY),
        paragraph(MARGIN, WIDTH, words.say("opening", matter=data.matter), _BODY),
        Space(3),
        Table(_rows(data, words)),
        Space(2),
        Drawing(_SIGN_HEIGHT, lambda sheet, top: _draw_end(sheet, top, data, words)),
    ]
    head = Head(words["title"], words.say("number", number=data.number))
    return render_form(data, words, head, blocks)


def _rows(data: CollectionNotice, words: Wording) -> tuple[Row, ...]:
    blank = words["blank"]
    told = words.say("told_text", told_on=data.told_on, told_way=data.told_way, whom=data.told_whom or words["herself"])
    phones = (
        (words["station_phone"], data.station_phone or blank),
        (words["complaint_phone"], data.complaint_phone or blank),
    )
    until = words.say("until_text", until=data.until) if data.until else words["until_none"]
    return (
        _row(words["item"], data.item or blank),
        _row(words["result"], data.result or blank),
        _row(words["place"], data.place or blank),
        _row(words["hours"], data.hours or blank),
        _row(words["until"], until),
        _row(words["bring"], data.bring or words["bring_text"]),
        _row(words["agent"], data.agent or words["agent_text"]),
        fact_row(_PHONES, *phones, label_style=_NAME, value_style=_VALUE, least=_LEAST, pad=_PAD),
        _row(words["told"], told),
    )


def _row(name: str, text: str) -> Row:
    return named_row(_LABEL, name, text, label=_NAME, value=_VALUE, least=_LEAST, pad=_PAD)


def _draw_end(sheet: Sheet, top: float, data: CollectionNotice, words: Wording) -> None:
    sheet.text(MARGIN, top + 6, fit(words["keep"], WIDTH, _SIGN), _SIGN)
    sheet.text(_RIGHT, top + 15, fit(data.station_name, WIDTH, _SIGN), _SIGN, align="right")
    sheet.text(_RIGHT, top + 23, fit(data.told_on, WIDTH, _SIGN), _SIGN, align="right")
