"""设置 › 常用语 by the keyboard: found, changed, added, removed and had back, restored; nothing typed is lost."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.snippet_rules import shipped_snippets
from domain.vocabulary import MatterKind
from gui.settings.page import SettingsPage
from gui.settings.snippets import SnippetsSection
from services import Services
from services.snippets import SnippetForm, SnippetRow
from tests import factories
from tests.gui.question import answer
from tests.gui.settings.conftest import LogIn, OpenPage

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
OWN = SnippetForm(code="byh", title="本月活动", text="本月在碧湘社区有招聘会。", kind=MatterKind.CONSULTATION)


@pytest.fixture
def page(station: Services, open_page: OpenPage) -> SettingsPage:
    """The chief's settings at the snippets."""
    return open_page(station, "snippets")


@pytest.fixture
def section(page: SettingsPage, qtbot: QtBot) -> SnippetsSection:
    """The section, its list filled and in hand."""
    found = page.section
    assert isinstance(found, SnippetsSection)
    qtbot.waitUntil(lambda: bool(found.table.rows))
    found.first_focus().setFocus()
    return found


def focused() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, held)


def codes(section: SnippetsSection) -> list[str]:
    return [row.code for row in section.table.rows]


def stored(services: Services, code: str) -> SnippetRow:
    return next(row for row in services.snippets.all() if row.code == code)


def is_called(code: str, row: SnippetRow) -> bool:
    return row.code == code


def is_gone(section: SnippetsSection, code: str) -> bool:
    return code not in codes(section)


def edit_text(section: SnippetsSection, words: str) -> None:
    """Enter goes into the words; type over them."""
    press(Key.Key_Return)
    assert focused() is section.editor.text
    section.editor.text.selectAll()
    QTest.keyClicks(focused(), words)


def test_the_list_shows_them_and_the_first_is_in_hand(section: SnippetsSection) -> None:
    assert codes(section) == list(shipped_snippets())
    assert section.editor.row == section.table.rows[0]
    assert section.editor.text.text() == section.table.rows[0].text
    press(Key.Key_Down)
    assert section.editor.row == section.table.rows[1]


def test_a_change_is_saved_by_the_keyboard_and_the_list_is_in_hand_again(
    section: SnippetsSection, station: Services, qtbot: QtBot
) -> None:
    row = section.table.rows[0]
    edit_text(section, "Gaiguo.")
    assert section.editor.state.text() == "有没保存的修改"
    press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: section.table.rows[0].text == "Gaiguo.")
    assert stored(station, row.code).version == 2
    assert focused() is section.table
    assert (section.editor.row, section.editor.dirty) == (section.table.rows[0], False)


def test_a_new_one_is_added_and_becomes_the_current_one(
    section: SnippetsSection, station: Services, qtbot: QtBot
) -> None:
    press(Key.Key_N, CTRL)
    assert focused() is section.editor.code
    for words in ("BYH", "ben yue"):
        QTest.keyClicks(focused(), words)
        press(Key.Key_Return)
    assert focused() is section.editor.kind
    press(Key.Key_Down)
    press(Key.Key_Return)
    QTest.keyClicks(focused(), "zhaopin hui")
    press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "byh" in codes(section))
    current = section.table.current()
    assert current is not None
    assert (current.code, current.title, current.text, current.kind) == (
        "byh",
        "ben yue",
        "zhaopin hui",
        MatterKind.CONSULTATION,
    )
    assert stored(station, "byh") == current == section.editor.row


def test_what_is_wrong_stands_under_its_field_and_takes_the_keyboard(section: SnippetsSection) -> None:
    press(Key.Key_N, CTRL)
    press(Key.Key_Return, CTRL)
    assert focused() is section.editor.code
    assert all("还没有" in section.editor.fields[key].message for key in ("code", "title", "text"))
    QTest.keyClicks(focused(), "x")
    assert section.editor.fields["code"].state == ""


