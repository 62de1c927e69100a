"""The catalogue for the service matters of a visit: read in the background once, and again after it was changed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from domain.catalogue import CatalogueEntry
from gui import jobs
from gui.visits.matter_editor import MatterEditor
from services import Services
from services.service_catalogue import CatalogueItem


class CatalogueReader(QObject):
    """Hands the catalogue to every editor, also to those that are made later."""

    def __init__(self, parent: QObject, services: Services, editors: Callable[[], Sequence[MatterEditor]]) -> None:
        super().__init__(parent)
        self._catalogue, self._editors = services.service_catalogue, editors
        self._entries: tuple[CatalogueEntry, ...] = ()

    def read(self) -> None:
        """Read anew which service matters there are. Without them every matter is still registered, as 其他办事."""
        jobs.run(self, self._catalogue.items, self._on_read, lambda _error: None)

    def join(self, editor: MatterEditor) -> None:
        """A new matter."""
        editor.set_catalogue(self._entries)

    def _on_read(self, items: Sequence[CatalogueItem]) -> None:
        self._entries = tuple(item.entry for item in items)
        for editor in self._editors():
            editor.set_catalogue(self._entries)
