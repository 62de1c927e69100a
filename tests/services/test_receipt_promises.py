"""What the receipt says of a service case: the promised day once the papers are complete, else how many are owed."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest

from domain.people_rules import PersonForm
from domain.tables import table
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome
from models.document import Document
from models.visit import Visit
from services import Services
from services._receipt import Promise, promise_words
from services.visits import SavedVisit
from tests.services.case_life import ENTRIES, matter, view

PLAIN = str(table("promises")["service_opened"])
PERSON = PersonForm(name="胡望城", phone="13800000412")


def save(services: Services, *matters: MatterForm) -> SavedVisit:
    return services.visits.save(VisitForm(uuid=str(uuid4()), new_person=PERSON, matters=matters))


def promises(services: Services, saved: SavedVisit) -> list[str]:
    """The third column of the receipt, line by line."""
    with services._context.database.read() as session:
        data = session.get_one(Document, saved.document.id).data
    return [str(line["promise"]) for line in data["lines"]]


def test_a_complete_case_promises_the_raw_day_of_its_clock(clerk: Services) -> None:
    saved = save(clerk, matter("card_first"))
    (clock,) = [one for one in view(clerk, saved.case_ids[0]).clocks if one.rule.code == "promise"]
    assert promises(clerk, saved) == [f"承诺 20 个工作日内办结（{clock.deadline.raw:%m-%d} 前）"]


def test_a_short_case_promises_no_day(clerk: Services) -> None:
    saved = save(clerk, matter("card_first", complete=False))
    required = [one for one in ENTRIES["card_first"].materials if one.required and not one.when]
    assert promises(clerk, saved) == [f"还缺 {len(required)} 项，补齐后起算"]


def test_each_matter_of_a_visit_has_its_own_words(clerk: Services) -> None:
    answered = MatterForm(kind=MatterKind.CONSULTATION, category="card", narrative="问优待证", outcome=Outcome.ANSWERED)
    saved = save(clerk, matter("card_first", complete=False), answered, matter("card_first"))
    short, told, complete = promises(clerk, saved)
    assert short.startswith("还缺")
    assert told == "已当场答复"
    assert complete.startswith("承诺 20 个工作日")
    assert (len(saved.case_ids), len(saved.case_numbers)) == (2, 2)
    assert [clerk.service_cases.detail(one).number for one in saved.case_ids] == list(saved.case_numbers)


def test_a_correction_that_completes_the_papers_brings_the_day(clerk: Services) -> None:
    saved = save(clerk, matter("card_first", complete=False))
    form = clerk.visit_changes.form_of(saved.id)
    whole = replace(form.form, matters=(_complete(form.form.matters[0]),))
    again = clerk.visit_changes.correct(saved.id, whole, reason="材料已带来", corrections=form.corrections)
    assert promises(clerk, again)[0].startswith("承诺 20 个工作日内办结")
    assert promises(clerk, saved)[0].startswith("还缺"), "the old sheet keeps what it said"


def _complete(was: MatterForm) -> MatterForm:
    return replace(was, materials=matter("card_first").materials, missing=())


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        (None, PLAIN),
        (Promise(owed=3), "还缺 3 项，补齐后起算"),
        (Promise(number=20, unit="workday", until=dt.date(2026, 12, 22)), "承诺 20 个工作日内办结（12-22 前）"),
        (Promise(number=5, unit="day", until=dt.date(2026, 11, 29)), "承诺 5 天内办结（11-29 前）"),
    ],
)
def test_the_words(promise: Promise | None, words: str) -> None:
    service = MatterForm(kind=MatterKind.SERVICE, outcome=Outcome.SERVICE_OPENED)
    assert promise_words(service, "优抚办〔2026〕1号", Visit(), promise) == words


def test_the_notice_of_a_visit_starts_with_what_the_checklist_lacks(clerk: Services) -> None:
    saved = save(clerk, matter("card_first", complete=False))
    entry = ENTRIES["card_first"]
    form = clerk.visit_papers.last_notice(saved.id)
    assert form is not None
    required = [one for one in entry.materials if one.required and not one.when]
    assert [row.name for row in form.owed] == [one.name for one in required]
    assert [(row.requirement, row.issuer, row.how) for row in form.owed] == [
        (one.requirement, one.issuer, one.how) for one in required
    ]
    assert (form.basis, form.process) == (entry.basis, entry.process)
    (clock,) = [one for one in view(clerk, saved.case_ids[0]).clocks if one.rule.code == "supplement"]
    assert form.until == clock.deadline.raw.isoformat()


def test_a_visit_that_lacks_nothing_starts_with_no_notice(clerk: Services) -> None:
    saved = save(clerk, matter("card_first"))
    assert clerk.visit_papers.last_notice(saved.id) is None
