"""The number that a national system gave a case (系统受理号): checked, kept, told among the events."""

from domain.people_rules import length_fault
from domain.tables import limit
from models.case import CaseFile
from services._base import Change
from services._case_engine import NOTE, OFFICIAL_NUMBER, number_taken, remark


def write_number(change: Change, case: CaseFile, number: str) -> str:
    """Keep a tidied number on the case, "" to take it away; a sentence where it can't be, and nothing is changed."""
    fault = length_fault(number, limit("official_number"))
    if not fault and number:
        fault = number_taken(change.session, case.id, number)
    if not fault and case.official_number != number:
        old, case.official_number = case.official_number, number
        words = f"系统受理号 {old or '（空）'} → {number or '（空）'}"
        remark(change, case, NOTE, words, {OFFICIAL_NUMBER: number})
    return fault
