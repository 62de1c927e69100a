"""来访登记表: everything that was written down about one visit, to be read and signed by the visitor.

It stays at the station. The name is whole; identity number, phone and card are masked, because the whole ones are on
record. Fields in the order of practice; 《信访工作条例》第十九条 wants name, address, claim, facts and reasons.
What the program doesn't know (民族, 离开时间) is a blank to write on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from printing.blocks import Row
from printing.fact_rows import fact_row
from printing.flow import Table, paragraph
from printing.form_sheet import FormData, Head, first_room, render_form
from printing.text import Style
from printing.wording import Wording
from printing.written_rows import Blanks, Choices, inner, named_row, stack_row

FORM = "visit_sheet"


@dataclass(frozen=True)
class SheetMatter:
    """One matter: its `kind` is one of the sheet's `kinds`; of what is no petition only `claim` is known."""

    kind: str
    category: str
    claim: str
    outcome: str
    petition: bool = False
    facts: str = ""
    reasons: str = ""
    earlier: str = ""


@dataclass(frozen=True)
class SheetRating:
    """A scale with its levels; `level` is the one that was chosen, empty where the visitor hasn't said."""

    scale: str
    levels: tuple[str, ...]
    level: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitSheet(FormData):
    """All values are text ready to be printed; what isn't known is empty.

    `first`, `again`, `alone`, `group` are the boxes of 来访形式; neither of a pair is set where the program can't tell.
    `name` and `identity` say in words that they weren't given. `told` names the papers that were handed over.
    """

    visited_at: str
    name: str
    place: str = ""
    first: bool = False
    again: bool = False
    alone: bool = False
    group: bool = False
    channel: str = ""
    sex: str = ""
    birth: str = ""
    identity_kind: str = ""
    identity: str = ""
    phone: str = ""
    household_address: str = ""
    address: str = ""
    categories: str = ""
    card: str = ""
    guests: str = ""
    kinds: tuple[str, ...] = ()
    matters: tuple[SheetMatter, ...] = ()
    materials: str = ""
    receptionist: str = ""
    first_asked: str = ""
    told: tuple[str, ...] = ()
    ratings: tuple[SheetRating, ...] = ()
    note: str = ""


class _Density(NamedTuple):
    label: Style
    value: Style
    least: float
    pad: float
    sign: float


_DENSITIES = (
    _Density(Style("sans-bold", 10.5, 15), Style("serif", 10.5, 15), 8.4, 1.6, 11.0),
    _Density(Style("sans-bold", 10, 14), Style("serif", 10, 13.6), 7.2, 1.2, 9.4),
)

_LABEL = 30.0
_PAIR = (30.0, 57.0, 26.0, 61.0)
_NAME = (30.0, 34.0, 14.0, 12.0, 14.0, 16.0, 20.0, 34.0)
_IDENTITY = (30.0, 34.0, 20.0, 42.0, 20.0, 28.0)
_CARD = (30.0, 57.0, 30.0, 57.0)


def sample() -> VisitSheet:
    """A sheet of nobody, to look at the wording."""
    return VisitSheet(
        station_name="某某街道退役军人服务站",
        number="LF00000000-000",
        visited_at="2026年1月1日9时30分",
        place="1 号窗口",
        first=True,
        alone=True,
        channel="走访",
        name="张三",
        sex="男",
        birth="1970年1月1日",
        identity_kind="居民身份证",
        identity="430000********0000",
        phone="138****0000",
        address="某某路 1 号",
        categories="退役士兵",
        kinds=("咨询", "办事", "信访", "帮扶", "其他"),
        matters=(SheetMatter("信访", "抚恤优待", "请求核实。", "立信访件", True, "二〇二五年起。", "与标准不符。"),),
        materials="1.身份证（复印件1份）",
        receptionist="某某",
        first_asked="某某",
        told=("来访登记回执",),
        ratings=(SheetRating("信访评价", ("满意", "基本满意", "不满意")),),
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: VisitSheet, words: Wording) -> bytes:
    """The sheet as PDF: set smaller where that keeps it on one page."""
    tables = [Table(tuple(_rows(data, words, density))) for density in _DENSITIES]
    fitting = [table for table in tables if table.height <= first_room(data)]
    head = Head(words["title"], words.say("number", number=data.number))
    return render_form(data, words, head, [(fitting or tables)[0]], notes=(words["masked_note"],))


