"""退役军人信息采集表（建档立卡）: what is on record of a person, completed by hand and confirmed with a signature.

The station gives what it knows as sections of headings and values; an empty value is a blank to write on. It is the
source of the record, so everything on it is whole. Fields: the collection forms that stations publish; no single
official blank. No secret of the service may stand on it (《保守国家秘密法》), so units are named by their codes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from printing.blocks import Row, cell
from printing.flow import Block, Table, paragraph
from printing.form_sheet import FormData, Head, render_form
from printing.grouped_rows import LEFT, PHOTO, ROOM, beside_photo, facts, grouped, stacked, within
from printing.text import Style, text_width
from printing.wording import Wording
from printing.written_rows import Blanks

FORM = "record_form"


@dataclass(frozen=True)
class RecordField:
    """A heading and its value; `wide`: it takes a line of its own, because much is written there."""

    label: str
    value: str = ""
    wide: bool = False


@dataclass(frozen=True)
class RecordSection:
    """A part of the form (基本, 服役 …); the photo stands beside the beginning of the first one."""

    title: str
    fields: tuple[RecordField, ...] = ()


@dataclass(frozen=True)
class RecordMember:
    """One member of the family."""

    name: str
    relation: str = ""
    birth: str = ""
    identity: str = ""
    work: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordForm(FormData):
    """All values are text ready to be printed, numbers whole; an empty one is a blank to write on.

    `needs` is 诉求与困难 in the person's words. `collector` and `collected_on` stand where the form is signed.
    """

    sections: tuple[RecordSection, ...] = ()
    members: tuple[RecordMember, ...] = ()
    needs: str = ""
    collector: str = ""
    collected_on: str = ""


_LABEL = Style("sans-bold", 10, 13.5)
_VALUE = Style("serif", 10.5, 14.2)
_LEAST, _PAD = 8.4, 1.3
_NAME = 20.0
# Of a line: three fields, beside the photo two.
_PARTS, _PARTS_BESIDE = 3, 2
_PHOTO_LINES = 5
_VALUE_INSET = 3.2
_MEMBERS = (20.0, 15.0, 24.0, 38.0, 39.0, 28.0)
_MEMBER_NAMES = ("name", "relation", "birth", "identity", "work", "phone")
_MEMBER_VALUE = Style("serif", 9.5, 13)
_LEAST_MEMBERS = 4
_NEEDS_LEAST = 30.0
_SIGN_HEIGHT = 12.0


def sample() -> RecordForm:
    """A form of nobody, to look at the wording."""
    return RecordForm(
        station_name="某某街道退役军人服务站",
        number="某退办〔2026〕1号",
        sections=(
            RecordSection("基本", (RecordField("姓名", "张三"), RecordField("性别", "男"), RecordField("民族"))),
            RecordSection("服役", (RecordField("入伍时间", "1990年12月"), RecordField("部队代号", "", wide=True))),
        ),
        members=(RecordMember("李四", "配偶"),),
        collector="某某",
        collected_on="2026年1月1日",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: RecordForm, words: Wording) -> bytes:
    """The form as PDF, as many pages as it needs."""
    head = Head(words["title"], words.say("number", number=data.number))
    blocks: list[Block] = [Table(tuple(_groups(data, words)))]
    return render_form(data, words, head, blocks, notes=(words["whole_note"],))


def _groups(data: RecordForm, words: Wording) -> Iterator[Row]:
    for place, section in enumerate(data.sections):
        rows = _with_photo(section.fields, words) if place == 0 else _lines(section.fields, ROOM, _PARTS)
        # A section of which nothing is known is a heading with a blank beside it.
        yield grouped(section.title, rows or _lines((RecordField(""),), ROOM, _PARTS), _LABEL)
    yield grouped(words["group_members"], _members(data, words), _LABEL)
    left, width = within(0)
    needs = [paragraph(left, width, data.needs, _VALUE)]
    yield grouped(words["group_needs"], (stacked(0, "", needs, least=_NEEDS_LEAST, pad=_PAD),), _LABEL)
    yield grouped(words["group_signing"], (_signing(data, words),), _LABEL)


# ----------------------------------------------------------------------------------------------------------- fields


def _with_photo(named: Sequence[RecordField], words: Wording) -> list[Row]:
    """The first lines leave room for the photo at their right."""
    beside = _packed(named, ROOM - PHOTO, _PARTS_BESIDE)[:_PHOTO_LINES]
    count = sum(len(line) for line in beside)
    photo = beside_photo(words["photo"], _rows(beside, ROOM - PHOTO, _PARTS_BESIDE), _VALUE) if beside else None
    return [*([photo] if photo else []), *_lines(named[count:], ROOM, _PARTS)]


def _lines(named: Sequence[RecordField], room: float, parts: int) -> list[Row]:
    return _rows(_packed(named, room, parts), room, parts)


def _packed(named: Sequence[RecordField], room: float, parts: int) -> list[list[tuple[RecordField, int]]]:
    """The fields in their order on lines of so many parts, each with the number of parts that its value needs.

    What is left of a line goes to its last field, so that the columns of all lines stay under one another.
    """
    lines: list[list[tuple[RecordField, int]]] = []
    free = 0
    for field in named:
        need = _parts(field, room, parts)
        if need > free:
            lines.append([])
            free = parts
        lines[-1].append((field, need))
        free -= need
    for line in lines:
        field, need = line[-1]
        line[-1] = (field, need + parts - sum(one for _, one in line))
    return lines


def _parts(field: RecordField, room: float, parts: int) -> int:
    if field.wide:
        return parts
    wide = text_width(field.value.replace("\n", " "), _VALUE) + _VALUE_INSET + _NAME
    return next((count for count in range(1, parts) if wide <= room / parts * count), parts)


def _rows(lines: Sequence[Sequence[tuple[RecordField, int]]], room: float, parts: int) -> list[Row]:
    part = room / parts
    return [
        facts(
            [width for _, need in line for width in (_NAME, part * need - _NAME)],
            *((field.label, field.value) for field, _ in line),
            label=_LABEL,
            value=_VALUE,
            least=_LEAST,
            pad=_PAD,
        )
        for line in lines
    ]


# ------------------------------------------------------------------------------------------------- members, signing


def _members(data: RecordForm, words: Wording) -> list[Row]:
    """The members, and blank lines where there are few."""
    blank = max(_LEAST_MEMBERS - len(data.members), 1)
    lines = [[str(getattr(member, name)) for name in _MEMBER_NAMES] for member in data.members]
    lines += [[""] * len(_MEMBER_NAMES)] * blank
    heading = _cells([words[f"member_{name}"] for name in _MEMBER_NAMES], _LABEL)
    return [heading, *(_cells(line, _MEMBER_VALUE) for line in lines)]


def _cells(texts: Sequence[str], style: Style) -> Row:
    cells, left = [], LEFT
    for width, text in zip(_MEMBERS, texts, strict=True):
        cells.append(cell(left, width, text, style, align="center" if style is _LABEL else "left", inset=1.2))
        left += width
    return Row(tuple(cells), _LEAST, _PAD)


def _signing(data: RecordForm, words: Wording) -> Row:
    left, width = within(0)
    collected = words.say("collected", collector=data.collector, collected_on=data.collected_on)
    date = (words["sign_date"], False)
    blocks: list[Block] = [
        paragraph(left, width, words["statement"], _VALUE),
        Blanks(left, width, ((words["person_sign"], True), date), _VALUE, _SIGN_HEIGHT),
        Blanks(left, width, ((words["collector_sign"], True), (collected, False)), _VALUE, _SIGN_HEIGHT),
    ]
    return stacked(0, "", blocks, pad=_PAD)
