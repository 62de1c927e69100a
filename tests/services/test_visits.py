"""Registering a visit: whole or not at all, once or not at all, numbered without a hole, and the receipt with it."""

import datetime as dt
import logging
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from domain.call_back_rules import CallBackForm
from domain.people_rules import PersonForm
from domain.signed_code import read_signed
from domain.visit_rules import MaterialForm, MatterForm
from domain.vocabulary import MatterKind, Outcome
from models.case import CaseFile
from models.document import Document
from models.station import Counter
from models.visit import Matter, Visit
from printing import readback
from services import Services
from services.documents import SheetState
from system.clock import FixedClock
from system.errors import Conflict, Denied, Invalid, NotFound, Trouble
from tests import factories
from tests.services.conftest import LogIn
from tests.services.insight import audit_of
from tests.services.visiting import ANSWERED, PERSON, PETITION, form


def count(services: Services, entity: type) -> int:
    """Rows of a table."""
    with services._context.database.read() as session:
        return session.scalar(select(func.count()).select_from(entity)) or 0


def test_a_saved_visit_has_its_person_matters_number_and_receipt(clerk: Services) -> None:
    saved = clerk.visits.save(
        form(
            replace(
                ANSWERED,
                materials=(MaterialForm(name="伤残证复印件", copies=2), MaterialForm(name="存折", original=True)),
            )
        )
    )
    assert saved.number == "LF20261124-001"
    detail = clerk.visits.detail(saved.id)
    assert detail.row.person == "李龚"
    assert detail.row.outcomes == ("当场答复",)
    assert [matter.narrative for matter in detail.matters] == ["伤残抚恤金调整政策咨询"]
    assert detail.receipt == saved.document
    text = readback.words(clerk.documents.pdf(saved.document.id)).replace("\r\n", "\n")
    assert "LF20261124-001" in text
    assert "李*" in text
    assert "3份（原件1份）" in text
    assert saved.document.human_code in text
    for secret in ("李龚", "430103196811021238", "13873105267"):
        assert secret not in text


def test_saving_the_same_form_again_finds_the_first_visit(clerk: Services) -> None:
    visit = form(PETITION)
    first = clerk.visits.save(visit)
    again = clerk.visits.save(visit)
    assert (again.id, again.number, again.document, again.case_numbers) == (
        first.id,
        first.number,
        first.document,
        first.case_numbers,
    )
    assert count(clerk, Visit) == count(clerk, Document) == count(clerk, CaseFile) == 1


def test_each_outcome_that_opens_a_case_takes_a_number_of_its_own_series(clerk: Services) -> None:
    service = replace(PETITION, kind=MatterKind.SERVICE, outcome=Outcome.SERVICE_OPENED)
    assistance = replace(PETITION, kind=MatterKind.ASSISTANCE, outcome=Outcome.ASSISTANCE_OPENED)
    saved = clerk.visits.save(form(PETITION, service, assistance, ANSWERED))
    assert saved.case_numbers == ("坡退信〔2026〕1号", "坡退办〔2026〕1号", "坡退帮〔2026〕1号")
    # Only the service case has a limit, so it stands first; the others by their age.
    petition, service_case, other = saved.case_numbers
    assert [case.number for case in clerk.visits.open_cases()] == [service_case, petition, other]
    assert clerk.visits.figures().open_cases == {"petition": 1, "service": 1, "assistance": 1}
    assert "15日内书面告知" in readback.words(clerk.documents.pdf(saved.document.id)).replace("\r\n", "")


def test_a_matter_joins_an_open_case_of_the_same_person_only(clerk: Services) -> None:
    clerk.visits.save(form(PETITION))
    case = clerk.visits.open_cases()[0]
    assert case.person_id is not None
    joined = replace(PETITION, outcome=Outcome.JOINED, join_case_id=case.id)
    saved = clerk.visits.save(form(joined, new_person=None, person_id=case.person_id, address="碧湘街"))
    assert saved.case_numbers == (case.number,)
    assert len(clerk.visits.open_cases()) == 1
    stranger = replace(PERSON, name="刘勇", identity="", phone="")
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(joined, new_person=stranger, address="文庙坪"))
    assert "matters.0.join_case_id" in refused.value.fields
    assert count(clerk, Visit) == 2


def test_numbers_are_daily_and_go_on_after_a_clock_set_back(
    clerk: Services, clock: FixedClock, expected_logs: list[logging.LogRecord]
) -> None:
    assert clerk.visits.save(form()).number == "LF20261124-001"
    clock.advance(dt.timedelta(days=1))
    later = clerk.visits.save(form())
    assert (later.number, later.notice) == ("LF20261125-001", "")
    clock.advance(dt.timedelta(days=-1))
    back = clerk.visits.save(form())
    assert back.number == "LF20261124-002"
    assert "早了 1 天" in back.notice
    assert "2026-11-25" in back.notice
    assert [record.getMessage() for record in expected_logs] == ["the clock is 1 days before the last visit"]
    # The warning isn't repeated for ever: the next one is measured by this visit.
    assert clerk.visits.save(form()).notice == ""


