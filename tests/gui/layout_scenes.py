"""Every page of the window and its important moments, with people in them: for the eye, and for test_layouts.py.

A new page is one line in `DESK_SCENES` (or `DOOR_SCENES`, before a login). To look at all of them:

    python -m tests.gui.layout_scenes OUTDIR [scene …] [--zoom 100 150] [--colours light]
"""

import argparse
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from domain.labels import OUTCOME_LABELS
from domain.people_rules import PersonForm
from domain.vocabulary import MatterKind, Outcome
from gui import jobs
from gui.kit.drawer import Drawer
from gui.kit.overlay import ask, clear
from gui.kit.visit_papers_notice import NoticePanel, show_notice
from gui.navigation import Place, Target
from gui.people.page import PeoplePage
from gui.print_center.page import PrintCenterPage
from gui.settings.calendar import CalendarSection
from gui.settings.calendar_import import CalendarImport
from gui.settings.catalogue_editor import MatterEditor
from gui.settings.page import SECTIONS
from gui.shell import Shell
from gui.theme import Theme, theme
from gui.tokens import SMALL_SCREEN, WINDOW_LEAST, Look
from gui.tour.printer import FolderPrinter
from services import demo
from system.clock import CHINA, FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui import case_scenes
from tests.gui.kit.stand import children
from tests.gui.layout_check import brightness, picture_of
from tests.gui.program import Program
from tests.gui.visitors import ANSWERED, PERSON, PETITION, visit
from tests.services.codes import code_on, foreign_key

# What a maximised window leaves inside, by the screen it is on.
SIZES = {"1366": SMALL_SCREEN, "1280": WINDOW_LEAST, "1920": (1920, 1008)}
AFTERNOON = dt.datetime(2026, 11, 24, 16, 20, tzinfo=CHINA)
LONG_NAME = "古丽巴哈尔·买买提艾力"
TROUBLE = "数据文件打不开，可能已经损坏。请从备份恢复，损坏的文件会原样保留。"
NARRATIVE = "1988 年因公致残评定为八级，去年调整后未按新标准补发抚恤金，差额约 3,260 元，咨询补发的办法。"


@dataclass(frozen=True)
class Scene:
    """One moment: how to come to it from anywhere. `paper` shows white sheets, in the dark as well.

    `pulled`: the right column is pulled out, where it is a drawer at that size; elsewhere there is nothing to see.
    `fleeting`: what was opened goes when the window changes its size, and is opened again.
    """

    name: str
    open: Callable[[Program], None]
    paper: bool = False
    pulled: bool = False
    fleeting: bool = False


# ---- how to come there


def _page(place: Place, what: str = "", text: str = "") -> Callable[[Program], None]:
    return lambda program: program.desk.go(Target(place, what, text=text))


def _section(key: str) -> Callable[[Program], None]:
    return _page(Place.SETTINGS, "section", key)


def _person(program: Program) -> int:
    return program.services.people.find(PERSON.name)[0].id


def _people_person(program: Program) -> None:
    program.desk.go(Target(Place.PEOPLE, "person", id=_person(program)))


def _unit_editor(program: Program) -> None:
    program.desk.go(Target(Place.PEOPLE, "find"))
    assert isinstance(program.desk.page, PeoplePage)
    program.desk.page.begin_new_unit(f"{LONG_NAME}装饰工程有限公司")


def _keys(keys: str, before: Callable[[Program], None]) -> Callable[[Program], None]:
    """What a key opens, after coming to another scene."""

    def press(program: Program) -> None:
        before(program)
        QApplication.processEvents()
        program.driver.press(keys)

    return press


def _print_centre_day(program: Program) -> None:
    """A day with sheets, one of them chosen to be printed again."""
    program.desk.go(Target(Place.PRINT_CENTER, "document", id=program.services.documents.issued()[0].id))
    assert isinstance(program.desk.page, PrintCenterPage)


def _desk_known(program: Program) -> None:
    program.desk.go(Target(Place.VISIT, "person", id=_person(program)))


def _desk_new(program: Program) -> None:
    program.desk.go(Target(Place.VISIT, "new"))
    program.visits.desk.who.start_new(LONG_NAME)


def _desk_petition(program: Program) -> None:
    """A petition of a known person with all its rows."""
    _desk_known(program)
    matters = program.visits.desk.matters
    matters.set_kind(MatterKind.PETITION)
    matters.editor.narrative.set_text(NARRATIVE * 3)


def _desk_service(program: Program) -> None:
    _desk_known(program)
    program.visits.desk.matters.set_kind(MatterKind.SERVICE)


