"""报送清单: which cases of the station go to the district in one bundle, and who took them over.

One copy stays with the office that receives the bundle, the other comes back signed: it proves what was handed over and
when. It is an official paper between two offices, so names and identity numbers stand whole.
Fields: our own; the rules of the card (优待证管理办法（试行）2021) only say that the station hands up what it took in.
"""

from dataclasses import dataclass

from printing.blocks import Row
from printing.fact_rows import fact_row, heading_row, table_row
from printing.flow import Block, Drawing, Space, Table, Together, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_copies
from printing.sheet import A4, Sheet
from printing.text import Align, Style, fit, text_width
from printing.wording import Wording
from printing.written_rows import WIDTH

FORM = "submission_list"


@dataclass(frozen=True)
class SubmittedCase:
    """One case of the bundle. `materials` says in words what goes with it; `copies`, `originals` are for the sum."""

    number: str
    name: str
    identity: str = ""
    matter: str = ""
    materials: str = ""
    copies: int = 0
    originals: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SubmissionList(FormData):
    """All values are text ready to be printed, `identity` whole; `matters` sums up: 优待证：首次申领9件、补领3件."""

    recipient: str
    matters: str = ""
    sent_on: str = ""
    sent_way: str = ""
    cases: tuple[SubmittedCase, ...] = ()
    station_phone: str = ""
    address: str = ""


_PAIR = (24.0, 63.0, 24.0, 63.0)
_LINE = (24.0, 150.0)
_COLUMNS = (8.0, 36.2, 16.9, 38.4, 27.0, 28.5, 19.0)
_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "center", "left", "left", "left")
_NAMES = ("order", "number", "name", "identity", "matter", "materials", "note")
_RIGHT = A4.width - MARGIN
_SMALL = Style("serif", 9.5, 13)
_HEADING = Style("sans-bold", 9.5, 13)
_PLAIN = Style("serif", 10.5, 15)
_BOLD = Style("sans-bold", 10.5)
_SIGN_HEIGHT = 44.0
_COPY_ROOM = 44.0


def sample() -> SubmissionList:
    """A list of nobody, to look at the wording."""
    return SubmissionList(
        station_name="某某街道退役军人服务站",
        number="某退批〔2026〕1号",
        recipient="某某区退役军人事务局",
        matters="优待证：首次申领1件",
        sent_on="2026年1月1日",
        sent_way="送达",
        cases=(SubmittedCase("某退办〔2026〕1号", "张三", "430000********0000", "优待证：首次申领", "3种4份", 4, 1),),
        station_phone="0731-00000000",
        address="某某路 1 号",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: SubmissionList, words: Wording) -> bytes:
    """Both copies as PDF."""
    number = words.say("number", number=data.number)
    copies = [
        (Head(words["title"], number, right=fit(words[copy], _COPY_ROOM, _PLAIN)), _blocks(data, words))
        for copy in ("copy_recipient", "copy_station")
    ]
    return render_copies(data, words, copies, notes=(words["whole_note"],))


def _blocks(data: SubmissionList, words: Wording) -> list[Block]:
    facts = (
        fact_row(_LINE, (words["recipient"], data.recipient)),
        fact_row(_LINE, (words["matters"], data.matters)),
        fact_row(_PAIR, (words["sent_on"], data.sent_on), (words["sent_way"], data.sent_way or words["blank"])),
    )
    contact = words.say("contact_text", phone=data.station_phone, address=data.address)
    ends = (fact_row(_LINE, (words["total"], _total(data, words))), fact_row(_LINE, (words["contact"], contact)))
    blocks: list[Block] = [Table(facts)]
    if data.cases:
        heading = heading_row(_COLUMNS, [words[f"column_{one}"] for one in _NAMES], _HEADING)
        blocks.append(Table(_cases(data, words), heading))
    else:
        blocks += [Space(2), paragraph(MARGIN, WIDTH, words["empty"], _PLAIN), Space(2)]
    return [
        *blocks,
        # Nobody signs on a page that doesn't say for what.
        Together(
            (Table(ends), Space(1), Drawing(_SIGN_HEIGHT, lambda sheet, top: _draw_signing(sheet, top, data, words)))
        ),
    ]


def _cases(data: SubmissionList, words: Wording) -> tuple[Row, ...]:
    blank = words["blank"]
    return tuple(
        table_row(
            _COLUMNS,
            (
                str(order),
                one.number,
                one.name,
                one.identity or blank,
                one.matter,
                one.materials or blank,
                one.note,
            ),
            _ALIGNS,
            _SMALL,
        )
        for order, one in enumerate(data.cases, 1)
    )


def _total(data: SubmissionList, words: Wording) -> str:
    copies = sum(one.copies for one in data.cases)
    originals = sum(one.originals for one in data.cases)
    return words.say("total_text", count=len(data.cases), copies=copies, originals=originals)


def _draw_signing(sheet: Sheet, top: float, data: SubmissionList, words: Wording) -> None:
    """The station at the left, the office that takes the bundle over at the right."""
    room = WIDTH / 2 - 4
    for left, heading, names in (
        (MARGIN, "sent_heading", ("sent_by", "sent_chief")),
        (_RIGHT - room, "taken_heading", ("taken_by", "taken_count")),
    ):
        sheet.text(left, top + 5.5, fit(words[heading], room, _BOLD), _BOLD)
        for place, name in enumerate(names):
            y = top + 15 + place * 9
            text = fit(words[name], room - 22, _PLAIN)
            sheet.text(left, y, text, _PLAIN)
            sheet.rule(left + text_width(text, _PLAIN) + 1, y + 1, left + room, y + 1)
        seal = fit(words["seal"], room / 4, _PLAIN)
        date = fit(words["sign_date"], room - text_width(seal, _PLAIN) - 2, _PLAIN)
        sheet.text(left, top + 33, date, _PLAIN)
        sheet.text(left + room, top + 33, seal, _PLAIN, align="right")
