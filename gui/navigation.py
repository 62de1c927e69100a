"""Where the window should go next. Pages don't know each other: they send a target, and the main window obeys."""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """The pages of the window. All but the queue stand on the rail; that one belongs to the workbench."""

    WORKBENCH = "workbench"
    QUEUE = "queue"
    VISIT = "visit"
    PEOPLE = "people"
    PRINT_CENTER = "print_center"
    SETTINGS = "settings"


@dataclass(frozen=True)
class Target:
    """A page, and what it should show when it opens.

    `what` says how to read `id` or `text`: "person" (id), "visit" (id), "document" (id), "draft" (text: its uuid),
    "kind" (text: a MatterKind to start with), "find" (text to look for), "section" (text: a part of the settings),
    "slip" (id: a number of the queue), "call_back" (id), "" for the page as it is.
    """

    place: Place
    what: str = ""
    id: int | None = None
    text: str = ""