def test_a_text_of_ten_thousand_characters_is_saved_and_one_more_is_refused(
    section: SnippetsSection, station: Services, qtbot: QtBot
) -> None:
    row = section.table.rows[0]
    section.editor.text.setPlainText("长" * 10_001)
    section.editor.submit()
    assert section.editor.fields["text"].message == "有 10001 个字，最多 10000 个。请删短一些"
    assert len(section.editor.text.text()) == 10_001
    section.editor.text.setPlainText("长" * 10_000)
    section.editor.submit()
    qtbot.waitUntil(lambda: len(stored(station, row.code).text) == 10_000)


def test_a_code_that_is_taken_is_said_under_it(section: SnippetsSection, qtbot: QtBot) -> None:
    section.editor.code.setText(section.table.rows[1].code)
    section.editor.submit()
    qtbot.waitUntil(lambda: "已经给了" in section.editor.fields["code"].message)
    assert focused() is section.editor.code


# ----------------------------------------------------------------------------------------------------- nothing is lost


def test_what_was_typed_stays_with_its_snippet(section: SnippetsSection) -> None:
    edit_text(section, "Banju")
    press(Key.Key_Escape)
    assert focused() is section.table
    press(Key.Key_Down)
    assert section.editor.text.text() == section.table.rows[1].text
    assert section.editor.is_kept(section.table.rows[0].id)
    press(Key.Key_Up)
    assert section.editor.text.text() == "Banju"
    press(Key.Key_N, CTRL)
    QTest.keyClicks(focused(), "xin")
    press(Key.Key_Escape)
    press(Key.Key_Down)
    press(Key.Key_N, CTRL)
    assert section.editor.code.text() == "xin"


def test_another_s_change_is_told_and_saving_once_more_is_meant(
    section: SnippetsSection, station: Services, as_operator: LogIn, qtbot: QtBot
) -> None:
    row = section.table.rows[0]
    edit_text(section, "Zhanzhang")
    clerk = as_operator(factories.CLERK)
    clerk.snippets.edit(row.id, replace(row.form, text="窗口的话。"), version=1)
    press(Key.Key_Return, CTRL)
    qtbot.waitUntil(section.editor.trouble.isVisible)
    words = section.editor.trouble.text()
    assert "王静在 11-24 09:42 改过这条常用语" in words
    assert f"现在是“{row.title}”：窗口的话。" in words
    assert section.editor.text.text() == "Zhanzhang"
    section.editor.submit()
    qtbot.waitUntil(lambda: stored(station, row.code).text == "Zhanzhang")


def test_one_that_another_removed_can_be_kept_all_the_same(
    section: SnippetsSection, station: Services, as_operator: LogIn, qtbot: QtBot
) -> None:
    row = section.table.rows[0]
    edit_text(section, "Liuzhe")
    as_operator(factories.CLERK).snippets.remove(row.id)
    section.editor.submit()
    qtbot.waitUntil(section.editor.trouble.isVisible)
    assert "现在列表里没有它了" in section.editor.trouble.text()
    assert section.editor.text.text() == "Liuzhe"
    section.editor.submit()
    qtbot.waitUntil(lambda: row.code in codes(section))
    assert stored(station, row.code).text == "Liuzhe"


def test_a_change_elsewhere_is_shown_where_nothing_is_typed(
    section: SnippetsSection, page: SettingsPage, station: Services, qtbot: QtBot
) -> None:
    row = section.table.rows[0]
    page._bus.tell(station.snippets.edit(row.id, replace(row.form, text="新的话。"), version=1))
    qtbot.waitUntil(lambda: section.editor.text.text() == "新的话。")
    assert not section.editor.dirty


# ------------------------------------------------------------------------------------------- removing and restoring


def test_del_takes_one_off_the_list_and_the_toast_has_it_back(
    section: SnippetsSection, page: SettingsPage, station: Services, qtbot: QtBot
) -> None:
    row = section.table.rows[2]
    section.table.select(lambda shown: shown.id == row.id)
    press(Key.Key_Delete)
    qtbot.waitUntil(lambda: row.code not in codes(section))
    assert focused() is section.table
    assert section.editor.row == section.table.current()
    (toast,) = page.toasts.shown
    assert toast.action is not None
    toast.action.click()
    qtbot.waitUntil(lambda: row.code in codes(section))
    assert section.table.current() == stored(station, row.code)


