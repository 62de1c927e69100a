"""Bundles of cases for the district (报送批次): put in, taken out, sent with their list, and what came back of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.flow_file import flow
from domain.numbering import Series
from domain.permissions import Permission
from domain.tables import limit as most
from models.batch import BatchItem, SubmissionBatch
from models.case import CaseEvent, CaseFile
from services import _batch_views, _case_batches
from services._base import Change, Changes, Context, Service
from services._batch_results import (
    PlannedResult,
    ResultForm,
    ResultPlan,
    give,
    plan_results,
    typed_result,
)
from services._batch_views import BatchItemView, BatchRow, BatchView
from services._case_batches import BUNDLE, OUT, SEND, UNBUNDLE, WAITING, existing
from services._case_engine import perform, standing
from services._fill_submission_list import KIND, submission_list
from services._papers import IssuedPaper, RenderedPapers, issue
from system.errors import Conflict, Denied, Invalid, NotFound

if TYPE_CHECKING:
    from exchange.result_list import ResultRow

__all__ = [
    "BatchItemView",
    "BatchRow",
    "BatchView",
    "Batches",
    "Given",
    "PlannedResult",
    "Put",
    "ResultForm",
    "ResultPlan",
    "Sent",
]

# Fields of the flow's steps → those of the form that asks for any result.
_FORM_FIELDS = {"sent_back_on": "result_on", "gaps": "reason"}
NAMED = 5
"""Of so many cases that a day can't be for, the numbers are told."""
Refused = tuple[str, str]
"""The number of a case that couldn't go, and why in a sentence."""


@dataclass(frozen=True)
class Put:
    """Cases are in the bundle; `batch_id` is None and `number` empty where none could go and no bundle was named."""

    changes: Changes
    batch_id: int | None
    number: str
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Sent:
    """The bundle is on its way; `paper` is its list."""

    changes: Changes
    paper: IssuedPaper


@dataclass(frozen=True)
class Given:
    """Results that are safely on the disk: the numbers of the cases, and those that were refused."""

    changes: Changes
    done: tuple[str, ...]
    refused: tuple[Refused, ...]


