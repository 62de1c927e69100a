"""The station's own data, the steps of the first start, and the settings."""

from dataclasses import replace

import pytest

from services import Services
from services.entry import Entry
from system.errors import Denied, Invalid, Trouble
from tests import factories
from tests.services.conftest import LogIn


def test_is_shown_as_it_was_founded(station: Services, clerk: Services) -> None:
    assert station.station.view() == clerk.station.view() == factories.STATION


def test_a_change_is_tidied_saved_and_audited(station: Services, entry: Entry) -> None:
    changes = station.station.save(replace(factories.STATION, name=" 坡子街街道退役军人服务站 ", window_letter="a"))
    assert changes.subjects == {"station"}
    assert station.station.view().name == "坡子街街道退役军人服务站"
    assert station.station.view().window_letter == "A"
    assert entry.keyfile().station == "坡子街街道退役军人服务站"
    row = station.audit.recent(limit=1).rows[0]
    assert row.action == "station.changed"
    assert row.detail == {
        "name": [factories.STATION.name, "坡子街街道退役军人服务站"],
        "window_letter": ["", "A"],
    }


def test_saving_what_is_there_is_no_entry(station: Services) -> None:
    before = station.audit.head().count
    station.station.save(factories.STATION)
    assert station.audit.head().count == before


def test_what_is_wrong_is_said_and_nothing_saved(station: Services) -> None:
    with pytest.raises(Invalid) as caught:
        station.station.save(replace(factories.STATION, phone="0731-8555-011", region_code="43"))
    assert set(caught.value.fields) == {"phone", "region_code"}
    assert station.station.view() == factories.STATION


def test_a_clerk_changes_nothing(clerk: Services) -> None:
    with pytest.raises(Denied):
        clerk.station.save(factories.STATION)
    with pytest.raises(Denied):
        clerk.station.set_setting("idle_minutes", 60)
    with pytest.raises(Denied):
        clerk.station.set_setup_step(5)


def test_a_clerk_and_an_administrator_choose_the_printer(clerk: Services, as_operator: LogIn) -> None:
    clerk.station.set_setting("printer.a5", "HP LaserJet")
    assert clerk.station.setting("printer.a5") == "HP LaserJet"
    administrator = as_operator(factories.ADMINISTRATOR)
    administrator.station.set_setting("printer.a5", "Canon")
    assert clerk.station.setting("printer.a5") == "Canon"


def test_a_setting_nobody_chose_is_the_default(station: Services) -> None:
    assert station.station.setting("idle_minutes", 5) == 5
    station.station.set_setting("idle_minutes", 3)
    assert station.station.setting("idle_minutes", 5) == 3
    row = station.audit.recent(limit=1).rows[0]
    assert (row.action, row.subject_id, row.detail) == ("setting.changed", "idle_minutes", {"old": None, "new": 3})


def test_a_setting_chosen_again_is_no_entry(station: Services) -> None:
    station.station.set_setting("idle_minutes", 3)
    before = station.audit.head().count
    station.station.set_setting("idle_minutes", 3)
    assert station.audit.head().count == before


@pytest.mark.parametrize(("step", "kept"), [(3, 3), (5, 5), (9, 5), (-1, 0)])
def test_the_first_start_goes_on_where_it_was(station: Services, entry: Entry, step: int, kept: int) -> None:
    station.station.set_setup_step(step)
    station.close()
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert services.station.setup_step() == kept
    services.close()


def test_a_full_disk_saves_nothing_and_says_so(station: Services) -> None:
    limits = pytest.importorskip("tests.limits")
    with limits.files_no_bigger_than(1000), pytest.raises(Trouble):
        station.station.save(replace(factories.STATION, address="别处"))
    assert station.station.view() == factories.STATION
    assert station._context.database.faults() == ()
