"""The rest of the tour's day at the desk: the waiting line, a group, a late entry, a correction, a void, a rating."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from domain.vocabulary import MatterKind, QueueState
from gui.kit.overlay import clear
from gui.kit.rating import RatingPanel
from gui.kit.visit_panel import VisitPanel
from gui.navigation import Place, Target
from gui.queue.page import QueuePage
from gui.theme import theme
from gui.tour.stage import Tour, visit_page
from services.visits import VisitRow

GROUP = ("陈立新", "周正兴", "罗德胜", "谭玉林", "邓少华")
HEADCOUNT = 12
COMMON_MATTER = (
    ("请求", "请求核定 12 人的移交安置待遇，并书面答复。"),
    ("事实", "12 人 2009 年同批退役，安置单位改制后停缴社会保险。"),
    ("理由", "退役士兵安置条例规定，安排工作的，接收单位应当缴纳社会保险费。"),
)


def focus(widget: QWidget) -> None:
    """Put the keyboard into a widget."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)


def waiting_line(tour: Tour) -> None:
    """Three numbers are taken; F9 calls the first, and Enter leads her to the desk."""
    driver, queue = tour.driver, tour.services.queue
    tour.at(10, 30)
    for name, kind in (("周建国", MatterKind.SERVICE), ("", None)):
        queue.take(name=name, kind=kind)
    tour.at(10, 38)
    tour.desk.go(Target(Place.QUEUE))
    page = tour.desk.page
    assert isinstance(page, QueuePage)
    driver.press("Ctrl+N", page)
    driver.type("何美云")
    driver.press("Return")
    driver.wait(lambda: len(queue.today()) == 3, "取到第三个号")
    driver.press("F9", page)
    driver.wait(lambda: any(row.state is QueueState.CALLED for row in queue.today()), "叫到第一位")
    driver.wait(lambda: driver.shows("周建国"), "叫到的人")
    driver.shot("queue")


def group(tour: Tour) -> None:
    """Twelve people with a common matter and five representatives; the petition is told in its parts."""
    driver = tour.driver
    tour.at(10, 52)
    driver.press("F2", tour.desk)
    desk = visit_page(tour).desk
    driver.type("陈立新")
    driver.press("Ctrl+N")
    driver.wait(lambda: desk.who.new_mode, "新建服务对象")
    driver.fill("住址", "坡子街 00 号")
    driver.fill("来访人数", str(HEADCOUNT))
    driver.press("Ctrl+G", tour.desk)
    panel = desk.who.group
    panel.common.setChecked(True)
    _unit, guests = panel.parts
    for name in GROUP[1:]:
        focus(guests.free.name)
        driver.type(name)
    driver.wait(lambda: len(panel.guests()) == len(GROUP) - 1, "代表名单")
    driver.shot("visit-group")
    driver.press("Ctrl+G", tour.desk)
    desk.matters.set_kind(MatterKind.PETITION)
    driver.press("Alt+4")
    for part, words in COMMON_MATTER:
        driver.fill(part, words)
        driver.press("Ctrl+Down")
    driver.click("立信访件")
    driver.shot("visit-petition-parts")
    driver.press("Ctrl+Return")
    driver.wait(lambda: len(tour.services.visits.today()) == 3, "群体来访保存")


def late_entry(tour: Tour) -> None:
    """A letter of four days ago that comes to light today: its day is the true one, its number is today's."""
    driver = tour.driver
    tour.at(11, 20)
    driver.press("F2", tour.desk)
    desk = visit_page(tour).desk
    driver.type("lh")
    driver.wait(lambda: driver.shows("430103********1238"), "找到李𬭎")
    driver.press("Return")
    driver.wait(lambda: desk.who.person_id is not None, "选中李𬭎")
    driver.press("Ctrl+D", tour.desk)
    driver.fill("来访日期", "11-20")
    driver.fill("补登原因", "来信今天才转到窗口")
    driver.press("Alt+1")
    driver.fill("诉求内容", "来信询问优待证补办要带什么材料。")
    driver.shot("visit-late")
    driver.press("Ctrl+Return")
    driver.wait(lambda: len(tour.services.visits.today()) == 4, "补登保存")
    driver.check(tour.services.visits.today()[0].late, "没有记为补登")
    # The desk is cleared for the next one only after the save; what is opened before that is swept away with it.
    driver.wait(lambda: driver.shows(tour.services.visits.today()[0].number), "补登的回执")


def correction(tour: Tour) -> None:
    """The late entry said too little; number kept, paper made anew, the old words kept."""
    driver, visits = tour.driver, tour.services.visits
    tour.at(11, 40)
    visit = visits.today()[0]
    tour.desk.go(Target(Place.VISIT, "correct", id=visit.id))
    desk = visit_page(tour).desk
    driver.wait(desk.correction.isVisible, "更正")
    driver.fill("更正原因", "漏记了要求")
    driver.fill("诉求内容", "来信询问优待证补办要带什么材料，请回电话。")
    driver.shot("visit-correcting")
    driver.press("Ctrl+Return")
    driver.wait(lambda: visits.today()[0].corrections == 1, "更正保存")


def rated_and_void(tour: Tour) -> None:
    """A rating, and a visit made void; both are told by the visit's own panel."""
    driver, visits = tour.driver, tour.services.visits
    tour.at(11, 55)
    first, late = visits.today()[-1], visits.today()[0]
    panel = open_visit(tour, first)
    driver.click("评价", panel)
    rating = driver.find("来访评价", RatingPanel)
    driver.wait(rating.isVisible, "评价")
    driver.press("1", rating)
    driver.shot("rating")
    driver.press("Ctrl+Return", rating)
    driver.wait(lambda: tour.services.visit_changes.ratings(first.id), "评价记下")
    close_all(tour)
    panel = open_visit(tour, late)
    driver.click("作废", panel)
    driver.fill("作废原因", "与 11 月 20 日的电话重复登记")
    driver.shot("visit-void")
    driver.press("Ctrl+Return")
    driver.wait(lambda: visits.today()[0].voided, "作废")
    driver.shot("visit-panel")
    close_all(tour)


def open_visit(tour: Tour, visit: VisitRow) -> VisitPanel:
    """The panel of one visit, over the workbench."""
    tour.desk.go(Target(Place.WORKBENCH, "visit", id=visit.id))
    return tour.driver.find(f"来访 {visit.number}", VisitPanel)


def close_all(tour: Tour) -> None:
    """Put away whatever lies over the window."""
    clear(tour.shell)
    tour.driver.settle()


def dark(tour: Tour) -> None:
    """Dark and larger, while the window is open; and back."""
    driver = tour.driver
    tour.desk.go(Target(Place.WORKBENCH))
    theme().set_dark(True)
    driver.shot("workbench-dark")
    tour.desk.go(Target(Place.VISIT))
    theme().set_zoom(125)
    driver.shot("visit-dark-125")
    theme().set_dark(False)
    theme().set_zoom(100)
