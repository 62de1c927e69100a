"""What the visitor gets when something is ready for her: the notice to fetch it, and the sheet that she signs for it.

The notice is hers to carry, so it has no number of hers; on the sheet phone, identity number and the number of the
thing are masked, because whole ones are on record.
"""

import datetime as dt

from sqlalchemy.orm import Session

from domain.catalogue import MaterialShape
from domain.dates import date_words
from domain.identity import mask_card, mask_identity
from domain.phones import mask_phone
from models.case import CaseMaterial
from services._base import Change
from services._case_engine import ITEM_NUMBER
from services._case_facts import CaseFacts, CaseFiller, frame
from services._clocks import LIVE, clocks_of

NOTICE, SHEET = "collection_notice", "collection_sheet"
_NOT_TOLD = "还没有通知领取，不用出通知单。先做“通知领取”。"
_NOTHING_THERE = "还没有办好，没有可以领取的。登记结果后再出签收单。"
# Who fetches it, as the flow's field says it.
_HERSELF, _AGENT, _POST = "本人", "代领", "邮寄"
_LEDGER_OF_CARDS = "card"


def _why_no_notice(facts: CaseFacts) -> str:
    told = facts.last("notify", "call_again") is not None
    return "" if facts.case.state == "notified" and told else _NOT_TOLD


def _notice(change: Change, facts: CaseFacts) -> object:
    from printing.forms.collection_notice import CollectionNotice

    told, result = facts.event or facts.last("notify", "call_again"), facts.last("result_ok", "ready")
    assert told is not None  # as `_why_no_notice` says
    until = _collect_until(change.session, facts.case.id)
    return CollectionNotice(
        **frame(change, facts),
        name=facts.name,
        matter=facts.entry.label,
        item=facts.entry.hands_out,
        result="" if result is None else str(result.facts.get("result_words", "")),
        place=facts.station.address,
        hours=facts.station.hours,
        station_phone=facts.entry.phone or facts.station.phone,
        complaint_phone=facts.station.complaint_phone,
        until="" if until is None else date_words(until),
        told_on=date_words(told.day),
        told_way=str(told.facts.get("call_way", "")),
        told_whom=str(told.facts.get("told_whom", "")),
    )


def _collect_until(session: Session, case_id: int) -> dt.date | None:
    running = (clock for clock in clocks_of(session, case_id) if clock.rule == "collect" and clock.state in LIVE)
    return next((clock.raw for clock in running), None)


def _why_no_sheet(facts: CaseFacts) -> str:
    there = facts.case.state in ("returned", "notified") or facts.last("hand_out") is not None
    return "" if there else _NOTHING_THERE


def _sheet(change: Change, facts: CaseFacts) -> object:
    from printing.forms.collection_sheet import CollectionSheet, ReturnedPaper

    taken = facts.event or facts.last("hand_out")
    said = {} if taken is None else taken.facts
    collector = said.get("collector", "")
    return CollectionSheet(
        **frame(change, facts),
        name=facts.name,
        phone=mask_phone(facts.phone),
        matter=facts.entry.label,
        item=facts.entry.hands_out,
        item_number=_item_number(facts),
        collected_on="" if taken is None else date_words(taken.day),
        herself=collector == _HERSELF,
        by_agent=collector == _AGENT,
        by_post=collector == _POST,
        agent_name=said.get("collector_name", ""),
        agent_relation=said.get("collector_relation", ""),
        agent_identity=mask_identity(said.get("collector_identity", "")),
        posted_number=said.get("posted_number", ""),
        returned=tuple(ReturnedPaper(row.name, row.copies) for row in returned_originals(facts)),
        station_phone=facts.station.phone,
        address=facts.station.address,
    )


def _item_number(facts: CaseFacts) -> str:
    """The number of a card is its holder's own; that of a plaque hangs on the door."""
    number = str(facts.case.facts.get(ITEM_NUMBER, ""))
    return mask_card(number) if facts.entry.ledger == _LEDGER_OF_CARDS else number


def returned_originals(facts: CaseFacts) -> tuple[CaseMaterial, ...]:
    """The originals that went back to the visitor."""
    return tuple(row for row in facts.materials if row.returned_on and row.shape != MaterialShape.COPY.value)


NOTICE_FILLER = CaseFiller(NOTICE, _why_no_notice, _notice)
SHEET_FILLER = CaseFiller(SHEET, _why_no_sheet, _sheet)
