"""F8: the words of every day at the cursor, found by a few letters, written in one step that can be undone."""

import pytest
from PySide6.QtWidgets import QWidget

from domain.snippet_rules import SnippetForm
from domain.tables import limit
from domain.vocabulary import MatterKind
from gui.kit.lookup import WAIT_MS
from gui.navigation import Place, Target
from gui.visits.snippet_popup import NONE, SnippetPopup
from services import Services
from tests.gui.visits.conftest import CTRL, Counter, Key
from tests.gui.visits.test_matters import block

OURS = SnippetForm(code="zzfd", title="正在核对", text="已与区局核对，结果出来后电话告知。")
LONG = SnippetForm(code="zzcd", title="很长的一条", text="字" * limit("narrative"))


@pytest.fixture
def ours(chief: Services) -> None:
    chief.snippets.add(OURS)
    chief.snippets.add(LONG)


@pytest.fixture
def told(counter: Counter, ours: None) -> Counter:
    """The desk with a sentence in the narrative, the cursor after 来访人."""
    area = block(counter).editor.narrative
    area.setFocus()
    counter.hands.words("来访人询问进度")
    cursor = area.textCursor()
    cursor.setPosition(3)
    area.setTextCursor(cursor)
    return counter


def popup(counter: Counter) -> SnippetPopup:
    shown = block(counter).snippets.popup
    assert shown is not None
    return shown


def look_for(counter: Counter, letters: str) -> None:
    counter.hands.press(Key.Key_F8)
    counter.hands.letters(letters)
    counter.qtbot.wait(WAIT_MS + 50)


def test_a_code_and_enter_write_it_at_the_cursor(told: Counter) -> None:
    area = block(told).editor.narrative
    look_for(told, "zzfd")
    told.hands.press(Key.Key_Return)
    assert area.text() == f"来访人{OURS.text}询问进度"
    assert told.focused() is area
    assert block(told).snippets.popup is None
    told.hands.words("另外")
    assert area.text() == f"来访人{OURS.text}另外询问进度"


def test_it_is_one_step_of_undo(told: Counter) -> None:
    area = block(told).editor.narrative
    look_for(told, "zzfd")
    told.hands.press(Key.Key_Return)
    told.hands.press(Key.Key_Z, CTRL)
    assert area.text() == "来访人询问进度"


def test_it_takes_the_place_of_what_is_selected(told: Counter) -> None:
    area = block(told).editor.narrative
    area.selectAll()
    look_for(told, "zzfd")
    told.hands.press(Key.Key_Return)
    assert area.text() == OURS.text
    told.hands.press(Key.Key_Z, CTRL)
    assert area.text() == "来访人询问进度"


def test_it_is_found_by_pinyin_and_by_words(told: Counter) -> None:
    for typed in ("zzhd", "zhengzaihedui"):
        look_for(told, typed)
        choice = popup(told).list.current()
        assert choice is not None
        assert choice.title == "正在核对", typed
        told.hands.press(Key.Key_Escape)
    told.hands.press(Key.Key_F8)
    told.hands.words("电话告知")
    told.qtbot.wait(WAIT_MS + 50)
    assert any(row.title == "正在核对" for row in popup(told).list.found.rows if not isinstance(row, str))


def test_the_most_used_one_comes_first(told: Counter) -> None:
    look_for(told, "zzfd")
    told.hands.press(Key.Key_Return)
    told.hands.press(Key.Key_F8)
    first = popup(told).list.current()
    assert first is not None
    assert first.title == "正在核对"


def test_arrows_choose_and_the_mouse_does_too(told: Counter) -> None:
    told.hands.press(Key.Key_F8)
    rows = [row for row in popup(told).list.found.rows if not isinstance(row, str)]
    told.hands.press(Key.Key_Down)
    assert popup(told).list.current() == rows[1]
    told.hands.press(Key.Key_Up)
    assert popup(told).list.current() == rows[0]
    ours_row = next(row for row in rows if row.title == OURS.title)
    popup(told).list.taken.emit(ours_row.key)
    assert OURS.text in block(told).editor.narrative.text()


def test_esc_leaves_everything_as_it_was(told: Counter) -> None:
    area = block(told).editor.narrative
    told.hands.press(Key.Key_F8)
    assert told.focused() is popup(told).edit
    told.hands.press(Key.Key_Escape)
    assert told.sent == [], "Esc folds the list and doesn't leave the page"
    assert told.focused() is area
    assert (area.text(), area.textCursor().position()) == ("来访人询问进度", 3)


