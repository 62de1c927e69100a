"""What became of a matter, as a chip: one colour for one outcome in every list.

The history beside the desk has quieter ones of its own (`gui.visits.person_card`): there only what goes on stands out.
"""

from domain.labels import CASE_CLOSED, CASE_VOID, OUTCOME_LABELS, VISIT_VOID
from domain.vocabulary import Outcome
from gui.kit.chip import ChipText
from gui.tokens import ChipTone

_LOOKS: dict[Outcome, tuple[ChipTone, str]] = {
    Outcome.ANSWERED: ("green", "checkmark"),
    Outcome.SERVICE_OPENED: ("blue", ""),
    Outcome.PETITION_OPENED: ("blue", ""),
    Outcome.ASSISTANCE_OPENED: ("blue", ""),
    Outcome.JOINED: ("blue", ""),
    Outcome.REFERRED: ("grey", ""),
    Outcome.MATERIALS_OWED: ("amber", ""),
}
_BY_WORDS: dict[str, tuple[ChipTone, str]] = {
    **{words: _LOOKS[outcome] for outcome, words in OUTCOME_LABELS.items()},
    CASE_CLOSED: ("green", "checkmark"),
    CASE_VOID: ("red", "dismiss"),
    VISIT_VOID: ("red", "dismiss"),
}


def outcome_chip(words: str) -> ChipText:
    """The chip for an outcome's words as services give them, several of them with 、 between; any other is grey."""
    tone, icon = _BY_WORDS.get(words.split("、", maxsplit=1)[0], ("grey", ""))
    return ChipText(words, tone, icon)


def outcomes_chip(outcomes: tuple[str, ...]) -> ChipText | str:
    """For a narrow cell: the first outcome, and how many more there are."""
    if not outcomes:
        return ""
    first = outcome_chip(outcomes[0])
    return first if len(outcomes) == 1 else ChipText(f"{first.text} +{len(outcomes) - 1}", first.tone, first.icon)
