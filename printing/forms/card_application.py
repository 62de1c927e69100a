"""优待证申请表: one page that the applicant signs, with boxes for the station and the three levels that examine it.

It goes up with the case, so everything on it is whole. What isn't known is an empty cell to fill in by hand. Fields:
《退役军人、其他优抚对象优待证管理办法（试行）》(2021): two kinds, one of which is chosen; all statuses; place of the
household or of residence; guardian; photo of one inch; examined by county, city, province. Layout our own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from printing.blocks import Row, tick_box
from printing.flow import Block, Drawing, Table, paragraph
from printing.form_sheet import FormData, Head, first_room, render_form
from printing.grouped_rows import LEFT, PHOTO, ROOM, beside_photo, facts, grouped, stacked, within
from printing.sheet import Sheet
from printing.text import Style, fit, text_width
from printing.wording import Wording
from printing.written_rows import Blanks, Choices

FORM = "card_application"


@dataclass(frozen=True, kw_only=True)
class CardApplication(FormData):
    """All values are text ready to be printed, numbers whole; an empty one is a blank to write on.

    Kinds of card: `veteran_card`, `family_card`. Statuses, several may hold: `veteran`, `martyr_family`,
    `duty_death_family`, `illness_death_family`; `other_status` in words. Why: `first`, `exchange`, `replacement`.
    """

    name: str = ""
    veteran_card: bool = False
    family_card: bool = False
    sex: str = ""
    nation: str = ""
    birth: str = ""
    phone: str = ""
    identity: str = ""
    household_address: str = ""
    residence_address: str = ""
    province: str = ""
    bank: str = ""
    veteran: bool = False
    martyr_family: bool = False
    duty_death_family: bool = False
    illness_death_family: bool = False
    other_status: str = ""
    service_from: str = ""
    service_to: str = ""
    proof: str = ""
    proof_number: str = ""
    fallen_name: str = ""
    fallen_relation: str = ""
    fallen_certificate: str = ""
    first: bool = False
    exchange: bool = False
    replacement: bool = False
    reason: str = ""
    agent_name: str = ""
    agent_relation: str = ""
    agent_identity: str = ""
    agent_phone: str = ""
    applied_on: str = ""


class _Density(NamedTuple):
    label: Style
    value: Style
    least: float
    pad: float
    sign: float
    boxes: float


_DENSITIES = (
    _Density(Style("sans-bold", 10, 14), Style("serif", 10.5, 14.6), 8.4, 1.3, 10.0, 36.0),
    _Density(Style("sans-bold", 9.5, 13), Style("serif", 10, 13.4), 7.2, 0.9, 9.4, 30.0),
)

_LABEL = 22.0
_BESIDE = ROOM - PHOTO
_PERSON = (22.0, 40.0, 14.0, 16.0, 14.0, 27.0)
_BIRTH = (22.0, 40.0, 22.0, 49.0)
_PAIR = (22.0, 60.0, 22.0, 60.0)
_FALLEN = (22.0, 34.0, 20.0, 26.0, 22.0, 40.0)
_AGENT = (22.0, 40.0, 18.0, 84.0)
_KINDS = ("veteran_card", "family_card")
_STATUSES = ("veteran", "martyr_family", "duty_death_family", "illness_death_family")
_WHYS = ("first", "exchange", "replacement")
_EXAMINERS = ("examine_station", "examine_county", "examine_city", "examine_province")
_HEADING = Style("sans-bold", 10)
_SMALL = Style("serif", 10)
_BOX = 3.4


def sample() -> CardApplication:
    """An application of nobody, to look at the wording."""
    return CardApplication(
        station_name="某某街道退役军人服务站",
        number="某退办〔2026〕1号",
        name="张三",
        veteran_card=True,
        sex="男",
        birth="1970年1月1日",
        phone="13800000000",
        household_address="某某路 1 号",
        residence_address="某某路 1 号",
        veteran=True,
        service_from="1990年12月",
        service_to="1993年12月",
        first=True,
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: CardApplication, words: Wording) -> bytes:
    """The application as PDF: set smaller where that keeps it on one page."""
    tables = [Table(tuple(_groups(data, words, density))) for density in _DENSITIES]
    fitting = [table for table in tables if table.height <= first_room(data)]
    head = Head(words["title"], words.say("number", number=data.number), right=words["applied_on"] + data.applied_on)
    return render_form(data, words, head, [(fitting or tables)[0]], notes=(words["whole_note"],))


class _Rows:
    """The rows of one application in one setting."""

    def __init__(self, data: CardApplication, words: Wording, density: _Density) -> None:
        self._data, self._words, self._density = data, words, density

    def facts(self, widths: Sequence[float], *names: str) -> Row:
        """Headings and values of the fields with these names."""
        named = [(self._words[name], str(getattr(self._data, name))) for name in names]
        density = self._density
        return facts(widths, *named, label=density.label, value=density.value, least=density.least, pad=density.pad)

    def boxes(self, name: str, ticked: Sequence[str], room: float = ROOM) -> Row:
        """A heading and boxes to tick."""
        left, width = within(_LABEL, room)
        options = tuple((self._words[one], bool(getattr(self._data, one))) for one in ticked)
        choices = Choices(left, width, options, self._density.value)
        density = self._density
        return stacked(
            _LABEL,
            self._words[name],
            [choices],
            room=room,
            label=density.label,
            least=density.least,
            pad=density.pad,
        )


def _groups(data: CardApplication, words: Wording, density: _Density) -> Iterator[Row]:
    rows = _Rows(data, words, density)
    person = (
        rows.boxes("kind", _KINDS, room=_BESIDE),
        rows.facts(_PERSON, "name", "sex", "nation"),
        rows.facts(_BIRTH, "birth", "phone"),
        rows.facts((_LABEL, _BESIDE - _LABEL), "identity"),
    )
    line = (_LABEL, ROOM - _LABEL)
    groups = (
        (
            "applicant",
            (
                beside_photo(words["photo"], person, density.value),
                rows.facts(line, "household_address"),
                rows.facts(line, "residence_address"),
                rows.facts(_PAIR, "province", "bank"),
                rows.boxes("status", _STATUSES),
                rows.facts(line, "other_status"),
            ),
        ),
        (
            "service",
            (rows.facts(_PAIR, "service_from", "service_to"), rows.facts(_PAIR, "proof", "proof_number")),
        ),
        ("family", (rows.facts(_FALLEN, "fallen_name", "fallen_relation", "fallen_certificate"),)),
        ("why", (rows.boxes("why_kind", _WHYS), rows.facts(line, "reason"))),
        (
            "agent",
            (
                rows.facts(_AGENT, "agent_name", "agent_identity"),
                rows.facts(_AGENT, "agent_relation", "agent_phone"),
            ),
        ),
        ("oath", (_oath(words, density),)),
        ("examination", (_examination(words, density),)),
        ("collection", (_signing(words, density, "collector_sign"),)),
    )
    for name, group in groups:
        yield grouped(words[f"group_{name}"], group, density.label)


def _oath(words: Wording, density: _Density) -> Row:
    left, width = within(0)
    date = (words["sign_date"], False)
    blocks: list[Block] = [
        paragraph(left, width, words["oath"], density.value),
        Blanks(left, width, ((words["applicant_sign"], True), date), density.value, density.sign),
    ]
    return stacked(0, "", blocks, pad=density.pad)


def _signing(words: Wording, density: _Density, name: str) -> Row:
    left, width = within(0)
    blanks = Blanks(left, width, ((words[name], True), (words["sign_date"], False)), density.value, density.sign)
    return stacked(0, "", [blanks], least=density.least, pad=density.pad)


def _examination(words: Wording, density: _Density) -> Row:
    """Four boxes side by side; nobody's verdict is printed, each level writes its own."""
    drawing = Drawing(density.boxes, lambda sheet, top: _draw_boxes(sheet, top, words, density.boxes))
    return stacked(0, "", [drawing], pad=0)


