"""Units of the register: made, found, changed; phones masked, no name twice, every change audited without values."""

from dataclasses import replace

import pytest

from domain.guest_rules import UnitForm
from domain.people_rules import PersonForm
from services import Services
from system.errors import Conflict, Denied, Invalid, NotFound
from tests import factories
from tests.services.conftest import LogIn
from tests.services.insight import all_audited_words, audit_of

UNIT = UnitForm(name="长沙碧湘机械厂", contact="周长林", phone="13873105267", address="碧湘街 00 号")


def test_a_unit_stands_in_the_register_among_the_people(clerk: Services) -> None:
    clerk.people.create(PersonForm(name="安平"))
    unit = clerk.units.create(UNIT)
    clerk.people.create(PersonForm(name="赵一"))
    rows = clerk.people.register().rows
    assert [(row.name, row.unit, row.contact) for row in rows] == [
        ("安平", False, ""),
        ("长沙碧湘机械厂", True, "周长林"),
        ("赵一", False, ""),
    ]
    assert rows[1].phone_masked == "138****5267"
    for text in ("碧湘机械", "csbx", "5267"):
        assert [row.id for row in clerk.people.register(text=text).rows] == [unit.id], text
    card = clerk.people.card(unit.id)
    assert (card.unit, card.contact, card.phone_masked) == (True, "周长林", "138****5267")


def test_a_form_masks_the_phone_and_keeps_it_when_it_comes_back_masked(clerk: Services) -> None:
    unit = clerk.units.create(UNIT)
    form, version = clerk.units.form(unit.id)
    assert (form.phone, version) == ("138****5267", 1)
    saved = clerk.units.edit(unit.id, replace(form, contact="吴桂芳"), version=version)
    assert saved.version == 2
    assert clerk.people.reveal(unit.id, "phone") == "13873105267"
    assert clerk.units.form(unit.id)[0].contact == "吴桂芳"
    edited = audit_of(clerk, "unit.edited")
    assert [set(entry.detail["fields"]) for entry in edited] == [{"contact"}]
    assert edited[0].detail["fields"]["contact"]["old"] == "周*"
    words = all_audited_words(clerk)
    for secret in ("周长林", "吴桂芳", "13873105267", "碧湘街"):
        assert secret not in words


def test_nothing_changed_is_no_change(clerk: Services) -> None:
    unit = clerk.units.create(UNIT)
    form, version = clerk.units.form(unit.id)
    assert clerk.units.edit(unit.id, form, version=version).version == 1
    assert audit_of(clerk, "unit.edited") == []


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(UNIT, name=" "), "name"),
        (replace(UNIT, phone="1387310"), "phone"),
        (replace(UNIT, contact="周" * 200), "contact"),
    ],
)
def test_what_can_not_be_kept_is_said_under_its_field(clerk: Services, form: UnitForm, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        clerk.units.create(form)
    assert set(caught.value.fields) == {field}
    unit = clerk.units.create(UNIT)
    with pytest.raises(Invalid):
        clerk.units.edit(unit.id, form, version=1)
    assert clerk.units.form(unit.id)[1] == 1


def test_one_name_is_one_unit(clerk: Services) -> None:
    clerk.units.create(UNIT)
    with pytest.raises(Conflict, match="已经有档案"):
        clerk.units.create(replace(UNIT, contact=""))
    other = clerk.units.create(replace(UNIT, name="天心酒店"))
    with pytest.raises(Conflict, match="已经有档案"):
        clerk.units.edit(other.id, UNIT, version=1)
    # A person may be called like a unit.
    clerk.people.create(PersonForm(name="天心"))
    clerk.units.create(replace(UNIT, name="天心"))


def test_a_second_writer_is_told_and_a_person_is_no_unit(clerk: Services) -> None:
    unit = clerk.units.create(UNIT)
    clerk.units.edit(unit.id, replace(UNIT, contact="吴桂芳"), version=1)
    with pytest.raises(Conflict, match="刚被别人改过"):
        clerk.units.edit(unit.id, replace(UNIT, contact="别人"), version=1)
    person = clerk.people.create(PersonForm(name="安平"))
    with pytest.raises(NotFound):
        clerk.units.form(person.id)


def test_who_may_not_edit_makes_no_unit(as_operator: LogIn) -> None:
    with pytest.raises(Denied):
        as_operator(factories.ADMINISTRATOR).units.create(UNIT)


def test_a_unit_is_found_while_it_is_typed_and_people_are_not(clerk: Services) -> None:
    unit = clerk.units.create(UNIT)
    clerk.units.create(replace(UNIT, name="长沙碧湘机械厂工会", phone=""))
    clerk.people.create(PersonForm(name="碧湘", phone="13873105267"))
    for text in ("长沙碧湘机械厂", "碧湘机械", "csbx", "jixie", "5267"):
        assert unit.id in [found.id for found in clerk.units.find(text)], text
    first = clerk.units.find("长沙碧湘机械厂")[0]
    assert (first.id, first.contact, first.phone_masked) == (unit.id, "周长林", "138****5267")
    assert [found.name for found in clerk.units.find("碧湘")] == ["长沙碧湘机械厂", "长沙碧湘机械厂工会"]
    assert clerk.units.find(" ") == clerk.units.find("某部队") == ()
    assert len(clerk.units.find("碧湘", limit=1)) == 1


@pytest.mark.parametrize("typed", ["红星\ud800", "\x00红星\udcff"])
def test_what_can_not_be_stored_does_not_hinder_the_search(clerk: Services, typed: str) -> None:
    made = clerk.units.create(UnitForm(name="红星厂"))
    assert [hit.id for hit in clerk.units.find(typed)] == [made.id]
