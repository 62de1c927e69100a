"""The ledgers of cases as tables: title, columns with the text of each, and the sums under the last row.

No official column list exists (ledgers seen in use, and the window's own needs); identity numbers, phones and card
numbers are masked, names are whole, because the ledger stays in the house.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from domain.flow_file import flow
from domain.identity import mask_card, mask_identity
from domain.labels import VISIT_VOID
from domain.numbering import Series
from domain.phones import mask_phone
from services._case_batches import BACK, NO, OK, OUTCOME_LABELS, WAITING, WITHDRAWN
from services._case_engine import ITEM_NUMBER
from services._case_ledger_rows import (
    BatchLine,
    CaseLine,
    NoticeLine,
    Progress,
    batch_lines,
    case_lines,
    notice_lines,
    versions_of,
)

Align = Literal["left", "center", "right"]
# As the register of papers says it (`services.documents.SheetState`).
_VOID_SHEET = "void"


@dataclass(frozen=True)
class Column:
    """One column: its share of the width, and the text of a row, which gets its place in the ledger too."""

    title: str
    width: int
    text: Callable[[Any, int], str]
    align: Align = "center"


@dataclass(frozen=True)
class LedgerKind:
    """One ledger: `read` gives its rows for a period, `sums` the sentences under them."""

    code: str
    title: str
    columns: tuple[Column, ...]
    read: Callable[[Session, dt.date, dt.date, Progress | None], Iterable[Any]]
    sums: Callable[[Sequence[Any]], tuple[str, ...]]


def _order(_line: Any, place: int) -> str:
    return str(place)


def _of(take: Callable[[Any], str]) -> Callable[[Any, int], str]:
    return lambda line, _place: take(line)


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


def _outcome(code: str) -> Callable[[Any, int], str]:
    """How many cases of a bundle came out so."""
    return _of(lambda line: str(line.outcomes.get(code, 0)))


def _collector(line: CaseLine) -> str:
    """本人, 代领 with name and relation, or 邮寄 with the parcel's number."""
    who = line.said("hand_out", "collector")
    beside = {
        "代领": (line.said("hand_out", "collector_name"), line.said("hand_out", "collector_relation")),
        "邮寄": (line.said("hand_out", "posted_number"),),
    }.get(who, ())
    return " ".join(filter(None, (who, *beside)))


def _note(line: CaseLine) -> str:
    state = flow(Series.SERVICE.value).states.get(line.case.state)
    return VISIT_VOID if line.case.voided else "" if state is None else state.label


def _in_time(line: CaseLine) -> str:
    """Judged by the legal day, rolled over days off (民法典 第二百零三条); of what is still running, nothing."""
    clock = line.promise
    if clock is None or clock.stopped is None or line.case.voided:
        return ""
    return "按时" if clock.stopped <= clock.legal else "逾期"


_WHOSE = (
    Column("序号", 12, _order),
    Column("办件编号", 38, _of(lambda line: line.case.number)),
    Column("姓名", 22, _of(lambda line: line.name)),
)
_IDENTITY = Column("证件号", 40, _of(lambda line: mask_identity(line.identity)))
_PHONE = Column("电话", 28, _of(lambda line: mask_phone(line.phone)))
_KIND = Column("事项", 34, _of(lambda line: line.kind), "left")
_CAME = Column("受理", 24, _of(lambda line: _day(line.case.opened_at.date())))
_COLLECTED = Column("领取", 24, _of(lambda line: _day(line.day("hand_out"))))
_COLLECTOR = Column("谁领取", 30, _of(_collector), "left")
_HANDLER = Column("经办", 18, _of(lambda line: line.handler))
_NOTE = Column("备注", 22, _of(_note))