def _draw_boxes(sheet: Sheet, top: float, words: Wording, height: float) -> None:
    wide = ROOM / len(_EXAMINERS)
    for place, name in enumerate(_EXAMINERS):
        left = LEFT + place * wide
        inner = wide - 4
        if place:
            sheet.rule(left, top, left, top + height)
        sheet.text(left + wide / 2, top + 5.4, fit(words[name], inner, _HEADING), _HEADING, align="center")
        for at, verdict in enumerate(("passed", "failed")):
            x = left + 2 + at * inner / 2
            tick_box(sheet, x, top + 8.6, side=_BOX)
            sheet.text(x + _BOX + 1, top + 11.6, fit(words[verdict], inner / 2 - _BOX - 2, _SMALL), _SMALL)
        by = fit(words["examined_by"], inner - 12, _SMALL)
        sheet.text(left + 2, top + 18.6, by, _SMALL)
        sheet.rule(left + 2 + text_width(by, _SMALL) + 1, top + 19.6, left + wide - 2, top + 19.6)
        sheet.text(left + wide - 2, top + height - 7.6, fit(words["seal"], inner, _SMALL), _SMALL, align="right")
        date = fit(words["examined_on"], inner, _SMALL)
        sheet.text(left + wide - 2, top + height - 2.2, date, _SMALL, align="right")
