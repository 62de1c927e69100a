"""A service matter from the search box to the papers, by keys alone, on the whole desk."""

import pytest
from PySide6.QtWidgets import QApplication

from domain.vocabulary import MatterKind
from gui.kit.lookup import WAIT_MS
from gui.visits.matter_editor import MatterEditor
from services.people import SavedPerson
from services.service_cases import CaseQuery
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key
from tests.services.case_life import ENTRIES

FIRST, SURVIVOR = "card_first", "card_survivor"
SHEETS = ("visit_receipt", "one_time_notice")


def editor(counter: Counter) -> MatterEditor:
    return counter.page.desk.matters.editor


def take(counter: Counter, letters: str) -> None:
    """A service matter, found by its letters."""
    counter.page.desk.matters.set_kind(MatterKind.SERVICE)
    editor(counter).service.lookup.edit.setFocus()
    counter.hands.letters(letters)
    counter.qtbot.wait(WAIT_MS + 50)
    counter.hands.press(Key.Key_Return)
    QApplication.processEvents()


def sheets(counter: Counter) -> list[str]:
    """What was printed, oldest first."""
    kinds = {row.id: row.kind for row in counter.services.documents.issued()}
    return [kinds[one] for one in counter.printer.sheets]


def test_from_the_person_to_both_papers_by_keys(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    take(counter, "ydzsc")
    assert editor(counter).form().catalogue == FIRST
    # A tick that was shown before it had its place would be a window of its own, and no key would reach the desk.
    assert QApplication.activeWindow() is counter.page.window()
    first = editor(counter).materials.rows()[0]
    for _ in range(20):
        if counter.focused() is first.tick:
            break
        counter.hands.press(Key.Key_Tab)
    assert counter.focused() is first.tick
    counter.hands.press(Key.Key_Space)
    counter.save()
    assert counter.page.checks.shown == {}
    (row,) = counter.services.service_cases.page(CaseQuery(tab="supplement")).rows
    view = counter.services.service_cases.detail(row.id)
    assert [one.name for one in view.materials if one.received_on] == [first.name]
    counter.told.clear()
    counter.hands.press(Key.Key_P, ALT)
    assert sheets(counter) == list(SHEETS)
    assert any({"case", "document"} <= changes.subjects for changes in counter.told)


def test_each_case_that_lacks_papers_gets_its_notice(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    take(counter, "ydzsc")
    counter.hands.press(Key.Key_PageDown, CTRL)
    take(counter, "ysydz")
    assert [matter.catalogue for matter in counter.page.desk.form().matters] == [FIRST, SURVIVOR]
    counter.save()
    for _ in range(2):
        assert counter.page.strip.papers_button.isVisible()
        counter.hands.press(Key.Key_P, ALT)
    assert sheets(counter) == [SHEETS[0], SHEETS[1], SHEETS[1]]
    assert not counter.page.strip.papers_button.isVisible()


def test_the_catalogue_says_how_many_copies(counter: Counter) -> None:
    code, paper = next((code, one) for code, entry in ENTRIES.items() for one in entry.materials if one.copies > 1)
    papers = editor(counter).materials
    papers.set_checklist(ENTRIES[code].materials)
    row = next(row for row in papers.rows() if row.name == paper.name)
    row.tick.click()
    assert [one.copies for one in papers.forms()] == [paper.copies]


@pytest.mark.parametrize("kind", [MatterKind.SERVICE, MatterKind.ASSISTANCE])
def test_another_kind_takes_nothing_from_the_papers_in_hand(counter: Counter, kind: MatterKind) -> None:
    papers = editor(counter).materials
    papers.edit.setFocus()
    for _ in range(2):
        counter.hands.words("照片")
        counter.hands.press(Key.Key_Return)
    counter.hands.words("身份")
    counter.page.desk.matters.set_kind(kind)
    assert papers.edit.text() == "身份"
    assert [one.name for one in papers.forms()] == ["照片", "照片", "身份"]


def test_a_changed_catalogue_reaches_the_desk_and_leaves_the_ticks(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    take(counter, "ydzsc")
    tick = editor(counter).materials.rows()[0].tick
    tick.click()
    before = editor(counter).form()
    counter.page.desk.matters.catalogue.read()
    QApplication.processEvents()
    assert editor(counter).form() == before
    assert editor(counter).materials.rows()[0].tick is tick
