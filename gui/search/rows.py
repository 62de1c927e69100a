"""How the things that were found stand in the popup: their picture, their chip, their group."""

from collections.abc import Mapping, Sequence

from domain.labels import CASE_CLOSED, CASE_OPEN, CASE_VOID, VISIT_VOID
from gui.kit.chip import ChipText
from gui.kit.choice_list import Choice
from gui.kit.tabs import Tab, tab
from services.search import Group, Hit

ALL = ""
# On the narrow tabs the groups go by their short names.
SHORT: Mapping[str, str] = {"信访诉求": "信访", "困难帮扶": "帮扶"}
# What isn't a person has no letter for a picture; a case looks like the tile that begins its kind.
_ICONS: Mapping[str, str] = {"visit": "history", "document": "document", "case": "clipboard_task"}
_CASE_ICONS: Mapping[str, str] = {"信访诉求": "mail_inbox", "困难帮扶": "hand_open_heart"}
_CHIPS: Mapping[str, ChipText] = {
    CASE_OPEN: ChipText(CASE_OPEN, "amber", "clock"),
    CASE_CLOSED: ChipText(CASE_CLOSED, "green", "checkmark"),
    CASE_VOID: ChipText(CASE_VOID, "red"),
    VISIT_VOID: ChipText(VISIT_VOID, "red"),
}


def choices_of(groups: Sequence[Group]) -> tuple[Choice, ...]:
    """All that was found as rows, in the order of the answer; each row's key is its `Hit`."""
    return tuple(_choice(group.title, hit) for group in groups for hit in group.items)


def tabs_of(choices: Sequence[Choice]) -> list[Tab]:
    """One tab for everything and one for each group that has anything, with counts."""
    counts: dict[str, int] = {}
    for choice in choices:
        counts[choice.group] = counts.get(choice.group, 0) + 1
    return [
        tab(ALL, "全部", len(choices)),
        *(tab(title, SHORT.get(title, title), count) for title, count in counts.items()),
    ]


def _choice(group: str, hit: Hit) -> Choice:
    icon = _CASE_ICONS.get(group, _ICONS["case"]) if hit.kind == "case" else _ICONS.get(hit.kind, "")
    return Choice(
        key=hit,
        title=hit.title,
        rest=hit.subtitle,
        detail=hit.detail,
        initial="" if icon else hit.title[:1],
        icon=icon,
        chip=_chip(hit),
        mark=hit.match,
        group=group,
    )


def _chip(hit: Hit) -> ChipText | None:
    if not hit.chip:
        return None
    return _CHIPS.get(hit.chip) or ChipText(hit.chip, "amber" if hit.kind == "person" else "blue")
