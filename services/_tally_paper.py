"""The day's tally as the printed form says it: counts as they are, times and sums of exceptions in words."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from domain.dates import date_words, weekday_words
from domain.number_spans import span_words
from services._tally import CarriedSheet, Incident, IncidentKind, Tally

# So many numbers are named in a sentence; the others are only counted.
NAMED = 6
_NONE = "——"

INCIDENT_LABELS = {
    IncidentKind.VOID: "作废",
    IncidentKind.SPOILED: "损坏",
    IncidentKind.FAILED: "打印失败",
    IncidentKind.REPRINT: "补印",
}


def tally_data(tally: Tally) -> dict[str, Any]:
    """The form's own fields (`printing.forms.day_tally.DayTally`), without those of the frame."""
    log = tally.log
    return {
        "day": f"{date_words(tally.day)}（{weekday_words(tally.day)}）",
        "rows": [
            {
                "title": line.title,
                "span": line.span,
                "numbers": line.numbers,
                "handed": line.handed,
                "void": line.void,
                "spoiled": line.spoiled,
                "open": line.open,
                "sheets": line.sheets,
            }
            for line in tally.lines
        ],
        "incidents": [_incident(incident, tally.day) for incident in tally.incidents],
        "incident_words": _sum_words(tally.incidents),
        "carried": list(_carried_sentences(tally)),
        "missing": span_words(tally.missing),
        "log_count": f"{log.count:,}条",
        "log_span": f"{log.first:,} 至 {log.last:,}" if log.count else _NONE,
        "log_digest": log.digest,
        "log_previous": log.previous,
    }


def _incident(incident: Incident, day: dt.date) -> dict[str, Any]:
    kind = incident.kind
    out = kind in (IncidentKind.VOID, IncidentKind.SPOILED)
    paper = f"{incident.sheets}张" if out else "无纸" if kind is IncidentKind.FAILED else _NONE
    label = INCIDENT_LABELS[kind]
    same_day = incident.at.date() == day
    return {
        "time": f"{incident.at:%H:%M}" if same_day else f"{incident.at:%m-%d %H:%M}",
        "what": f"{label}{incident.reprint}" if kind is IncidentKind.REPRINT else label,
        "number": incident.number,
        "reason": incident.reason or _NONE,
        "operator": incident.operator,
        "paper": paper,
        "boxed": out,
        "ticked": out and bool(incident.taken_back),
    }


def _sum_words(incidents: Sequence[Incident]) -> str:
    counts = Counter(incident.kind for incident in incidents)
    words = [f"{label}{counts[kind]}" for kind, label in INCIDENT_LABELS.items() if counts[kind]]
    wasted = [one for one in incidents if one.kind in (IncidentKind.VOID, IncidentKind.SPOILED)]
    if wasted and all(one.taken_back for one in wasted):
        words.append("废纸已全部收回")
    return "，".join(words)


def _carried_sentences(tally: Tally) -> Iterator[str]:
    if tally.confirmed:
        named = [f"{_name(one)}（{one.at.hour}时{one.at.minute:02d}分）" for one in tally.confirmed]
        yield f"以前各日待确认的，今日确认完好{len(named)}张：{_first(named, len(named))}。"
    if tally.waiting_count:
        named = [_name(one) for one in tally.waiting]
        yield f"以前各日仍待确认{tally.waiting_count}张：{_first(named, tally.waiting_count)}。"
    if tally.confirmed or tally.carried_over:
        yield f"结转下日{tally.carried_over}张。"


def _name(one: CarriedSheet) -> str:
    return f"{one.title}{one.number}"


def _first(named: Sequence[str], count: int) -> str:
    return "、".join(named[:NAMED]) + (f"等{count}张" if count > NAMED else "")
