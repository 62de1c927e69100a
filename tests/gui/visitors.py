"""Invented visitors and their visits, saved through the real services."""

from uuid import uuid4

from domain.people_rules import PersonForm
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome, matter_categories
from services import Services
from services.visits import SavedVisit

CATEGORY = matter_categories()[0].code
PERSON = PersonForm(
    name="李龑",
    identity="430103196811021238",
    phone="13873105267",
    address="碧湘社区晏家塘 12 号",
    community="碧湘社区",
    card_number="430100000871",
    honours="三等功 1989、光荣牌",
    service_from="1987-10",
    service_to="1991-12",
    reception_note="左耳听力差，请靠近慢说",
)
ANSWERED = MatterForm(category=CATEGORY, narrative="伤残抚恤金调整政策咨询", outcome=Outcome.ANSWERED, reply="已说明")
PETITION = MatterForm(
    kind=MatterKind.PETITION,
    category=CATEGORY,
    narrative="请求补发抚恤金差额",
    facts="2024 年 10 月起调整抚恤金，本人仍按旧标准发放",
    reasons="评残等级没有变，应当按新标准发放",
    read_back=True,
    outcome=Outcome.PETITION_OPENED,
)


def visit(services: Services, *matters: MatterForm, **values: object) -> SavedVisit:
    """Save a visit of a new person with these matters (one answered question, if none are given)."""
    given = {"uuid": str(uuid4()), "new_person": PERSON, "matters": matters or (ANSWERED,)} | values
    return services.visits.save(VisitForm(**given))  # type: ignore[arg-type]  # a test's own choice of fields