def test_ctrl_z_has_back_what_was_removed_last(section: SnippetsSection, qtbot: QtBot) -> None:
    first, second = section.table.rows[:2]
    for code in (first.code, second.code):
        section.table.select(partial(is_called, code))
        press(Key.Key_Delete)
        qtbot.waitUntil(partial(is_gone, section, code))
    press(Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: second.code in codes(section))
    assert first.code not in codes(section)
    press(Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: first.code in codes(section))
    press(Key.Key_Z, CTRL)


def test_del_in_a_field_takes_a_letter_and_nothing_else(section: SnippetsSection) -> None:
    press(Key.Key_N, CTRL)
    QTest.keyClicks(focused(), "ab")
    press(Key.Key_Home)
    press(Key.Key_Delete)
    assert section.editor.code.text() == "b"
    assert len(section.table.rows) == len(shipped_snippets())


def test_one_is_restored_and_the_station_s_words_can_be_had_again(
    section: SnippetsSection, page: SettingsPage, station: Services, qtbot: QtBot
) -> None:
    row = section.table.rows[0]
    assert not section.editor.restore.isVisible()
    edit_text(section, "Benzhan")
    section.editor.submit()
    qtbot.waitUntil(section.editor.restore.isVisible)
    section.editor.restore.click()
    qtbot.waitUntil(lambda: section.editor.text.text() == row.text)
    assert not section.editor.restore.isVisible()
    toast = page.toasts.shown[-1]
    assert toast.action is not None
    toast.action.click()
    qtbot.waitUntil(lambda: section.editor.text.text() == "Benzhan")
    assert stored(station, row.code).altered


def test_all_are_restored_after_a_question(section: SnippetsSection, station: Services, qtbot: QtBot) -> None:
    first, second = section.table.rows[:2]
    station.snippets.remove(second.id)
    station.snippets.add(OWN)
    edit_text(section, "Benzhan")
    section.editor.submit()
    qtbot.waitUntil(lambda: stored(station, first.code).altered)
    qtbot.waitUntil(lambda: OWN.code in codes(section))
    section.restore.click()
    answer(section, "恢复出厂")
    qtbot.waitUntil(lambda: second.code in codes(section))
    assert stored(station, first.code).text == first.text
    assert stored(station, OWN.code).text == OWN.text


# ------------------------------------------------------------------------------------------------------------ finding


def test_typing_filters_the_list_and_escape_shows_all_again(section: SnippetsSection, qtbot: QtBot) -> None:
    section.search.setFocus()
    QTest.keyClicks(section.search, "ydz")
    qtbot.waitUntil(lambda: codes(section) == ["ydzsl", "ydzbl", "ylydzx"])
    press(Key.Key_Return)
    assert focused() is section.table
    assert section.table.current() == section.table.rows[0]
    section.search.setFocus()
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: len(section.table.rows) == len(shipped_snippets()))
    assert focused() is section.table


def test_what_fits_nothing_is_said(section: SnippetsSection, qtbot: QtBot) -> None:
    section.search.setFocus()
    QTest.keyClicks(section.search, "zzzz")
    qtbot.waitUntil(lambda: not section.table.rows)
    assert section.editor.text.text()


# ------------------------------------------------------------------------------------------------------------- access


def test_every_control_has_a_name(section: SnippetsSection) -> None:
    controls = [field.control for field in section.editor.fields.values()]
    buttons = [section.editor.save, section.editor.remove, section.editor.restore]
    for widget in (section.search, section.add, section.restore, section.table, *controls, *buttons):
        assert widget.accessibleName()


def test_in_little_width_the_list_stands_above_the_editor(
    section: SnippetsSection, page: SettingsPage, qtbot: QtBot
) -> None:
    assert section.editor.x() > 0
    page.resize(900, 612)
    qtbot.waitUntil(lambda: section.editor.x() == 0)
    assert section.editor.y() > 0
    assert section.editor.width() == section._card.width() > 600
    assert section.table.viewport().height() > 100
