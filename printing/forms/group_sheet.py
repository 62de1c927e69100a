"""集体来访代表登记表: who speaks for those who came together, at most five, and who else was there (on an annex).

It stays at the station, names whole, identity numbers and phones masked. 《信访工作条例》第二十条第三款: several people
with a common matter choose representatives, no more than five. What the program doesn't know (涉及总人数, 现场情况,
是否报告) is a blank to write on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from printing.blocks import Cell, Row, cell
from printing.fact_rows import LABEL, LEAST, VALUE, fact_row, heading_row, table_row
from printing.flow import Block, PageBreak, Space, Table, Text, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.text import Align, Style, lay_out
from printing.wording import Wording
from printing.written_rows import WIDTH, Blanks, Choices, inner, named_row, stack_row

FORM = "group_sheet"


@dataclass(frozen=True)
class GroupMember:
    """Somebody who came; numbers masked, what isn't known is empty. `role` (同来人，妻子) is for the annex."""

    name: str
    sex: str = ""
    identity: str = ""
    phone: str = ""
    address: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupSheet(FormData):
    """All values are text ready to be printed.

    `lines`: how many representatives there may be. `chosen`: they are named in full, so the other lines are struck.
    `others`: how many came besides the representatives; `companions` are those of them who gave their names.
    """

    visited_at: str
    lines: int
    place: str = ""
    cases: str = ""
    matter: str = ""
    headcount: str = ""
    representatives: tuple[GroupMember, ...] = ()
    chosen: bool = False
    others: int = 0
    companions: tuple[GroupMember, ...] = ()
    told: tuple[str, ...] = ()


_LABEL = 33.0
_PAIR = (33.0, 56.0, 28.0, 57.0)
_REPRESENTATIVES = (11.0, 24.0, 12.0, 42.0, 27.0, 30.0, 28.0)
_COMPANIONS = (11.0, 26.0, 28.0, 42.0, 27.0, 40.0)
_ROW = 13.0
_WRITING = 8.4

_ANNEX = Style("sans-bold", 12, 30)


def sample() -> GroupSheet:
    """A sheet of nobody, to look at the wording."""
    people = tuple(
        GroupMember(name, "男", "430000********0000", "138****0000", "某某路 1 号", "同来人")
        for name in ("张三", "李四", "王五")
    )
    return GroupSheet(
        station_name="某某街道退役军人服务站",
        number="LF00000000-000",
        visited_at="2026年1月1日9时30分",
        lines=5,
        place="1 号窗口",
        cases="某退信〔2026〕0号",
        matter="抚恤优待：请求核实。",
        headcount="7人",
        representatives=people[:2],
        chosen=True,
        others=5,
        companions=people[2:],
        told=("来访登记回执 LF00000000-000",),
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: GroupSheet, words: Wording) -> bytes:
    """The sheet as PDF, the list of the others on pages of its own."""
    cases = words.say("cases", cases=data.cases) if data.cases else ""
    head = Head(words["title"], words.say("number", number=data.number), middle=cases)
    blocks: list[Block] = [Table(tuple(_rows(data, words)))]
    if data.companions:
        blocks += [PageBreak(), *_annex(data, words)]
    return render_form(data, words, head, blocks, notes=(words["masked_note"],))


def _rows(data: GroupSheet, words: Wording) -> Iterator[Row]:
    yield fact_row(_PAIR, (words["visited_at"], data.visited_at), (words["place"], data.place))
    yield named_row(_LABEL, words["matter"], data.matter)
    yield fact_row(_PAIR, (words["headcount"], data.headcount), (words["concerned"], words["concerned_text"]))
    yield Row((_whole_line(words.say("representatives", most=data.lines)),), LEAST, 1.6)
    columns = ("order", "name", "sex", "identity", "phone", "address", "sign")
    yield heading_row(_REPRESENTATIVES, [words[f"column_{one}"] for one in columns])
    yield from _representatives(data, words)
    left, width = inner(_LABEL)
    chosen = words.say("chosen_text", count=len(data.representatives)) if data.chosen else words["open_text"]
    signing = Blanks(left, width, ((words["chosen_sign"], True),))
    yield stack_row(_LABEL, words["chosen"], [paragraph(left, width, chosen, VALUE), signing])
    yield named_row(_LABEL, words["others"], _others(data, words))
    yield from _hand_written(words)
    yield named_row(_LABEL, words["told"], "；".join(data.told))
    staff = (words["receptionist_sign"], True), (words["leader_sign"], True), (words["sign_date"], False)
    yield stack_row(_LABEL, words["receptionist"], [Blanks(left, width, staff)], least=15.0)


def _whole_line(text: str) -> Cell:
    return cell(MARGIN, WIDTH, text, LABEL, align="center")


def _representatives(data: GroupSheet, words: Wording) -> Iterator[Row]:
    aligns: list[Align] = ["center" for _ in _REPRESENTATIVES]
    struck = words["struck"] if data.chosen else ""
    for order in range(1, max(data.lines, len(data.representatives)) + 1):
        values: tuple[str, ...] = (struck,) * 6
        if order <= len(data.representatives):
            one = data.representatives[order - 1]
            values = (one.name, one.sex, one.identity, one.phone, one.address, "")
        yield table_row(_REPRESENTATIVES, (str(order), *values), aligns, least=_ROW)


def _others(data: GroupSheet, words: Wording) -> str:
    unnamed = max(data.others - len(data.companions), 0)
    key = "others_listed" if data.companions else "others_text"
    return words.say(key, count=data.others, unnamed=unnamed)


def _hand_written(words: Wording) -> Iterator[Row]:
    """What happened outside, and whether it was reported: for the hand of whoever was there."""
    left, width = inner(_LABEL)
    line = Blanks(left, width, (("", True),), height=_WRITING)
    asked: tuple[tuple[str, bool | None], ...] = ((words["lasted"], None), (words["harm"], None))
    harm = Choices(left, width, (*asked, (words["harm_no"], False), (words["harm_yes"], False)))
    yield stack_row(_LABEL, words["scene"], [line, line, Space(2.4), harm])
    reported = Choices(
        left, width, ((words["report_no"], False), (words["report_yes"], False), (words["report_text"], None))
    )
    yield stack_row(_LABEL, words["report"], [reported], least=LEAST)


def _annex(data: GroupSheet, words: Wording) -> list[Block]:
    columns = ("order", "name", "role", "identity", "phone", "address")
    heading = heading_row(_COMPANIONS, [words[f"column_{one}"] for one in columns])
    aligns: tuple[Align, ...] = ("center", "center", "center", "center", "center", "left")
    rows = tuple(
        table_row(
            _COMPANIONS, (str(order), one.name, one.role, one.identity, one.phone, one.address), aligns, least=LEAST
        )
        for order, one in enumerate(data.companions, 1)
    )
    title = lay_out(words.say("annex", count=len(data.companions)), WIDTH, _ANNEX)
    return [Text(MARGIN, title, _ANNEX), Table(rows, heading)]
