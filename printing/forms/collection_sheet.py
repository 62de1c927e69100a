"""领取签收单: what was handed out with its number, who took it, which originals went back, and the signature for it.

Two copies, one for the visitor, one for the file. Whoever asks later must see to whom it went: the names are whole;
phone, identity number and the number of the thing are masked, because the whole ones are on record.
Fields: our own; that an agent shows his power and both identity cards is the usual way of a window.
"""

from dataclasses import dataclass

from printing.blocks import Row
from printing.fact_rows import fact_row, heading_row, table_row
from printing.flow import Block, Space, Table, Together, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_copies
from printing.text import Align, Style, fit
from printing.wording import Wording
from printing.written_rows import WIDTH, Blanks, Choices, inner, named_row, stack_row

FORM = "collection_sheet"


@dataclass(frozen=True)
class ReturnedPaper:
    """An original that went back."""

    name: str
    copies: int = 1


@dataclass(frozen=True, kw_only=True)
class CollectionSheet(FormData):
    """All values are text ready to be printed; `number` is that of the case.

    `phone`, `item_number` and `agent_identity` are masked. At most one of `herself`, `by_agent`, `by_post` is set;
    none of them is a sheet on which a hand ticks and fills in. `posted_number` is that of the parcel.
    """

    name: str
    phone: str = ""
    matter: str = ""
    item: str = ""
    item_number: str = ""
    collected_on: str = ""
    herself: bool = False
    by_agent: bool = False
    by_post: bool = False
    agent_name: str = ""
    agent_relation: str = ""
    agent_identity: str = ""
    posted_number: str = ""
    returned: tuple[ReturnedPaper, ...] = ()
    station_phone: str = ""
    address: str = ""


_LABEL = 26.0
_PAIR = (26.0, 61.0, 26.0, 61.0)
_AGENT = (26.0, 36.0, 19.0, 27.0, 20.0, 46.0)
_COLUMNS = (26.0, 118.0, 30.0)
_ALIGNS: tuple[Align, ...] = ("center", "left", "center")
_PLAIN = Style("serif", 10.5, 15)
_BODY = Style("serif", 12, 19)
_SIGN = Style("serif", 11, 16)
_LEAST = 10.0
_SIGN_HEIGHT = 15.0
_COPY_ROOM = 44.0


def sample() -> CollectionSheet:
    """A sheet of nobody, to look at the wording."""
    return CollectionSheet(
        station_name="某某街道退役军人服务站",
        number="某退办〔2026〕1号",
        name="张三",
        phone="138****0000",
        matter="优待证：补领",
        item="退役军人优待证",
        item_number="6200********0000",
        collected_on="2026年1月1日",
        by_agent=True,
        agent_name="李四",
        agent_relation="配偶",
        agent_identity="430000********0000",
        returned=(ReturnedPaper("退役证"),),
        station_phone="0731-00000000",
        address="某某路 1 号",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: CollectionSheet, words: Wording) -> bytes:
    """Both copies as PDF."""
    number = words.say("number", number=data.number)
    copies = [
        (Head(words["title"], number, right=fit(words[copy], _COPY_ROOM, _PLAIN)), _blocks(data, words))
        for copy in ("copy_visitor", "copy_station")
    ]
    return render_copies(data, words, copies)


def _blocks(data: CollectionSheet, words: Wording) -> list[Block]:
    contact = words.say("contact_text", phone=data.station_phone, address=data.address)
    date = (words["sign_date"], False)
    return [
        Table(_facts(data, words)),
        Table(_returned(data, words), heading_row(_COLUMNS, [words[f"column_{one}"] for one in _RETURNED])),
        Table((named_row(_LABEL, words["contact"], contact, least=_LEAST),)),
        Space(5),
        Together(
            (
                paragraph(MARGIN, WIDTH, words["posted_statement" if data.by_post else "statement"], _BODY),
                Blanks(MARGIN, WIDTH, ((words["collector_sign"], True), date), _SIGN, _SIGN_HEIGHT),
                Blanks(MARGIN, WIDTH, ((words["clerk_sign"], True), date), _SIGN, _SIGN_HEIGHT),
            )
        ),
    ]


_RETURNED = ("order", "name", "copies")


def _facts(data: CollectionSheet, words: Wording) -> tuple[Row, ...]:
    blank = words["blank"]
    by_hand = not (data.herself or data.by_agent or data.by_post)
    left, width = inner(_LABEL)
    ways = Choices(left, width, tuple((words[way], getattr(data, way)) for way in ("herself", "by_agent", "by_post")))
    rows = [
        fact_row(_PAIR, (words["name"], data.name), (words["phone"], data.phone or blank), least=_LEAST),
        named_row(_LABEL, words["matter"], data.matter, least=_LEAST),
        fact_row(
            _PAIR,
            (words["item"], data.item),
            (words["item_number"], data.item_number or ("" if by_hand else blank)),
            least=_LEAST,
        ),
        named_row(_LABEL, words["collected_on"], data.collected_on, least=_LEAST),
        stack_row(_LABEL, words["collector"], [ways], least=_LEAST),
        _agent(data, words),
    ]
    if data.by_post:
        rows.append(named_row(_LABEL, words["posted_number"], data.posted_number, least=_LEAST))
    return tuple(rows)


def _agent(data: CollectionSheet, words: Wording) -> Row:
    """Struck where somebody else fetched it; left blank for a hand where nothing is ticked yet."""
    struck = words["blank"] if data.herself or data.by_post else ""
    values = [(words[name], getattr(data, name) or struck) for name in ("agent_name", "agent_relation")]
    return fact_row(_AGENT, *values, (words["agent_identity"], data.agent_identity or struck), least=_LEAST)


def _returned(data: CollectionSheet, words: Wording) -> tuple[Row, ...]:
    lines = [(str(order), paper.name, str(paper.copies)) for order, paper in enumerate(data.returned, 1)]
    lines = lines or [(words["blank"], words["returned_none"], words["blank"])]
    return tuple(table_row(_COLUMNS, line, _ALIGNS, least=_LEAST) for line in lines)