def test_the_text_does_not_count_as_left_while_the_list_is_open(told: Counter) -> None:
    left: list[str] = []
    block(told).left.connect(left.append)
    told.hands.press(Key.Key_F8)
    told.hands.press(Key.Key_F8)
    assert left == []
    assert block(told).snippets.popup is None


def test_the_list_goes_away_with_the_keyboard(told: Counter) -> None:
    told.hands.press(Key.Key_F8)
    told.page.print_button.setFocus()
    assert block(told).snippets.popup is None
    assert told.focused() is told.page.print_button


def test_what_would_be_too_long_is_refused_whole_and_said(told: Counter) -> None:
    look_for(told, "zzcd")
    told.hands.press(Key.Key_Return)
    assert "多出 7 字" in popup(told).message.text()
    assert block(told).editor.narrative.text() == "来访人询问进度"
    told.hands.press(Key.Key_Escape)
    block(told).editor.narrative.selectAll()
    look_for(told, "zzcd")
    told.hands.press(Key.Key_Return)
    assert block(told).editor.narrative.text() == LONG.text


def test_it_works_in_the_reply_and_in_every_part_of_a_petition(told: Counter) -> None:
    editor = block(told).editor
    editor.kind.buttons()[list(MatterKind).index(MatterKind.PETITION)].click()
    for area in (editor.words.areas["facts"], editor.words.areas["reasons"], editor.words.areas["earlier"]):
        area.setFocus()
        look_for(told, "zzfd")
        told.hands.press(Key.Key_Return)
        assert area.text() == OURS.text
    reply = editor.rows.reply
    reply.setFocus()
    told.hands.words("答：")
    look_for(told, "zzfd")
    told.hands.press(Key.Key_Return)
    assert reply.text() == f"答：{OURS.text}"
    assert told.page.desk.form().matters[0].reply == f"答：{OURS.text}"
    told.hands.press(Key.Key_Z, CTRL)
    assert reply.text() == "答："


def test_elsewhere_it_means_the_narrative(told: Counter) -> None:
    block(told).editor.category.setFocus()
    look_for(told, "zzfd")
    told.hands.press(Key.Key_Return)
    assert OURS.text in block(told).editor.narrative.text()


def test_ctrl_e_goes_to_the_settings(told: Counter) -> None:
    told.hands.press(Key.Key_F8)
    told.hands.press(Key.Key_E, CTRL)
    assert told.sent == [Target(Place.SETTINGS, "section", text="snippets")]
    assert block(told).snippets.popup is None


def test_nothing_found_says_what_to_do(told: Counter) -> None:
    look_for(told, "qqqqq")
    assert popup(told).list.current() is None
    assert popup(told).message.text() == NONE
    told.hands.press(Key.Key_Return)
    assert block(told).editor.narrative.text() == "来访人询问进度"


def test_the_list_stays_inside_the_window(told: Counter) -> None:
    window: QWidget = told.page.window()
    for text in (block(told).editor.narrative, block(told).editor.rows.reply):
        text.setFocus()
        told.hands.press(Key.Key_F8)
        shown = popup(told)
        assert window.rect().contains(shown.geometry())
        corner = text.mapTo(window, text.rect().center())
        assert shown.height() > shown.edit.height() * 3
        assert not shown.geometry().contains(corner) or text is block(told).editor.narrative
        told.hands.press(Key.Key_Escape)


def test_the_first_blank_is_chosen_to_be_written_over(told: Counter, chief: Services) -> None:
    chief.snippets.add(SnippetForm(code="zzkb", title="缺材料", text="𬭎某所缺材料：……。\n约定日期：……。"))
    area = block(told).editor.narrative
    look_for(told, "zzkb")
    told.hands.press(Key.Key_Return)
    told.hands.words("退伍证")
    assert area.text() == "来访人𬭎某所缺材料：退伍证。\n约定日期：……。询问进度"
    reply = block(told).editor.rows.reply
    reply.setFocus()
    look_for(told, "zzkb")
    told.hands.press(Key.Key_Return)
    told.hands.words("户口簿")
    assert reply.text().startswith("𬭎某所缺材料：户口簿。")
