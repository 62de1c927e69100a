"""The waiting line (排队): how its numbers are written, and what may stand on a slip.

A number lives for one day and is called out aloud, so it is short: the window letter, where several PCs give out
numbers, and three digits.
"""

from domain.names import normalise_name
from domain.people_rules import length_fault
from domain.tables import limit
from domain.text import single_line


def queue_number(seq: int, window_letter: str = "") -> str:
    """The number as it is called: "012", with a window letter "A012"."""
    return f"{window_letter}{seq:03d}"


def tidy_slip(name: str, note: str) -> tuple[str, str]:
    """Name and note as they are stored."""
    return normalise_name(name), single_line(note)


def check_slip(name: str, note: str) -> dict[str, str]:
    """What keeps a number from being taken: field → Chinese sentence. Neither name nor note must be said."""
    name, note = tidy_slip(name, note)
    found = {"name": length_fault(name, limit("name")), "note": length_fault(note, limit("single_line"))}
    return {field: sentence for field, sentence in found.items() if sentence}
