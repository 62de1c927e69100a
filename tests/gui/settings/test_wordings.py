"""设置 › 文书文字 by the keyboard: typed, drawn, kept, activated, compared, thrown away and had back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.permissions import Role
from gui import jobs
from gui.kit.button import Button
from gui.kit.label import Label
from gui.kit.overlay import overlays_of
from gui.settings.page import SettingsPage
from gui.settings.wordings import WordingsSection
from gui.settings.wordings_field import SentenceField
from printing import wording
from services import Services
from system import paths
from tests.gui.kit.stand import children
from tests.gui.settings.conftest import OpenPage
from tests.services.insight import seen_by

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
RECEIPT = "visit_receipt"


@pytest.fixture
def page(station: Services, open_page: OpenPage) -> SettingsPage:
    """The chief's settings at the wordings."""
    return open_page(station, "wordings")


@pytest.fixture
def section(page: SettingsPage, qtbot: QtBot) -> WordingsSection:
    """The section with the receipt open and drawn."""
    found = page.section
    assert isinstance(found, WordingsSection)
    qtbot.waitUntil(lambda: found.preview.view.page_count > 0)
    found.first_focus().setFocus()
    return found


def focused() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, held)


def write(field: SentenceField, words: str) -> None:
    """Type words in the place of what stands in a field."""
    field.text.setFocus()
    field.text.selectAll()
    field.text.insertPlainText(words)


def settle(section: WordingsSection, qtbot: QtBot) -> None:
    """Let the drawing and the keeping come to rest."""
    timers = (section._draw_timer, section._save_timer)
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers) and not jobs.under_way())


def sentence(services: Services, key: str) -> str:
    return next(one.text for one in services.wordings.view(RECEIPT).sentences if one.key == key)


def test_the_papers_stand_in_the_list_and_the_sentences_with_the_words_of_their_places(
    section: WordingsSection,
) -> None:
    assert [row.title for row in section.list.rows][:2] == ["来访登记回执", "恢复密钥"]
    field = section.editor.fields["query_text"]
    assert "{查询电话}" in field.text.text()
    assert "{phone}" in field.value()
    assert section.editor.required.chip.text == "必含 4 项齐"
    assert not section.editor.submit.isEnabled()
    # The void mark is part of the frame.
    assert "void" not in section.editor.fields


def test_what_is_typed_is_drawn_and_kept_and_there_after_a_restart(
    station: Services, section: WordingsSection, open_page: OpenPage, qtbot: QtBot
) -> None:
    before = section.preview.view.image()
    press(Key.Key_Return)
    assert focused() is section.editor.fields["title"].text
    write(section.editor.fields["title"], "来访回执")
    settle(section, qtbot)
    assert section.preview.view.image() != before
    assert section.editor.state.chip.text.endswith("版 草稿")
    assert "已自动保存" in section.editor.saved.text()
    assert sentence(station, "title") == "来访回执"
    again = open_page(station, "wordings").section
    assert isinstance(again, WordingsSection)
    qtbot.waitUntil(lambda: again.preview.view.page_count > 0)
    assert again.editor.fields["title"].text.text() == "来访回执"
    current = again.list.current()
    assert current is not None
    assert current.draft == station.wordings.view(RECEIPT).number


def test_looking_alone_makes_no_draft(station: Services, section: WordingsSection, qtbot: QtBot) -> None:
    for field in section.editor.fields.values():
        field.text._places.rehighlight()
    settle(section, qtbot)
    press(Key.Key_Down)
    settle(section, qtbot)
    assert all(kind.draft is None for kind in station.wordings.kinds())


def test_slash_goes_to_the_places_and_enter_puts_one_in(section: WordingsSection) -> None:
    field = section.editor.fields["address_text"]
    write(field, "在")
    press(Key.Key_Slash)
    assert focused() is field.places[0]
    press(Key.Key_Right)
    assert focused() is field.places[1]
    press(Key.Key_Return)
    assert focused() is field.text
    assert field.value() == "在{hours}"
    press(Key.Key_Slash)
    press(Key.Key_Slash)
    assert field.value() == "在{hours}/"
    press(Key.Key_Slash)
    press(Key.Key_Escape)
    assert focused() is field.text


