"""What the service matters of a visit start with: the catalogue, and what is on file for the visitor.

Both are read in the background; the catalogue once, and again after it was changed.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from domain.catalogue import CatalogueEntry
from domain.people_rules import PersonForm
from gui import jobs
from gui.visits.matter_editor import MatterEditor
from gui.visits.matter_fields import record_values
from services import Services
from services.service_catalogue import CatalogueItem


class CatalogueReader(QObject):
    """Hands both to every editor, also to those that are made later."""

    def __init__(self, parent: QObject, services: Services, editors: Callable[[], Sequence[MatterEditor]]) -> None:
        super().__init__(parent)
        self._services, self._editors = services, editors
        self._entries: tuple[CatalogueEntry, ...] = ()
        self._person: int | None = None
        self._record: Mapping[str, str] = {}

    def read(self) -> None:
        """Read anew which service matters there are. Without them every matter is still registered, as 其他办事."""
        jobs.run(self, self._services.service_catalogue.items, self._on_read, lambda _error: None)

    def join(self, editor: MatterEditor) -> None:
        """A new matter."""
        editor.set_catalogue(self._entries, self._services.clock.today())
        editor.service.set_record(self._record)

    def set_person(self, person_id: int | None) -> None:
        """Another visitor, or the same one whose record may have changed; None for nobody."""
        if person_id != self._person:
            self._tell({})
        self._person = person_id
        if person_id is None:
            return

        def show(found: tuple[PersonForm, int]) -> None:
            if self._person == person_id:
                self._tell(record_values(found[0]))

        people = self._services.people
        # The card beside the form says what is wrong with the register; fields that start empty stop nothing.
        jobs.run(self, lambda: people.form(person_id), show, lambda _error: None)

    def set_new(self, form: PersonForm) -> None:
        """Somebody who is put on record with this visit."""
        self._person = None
        self._tell(record_values(form))

    def _on_read(self, items: Sequence[CatalogueItem]) -> None:
        self._entries = tuple(item.entry for item in items)
        for editor in self._editors():
            editor.set_catalogue(self._entries, self._services.clock.today())

    def _tell(self, record: Mapping[str, str]) -> None:
        self._record = record
        for editor in self._editors():
            editor.service.set_record(record)
