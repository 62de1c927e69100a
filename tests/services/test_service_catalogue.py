"""The catalogue as the chief edits it: versions, and the cases that keep the one with which they began."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.catalogue import CatalogueEntry, CatalogueMaterial, Route
from domain.permissions import Role
from services import Services
from services.service_cases import CaseQuery
from system.clock import FixedClock
from system.errors import Conflict, Denied, Invalid, NotFound
from system.paths import DataFolder
from tests import factories
from tests.services.case_life import ENTRIES, matter, open_case, view
from tests.services.conftest import LogIn

CODE = "card_first"
OWN = CatalogueEntry(
    code="",
    label="军属 光荣榜登记",
    group="其他",
    category=ENTRIES["general"].category,
    promised=5,
    unit="workday",
    promise_source="本站承诺",
    route=Route.STATION,
    materials=(CatalogueMaterial(name="立功喜报"),),
    aliases=("喜报", " ", "喜报"),
)


def entry_of(services: Services, code: str = CODE) -> CatalogueEntry:
    return services.service_catalogue.item(code).entry


def number_of(services: Services, code: str = CODE) -> int:
    return services.service_catalogue.item(code).number


def codes(services: Services) -> list[str]:
    return [item.entry.code for item in services.service_catalogue.items(inactive=True)]


def test_a_fresh_station_has_what_is_shipped(station: Services) -> None:
    items = station.service_catalogue.items()
    assert [item.entry.code for item in items] == [entry.code for entry in ENTRIES.values() if entry.active]
    assert {(item.number, item.edited) for item in items} == {(1, False)}


@pytest.mark.parametrize(
    ("typed", "code"),
    [("光荣榜", "own_1"), ("jsgrb", "own_1"), ("xibao", "own_1"), ("喜报", "own_1"), ("没有这样的事", "")],
)
def test_what_was_added_is_found_by_its_words(station: Services, typed: str, code: str) -> None:
    station.service_catalogue.save(None, OWN)
    found = [item.entry.code for item in station.service_catalogue.find(typed)]
    assert found[:1] == ([code] if code else [])
    assert len(station.service_catalogue.find("")) == len(station.service_catalogue.items())


def test_running_cases_keep_the_version_they_began_with(station: Services) -> None:
    case_id = open_case(station, matter(CODE))
    before = view(station, case_id)
    longer = replace(entry_of(station), promised=40, label="优待证申领（新）")
    saved = station.service_catalogue.save(CODE, longer, "区里改了时限", number=1)
    assert (saved.code, saved.number, saved.kept) == (CODE, 2, 1)
    assert saved.changes.subjects == {"catalogue"}
    after = view(station, case_id)
    assert (after.entry, after.clocks) == (before.entry, before.clocks)
    later = view(station, open_case(station, matter(CODE), name="文新国"))
    assert (later.entry.promised, later.entry.label) == (40, "优待证申领（新）")
    assert later.clocks[0].rule.number == 40
    assert station.service_catalogue.running(CODE) == 1
    lines = station.service_catalogue.versions(CODE)
    assert [(line.number, line.current, line.by, line.note, line.cases) for line in lines] == [
        (2, True, factories.CHIEF.name, "区里改了时限", 1),
        (1, False, "", "", 1),
    ]
    assert [line.entry.promised for line in lines] == [40, before.entry.promised]


def test_a_kept_case_goes_on_by_its_version(station: Services) -> None:
    case_id = open_case(station, matter("general"))
    old = entry_of(station, "general")
    assert old.route is Route.STATION
    sent = replace(old, route=Route.DISTRICT, recipient="区局")
    station.service_catalogue.save("general", sent, number=number_of(station, "general"))
    fields = {"finished_on": "今天", "finish_words": "已办", "told_way": "当面"}
    station.service_cases.act(case_id, "finish", fields, paper=False)
    assert view(station, case_id).state == "done"
    assert station.service_catalogue.running("general") == 0
    new = open_case(station, matter("general"), name="文新国")
    assert "finish" not in [one.action for one in view(station, new).actions]


def test_what_is_as_before_makes_no_version(station: Services) -> None:
    saved = station.service_catalogue.save(CODE, replace(entry_of(station), label=f" {ENTRIES[CODE].label} "), number=1)
    assert (saved.number, saved.changes.subjects) == (1, frozenset())
    assert number_of(station) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"label": " "}, "label"),
        ({"promised": 0}, "promised"),
        ({"unit": "week"}, "unit"),
        ({"category": "nothing"}, "category"),
        ({"materials": (CatalogueMaterial(name=""),)}, "materials.0.name"),
        ({"label": "长" * 41}, "label"),
    ],
)
def test_what_makes_no_sense_is_told_by_field_and_nothing_is_kept(
    station: Services, change: dict[str, object], field: str
) -> None:
    wrong = replace(entry_of(station), **change)  # type: ignore[arg-type]
    assert field in station.service_catalogue.check(wrong, code=CODE).faults
    with pytest.raises(Invalid) as caught:
        station.service_catalogue.save(CODE, wrong, number=1)
    assert field in caught.value.fields
    with pytest.raises(Invalid) as caught:
        station.service_catalogue.save(CODE, entry_of(station), "注" * 101, number=1)
    assert caught.value.fields.keys() == {"note"}
    assert number_of(station) == 1


def test_a_new_matter_gets_a_code_and_stands_last(station: Services) -> None:
    saved = station.service_catalogue.save(None, OWN)
    other = station.service_catalogue.save(None, replace(OWN, label="军属走访"))
    assert (saved.code, other.code, saved.number) == ("own_1", "own_2", 1)
    assert codes(station)[-2:] == ["own_1", "own_2"]
    item = station.service_catalogue.item("own_1")
    assert (item.edited, item.active, item.entry.aliases) == (True, True, ("喜报",))
    with pytest.raises(Conflict, match="本站自己加的"):
        station.service_catalogue.back_to_shipped("own_1")


def test_its_own_code_is_never_changed(station: Services) -> None:
    station.service_catalogue.save(CODE, replace(entry_of(station), code="general", promised=33), number=1)
    assert (number_of(station), number_of(station, "general")) == (2, 1)


def test_two_windows_edit_the_same_matter(station: Services, as_operator: LogIn) -> None:
    deputy = as_operator(replace(factories.CLERK, name="田中华", roles=frozenset({Role.CHIEF})))
    seen = entry_of(station)
    deputy.service_catalogue.save(CODE, replace(seen, promised=7), number=1)
    with pytest.raises(Conflict, match=r"田中华在 11-24 09:42 已经把“.*”存成第 2 版"):
        station.service_catalogue.save(CODE, replace(seen, promised=9), number=1)
    assert entry_of(station).promised == 7


def test_back_to_what_is_shipped(station: Services) -> None:
    case_id = open_case(station, matter(CODE))
    station.service_catalogue.save(CODE, replace(entry_of(station), promised=40), number=1)
    back = station.service_catalogue.back_to_shipped(CODE)
    assert (back.number, back.kept, entry_of(station)) == (3, 1, ENTRIES[CODE])
    assert not station.service_catalogue.item(CODE).edited
    assert station.service_catalogue.back_to_shipped(CODE).number == 3
    assert view(station, case_id).entry == ENTRIES[CODE]


def test_what_was_put_back_survives_the_next_login(station: Services, folder: DataFolder, clock: FixedClock) -> None:
    station.service_catalogue.save(CODE, replace(entry_of(station), promised=40), number=1)
    station.service_catalogue.set_active("plaque_new", False)
    station.service_catalogue.back_to_shipped(CODE)
    before = station.service_catalogue.items(inactive=True)
    again = factories.log_in(folder, clock, factories.founded().chief, factories.CHIEF_PASSWORD)
    assert again.service_catalogue.items(inactive=True) == before
    again.close()


def test_a_matter_that_is_switched_off_isnt_offered(station: Services) -> None:
    case_id = open_case(station, matter(CODE))
    station.service_catalogue.set_active(CODE, False)
    assert CODE not in [item.entry.code for item in station.service_catalogue.items()]
    assert not station.service_catalogue.item(CODE).active
    with pytest.raises(Invalid, match="停用"):
        open_case(station, matter(CODE), name="文新国")
    assert view(station, case_id).actions
    station.service_catalogue.save(CODE, replace(entry_of(station), promised=8), number=1)
    assert not station.service_catalogue.item(CODE).active
    station.service_catalogue.set_active(CODE, True)
    open_case(station, matter(CODE), name="文新国")
    with pytest.raises(Conflict, match="不能停用"):
        station.service_catalogue.set_active("general", False)


def test_the_order_is_the_stations(station: Services, as_operator: LogIn) -> None:
    first, second, *rest = codes(station)
    station.service_catalogue.move(second, up=True)
    assert codes(station)[:2] == [second, first]
    station.service_catalogue.move(second, up=True)
    station.service_catalogue.move(rest[-1], up=False)
    assert codes(station) == [second, first, *rest]
    station.service_catalogue.order([*reversed(rest), first, second])
    assert codes(station) == [*reversed(rest), first, second]
    station.service_catalogue.save(first, replace(entry_of(station, first), promised=44), number=1)
    assert codes(station)[-2] == first
    with pytest.raises(Conflict, match="顺序没有保存"):
        station.service_catalogue.order([first, second])


def test_who_may(station: Services, clerk: Services, as_operator: LogIn) -> None:
    administrator = as_operator(factories.ADMINISTRATOR)
    assert clerk.service_catalogue.items() == station.service_catalogue.items()
    entry = entry_of(station)
    acts: tuple[Callable[[Services], object], ...] = (
        lambda one: one.service_catalogue.save(CODE, entry, number=1),
        lambda one: one.service_catalogue.save(None, OWN),
        lambda one: one.service_catalogue.set_active(CODE, False),
        lambda one: one.service_catalogue.order(codes(station)),
        lambda one: one.service_catalogue.move(CODE, up=True),
        lambda one: one.service_catalogue.back_to_shipped(CODE),
    )
    for act in acts:
        for one in (clerk, administrator):
            with pytest.raises(Denied):
                act(one)
    with pytest.raises(Denied):
        administrator.service_catalogue.items()


def test_no_such_matter(station: Services) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: station.service_catalogue.item("nothing"),
        lambda: station.service_catalogue.versions("nothing"),
        lambda: station.service_catalogue.save("nothing", OWN, number=1),
        lambda: station.service_catalogue.set_active("nothing", False),
        lambda: station.service_catalogue.move("nothing", up=True),
        lambda: station.service_catalogue.back_to_shipped("nothing"),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_every_change_is_audited(station: Services) -> None:
    station.service_catalogue.save(CODE, replace(entry_of(station), promised=40), number=1)
    station.service_catalogue.set_active(CODE, False)
    station.service_catalogue.move(CODE, up=False)
    station.service_catalogue.back_to_shipped(CODE)
    told = [line.action for line in station.audit.recent().rows if line.action.startswith("catalogue.")]
    assert told == ["catalogue.back", "catalogue.order", "catalogue.active", "catalogue.saved"]
    assert station.service_cases.page(CaseQuery(tab="all")).rows == ()
