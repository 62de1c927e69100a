"""The roads that are counted, as data: the keys one after the other, and what must have become of them."""

from collections.abc import Callable
from datetime import date

from benchmarks.station import visit
from benchmarks.walk import Fact, Road, Walk, copy, find, keys, press_until, say, search, tab_to, until
from domain.people_rules import PersonForm
from domain.vocabulary import QueueState
from gui.kit.rating import RatingPanel
from gui.kit.visit_panel import VisitPanel
from gui.visits.matter_fields import FieldsPanel
from services import Services
from services.service_cases import CaseQuery
from services.visits import VisitDetail

# A returning visitor, one matter, answered on the spot: the most keys besides the free text.
MOST_KEYS = 25
VISITOR = PersonForm(name="李䶮", identity="430103196811021238", phone="13873105267", address="碧湘社区晏家塘 12 号")
UNSETTLED = PersonForm(name="周建国", identity="430103197203120413", phone="13873109741")
NEWCOMER = PersonForm(name="欧阳守诚", identity="430103197005060034", phone="13900005268")
LATE_DAY = date(2026, 11, 20)

# ---------------------------------------------------------------- what happened before


def saved_visit(services: Services) -> None:
    """The visitor was here this morning."""
    person = next(hit for hit in services.people.find(VISITOR.phone))
    services.visits.save(visit(person.id))


def made_ready(services: Services) -> None:
    """For all roads: two people of the register whom the roads name, and nobody who waits."""
    for person in (VISITOR, UNSETTLED):
        services.people.create(person)
    for row in services.queue.today():
        if row.state in (QueueState.WAITING, QueueState.CALLED):
            services.queue.leave(row.id)


# ---------------------------------------------------------------- what must have become of it


def saved(of: PersonForm, *outcomes: str, also: Callable[[VisitDetail], object] = bool) -> Fact:
    """The newest visit is of this person, its matters ended so, its receipt is with the printer, and `also` holds."""

    def fact(walk: Walk) -> bool:
        detail = walk.newest()
        ended = tuple(matter.outcome for matter in detail.matters)
        return (detail.row.person, ended) == (of.name, outcomes) and walk.queues.sheets == 1 and bool(also(detail))

    return fact


def served(detail_of: Walk) -> bool:
    """The number that was called belongs to the visit."""
    newest = detail_of.newest().row.id
    return any(row.visit_id == newest and row.state is QueueState.SERVED for row in detail_of.services.queue.today())


def case_ready(walk: Walk) -> bool:
    """The visit opened a service case with all its papers, and what was typed beside the desk stands in it."""
    number = walk.newest().matters[0].case_number
    (row,) = walk.services.service_cases.page(CaseQuery(text=number, tab="all")).rows
    case = walk.services.service_cases.detail(row.id)
    return (case.state, case.values["bank"]) == ("accepted", BANK)


# ---------------------------------------------------------------- pieces of road

ANSWERED, OPENED, ACCEPTED, BANK = "当场答复", "立信访件", "受理办件", "长沙银行"
QUESTION, REPLY = say("问 2024 年 10 月起的抚恤金为什么没有按新标准发"), say("已说明标准和发放时间")
ANSWER = (keys("Alt+1"), QUESTION, keys("Tab", "Return"), REPLY)
SAVE = keys("Ctrl+Return")
VISIT_OPEN = until("来访详情", lambda walk: walk.lies_over(VisitPanel))


def on_newest(walk: Walk) -> bool:
    """Whether the keyboard is on the line of the newest visit in the day's list."""
    row = walk.workbench.today.current()
    return row is not None and getattr(row, "id", None) == walk.newest().row.id


TO_NEWEST = (tab_to("今日来访"), press_until("Down", "最新的来访", on_newest))

# Back from the category to the kind, → for 办事, on to the matter.
CARD = (
    keys("Shift+Tab", "Right", "Tab"),
    search("ydzsc"),
    until("查到事项", lambda walk: walk.visits.desk.matters.editor.service.lookup.open),
    keys("Return"),
)
# The six papers that everybody must bring.
SIX_TICKS = keys(*("Space", "Down") * 6)
FIELDS = (
    keys("Alt+I"),
    until("办件信息", lambda walk: walk.lies_over(FieldsPanel)),
    tab_to("合作银行"),
    say(BANK),
    keys("Ctrl+Return"),
    until("办件信息收起", lambda walk: not walk.lies_over(FieldsPanel)),
)

PETITION = (
    keys("F3"),
    *find(UNSETTLED),
    keys("Alt+4"),
    say("请求核定移交安置待遇，并书面答复。"),
    keys("Ctrl+Down"),
    say("2009 年退役，安置单位改制后停缴社会保险。"),
    keys("Ctrl+Down"),
    say("退役士兵安置条例规定，接收单位应当缴纳社会保险费。"),
    press_until("Tab", "处理结果", lambda walk: walk.visits.desk.focused_key() == "matters.0.outcome"),
    press_until("Right", OPENED, lambda walk: OPENED in walk.hands.target().accessibleName()),
    keys("Return"),
    tab_to("住址"),
    say("坡子街 00 号"),
)

