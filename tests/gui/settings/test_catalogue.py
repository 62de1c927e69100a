"""设置 › 办事事项目录 by the keyboard: looked for, changed, added, moved, switched off, restored, and fought over."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from domain.operator_rules import OperatorForm
from domain.permissions import Role
from domain.visit_rules import MaterialForm, MatterForm
from domain.vocabulary import MatterKind, Outcome
from gui.kit.button import Button
from gui.kit.label import Label
from gui.kit.overlay import overlays_of
from gui.settings.catalogue import CatalogueSection
from gui.settings.page import SettingsPage
from services import Services
from tests import factories
from tests.gui.kit.stand import children, commit, focused
from tests.gui.settings.conftest import OpenPage
from tests.gui.settings.settled import press, settle
from tests.services.case_life import matter, open_case, view
from tests.services.insight import seen_by

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(station: Services, open_page: OpenPage) -> SettingsPage:
    """The chief's settings at the catalogue."""
    return open_page(station, "catalogue")


@pytest.fixture
def section(page: SettingsPage) -> CatalogueSection:
    """The section, the keyboard in its list."""
    found = page.section
    assert isinstance(found, CatalogueSection)
    settle()
    found.first_focus().setFocus()
    return found


def type_over(words: str) -> None:
    """Type in the place of what stands in the focused line."""
    press(Key.Key_A, CTRL)
    commit(focused(), words)


def stand_on(section: CatalogueSection, code: str) -> None:
    assert section.list.select(code)
    settle()
    section.list.take_focus()


def first_shipped(section: CatalogueSection) -> str:
    return str(section.list.table.rows[0].item.entry.code)


def now_label(station: Services, code: str) -> str:
    return station.service_catalogue.item(code).entry.label


def test_the_list_is_grouped_and_says_what_the_editor_shows(section: CatalogueSection, station: Services) -> None:
    rows = section.list.table.rows
    groups = [row.group for row in rows if row.group]
    assert groups[0] == rows[0].item.entry.group
    assert len(groups) == len(
        [1 for at, row in enumerate(rows) if not at or row.item.entry.group != rows[at - 1].item.entry.group]
    )
    assert section.editor.entry() == rows[0].item.entry
    assert not section.editor.save.isEnabled()