def test_a_refused_form_changes_nothing_and_names_its_fields(clerk: Services) -> None:
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(MatterForm(), new_person=replace(PERSON, name="")))
    assert {"new_person.name", "matters.0.category", "matters.0.narrative", "matters.0.outcome"} <= set(
        refused.value.fields
    )
    assert count(clerk, Visit) == 0
    assert clerk.visits.save(form()).number == "LF20261124-001"


@pytest.mark.parametrize("step", ["services._visit_papers.receipt_data", "services._visit_papers.issue"])
def test_a_failure_half_way_leaves_no_visit_no_case_and_no_hole(
    clerk: Services, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Trouble("磁盘已满。")

    with monkeypatch.context() as patched:
        patched.setattr(step, fail)
        with pytest.raises(Trouble):
            clerk.visits.save(form(PETITION))
    assert count(clerk, Visit) == count(clerk, Matter) == count(clerk, CaseFile) == count(clerk, Counter) == 0
    assert clerk.visits.save(form(PETITION)).number == "LF20261124-001"


def test_saving_removes_the_draft_it_came_from(clerk: Services) -> None:
    visit = form()
    clerk.drafts.save(visit.uuid, kind="visit", title="李龚", payload={"narrative": "伤残"})
    clerk.visits.save(visit)
    assert clerk.drafts.mine() == ()


@pytest.mark.parametrize(
    "text",
    [
        "<b>&amp;</b> 😀",
        "𬭎𫖮𠅤𣲘𡐓䶮㛃",
        "长" * 10_000,
        "一行\n两行\n\n四行",
    ],
    ids=["markup", "rare", "long", "lines"],
)
def test_every_text_comes_back_word_for_word_and_prints(clerk: Services, text: str) -> None:
    saved = clerk.visits.save(form(replace(ANSWERED, narrative=text, reply=text)))
    matter = clerk.visits.detail(saved.id).matters[0]
    assert (matter.narrative, matter.reply) == (text, text)
    assert clerk.documents.pdf(saved.document.id).startswith(b"%PDF")


def test_rare_names_are_masked_on_the_receipt_and_whole_in_the_record(clerk: Services) -> None:
    saved = clerk.visits.save(form(new_person=replace(PERSON, name="古丽·阿不都热依木•䶮", identity="")))
    assert clerk.visits.detail(saved.id).row.person == "古丽·阿不都热依木·䶮"
    assert "阿不都热依木" not in readback.words(clerk.documents.pdf(saved.document.id))


def test_an_anonymous_visit_is_recorded_as_such(clerk: Services) -> None:
    saved = clerk.visits.save(form(new_person=None, anonymous=True))
    assert clerk.visits.detail(saved.id).row.person_id is None
    assert "未留姓名" in readback.words(clerk.documents.pdf(saved.document.id))


def test_a_person_who_is_gone_is_said_and_nothing_is_saved(clerk: Services) -> None:
    with pytest.raises(NotFound):
        clerk.visits.save(form(new_person=None, person_id=99))
    assert count(clerk, Visit) == 0


def test_a_disabled_handler_is_refused(station: Services, clerk: Services) -> None:
    clerk_uuid = clerk.actor.uuid
    station.accounts.disable(clerk_uuid)
    with pytest.raises(Invalid) as refused:
        station.visits.save(form(replace(ANSWERED, handler=clerk_uuid)))
    assert "matters.0.handler" in refused.value.fields
    promise = CallBackForm(why="告知进度", due=dt.date(2026, 11, 30), handler=clerk_uuid)
    with pytest.raises(Invalid) as refused:
        station.visits.save(form(call_back=promise))
    assert set(refused.value.fields) == {"call_back.handler"}
    assert count(station, Visit) == 0


def test_a_promise_to_ring_is_saved_with_the_visit(clerk: Services) -> None:
    saved = clerk.visits.save(form(call_back=CallBackForm(why="告知进度", due=dt.date(2026, 11, 30))))
    assert "call_back" in saved.changes.subjects
    (call,) = clerk.call_backs.of_visit(saved.id)
    assert (call.why, call.due, call.party_id) == (
        "告知进度",
        dt.date(2026, 11, 30),
        clerk.visits.detail(saved.id).row.person_id,
    )
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(call_back=CallBackForm(why="告知进度", due=dt.date(2026, 11, 20))))
    assert set(refused.value.fields) == {"call_back.due"}


def test_a_petition_is_kept_in_its_parts(clerk: Services) -> None:
    saved = clerk.visits.save(form(replace(PETITION, earlier="去年到街道反映过")))
    (matter,) = clerk.visits.detail(saved.id).matters
    assert (matter.kind, matter.narrative, matter.facts, matter.reasons, matter.earlier, matter.read_back) == (
        MatterKind.PETITION,
        PETITION.narrative,
        PETITION.facts,
        PETITION.reasons,
        "去年到街道反映过",
        True,
    )
    with pytest.raises(Invalid) as refused:
        clerk.visits.save(form(replace(PETITION, facts="")))
    assert set(refused.value.fields) == {"matters.0.facts"}