ROADS = (
    Road(
        "returning visitor, one matter answered on the spot",
        (keys("F2"), *find(VISITOR), *ANSWER, SAVE),
        saved(VISITOR, ANSWERED),
        limit=MOST_KEYS,
    ),
    Road(
        "the same by Tab, Enter and Space alone, once F2 is pressed",
        (
            keys("F2"),
            *find(VISITOR),
            keys("Space", "Return"),
            QUESTION,
            keys("Tab", "Return"),
            REPLY,
            tab_to("保存并打印"),
            keys("Space"),
        ),
        saved(VISITOR, ANSWERED),
        limit=MOST_KEYS,
    ),
    Road(
        "new visitor with her ID number and phone",
        (
            keys("F2"),
            say(NEWCOMER.name),
            keys("Ctrl+N"),
            until("新建服务对象", lambda walk: walk.visits.desk.who.new_mode),
            tab_to("证件号"),
            copy(NEWCOMER.identity),
            tab_to("联系电话"),
            copy(NEWCOMER.phone),
            *ANSWER,
            SAVE,
        ),
        saved(NEWCOMER, ANSWERED),
    ),
    Road(
        "petition in its parts, with address",
        (*PETITION, SAVE),
        saved(UNSETTLED, OPENED, also=lambda detail: detail.matters[0].reasons),
    ),
    Road(
        "the same, ticked as read back to the visitor",
        (*PETITION, keys("Alt+V"), SAVE),
        saved(UNSETTLED, OPENED, also=lambda detail: detail.matters[0].read_back),
    ),
    Road(
        "two matters of one visitor",
        (keys("F2"), *find(VISITOR), *ANSWER, keys("Ctrl+PgDown"), keys("Alt+2"), say("问招聘会"), SAVE),
        saved(VISITOR, ANSWERED, ANSWERED),
    ),
    Road(
        "service matter of the catalogue, its papers ticked and its fields filled in",
        (keys("F2"), *find(VISITOR), *CARD, SIX_TICKS, *FIELDS, SAVE, until("立了件", case_ready)),
        saved(VISITOR, ACCEPTED),
    ),
    Road(
        "parked half way, back, and saved",
        (
            keys("F2"),
            *find(VISITOR),
            keys("Alt+1"),
            say("问抚恤金"),
            keys("F7"),
            until("换下一位", lambda walk: walk.visits.desk.who.person_id is None),
            keys("F7"),
            until("回到停放的", lambda walk: walk.visits.desk.who.person_id is not None),
            say("为什么没有按新标准发"),
            keys("Tab", "Return"),
            REPLY,
            SAVE,
        ),
        saved(VISITOR, ANSWERED, also=lambda detail: detail.matters[0].narrative == "问抚恤金为什么没有按新标准发"),
    ),
    Road(
        "somebody who came along written down",
        (keys("F2"), *find(VISITOR), *ANSWER, keys("Ctrl+G"), tab_to("姓名"), say("唐银秀"), SAVE),
        saved(VISITOR, ANSWERED, also=lambda detail: [guest.name for guest in detail.guests] == ["唐银秀"]),
    ),
    Road(
        "late entry of a visit four days ago",
        (
            keys("F2"),
            *find(VISITOR),
            *ANSWER,
            keys("Ctrl+D"),
            copy("11-20"),
            tab_to("补登原因"),
            say("停电先记在纸上"),
            SAVE,
        ),
        saved(VISITOR, ANSWERED, also=lambda detail: detail.row.visited_on == LATE_DAY),
    ),
    Road(
        "saved visit corrected from the day's list",
        (
            *TO_NEWEST,
            keys("Return"),
            VISIT_OPEN,
            keys("Alt+E"),
            until("更正", lambda walk: walk.visits.desk.correction.isVisible()),
            say("漏记了要求"),
            tab_to("诉求内容"),
            keys("Ctrl+End"),
            say("请回电话。"),
            SAVE,
        ),
        saved(VISITOR, ANSWERED, also=lambda detail: detail.row.corrections == 1),
        before=saved_visit,
    ),
    Road(
        "the next number called, and registered",
        (
            keys("F9"),
            until("叫到号", lambda walk: any(row.state is QueueState.CALLED for row in walk.services.queue.today())),
            keys("Return"),
            until("找到来访人", lambda walk: walk.visits.desk.who.known.lookup.open),
            keys("Return"),
            until("选中来访人", lambda walk: walk.visits.desk.who.person_id is not None),
            *ANSWER,
            SAVE,
            until("号码办结", served),
        ),
        saved(VISITOR, ANSWERED),
        before=lambda services: services.queue.take(name=VISITOR.name),
    ),
    Road(
        "rating of a visit in the day's list",
        (
            *TO_NEWEST,
            keys("Space"),
            until("来访评价", lambda walk: walk.lies_over(RatingPanel)),
            keys("1", "Ctrl+Return"),
        ),
        lambda walk: walk.services.visit_changes.ratings(walk.newest().row.id),
        before=saved_visit,
    ),
    Road(
        "the first snippet put into the matter",
        (keys("F2"), *find(VISITOR), keys("Alt+1"), QUESTION, keys("F8", "Return", "Tab", "Return"), REPLY, SAVE),
        saved(VISITOR, ANSWERED, also=lambda detail: len(detail.matters[0].narrative) > 40),
    ),
)
