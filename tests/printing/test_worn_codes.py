"""The codes on all papers, as long as signed ones are, read from the print of a worn one-bit printer."""

from dataclasses import replace
from datetime import date

import pytest

from domain.signed_code import PaperFacts, message_of, signed_text
from printing import catalogue
from system import signing
from tests.printing.papers import HUMAN_CODE
from tests.printing.worn import worn_codes

PRIVATE = bytes(range(32))
# The longest number that a paper of a visit bears.
NUMBER = "LF20261124-A007 告知第12次"
CODED = [kind.code for kind in catalogue.KINDS.values() if hasattr(kind.sample(), "qr_text")]
# Ledgers have letters only; the recovery sheet's code is the key itself.
WITHOUT = {"visit_ledger", "case_ledger", "recovery_sheet"}


def signed(kind: int) -> str:
    """A code of this kind with the longest content."""
    signer = signing.key_id(signing.public_key(PRIVATE))
    facts = PaperFacts("430103", signer, kind, NUMBER, date(2026, 11, 24), 1, 1, bytes(range(8)))
    return signed_text(facts, HUMAN_CODE, signing.sign(PRIVATE, message_of(facts, HUMAN_CODE)))


# One of each frame; the others are read with the long counts.
EVERYDAY = {"visit_receipt", "one_time_notice", "day_tally"}


@pytest.mark.parametrize(
    "code",
    [pytest.param(code, marks=() if code in EVERYDAY else pytest.mark.soak) for code in CODED if code not in WITHOUT],
)
def test_a_signed_code_is_read_from_a_worn_print(code: str) -> None:
    kind = catalogue.kind(code)
    text = signed(kind.number)
    pdf = catalogue.render_form(replace(kind.sample(), qr_text=text))
    assert worn_codes(pdf, seed=kind.number) == {text}
