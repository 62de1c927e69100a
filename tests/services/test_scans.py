"""A scan's verdict: ours and good, ours and no longer good, somebody else's, half of one, a person, a number."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.paper_code import qr_text
from domain.people_rules import PersonForm
from domain.permissions import Permission, Role
from domain.scan_rules import ScannerSettings
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome
from models.document import Document
from services import Services
from services.documents import SheetState
from services.scans import Finding
from services.visits import SavedVisit
from system.clock import FixedClock
from system.errors import Denied, Invalid
from tests import factories
from tests.services.codes import code_on, forged, own_key
from tests.services.insight import add_case, audit_of, seen_by

IDENTITY, CARD = "430103196811021238", "430100000871"


@pytest.fixture
def person(station: Services) -> int:
    form = PersonForm(name="李龑", identity=IDENTITY, phone="12100005267", community="碧湘社区", card_number=CARD)
    return station.people.create(form).id


def save(station: Services, person: int, number: int) -> SavedVisit:
    matter = MatterForm(
        kind=MatterKind.CONSULTATION, category="benefit", narrative="问抚恤金", outcome=Outcome.ANSWERED, reply="已说明"
    )
    uuid = f"8d7f4d1e-59c5-4d0b-9a55-{number:012d}"
    return station.visits.save(VisitForm(uuid=uuid, person_id=person, matters=(matter,)))


@pytest.fixture
def saved(station: Services, person: int) -> SavedVisit:
    return save(station, person, 1)


@pytest.fixture
def code(station: Services, saved: SavedVisit) -> str:
    """What stands on the receipt."""
    return code_on(station, saved.document.id)


def test_a_good_receipt_is_an_original_and_leads_to_its_visit(station: Services, saved: SavedVisit, code: str) -> None:
    found = station.scans.look_up(code)
    assert (found.finding, found.title) == (Finding.GENUINE, "真・原件")
    assert found.hit is not None
    assert (found.hit.kind, found.hit.id) == ("visit", saved.id)
    assert found.document_id == saved.document.id
    facts = dict(found.facts)
    assert facts["编号"] == saved.number
    assert facts["当事人"] == "李*"
    assert facts["份次"] == "原件，之后没有补印"
    assert "逐字对照" in found.words


@pytest.mark.parametrize("sent", ["\x02{code}\x03\r\n", "{wide}", "\x1d{code}", "{lower}", "{human}", "  {human} "])
def test_control_characters_and_full_width_do_not_matter(
    station: Services, saved: SavedVisit, code: str, sent: str
) -> None:
    wide = code.translate({ord(mark): ord(mark) + 0xFEE0 for mark in code} | {ord(" "): "\u3000"})
    text = sent.format(code=code, wide=wide, lower=code.lower(), human=saved.document.human_code)
    assert station.scans.look_up(text).document_id == saved.document.id


def test_the_scanner_s_prefix_is_taken_off(station: Services, saved: SavedVisit, code: str) -> None:
    station.scans.set_settings(ScannerSettings(prefix="]Q1"))
    assert station.scans.look_up(f"]Q1{code}").finding is Finding.GENUINE


def test_a_reprint_is_called_one_and_the_original_tells_of_it(station: Services, saved: SavedVisit, code: str) -> None:
    station.documents.mark(saved.document.id, SheetState.GOOD)
    again = station.documents.reprint(saved.document.id, "来访人遗失")
    scanned = station.scans.look_up(code_on(station, again.id))
    assert (scanned.finding, scanned.title) == (Finding.REPRINT, "真・补印 1")
    older = station.scans.look_up(code)
    assert older.finding is Finding.OLDER
    assert "补印过 1 次" in older.words


@pytest.mark.parametrize(
    ("state", "finding"),
    [
        (SheetState.SPOILED, Finding.SPOILED),
        (SheetState.FAILED, Finding.UNPRINTED),
        (SheetState.GOOD, Finding.GENUINE),
        (SheetState.PENDING, Finding.GENUINE),
    ],
)
def test_the_sheet_s_state_is_part_of_the_verdict(
    station: Services, saved: SavedVisit, code: str, state: SheetState, finding: Finding
) -> None:
    station.documents.mark(saved.document.id, state, "卡纸")
    found = station.scans.look_up(code)
    assert found.finding is finding
    assert ("卡纸" in found.words) == (finding is not Finding.GENUINE)


def test_a_void_sheet_is_void_whatever_its_code(station: Services, saved: SavedVisit, code: str) -> None:
    with station.documents.change(Permission.DOCUMENT_PRINT) as change:
        change.session.execute(update(Document).values(state=SheetState.VOID))
    assert station.scans.look_up(code).finding is Finding.VOID


def test_a_copy_number_that_the_register_does_not_know_is_told(station: Services, saved: SavedVisit, code: str) -> None:
    found = station.scans.look_up(forged(code, own_key(station), copy=3))
    assert found.finding is Finding.DIFFERS
    assert "第 3 份" in found.words


def test_a_register_whose_row_was_changed_no_longer_fits_its_code(
    station: Services, saved: SavedVisit, code: str
) -> None:
    with station.documents.change(Permission.DOCUMENT_PRINT) as change:
        document = change.session.get(Document, saved.document.id)
        assert document is not None
        document.data = document.data | {"station_name": "别的站"}
    assert station.scans.look_up(code).finding is Finding.DIFFERS


def test_a_forged_code_on_a_known_number_differs(station: Services, saved: SavedVisit) -> None:
    assert station.scans.look_up(qr_text("430103", saved.number, 1, "ZZZZ-ZZZZ")).finding is Finding.DIFFERS


def test_a_number_never_given_and_another_station_s_paper(station: Services, saved: SavedVisit) -> None:
    unknown = station.scans.look_up(qr_text("430103", "LF20261124-999", 1, "ZZZZ-ZZZZ"))
    foreign = station.scans.look_up(qr_text("430104", "LF20261124-001", 1, "ZZZZ-ZZZZ"))
    assert (unknown.finding, foreign.finding) == (Finding.UNKNOWN, Finding.FOREIGN)
    assert "430104" in foreign.words
    assert station.scans.look_up("ZZZZ-ZZZZ").finding is Finding.UNKNOWN


def test_half_a_code_says_so_and_asks_to_scan_again(station: Services, saved: SavedVisit, code: str) -> None:
    for half, words in ((code[:20], "前半截"), (code[20:], "后半截")):
        found = station.scans.look_up(half)
        assert found.finding is Finding.INCOMPLETE
        assert words in found.words
        assert "再扫一次" in found.words
        assert found.hit is None
    assert station.scans.look_up("\x1d\r\n").finding is Finding.EMPTY


@pytest.mark.parametrize("text", [IDENTITY, "４３０１０３１９６８１１０２１２３８", "430103681102123", CARD])
def test_a_person_is_found_by_the_whole_number_masked(station: Services, person: int, text: str) -> None:
    found = station.scans.look_up(text)
    assert found.finding is Finding.PERSON
    assert found.hit is not None
    assert (found.hit.kind, found.hit.id) == ("person", person)
    assert dict(found.facts)["证件号"] == "430103********1238"
    assert IDENTITY not in f"{found}"


def test_a_number_of_nobody_and_half_a_number(station: Services, person: int) -> None:
    nobody = station.scans.look_up("430103196803129011")
    assert nobody.finding is Finding.STRANGER
    assert "F2" in nobody.words
    half = station.scans.look_up(IDENTITY[:12])
    assert half.finding is Finding.INCOMPLETE
    assert "还差 6 位" in half.words


@pytest.mark.parametrize("text", ["LF20261124-001", "lf1124-1", "1124-1", "LF1"])
def test_a_visit_is_found_by_its_number_in_any_form(station: Services, saved: SavedVisit, text: str) -> None:
    found = station.scans.look_up(text)
    assert (found.finding, found.title) == (Finding.VISIT, "查到 LF20261124-001")
    assert found.hit is not None
    assert found.hit.id == saved.id


@pytest.mark.parametrize("text", ["信47", "2026-47", "坡退信〔2026〕47号", "坡退信(2026)47"])
def test_a_case_is_found_by_its_number_in_any_form(station: Services, person: int, text: str) -> None:
    add_case(station, person, factories.MOMENT - timedelta(days=9), seq=47)
    found = station.scans.look_up(text)
    assert (found.finding, found.title) == (Finding.CASE, "查到 坡退信〔2026〕47号")


def test_a_number_that_means_several_asks_for_the_whole_one(station: Services, person: int, clock: FixedClock) -> None:
    clock.set(factories.MOMENT - timedelta(days=1))
    save(station, person, 1)
    clock.set(factories.MOMENT)
    save(station, person, 2)
    found = station.scans.look_up("LF1")
    assert found.finding is Finding.SEVERAL
    assert found.hit is None
    assert "LF20261124-001" in found.words
    assert "LF20261123-001" in found.words


@pytest.mark.parametrize("text", ["LF1124-9", "信99", "2026-99", "LF20261124-009"])
def test_a_number_that_nothing_carries_is_said_to_be_unknown(station: Services, saved: SavedVisit, text: str) -> None:
    found = station.scans.look_up(text)
    assert (found.finding, found.hit) == (Finding.UNKNOWN, None)
    assert text in found.words


@pytest.mark.parametrize("text", ["https://example.org/x", "hello world", "李龑", "99999", "'; drop table", "%"])
def test_what_is_none_of_ours_is_said_to_be_none(station: Services, person: int, text: str) -> None:
    assert station.scans.look_up(text).finding is Finding.NOTHING


def test_each_role_sees_what_it_may(station: Services, saved: SavedVisit, code: str) -> None:
    clerk = seen_by(station, Role.CLERK)
    assert clerk.scans.look_up(code).document_id == saved.document.id
    assert clerk.scans.look_up(IDENTITY).finding is Finding.PERSON
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(Denied):
            seen_by(station, role).scans.look_up(code)


def test_settings_are_checked_kept_and_audited(station: Services, clerk: Services) -> None:
    assert station.scans.settings() == ScannerSettings()
    wanted = ScannerSettings(60, "]Q1")
    assert station.scans.set_settings(wanted).subjects == {"station"}
    assert clerk.scans.settings() == wanted
    with pytest.raises(Invalid) as refused:
        station.scans.set_settings(replace(wanted, gap_ms=1))
    assert list(refused.value.fields) == ["gap_ms"]
    with pytest.raises(Denied):
        clerk.scans.set_settings(wanted)
    assert [row.detail["new"]["gap_ms"] for row in audit_of(station, "setting.changed")] == [60]