class Batches(Service):
    """Bundles of this station."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    # ---- looking

    def open_batches(self) -> tuple[BatchRow, ...]:
        """Bundles that aren't sent yet, newest first."""
        with self.look(Permission.VISIT_READ) as session:
            return _batch_views.batch_rows(session, unsent=True)

    def recent(self, limit: int = _batch_views.RECENT) -> tuple[BatchRow, ...]:
        """The newest bundles, sent ones too."""
        with self.look(Permission.VISIT_READ) as session:
            return _batch_views.batch_rows(session, unsent=False, limit=limit)

    def detail(self, batch_id: int) -> BatchView:
        """One bundle with its cases; raises NotFound."""
        with self.look(Permission.VISIT_READ) as session:
            return _batch_views.batch_view(session, batch_id)

    @staticmethod
    def sent_ways() -> tuple[str, ...]:
        """How a bundle may be sent, the usual way first."""
        return _sent_ways()

    # ---- filling a bundle

    def put_in(self, case_ids: Sequence[int], *, day: dt.date | str = "=", batch_id: int | None = None) -> Put:
        """Put cases into this bundle, else into the newest open one for where they go, else into a new one.

        Who can't go is named in `refused` and unchanged; the others are in. `day` counts for all of them: one that it
        can't be for stops all. Raises NotFound, Conflict (sent already), Invalid ("case_ids") where they go to
        different offices or are too many, Invalid ("bundled_on").
        """
        wanted = tuple(dict.fromkeys(case_ids))
        if len(wanted) > most("cases_at_once"):
            raise Invalid({"case_ids": f"一次最多编入 {most('cases_at_once')} 件，请分几次选。"})
        with self.change(Permission.CASE_HANDLE) as change:
            batch = None if batch_id is None else _unsent(change, batch_id)
            recipient = _recipient(change, wanted, batch)
            refused: list[Refused] = []
            faults: list[Refused] = []
            for case_id in wanted:
                try:
                    self._put_one(change, case_id, recipient, str(day))
                except (Conflict, Denied, Invalid, NotFound) as refusal:
                    dated = isinstance(refusal, Invalid) and "bundled_on" in refusal.fields
                    (faults if dated else refused).append((_number_of(change, case_id), str(refusal)))
                    continue
                batch = _case_batches.joined(change, change.session.get_one(CaseFile, case_id), batch)
            _must_fit("bundled_on", faults)
        went = len(refused) < len(wanted)
        changes = self.changed(*(("case", "batch") if went else ()), row=batch.id if batch else None)
        return Put(changes, batch.id if batch else None, batch.number if batch else "", tuple(refused))

    @staticmethod
    def _put_one(change: Change, case_id: int, recipient: str, day: str) -> None:
        at = standing(change.session, case_id)
        if at.entry.batch and at.entry.recipient != recipient:
            raise Conflict(f"{at.case.number}报送到“{at.entry.recipient}”，和这一批不是一个单位，请另编一批。")
        perform(change, case_id, BUNDLE, {"bundled_on": day})

    def take_out(self, case_id: int, reason: str, *, day: dt.date | str = "=", version: int | None = None) -> Changes:
        """Take a case out of its open bundle on this day; its line stays with the reason.

        Raises Invalid ("reason", "unbundled_on"), Conflict.
        """
        typed = {"reason": reason, "unbundled_on": str(day)}
        with self.change(Permission.CASE_HANDLE) as change:
            event = perform(change, case_id, UNBUNDLE, typed, version=version)
            _case_batches.follow(change, event)
        return self.changed("case", "batch", row=case_id)

    # ---- on its way

    def send(self, batch_id: int, sent_on: dt.date | str, *, version: int, sent_way: str = "") -> Sent:
        """Send the bundle on this day and issue its list; all of its cases go, or none.

        `version` is that of the bundle as the clerk saw it. Raises Conflict (empty, sent already, changed meanwhile),
        Invalid ("sent_on", "sent_way"), NotFound.
        """
        self.require(Permission.VISIT_READ)
        way = sent_way or _sent_ways()[0]
        if way not in _sent_ways():
            raise Invalid({"sent_way": "没有这种报送方式，请重新选。"})
        with self.change(Permission.CASE_HANDLE) as change:
            batch = _unsent(change, batch_id)
            if batch.version != version:
                raise Conflict(f"{batch.number}刚被别的窗口改过，这次没有送出。请看过最新的清单再决定。")
            cases = self._leaving(change, batch)
            events = _send_all(change, cases, str(sent_on))
            batch.sent_on, batch.version = events[0].day, batch.version + 1
            change.session.flush()
            paper = self._issue_list(change, batch, cases, way)
            for event in events:
                event.document_id = paper.id
            change.audit("batch.sent", "batch", batch.uuid, {"number": batch.number, "sent": len(cases)})
        return Sent(self.changed("case", "batch", "document", row=batch_id), paper)

    @staticmethod
    def _leaving(change: Change, batch: SubmissionBatch) -> tuple[CaseFile, ...]:
        """The cases that go, in their order; one whose visit was made void is taken out here."""
        going: list[CaseFile] = []
        for item in _case_batches.waiting_items(change.session, batch.id):
            case = change.session.get_one(CaseFile, item.case_id)
            if case.voided:
                item.outcome, item.outcome_on, item.note = OUT, change.now.date(), "随来访作废"
            else:
                going.append(case)
        if not going:
            raise Conflict(f"{batch.number}里一件也没有，不能送出。请先编入要报送的件。")
        return tuple(going)

    def _issue_list(self, change: Change, batch: SubmissionBatch, cases: Sequence[CaseFile], way: str) -> IssuedPaper:
        from printing import catalogue

        data = catalogue.to_data(submission_list(change, batch, cases, way))
        return issue(change, self._papers, kind=KIND, data=data, number=batch.number, recipient=batch.recipient)

    # ---- what came back

    def give_results(self, batch_id: int, results: Mapping[int, ResultForm], result_on: dt.date | str) -> Given:
        """Write down what the district said of cases of this bundle, each by its id; the day is the same for all.

        Who can't be answered is named in `refused` and unchanged. Raises NotFound, Conflict where it wasn't sent.
        """
        done: list[str] = []
        refused: list[Refused] = []
        with self.change(Permission.CASE_HANDLE) as change:
            batch = existing(change.session, batch_id)
            _must_be_sent(batch)
            for case_id, result in results.items():
                try:
                    _must_wait(change, batch, case_id)
                    give(change, case_id, result, str(result_on))
                except (Conflict, Denied, Invalid, NotFound) as refusal:
                    refused.append((_number_of(change, case_id), str(refusal)))
                else:
                    done.append(_number_of(change, case_id))
        return Given(self._answered(done, batch_id), tuple(done), tuple(refused))

    def give_result(self, batch_id: int, case_id: int, result: ResultForm, result_on: dt.date | str) -> Changes:
        """Write down what the district said of one case of this bundle.

        Raises NotFound, Conflict, Invalid (the names of `ResultForm`, "result_on").
        """
        with self.change(Permission.CASE_HANDLE) as change:
            batch = existing(change.session, batch_id)
            _must_be_sent(batch)
            _must_wait(change, batch, case_id)
            try:
                give(change, case_id, result, str(result_on))
            except Invalid as refusal:
                raise Invalid({_FORM_FIELDS.get(field, field): why for field, why in refusal.fields.items()}) from None
        return self.changed("case", "batch", row=batch_id)

    def read_result_file(
        self, path: Path, batch_id: int | None = None, *, result_on: dt.date | None = None
    ) -> ResultPlan:
        """What a list file (.xlsx or .csv) of results would do; nothing is changed. Raises Trouble, NotFound.

        `result_on` counts for rows without a day of their own.
        """
        from exchange.result_list import read_result_list

        self.require(Permission.VISIT_READ)
        return self.read_results(read_result_list(path, self._context.clock.today(), result_on=result_on), batch_id)

    def read_results(self, rows: "Sequence[ResultRow]", batch_id: int | None = None) -> ResultPlan:
        """What these rows would do, row by row; `batch_id` narrows to one bundle. Raises NotFound."""
        with self.look(Permission.VISIT_READ) as session:
            return plan_results(session, rows, batch_id)

    def apply_results(self, plan: ResultPlan) -> Given:
        """Write down the rows of a plan that are ready; a case that was moved since the plan was made is refused."""
        done: list[str] = []
        refused: list[Refused] = []
        with self.change(Permission.CASE_HANDLE) as change:
            for row in plan.ready:
                assert row.case_id is not None
                try:
                    give(change, row.case_id, typed_result(row), row.day, version=row.version)
                except (Conflict, Denied, Invalid, NotFound) as refusal:
                    refused.append((row.number, str(refusal)))
                else:
                    done.append(row.number)
            batch = "" if plan.batch_id is None else existing(change.session, plan.batch_id).uuid
            change.audit("batch.results", "batch", batch, {"done": len(done), "refused": len(refused)})
        return Given(self._answered(done, plan.batch_id), tuple(done), tuple(refused))

    def _answered(self, done: Sequence[str], batch_id: int | None) -> Changes:
        return self.changed(*(("case", "batch") if done else ()), row=batch_id)