def _desk_matter(program: Program) -> None:
    """A matter of the catalogue: two of its papers here, one owed that not everybody owes, the cursor among them."""
    _desk_service(program)
    editor = program.visits.desk.matters.editor
    lookup, driver = editor.service.lookup, program.driver
    lookup.edit.setFocus()
    driver.type("ydzsc")
    driver.wait(lambda: lookup.open, "事项")
    driver.press("Return")
    driver.wait(lambda: editor.service.values.text("service_from"), "档案里的服役时间")
    rows = editor.materials.rows()
    for row in rows[:2]:
        row.tick.click()
    rows[6].press()


def _desk_fields(program: Program) -> None:
    """The fields of the matter, one of them wrong."""
    _desk_matter(program)
    program.driver.press("Alt+I")
    program.driver.fill("退役时间", "去年")
    program.driver.press("Tab")


def _desk_catalogue(program: Program) -> None:
    """The whole catalogue under the empty field."""
    _desk_service(program)
    edit = program.visits.desk.matters.editor.service.lookup.edit
    edit.setFocus()
    program.driver.press("Down")
    program.driver.wait(lambda: program.driver.shows("优待证换领"), "目录")


def _desk_errors(program: Program) -> None:
    """Saving what isn't whole: the bar counts, the first field says why."""
    _desk_new(program)
    program.visits.print_button.click()


def _visit_panel(program: Program) -> None:
    program.desk.go(Target(Place.WORKBENCH, "visit", id=program.services.visits.today()[0].id))


def _notice(program: Program) -> None:
    """What is missing, half typed, with a fault under a line and under the deadline."""
    _visit_panel(program)
    show_notice(program.shell, program.services, program.services.visits.today()[0].id, lambda _paper: None)
    panel = children(program.shell, NoticePanel)[-1]
    panel.rows[0].edits["name"].setText("家庭成员上一年度收入声明")
    panel.rows[0].edits["how"].setText("到户籍所在地社区居民委员会开具，带身份证和户口簿")
    panel.add_button.click()
    panel.rows[-1].edits["issuer"].setText("开户银行")
    panel.until.setText("2026-11-01")
    panel.print_button.click()


def _papers_due(program: Program) -> None:
    """A visitor is saved who owes materials and was sent on: the strip offers what to hand over."""
    _desk_service(program)
    desk = program.visits.desk
    program.driver.press("Alt+1")
    desk.matters.editor.narrative.set_text(NARRATIVE)
    pills = desk.matters.editor.rows.outcome
    next(pill for pill in pills.buttons() if pill.words() == OUTCOME_LABELS[Outcome.MATERIALS_OWED]).click()
    program.visits.print_button.click()


def _case_panel(program: Program) -> None:
    program.desk.go(Target(Place.WORKBENCH, "case", id=program.services.visits.open_cases(limit=1)[0].id))


def _call_back_panel(program: Program) -> None:
    soon = program.services.clock.today() + dt.timedelta(days=30)
    program.desk.go(Target(Place.WORKBENCH, "call_back", id=program.services.call_backs.due(until=soon)[0].id))


def _question(program: Program) -> None:
    program.desk.go(Target(Place.WORKBENCH))
    words = "作废后编号保留，标明作废和原因；已经给出去的纸请收回。"
    ask(program.shell, "作废 LF20261124-008？", words, action="作废", reason="为什么作废", on_yes=lambda _reason: None)


def _search(program: Program) -> None:
    program.desk.go(Target(Place.WORKBENCH))
    program.desk.open_search()
    program.driver.type("li")
    program.driver.wait(lambda: program.driver.shows(PERSON.name), "查找结果")


def _preview(program: Program) -> None:
    _print_centre_day(program)
    page = program.desk.page
    assert isinstance(page, PrintCenterPage)
    page.sheet.preview_pressed.emit()


def _paper_check(program: Program) -> None:
    """A sheet with its archived page beside it, a forged code before it, and a look that was written down."""
    sheet = program.services.documents.issued()[0]
    program.desk.go(Target(Place.PAPER_CHECK, "code", text="ZZZZ-ZZZZ"))
    check = program.services.paper_checks.today()[0]
    program.services.paper_checks.note(check.id, "来访人说是去年在别处拿的，" * 4)
    program.desk.go(Target(Place.PAPER_CHECK, "code", text=code_on(program.services, sheet.id)))


def _matter_page(page: str) -> Callable[[Program], None]:
    """A page of the editor of matters."""

    def turn(program: Program) -> None:
        _section("catalogue")(program)
        (editor,) = children(program.desk.page, MatterEditor)
        editor.show_page(page)

    return turn


def _calendar_estimated(program: Program) -> None:
    """The October of a year without its notice."""
    _section("calendar")(program)
    (section,) = children(program.desk.page, CalendarSection)
    section.grid.chosen.emit(dt.date(2027, 10, 1))


