"""What a freshly built or installed program proves about itself, without a screen: fonts, store, paper, code, a case.

`main.py --self-test` runs these checks and then opens every page (`gui.self_test`). The same checks run in the tests.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.deadlines import day_words
from domain.operator_rules import OperatorForm
from domain.people_rules import PersonForm
from domain.signed_code import code_in
from domain.station_rules import StationForm
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome, matter_categories
from models.base import new_uuid
from models.migrations import needs_upgrade
from printing import readback
from services import Services
from services.entry import Entry
from services.paper_checks import Finding
from services.service_cases import CaseQuery
from system.clock import Clock
from system.errors import Refusal
from system.paths import DataFolder, resource

# One character of each of the planes and extensions that veterans' names use.
RARE = "䶮㛃𬭎𫖮𠅤𣲘𡐓"
PASSWORD = "Zijian-2026"
# A matter that the station finishes itself, what it asks for, and its first step.
MATTER, STEP = "plaque_new", "ready"
FIELDS = (("family_kind", "退役军人"), ("address", "自检路 1 号"), ("hang_way", "本人领回"))


class SelfTestFailed(Exception):
    """A check found something wrong; the text says what."""


def fonts_are_whole() -> str:
    """Every shipped font has the checksum it was shipped with."""
    folder = resource("fonts")
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for line in lines:
        digest, name = line.split()
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise SelfTestFailed(f"字体文件 {name} 与出厂时不同")
    return f"{len(lines)} 个字体和许可文件完好"


def store_and_paper() -> str:
    """A station is made in an empty folder, a visitor registered, and the receipt read back."""
    return _in_a_new_station(_register_and_read_back)


def case_and_clock() -> str:
    """A case of the catalogue is opened in such a folder and moved a step; its clock is read and printed, step by step.

    Shows that flow, catalogue and calendar are in the program and are whole.
    """
    return _in_a_new_station(_open_and_move)


def old_list() -> str:
    """Read a list of the old format, which is done by a child of this very program."""
    from exchange.old_sheet import read_old_sheet

    lines = read_old_sheet(resource("data", "old_list.xls")).lines
    words = {cell.text for line in lines for cell in line.cells.values()}
    if "区局反馈名单" not in words:
        raise SelfTestFailed("旧式表格读出来的不是里面的字")
    return f"旧式 .xls 由子进程读出 {len(lines)} 行"


def _in_a_new_station(check: Callable[[Services], str]) -> str:
    with TemporaryDirectory() as folder:
        services = make_station(Path(folder) / "data")
        try:
            return check(services)
        finally:
            services.close()


def make_station(root: Path) -> Services:
    """An invented station with its chief logged in."""
    station = StationForm(
        name="自检街道退役军人服务站",
        short_name="自检",
        region_code="430103",
        address="自检路 1 号",
        phone="0731-85550199",
        complaint_phone="0731-85550110",
        issuer="自检街道退役军人服务站",
    )
    return Entry(DataFolder(root), Clock()).create(station, OperatorForm(name="自检员", post="站长"), PASSWORD)


def _register_and_read_back(services: Services) -> str:
    if needs_upgrade(services._context.database):
        raise SelfTestFailed("新建的数据库不是最新结构")
    matter = MatterForm(category=matter_categories()[0].code, narrative=f"自检：{RARE}", outcome=Outcome.ANSWERED)
    person = PersonForm(name=f"自{RARE}"[:8])
    saved = services.visits.save(VisitForm(uuid=new_uuid(), new_person=person, matters=(matter,)))
    pdf = services.documents.pdf(saved.document.id)
    check_receipt(pdf, saved.number, saved.document.human_code, RARE)
    _check_signature(services, readback.codes(pdf)[0])
    if services.audit.verify():
        raise SelfTestFailed("日志链不连续")
    return f"建库、登记 {saved.number}、回执文字、二维码与签名读回一致"


def _open_and_move(services: Services) -> str:
    entry = services.service_catalogue.item(MATTER).entry
    matter = MatterForm(
        kind=MatterKind.SERVICE,
        category=entry.category,
        narrative=f"自检：{RARE}",
        outcome=Outcome.SERVICE_OPENED,
        catalogue=entry.code,
        fields=FIELDS,
        materials=tuple(MaterialForm(name=paper.name) for paper in entry.materials if paper.required),
    )
    form = VisitForm(uuid=new_uuid(), new_person=PersonForm(name=f"自{RARE}"[:8]), matters=(matter,))
    (number,) = services.visits.save(form).case_numbers
    (row,) = services.service_cases.page(CaseQuery(text=number)).rows
    (promise,) = services.service_cases.detail(row.id).clocks
    services.service_cases.act(row.id, STEP, {"finished_on": services.clock.today().isoformat()})
    moved = services.service_cases.detail(row.id)
    if moved.state == row.state or promise.id not in {clock.id for clock in moved.clocks}:
        raise SelfTestFailed(f"{number}没有走到下一步")
    shown = services.case_clocks.derivation(promise.id)
    counted = shown.clock.deadline
    if counted.started != services.clock.today() or not counted.started < counted.raw <= counted.legal:
        raise SelfTestFailed(f"{number}的时限算得不对：{counted.started} 起，{counted.legal} 止")
    paper = services.case_clocks.issue_clock_sheet(promise.id)
    words = (number, entry.label, day_words(counted.legal), *(step.what for step in shown.steps))
    check_receipt(services.documents.pdf(paper.id), paper.number, paper.human_code, *words, paper="时限推算单")
    return f"立 {number}、走一步、时限推到 {counted.legal}、推算单读回一致"


def _check_signature(services: Services, code: str) -> None:
    """The code on paper is ours; with its last letter changed it isn't."""
    if services.paper_checks.check(code).finding is not Finding.GENUINE:
        raise SelfTestFailed("回执上的签名验不过")
    altered = code[:-1] + ("A" if code[-1] != "A" else "B")
    if services.paper_checks.check(altered).finding is not Finding.BAD_SIGNATURE:
        raise SelfTestFailed("改过的码没有查出来")


def check_receipt(pdf: bytes, number: str, human_code: str, *words: str, paper: str = "回执") -> None:
    """Read a sheet back; raises SelfTestFailed where its number, its code, a word or its QR isn't there."""
    text = "".join(readback.words(pdf).split())
    missing = [part for part in (number, human_code, *words) if "".join(part.split()) not in text]
    if missing:
        raise SelfTestFailed(f"{paper}上读不出：{missing}")
    found = [code_in(code) for code in readback.codes(pdf)]
    if not any(code is not None and (code.number, code.code) == (number, human_code) for code in found):
        raise SelfTestFailed(f"{paper}上的二维码扫不出来")


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("字体", fonts_are_whole),
    ("数据与文书", store_and_paper),
    ("办事件与时限", case_and_clock),
    ("名单", old_list),
)


def run(say: Callable[[str], None], checks: tuple[tuple[str, Callable[[], str]], ...] = CHECKS) -> bool:
    """Run all checks, telling each result in one line; returns whether all passed."""
    passed = True
    for name, check in checks:
        try:
            say(f"通过  {name}：{check()}")
        except (SelfTestFailed, Refusal, OSError) as error:
            passed = False
            say(f"失败  {name}：{error}")
    return passed
