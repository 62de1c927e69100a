"""A morning of thirty visitors in the real window, with a power cut in its middle: the lists agree with the database.

By keys: a group of twelve with its leader and four more to speak for them, numbers of the queue, an interruption, a
late entry, a correction, a void, a bad rating. The first half runs in a process of its own, which is killed while
somebody's words stand half written on the desk.
"""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from domain.vocabulary import GuestRole, QueueState
from gui import jobs
from gui.kit.printer_queues import SLIP
from gui.navigation import Place, Target
from gui.print_center.page import PrintCenterPage
from models.call_back import CallBack
from models.document import Document
from models.queue_entry import QueueEntry
from models.visit import Matter, Rating, Visit, VisitEvent, VisitGuest
from services.documents import SheetState
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.fake_cups import FakeCups
from tests.gui.morning import (
    COMPANION,
    CUT_OFF,
    CUT_OFF_WORDS,
    FIRST_HALF,
    GROUP,
    LEADER,
    REPRESENTATIVES,
    Morning,
)
from tests.gui.program import window_over

ROOT = Path(__file__).resolve().parents[2]
VISITORS = 30
LATE_DAY = "11-20"
CALLED, INTERRUPTED, LATE = ("谢桂英", "龙国栋"), ("向开明", "石玉兰"), "田家福"
TOLD_APART = "咨询医保二次报销，带了发票"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A station whose first start is done, with a printer for slips."""
    made = factories.put_ready_station(tmp_path / "data")
    chief = factories.log_in(made, FixedClock(factories.MOMENT), factories.founded().chief, factories.CHIEF_PASSWORD)
    chief.station.set_setting(SLIP.setting, "Office")
    chief.close()
    return made


@pytest.fixture
def pool() -> Iterator[None]:
    """Jobs are done on threads, as in the program."""
    before = jobs.set_runner(jobs.PoolRunner())
    yield
    jobs.finish()
    jobs.set_runner(before)


def cut_off(folder: DataFolder) -> None:
    """The first half, and the power cut."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.gui.morning", str(folder.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "typing\n"
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()


def goes_on(morning: Morning) -> None:
    """Log in again: the workbench offers the words that were cut off; they are finished and saved."""
    driver = morning.driver
    morning.log_in()
    driver.wait(lambda: driver.shows("1 份未完成草稿"), "草稿在工作台上")
    driver.click("继续填写")
    driver.wait(lambda: morning.visits.desk.who.new_mode, "草稿打开")
    (matter,) = morning.visits.desk.state("").form.matters
    assert matter.narrative == CUT_OFF_WORDS
    driver.fill("诉求内容", f"{CUT_OFF_WORDS}，来电后接着说")
    morning.save()


def from_the_queue(morning: Morning) -> None:
    """Four take a number; two are served in turn, one misses her call, one goes away."""
    driver = morning.driver
    morning.go_to_queue()
    for name in ("", "", "贺老先生", ""):
        morning.take_number(name)
    driver.press("Esc")
    for at, name in enumerate(CALLED, 1):
        driver.press("F9", morning.desk)
        driver.wait(partial(_calling, morning, f"00{at}"), f"叫 00{at}")
        driver.press("Return", morning.queue.table)
        driver.wait(lambda: _slip(morning), "号到桌上")
        morning.fill(name, f"{name}凭号来办")
        morning.save()
        morning.go_to_queue()
    driver.press("F9", morning.desk)
    driver.wait(partial(_calling, morning, "003"), "叫 003")
    driver.press("Del", morning.queue.table)
    driver.wait(lambda: morning.queue.now.number.text() == "004", "轮到 004")
    driver.press("Alt+L", morning.queue.table)
    driver.wait(lambda: not morning.queue.table.rows, "没有人等了")


def _calling(morning: Morning, number: str) -> bool:
    now = morning.queue.now
    return (now.head.text(), now.number.text()) == ("正在叫", number)


def _slip(morning: Morning) -> bool:
    page = morning.desk.page
    state = getattr(page, "keeper", None)
    return state is not None and state.state().slip is not None


def second_half(morning: Morning) -> None:
    """The rest of the morning, up to thirty visitors, and what is done to those who were."""
    from_the_queue(morning)
    morning.interrupted(*INTERRUPTED)
    morning.late_visitor(LATE, "停电那天来问过抚恤金", LATE_DAY, "停电，先记在纸上")
    for at in range(VISITORS - morning.saved()):
        morning.visitor(f"来访人{'一二三四五六七八九十甲乙丙丁戊己庚辛'[at]}", "咨询优待证")
    numbers = {row.person: row.number for row in morning.services.visits.today()}
    morning.correct(numbers[FIRST_HALF[0]], TOLD_APART, "少写了一句")
    morning.void(numbers[FIRST_HALF[1]], "重复登记")
    morning.rate_badly(numbers[FIRST_HALF[2]])


def test_a_morning_of_thirty_visitors_agrees_with_the_database(
    folder: DataFolder, tmp_path: Path, cups: FakeCups, pool: None
) -> None:
    cut_off(folder)
    clock = FixedClock(factories.MOMENT)
    with window_over(folder, clock) as program:
        program.shell.resize(1366, 728)
        program.shell.start()
        morning = Morning(program.shell)
        goes_on(morning)
        second_half(morning)
        check_day(morning)
        check_workbench(morning)
        check_papers(morning, cups)
        check_queue(morning)
        database = morning.services._context.database
        assert database.faults() == ()
        assert morning.services.audit.verify() == ()
        assert morning.services.drafts.mine() == ()


def check_day(morning: Morning) -> None:
    """Thirty numbers without a gap, each with the words it was told; what was changed is marked and nothing is lost."""
    rows = morning.services.visits.today()
    assert [row.number for row in reversed(rows)] == [f"LF20261124-{at:03d}" for at in range(1, VISITORS + 1)]
    by_name = {row.person: row for row in rows}
    assert len(by_name) == VISITORS
    assert by_name[CUT_OFF].summary.endswith(f"{CUT_OFF_WORDS}，来电后接着说"[-10:])
    assert by_name[INTERRUPTED[0]].summary.endswith("说到一半，接着说完")
    assert by_name[FIRST_HALF[0]].corrections == 1
    assert by_name[FIRST_HALF[0]].summary.endswith(TOLD_APART)
    assert [row.person for row in rows if row.voided] == [FIRST_HALF[1]]
    assert [(row.person, row.visited_on.day) for row in rows if row.late] == [(LATE, 20)]
    with morning.services._context.database.read() as session:
        seqs = session.scalars(select(Visit.seq).order_by(Visit.seq)).all()
        assert seqs == list(range(1, VISITORS + 1))
        assert session.scalar(select(func.count(func.distinct(Visit.uuid)))) == VISITORS
        assert session.scalar(select(func.count(func.distinct(Matter.visit_id)))) == VISITORS
        group = session.scalars(select(Visit).where(Visit.headcount > 1)).one()
        assert (group.headcount, group.common) == (GROUP, True)
        guests = select(VisitGuest.name, VisitGuest.role).where(VisitGuest.visit_id == group.id)
        named = session.execute(guests.order_by(VisitGuest.position)).all()
        assert [name for name, role in named if role == GuestRole.REPRESENTATIVE] == list(REPRESENTATIVES)
        assert [name for name, role in named if role == GuestRole.COMPANION] == [COMPANION]
        actions = Counter(session.scalars(select(VisitEvent.action)))
        assert actions["corrected"] == 1
        assert actions["voided"] == 1


def check_workbench(morning: Morning) -> None:
    """The workbench says what the database holds: the visits, the people, the case of the group, the promised call."""
    morning.desk.go(Target(Place.WORKBENCH))
    page, services = morning.workbench, morning.services
    rows = services.visits.today()
    morning.driver.wait(
        lambda: [getattr(row, "visit", None) for row in page.today.rows] == list(rows), "今日来访和数据一致"
    )
    with services._context.database.read() as session:
        here = (Visit.visited_day == services.clock.today(), Visit.voided_at.is_(None))
        people = session.scalar(select(func.sum(Visit.headcount)).where(*here))
        (promised,) = session.scalars(select(CallBack)).all()
        (rating,) = session.scalars(select(Rating)).all()
    assert people == VISITORS - 2 + GROUP - 1, "neither the void one nor the late one came today"
    assert page.figures.figures["visits_today"].value.text() == str(people)
    assert page.figures.figures["petition"].value.text() == "1"
    assert promised.visit_id == rating.visit_id
    assert [(row.visit_id, row.name) for row in services.call_backs.due()] == [(rating.visit_id, FIRST_HALF[2])]
    first_row = page.due.rows[0]
    assert getattr(first_row, "visit_id", None) == rating.visit_id, "the promised call stands above the case"
    assert [getattr(row, "person", "") for row in page.due.rows[1:]] == [LEADER]


def check_papers(morning: Morning, cups: FakeCups) -> None:
    """Each visit has one sheet that holds, the void and the corrected one keep their old sheets; all were printed."""
    services = morning.services
    issued = services.documents.issued(services.clock.today(), limit=200)
    states = Counter(row.state for row in issued)
    assert states == {SheetState.PENDING: VISITORS - 1, SheetState.VOID: 2}
    morning.desk.go(Target(Place.PRINT_CENTER))
    page = morning.desk.page
    assert isinstance(page, PrintCenterPage)
    morning.driver.wait(lambda: len(page._rows) == len(issued), "打印中心列出每一张纸")
    assert {row.id for row in page._rows} == {row.id for row in issued}
    with services._context.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == VISITORS + 1
    slips = 4
    assert len(cups.papers) == VISITORS + 1 + slips


def check_queue(morning: Morning) -> None:
    """Four numbers: two served, each with its visit, one missed, one gone."""
    rows = morning.services.queue.today()
    by_number = {row.number: row for row in rows}
    assert [by_number[f"00{at}"].state for at in range(1, 5)] == [
        QueueState.SERVED,
        QueueState.SERVED,
        QueueState.SKIPPED,
        QueueState.LEFT,
    ]
    people = {row.id: row.person for row in morning.services.visits.today()}
    served = [by_number["001"].visit_id, by_number["002"].visit_id]
    assert [people.get(visit or 0) for visit in served] == list(CALLED)
    with morning.services._context.database.read() as session:
        assert session.scalars(select(QueueEntry.seq).order_by(QueueEntry.seq)).all() == [1, 2, 3, 4]
