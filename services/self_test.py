"""What a freshly built or installed program proves about itself, without a screen: fonts, store, paper, code.

`main.py --self-test` runs these checks and then opens every page (`gui.self_test`). The same checks run in the tests.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.operator_rules import OperatorForm
from domain.people_rules import PersonForm
from domain.signed_code import code_in
from domain.station_rules import StationForm
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import Outcome, matter_categories
from models.base import new_uuid
from models.migrations import needs_upgrade
from printing import readback
from services import Services
from services.entry import Entry
from services.paper_checks import Finding
from system.clock import Clock
from system.errors import Refusal
from system.paths import DataFolder, resource

# One character of each of the planes and extensions that veterans' names use.
RARE = "䶮㛃𬭎𫖮𠅤𣲘𡐓"
PASSWORD = "Zijian-2026"


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
    with TemporaryDirectory() as folder:
        services = make_station(Path(folder) / "data")
        try:
            return _register_and_read_back(services)
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


def _check_signature(services: Services, code: str) -> None:
    """The code on paper is ours; with its last letter changed it isn't."""
    if services.paper_checks.check(code).finding is not Finding.GENUINE:
        raise SelfTestFailed("回执上的签名验不过")
    altered = code[:-1] + ("A" if code[-1] != "A" else "B")
    if services.paper_checks.check(altered).finding is not Finding.BAD_SIGNATURE:
        raise SelfTestFailed("改过的码没有查出来")


def check_receipt(pdf: bytes, number: str, human_code: str, *words: str) -> None:
    """Read a receipt back; raises SelfTestFailed where its number, its code, a word or its QR isn't there."""
    text = "".join(readback.words(pdf).split())
    missing = [part for part in (number, human_code, *words) if part not in text]
    if missing:
        raise SelfTestFailed(f"回执上读不出：{missing}")
    found = [code_in(code) for code in readback.codes(pdf)]
    if not any(code is not None and (code.number, code.code) == (number, human_code) for code in found):
        raise SelfTestFailed("回执上的二维码扫不出来")


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (("字体", fonts_are_whole), ("数据与文书", store_and_paper))


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
