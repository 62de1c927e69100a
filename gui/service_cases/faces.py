"""How a case's values look on its page: marks of the stepper, clocks, lines of what happened. Pure, no widget."""

import datetime as dt

from domain.catalogue import MaterialShape
from domain.dates import short_date
from domain.deadlines import Unit
from domain.workdays import short_weekday
from gui.kit.chip import ChipText
from gui.kit.clock_card import ClockFace, ClockTone
from gui.kit.material_ticks import MaterialLine
from gui.kit.moments import moment_words
from gui.kit.next_actions import ActionChoice
from gui.kit.stepper import StepMark
from gui.kit.timeline import Entry
from gui.tokens import ChipTone
from services.service_cases import CaseView, ClockView

RUNNING, PAUSED = "running", "paused"
_TONES: dict[str, ChipTone] = {"plain": "grey", "amber": "amber", "blue": "blue", "red": "red", "green": "green"}
_SHAPES = {
    MaterialShape.ORIGINAL.value: "原件",
    MaterialShape.COPY.value: "复印件",
    MaterialShape.BOTH.value: "原件+复印件",
}
_CLOCK_TONES: dict[str, ClockTone] = {"overdue": "red", "today": "amber", "soon": "amber", "running": "plain"}


def state_chip(label: str, tone: str) -> ChipText:
    """Where the case stands."""
    return ChipText(label, _TONES[tone])


def step_marks(view: CaseView, today: dt.date) -> tuple[StepMark, ...]:
    """The stepper: when a mark was reached; for the present one when it is due."""
    running = [clock for clock in view.clocks if clock.state == RUNNING]
    due = min((clock.deadline.raw for clock in running), default=None)
    marks = []
    for step in view.steps:
        note = "" if step.day is None else short_date(step.day, today)
        urgent = False
        if step.state in ("now", "late") and due is not None:
            note, urgent = f"限 {short_date(due, today)}", (due - today).days <= 7
        elif step.state == "skipped":
            note = "不需要"
        marks.append(StepMark(step.label, note or "—", step.state, urgent))
    return tuple(marks)


def clock_faces(view: CaseView, today: dt.date) -> tuple[ClockFace, ...]:
    """Every clock of the case, in the order of the view: running ones first."""
    return tuple(clock_face(clock, today) for clock in view.clocks)


def clock_face(clock: ClockView, today: dt.date) -> ClockFace:
    """One clock: days to go, both last days, where it began and by what."""
    found, rule = clock.deadline, clock.rule
    unit = "日" if found.unit is Unit.DAY else "个工作日"
    legal = ""
    if found.legal != found.raw:
        legal = f"末日逢休息日，法定顺延至 {_long(found.legal)}"
    basis = f"从{rule.trigger}（{short_date(found.started, today)}）的次日起算，{rule.source}"
    if clock.now is None or clock.state != RUNNING:
        return _resting_face(clock, basis, today)
    left = clock.now.left_units
    over = clock.now.days < 0
    return ClockFace(
        label=f"{rule.label} {rule.words}",
        counted=f"第 {clock.now.counted} / {clock.now.total} {'日' if unit == '日' else '个工作日'}",
        big=str(-clock.now.days if over else left),
        unit="天前就该办完" if over else f"{'天' if unit == '日' else unit}后",
        due=f"{_long(found.raw)}到期" if clock.now.days else f"{_long(found.raw)}今天到期",
        legal=legal,
        share=min(1.0, clock.now.counted / max(1, clock.now.total)),
        basis=basis,
        tone=_CLOCK_TONES[clock.now.state],
        provisional=found.provisional,
        title=rule.label,
    )


def _resting_face(clock: ClockView, basis: str, today: dt.date) -> ClockFace:
    """A clock that is paused, or has stopped: how it ended."""
    rule = clock.rule
    if clock.state == PAUSED:
        words = "暂停中，补齐后接着算"
    else:
        stopped = short_date(clock.stopped, today) if clock.stopped else ""
        words = f"{stopped} {'按期' if clock.in_time else '超期'}"
    tone: ClockTone = "plain" if clock.state == PAUSED else "green" if clock.in_time else "red"
    return ClockFace(
        label=f"{rule.label} {rule.words}",
        counted="",
        big="",
        unit="",
        due=words,
        legal="",
        share=0.0 if clock.state == PAUSED else 1.0,
        basis=basis,
        tone=tone,
        provisional=clock.deadline.provisional,
    )


def action_choices(view: CaseView) -> tuple[ActionChoice, ...]:
    """The next steps; the first that isn't a refusal or a withdrawal is the suggested one."""
    first = next((one.action for one in view.actions if not one.why_not and not one.quiet), "")
    return tuple(
        ActionChoice(one.action, one.label, one.icon, one.why_not, primary=one.action == first) for one in view.actions
    )


def material_lines(view: CaseView, today: dt.date) -> tuple[MaterialLine, ...]:
    """The checklist: how many of which shape, and since when."""
    lines = []
    for row in view.materials:
        shape = _SHAPES[row.shape]
        if row.returned_on is not None:
            words = f"{shape} {row.copies}，{short_date(row.returned_on, today)} 已退还"
        elif row.received_on is not None:
            words = f"{shape} {row.copies} · {short_date(row.received_on, today)}"
        else:
            words = f"缺 · {shape} {row.copies}" if row.required else f"{shape} {row.copies} · 需要时"
        lines.append(
            MaterialLine(
                id=row.id,
                name=row.name,
                words=words,
                given=row.received_on is not None,
                required=row.required,
                returned=row.returned_on is not None,
                returnable=row.shape != MaterialShape.COPY and row.received_on is not None,
            )
        )
    return tuple(lines)


def event_entries(view: CaseView, now: dt.datetime) -> tuple[Entry, ...]:
    """What happened, newest first; a step that was taken back says so."""
    entries = []
    for at, event in enumerate(view.events):
        facts = "，".join(f"{label} {value}" for label, value in event.facts)
        body = "；".join(filter(None, (event.words, facts)))
        chip = ChipText("已撤销", "grey") if event.undone else None
        head = moment_words(event.at, now)
        if event.day != event.at.date():
            head = f"{short_date(event.day, now.date())}（{head} 记）"
        told = f"{event.label}：{body}" if body else event.label
        entries.append(Entry(head, told, chip, event.operator, "grey" if event.undone else "accent", filled=at == 0))
    return tuple(entries)


def person_words(view: CaseView) -> str:
    """Whose case it is: name, sex, age."""
    sex = {"1": "男", "2": "女"}.get(view.sex, "")
    age = f"{view.age} 岁" if view.age is not None else ""
    return " ".join(filter(None, (view.person, sex, age)))


def _long(day: dt.date) -> str:
    return f"{day.month} 月 {day.day} 日（{short_weekday(day)}）"
