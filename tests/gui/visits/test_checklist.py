"""The checklist of a service matter: seen whole enough, walked by the arrows, and what it says is missing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from domain.vocabulary import MatterKind
from gui.kit.lookup import WAIT_MS
from gui.kit.scroll import Scroll
from gui.visits.material_row import PaperRow
from gui.visits.matter_editor import MatterEditor
from services.people import SavedPerson
from tests.gui.kit.stand import children
from tests.gui.visits.conftest import ALT, CTRL, NONE, SHIFT, Counter, Key
from tests.services.case_life import ENTRIES

CARD = ENTRIES["card_first"]
NEEDED = [one.name for one in CARD.materials if one.required]
FOR_SOME = [one for one in CARD.materials if not one.required]


def editor(counter: Counter) -> MatterEditor:
    return counter.page.desk.matters.editor


def rows(counter: Counter) -> list[PaperRow]:
    return editor(counter).materials.rows()


def begin(counter: Counter) -> None:
    """A service matter, the keyboard in its empty field."""
    counter.page.desk.matters.set_kind(MatterKind.SERVICE)
    editor(counter).service.lookup.edit.setFocus()


def take(counter: Counter, letters: str = "ydzsc") -> None:
    begin(counter)
    counter.hands.letters(letters)
    counter.qtbot.wait(WAIT_MS + 50)
    counter.hands.press(Key.Key_Return)


def in_sight(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().height() == widget.height()


class TestPicking:
    def test_down_opens_the_whole_catalogue_group_by_group(self, counter: Counter) -> None:
        begin(counter)
        counter.hands.press(Key.Key_Down)
        shown = editor(counter).service.lookup.list
        assert shown is not None
        assert shown.isVisible()
        assert shown.count == len(ENTRIES)
        counter.hands.press(Key.Key_Down)
        counter.hands.press(Key.Key_Return)
        assert editor(counter).form().catalogue == "card_survivor"

    def test_down_on_what_is_taken_offers_all_of_them_again(self, counter: Counter) -> None:
        take(counter)
        lookup = editor(counter).service.lookup
        lookup.edit.setFocus()
        counter.hands.press(Key.Key_Down)
        assert lookup.list is not None
        assert lookup.list.count == len(ENTRIES)
        counter.hands.press(Key.Key_Escape)
        assert editor(counter).form().catalogue == CARD.code
        counter.hands.press(Key.Key_Return)
        assert counter.focused() is editor(counter).service.info, "Enter goes on, where nothing else was typed"

    def test_each_group_has_one_heading(self, counter: Counter) -> None:
        found = editor(counter).service._find("y")
        groups = [choice.group for choice in found]
        assert len(found) > len(set(groups)) > 1
        assert groups == sorted(groups, key=groups.index)

    def test_the_list_comes_after_the_choice_and_the_category_goes(self, counter: Counter) -> None:
        begin(counter)
        assert editor(counter).category.isVisible()
        take(counter)
        assert counter.focused() is rows(counter)[0].tick
        assert not editor(counter).category.isVisible()
        counter.hands.press(Key.Key_2, ALT)
        assert editor(counter).form().category == CARD.category, "no key changes what can't be seen"
        editor(counter).service.lookup.edit.setFocus()
        counter.hands.press(Key.Key_A, CTRL)
        counter.hands.press(Key.Key_Delete)
        assert editor(counter).category.isVisible()
        assert (editor(counter).form().catalogue, rows(counter)) == ("", [])

    def test_a_matter_without_papers_goes_on_to_its_words(self, counter: Counter) -> None:
        code, entry = next((code, one) for code, one in ENTRIES.items() if not one.materials)
        begin(counter)
        editor(counter).service.lookup.chosen.emit(code)
        assert counter.focused() is editor(counter).narrative
        assert editor(counter).service.told.text().startswith(f"承诺 {entry.promised}")
        assert not editor(counter).materials.chip.isVisible()


class TestRoom:
    @pytest.mark.parametrize("parked", [False, True])
    def test_four_lines_are_seen_on_a_small_screen_and_nothing_scrolls(
        self, counter: Counter, person: SavedPerson, parked: bool
    ) -> None:
        if parked:
            counter.fill_in("唐铁生")
            counter.hands.press(Key.Key_F7)
        counter.find("ly")
        take(counter)
        counter.qtbot.wait(50)
        assert sum(in_sight(row) for row in rows(counter)) >= 4
        scroll = next(each for each in children(counter.page, Scroll) if each.widget() is counter.page.desk)
        assert scroll.verticalScrollBar().maximum() == 0

    def test_the_line_in_hand_is_always_in_sight(self, counter: Counter) -> None:
        take(counter)
        for row in rows(counter):
            assert counter.focused() is row.tick
            assert in_sight(row)
            counter.hands.press(Key.Key_Down)
        assert counter.focused() is rows(counter)[-1].tick, "↓ on the last one stays"
        counter.hands.press(Key.Key_Tab)
        assert counter.focused() is editor(counter).materials.edit
        assert in_sight(editor(counter).materials.edit)


class TestTicking:
    def test_the_list_is_one_stop(self, counter: Counter) -> None:
        take(counter)
        counter.hands.press(Key.Key_Down)
        counter.hands.press(Key.Key_Down)
        counter.hands.press(Key.Key_Tab)
        assert counter.focused() is editor(counter).materials.edit
        counter.hands.press(Key.Key_Tab, SHIFT)
        assert counter.focused() is rows(counter)[2].tick, "where it was left"
        counter.hands.press(Key.Key_Tab, SHIFT)
        assert counter.focused() is editor(counter).service.info

    def test_the_chip_says_what_is_missing_and_which_paper_that_gives(self, counter: Counter) -> None:
        take(counter)
        papers = editor(counter).materials
        assert (papers.chip.chip.text, papers.chip.chip.tone) == (f"缺 {len(NEEDED)} 项", "amber")
        assert papers.told.text() == "保存后可打一次性告知书"
        assert papers.told.isVisible()
        for _ in NEEDED:
            counter.hands.press(Key.Key_Space)
            counter.hands.press(Key.Key_Down)
        assert (papers.chip.chip.text, papers.chip.chip.tone) == ("齐全", "green")
        assert not papers.told.isVisible()
        assert editor(counter).form().missing == ()

    def test_when_somebody_must_bring_it_is_said_until_it_is_here(self, counter: Counter) -> None:
        take(counter)
        row = rows(counter)[len(NEEDED)]
        when = f"{FOR_SOME[0].name}（{FOR_SOME[0].when}）"
        assert row._words.text() == when
        assert FOR_SOME[0].when in row.tick.accessibleName()
        row.tick.click()
        assert row._words.text() == FOR_SOME[0].name
        assert row.tick.accessibleName() == f"{FOR_SOME[0].name}，已收"

    def test_what_only_some_bring_is_owed_by_the_key_right(self, counter: Counter) -> None:
        take(counter)
        for _ in NEEDED:
            counter.hands.press(Key.Key_Space)
            counter.hands.press(Key.Key_Down)
        assert editor(counter).form().missing == ()
        counter.hands.press(Key.Key_Right)
        assert editor(counter).form().missing == (FOR_SOME[0].name,)
        assert editor(counter).materials.chip.chip.text == "缺 1 项"
        counter.hands.press(Key.Key_Space)
        assert editor(counter).form().missing == ()
        counter.hands.press(Key.Key_Space)
        assert editor(counter).form().missing == (FOR_SOME[0].name,), "a tick taken back owes it again"

    @pytest.mark.parametrize(
        ("key", "held", "expected"),
        [
            (Key.Key_Plus, SHIFT, (2, True)),
            (Key.Key_Equal, NONE, (2, True)),
            (Key.Key_Minus, NONE, (1, True)),
            (Key.Key_Right, NONE, (1, False)),
        ],
    )
    def test_copies_and_form_by_key(self, counter: Counter, key: Key, held: object, expected: tuple[int, bool]) -> None:
        take(counter)
        counter.hands.press(key, held)  # type: ignore[arg-type]  # a modifier of the table above
        assert editor(counter).form().materials == (), "nothing here yet, nothing to count"
        counter.hands.press(Key.Key_Space)
        counter.hands.press(key, held)  # type: ignore[arg-type]
        (paper,) = editor(counter).form().materials
        assert (paper.copies, paper.original) == expected

    def test_a_paper_that_is_not_listed_is_typed_after_the_list(self, counter: Counter) -> None:
        take(counter)
        counter.hands.press(Key.Key_Tab)
        counter.hands.words("立功证书复印件")
        counter.hands.press(Key.Key_Return)
        assert [paper.name for paper in editor(counter).form().materials] == ["立功证书复印件"]
        assert rows(counter)[-1].name == "立功证书复印件"
        assert counter.focused() is editor(counter).materials.edit
        assert editor(counter).materials.chip.chip.text == f"缺 {len(NEEDED)} 项"

    def test_the_mouse_ticks_anywhere_on_the_line(self, counter: Counter) -> None:
        take(counter)
        row = rows(counter)[1]
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, NONE, row.rect().center())
        assert row.given
        assert counter.focused() is row.tick
