"""What the comparison with a national system found, one sentence for each row of their list and each case of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gui.kit.tabs import Tab, tab
from gui.tokens import Tone
from services.hand_off import Difference, OurLine, Pair, Reconciliation, TheirLine, Written

Kind = Literal["write", "differs", "theirs", "ours", "same"]
ALL = ""
WRITE: Kind = "write"
_TABS: tuple[tuple[Kind, str, Tone], ...] = (
    ("write", "可以写回", "accent"),
    ("differs", "要核对", "amber"),
    ("theirs", "系统有，本站没有", "amber"),
    ("ours", "本站有，系统没有", "amber"),
    ("same", "已经一致", "t2"),
)


@dataclass(frozen=True)
class Compared:
    """One row. `line` is that of their list, 0 for a case that only we have; `case_id` the case that it is about.

    `written` is None until numbers were written back, then whether this one was.
    """

    kind: Kind
    line: int
    official_number: str
    person: str
    their_state: str
    case_id: int | None
    case_number: str
    sentence: str
    tone: Tone
    written: bool | None = None


def compared_rows(found: Reconciliation) -> tuple[Compared, ...]:
    """All of it: what can be written first, then what somebody has to look at, what is right already last."""
    rows = (
        *(_pair(pair) for pair in found.matched),
        *(_difference(one) for one in found.differing),
        *(_theirs(line) for line in found.only_theirs),
        *(_ours(line) for line in found.only_ours),
    )
    order = [kind for kind, _, _ in _TABS]
    return tuple(sorted(rows, key=lambda row: (order.index(row.kind), row.line, row.case_number)))


def written_rows(rows: Sequence[Compared], wanted: Sequence[Compared], written: Written) -> Iterator[Compared]:
    """The rows after numbers were written back: what became of each of those that were wanted."""
    refused = dict(written.refused)
    asked = {row.case_id for row in wanted}
    for row in rows:
        if row.kind != WRITE or row.case_id not in asked:
            yield row
        elif row.case_number in written.done:
            yield replace(row, kind="same", written=True, sentence="已写回。", tone="accent")
        else:
            why = refused.get(row.case_number, "这一件已经不在了，请重新对一次。")
            yield replace(row, kind="differs", written=False, sentence=f"没有写回：{why}", tone="red")


def kind_tabs(rows: Sequence[Compared]) -> list[Tab]:
    """One tab for each kind that there is, and one for all."""
    counts = {kind: sum(row.kind == kind for row in rows) for kind, _, _ in _TABS}
    return [
        tab(ALL, "全部", len(rows)),
        *(tab(kind, words, counts[kind], tone) for kind, words, tone in _TABS if counts[kind]),
    ]


def _pair(pair: Pair) -> Compared:
    ended = "，这一件已经办结" if pair.ours.closed else ""
    if not pair.to_write:
        return _row("same", pair.theirs, pair.ours, f"受理号一致{ended}。", "t2")
    return _row("write", pair.theirs, pair.ours, f"本站还没有记受理号，可以写回{ended}。", "t1")


def _difference(one: Difference) -> Compared:
    if len(one.ours) == 1:
        return _row("differs", one.theirs, one.ours[0], one.sentence, "amber")
    numbers = f"（{'、'.join(line.number for line in one.ours)}）" if one.ours else ""
    return _row("differs", one.theirs, None, f"{one.sentence}{numbers}", "amber")


def _theirs(line: TheirLine) -> Compared:
    if line.fault:
        return _row("differs", line, None, line.fault, "red")
    sentence = "本站没有这个人的这类办件：可能是别的站受理的，也可能漏了登记，请核对。"
    return _row("theirs", line, None, sentence, "amber")


def _ours(line: OurLine) -> Compared:
    told = (
        f"本站记着受理号 {line.official_number}，名单里没有：可能抄错了，也可能名单没有导全，请核对。"
        if line.official_number
        else "名单里没有这一件：可能还没有录入，也可能姓名或证件号录错了，请核对。"
    )
    return Compared("ours", 0, line.official_number, line.person, "", line.case_id, line.number, told, "amber")


def _row(kind: Kind, theirs: TheirLine, ours: OurLine | None, sentence: str, tone: Tone) -> Compared:
    return Compared(
        kind=kind,
        line=theirs.line,
        official_number=theirs.number,
        person=theirs.name or (ours.person if ours is not None else ""),
        their_state=theirs.state,
        case_id=None if ours is None else ours.case_id,
        case_number="" if ours is None else ours.number,
        sentence=sentence,
        tone=tone,
    )
