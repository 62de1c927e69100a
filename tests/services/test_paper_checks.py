"""What a paper in hand is worth: good, reprinted, no longer good, forged in a thousand ways, of another station."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from domain.paper_code import qr_text
from domain.people_rules import PersonForm
from domain.permissions import Role
from domain.signed_code import read_signed, signed_text
from domain.vocabulary import Outcome
from models.audit import AuditEntry
from models.document import Document, PaperCheck
from services import Changes, Services
from services.documents import SheetState
from services.paper_checks import CheckRow, Finding, Verdict
from services.visits import SavedVisit
from system.clock import FixedClock
from system.errors import Denied, Invalid, NotFound
from tests import factories
from tests.services import codes
from tests.services.codes import FOREIGN, code_on, foreign_code, foreign_key, forged, own_key
from tests.services.insight import all_audited_words, audit_of, looking, seen_by
from tests.services.test_scans import save
from tests.services.visiting import ANSWERED, form

GENUINE = {Finding.GENUINE, Finding.REPRINT, Finding.OLDER}
NAME, IDENTITY, PHONE = "欧阳𬭎", "430103196811021238", "12100005267"


@pytest.fixture
def person(station: Services) -> int:
    return station.people.create(PersonForm(name=NAME, identity=IDENTITY, phone=PHONE, community="碧湘社区")).id


@pytest.fixture
def saved(station: Services, person: int) -> SavedVisit:
    return save(station, person, 1)


@pytest.fixture
def code(station: Services, saved: SavedVisit) -> str:
    """What stands on the receipt."""
    return code_on(station, saved.document.id)


# ------------------------------------------------------------------------------------------------- papers that are good


def test_a_good_paper_is_genuine_and_its_page_lies_beside_it(station: Services, saved: SavedVisit, code: str) -> None:
    found = station.paper_checks.check(code)
    assert (found.finding, found.title) == (Finding.GENUINE, "真・原件")
    assert (found.signature, found.content) == (True, True)
    assert found.document_id == saved.document.id
    assert found.hit is not None
    assert (found.hit.kind, found.hit.id) == ("visit", saved.id)
    assert "逐字对照" in found.words
    facts = dict(found.facts)
    assert (facts["文书"], facts["编号"], facts["份次"]) == ("来访登记回执", saved.number, "原件，之后没有补印")
    assert found.compare[:3] == ("姓名 欧阳*", f"编号 {saved.number}", "日期 2026年11月24日")
    assert "承诺期限" in found.compare


def test_eight_typed_letters_find_the_paper_but_show_no_signature(station: Services, saved: SavedVisit) -> None:
    typed = saved.document.human_code.lower().replace("-", " ")
    found = station.paper_checks.check(typed)
    assert (found.finding, found.signature, found.content) == (Finding.GENUINE, None, True)
    assert station.paper_checks.check("ZZZZ-ZZZZ").finding is Finding.UNKNOWN


def test_a_reprint_is_called_one_and_the_older_copy_is_told(station: Services, saved: SavedVisit, code: str) -> None:
    station.documents.mark(saved.document.id, SheetState.GOOD)
    first = station.documents.reprint(saved.document.id, "来访人遗失")
    again = code_on(station, first.id)
    assert station.paper_checks.check(again).title == "真・补印 1"
    older = station.paper_checks.check(code)
    assert (older.finding, older.title) == (Finding.OLDER, "真・原件，较早的一份")
    assert "补印过 1 次" in older.words
    station.documents.mark(first.id, SheetState.GOOD)
    station.documents.reprint(first.id, "又遗失")
    assert station.paper_checks.check(again).title == "真・补印 1，较早的一份"
    assert "补印过 2 次" in station.paper_checks.check(code).words


@pytest.mark.parametrize(
    ("state", "finding"),
    [
        (SheetState.PENDING, Finding.GENUINE),
        (SheetState.GOOD, Finding.GENUINE),
        (SheetState.SPOILED, Finding.SPOILED),
        (SheetState.FAILED, Finding.UNPRINTED),
        (SheetState.VOID, Finding.VOID),
    ],
)
def test_the_sheet_s_state_is_part_of_the_verdict(
    station: Services, saved: SavedVisit, code: str, state: SheetState, finding: Finding
) -> None:
    with station.documents.change(None) as change:
        change.session.execute(update(Document).values(state=state, state_note="卡纸"))
    found = station.paper_checks.check(code)
    assert (found.finding, found.document_id) == (finding, saved.document.id)
    # The code is still what the station signed; that alone makes no paper good.
    assert (found.signature, found.content) == (True, True)
    assert ("卡纸" in found.words) == (finding is not Finding.GENUINE)


def test_the_clock_set_back_changes_no_verdict(
    station: Services, saved: SavedVisit, code: str, clock: FixedClock
) -> None:
    clock.set(factories.MOMENT - timedelta(days=400))
    found = station.paper_checks.check(code)
    assert found.finding is Finding.GENUINE
    assert "2026-11-24 出具" in found.words
    assert [row.id for row in station.paper_checks.today()] == [found.check_id]
    clock.set(factories.MOMENT)
    assert station.paper_checks.today() == ()


def test_the_code_of_a_later_page_is_good_for_its_page(station: Services, saved: SavedVisit, code: str) -> None:
    with station.documents.change(None) as change:
        change.session.execute(update(Document).values(pages=3))
    third = station.paper_checks.check(forged(code, own_key(station), page=3))
    assert third.finding is Finding.GENUINE
    assert "第 3 页" in third.words
    assert ("页", "第 3 页，共 3 页") in third.facts
    beyond = station.paper_checks.check(forged(code, own_key(station), page=4))
    assert (beyond.finding, beyond.signature) == (Finding.DIFFERS, True)


def test_both_sheets_of_a_corrected_number_are_told_apart(station: Services, saved: SavedVisit, code: str) -> None:
    """A corrected receipt has the number, kind and copy of the one it replaces."""
    opened = station.visit_changes.form_of(saved.id)
    form = replace(opened.form, matters=(replace(opened.form.matters[0], reply="已当面说明"),))
    again = station.visit_changes.correct(saved.id, form, reason="写错了", corrections=opened.corrections)
    assert again.document is not None
    assert station.paper_checks.check(code).finding is Finding.VOID
    found = station.paper_checks.check(code_on(station, again.document.id))
    assert (found.finding, found.document_id) == (Finding.GENUINE, again.document.id)


def test_two_slips_of_one_number_are_no_copies_of_each_other(station: Services) -> None:
    sent = replace(ANSWERED, outcome=Outcome.REFERRED, reply="请到该处办理")
    offices = (replace(sent, refer_to="天心区医疗保障局"), replace(sent, refer_to="坡子街街道民政办"))
    visit = station.visits.save(form(*offices))
    first, second = (station.visit_papers.issue(visit.id, "referral_slip") for _ in offices)
    assert first.number == second.number
    one, two = code_on(station, first.id), code_on(station, second.id)
    station.documents.mark(first.id, SheetState.GOOD)
    again = station.documents.reprint(first.id, "遗失")
    assert station.paper_checks.check(one).finding is Finding.OLDER
    found = station.paper_checks.check(two)
    assert (found.finding, found.document_id) == (Finding.GENUINE, second.id)
    assert station.paper_checks.check(code_on(station, again.id)).finding is Finding.REPRINT


def test_each_page_of_a_long_paper_has_a_code_of_its_own(station: Services) -> None:
    visit = station.visits.save(form(replace(ANSWERED, narrative="来访人说去年十月起少发抚恤金。" * 400)))
    paper = station.visit_papers.issue(visit.id, "visit_sheet")
    with looking(station) as session:
        pages = session.get_one(Document, paper.id).pages
    assert pages > 1
    for page in range(1, pages + 1):
        found = station.paper_checks.check(code_on(station, paper.id, page))
        assert found.finding is Finding.GENUINE
        assert ("页", f"第 {page} 页，共 {pages} 页") in found.facts


# ------------------------------------------------------------------------------------------------------- the register


def test_a_row_that_was_changed_by_hand_differs(station: Services, saved: SavedVisit, code: str) -> None:
    with station.documents.change(None) as change:
        document = change.session.get_one(Document, saved.document.id)
        document.data = document.data | {"station_name": "别的站"}
    found = station.paper_checks.check(code)
    assert (found.finding, found.signature, found.content) == (Finding.DIFFERS, True, False)
    assert found.document_id == saved.document.id
    assert station.paper_checks.check(saved.document.human_code).finding is Finding.DIFFERS


@pytest.mark.parametrize(
    "changed",
    [
        {"digest": "0011223344556677"},
        {"issued_day": date(2026, 11, 25)},
        {"human_code": "ABCD-EFGH"},
        {"reprint": 4},
        {"number": "LF20261124-099"},
        {"digest": ""},
    ],
)
def test_columns_changed_by_hand_never_pass(
    station: Services, saved: SavedVisit, code: str, changed: dict[str, object]
) -> None:
    with station.documents.change(None) as change:
        change.session.execute(update(Document).values(**changed))
    found = station.paper_checks.check(code)
    assert found.finding in (Finding.DIFFERS, Finding.UNKNOWN)
    assert found.signature is True


def test_a_sheet_that_a_restored_register_lost_is_not_called_forged(
    station: Services, saved: SavedVisit, code: str
) -> None:
    with station.documents.change(None) as change:
        change.session.execute(delete(Document))
    found = station.paper_checks.check(code)
    assert (found.finding, found.title, found.signature) == (Finding.UNKNOWN, "登记里没有", True)
    assert "备份" in found.words


# ---------------------------------------------------------------------------------------------------- other stations


def test_a_stranger_s_paper_can_not_be_checked(station: Services, saved: SavedVisit) -> None:
    found = station.paper_checks.check(foreign_code())
    assert (found.finding, found.signature, found.document_id) == (Finding.FOREIGN, None, None)
    assert "查不了" in found.words


def test_with_its_key_another_station_s_paper_is_true_or_forged(station: Services, saved: SavedVisit) -> None:
    peer = station.peer_stations.add(foreign_key()).id
    assert peer is not None
    good = station.paper_checks.check(foreign_code())
    assert (good.finding, good.title, good.signature, good.content) == (Finding.PEER, "外站・真", True, None)
    assert ("出具的站", codes.FOREIGN_NAME) in good.facts
    # Its number is one of ours as well; that leads nowhere.
    same = station.paper_checks.check(foreign_code(saved.number))
    assert (same.finding, same.document_id, same.hit) == (Finding.PEER, None, None)
    read = read_signed(foreign_code())
    assert read is not None
    bad = station.paper_checks.check(signed_text(replace(read.facts, copy=2), read.human_code, read.signature))
    assert (bad.finding, bad.signature) == (Finding.BAD_SIGNATURE, False)
    assert codes.FOREIGN_NAME in bad.words
    station.peer_stations.remove(peer)
    gone = station.paper_checks.check(foreign_code())
    assert gone.finding is Finding.FOREIGN
    assert f"“{codes.FOREIGN_NAME}”" in gone.words


def test_our_letters_under_a_stranger_s_signature_are_a_forgery(station: Services, saved: SavedVisit) -> None:
    found = station.paper_checks.check(foreign_code(saved.number, human=saved.document.human_code))
    assert (found.finding, found.signature) == (Finding.BAD_SIGNATURE, False)
    assert found.document_id == saved.document.id


def test_a_known_peer_s_signature_over_our_sheet_is_not_ours(station: Services, code: str) -> None:
    station.peer_stations.add(foreign_key())
    assert station.paper_checks.check(forged(code, FOREIGN)).finding not in GENUINE


@pytest.mark.parametrize(
    "number", ["\x1b[2J\u202e号<b>&amp;", "坡" * 16, "a\nb\tc", "'; DROP TABLE document; --", "\U000e0001\u200b号"]
)
def test_hostile_numbers_are_cleaned_before_they_are_shown_or_kept(station: Services, number: str) -> None:
    station.peer_stations.add(foreign_key())
    found = station.paper_checks.check(foreign_code(number))
    assert found.finding is Finding.PEER
    (row,) = station.paper_checks.today()
    shown = "".join([found.words, *(value for _, value in found.facts), row.number, row.words, *found.compare])
    assert shown.isprintable()
    assert len(row.number) <= 60


def test_a_key_s_code_is_no_paper(station: Services) -> None:
    found = station.paper_checks.check(foreign_key())
    assert (found.finding, found.title) == (Finding.NOTHING, "外站的公钥")


# -------------------------------------------------------------------------------------------- nothing personal inside


def test_the_code_holds_no_personal_datum(station: Services, saved: SavedVisit, code: str) -> None:
    read = read_signed(code)
    assert read is not None
    raw = read.message + read.signature
    for datum in (NAME, NAME[0], IDENTITY, IDENTITY[6:14], PHONE, "抚恤金", "碧湘社区"):
        assert datum.encode() not in raw
        assert datum not in code
    assert len(read.message) - 8 <= 100


# ----------------------------------------------------------------------------------------------------- written down


def test_each_look_is_written_down_and_audited(station: Services, saved: SavedVisit, code: str) -> None:
    first = station.paper_checks.check(code)
    second = station.paper_checks.check("ZZZZ-ZZZZ")
    third = station.paper_checks.check(IDENTITY)
    rows = station.paper_checks.today()
    assert [row.id for row in rows] == [third.check_id, second.check_id, first.check_id]
    assert [row.title for row in rows] == ["不是文书", "查无", "真・原件"]
    good = rows[-1]
    assert good == CheckRow(
        first.check_id,
        factories.MOMENT,
        Finding.GENUINE,
        "真・原件",
        saved.number,
        "来访登记回执，欧阳*",
        "谢国辉",
        "",
        saved.document.id,
    )
    entries = audit_of(station, "paper.checked")
    assert [entry.detail["finding"] for entry in entries] == ["genuine", "unknown", "nothing"]
    assert station.audit.verify() == ()
    words = all_audited_words(station)
    assert IDENTITY not in words
    assert NAME not in words
    with looking(station) as session:
        kept = "".join(f"{row.number}{row.words}{row.note}" for row in session.scalars(select(PaperCheck)))
    assert IDENTITY not in kept
    assert NAME not in kept


def test_the_reprint_s_chip_has_its_number(station: Services, saved: SavedVisit) -> None:
    station.documents.mark(saved.document.id, SheetState.GOOD)
    again = station.documents.reprint(saved.document.id, "遗失")
    station.paper_checks.check(code_on(station, again.id))
    assert [row.title for row in station.paper_checks.today()] == ["补印 1"]


def test_the_audit_takes_no_text_that_nobody_vouches_for(station: Services) -> None:
    station.paper_checks.check(foreign_code("张建国430103196"))
    station.paper_checks.check(qr_text("430103", "张建国", 1, "ZZZZ-ZZZZ"))
    assert [entry.detail["number"] for entry in audit_of(station, "paper.checked")] == ["", ""]


def test_a_reprint_that_came_to_nothing_makes_no_copy_older(station: Services, saved: SavedVisit, code: str) -> None:
    station.documents.mark(saved.document.id, SheetState.GOOD)
    again = station.documents.reprint(saved.document.id, "遗失")
    assert station.paper_checks.check(code).finding is Finding.OLDER
    station.documents.mark(again.id, SheetState.FAILED, "打印机没接")
    assert station.paper_checks.check(code).finding is Finding.GENUINE


def test_nothing_at_all_is_not_written_down(station: Services) -> None:
    found = station.paper_checks.check("\x02\r\n ")
    assert (found.finding, found.check_id) == (Finding.EMPTY, 0)
    assert station.paper_checks.today() == ()


def test_what_does_not_fit_is_noted(station: Services, code: str) -> None:
    found = station.paper_checks.check(code)
    changes = station.paper_checks.note(found.check_id, " 期限写成了\n2028 年 ")
    assert changes == Changes(frozenset({"paper_check"}), found.check_id)
    station.paper_checks.note(found.check_id, "章是红色复印")
    (row,) = station.paper_checks.today()
    assert row.note == "期限写成了 2028 年；章是红色复印"
    assert [entry.detail["length"] for entry in audit_of(station, "paper.noted")] == [12, 6]
    assert "2028" not in all_audited_words(station)
    for words in (" \n", "长" * 300):
        with pytest.raises(Invalid) as refused:
            station.paper_checks.note(found.check_id, words)
        assert list(refused.value.fields) == ["words"]
    with pytest.raises(NotFound):
        station.paper_checks.note(found.check_id + 99, "没有")


def test_only_who_prints_may_check(station: Services, code: str) -> None:
    assert seen_by(station, Role.CLERK).paper_checks.check(code).finding is Finding.GENUINE
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        other = seen_by(station, role).paper_checks
        for act in (lambda other=other: other.check(code), other.today, lambda other=other: other.note(1, "x")):
            with pytest.raises(Denied):
                act()
    with looking(station) as session:
        refused = select(AuditEntry).where(AuditEntry.action == "refused")
        assert len(session.scalars(refused).all()) == 6


def test_the_panel_of_scans_gives_the_same_verdict(station: Services, saved: SavedVisit, code: str) -> None:
    for text in (code, code[:50], foreign_code(), forged(code, FOREIGN), saved.document.human_code, foreign_key()):
        checked: Verdict = station.paper_checks.check(text)
        scanned = station.scans.look_up(text)
        assert (scanned.finding, scanned.title, scanned.words) == (checked.finding, checked.title, checked.words)
        assert (scanned.document_id, scanned.hit) == (checked.document_id, checked.hit)
