"""The steps of the tour, in the order of a station's first morning. Each types as staff do and checks what it shows."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton

from domain.vocabulary import MatterKind
from gui.login.first_start.wizard import FirstStart
from gui.navigation import Place, Target
from gui.tour import case_steps, desk_steps, paper_steps
from gui.tour.stage import Tour, visit_page
from services.documents import SheetState
from services.self_test import check_receipt

CHIEF, CHIEF_PASSWORD = "谢国辉", "Bixiang-2026"
CLERK, CLERK_PASSWORD, CLERK_OWN = "王静", "Jiedai-2026", "Jiedai-2027"
STATION = (
    ("站名", "长沙市天心区坡子街街道退役军人服务站"),
    ("简称", "坡退"),
    ("行政区划代码", "430103"),
    ("地址", "长沙市天心区坡子街街道碧湘街 00 号"),
    ("电话", "0731-85550199"),
)
# Two alone, a group of twelve, and those who apply for something; the late entry is of another day, and void.
VISITORS = 2 + desk_steps.HEADCOUNT + case_steps.VISITORS
RARE_NAME, RARE_ID = "李𬭎", "430103196811021238"
PARTS = (
    ("事实", "1988 年因公致残，评定为八级；去年标准调整后未按新标准补发。"),
    ("理由", "抚恤优待条例规定，伤残抚恤金随标准调整。"),
)
NARRATIVE = "1988 年因公致残评定为八级，去年调整后未按新标准补发抚恤金，差额约 3,260 元，咨询补发的办法。"


# ---- first start


def first_start(tour: Tour) -> FirstStart:
    """The five steps, if the window shows them."""
    page = tour.shell.door.currentWidget()
    tour.driver.check(isinstance(page, FirstStart), "没有出现首次使用设置")
    assert isinstance(page, FirstStart)
    return page


def station(tour: Tour) -> None:
    """Step 1, with a phone one digit short first: the sentence under the field, and nothing lost."""
    driver = tour.driver
    driver.wait(lambda: isinstance(tour.shell.door.currentWidget(), FirstStart), "首次使用设置")
    for name, text in STATION:
        driver.fill(name, text)
    driver.fill("投诉电话", "0731-8555011")
    driver.press("Tab")
    driver.shot("first-start-station")
    driver.press("Ctrl+Return")
    driver.check(first_start(tour).guide.index == 0, "少一位的电话竟然通过了")
    driver.fill("投诉电话", "0731-85550110")
    driver.press("Ctrl+Return")
    driver.wait(lambda: first_start(tour).guide.index == 1, "第二步：站长账号")


def chief(tour: Tour) -> None:
    """Step 2: the first account; the store is made."""
    driver = tour.driver
    driver.fill("姓名", CHIEF)
    driver.fill("岗位", "站长")
    driver.fill("密码", CHIEF_PASSWORD)
    driver.fill("再输一遍密码", CHIEF_PASSWORD)
    driver.shot("first-start-chief")
    driver.press("Ctrl+Return")
    driver.wait(lambda: first_start(tour).guide.index == 2, "第三步：恢复密钥")


def recovery_sheet(tour: Tour) -> None:
    """Step 3: print the paper, seal it, type two groups back."""
    driver, page = tour.driver, first_start(tour).sheet
    pane = page.pane
    driver.wait(lambda: pane.draft is not None and not pane.busy, "恢复密钥生成")
    driver.click("打印 2 份")
    driver.wait(lambda: len(tour.printed()) == 1, "恢复密钥打印出来")
    driver.wait(lambda: not pane.busy, "打印结束")
    pane.sealed.setChecked(True)
    draft = pane.draft
    driver.check(draft is not None, "恢复密钥不见了")
    assert draft is not None
    for box, number in zip(pane.boxes, draft.asked, strict=True):
        box.setFocus()
        driver.type(draft.groups[number - 1].lower())
    driver.shot("first-start-recovery-sheet")
    driver.press("Ctrl+Return")
    driver.wait(lambda: first_start(tour).guide.index == 3, "第四步：备份位置")


def backup_place(tour: Tour) -> None:
    """Step 4: a second place, and the first backup into it."""
    driver = tour.driver
    driver.fill("备份位置", str(tour.backups))
    driver.press("Tab")
    driver.shot("first-start-backup-place")
    driver.wait(first_start(tour).guide.next.isEnabled, "可以下一步")
    driver.press("Ctrl+Return")
    driver.wait(lambda: first_start(tour).guide.index == 4, "第五步：打印机")
    driver.check(list(tour.backups.glob("*.tyjrbak")), "第二备份位置里没有备份")


def printer_test(tour: Tour) -> None:
    """Step 5: a test sheet, called good; then the desk opens."""
    driver = tour.driver
    choice = first_start(tour).printer.choice
    driver.wait(lambda: choice.known and not choice.busy, "找到打印机")
    driver.click("打印试打页")
    driver.wait(lambda: len(tour.printed()) == 2, "试打页打印出来")
    driver.click("试打的纸完好")
    driver.wait(lambda: not choice.busy, "记下试打结果")
    driver.shot("first-start-printer")
    driver.press("Ctrl+Return")
    driver.wait(lambda: tour.shell.desk is not None, "工作台")


# ---- staff, lock, login


def add_clerk(tour: Tour) -> None:
    """The chief looks at the empty workbench, and adds a clerk."""
    driver = tour.driver
    driver.wait(tour.desk.page.isVisible, "工作台")
    driver.shot("workbench-empty")
    tour.desk.go(Target(Place.SETTINGS, "section", text="operators"))
    driver.click("加一人")
    driver.fill("姓名", CLERK)
    driver.fill("岗位", "接待岗")
    driver.fill("窗口", "1 号")
    driver.find("角色 窗口", QAbstractButton).setChecked(True)
    driver.fill("第一个密码", CLERK_PASSWORD)
    driver.fill("再输一遍第一个密码", CLERK_PASSWORD)
    driver.shot("settings-add-clerk")
    driver.press("Ctrl+Return")
    driver.wait(lambda: len(tour.services.accounts.operators()) == 2, "新账号")
    driver.wait(lambda: driver.shows(CLERK), "名单里的王静")
    driver.shot("settings-operators")


def lock_and_switch(tour: Tour) -> None:
    """Ctrl+L covers the desk; somebody else takes over."""
    driver = tour.driver
    tour.at(8, 28)
    driver.press("Ctrl+L", tour.desk)
    screen = tour.shell.lock_screen
    driver.check(screen is not None and screen.locked, "没有锁屏")
    driver.shot("lock")
    driver.check(not driver.shows(CLERK), "锁屏上看得见名单")
    driver.click("换人登录")
    driver.wait(lambda: tour.shell.desk is None, "回到登录页")


def log_in(tour: Tour) -> None:
    """The clerk mistypes once, gets in, and makes the password her own."""
    driver = tour.driver
    driver.wait(lambda: driver.shows(f"{CHIEF} 的密码") and driver.shows(CLERK), "登录页")
    driver.press("Alt+2")
    driver.wait(lambda: driver.shows(f"{CLERK} 的密码"), "选中王静")
    driver.fill("密码", "jiedai-2026")
    driver.press("Return")
    driver.wait(lambda: driver.shows("还可以再试"), "密码不对的提示")
    driver.shot("login")
    driver.fill("密码", CLERK_PASSWORD)
    driver.press("Return")
    driver.wait(lambda: driver.shows("现在的密码") or tour.shell.desk is not None, "改成自己的密码")
    own_password(tour)


def own_password(tour: Tour) -> None:
    """A password that somebody else chose is changed at the first login."""
    driver = tour.driver
    if tour.shell.desk is None:
        for name, text in (("现在的密码", CLERK_PASSWORD), ("新密码", CLERK_OWN), ("再输一遍新密码", CLERK_OWN)):
            driver.fill(name, text)
        driver.shot("login-own-password")
        driver.press("Ctrl+Return")
    driver.wait(lambda: tour.shell.desk is not None, "王静的工作台")


# ---- the desk


def new_visitor(tour: Tour) -> None:
    """F2, an unknown visitor with a rare name, one question answered: Ctrl+Enter, and the receipt is in the printer."""
    driver = tour.driver
    tour.at(9, 42)
    driver.press("F2", tour.desk)
    page = visit_page(tour)
    driver.shot("visit-empty")
    driver.type(RARE_NAME)
    driver.press("Ctrl+N")
    driver.wait(lambda: page.desk.who.new_mode, "新建服务对象")
    driver.fill("证件号", RARE_ID)
    driver.fill("联系电话", "13805550126")
    driver.fill("住址", "碧湘社区晏家塘 12 号")
    driver.press("Alt+1")
    driver.fill("诉求内容", NARRATIVE)
    driver.wait(tour.services.drafts.mine, "草稿自动保存")
    driver.shot("visit-new-person")
    driver.press("Ctrl+Return")
    driver.wait(tour.services.visits.today, "来访保存")
    driver.wait(lambda: len(tour.printed()) == 3, "回执打印出来")
    driver.wait(lambda: driver.shows("纸张完好"), "纸张完好？")
    driver.shot("visit-saved")
    check_paper(tour, "LF20261124-001")
    driver.press("Alt+G", tour.desk)
    driver.wait(lambda: _state(tour) is SheetState.GOOD, "回执记为完好")


def check_paper(tour: Tour, number: str) -> None:
    """The newest sheet in the printer is the register's, and reads back."""
    paper = tour.services.documents.issued()[0]
    pdf = tour.printed()[-1].read_bytes()
    tour.driver.check(pdf == tour.services.documents.pdf(paper.id), "打印的和存档的不是同一张")
    tour.driver.check(paper.number == number, f"编号应是 {number}，实际是 {paper.number}")
    check_receipt(pdf, number, paper.human_code)