@pytest.mark.parametrize("each", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_shipped_matters_come_out_of_the_editor_as_they_went_in(section: CatalogueSection, each: int) -> None:
    for row in section.list.table.rows[::each]:
        stand_on(section, row.item.entry.code)
        # Rows are made when they are looked at; here all of them are.
        assert [len(rows.rows) for rows in section.editor.lists.values()] == [
            len(getattr(row.item.entry, part)) for part in section.editor.lists
        ]
        assert section.editor.entry() == row.item.entry
        assert not section.dirty


def test_typing_in_the_search_narrows_and_enter_goes_to_the_list(section: CatalogueSection) -> None:
    section.list.search.setFocus()
    commit(focused(), "光荣牌")
    settle()
    assert {row.item.entry.group for row in section.list.table.rows} == {"光荣牌"}
    press(Key.Key_Return)
    assert focused() is section.list.table
    section.list.search.setFocus()
    press(Key.Key_Escape)
    assert len(section.list.table.rows) > 10


def test_a_change_is_kept_as_a_new_version_and_running_cases_keep_theirs(
    section: CatalogueSection, station: Services, page: SettingsPage
) -> None:
    code = first_shipped(section)
    open_case(station, matter(code))
    told: list[str] = []
    section.notice.connect(told.append)
    before = now_label(station, code)
    press(Key.Key_Return)
    type_over("换了名字的事项")
    section.editor.note.setText("上级改了叫法")
    press(Key.Key_Return, CTRL)
    assert now_label(station, code) == "换了名字的事项"
    assert "在办的 1 件仍按原来的版本办" in told[-1]
    versions = station.service_catalogue.versions(code)
    assert (versions[0].number, versions[0].note, versions[0].by) == (2, "上级改了叫法", "谢国辉")
    assert versions[1].entry.label == before
    row = section.list.table.current()
    assert row is not None
    assert (row.item.number, row.item.edited, row.cases) == (2, True, 1)
    assert not section.dirty


def test_what_is_typed_stays_through_esc_other_matters_and_other_pages(
    section: CatalogueSection, page: SettingsPage, station: Services
) -> None:
    code = first_shipped(section)
    press(Key.Key_Return)
    type_over("写了一半")
    press(Key.Key_Escape)
    assert focused() is section.list.table
    press(Key.Key_Down)
    assert section.editor.entry().label != "写了一半"
    page.show_section("station")
    page.show_section("catalogue")
    settle()
    stand_on(section, code)
    assert section.editor.entry().label == "写了一半"
    assert section.dirty
    assert now_label(station, code) != "写了一半"


def test_faults_stand_under_their_rows_and_the_keyboard_goes_there(
    section: CatalogueSection, station: Services
) -> None:
    code = first_shipped(section)
    section.editor.show_page("materials")
    section.editor.take_focus()
    count = len(section.editor.lists["materials"].rows)
    press(Key.Key_N, ALT)
    assert len(section.editor.lists["materials"].rows) == count + 1
    section.editor.show_page("basis")
    section.editor.take_focus()
    press(Key.Key_Return, CTRL)
    row = section.editor.lists["materials"].rows[-1]
    assert "还没有写材料名称" in row.fault()
    assert focused() is row.cells["name"].control
    assert section.editor.tabs.value() == "materials"
    assert station.service_catalogue.item(code).number == 1
    commit(focused(), "新加的证明")
    press(Key.Key_Return, CTRL)
    assert station.service_catalogue.item(code).entry.materials[-1].name == "新加的证明"


def test_rows_move_and_go_by_the_keyboard_and_come_back(section: CatalogueSection) -> None:
    rows = section.editor.lists["materials"]
    section.editor.show_page("materials")
    section.editor.take_focus()
    names = [record.name for record in rows.records()]
    press(Key.Key_Down, ALT)
    assert [record.name for record in rows.records()][:2] == [names[1], names[0]]
    assert rows.rows[1].isAncestorOf(focused())
    offers: list[Callable[[], None]] = []
    section.offer.connect(lambda _words, _word, act: offers.append(act))
    press(Key.Key_Delete, ALT)
    assert names[0] not in [record.name for record in rows.records()]
    offers[-1]()
    assert [record.name for record in rows.records()][:2] == [names[1], names[0]]
    press(Key.Key_Up, ALT)
    section.editor.undo.click()
    assert [record.name for record in rows.records()] == names


def test_a_new_matter_can_be_opened_as_a_case(section: CatalogueSection, station: Services) -> None:
    press(Key.Key_N, CTRL)
    assert section.editor.entry().label == ""
    commit(focused(), "开立困难证明")
    basis = section.editor.forms["basis"].controls
    basis["group"].setFocus()
    type_over("证明")
    basis["promised"].setFocus()
    commit(focused(), "3")
    section.editor.show_page("materials")
    section.editor.lists["materials"].add.setFocus()
    press(Key.Key_Return)
    commit(focused(), "身份证")
    press(Key.Key_Return, CTRL)
    (entry,) = (item.entry for item in station.service_catalogue.items() if item.entry.label == "开立困难证明")
    assert (entry.promised, entry.unit, entry.materials[0].name) == (3, "workday", "身份证")
    now = section.list.table.current()
    assert now is not None
    assert now.item.entry.code == entry.code
    form = MatterForm(
        kind=MatterKind.SERVICE,
        category=entry.category,
        narrative="来开证明",
        outcome=Outcome.SERVICE_OPENED,
        catalogue=entry.code,
        materials=(MaterialForm(name="身份证"),),
    )
    assert view(station, open_case(station, form)).number


def test_a_new_field_can_be_copied_at_once(section: CatalogueSection, station: Services) -> None:
    code = first_shipped(section)
    fields, handoff = section.editor.lists["fields"], section.editor.lists["handoff"]
    section.editor.show_page("fields")
    fields.add.setFocus()
    press(Key.Key_Return)
    commit(focused(), "开户行")
    own = fields.records()[-1].code
    section.editor.show_page("handoff")
    handoff.add.setFocus()
    press(Key.Key_Return)
    commit(focused(), "开户银行（新）")
    pick = handoff.rows[-1].cells["source"].control
    pick.setFocus()
    assert handoff.rows[-1].cells["source"].value() == ""
    pick.select.set_value(f"field.{own}")  # type: ignore[union-attr]  # the one cell of this kind
    press(Key.Key_Return, CTRL)
    entry = station.service_catalogue.item(code).entry
    assert (entry.fields[-1].label, entry.handoff[-1].source) == ("开户行", f"field.{own}")


@pytest.mark.parametrize("mine", [True, False])
def test_the_second_writer_is_told_and_her_text_stays(
    section: CatalogueSection, station: Services, page: SettingsPage, mine: bool
) -> None:
    code = first_shipped(section)
    other = seen_by(station, Role.CHIEF)
    item = other.service_catalogue.item(code)
    other.service_catalogue.save(code, replace(item.entry, label="她的"), number=item.number)
    press(Key.Key_Return)
    type_over("我的")
    press(Key.Key_Return, CTRL)
    assert section.editor.conflict.isVisible()
    assert "已经把" in section.editor.conflict.text()
    assert (section.editor.entry().label, now_label(station, code)) == ("我的", "她的")
    if mine:
        button = section.editor.conflict.button
        assert button is not None
        button.click()
    else:
        section.editor.theirs.click()
        settle()
        (overlay,) = overlays_of(page.window())
        assert {"她的", "我的"} <= {label.text() for label in children(overlay, Label)}
        (begin,) = (one for one in children(overlay, Button) if one.words() == "放下我的，用最新的")
        begin.click()
    settle()
    assert not section.editor.conflict.isVisible()
    assert section.editor.entry().label == now_label(station, code) == ("我的" if mine else "她的")


def test_one_key_brings_the_shipped_words_back_and_an_old_version_can_be_begun_with(
    section: CatalogueSection, station: Services, page: SettingsPage
) -> None:
    code = first_shipped(section)
    shipped = now_label(station, code)
    press(Key.Key_Return)
    type_over("本站的叫法")
    press(Key.Key_Return, CTRL)
    assert section.editor.restore.isVisible()
    press(Key.Key_Z, ALT)
    assert now_label(station, code) == shipped
    assert section.editor.entry().label == shipped
    assert not section.editor.restore.isVisible()
    section.editor.show_page("versions")
    section.editor.take_focus()
    press(Key.Key_Down)
    press(Key.Key_Return)
    (overlay,) = overlays_of(page.window())
    (begin,) = (one for one in children(overlay, Button) if one.words() == "用这一版改")
    begin.click()
    assert section.editor.entry().label == "本站的叫法"
    assert section.editor.save.isEnabled()


def test_the_order_and_the_switch_by_the_keyboard(section: CatalogueSection, station: Services) -> None:
    codes = [row.item.entry.code for row in section.list.table.rows]
    press(Key.Key_Down, ALT)
    assert [item.entry.code for item in station.service_catalogue.items()][:2] == [codes[1], codes[0]]
    press(Key.Key_Delete)
    assert codes[0] not in [item.entry.code for item in station.service_catalogue.items()]
    row = section.list.table.current()
    assert row is not None
    assert (row.item.entry.code, row.item.active) == (codes[0], False)
    press(Key.Key_Delete)
    assert codes[0] in [item.entry.code for item in station.service_catalogue.items()]


def test_a_clerk_looks_and_changes_nothing(
    as_operator: Callable[[OperatorForm], Services], open_page: OpenPage
) -> None:
    clerk = as_operator(factories.CLERK)
    section = open_page(clerk, "catalogue").section
    assert isinstance(section, CatalogueSection)
    settle()
    section.first_focus().setFocus()
    before = [item.entry.code for item in clerk.service_catalogue.items()]
    press(Key.Key_Delete)
    press(Key.Key_Down, ALT)
    press(Key.Key_Return)
    press(Key.Key_X)
    press(Key.Key_Return, CTRL)
    assert [item.entry.code for item in clerk.service_catalogue.items()] == before
    assert not section.editor.foot.isVisible()
    assert not section.list.add.isVisible()
    assert not section.dirty
