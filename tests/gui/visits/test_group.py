"""Who else came: the list that opens in place, five representatives and no more, the unit, all by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from domain.guest_rules import GuestForm, UnitForm
from domain.tables import limit
from domain.vocabulary import GuestRole
from gui.kit.lookup import WAIT_MS
from gui.navigation import Place, Target
from gui.visits.group_panel import GroupPanel, common_words
from gui.visits.guest_list import SECOND_AGENT, GuestList, too_many_representatives
from gui.visits.unit_row import UnitRow
from services import Services
from services.people import SavedPerson
from services.units import SavedUnit
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key

REPRESENTATIVE, COMPANION, AGENT = GuestRole.REPRESENTATIVE, GuestRole.COMPANION, GuestRole.AGENT


def group(counter: Counter) -> GroupPanel:
    return counter.page.desk.who.group


def unit(counter: Counter) -> UnitRow:
    return group(counter).parts[0]


def guests(counter: Counter) -> GuestList:
    return group(counter).parts[1]


def headcount(counter: Counter, number: int) -> None:
    """Type the number of people."""
    counter.page.desk.who.count.setFocus()
    counter.hands.letters(str(number))


def next_guest(counter: Counter, name: str) -> None:
    """Write somebody down in the free line, and go on by Enter until the next line."""
    counter.hands.words(name)
    counter.qtbot.wait(WAIT_MS + 50)
    counter.hands.press(Key.Key_Return)
    for _ in range(5):
        counter.hands.press(Key.Key_Return)


def question(counter: Counter) -> None:
    """What they want, so that the visit can be saved."""
    counter.hands.press(Key.Key_1, ALT)
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("问抚恤金调整")


def names(counter: Counter) -> list[str]:
    return [form.name for form in counter.page.desk.form().guests]


@pytest.fixture
def garrison(station: Services) -> SavedUnit:
    """A unit of the register."""
    return station.units.create(
        UnitForm(name="驻区某部队", contact="田志强", phone="0731-85550199", address="创远路 8 号")
    )


def test_whoever_comes_alone_sees_nothing_of_it(counter: Counter, person: SavedPerson) -> None:
    assert not group(counter).isVisible()
    counter.find("ly")
    assert not group(counter).isVisible()
    assert group(counter)._list is None


def test_several_people_bring_the_row_and_a_common_matter_what_the_law_asks(counter: Counter) -> None:
    headcount(counter, 7)
    assert group(counter).isVisible()
    assert group(counter).common.words() == "7 人共同事项"
    group(counter).common.setFocus()
    counter.hands.press(Key.Key_Space)
    assert group(counter).banner.text() == common_words()
    assert "第二十条" in common_words()
    assert str(limit("representatives")) in common_words()
    assert counter.page.desk.form().common


def test_the_list_opens_in_the_place_of_the_matters_and_folds_back(counter: Counter) -> None:
    desk = counter.page.desk
    counter.hands.press(Key.Key_G, CTRL)
    assert group(counter).is_open
    assert counter.focused() is guests(counter).free.name.edit
    assert not desk.matters.stack.isVisible()
    assert desk.matters.head.isVisible()
    counter.hands.press(Key.Key_G, CTRL)
    assert not group(counter).is_open
    assert desk.matters.stack.isVisible()
    # Nobody is chosen yet: letters typed now look for a visitor, and pick nothing.
    assert desk.focused_key() == "person"
    counter.page.desk.who.start_new("欧阳守诚")
    for _ in range(2):
        counter.hands.press(Key.Key_G, CTRL)
    assert desk.focused_key() == "matters.0.category"


def test_escape_folds_the_list_before_it_leaves_the_page(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    counter.hands.words("张三")
    counter.hands.press(Key.Key_Escape)
    assert not group(counter).is_open
    assert counter.sent == []
    counter.hands.press(Key.Key_Escape)
    assert counter.sent == [Target(Place.WORKBENCH)]
    assert names(counter) == ["张三"]


def test_enter_alone_writes_one_after_the_other(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    for name in ("张三", "李四", "王五"):
        next_guest(counter, name)
    assert names(counter) == ["张三", "李四", "王五"]
    assert counter.focused() is guests(counter).free.name.edit
    counter.hands.press(Key.Key_Return)
    assert counter.focused() is group(counter).button
    counter.hands.press(Key.Key_Return)
    assert counter.page.desk.focused_key() == "person"
    assert group(counter).banner.text() == "名单上连来访人有 3 人，来访人数只写了 1 人，请核对。"
    headcount(counter, 4)
    assert group(counter).banner.text() == "同来人 张三、李四、王五"


def test_somebody_of_the_register_is_linked_and_her_numbers_stay_masked(counter: Counter, person: SavedPerson) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    counter.find("ly")
    row = guests(counter).rows[0]
    assert row.form() == GuestForm(role=COMPANION, party_id=person.id, name="李䶮")
    assert (row.identity.text(), row.phone.text()) == ("430103********1238", "138****5267")
    assert row.identity.isReadOnly()
    row.name.setFocus()
    row.name.edit.selectAll()
    counter.hands.words("别人")
    assert row.form() == GuestForm(role=COMPANION, name="别人")
    assert row.identity.text() == ""
    assert not row.identity.isReadOnly()


def test_a_number_finds_her_too(counter: Counter, person: SavedPerson) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    counter.find("430103196811021238")
    assert guests(counter).forms()[0].party_id == person.id


def test_of_a_common_matter_five_are_representatives_with_the_visitor_and_the_sixth_is_told_why(
    counter: Counter, person: SavedPerson
) -> None:
    counter.find("ly")
    headcount(counter, 12)
    group(counter).common.setChecked(True)
    counter.hands.press(Key.Key_G, CTRL)
    for at in range(5):
        next_guest(counter, f"来访人甲{at}")
    roles = [form.role for form in counter.page.desk.form().guests]
    assert roles == [REPRESENTATIVE] * 4 + [COMPANION]
    assert group(counter).banner.text() == too_many_representatives()
    assert "《信访工作条例》第二十条" in too_many_representatives()


def test_a_sixth_representative_is_refused_and_stays_a_companion(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    guests(counter).show_forms([GuestForm(role=REPRESENTATIVE, name=f"来访人甲{at}") for at in range(5)])
    guests(counter).free.name.setFocus()
    next_guest(counter, "来访人乙")
    row = guests(counter).rows[5]
    row.role.setFocus()
    counter.hands.press(Key.Key_Up)
    assert row.form().role is COMPANION
    assert group(counter).banner.text() == too_many_representatives()
    first = guests(counter).rows[0]
    first.role.setFocus()
    counter.hands.press(Key.Key_Down)
    row.role.setFocus()
    counter.hands.press(Key.Key_Up)
    assert row.form().role is REPRESENTATIVE


def test_a_line_taken_away_can_be_had_back_with_every_word(counter: Counter) -> None:
    forms = (
        GuestForm(role=AGENT, name="𬱖律师", identity="43010", phone="13900001111", address="某路", relation="律师"),
        GuestForm(name="张三"),
    )
    counter.hands.press(Key.Key_G, CTRL)
    guests(counter).show_forms(forms)
    guests(counter).rows[0].remove.click()
    assert names(counter) == ["张三"]
    assert group(counter).undo_link.words() == "撤销去掉 𬱖律师"
    group(counter).undo_link.click()
    assert counter.page.desk.form().guests == forms
    assert not group(counter).undo_link.isVisible()


def test_the_headcount_only_warns(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_G, CTRL)
    next_guest(counter, "张三")
    group(counter).fold()
    question(counter)
    counter.save()
    assert counter.page.checks.shown == {}
    assert [guest.name for guest in counter.services.visits.detail(1).guests] == ["张三"]


def test_what_is_worth_a_second_look_is_said_with_its_place(counter: Counter) -> None:
    headcount(counter, 5)
    counter.hands.press(Key.Key_G, CTRL)
    guests(counter).show_forms([GuestForm(name="张三"), GuestForm(name="李四", identity="430103********1238")])
    row = guests(counter).rows[0]
    row.identity.setFocus()
    counter.hands.letters("430103196811021235")
    assert group(counter).banner.text().startswith("同来人员 1 证件号：")
    row.identity.selectAll()
    counter.hands.letters("430103196811021238")
    assert group(counter).banner.text() == "同来人 张三、李四"


def test_a_mistake_in_the_list_opens_it_and_stands_at_its_field(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_G, CTRL)
    guests(counter).free.phone.setFocus()
    counter.hands.letters("138")
    group(counter).fold()
    question(counter)
    counter.save()
    assert list(counter.page.checks.shown) == ["guests.0.name", "guests.0.phone"]
    assert group(counter).is_open
    assert counter.focused() is guests(counter).rows[0].name.edit
    assert guests(counter).rows[0].phone.property("state") == "error"
    assert group(counter).banner.text() == counter.page.checks.shown["guests.0.name"]
    counter.hands.words("张三")
    assert "guests.0.name" not in counter.page.checks.shown


def test_a_mistake_below_folds_the_list(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_G, CTRL)
    counter.save()
    assert "matters.0.category" in counter.page.checks.shown
    assert not group(counter).is_open
    assert counter.page.desk.focused_key() == "matters.0.category"


def test_a_tab_of_the_matters_folds_it_as_well(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    counter.page.desk.matters.tabs.pressed.emit(0)
    assert not group(counter).is_open
    assert counter.page.desk.matters.editor.isVisible()


def test_a_unit_comes_without_anybody_by_name(counter: Counter, station: Services) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    unit(counter).name.setFocus()
    counter.hands.words("碧湘社区居委会")
    counter.qtbot.wait(WAIT_MS + 50)
    counter.hands.press(Key.Key_Return)
    counter.hands.words("田志强")
    group(counter).fold()
    assert group(counter).banner.text() == "单位 碧湘社区居委会"
    question(counter)
    counter.save()
    assert counter.page.checks.shown == {}
    assert counter.services.visits.detail(1).row.unit == "碧湘社区居委会"
    assert not group(counter).isVisible()
    assert station.units.find("碧湘")[0].contact == "田志强"


def test_a_known_unit_brings_what_is_known_of_it(counter: Counter, garrison: SavedUnit) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    unit(counter).name.setFocus()
    counter.find("zqmbd")
    form = unit(counter).form()
    assert form is not None
    assert (form.party_id, form.name, form.contact, form.address) == (
        garrison.id,
        "驻区某部队",
        "田志强",
        "创远路 8 号",
    )
    assert "85550199" not in form.phone
    assert counter.focused() is unit(counter).contact


def test_a_unit_found_where_people_are_looked_for_comes_as_a_unit(counter: Counter, garrison: SavedUnit) -> None:
    counter.page.open_target(Target(Place.VISIT, "person", id=garrison.id))
    form = counter.page.desk.form()
    assert form.person_id is None
    assert form.unit is not None
    assert form.unit.party_id == garrison.id
    assert counter.page.desk.panel.person_id == garrison.id
    question(counter)
    counter.save()
    assert counter.services.visits.detail(1).row.unit == "驻区某部队"


def test_a_unit_can_be_taken_away_again(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    unit(counter).name.setFocus()
    counter.hands.words("某单位")
    unit(counter).remove.click()
    assert counter.page.desk.form().unit is None


def test_who_came_along_is_in_the_draft_and_comes_back(counter: Counter, person: SavedPerson) -> None:
    desk = counter.page.desk
    counter.find("ly")
    headcount(counter, 9)
    group(counter).common.setChecked(True)
    counter.hands.press(Key.Key_G, CTRL)
    for name in ("张三", "李四"):
        next_guest(counter, name)
    unit(counter).name.setFocus()
    counter.hands.words("某单位")
    before = desk.state("x")
    counter.hands.press(Key.Key_F7)
    assert not group(counter).isVisible()
    assert desk.form().guests == ()
    assert desk.matters.stack.isVisible()
    counter.hands.press(Key.Key_F7)
    assert desk.state("x") == before
    assert group(counter).is_open
    assert counter.focused() is unit(counter).name.edit


def test_words_of_somebody_half_written_make_a_draft(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    counter.hands.words("张")
    counter.page.before_leaving()
    assert [row.title for row in counter.services.drafts.mine()] == ["张"]


def test_the_row_passes_tab_by_tab(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    headcount(counter, 3)
    counter.hands.press(Key.Key_Return)
    assert counter.focused() is group(counter).common
    counter.hands.press(Key.Key_Return)
    assert counter.focused() is group(counter).button
    counter.hands.press(Key.Key_Tab)
    assert counter.page.desk.focused_key() == "matters.0.kind"


def test_everything_in_the_list_has_a_name_for_those_who_hear_it(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    inside: list[QWidget] = [*unit(counter).stops(), *guests(counter).free.controls().values()]
    assert all(widget.accessibleName() for widget in inside)


def test_the_visitor_may_leave_while_the_list_stays(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_G, CTRL)
    next_guest(counter, "张三")
    known = counter.page.desk.who.known
    known.set_person(replace(counter.services.people.find("ly")[0], name="别人"))
    QApplication.processEvents()
    assert names(counter) == ["张三"]


def test_a_second_agent_is_told_at_once(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    guests(counter).show_forms([GuestForm(role=AGENT, name="张三"), GuestForm(name="李四")])
    row = guests(counter).rows[1]
    row.role.set_value(AGENT)
    row.role_chosen.emit()
    assert row.form().role is COMPANION
    assert group(counter).banner.text() == SECOND_AGENT
