"""口头信访记录（谈话笔录）: what a petitioner said by word of mouth, as it was written down and read back.

It stays at the station, the name whole, identity number and phone masked, because the whole ones are on record.
《信访工作条例》第十九条: what is told orally is recorded truthfully. The petitioner signs each page and prints a finger
on it. When the talk began and ended and who asked isn't in the program: blanks to write on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from printing.fact_rows import VALUE, fact_row
from printing.flow import Block, Drawing, Space, Table, Together, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import Sheet
from printing.text import Style
from printing.wording import Wording
from printing.written_rows import WIDTH, Blanks, Choices, named_row

FORM = "oral_record"


@dataclass(frozen=True)
class SpokenMatter:
    """One petition in its parts; what wasn't said is empty."""

    category: str
    claim: str
    facts: str = ""
    reasons: str = ""
    earlier: str = ""


@dataclass(frozen=True, kw_only=True)
class OralRecord(FormData):
    """All values are text ready to be printed; `read_back`: it was read out to the petitioner."""

    day: str
    name: str
    place: str = ""
    recorder: str = ""
    sex: str = ""
    birth: str = ""
    identity_kind: str = ""
    identity: str = ""
    phone: str = ""
    address: str = ""
    present: str = ""
    matters: tuple[SpokenMatter, ...] = ()
    read_back: bool = False


_LABEL = 26.0
_TIME = (26.0, 92.0, 18.0, 38.0)
_PAIR = (26.0, 61.0, 26.0, 61.0)
_NAME = (26.0, 62.0, 18.0, 16.0, 20.0, 32.0)
_IDENTITY = (26.0, 40.0, 20.0, 40.0, 20.0, 28.0)

_HEADING = Style("sans-bold", 11.5, 19)
_MATTER = Style("sans-bold", 12, 20)
_BODY = Style("serif", 12, 20.5)
_SIGN_HEIGHT = 13.0
_PAGE_SIGN = 12.0
_WRITING = 9.0
_PARTS = ("claim", "facts", "reasons", "earlier")


def sample() -> OralRecord:
    """A record of nobody, to look at the wording."""
    return OralRecord(
        station_name="某某街道退役军人服务站",
        number="LF00000000-000",
        day="2026年1月1日",
        name="张三",
        place="1 号窗口",
        recorder="某某",
        sex="男",
        birth="1970年1月1日",
        identity_kind="居民身份证",
        identity="430000********0000",
        phone="138****0000",
        address="某某路 1 号",
        present="李四（同来人）",
        matters=(SpokenMatter("抚恤优待", "请求核实。", "二〇二五年起。", "与标准不符。", "未反映过。"),),
        read_back=True,
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: OralRecord, words: Wording) -> bytes:
    """The record as PDF, a line to sign on at the foot of each page."""
    head = Head(words["title"], words.say("number", number=data.number))
    blocks: list[Block] = [_facts(data, words), Space(4), *_body(data, words), *_end(data, words)]
    foot = Drawing(_PAGE_SIGN, lambda sheet, top: _sign_page(sheet, top, words))
    return render_form(data, words, head, blocks, notes=(words["masked_note"],), each_page=foot)


def _facts(data: OralRecord, words: Wording) -> Table:
    return Table(
        (
            fact_row(_TIME, (words["time"], words.say("time_text", day=data.day)), (words["place"], data.place)),
            fact_row(_PAIR, (words["recorder"], data.recorder), (words["interviewer"], "")),
            fact_row(_NAME, (words["name"], data.name), (words["sex"], data.sex), (words["birth"], data.birth)),
            fact_row(
                _IDENTITY,
                (words["identity_kind"], data.identity_kind),
                (words["identity"], data.identity),
                (words["phone"], data.phone),
            ),
            named_row(_LABEL, words["address"], data.address),
            named_row(_LABEL, words["present"], data.present or words["present_none"]),
        )
    )


def _body(data: OralRecord, words: Wording) -> Iterator[Block]:
    """What was said, each part under its heading; a part that wasn't told says so in the words of the form."""
    yield paragraph(MARGIN, WIDTH, words["opening"], _BODY)
    for place, matter in enumerate(data.matters, 1):
        many = len(data.matters) > 1
        title = words.say("matter_of", place=place, category=matter.category)
        one = paragraph(MARGIN, WIDTH, title if many else words.say("matter", category=matter.category), _MATTER)
        before: tuple[Block, ...] = (Space(1.6), one)
        for part in _PARTS:
            text = getattr(matter, part) or words["not_told"]
            heading = paragraph(MARGIN, WIDTH, words[part], _HEADING)
            yield Together((*before, heading, paragraph(MARGIN, WIDTH, text, _BODY)))
            before = ()


def _end(data: OralRecord, words: Wording) -> Iterator[Block]:
    line = Blanks(MARGIN, WIDTH, (("", True),), height=_WRITING)
    yield Space(4)
    yield Together((paragraph(MARGIN, WIDTH, words["additions"], VALUE), line, line))
    yield Space(4)
    read = Choices(
        MARGIN,
        WIDTH,
        (
            (words["above"], None),
            (words["read_myself"], False),
            (words["read_out"], data.read_back),
            (words["agrees"], None),
        ),
        _BODY,
    )
    date = (words["sign_date"], False)
    yield Together(
        (
            read,
            Blanks(MARGIN, WIDTH, ((words["petitioner_sign"], True), date), VALUE, _SIGN_HEIGHT),
            Blanks(
                MARGIN,
                WIDTH,
                ((words["recorder_sign"], True), (words["interviewer_sign"], True), date),
                VALUE,
                _SIGN_HEIGHT,
            ),
        )
    )


def _sign_page(sheet: Sheet, top: float, words: Wording) -> None:
    sheet.rule(MARGIN, top, MARGIN + WIDTH, top)
    half = WIDTH * 0.62
    Blanks(MARGIN + WIDTH - half, half, ((words["page_sign"], True),), height=_PAGE_SIGN - 1).draw(sheet, top)
