"""Cases of people with identity numbers on their way to the district and back, in tests. All people are invented."""

from collections.abc import Mapping
from uuid import uuid4

from domain.identity import check_character
from domain.people_rules import PersonForm
from domain.visit_rules import VisitForm
from services import Services
from services.service_cases import CaseQuery
from tests.services.case_life import matter

NAMES = ("胡望城", "李龚", "刘勇", "陈秀兰", "周国安")


def identity_of(place: int) -> str:
    """A number with a right check character; each place has its own last four."""
    first17 = f"43010419550315{100 + place:03d}"
    return first17 + check_character(first17)


def open_for(
    services: Services,
    code: str = "card_first",
    place: int = 0,
    *,
    complete: bool = True,
    fields: Mapping[str, str] | None = None,
) -> int:
    """A visit of the person at this place with one matter; returns the id of its case."""
    person = PersonForm(
        name=NAMES[place],
        identity=identity_of(place),
        phone=f"1380000{1000 + place}",
        address="文庙坪社区 3 号",
        household_address="长沙市岳麓区",
    )
    form = matter(code, complete=complete, fields=fields)
    saved = services.visits.save(VisitForm(uuid=str(uuid4()), new_person=person, matters=(form,)))
    (row,) = services.service_cases.page(CaseQuery(text=saved.case_numbers[0], tab="all")).rows
    return row.id


def number_of(services: Services, case_id: int) -> str:
    """The case's number."""
    return services.service_cases.detail(case_id).number


def state_of(services: Services, case_id: int) -> str:
    """The code of the case's state."""
    return services.service_cases.detail(case_id).state


def sent_batch(services: Services, *case_ids: int, day: str = "=") -> int:
    """These cases in one bundle that has been sent; returns its id."""
    put = services.batches.put_in(case_ids)
    assert put.batch_id is not None
    assert put.refused == ()
    version = services.batches.detail(put.batch_id).version
    services.batches.send(put.batch_id, day, version=version)
    return put.batch_id
