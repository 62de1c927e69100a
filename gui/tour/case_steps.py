"""The tour's service cases (办事件): taken in by checklist, bundled to the district, answered, told and handed out."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast
from uuid import uuid4

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from shiboken6 import isValid

from domain.people_rules import PersonForm
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome, QueueState
from gui.kit.attachments import AttachmentTile
from gui.kit.toast import Toast
from gui.navigation import Place, Target
from gui.service_cases.batches import BatchesPanel
from gui.service_cases.page import ServiceCasesPage
from gui.theme import theme
from gui.tour.desk_steps import close_all, focus
from gui.tour.paper_steps import keep
from gui.tour.stage import Tour, visit_page
from services.batches import ResultForm
from services.service_cases import CaseQuery, CaseView

# Who comes in the afternoon: the first one by the keys of the desk, the others at the other window.
BY_HAND, BY_HAND_ID = "何美云", "430103196205182226"
CARD, RENEWAL, AID, PLAQUE, REPORT = "周建国", "刘明辉", "唐玉兰", "谭桂兰", "罗志强"
OTHERS: Mapping[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    CARD: (
        "430103195503151132",
        "card_first",
        (
            ("card_kind", "退役军人优待证"),
            ("card_request", "首次申领"),
            ("apply_place", "户籍地"),
            ("address", "西湖社区劳动西路 00 号"),
            ("service_from", "1974-12"),
            ("service_to", "1979-03"),
            ("categories", "退役义务兵"),
            ("bank", "中国农业银行"),
        ),
    ),
    RENEWAL: (
        "430103196807211311",
        "card_renew",
        (
            ("card_kind", "退役军人优待证"),
            ("card_request", "换领"),
            ("card_request_reason", "证件损坏"),
            ("apply_place", "户籍地"),
        ),
    ),
    AID: ("430103195904022243", "medical_aid", (("hospital", "市第一医院"),)),
    PLAQUE: (
        "430103197211053329",
        "plaque_new",
        (("family_kind", "退役军人"), ("address", "文庙坪社区 3 栋 402"), ("hang_way", "本人领回")),
    ),
    REPORT: ("430103198910121153", "report", (("discharged_on", "2026-11-02"), ("placement_way", "自主就业"))),
}
VISITORS = 1 + len(OTHERS)
HOME = "长沙市天心区坡子街街道西湖社区"
OFFICIAL_NUMBER, CARD_NUMBER = "YDZ20260000126", "4301030000126"
# What goes back to its owner with the card.
OWN = ("居民身份证", "居民户口簿", "退出现役证件")
RESULT = "区里已审核通过，证已到站"
REFUSAL, BASIS = "区里审核：照片与本人不符，原证仍然有效", "优待证管理办法（试行）"
SECTIONS = (("catalogue", "settings-catalogue"), ("calendar", "settings-calendar"))
# A sheet of A4 at 150 dots an inch, in greys.
SCAN, WHITE = (1240, 1754), 255


# ---- taken in


def checklist(tour: Tour) -> None:
    """A matter found by its letters, its checklist ticked by keys; what lacks is told on a paper of its own."""
    driver = tour.driver
    line_goes_home(tour)
    tour.at(13, 40)
    driver.press("F2", tour.desk)
    desk = visit_page(tour).desk
    driver.type(BY_HAND)
    driver.press("Ctrl+N")
    driver.wait(lambda: desk.who.new_mode, "新建服务对象")
    driver.fill("证件号", BY_HAND_ID)
    driver.fill("联系电话", "13805550142")
    driver.fill("住址", "碧湘社区晏家塘 7 号")
    desk.matters.set_kind(MatterKind.SERVICE)
    editor = desk.matters.editor
    focus(editor.service.lookup.edit)
    driver.type("ydzsc")
    driver.wait(lambda: driver.shows("优待证首次申领"), "目录里的优待证首次申领")
    driver.press("Return")
    driver.wait(lambda: len(editor.materials.rows()) > 3, "材料清单")
    focus(editor.materials.rows()[0].tick)
    for key in ("Space", "Down", "Space", "Down", "Space"):
        driver.press(key)
    driver.fill("诉求内容", "申请办理退役军人优待证，照片和申请表下次带来。")
    driver.shot("visit-checklist")
    before = len(tour.printed())
    driver.press("Ctrl+Return")
    driver.wait(lambda: len(tour.printed()) == before + 1, "办事件的回执")
    driver.wait(visit_page(tour).strip.papers_button.isVisible, "可以打印一次性告知书")
    driver.press("Alt+P", tour.desk)
    driver.wait(lambda: len(tour.printed()) == before + 2, "一次性告知书")
    driver.shot("visit-case-saved")


def line_goes_home(tour: Tour) -> None:
    """At noon nobody is left in the line."""
    queue = tour.services.queue
    tour.at(12, 10)
    for row in queue.today():
        if row.state in (QueueState.WAITING, QueueState.CALLED):
            queue.leave(row.id)


def other_window(tour: Tour) -> None:
    """Meanwhile somebody else takes in five more, so that the lists have something in them."""
    tour.at(14, 5)
    for place, (name, (identity, code, fields)) in enumerate(OTHERS.items()):
        entry = tour.services.service_catalogue.item(code).entry
        person = PersonForm(
            name=name, identity=identity, phone=f"1380555{2000 + place}", address=HOME, household_address=HOME
        )
        matter = MatterForm(
            kind=MatterKind.SERVICE,
            category=entry.category,
            narrative=f"办理{entry.label}，材料带齐。",
            outcome=Outcome.SERVICE_OPENED,
            catalogue=code,
            fields=fields,
            materials=tuple(
                MaterialForm(name=one.name, copies=one.copies, original=True) for one in entry.materials if one.required
            ),
        )
        tour.services.visits.save(VisitForm(uuid=str(uuid4()), new_person=person, matters=(matter,)))
    show_cases(tour)
    tour.driver.wait(lambda: tour.driver.shows(REPORT), "办事列表")
    tour.driver.shot("cases")


# ---- one case


def hand_off(tour: Tour) -> None:
    """The fields go to the national system line by line, and its number comes back."""
    driver = tour.driver
    tour.at(14, 12)
    page = open_case(tour, CARD)
    focus(page.case.hand_off.list)
    for _ in range(5):
        driver.press("Return")
    driver.fill("系统受理号", OFFICIAL_NUMBER)
    driver.shot("case-hand-off")
    driver.press("Return")
    driver.wait(lambda: case_of(tour, CARD).official_number == OFFICIAL_NUMBER, "系统受理号写回")
    keep(tour, tour.services.service_cases.issue(case_of(tour, CARD).id, "card_application").id, "card_application")


def attachments(tour: Tour) -> None:
    """A scan lies with the case, and is looked at over the window."""
    driver, case = tour.driver, case_of(tour, CARD)
    tour.at(14, 20)
    tour.services.attachments.add_file(case.id, scanned(tour, "退出现役证件扫描件"))
    page = open_case(tour, CARD)
    for _ in range(3):
        driver.press("Ctrl+PgDown", page.case)
    tiles: list[AttachmentTile] = []

    def shown() -> bool:
        tiles[:] = cast(list[AttachmentTile], page.files.card.findChildren(AttachmentTile))
        return bool(tiles) and tiles[0].isVisible()

    driver.wait(shown, "附件")
    driver.shot("case-attachments")
    focus(tiles[0])
    driver.press("Return")
    driver.wait(lambda: driver.shows("恢复 100%"), "附件预览")
    driver.shot("case-attachment")
    close_all(tour)


def batch(tour: Tour) -> None:
    """Three cases go to the district in one bundle, with their list; one comes back good, one is turned down."""
    driver, batches = tour.driver, tour.services.batches
    tour.at(14, 40)
    ids = [case_of(tour, name).id for name in (CARD, RENEWAL, AID)]
    put = batches.put_in(ids)
    driver.check(put.batch_id is not None and not put.refused, f"没有全部编入批次：{put.refused}")
    assert put.batch_id is not None
    tour.desk.go(Target(Place.SERVICE_CASES, "batch", id=put.batch_id))
    panel = driver.find("报送批次", BatchesPanel)
    driver.wait(lambda: driver.shows(RENEWAL, panel), "批次里的件")
    driver.shot("batches")
    driver.press("Ctrl+Return", panel)
    driver.wait(lambda: driver.shows("报送方式"), "送出的日期和方式")
    driver.shot("batch-sending")
    driver.press("Ctrl+Return")
    driver.wait(lambda: batches.recent()[0].sent_on is not None, "批次送出")
    driver.wait(lambda: driver.shows("与存档一致：预览、另存和打印是同一份文件"), "报送清单预览")
    driver.shot("batch-list")
    close_all(tour)
    keep_newest(tour, "submission_list")
    results = {ids[0]: ResultForm(outcome="ok", item_number=CARD_NUMBER, words=RESULT), ids[1]: refusal()}
    given = batches.give_results(put.batch_id, results, tour.services.clock.today())
    driver.check(len(given.done) == len(results), f"结果没有登记上：{given.refused}")


def refusal() -> ResultForm:
    """What the district wrote back."""
    return ResultForm(outcome="no", reason=REFUSAL, basis=BASIS)


def told_and_handed_out(tour: Tour) -> None:
    """The panel of a step with what its clocks will do; the notice, the sheet that is signed, and what was refused."""
    driver, cases = tour.driver, tour.services.service_cases
    tour.at(15, 10)
    page = open_case(tour, CARD)
    driver.shot("case")
    driver.press("Alt+1", page.case)
    driver.wait(lambda: driver.shows("保存以后，时限会这样变"), "时限会怎样变")
    driver.shot("case-action")
    before = len(tour.printed())
    driver.press("Ctrl+Return")
    driver.wait(lambda: case_of(tour, CARD).state == "notified", "通知领取")
    driver.wait(lambda: len(tour.printed()) == before + 1, "领取通知单")
    today = tour.services.clock.today().isoformat()
    given = case_of(tour, CARD)
    cases.give_back(given.id, [one.id for one in given.materials if one.name in OWN])
    renewal = case_of(tour, RENEWAL).id
    acted = (
        cases.act(renewal, "tell_rejection", {"told_on": today, "told_way": "当面"}),
        cases.act(case_of(tour, CARD).id, "hand_out", {"collected_on": today, "collector": "本人"}),
    )
    for one, name in zip(acted, ("rejection_notice", "collection_sheet"), strict=True):
        driver.check(one.paper is not None, f"没有出具 {name}")
        assert one.paper is not None
        keep(tour, one.paper.id, name)
    page = open_case(tour, CARD)
    driver.press("Ctrl+PgUp", page.case)
    without_toasts(tour)
    driver.shot("case-closed")


def clock(tour: Tour) -> None:
    """How a last day was counted, on the screen and as the sheet for the file."""
    driver = tour.driver
    tour.at(15, 20)
    page = open_case(tour, AID)
    rule = case_of(tour, AID).clocks[0].rule
    driver.click(f"{rule.label} {rule.words}的时限怎么算的", page.case.clock)
    driver.wait(lambda: driver.shows("法定"), "时限推算")
    driver.shot("case-clock")
    before = len(tour.printed())
    driver.press("Ctrl+P", page.clock)
    driver.wait(lambda: len(tour.printed()) == before + 1, "时限推算单")


def whole_file(tour: Tour) -> None:
    """Everything about the closed case in one file, with its index."""
    made = tour.services.attachments.issue_case_file(case_of(tour, CARD).id)
    tour.driver.check(made is not None, "案卷没有做成")
    assert made is not None
    (tour.papers / "form-case_file.pdf").write_bytes(made.pdf)


def what_cases_follow(tour: Tour) -> None:
    """The catalogue and the calendar in 设置."""
    for section, name in SECTIONS:
        tour.desk.go(Target(Place.SETTINGS, "section", text=section))
        tour.driver.shot(name)


# ---- what these steps share


def without_toasts(tour: Tour) -> None:
    """What was told of the last step has gone, and hides nothing of the next picture."""
    toasts = cast(list[Toast], tour.shell.findChildren(Toast))
    tour.driver.wait(lambda: not any(isValid(toast) and toast.isVisible() for toast in toasts), "提示消失")


def show_cases(tour: Tour) -> ServiceCasesPage:
    """The page of cases with all of them in its list."""
    tour.desk.go(Target(Place.SERVICE_CASES, "tab", text="open"))
    page = tour.desk.page
    tour.driver.check(isinstance(page, ServiceCasesPage), "没有打开办事")
    assert isinstance(page, ServiceCasesPage)
    return page


def open_case(tour: Tour, name: str) -> ServiceCasesPage:
    """The case of somebody, on its page."""
    found = case_of(tour, name)
    tour.desk.go(Target(Place.SERVICE_CASES, "case", id=found.id))
    page = tour.desk.page
    assert isinstance(page, ServiceCasesPage)

    def shown() -> bool:
        view = page.case.view
        return view is not None and (view.id, view.version) == (found.id, found.version) and page.case.isVisible()

    tour.driver.wait(shown, f"{name}的办事件")
    return page


def case_of(tour: Tour, name: str) -> CaseView:
    """The newest case of somebody."""
    rows = tour.services.service_cases.page(CaseQuery(text=name, tab="all")).rows
    tour.driver.check(rows, f"没有{name}的办事件")
    return tour.services.service_cases.detail(rows[0].id)


def keep_newest(tour: Tour, kind: str) -> None:
    """Lay the newest sheet of a kind among the papers."""
    keep(tour, next(row.id for row in tour.services.documents.issued(limit=50) if row.kind == kind), kind)


def scanned(tour: Tour, title: str) -> Path:
    """A page as a scanner would give it, in the tour's folder for what is carried about."""
    picture = QImage(*SCAN, QImage.Format.Format_Grayscale8)
    picture.fill(WHITE)
    painter = QPainter(picture)
    font = QFont(theme().font("object_title"))
    font.setPixelSize(SCAN[0] // 20)
    painter.setFont(font)
    painter.drawText(QRect(0, 0, SCAN[0], SCAN[1] // 2), Qt.AlignmentFlag.AlignCenter, title)
    painter.end()
    path = tour.backups / f"{title}.png"
    picture.save(str(path))
    return path