def _state(tour: Tour) -> SheetState:
    return tour.services.documents.issued()[0].state


def returning_visitor(tour: Tour) -> None:
    """The same visitor comes back with two matters; one opens a petition."""
    driver = tour.driver
    tour.at(10, 5)
    driver.press("F2", tour.desk)
    page = visit_page(tour)
    driver.type("lh")
    driver.wait(lambda: driver.shows("430103********1238"), "找到李𬭎")
    driver.shot("visit-lookup")
    driver.press("Return")
    driver.wait(lambda: page.desk.who.person_id is not None, "选中李𬭎")
    driver.wait(lambda: driver.shows("往来记录"), "来访人的往来记录")
    driver.press("Alt+1")
    driver.fill("诉求内容", "再次咨询补发时间。")
    driver.shot("visit-known-person")
    driver.press("Ctrl+PgDown")
    page.desk.matters.set_kind(MatterKind.PETITION)
    driver.press("Alt+1")
    driver.fill("请求", "请求核实并补发伤残抚恤金差额，并书面答复。")
    for part, words in PARTS:
        driver.press("Ctrl+Down")
        driver.fill(part, words)
    driver.find("口述内容已向来访人宣读核对", QAbstractButton).setChecked(True)
    driver.click("立信访件")
    driver.shot("visit-two-matters")
    driver.press("Ctrl+Return")
    driver.wait(lambda: len(tour.services.visits.today()) == 2, "第二次来访保存")
    driver.wait(lambda: len(tour.printed()) == 4, "第二张回执")
    check_paper(tour, "LF20261124-002")


