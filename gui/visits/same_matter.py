"""Asks whether the visitor has an open case of the category that was just taken, and tells the matter's hint.

The register is asked once for each person and category; an answer for somebody who is no longer at the desk is dropped.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from shiboken6 import isValid

from gui import jobs
from gui.visits.matter_editor import MatterEditor
from services.people import CaseLine

Ask = Callable[[int, str], Sequence[CaseLine]]


class SameMatter(QObject):
    """What is known of the visitor's open cases by category."""

    def __init__(self, parent: QObject, ask: Ask) -> None:
        super().__init__(parent)
        self._ask = ask
        self._person: int | None = None
        self._known: dict[str, tuple[CaseLine, ...]] = {}

    def set_person(self, person: int | None, editors: Sequence[MatterEditor]) -> None:
        """Another visitor, or the same one whose cases may have changed."""
        self._person = person
        self._known = {}
        for editor in editors:
            self.look(editor)

    def look(self, editor: MatterEditor) -> None:
        """Tell a matter what is open in its category."""
        person, category = self._person, editor.category.value()
        if person is None or not isinstance(category, str):
            editor.hint.show_cases((), None)
        elif category in self._known:
            self._show(editor, category)
        else:
            ask = self._ask
            jobs.run(
                self,
                lambda: tuple(ask(person, category)),
                lambda cases: self._on_answer(editor, person, category, cases),
                # The card beside the form tells what is wrong with the register; a hint that is missing stops nothing.
                lambda _error: None,
            )

    def _on_answer(self, editor: MatterEditor, person: int, category: str, cases: tuple[CaseLine, ...]) -> None:
        if person == self._person:
            self._known[category] = cases
            if isValid(editor):
                self._show(editor, category)

    def _show(self, editor: MatterEditor, category: str) -> None:
        if editor.category.value() == category:
            editor.hint.show_cases(self._known[category], editor.form().join_case_id)
