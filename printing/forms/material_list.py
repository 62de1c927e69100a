"""材料接收/退还清单: what the visitor handed in, original or copy, and what she got back and signed for.

Two copies, one for each side, each whole on pages of its own; the returned column is filled in by hand when papers go
back. Both sides prove with it whose papers they were, so the name is whole; the phone is masked, no identity number.
Fields: `domain.md` says only the title, so they are our own: name, copies, original or copy, returned, who took it.
"""

from dataclasses import dataclass

from printing.fact_rows import fact_row, heading_row, table_row
from printing.flow import Block, Drawing, Space, Table
from printing.form_sheet import MARGIN, FormData, Head, render_copies
from printing.sheet import A4, Sheet
from printing.text import Align, Style, fit, text_width
from printing.wording import Wording

FORM = "material_list"


@dataclass(frozen=True)
class ListedPaper:
    """A paper that was handed in."""

    name: str
    copies: int = 1
    original: bool = False


@dataclass(frozen=True, kw_only=True)
class MaterialList(FormData):
    """All values are text ready to be printed; `phone` is masked, `visit` is the number of the visit."""

    visit: str
    name: str
    phone: str = ""
    matter: str = ""
    received_on: str = ""
    papers: tuple[ListedPaper, ...] = ()
    station_phone: str = ""
    address: str = ""


_PAIR = (24.0, 63.0, 24.0, 63.0)
_LINE = (24.0, 150.0)
_COLUMNS = (12.0, 58.0, 18.0, 14.0, 39.0, 33.0)
_ALIGNS: tuple[Align, ...] = ("center", "left", "center", "center", "left", "left")
_RIGHT = A4.width - MARGIN
_PLAIN = Style("serif", 10.5, 15)
_BOLD = Style("sans-bold", 10.5)
# A row is high enough to be signed by hand.
_ROW = 11.0
_SIGN_HEIGHT = 38.0


def sample() -> MaterialList:
    """A list of nobody, to look at the wording."""
    return MaterialList(
        station_name="某某街道退役军人服务站",
        number="某退收〔2026〕1号",
        visit="LF00000000-000",
        name="张三",
        phone="138****0000",
        matter="优待证：补办",
        received_on="2026年1月1日",
        papers=(ListedPaper("退役证", 1, True), ListedPaper("身份证", 2)),
        station_phone="0731-00000000",
        address="某某路 1 号",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: MaterialList, words: Wording) -> bytes:
    """Both copies as PDF."""
    number = words.say("number", number=data.number)
    copies = [
        (Head(words["title"], number, right=fit(words[copy], 44, _PLAIN)), _blocks(data, words))
        for copy in ("copy_visitor", "copy_station")
    ]
    return render_copies(data, words, copies)


def _blocks(data: MaterialList, words: Wording) -> list[Block]:
    facts = (
        fact_row(_PAIR, (words["name"], data.name), (words["phone"], data.phone or words["blank"])),
        fact_row(_PAIR, (words["visit"], data.visit), (words["received_on"], data.received_on)),
        fact_row(_LINE, (words["matter"], data.matter)),
    )
    columns = ("order", "name", "form", "copies", "returned", "taken")
    heading = heading_row(_COLUMNS, [words[f"column_{one}"] for one in columns])
    rows = tuple(
        table_row(
            _COLUMNS,
            (str(order), paper.name, words["original" if paper.original else "copy"], str(paper.copies), "", ""),
            _ALIGNS,
            least=_ROW,
        )
        for order, paper in enumerate(data.papers, 1)
    )
    copies = sum(paper.copies for paper in data.papers)
    originals = sum(paper.copies for paper in data.papers if paper.original)
    total = words.say("total_text", kinds=len(data.papers), copies=copies, originals=originals)
    contact = words.say("contact_text", phone=data.station_phone, address=data.address)
    ends = (fact_row(_LINE, (words["total"], total)), fact_row(_LINE, (words["contact"], contact)))
    return [
        Table(facts),
        Table(rows, heading),
        Table(ends),
        Space(1),
        Drawing(_SIGN_HEIGHT, lambda sheet, top: _draw_signing(sheet, top, words)),
    ]


def _draw_signing(sheet: Sheet, top: float, words: Wording) -> None:
    """Twice: when the papers were handed in, and when the last of them went back."""
    room = (_RIGHT - MARGIN) / 2 - 4
    for left, heading, names in (
        (MARGIN, "received_heading", ("received_visitor", "received_clerk", "sign_date")),
        (MARGIN + room + 8, "returned_heading", ("returned_visitor", "returned_clerk", "sign_date")),
    ):
        sheet.text(left, top + 5.5, fit(words[heading], room, _BOLD), _BOLD)
        for place, name in enumerate(names):
            y = top + 14.5 + place * 9
            text = fit(words[name], room - 22, _PLAIN)
            sheet.text(left, y, text, _PLAIN)
            if name != "sign_date":
                sheet.rule(left + text_width(text, _PLAIN) + 1, y + 1, left + room, y + 1)
