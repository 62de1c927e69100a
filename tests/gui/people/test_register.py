"""The register: everybody page by page, numbers masked, found by whatever is known of them."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from domain.vocabulary import MatterKind
from gui.navigation import Place, Target
from gui.people.register import PAGE
from services import Services
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.people.conftest import Desk
from tests.gui.visitors import PERSON, visit

OTHER = replace(PERSON, name="罗湘平", identity="", phone="0731-85550113", card_number="", reception_note="")


def names(desk: Desk) -> list[str]:
    return [row.name for row in desk.page.register.table.rows]


def words(desk: Desk, row: int) -> list[str]:
    model = desk.page.register.table.rows_model
    return [str(model.data(model.index(row, column))) for column in range(model.columnCount())]


def test_an_empty_register_offers_to_begin_one(desk: Desk) -> None:
    assert names(desk) == []
    assert desk.page.register.empty.isVisible()
    desk.page.register.empty.pressed.emit()
    assert desk.editor.person_id is None


def test_numbers_stand_masked_in_the_list(desk: Desk, clerk: Services) -> None:
    visit(clerk)
    desk.page.refresh()
    line = words(desk, 0)
    assert line[:4] == ["李龑 男 58 岁", "430103********1238", "138****5267", "碧湘社区"]
    assert line[5] == "11-24"
    assert "430103196811021238" not in "".join(line)


def test_the_list_goes_on_while_one_scrolls(desk: Desk, clerk: Services) -> None:
    for number in range(PAGE + 5):
        clerk.people.create(replace(OTHER, name=f"王{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}"))
    desk.page.refresh()
    table = desk.page.register.table
    assert len(table.rows) == PAGE
    table.scrollToBottom()
    table.rows_model.fetchMore(table.rootIndex())
    assert len(set(names(desk))) == PAGE + 5
    assert not table.rows_model.canFetchMore(table.rootIndex())


def test_a_name_its_initials_or_a_tail_find_somebody(desk: Desk, clerk: Services) -> None:
    clerk.people.create(PERSON)
    clerk.people.create(OTHER)
    for text, found in (("罗", ["罗湘平"]), ("lxp", ["罗湘平"]), ("1238", ["李龑"]), ("5267", ["李龑"])):
        desk.page.register.look_for(text)
        assert names(desk) == found, text
    desk.page.register.look_for("")
    assert len(names(desk)) == 2


def test_what_is_not_found_is_said_and_begins_a_new_record(desk: Desk, clerk: Services) -> None:
    clerk.people.create(PERSON)
    desk.page.open_target(Target(Place.PEOPLE, "find", text="<b>&amp; 邓立新"))
    assert names(desk) == []
    desk.page.register.look_for("邓立新")
    assert "邓立新" in desk.page.register.empty._title.text()
    desk.page.register.new_button.click()
    assert desk.editor.fields.form().name == "邓立新"


def test_enter_opens_the_only_one_found_else_goes_into_the_list(desk: Desk, clerk: Services) -> None:
    clerk.people.create(PERSON)
    clerk.people.create(OTHER)
    desk.page.open_target(Target(Place.PEOPLE, "find"))
    line = desk.page.register.filter
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.page.register.table.hasFocus()
    line.setFocus()
    QTest.keyClicks(line, "lxp")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.page.stack.currentWidget() is desk.page.person
    assert desk.page.header.crumbs == ("服务对象", "罗湘平")
    QTest.keyClick(desk.page.person.history, Qt.Key.Key_Escape)
    assert desk.page.stack.currentWidget() is desk.page.register
    assert desk.page.register.filter.text() == "lxp"


def test_what_was_looked_for_last_time_goes_with_the_first_letter(desk: Desk, clerk: Services) -> None:
    clerk.people.create(PERSON)
    desk.page.register.look_for("罗")
    desk.page.first_focus().setFocus()
    QTest.keyClicks(desk.page.register.filter, "ly")
    assert desk.page.register.filter.text() == "ly"


def test_f2_on_a_line_of_the_list_means_that_person(desk: Desk, clerk: Services) -> None:
    person = clerk.people.create(PERSON).id
    desk.page.refresh()
    plain = Target(Place.VISIT, "new")
    assert desk.page.prefilled(plain) == plain
    desk.page.register.table.setFocus()
    assert desk.page.prefilled(plain) == Target(Place.VISIT, "person", id=person)
    petition = Target(Place.VISIT, "kind", text=MatterKind.PETITION)
    assert desk.page.prefilled(petition) == Target(Place.VISIT, "kind", id=person, text=MatterKind.PETITION)
    find = Target(Place.PEOPLE, "find")
    assert desk.page.prefilled(find) == find


def test_who_may_not_edit_is_not_offered_a_new_record(window: object, desk: Desk, as_operator: LogIn) -> None:
    other = Desk(type(desk.window)(), as_operator(replace(factories.ADMINISTRATOR, name="周小敏")))
    assert not other.page.register.new_button.isVisibleTo(other.page)
    other.page.begin_new("x")
    assert other.page.stack.currentWidget() is other.page.register


def test_building_the_page_opens_no_window_of_its_own(desk: Desk) -> None:
    desk.open()
    assert [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()] == [desk.window]
    assert desk.window.isActiveWindow()