@pytest.mark.parametrize("who", [factories.ADMINISTRATOR, factories.AUDITOR], ids=["administrator", "auditor"])
def test_who_may_not_register_is_refused_and_audited(as_operator: LogIn, station: Services, who: object) -> None:
    outsider = as_operator(who)  # type: ignore[arg-type]
    with pytest.raises(Denied):
        outsider.visits.save(form())
    assert count(outsider, Visit) == 0
    entries = station.audit.recent().rows
    refused = [entry for entry in entries if entry.action == "refused"]
    assert [(entry.operator, entry.subject_id, entry.success) for entry in refused] == [
        (outsider.actor.name, "visit.register", False)
    ]


@pytest.fixture
def saved_paper(clerk: Services) -> int:
    """The id of a fresh receipt."""
    return clerk.visits.save(form()).document.id


def test_a_sheet_is_rendered_again_to_the_same_bytes(clerk: Services, saved_paper: int) -> None:
    first = clerk.documents.pdf(saved_paper)
    clerk.documents._papers._kept.clear()
    assert clerk.documents.pdf(saved_paper) == first


def test_a_sheet_kept_elsewhere_is_audited(clerk: Services, saved_paper: int, as_operator: LogIn) -> None:
    assert clerk.documents.export(saved_paper) == clerk.documents.pdf(saved_paper)
    kept = audit_of(clerk, "document.exported")
    assert [entry.detail for entry in kept] == [{"kind": "visit_receipt", "number": "LF20261124-001", "reprint": 0}]
    auditor = as_operator(factories.AUDITOR)
    with pytest.raises(Denied):
        auditor.documents.export(saved_paper)
    assert len(audit_of(auditor, "document.exported")) == 1


def test_somebody_whose_name_is_unclear_is_not_nobody(clerk: Services) -> None:
    clerk.visits.save(form(PETITION, new_person=PersonForm(name_unclear=True), address="碧湘社区"))
    clerk.visits.save(form(new_person=None, anonymous=True))
    assert [row.person for row in clerk.visits.today()] == ["", "姓名不清"]
    assert [row.person for row in clerk.visits.open_cases()] == ["姓名不清"]
    assert clerk.visits.figures().open_cases == {"petition": 1}


def test_a_sheet_is_good_only_when_the_clerk_says_so(clerk: Services, saved_paper: int) -> None:
    clerk.documents.printed(saved_paper, "HP LaserJet M1005")
    assert clerk.documents.one(saved_paper).state is SheetState.PENDING
    clerk.documents.mark(saved_paper, SheetState.GOOD)
    assert clerk.documents.one(saved_paper).state is SheetState.GOOD


def test_a_reprint_needs_a_reason_counts_up_and_says_so_on_paper(clerk: Services, saved_paper: int) -> None:
    with pytest.raises(Invalid):
        clerk.documents.reprint(saved_paper, "  ")
    again = clerk.documents.reprint(saved_paper, "卡纸")
    assert (again.number, again.reprint) == ("LF20261124-001", 1)
    assert again.human_code != clerk.documents.one(saved_paper).human_code
    assert clerk.documents.one(saved_paper).state is SheetState.SPOILED
    assert "补印" in readback.words(clerk.documents.pdf(again.id))
    assert clerk.documents.reprint(again.id, "来访人遗失").reprint == 2


def test_a_sheet_that_never_came_out_is_printed_not_reprinted(clerk: Services, saved_paper: int) -> None:
    clerk.documents.mark(saved_paper, SheetState.FAILED, "打印机没有响应")
    with pytest.raises(Conflict):
        clerk.documents.reprint(saved_paper, "卡纸")


def test_the_qr_on_the_receipt_names_the_visit_and_nobody(clerk: Services, saved_paper: int) -> None:
    found = readback.codes(clerk.documents.pdf(saved_paper))
    paper = clerk.documents.one(saved_paper)
    (code,) = {read_signed(text) for text in found}
    assert code is not None
    assert (code.facts.region, code.facts.number, code.facts.copy) == ("430103", paper.number, 1)
    assert code.human_code == paper.human_code


def test_figures_count_people_not_visits(clerk: Services, clock: FixedClock) -> None:
    clerk.visits.save(form(headcount=7))
    clerk.visits.save(form(new_person=replace(PERSON, name="刘勇", identity="")))
    clock.advance(dt.timedelta(days=1))
    clerk.visits.save(form(new_person=replace(PERSON, name="罗银秀", identity="")))
    figures = clerk.visits.figures()
    assert (figures.visits_today, figures.visits_month) == (1, 9)
