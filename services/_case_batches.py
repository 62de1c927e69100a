"""What a step of a case means for the bundle (报送批次) that it is in: put in, taken out, answered, taken back.

The flow says when such a step may be done; wherever it is done (the case's page, the bundle's page, a list of results),
the bundle's own line about the case has to say the same.
"""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.numbering import Series
from domain.tables import limit
from domain.text import in_one_line, shortened
from models.batch import BatchItem, SubmissionBatch
from models.case import CaseEvent, CaseFile
from services import _numbers, _settings
from services._base import Change
from services._catalogue import entry_of
from system.errors import Conflict, NotFound

BUNDLE, UNBUNDLE, SEND = "bundle", "unbundle", "send"
WAITING, OK, NO, BACK, WITHDRAWN, OUT = "waiting", "ok", "no", "back", "withdrawn", "out"
OUTCOME_LABELS: Mapping[str, str] = {
    WAITING: "等结果",
    OK: "通过",
    NO: "未通过",
    BACK: "退回补正",
    WITHDRAWN: "已撤回",
    OUT: "已退出",
}
ANSWERS: Mapping[str, str] = {"result_ok": OK, "result_no": NO, "sent_back": BACK, "withdraw": WITHDRAWN}
"""Steps after which a sent case is no longer waited for → what the bundle says of it."""
# After these the case may go into another bundle; the old one keeps its line.
_LEAVING = frozenset({UNBUNDLE, "sent_back", "try_again"})


def follow(change: Change, event: CaseEvent) -> bool:
    """Keep case and bundle together after a step that the engine has carried out; whether a bundle was touched."""
    case = change.session.get_one(CaseFile, event.case_id)
    if event.action == BUNDLE:
        joined(change, case)
    elif event.action == UNBUNDLE:
        left(change, case, event)
    elif case.batch_id is None or event.action not in {*ANSWERS, *_LEAVING}:
        return False
    else:
        _answered(change.session, case, event)
    return True


def joined(change: Change, case: CaseFile, batch: SubmissionBatch | None = None) -> SubmissionBatch:
    """Put a case into an open bundle: this one, else the newest open one to where it goes, else a new one."""
    session = change.session
    if batch is None:
        recipient = entry_of(session, case).recipient
        batch = newest_open(session, recipient) or opened(change, recipient)
    last = session.scalar(select(func.max(BatchItem.position)).where(BatchItem.batch_id == batch.id))
    position = 0 if last is None else last + 1
    item = session.get(BatchItem, (batch.id, case.id))
    if item is None:
        session.add(BatchItem(batch_id=batch.id, case_id=case.id, position=position))
    else:
        # Taken out before, and now in again: the line is the same, at the end of the list.
        item.position, item.outcome, item.outcome_on, item.note = position, WAITING, None, ""
    case.batch_id = batch.id
    batch.version += 1
    session.flush()
    return batch


def left(change: Change, case: CaseFile, event: CaseEvent) -> None:
    """Take a case out of its open bundle; its line stays, with the day and the reason of the step."""
    session = change.session
    if case.batch_id is not None:
        batch = session.get_one(SubmissionBatch, case.batch_id)
        item = session.get_one(BatchItem, (batch.id, case.id))
        item.outcome, item.outcome_on, item.note = OUT, event.day, brief(event.words)
        batch.version += 1
    case.batch_id = None
    session.flush()


def undone(change: Change, case: CaseFile, event: CaseEvent) -> bool:
    """Put back what a step had changed in the bundle; whether one was touched. Conflict where it has gone meanwhile."""
    before, session = event.before["batch_id"], change.session
    if event.action == BUNDLE and case.batch_id is not None:
        _set(session, case.batch_id, case.id, OUT, change.now.date())
    elif before is not None and event.action == UNBUNDLE:
        batch = session.get_one(SubmissionBatch, before)
        if batch.sent_on is not None:
            raise Conflict(f"{batch.number}已经送出，{case.number}不能再放回去。请重新编入一批。")
        _set(session, before, case.id, WAITING, None)
    elif before is not None and event.action in ANSWERS:
        item = session.get(BatchItem, (before, case.id))
        if item is not None and item.outcome == ANSWERS[event.action]:
            _set(session, before, case.id, WAITING, None)
    touched = before is not None or case.batch_id is not None
    case.batch_id = before
    session.flush()
    return touched


def newest_open(session: Session, recipient: str) -> SubmissionBatch | None:
    """The bundle into which a case for this recipient goes by itself."""
    query = select(SubmissionBatch).where(SubmissionBatch.sent_on.is_(None), SubmissionBatch.recipient == recipient)
    return session.scalar(query.order_by(SubmissionBatch.id.desc()).limit(1))


def waiting_items(session: Session, batch_id: int) -> tuple[BatchItem, ...]:
    """The lines of a bundle that wait for their going or for their result, in their order."""
    query = select(BatchItem).where(BatchItem.batch_id == batch_id, BatchItem.outcome == WAITING)
    return tuple(session.scalars(query.order_by(BatchItem.position)))


def opened(change: Change, recipient: str) -> SubmissionBatch:
    """A new, empty bundle under the next number."""
    station = _settings.station(change.session)
    taken = _numbers.take(change.session, Series.BATCH, change.now.date(), station)
    batch = SubmissionBatch(
        period=taken.period,
        seq=taken.seq,
        number=taken.text,
        recipient=recipient,
        opened_at=change.now,
        opened_by=change.actor.id,
    )
    change.session.add(batch)
    change.session.flush()
    change.audit("batch.opened", "batch", batch.uuid, {"number": batch.number})
    return batch


def existing(session: Session, batch_id: int) -> SubmissionBatch:
    """The bundle; raises NotFound."""
    batch = session.get(SubmissionBatch, batch_id)
    if batch is None:
        raise NotFound("没有这一批，请看过最新的批次再选。")
    return batch


def brief(words: str) -> str:
    """A reason as the bundle's line keeps it."""
    return shortened(in_one_line(words), limit("batch_note"))


def _answered(session: Session, case: CaseFile, event: CaseEvent) -> None:
    assert case.batch_id is not None
    item = session.get(BatchItem, (case.batch_id, case.id))
    # Who withdraws after the result has come leaves the result as it was.
    if item is not None and event.action in ANSWERS and item.outcome == WAITING:
        _set(session, case.batch_id, case.id, ANSWERS[event.action], event.day)
        item.note = brief(event.words or event.facts.get("result_words", ""))
    if event.action in _LEAVING:
        case.batch_id = None
    session.flush()


def _set(session: Session, batch_id: int, case_id: int, outcome: str, day: dt.date | None) -> None:
    item = session.get_one(BatchItem, (batch_id, case_id))
    item.outcome, item.outcome_on, item.note = outcome, day, ""
    session.get_one(SubmissionBatch, batch_id).version += 1