def test_a_sentence_without_places_takes_a_slash_and_enter_goes_on(section: WordingsSection) -> None:
    field = section.editor.fields["title"]
    write(field, "收")
    press(Key.Key_Slash)
    assert field.value() == "收/"
    press(Key.Key_Return)
    assert focused() is section.editor.fields["title_continued"].text


def test_a_fault_stands_under_its_field_and_keeps_the_draft_from_being_used(
    station: Services, section: WordingsSection, qtbot: QtBot
) -> None:
    field = section.editor.fields["query_text"]
    write(field, "拨打{查询电话")
    settle(section, qtbot)
    assert field.field.state == "error"
    assert "花括号" in field.field.message
    assert section.editor.required.chip.text == "必含少 1 项"
    section.editor.note.setFocus()
    press(Key.Key_Return, CTRL)
    settle(section, qtbot)
    assert focused() is field.text
    assert station.wordings.view(RECEIPT).shipped
    # Kept all the same.
    assert sentence(station, "query_text") == "拨打{查询电话"
    field.back.click()
    settle(section, qtbot)
    assert field.field.message == ""


def test_ctrl_enter_prints_with_it_from_the_next_sheet_on(
    station: Services, section: WordingsSection, qtbot: QtBot
) -> None:
    number = station.wordings.view(RECEIPT).number
    write(section.editor.fields["title"], "来访回执")
    section.editor.note.setText("名称改短")
    # At once, before the draft was kept by itself.
    press(Key.Key_Return, CTRL)
    settle(section, qtbot)
    view = station.wordings.view(RECEIPT)
    assert (view.active, view.shipped, view.edits) == (number, False, 0)
    assert station.wordings.versions(RECEIPT)[0].note == "名称改短"
    assert section.editor.state.chip.text == f"第 {number} 版 现用"
    current = section.list.current()
    assert current is not None
    assert current.number == number