def _calendar_import(program: Program) -> None:
    """A year pasted in, and what it would change."""
    _section("calendar")(program)
    (section,) = children(program.desk.page, CalendarSection)
    section.open_import()
    panel = children(program.shell, CalendarImport)[-1]
    panel.area.set_text("日期,类型,名称\n2027-01-01,休,元旦\n2026-12-28,休,元旦\n2027-02-06,班,")
    panel.go.click()


def _key_draft(program: Program) -> None:
    """Another station's key, read and not taken yet."""
    program.desk.go(Target(Place.SETTINGS, "station_key", text=foreign_key(f"{LONG_NAME}街道退役军人服务站")))


def _toast(program: Program) -> None:
    program.desk.go(Target(Place.WORKBENCH))
    program.desk.toasts.show("草稿已丢弃", "古丽巴哈尔·买买提艾力 · 抚恤优待", action="撤销", on_action=lambda: None)


def _lock(program: Program) -> None:
    program.shell.lock(idle_minutes=5)


def _unlock(program: Program) -> None:
    screen = program.shell.lock_screen
    if screen is not None and screen.locked:
        screen.unlock()


DOOR_SCENES = (
    Scene("login", lambda program: program.shell.door.show_login()),
    Scene("login-trouble", lambda program: program.shell.door.show_login(TROUBLE)),
    Scene("recover", lambda program: program.shell.door.show_recover()),
    Scene("restore", lambda program: program.shell.door.show_restore()),
    Scene("first-start", lambda program: program.shell.door.show_first_start()),
)

DESK_SCENES = (
    Scene("workbench", _page(Place.WORKBENCH)),
    Scene("workbench-drawer", _page(Place.WORKBENCH), pulled=True),
    Scene("visit-empty", _page(Place.VISIT, "new")),
    Scene("visit-known", _desk_known),
    Scene("visit-drawer", _desk_known, pulled=True),
    Scene("visit-new-person", _desk_new),
    Scene("visit-petition", _desk_petition),
    Scene("visit-service", _desk_service),
    Scene("visit-matter", _desk_matter),
    Scene("visit-matter-fields", _desk_fields),
    Scene("visit-catalogue", _desk_catalogue, fleeting=True),
    Scene("visit-errors", _desk_errors),
    Scene("visit-late", _keys("Ctrl+D", _desk_known)),
    Scene("visit-group", _keys("Ctrl+G", _desk_known)),
    Scene("visit-call-back", _keys("Alt+Y", _desk_known)),
    Scene("visit-snippets", _keys("F8", _desk_known), fleeting=True),
    Scene("people", _page(Place.PEOPLE, "find")),
    Scene("person", _people_person),
    Scene("person-drawer", _people_person, pulled=True),
    Scene("person-editor", _page(Place.PEOPLE, "new", LONG_NAME)),
    Scene("unit-editor", _unit_editor),
    Scene("queue", _page(Place.QUEUE)),
    Scene("queue-drawer", _page(Place.QUEUE), pulled=True),
    Scene("print-centre", _print_centre_day),
    Scene("print-centre-drawer", _print_centre_day, pulled=True),
    Scene("paper-check-empty", _page(Place.PAPER_CHECK)),
    Scene("paper-check", _paper_check, paper=True),
    Scene("station-key", _key_draft, paper=True),
    *(
        Scene(f"settings-{spec.key}", _section(spec.key), paper=spec.key in ("station_keys", "wordings"))
        for spec in SECTIONS
    ),
    *(Scene(f"matter-{page}", _matter_page(page)) for page in ("way", "materials", "fields", "handoff", "versions")),
    Scene("calendar-estimated", _calendar_estimated),
    Scene("calendar-import", _calendar_import),
    Scene("help", _keys("F1", _page(Place.VISIT, "new"))),
    Scene("scan", _keys("F6", _page(Place.WORKBENCH)), paper=True),
    Scene("search", _search),
    Scene("visit-panel", _visit_panel),
    Scene("visit-rating", _keys("Alt+R", _visit_panel)),
    Scene("visit-correct", _keys("Alt+E", _visit_panel)),
    Scene("visit-void", _keys("Alt+X", _visit_panel)),
    Scene("visit-papers", _keys("Alt+P", _visit_panel)),
    Scene("visit-notice", _notice),
    Scene("visit-papers-due", _papers_due),
    Scene("case-panel", _case_panel),
    *(Scene(name, way) for name, way in case_scenes.SCENES.items()),
    Scene("call-back-panel", _call_back_panel),
    Scene("preview", _preview, paper=True),
    Scene("question", _question),
    Scene("toast", _toast),
    Scene("lock", _lock),
)


# ---- the stage


