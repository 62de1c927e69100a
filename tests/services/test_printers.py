"""Where each paper goes, and what each printer needs: kept, checked, audited, and never a reason not to print."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from printing.forms.ruler_sheet import CROSS
from services import Services
from services.documents import page_images
from services.printers import STEP_MM, Route, Routes, Trim, for_printer
from system.errors import Denied, Invalid
from tests import factories
from tests.services.conftest import LogIn
from tests.services.visiting import form

KINDS = 3


def test_nothing_chosen_leaves_all_to_the_system(station: Services) -> None:
    routes = station.printers.routes()
    assert routes.of("visit_receipt", "A5") == Route()
    assert routes.trim("Office") == Trim()
    assert routes.receipt_paper == "A5"


def test_what_was_chosen_before_there_were_routes_still_counts(station: Services) -> None:
    station.station.set_setting("printer.a5", "Receipts")
    assert station.printers.routes().of("visit_receipt", "A5") == Route("Receipts")
    station.printers.send_paper("A4", Route("Office", "Tray2"))
    assert station.station.setting("printer.a4") == "Office"


@pytest.mark.parametrize(
    ("usual", "own", "goes"),
    [
        (Route("Office", "Tray1"), Route(), Route("Office", "Tray1")),
        (Route("Office", "Tray1"), Route("Other"), Route("Other")),
        (Route("Office", "Tray1"), Route("Other", "Upper"), Route("Other", "Upper")),
        (Route("Office", "Tray1"), Route("", "Tray2"), Route("Office", "Tray2")),
        (Route("Office", "Tray1"), Route("Office", "Tray2"), Route("Office", "Tray2")),
        (Route(), Route("", "Tray2"), Route("", "Tray2")),
        (Route(), Route("Other"), Route("Other")),
    ],
)
def test_a_form_goes_its_own_way_else_that_of_its_size(usual: Route, own: Route, goes: Route) -> None:
    routes = Routes(papers={"A4": usual}, forms={"quick_card": own})
    assert routes.of("quick_card", "A4") == goes
    assert routes.of("recovery_sheet", "A4") == usual


def test_every_kind_of_paper_is_listed_with_its_size_and_route(station: Services) -> None:
    station.printers.send_form("quick_card", Route("Office", "Tray2"))
    rows = {row.kind: row for row in station.printers.forms()}
    assert (rows["visit_receipt"].title, rows["visit_receipt"].paper) == ("来访登记回执", "A5")
    assert rows["queue_slip"].paper == "58 mm"
    # Whoever tries a printer has named it.
    assert not {"printer_test", "ruler_sheet"} & set(rows)
    assert rows["quick_card"].route == Route("Office", "Tray2")
    station.printers.send_form("quick_card", Route())
    assert station.station.setting("printer.forms") == {}


def test_choices_are_audited_once(station: Services) -> None:
    before = station.audit.head().count
    for _ in range(2):
        station.printers.send_form("quick_card", Route("Office"))
        station.printers.set_trim("Office", Trim(1.5, -0.5, True))
        station.printers.set_receipt_paper("80 mm")
    rows = station.audit.recent(limit=9).rows
    assert [row.subject_id for row in rows[:3]] == ["receipt.paper", "printer.trims", "printer.forms"]
    assert rows[0].detail == {"old": None, "new": "80 mm"}
    assert sum(row.action == "setting.changed" for row in rows) == KINDS
    assert station.audit.head().count >= before + KINDS


@pytest.mark.parametrize("trim", [Trim(15.5), Trim(0, -15.5), Trim(0.3), Trim(float("inf")), Trim(float("nan"))])
def test_a_correction_out_of_range_is_refused_in_words(station: Services, trim: Trim) -> None:
    with pytest.raises(Invalid) as caught:
        station.printers.set_trim("Office", trim)
    assert "15 毫米以内" in str(caught.value)
    assert station.printers.routes().trim("Office") == Trim()


@pytest.mark.parametrize("route", [Route("-o raw"), Route("a\nb"), Route("x" * 201), Route("", "-x"), Route("", "a b")])
def test_a_name_that_no_printer_has_is_refused(station: Services, route: Route) -> None:
    with pytest.raises(Invalid):
        station.printers.send_form("quick_card", route)
    with pytest.raises(Invalid):
        station.printers.send_paper("A4", route)


def test_a_paper_that_is_none_is_a_bug(station: Services) -> None:
    with pytest.raises(ValueError, match="A3"):
        station.printers.send_form("A3", Route())
    with pytest.raises(ValueError, match="receipts"):
        station.printers.set_receipt_paper("A3")


@pytest.mark.parametrize("damaged", [None, 7, "x", [], {"Office": 3}, {"Office": {"right_mm": "1", "down_mm": 99}}])
def test_a_damaged_store_of_choices_is_as_none(station: Services, damaged: object) -> None:
    for key in ("printer.forms", "printer.trays", "printer.trims", "printer.a4", "receipt.paper"):
        station.station.set_setting(key, damaged)
    routes = station.printers.routes()
    assert routes.trim("Office") == Trim()
    assert routes.of("quick_card", "A4") in {Route(), Route("x")}
    assert routes.receipt_paper == "A5"
    station.printers.set_trim("Office", Trim(1.0))
    assert station.printers.routes().trim("Office") == Trim(1.0)


def test_the_measured_numbers_become_the_correction_and_a_second_sheet_adds_to_it(station: Services) -> None:
    trim = station.printers.measured("Office", 18.5, 20.4)
    assert trim == Trim(1.5, -0.5)
    station.printers.set_trim("Office", trim)
    assert station.printers.measured("Office", 20, 20) == trim
    assert station.printers.measured("Office", 19.5, 20) == Trim(2.0, -0.5)
    with pytest.raises(Invalid) as caught:
        station.printers.measured("Office", 60, 20)
    assert set(caught.value.fields) == {"left"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=st.floats(6, 34), top=st.floats(6, 34))
def test_after_the_correction_the_cross_is_where_it_should_be(station: Services, left: float, top: float) -> None:
    """To half a millimetre, so that a quarter may be left."""
    trim = station.printers.measured("Office", left, top)
    assert abs(left + trim.right_mm - CROSS) <= STEP_MM / 2 + 1e-9
    assert abs(top + trim.down_mm - CROSS) <= STEP_MM / 2 + 1e-9
    station.printers.set_trim("Office", trim)
    station.printers.set_trim("Office", Trim())


def test_whoever_prints_may_choose_and_whoever_keeps_the_settings_too(as_operator: LogIn) -> None:
    for who in (factories.CLERK, factories.ADMINISTRATOR):
        as_operator(who).printers.set_trim("Office", Trim(1.0))
    with pytest.raises(Denied):
        as_operator(factories.AUDITOR).printers.set_trim("Office", Trim())


@pytest.mark.parametrize("paper", ["A5", "80 mm", "58 mm"])
def test_a_receipt_is_issued_on_the_paper_that_the_station_chose(as_operator: LogIn, paper: str) -> None:
    clerk = as_operator(factories.CLERK)
    clerk.printers.set_receipt_paper(paper)
    saved = clerk.visits.save(form())
    pdf = clerk.documents.pdf(saved.document.id)
    again = clerk.documents.reprint(saved.document.id, "来访人遗失")
    # A reprint is the same paper, whatever receipts are printed on since.
    clerk.printers.set_receipt_paper("A5")
    widths = [page_images(sheet, 72)[0].width for sheet in (pdf, clerk.documents.pdf(again.id))]
    assert [round(width * 25.4 / 72) for width in widths] == [{"A5": 210, "80 mm": 80, "58 mm": 58}[paper]] * 2


def test_a_printer_that_needs_nothing_gets_the_very_bytes() -> None:
    assert for_printer(b"%PDF", Trim()) == b"%PDF"