def test_the_way_back_to_the_shipped_words_is_one_key(
    station: Services, section: WordingsSection, qtbot: QtBot
) -> None:
    write(section.editor.fields["title"], "来访回执")
    press(Key.Key_Return, CTRL)
    settle(section, qtbot)
    assert section.editor.versions.restore.isVisible()
    press(Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    settle(section, qtbot)
    assert station.wordings.view(RECEIPT).shipped
    assert section.editor.fields["title"].text.text() == "来访登记回执"
    assert not section.editor.versions.restore.isVisible()


def test_a_version_is_compared_and_begun_with_again(
    page: SettingsPage, station: Services, section: WordingsSection, qtbot: QtBot
) -> None:
    write(section.editor.fields["title"], "来访回执")
    press(Key.Key_Return, CTRL)
    settle(section, qtbot)
    own = station.wordings.view(RECEIPT).active
    station.wordings.restore_shipped(RECEIPT)
    section.refresh()
    settle(section, qtbot)
    section.editor.versions.table.select(lambda row: row.number == own)
    section.editor.versions.table.setFocus()
    press(Key.Key_Return)
    settle(section, qtbot)
    (overlay,) = overlays_of(page.window())
    words = [label.text() for label in children(overlay, Label)]
    assert "来访登记回执" in words
    assert "来访回执" in words
    (begin,) = (button for button in children(overlay, Button) if button.words() == "用这一版起草")
    begin.click()
    settle(section, qtbot)
    assert sentence(station, "title") == "来访回执"
    assert station.wordings.view(RECEIPT).shipped


def test_a_draft_thrown_away_can_be_had_back(
    page: SettingsPage, station: Services, section: WordingsSection, qtbot: QtBot
) -> None:
    offers: list[tuple[str, str, object]] = []
    section.offer.connect(lambda *offer: offers.append(offer))
    write(section.editor.fields["title"], "来访回执")
    settle(section, qtbot)
    section.editor.discard.click()
    settle(section, qtbot)
    assert section.editor.fields["title"].text.text() == "来访登记回执"
    assert station.wordings.view(RECEIPT).edits == 0
    ((_words, word, undo),) = offers
    assert word == "撤销"
    assert callable(undo)
    undo()
    settle(section, qtbot)
    assert section.editor.fields["title"].text.text() == "来访回执"


@pytest.mark.parametrize("mine", [True, False])
def test_the_second_of_two_sessions_is_told_and_both_texts_are_kept_until_one_is_chosen(
    station: Services, section: WordingsSection, qtbot: QtBot, mine: bool
) -> None:
    other = seen_by(station, Role.CHIEF)
    other.wordings.save_draft(RECEIPT, {"title": "她的"}, edits=0)
    write(section.editor.fields["title"], "我的")
    settle(section, qtbot)
    assert section.editor.conflict.isVisible()
    assert "也改了这份草稿" in section.editor.conflict.text()
    assert section.editor.fields["title"].text.text() == "我的"
    assert sentence(station, "title") == "她的"
    button = section.editor.conflict.button if mine else section.editor.theirs
    assert button is not None
    button.click()
    settle(section, qtbot)
    assert not section.editor.conflict.isVisible()
    assert sentence(station, "title") == section.editor.fields["title"].text.text() == ("我的" if mine else "她的")


def test_a_text_in_conflict_waits_for_its_paper_to_be_opened_again(
    station: Services, section: WordingsSection, qtbot: QtBot
) -> None:
    seen_by(station, Role.CHIEF).wordings.save_draft(RECEIPT, {"title": "她的"}, edits=0)
    write(section.editor.fields["title"], "我的")
    settle(section, qtbot)
    section.list.select(lambda row: row.kind == "queue_slip")
    settle(section, qtbot)
    section.list.select(lambda row: row.kind == RECEIPT)
    settle(section, qtbot)
    assert section.editor.fields["title"].text.text() == "我的"
    assert section.editor.conflict.isVisible()
    assert sentence(station, "title") == "她的"


def test_what_is_typed_for_one_paper_is_kept_when_another_is_opened_at_once(
    station: Services, section: WordingsSection, qtbot: QtBot
) -> None:
    write(section.editor.fields["title"], "换页之前")
    section.list.select(lambda row: row.kind == "queue_slip")
    settle(section, qtbot)
    write(section.editor.fields["title"], "候号单")
    settle(section, qtbot)
    assert sentence(station, "title") == "换页之前"
    assert next(one.text for one in station.wordings.view("queue_slip").sentences if one.key == "title") == "候号单"


def test_leaving_keeps_what_was_typed_at_once(station: Services, page: SettingsPage, section: WordingsSection) -> None:
    write(section.editor.fields["title"], "走之前")
    page.show_section("station")
    assert sentence(station, "title") == "走之前"


def test_a_damaged_file_is_named_and_its_paper_shown_but_not_edited(
    station: Services, open_page: OpenPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = paths.resource("forms", f"{RECEIPT}.toml").read_text(encoding="utf-8")
    (tmp_path / f"{RECEIPT}.toml").write_text(text.replace('title = "标题"', 'title = "标题'), encoding="utf-8")
    line = 1 + text[: text.index('title = "标题"')].count("\n")
    readers = (wording.shipped, wording.facts, wording._table)
    with monkeypatch.context() as patch:
        patch.setattr(
            wording,
            "resource",
            lambda *parts: tmp_path / parts[-1] if RECEIPT in parts[-1] else paths.resource(*parts),
        )
        for read in readers:
            read.cache_clear()
        section = open_page(station, "wordings").section
        assert isinstance(section, WordingsSection)
        qtbot.waitUntil(lambda: section.preview.view.page_count > 0)
        assert section.editor.trouble.isVisible()
        assert f"resources/forms/{RECEIPT}.toml”第 {line} 行坏了" in section.editor.trouble.text()
        assert section.editor.fields == {}
        assert not section.editor.submit.isEnabled()
        assert not section.editor.versions.restore.isVisible()
    for read in readers:
        read.cache_clear()


def test_only_the_chief_finds_it(station: Services, open_page: OpenPage) -> None:
    assert "wordings" not in open_page(seen_by(station, Role.ADMINISTRATOR)).specs
    assert "wordings" not in open_page(seen_by(station, Role.CLERK)).specs