@cache
def _station() -> DataFolder:
    """A made-up station with a year behind it; made once, and copied for each program."""
    folder = factories.put_ready_station(Path(tempfile.mkdtemp(prefix="layouts-")) / "data")
    services = factories.log_in(folder, FixedClock(AFTERNOON), factories.founded().chief, factories.CHIEF_PASSWORD)
    demo.fill(services, people=150, years=1)
    visit(services)
    person = services.people.find(PERSON.name)[0].id
    petition = replace(PETITION, facts="2025 年 7 月调整后没有补发。", reasons="评残在先，应按新标准发放。")
    visit(services, petition, ANSWERED, new_person=None, person_id=person, address=PERSON.address)
    visit(services, new_person=PersonForm(name=LONG_NAME), address="碧湘社区晏家塘 12 号 3 栋 2 单元 1801 室")
    services.close()
    return folder


@contextmanager
def program_at(folder: DataFolder, papers: Path) -> Iterator[Program]:
    """The window over a station, at its login."""
    entry = factories.entry_for(folder, FixedClock(AFTERNOON))
    shell = Shell(
        folder, FixedClock(AFTERNOON), lambda: entry, queues_of=lambda services: FolderPrinter(services, papers)
    )
    shell.show()
    shell.activateWindow()
    shell.start()
    program = Program(shell)
    yield program
    shell.leave_desk()
    shell.hide()
    shell.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def copied_station(root: Path) -> DataFolder:
    """The station, copied into `root`."""
    made, folder = _station(), DataFolder(root / "data")
    folder.root.mkdir(parents=True)
    for name in (made.database.name, made.keyfile.name):
        (folder.root / name).write_bytes((made.root / name).read_bytes())
    return folder


def scenes_of(program: Program, wanted: Sequence[str] = ()) -> Iterator[Scene]:
    """Come to each scene in turn; the ones before the login first."""
    for scene in (*DOOR_SCENES, *DESK_SCENES):
        if program.shell.desk is None and scene is DESK_SCENES[0]:
            program.shell.door.show_login()
            program.log_in()
        if wanted and not any(scene.name.startswith(name) for name in wanted):
            continue
        _unlock(program)
        clear(program.shell)
        scene.open(program)
        QApplication.processEvents()
        yield scene


def fit(program: Program, size: tuple[int, int], scene: Scene | None = None) -> bool:
    """Give the window a size and let everything be laid out; whether the scene has something to see at that size."""
    program.shell.resize(*size)
    # A page that folds hands its smaller width up through the scroll areas around it, one turn of the loop for each.
    for _ in range(6):
        QApplication.processEvents()
    # Without a running event loop nothing that was let go is deleted by itself.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    if scene is not None and scene.fleeting:
        scene.open(program)
        QApplication.processEvents()
    if scene is None or not scene.pulled:
        return True
    folded = [drawer for drawer in children(program.desk.page, Drawer) if drawer.is_folded and drawer.isVisible()]
    for drawer in folded:
        drawer.put_away()
        drawer.pull_out()
    QApplication.processEvents()
    return bool(folded)


def write_pictures(target: Path, wanted: Sequence[str], looks: Sequence[Look]) -> int:
    """All scenes at each size and in each look as PNG; what is wrong with them is said on the way, and counted."""
    jobs.set_runner(jobs.ImmediateRunner())
    total = 0
    for look in looks:
        with tempfile.TemporaryDirectory() as root:
            theme().set_look(Look())
            papers = Path(root) / "papers"
            papers.mkdir()
            with program_at(copied_station(Path(root)), papers) as program:
                for scene in scenes_of(program, wanted):
                    theme().set_look(look)
                    for size, pixels in SIZES.items():
                        if not fit(program, pixels, scene):
                            continue
                        image, wrong = picture_of(program.shell)
                        name = f"{scene.name}-{size}-{look.zoom}-{'dark' if look.dark else 'light'}"
                        image.save(str(target / f"{name}.png"))
                        total += len(wrong)
                        for sentence in wrong:
                            print(f"{name}: {sentence}", flush=True)
                        if look.dark and not scene.paper and brightness(image) > 0.02:
                            print(f"{name}: {brightness(image):.0%} is bright", flush=True)
    return total


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    from gui.qt import make_application

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="tests.gui.layout_scenes")
    parser.add_argument("target", type=Path)
    parser.add_argument("scene", nargs="*")
    parser.add_argument("--zoom", nargs="*", type=int, default=[90, 100, 125, 150])
    parser.add_argument("--colours", nargs="*", default=["light", "dark"])
    chosen = parser.parse_args(arguments)
    Theme.install(make_application(["scenes"]))
    chosen.target.mkdir(parents=True, exist_ok=True)
    looks = [Look(zoom=zoom, dark=colour == "dark") for colour in chosen.colours for zoom in chosen.zoom]
    return int(write_pictures(chosen.target, chosen.scene, looks) > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
