"""A service matter at the desk: taken from the catalogue, its papers ticked, the notice of what is missing offered."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from domain.catalogue import shipped_catalogue
from domain.visit_rules import MaterialForm, MatterForm
from domain.vocabulary import MatterKind, Outcome
from gui.visits.desk_draft import DeskState, from_payload, to_payload
from gui.visits.matter_editor import MatterEditor
from tests.gui.kit.stand import focused, settle, stand

ENTRIES = shipped_catalogue()
TODAY = date(2026, 11, 24)
CARD = next(entry for entry in ENTRIES if entry.code == "card_first")


def editor_on(window: QWidget) -> MatterEditor:
    editor = MatterEditor(())
    editor.set_catalogue(ENTRIES, TODAY)
    stand(window, editor)
    editor.set_kind(MatterKind.SERVICE)
    settle(window)
    return editor


def take(window: QWidget, editor: MatterEditor, words: str) -> None:
    editor.service.lookup.edit.setFocus()
    QTest.keyClicks(focused(), words)
    editor.service.lookup._asking.now()
    settle(window)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    settle(window)


def test_pinyin_takes_a_matter_and_all_that_follows_needs_no_typing(window: QWidget) -> None:
    editor = editor_on(window)
    take(window, editor, "ydzsc")
    form = editor.form()
    assert (form.catalogue, form.category, form.narrative) == ("card_first", CARD.category, CARD.label)
    assert form.outcome is Outcome.SERVICE_OPENED
    assert "20 个工作日" in editor.service.told.text()


def test_what_is_not_ticked_is_missing(window: QWidget) -> None:
    editor = editor_on(window)
    take(window, editor, "ydzsc")
    rows = editor.materials.rows()
    required = [one.name for one in CARD.materials if one.required and not one.when]
    assert editor.form().missing == tuple(required)
    rows[0].tick.setFocus()
    QTest.keyClick(rows[0].tick, Qt.Key.Key_Space)
    form = editor.form()
    assert [paper.name for paper in form.materials] == required[:1]
    assert form.missing == tuple(required[1:])


def test_another_kind_has_no_checklist(window: QWidget) -> None:
    editor = editor_on(window)
    take(window, editor, "ydzsc")
    editor.set_kind(MatterKind.CONSULTATION)
    form = editor.form()
    assert (form.catalogue, form.missing, form.materials) == ("", (), ())
    assert not editor.service.isVisible()


def test_words_that_are_no_matter_are_taken_back_on_leaving(window: QWidget) -> None:
    editor = editor_on(window)
    editor.service.lookup.edit.setFocus()
    QTest.keyClicks(focused(), "zzzz")
    editor.kind.setFocus()
    settle(window)
    assert editor.service.lookup.text() == ""
    assert editor.form().catalogue == ""


def test_a_form_is_shown_as_it_was(window: QWidget) -> None:
    form = MatterForm(
        kind=MatterKind.SERVICE,
        category=CARD.category,
        narrative="申领",
        outcome=Outcome.SERVICE_OPENED,
        catalogue="card_first",
        fields=(("bank", "长沙银行"),),
        materials=(MaterialForm(name=CARD.materials[0].name, original=True), MaterialForm(name="立功证书")),
        missing=tuple(one.name for one in CARD.materials[1:] if one.required and not one.when),
    )
    editor = editor_on(window)
    editor.show_form(form)
    assert editor.form() == replace(form, handler=editor.form().handler)


def test_a_draft_keeps_it() -> None:
    from domain.visit_rules import VisitForm

    matter = MatterForm(
        kind=MatterKind.SERVICE, catalogue="card_first", fields=(("bank", "长沙银行"),), missing=("居民户口簿",)
    )
    state = DeskState(form=VisitForm(uuid="u", matters=(matter,)))
    assert from_payload(to_payload(state), "u").form.matters == (matter,)