def look_around(tour: Tour) -> None:
    """Every other page with something on it."""
    driver, desk = tour.driver, tour.desk
    tour.at(15, 40)
    desk.go(Target(Place.WORKBENCH))
    driver.wait(lambda: driver.shows("再次咨询") or driver.shows("李𬭎"), "今日来访")
    driver.shot("workbench")
    person = tour.services.people.find("lh")[0]
    desk.go(Target(Place.PEOPLE, "person", id=person.id))
    driver.wait(lambda: driver.shows("430103********1238"), "服务对象档案")
    driver.shot("person")
    desk.go(Target(Place.PRINT_CENTER))
    driver.wait(lambda: driver.shows("待确认") or desk.page.isVisible(), "打印中心")
    driver.shot("print-center")
    search(tour)
    desk.go(Target(Place.SETTINGS))
    driver.shot("settings")


def search(tour: Tour) -> None:
    """Ctrl+K finds the petition by its short number."""
    driver = tour.driver
    driver.press("Ctrl+K", tour.desk)
    driver.type("信1")
    driver.wait(lambda: driver.shows("坡退信〔2026〕1号"), "搜到信访件")
    driver.shot("search")
    driver.press("Esc")


def go_home(tour: Tour) -> None:
    """Closing backs up first, and the chain of the audit holds."""
    driver = tour.driver
    tour.at(17, 0)
    before = set(tour.backups.glob("*.tyjrbak"))
    driver.check(tour.services.visits.figures().visits_today == VISITORS, f"今天应有 {VISITORS} 人次来访")
    tour.shell.close()
    driver.wait(lambda: not tour.shell.isVisible(), "备份后退出")
    driver.check(set(tour.backups.glob("*.tyjrbak")) - before, "退出时没有备份")


STEPS: tuple[tuple[str, Callable[[Tour], None]], ...] = (
    ("本站信息", station),
    ("站长账号", chief),
    ("恢复密钥", recovery_sheet),
    ("备份位置", backup_place),
    ("打印机", printer_test),
    ("添加工作人员", add_clerk),
    ("锁屏换人", lock_and_switch),
    ("登录", log_in),
    ("登记新来访人", new_visitor),
    ("老来访人两个事项", returning_visitor),
    ("排队叫号", desk_steps.waiting_line),
    ("群体来访", desk_steps.group),
    ("补登", desk_steps.late_entry),
    ("更正", desk_steps.correction),
    ("评价和作废", desk_steps.rated_and_void),
    ("来访的文书", paper_steps.papers_of_a_visit),
    ("当日的文书", paper_steps.papers_of_the_day),
    ("查验", paper_steps.a_sheet_is_checked),
    ("办事：材料清单和一次性告知", case_steps.checklist),
    ("办事：列表", case_steps.other_window),
    ("办事：照抄系统", case_steps.hand_off),
    ("办事：附件", case_steps.attachments),
    ("办事：报送批次", case_steps.batch),
    ("办事：通知、领取、退件", case_steps.told_and_handed_out),
    ("办事：时限推算", case_steps.clock),
    ("办事：案卷", case_steps.whole_file),
    ("办事：目录和日历", case_steps.what_cases_follow),
    ("设置", paper_steps.what_the_chief_sets),
    ("各页", look_around),
    ("深色和缩放", desk_steps.dark),
    ("下班备份", go_home),
)