_CARD = (
    *_WHOSE,
    _IDENTITY,
    _KIND,
    _CAME,
    Column("报送", 24, _of(lambda line: _day(line.day("send", "submit")))),
    Column("到站", 24, _of(lambda line: _day(line.day("result_ok")))),
    Column("优待证号", 38, _of(lambda line: mask_card(line.fact(ITEM_NUMBER)))),
    _COLLECTED,
    _COLLECTOR,
    _HANDLER,
    _NOTE,
)
_PLAQUE = (
    *_WHOSE,
    Column("家庭类别", 22, _of(lambda line: line.fact("family_kind"))),
    Column("悬挂地址", 50, _of(lambda line: line.fact("address")), "left"),
    _PHONE,
    _CAME,
    Column("光荣牌编号", 30, _of(lambda line: line.fact(ITEM_NUMBER))),
    Column("悬挂（领取）", 26, _of(lambda line: _day(line.day("hand_out")))),
    _COLLECTOR,
    _HANDLER,
    _NOTE,
)
_SERVICE = (
    *_WHOSE,
    _IDENTITY,
    _PHONE,
    _KIND,
    _CAME,
    Column("到期", 24, _of(lambda line: "" if line.promise is None else _day(line.promise.legal))),
    Column("办结", 24, _of(lambda line: _day(line.case.closed_at.date() if line.case.closed_at else None))),
    Column("时限", 16, _of(_in_time)),
    _HANDLER,
    _NOTE,
)
_NOTICE = (
    Column("序号", 12, _order),
    Column("告知", 24, _of(lambda line: _day(line.document.issued_day))),
    Column("文书编号", 48, _of(lambda line: line.document.number)),
    Column("申请人", 22, _of(lambda line: str(line.document.data.get("applicant", "")))),
    Column("事项", 44, _of(lambda line: str(line.document.data.get("matter", ""))), "left"),
    Column("缺什么", 62, _of(lambda line: "、".join(_owed(line))), "left"),
    Column("补正期限", 30, _of(lambda line: str(line.document.data.get("deadline", "")))),
    Column("补齐", 24, _of(lambda line: _day(line.completed))),
    Column("告知人", 18, _of(lambda line: line.operator)),
    Column("备注", 16, _of(lambda line: VISIT_VOID if line.document.state == _VOID_SHEET else "")),
)
_SUBMISSION = (
    Column("序号", 12, _order),
    Column("批次编号", 42, _of(lambda line: line.batch.number)),
    Column("报送日期", 28, _of(lambda line: _day(line.batch.sent_on))),
    Column("报送单位", 60, _of(lambda line: line.batch.recipient), "left"),
    Column("件数", 18, _of(lambda line: str(line.size)), "right"),
    *(Column(OUTCOME_LABELS[code], 20, _outcome(code), "right") for code in (OK, NO, BACK, WITHDRAWN, WAITING)),
)


def _owed(line: NoticeLine) -> Iterator[str]:
    return (str(row["name"]) for row in line.document.data.get("owed", ()))


def _handed_sums(lines: Sequence[CaseLine]) -> tuple[str, ...]:
    good = [line for line in lines if not line.case.voided]
    handed = sum("hand_out" in line.events for line in good)
    waiting = sum(line.case.state in ("returned", "notified") for line in good)
    return (f"受理和发放共 {len(good)} 件", f"已发放 {handed} 件", f"待领取 {waiting} 件", *_void_sum(lines))


def _service_sums(lines: Sequence[CaseLine]) -> tuple[str, ...]:
    good = [line for line in lines if not line.case.voided]
    told = Counter(filter(None, map(_in_time, good)))
    closed = sum(line.case.closed_at is not None for line in good)
    return (
        f"受理 {len(good)} 件",
        f"已办结 {closed} 件，在办 {len(good) - closed} 件",
        f"按时 {told['按时']} 件，逾期 {told['逾期']} 件",
        *_void_sum(lines),
    )


def _void_sum(lines: Sequence[CaseLine]) -> tuple[str, ...]:
    void = sum(line.case.voided for line in lines)
    return (f"作废 {void} 件，不计",) if void else ()


def _notice_sums(lines: Sequence[NoticeLine]) -> tuple[str, ...]:
    good = [line for line in lines if line.document.state != _VOID_SHEET]
    return (f"告知 {len(good)} 次", f"已补齐 {sum(line.completed is not None for line in good)} 次")


def _batch_sums(lines: Sequence[BatchLine]) -> tuple[str, ...]:
    told: Counter[str] = Counter()
    for line in lines:
        told.update(line.outcomes)
    words = "，".join(f"{OUTCOME_LABELS[code]} {told[code]} 件" for code in OUTCOME_LABELS if told[code])
    return (f"报送 {len(lines)} 批 {told.total()} 件", *([words] if words else []))


def _cases_of(ledger: str) -> Callable[[Session, dt.date, dt.date, Progress | None], Iterable[CaseLine]]:
    def read(session: Session, first: dt.date, last: dt.date, progress: Progress | None) -> Iterable[CaseLine]:
        return case_lines(session, first, last, versions=versions_of(session, ledger), progress=progress)

    return read


def _all_cases(session: Session, first: dt.date, last: dt.date, progress: Progress | None) -> Iterable[CaseLine]:
    return case_lines(session, first, last, progress=progress)


def _notices(session: Session, first: dt.date, last: dt.date, _progress: Progress | None) -> Iterable[NoticeLine]:
    return notice_lines(session, first, last)


def _batches(session: Session, first: dt.date, last: dt.date, _progress: Progress | None) -> Iterable[BatchLine]:
    return batch_lines(session, first, last)


LEDGER_KINDS: Mapping[str, LedgerKind] = {
    kind.code: kind
    for kind in (
        LedgerKind("card", "优待证收发台账", _CARD, _cases_of("card"), _handed_sums),
        LedgerKind("plaque", "光荣牌台账", _PLAQUE, _cases_of("plaque"), _handed_sums),
        LedgerKind("notice", "一次性告知台账", _NOTICE, _notices, _notice_sums),
        LedgerKind("submission", "报送台账", _SUBMISSION, _batches, _batch_sums),
        LedgerKind("service", "办事台账", _SERVICE, _all_cases, _service_sums),
    )
}
