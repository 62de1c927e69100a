"""A flow as a picture: Mermaid text for the documentation, made from the table so that it can't be out of date."""

from domain.case_flow import NOT_YET, Flow, Transition
from domain.labels import PAPER_LABELS


def mermaid(flow: Flow) -> str:
    """The state diagram: states with their Chinese names, one arrow per line of the table and state it begins in."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.code}' for state in flow.states.values()]
    for transition in flow.transitions:
        for source in transition.sources:
            start = source if source != NOT_YET else "[*]"
            lines.append(f"    {start} --> {transition.lands(source)}: {_words(transition)}")
    lines += [f"    {state.code} --> [*]" for state in flow.states.values() if state.end]
    return "\n".join(lines) + "\n"


def table_words(flow: Flow) -> str:
    """The same as a table in Markdown: from, action, what it needs, clocks, paper, to."""
    rows = ["| 从 | 动作 | 条件 | 要写的 | 时限 | 文书 | 到 |", "|---|---|---|---|---|---|---|"]
    for line in flow.transitions:
        begins = "、".join(flow.states[code].label if code else "（新）" for code in line.sources)
        ends = "（不变）" if line.target not in flow.states else flow.states[line.target].label
        asked = "、".join(spec.label for spec in line.fields)
        conditions = "、".join(str(condition) for condition in (*line.when, *line.needs))
        paper = PAPER_LABELS.get(line.paper, "")
        rows.append(f"| {begins} | {line.label} | {conditions} | {asked} | {_clocks(line)} | {paper} | {ends} |")
    return "\n".join(rows) + "\n"


def _words(line: Transition) -> str:
    conditions = "，".join(str(condition) for condition in line.when)
    return f"{line.label}（{conditions}）" if conditions else line.label


def _clocks(line: Transition) -> str:
    parts = (("起", line.starts), ("停", line.stops), ("暂停", line.pauses), ("续", line.resumes))
    return "；".join(f"{word} {'、'.join(codes)}" for word, codes in parts if codes)
