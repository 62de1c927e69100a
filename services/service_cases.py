"""Service cases (办事件) on the case engine: lists, the case whole, and every step, each one transaction."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from domain.catalogue import MaterialShape
from domain.field_specs import read_fields
from domain.flow_file import flow
from domain.labels import PAPER_LABELS
from domain.people_rules import length_fault
from domain.permissions import Permission
from domain.tables import limit as most
from domain.text import several_lines, single_line
from models.case import CaseEvent, CaseFile, CaseMaterial
from models.document import Document
from models.operator import Operator
from services import _case_batches, _case_lists, _case_views, _clocks
from services._base import Change, Changes, Context, Service
from services._case_engine import (
    MATERIALS,
    NOTE,
    REASSIGN,
    UNDO,
    label_of,
    last_step,
    paper_of,
    perform,
    put_numbers_back,
    remark,
    require_version,
    standing,
)
from services._case_lists import CaseListRow, CasePage, CaseQuery
from services._case_papers import issue_for, paper_offers
from services._case_plan import PlannedClock, planned_clocks
from services._case_views import ActionView, CasePaper, CaseView, ClockView
from services._official_number import write_number
from services._papers import IssuedPaper, RenderedPapers
from services._register import SheetState
from services._work_calendar import calendar
from system.errors import Conflict, Invalid, NotFound

__all__ = [
    "Acted",
    "ActionView",
    "CaseListRow",
    "CasePage",
    "CasePaper",
    "CaseQuery",
    "CaseView",
    "ClockView",
    "Plan",
    "PlannedClock",
    "ServiceCases",
]


@dataclass(frozen=True)
class Acted:
    """A step that is safely on the disk; `paper` is what it issued."""

    changes: Changes
    paper: IssuedPaper | None = None


@dataclass(frozen=True)
class Plan:
    """What a step would change, shown before it is saved; `faults` are those of what was typed so far."""

    target: str
    clocks: tuple[PlannedClock, ...]
    paper: str
    paper_title: str
    faults: Mapping[str, str]


class ServiceCases(Service):
    """Service cases of this station."""

    series = "service"

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    # ---- looking

    def page(self, query: CaseQuery, *, after: object = None, limit: int = _case_lists.PAGE) -> CasePage:
        """Some lines of a list; go on with `page.next`."""
        mark = after if isinstance(after, tuple) else None
        with self.look(Permission.VISIT_READ) as session:
            known = flow(self.series)
            return _case_lists.page(session, known, query, self._context.clock.today(), after=mark, limit=limit)

    def counts(self, query: CaseQuery) -> Mapping[str, int]:
        """How many cases each list has, narrowed as the query says, whichever list it asks for."""
        with self.look(Permission.VISIT_READ) as session:
            return _case_lists.counts(session, flow(self.series), query, self._context.clock.today())

    def tabs(self) -> tuple[tuple[str, str], ...]:
        """The flow's own lists: (code, label)."""
        return tuple((tab.code, tab.label) for tab in flow(self.series).tabs)

    def detail(self, case_id: int) -> CaseView:
        """One case whole; raises NotFound."""
        with self.look(Permission.VISIT_READ) as session:
            return _case_views.case_view(session, case_id, self._context.clock.today(), self.actor.permissions)

    def plan(self, case_id: int, action: str, typed: Mapping[str, str]) -> Plan:
        """What the action would do with what was typed so far; raises NotFound, Conflict."""
        today = self._context.clock.today()
        with self.look(Permission.VISIT_READ) as session:
            at = standing(session, case_id)
            line = at.flow.find(action, at.case.state, at.traits)
            if line is None:
                raise Conflict(f"{at.case.number}已经不在这一步了，请看过最新情况再决定。")
            facts, faults = read_fields(_case_views.fields_of(at, line.fields), typed, today)
            day = _day_of(facts.get(line.day, ""), today)
            days, clocks = calendar(session), _clocks.clocks_of(session, case_id)
            return Plan(
                target=at.flow.states[line.lands(at.case.state)].label,
                clocks=tuple(planned_clocks(at, line, clocks, day, days)),
                paper=line.paper,
                paper_title=PAPER_LABELS.get(line.paper, ""),
                faults=faults,
            )

    # ---- the steps of the flow

    def act(
        self, case_id: int, action: str, typed: Mapping[str, str], *, version: int | None = None, paper: bool = True
    ) -> Acted:
        """Carry out one action of the flow, and issue its paper where it has one and `paper` is true.

        `version` is that of the case as the clerk saw it. Raises Conflict (with what happened meanwhile), Invalid
        (field → sentence), Denied, NotFound; then nothing was changed.
        """
        self.require(Permission.VISIT_READ)
        with self.change(Permission.CASE_HANDLE) as change:
            event = perform(change, case_id, action, typed, version=version)
            bundled = _case_batches.follow(change, event)
            issued = None
            kind = paper_of(flow(self.series), event)
            if kind and paper:
                issued = issue_for(change, self._papers, case_id, kind, event=event)
                event.document_id = issued.id
        return Acted(self._moved(case_id, issued, bundled=bundled), issued)

    def undo(self, case_id: int, *, version: int | None = None) -> Changes:
        """Take back the last step: state and clocks are as before, the step stays among the events.

        Raises Conflict where it can't be taken back, or a paper of it is still good.
        """
        with self.change(Permission.CASE_HANDLE) as change:
            at = standing(change.session, case_id)
            require_version(change.session, at.case, version)
            event = self._undoable(change, at.case)
            before, case = event.before, at.case
            event.undone_at = change.now
            bundled = _case_batches.undone(change, case, event)
            case.state = before["state"]
            put_numbers_back(change.session, case, event)
            if not at.flow.states[case.state].end:
                case.closed_at = None
            _clocks.put_back(change, case, event, before["clocks"])
            remark(change, case, UNDO, f"撤销“{label_of(at.flow, event)}”", {})
        return self._moved(case_id, bundled=bundled)

    def _undoable(self, change: Change, case: CaseFile) -> CaseEvent:
        event = last_step(change.session, case.id)
        if event is None or not _case_views.undo_label(change.session, flow(case.series), case):
            raise Conflict(f"{case.number}的上一步不能撤销。受理要改请更正来访；已随批次送出的请登记结果。")
        own = event.operator_id == change.actor.id and event.at.date() == change.now.date()
        if not own and Permission.CASE_REASSIGN not in change.actor.permissions:
            raise Conflict("只能撤销自己当天做的上一步；更早的或别人做的，请站长来撤。")
        paper = None if event.document_id is None else change.session.get(Document, event.document_id)
        if paper is not None and paper.state == SheetState.GOOD:
            title = PAPER_LABELS[paper.kind]
            raise Conflict(f"这一步的《{title}》已经确认完好，不能撤销。请先在打印中心把它作废并收回，再来撤销。")
        return event

    # ---- beside the flow

    def note(self, case_id: int, words: str) -> Changes:
        """Write down something that happened (记一笔); raises Invalid ("words")."""
        told = several_lines(words)
        fault = length_fault(told, most("case_note")) if told else "还没有写内容，请写一句。"
        if fault:
            raise Invalid({"words": fault})
        with self.change(Permission.CASE_HANDLE) as change:
            remark(change, standing(change.session, case_id).case, NOTE, told, {})
        return self._moved(case_id)

    def reassign(self, case_ids: Sequence[int], handler: str, reason: str) -> Changes:
        """Give open cases to another handler (a uuid); raises Invalid ("handler", "reason"), Conflict. All or none."""
        told = single_line(reason)
        if not told:
            raise Invalid({"reason": "还没有写改派的原因，请写一句。"})
        if len(case_ids) > most("cases_at_once"):
            raise Invalid({"handler": f"一次最多改派 {most('cases_at_once')} 件，请先筛选。"})
        with self.change(Permission.CASE_REASSIGN) as change:
            found = change.session.scalar(select(Operator).where(Operator.uuid == handler, Operator.active))
            if found is None:
                raise Invalid({"handler": "这位承办人已停用，请另选一位。"})
            for case in change.session.scalars(select(CaseFile).where(CaseFile.id.in_(case_ids))).all():
                if case.closed_at is None and case.handler_id != found.id:
                    before = change.session.get_one(Operator, case.handler_id).name
                    case.handler_id = found.id
                    remark(change, case, REASSIGN, f"{before} → {found.name}：{told}", {})
        return self._moved(None)

    def set_fields(self, case_id: int, typed: Mapping[str, str], *, version: int | None = None) -> Changes:
        """Change those fields of the matter that are passed; raises Invalid (field → sentence), Conflict.

        A field passed as "" is emptied; one that isn't passed, and one that isn't asked for any more, stays as it is.
        """
        with self.change(Permission.CASE_HANDLE) as change:
            at = standing(change.session, case_id)
            require_version(change.session, at.case, version)
            kept = {spec.code: str(at.case.facts.get(spec.code, "")) for spec in at.entry.fields}
            values, faults = read_fields(at.entry.fields, kept | dict(typed), change.now.date())
            wrong = {code: fault for code, fault in faults.items() if str(typed.get(code, "")).strip()}
            if wrong:
                raise Invalid(wrong)
            values = {code: value for code, value in values.items() if code in typed}
            changed = [
                spec.label for spec in at.entry.fields if values.get(spec.code, kept[spec.code]) != kept[spec.code]
            ]
            if changed:
                old = {spec.code: at.case.facts.get(spec.code, "") for spec in at.entry.fields}
                at.case.facts = at.case.facts | values
                remark(change, at.case, NOTE, f"改办件信息：{'、'.join(changed)}", {"before": old})
        return self._moved(case_id)

    def set_official_number(self, case_id: int, number: str) -> Changes:
        """Write back the number that the national system gave; raises Invalid ("number")."""
        told = single_line(number)
        with self.change(Permission.CASE_HANDLE) as change:
            fault = write_number(change, standing(change.session, case_id).case, told)
            if fault:
                raise Invalid({"number": fault})
        return self._moved(case_id)

    # ---- the checklist

    def tick(self, case_id: int, material_id: int, received: bool) -> Changes:
        """Say that a paper is here, or that it is missing; raises NotFound, Conflict on a closed case."""
        with self.change(Permission.CASE_HANDLE) as change:
            case, row = self._material(change, case_id, material_id)
            if (row.received_on is not None) != received:
                row.received_on = change.now.date() if received else None
                if not received:
                    row.required = True
                remark(change, case, MATERIALS, f"{'收到' if received else '缺'}：{row.name}", {})
        return self._moved(case_id)

    def add_material(self, case_id: int, name: str, *, copies: int = 1, received: bool = True) -> Changes:
        """Add a paper that the catalogue doesn't list; raises Invalid ("name"), Conflict."""
        told = single_line(name)
        with self.change(Permission.CASE_HANDLE) as change:
            case = self._open_case(change, case_id)
            rows = change.session.scalars(select(CaseMaterial).where(CaseMaterial.case_id == case_id)).all()
            fault = length_fault(told, most("single_line")) if told else "还没有写材料名称，请填写。"
            if not fault and told in {row.name for row in rows}:
                fault = "清单里已经有这种材料，请直接打钩。"
            if not fault and len(rows) >= most("materials"):
                fault = f"一件最多列 {most('materials')} 种材料，请合并同类的。"
            if fault:
                raise Invalid({"name": fault})
            day = change.now.date() if received else None
            change.session.add(
                CaseMaterial(
                    case_id=case_id,
                    position=len(rows),
                    name=told,
                    shape=MaterialShape.COPY.value,
                    copies=copies,
                    added=True,
                    received_on=day,
                )
            )
            remark(change, case, MATERIALS, f"添材料：{told}{'' if received else '（缺）'}", {})
        return self._moved(case_id)

    def give_back(self, case_id: int, material_ids: Sequence[int], to: str = "") -> Changes:
        """Say that originals went back to the visitor (or to `to`); also on a closed case."""
        with self.change(Permission.CASE_HANDLE) as change:
            case = standing(change.session, case_id).case
            query = select(CaseMaterial).where(CaseMaterial.case_id == case_id, CaseMaterial.id.in_(material_ids))
            rows = [row for row in change.session.scalars(query) if row.received_on and not row.returned_on]
            for row in rows:
                row.returned_on, row.returned_to = change.now.date(), single_line(to)
            if rows:
                words = f"退还原件：{'、'.join(row.name for row in rows)}" + (f"（{single_line(to)}）" if to else "")
                remark(change, case, MATERIALS, words, {})
        return self._moved(case_id)

    def _material(self, change: Change, case_id: int, material_id: int) -> tuple[CaseFile, CaseMaterial]:
        case = self._open_case(change, case_id)
        row = change.session.get(CaseMaterial, material_id)
        if row is None or row.case_id != case_id:
            raise NotFound("清单里没有这份材料了，请看过最新情况再改。")
        return case, row

    @staticmethod
    def _open_case(change: Change, case_id: int) -> CaseFile:
        case = standing(change.session, case_id).case
        if case.closed_at is not None:
            raise Conflict(f"{case.number}已经办结，材料清单不再改。要改请先撤销上一步。")
        return case

    # ---- papers

    def paper_offers(self, case_id: int) -> tuple[tuple[str, str, str], ...]:
        """Papers that can be issued for the case now: (kind, title, why not)."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return paper_offers(session, case_id)

    def issue(self, case_id: int, kind: str) -> IssuedPaper:
        """Issue one paper of the case by itself; raises Conflict where it doesn't apply."""
        self.require(Permission.VISIT_READ)
        with self.change(Permission.DOCUMENT_PRINT) as change:
            return issue_for(change, self._papers, case_id, kind)

    def _moved(self, case_id: int | None, issued: IssuedPaper | None = None, *, bundled: bool = False) -> Changes:
        subjects = ("document" if issued else "", "batch" if bundled else "")
        return self.changed("case", *filter(None, subjects), row=case_id)


def _day_of(text: str, today: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return today
