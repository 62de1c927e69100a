"""Forms that a matter has of its own (entry.papers): the application for the card, and the record of a person.

Both go up, or into the file, as a source; so everything on them is whole, and what isn't known is a blank for the pen.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from domain.dates import PartialDate, date_words
from domain.labels import field_label, person_category_label, sex_label
from services._base import Change
from services._case_facts import CaseFacts, CaseFiller, frame
from services._hand_off_lines import person_value
from services._people_rows import FIELDS

if TYPE_CHECKING:
    from printing.forms.record_form import RecordField

CARD, RECORD = "card_application", "record_form"
_NOBODY = "这一件没有登记是谁的，填不了表。请先在来访里补上服务对象。"
_VETERAN_CARD = "退役军人优待证"
_DISCHARGE_PAPER = "退出现役证件"
# Categories of people that are a status on the card; the others stand in words.
_FAMILIES = ("martyr_family", "duty_death_family", "illness_death_family")
# Parts of the record: "file:<field>" is on file, "case:<code>" what the case says, or else the file; what is neither
# is a heading with a blank beside it.
_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "基本": (
        "file:name", "file:former_names", "file:sex", "民族", "file:birth", "file:identity",
        "case:political", "case:education", "case:marriage", "case:health", "file:phone",
        "file:household_address", "case:address", "case:emergency",
    ),
    "服役": (
        "case:categories", "case:service_from", "case:service_to", "case:branch", "部队代号", "case:rank",
        "case:placement_way", "case:discharged_on", "case:honours",
    ),
    "优抚": ("残疾性质、等级、证号", "享受待遇", "file:card_number"),
    "就业": ("case:work", "case:employer"),
}  # fmt: skip
_DATES = frozenset({"birth", "service_from", "service_to", "discharged_on"})
_WIDE = frozenset({"file:household_address", "case:address", "case:honours", "case:emergency"})
# Fields of the matter that the record always has, though not every matter asks for them.
_LABELS: Mapping[str, str] = {
    "political": "政治面貌",
    "education": "文化程度",
    "marriage": "婚姻状况",
    "health": "健康状况",
    "emergency": "紧急联系人",
    "address": "现住址",
    "branch": "军种",
    "rank": "军衔或职级",
    "placement_way": "安置方式",
    "discharged_on": "退役日期",
    "honours": "立功受奖",
    "work": "就业状态",
    "employer": "工作单位",
}


def _why_not(facts: CaseFacts) -> str:
    return "" if facts.party is not None else _NOBODY


def _card(change: Change, facts: CaseFacts) -> object:
    from printing.forms.card_application import CardApplication

    party, said = facts.party, _said(facts)
    assert party is not None  # as `_why_not` says
    kind, request = said("card_kind"), said("card_request")
    return CardApplication(
        **frame(change, facts),
        name=facts.name,
        veteran_card=kind == _VETERAN_CARD,
        family_card=bool(kind) and kind != _VETERAN_CARD,
        sex=sex_label(party.sex),
        birth=_partial(party.birth),
        phone=party.phone,
        identity=party.identity,
        household_address=party.household_address,
        residence_address=said("address"),
        bank=said("bank"),
        veteran=kind == _VETERAN_CARD,
        martyr_family="martyr_family" in party.categories,
        duty_death_family="duty_death_family" in party.categories,
        illness_death_family="illness_death_family" in party.categories,
        other_status=_other_status(facts),
        service_from=_partial(said("service_from")),
        service_to=_partial(said("service_to")),
        proof=_DISCHARGE_PAPER if said("discharge_number") else "",
        proof_number=said("discharge_number"),
        fallen_name=said("martyr_name"),
        fallen_relation=said("martyr_relation"),
        fallen_certificate=said("certificate_number"),
        first=request == "首次申领",
        exchange=request == "换领",
        replacement=request == "补领",
        reason=said("card_request_reason"),
        agent_name=said("agent_name"),
        agent_relation=said("agent_relation"),
        applied_on=date_words(facts.case.opened_at.date()),
    )


def _other_status(facts: CaseFacts) -> str:
    """What the case says of her statuses; else what is on file beside those that have a box."""
    assert facts.party is not None
    written = str(facts.case.facts.get("categories", ""))
    others = (code for code in facts.party.categories if code not in _FAMILIES)
    return written or "、".join(map(person_category_label, others))


def _record(change: Change, facts: CaseFacts) -> object:
    from printing.forms.record_form import RecordForm, RecordSection

    return RecordForm(
        **frame(change, facts),
        sections=tuple(RecordSection(title, tuple(_fields(facts, names))) for title, names in _SECTIONS.items()),
        needs=str(facts.case.facts.get("needs", "")),
        collector=facts.handler.name,
        collected_on=date_words(change.now.date()),
    )


def _fields(facts: CaseFacts, names: tuple[str, ...]) -> Iterator["RecordField"]:
    from printing.forms.record_form import RecordField

    said = _said(facts)
    for name in names:
        source, _, field = name.partition(":")
        if not field:
            yield RecordField(name)
            continue
        value = _on_file(facts, field) if source == "file" else said(field)
        yield RecordField(_label(source, field), _partial(value) if field in _DATES else value, wide=name in _WIDE)


def _label(source: str, field: str) -> str:
    return field_label(field) if source == "file" or field not in _LABELS else _LABELS[field]


def _said(facts: CaseFacts) -> Callable[[str], str]:
    """What the case says, else what is on file for the person, by the field's code."""

    def said(field: str) -> str:
        return str(facts.case.facts.get(field, "")) or _on_file(facts, field)

    return said


def _on_file(facts: CaseFacts, field: str) -> str:
    assert facts.party is not None
    return person_value(facts.party, field) if field in FIELDS else ""


def _partial(text: str) -> str:
    """A date in words as on paper; anything else as it is."""
    try:
        return PartialDate.parse(text).words
    except ValueError:
        return text


CARD_FILLER = CaseFiller(CARD, _why_not, _card)
RECORD_FILLER = CaseFiller(RECORD, _why_not, _record)