def _rows(data: VisitSheet, words: Wording, density: _Density) -> Iterator[Row]:
    yield _facts(words, density, _PAIR, ("visited_at", data.visited_at), ("place", data.place))
    yield _boxes(words["form"], density, _forms(data, words))
    yield _facts(words, density, _NAME, ("name", data.name), ("sex", data.sex), ("nation", ""), ("birth", data.birth))
    yield _facts(
        words,
        density,
        _IDENTITY,
        ("identity_kind", data.identity_kind),
        ("identity", data.identity),
        ("phone", data.phone),
    )
    yield _named(words["household_address"], data.household_address, density)
    yield _named(words["address"], data.address, density)
    yield _facts(words, density, _CARD, ("categories", data.categories), ("card", data.card))
    yield _named(words["guests"], data.guests, density)
    for place, matter in enumerate(data.matters, 1):
        yield from _matter(data, words, density, matter, place)
    yield _named(words["materials"], data.materials, density)
    yield _facts(words, density, _PAIR, ("receptionist", data.receptionist), ("first_asked", data.first_asked))
    yield _named(words["outcome"], _outcomes(data, words), density)
    yield from _ends(data, words, density)


def _forms(data: VisitSheet, words: Wording) -> list[tuple[str, bool | None]]:
    boxes: list[tuple[str, bool | None]] = [
        (words[name], value)
        for name, value in (
            ("first", data.first),
            ("again", data.again),
            ("alone", data.alone),
            ("group", data.group),
        )
    ]
    return [*boxes, (words.say("channel", channel=data.channel), None)] if data.channel else boxes


def _matter(data: VisitSheet, words: Wording, density: _Density, matter: SheetMatter, place: int) -> Iterator[Row]:
    many = len(data.matters) > 1
    kinds: list[tuple[str, bool | None]] = [(kind, kind == matter.kind) for kind in data.kinds]
    category = (words.say("category", category=matter.category), None)
    yield _boxes(words.say("kind_of", place=place) if many else words["kind"], density, [*kinds, category])
    yield _named(words["claim"], matter.claim, density)
    if matter.petition:
        facts = words.say("facts_reasons_text", facts=matter.facts, reasons=matter.reasons)
        yield _named(words["facts_reasons"], facts, density)
        yield _named(words["earlier"], matter.earlier, density)
    elif not many:
        # One matter keeps the whole form, so that nobody takes it for another; several would only grow longer.
        yield _named(words["facts_reasons"], words["struck"], density)
        yield _named(words["earlier"], words["struck"], density)


def _outcomes(data: VisitSheet, words: Wording) -> str:
    if len(data.matters) < 2:
        return "".join(matter.outcome for matter in data.matters)
    return "\n".join(
        words.say("outcome_of", place=place, outcome=matter.outcome) for place, matter in enumerate(data.matters, 1)
    )


def _ends(data: VisitSheet, words: Wording, density: _Density) -> Iterator[Row]:
    left, width = inner(_LABEL)
    ways = ((words["told_orally"], False), (words["told_in_writing"], bool(data.told)))
    told = Choices(left, width, ways, density.value)
    papers = [paragraph(left, width, words.say("told_papers", papers="；".join(data.told)), density.value)]
    yield stack_row(_LABEL, words["told"], [told, *(papers if data.told else [])], label=density.label, pad=density.pad)
    date = (words["sign_date"], False)
    yield stack_row(
        _LABEL,
        words["visitor_sign"],
        [
            paragraph(left, width, words["visitor_says"], density.value),
            Blanks(left, width, ((words["sign"], True), date), density.value, density.sign),
        ],
        label=density.label,
        pad=density.pad,
    )
    signing = Blanks(left, width, ((words["sign"], True), date), density.value, density.sign)
    yield stack_row(_LABEL, words["receptionist_sign"], [signing], label=density.label, pad=density.pad)
    yield _named(words["left_at"], words["left_at_text"], density)
    scales = [
        Choices(
            left,
            width,
            ((words.say("scale", scale=rating.scale), None), *((one, one == rating.level) for one in rating.levels)),
            density.value,
        )
        for rating in data.ratings
    ]
    yield stack_row(_LABEL, words["rating"], scales, label=density.label, least=density.least, pad=density.pad)
    yield _named(words["note"], data.note, density)


def _facts(words: Wording, density: _Density, widths: tuple[float, ...], *facts: tuple[str, str]) -> Row:
    named = [(words[name], value) for name, value in facts]
    return fact_row(
        widths, *named, label_style=density.label, value_style=density.value, least=density.least, pad=density.pad
    )


def _named(words: str, text: str, density: _Density) -> Row:
    return named_row(
        _LABEL, words, text, label=density.label, value=density.value, least=density.least, pad=density.pad
    )


def _boxes(words: str, density: _Density, options: list[tuple[str, bool | None]]) -> Row:
    left, width = inner(_LABEL)
    choices = Choices(left, width, tuple(options), density.value)
    return stack_row(_LABEL, words, [choices], label=density.label, least=density.least, pad=density.pad)
