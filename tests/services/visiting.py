"""Visits for tests of the services: made-up forms, and a short way to save one."""

from dataclasses import replace
from uuid import uuid4

from domain.people_rules import PersonForm
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome, matter_categories

CATEGORY = matter_categories()[0].code
PERSON = PersonForm(name="李龚", identity="430103196811021238", phone="13873105267", address="碧湘社区晏家塘 12 号")
OTHER = replace(PERSON, name="刘勇", identity="", phone="13900001111", address="文庙坪社区 3 号")
ANSWERED = MatterForm(category=CATEGORY, narrative="伤残抚恤金调整政策咨询", outcome=Outcome.ANSWERED, reply="已说明")
PETITION = MatterForm(
    kind=MatterKind.PETITION,
    category=CATEGORY,
    narrative="请求补发差额",
    facts="2019年起少发伤残抚恤金",
    reasons="与评定等级的标准不符",
    read_back=True,
    outcome=Outcome.PETITION_OPENED,
)
SERVICE = MatterForm(kind=MatterKind.SERVICE, category="card", narrative="补办优待证", outcome=Outcome.SERVICE_OPENED)


def form(*matters: MatterForm, **values: object) -> VisitForm:
    """A visit of a new person with these matters (one answered question, if none are given)."""
    given = {"uuid": str(uuid4()), "new_person": PERSON, "matters": matters or (ANSWERED,)} | values
    return VisitForm(**given)  # type: ignore[arg-type]
