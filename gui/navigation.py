"""Where the window should go next. Pages don't know each other: they send a target, and the main window obeys."""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """The pages of the window. They stand on the rail, all but two: the queue belongs to the workbench, checking papers
    to the print centre.
    """

    WORKBENCH = "workbench"
    QUEUE = "queue"
    VISIT = "visit"
    SERVICE_CASES = "service_cases"
    PEOPLE = "people"
    PRINT_CENTER = "print_center"
    PAPER_CHECK = "paper_check"
    SETTINGS = "settings"


@dataclass(frozen=True)
class Target:
    """A page, and what it should show when it opens.

    `what` says how to read `id` or `text`: "person" (id), "visit" (id), "document" (id), "draft" (text: its uuid),
    "kind" (text: a MatterKind to start with), "find" (text to look for), "section" (text: a part of the settings),
    "case" (id), "batch" (id: a bundle of cases), "tab" (text: a list of cases),
    "slip" (id: a number of the queue), "call_back" (id), "code" (text: what was scanned from a paper), "station_key"
    (text: the scanned key of another station), "" for the page as it is. "back" is wherever the window was before
    papers were checked; `place` where that is gone.
    """

    place: Place
    what: str = ""
    id: int | None = None
    text: str = ""
