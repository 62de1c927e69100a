"""Opening and moving service cases in tests, through the real services. All people are invented."""

from collections.abc import Mapping
from uuid import uuid4

from domain.catalogue import CatalogueEntry, shipped_catalogue
from domain.field_specs import FieldKind
from domain.people_rules import PersonForm
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome
from services import Services
from services.service_cases import CaseQuery, CaseView

_SOMETHING = {
    FieldKind.DATE: "2026-11-01",
    FieldKind.NUMBER: "1",
    FieldKind.YES_NO: "否",
    FieldKind.PHONE: "13800000413",
}
ENTRIES: Mapping[str, CatalogueEntry] = {entry.code: entry for entry in shipped_catalogue()}


def matter(code: str, *, complete: bool = True, fields: Mapping[str, str] | None = None) -> MatterForm:
    """A service matter; `complete` hands in every required paper."""
    entry = ENTRIES[code]
    given = tuple(MaterialForm(name=one.name) for one in entry.materials if one.required) if complete else ()
    return MatterForm(
        kind=MatterKind.SERVICE,
        category=entry.category,
        narrative=f"办理{entry.label}",
        outcome=Outcome.SERVICE_OPENED,
        catalogue=code,
        materials=given,
        fields=tuple((fields if fields is not None else filled(entry)).items()),
    )


def filled(entry: CatalogueEntry) -> dict[str, str]:
    """Something in each required field."""
    values: dict[str, str] = {}
    for spec in entry.fields:
        if spec.required and not spec.when:
            values[spec.code] = spec.choices[0] if spec.choices else _SOMETHING.get(spec.kind, "1982-11")
    return values


def open_case(services: Services, form: MatterForm, name: str = "胡望城") -> int:
    """Save a visit with this one matter; returns the id of its case."""
    person = PersonForm(name=name, phone="13800000412")
    saved = services.visits.save(VisitForm(uuid=str(uuid4()), new_person=person, matters=(form,)))
    (row,) = services.service_cases.page(CaseQuery(text=saved.case_numbers[0], tab="all")).rows
    return row.id


def view(services: Services, case_id: int) -> CaseView:
    """The case as its page shows it."""
    return services.service_cases.detail(case_id)


def free(services: Services, case_id: int) -> tuple[str, ...]:
    """The actions that may be done now."""
    return tuple(one.action for one in view(services, case_id).actions if not one.why_not)