def _unsent(change: Change, batch_id: int) -> SubmissionBatch:
    batch = existing(change.session, batch_id)
    if batch.sent_on is not None:
        raise Conflict(f"{batch.number}已经在 {batch.sent_on:%m-%d} 送出，不能再改。请另编一批。")
    return batch


def _must_be_sent(batch: SubmissionBatch) -> None:
    if batch.sent_on is None:
        raise Conflict(f"{batch.number}还没有送出，不能登记结果。请先送出这一批。")


def _recipient(change: Change, case_ids: Sequence[int], batch: SubmissionBatch | None) -> str:
    """Where the bundle goes; Invalid where nobody can say, because the cases go to several offices."""
    if batch is not None:
        return batch.recipient
    found: dict[str, None] = {}
    for case_id in case_ids:
        if change.session.get(CaseFile, case_id) is None:
            continue
        at = standing(change.session, case_id)
        if at.flow.find(BUNDLE, at.case.state, at.traits) is not None:
            found[at.entry.recipient] = None
    if len(found) > 1:
        raise Invalid({"case_ids": f"选中的件要报到不同的单位（{'、'.join(found)}），请按单位分开编批次。"})
    return next(iter(found), "")


def _number_of(change: Change, case_id: int) -> str:
    case = change.session.get(CaseFile, case_id)
    return "" if case is None else case.number


def _send_all(change: Change, cases: Sequence[CaseFile], sent_on: str) -> tuple[CaseEvent, ...]:
    """Each case leaves on that day; raises Invalid that names all whose day it can't be."""
    events: list[CaseEvent] = []
    faults: list[Refused] = []
    for case in cases:
        try:
            events.append(perform(change, case.id, SEND, {"sent_on": sent_on}, by="batch"))
        except Invalid as refusal:
            faults.append((case.number, str(refusal)))
    _must_fit("sent_on", faults)
    return tuple(events)


def _must_fit(field: str, faults: Sequence[Refused]) -> None:
    """Raise Invalid that names the cases whose day this can't be, those with the same reason together."""
    alike: dict[str, list[str]] = {}
    for number, why in faults:
        alike.setdefault(why.rstrip("。"), []).append(number)
    if alike:
        told = (f"{'、'.join(numbers[:NAMED])}{_and_more(numbers)}{why}" for why, numbers in alike.items())
        raise Invalid({field: f"{'；'.join(told)}。"})


def _and_more(numbers: Sequence[str]) -> str:
    return f" 等 {len(numbers)} 件" if len(numbers) > NAMED else ""


def _must_wait(change: Change, batch: SubmissionBatch, case_id: int) -> None:
    """Raise where a case isn't of this bundle or was answered already."""
    item = change.session.get(BatchItem, (batch.id, case_id))
    number = _number_of(change, case_id)
    if not number:
        raise NotFound("没有这一件。")
    if item is None or item.outcome == OUT:
        raise Conflict(f"{number}不在{batch.number}里，请核对是哪一批。")
    if item.outcome != WAITING:
        said = _case_batches.OUTCOME_LABELS[item.outcome]
        raise Conflict(f"{number}已经登记为“{said}”，没有再改。要改请先在办件页上撤销上一步。")


def _sent_ways() -> tuple[str, ...]:
    """From the flow's own table: a case that is sent by itself has the same ways."""
    lines = flow(Series.SERVICE.value).transitions
    return next(spec.choices for line in lines for spec in line.fields if spec.code == "sent_way")
