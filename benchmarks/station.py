"""The invented station that the benchmarks work in: founded anew for each run, its passwords without cost."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from domain.guest_rules import GuestForm
from domain.operator_rules import OperatorForm
from domain.station_rules import StationForm
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome, matter_categories
from services import Services, demo
from services.entry import Entry
from system.clock import CHINA, FixedClock
from system.crypto import KdfParams
from system.paths import DataFolder

MOMENT = datetime(2026, 11, 24, 9, 42, tzinfo=CHINA)
STATION = StationForm(
    name="演示街道退役军人服务站",
    short_name="演退",
    region_code="430103",
    address="演示街 0 号",
    phone="0731-85550199",
    complaint_phone="0731-85550110",
    issuer="演示街道退役军人服务站",
)


def found(root: Path, *, people: int, years: int = 2) -> Services:
    """A station in `root` with the demo's staff, people and visits; close it when done."""
    services = _entry(root).create(STATION, OperatorForm(name="谢国辉", post="站长"), demo.password())
    demo.fill(services, people=people, years=years)
    return services


def log_in(root: Path) -> Services:
    """The station in `root` again, with its chief at the desk; close it when done."""
    entry = _entry(root)
    return entry.login(entry.tiles()[0].uuid, demo.password())


def _entry(root: Path) -> Entry:
    return Entry(DataFolder(root), FixedClock(MOMENT), kdf=KdfParams(memory_kib=8, time=1, lanes=1))


def visit(person_id: int) -> VisitForm:
    """A walk-in as most are: somebody known, one matter answered on the spot, two papers handed in."""
    return VisitForm(
        uuid=str(uuid4()),
        person_id=person_id,
        channel=Channel.WALK_IN,
        headcount=2,
        address="演示街 12 号",
        matters=(
            MatterForm(
                kind=MatterKind.CONSULTATION,
                category=matter_categories()[0].code,
                narrative="咨询今年抚恤补助的调整标准，以及何时发放到社保卡。去年十月起没有变动，想核对一下金额。",
                outcome=Outcome.ANSWERED,
                reply="已说明标准和发放日期，并当面核对了金额。",
                materials=(MaterialForm(name="身份证复印件"), MaterialForm(name="优待证", original=True)),
            ),
        ),
    )


def group_visit(person_id: int) -> VisitForm:
    """Twelve with a common matter and the most representatives that may be: a petition told in its parts."""
    return VisitForm(
        uuid=str(uuid4()),
        person_id=person_id,
        channel=Channel.WALK_IN,
        headcount=12,
        address="演示街 12 号",
        common=True,
        guests=tuple(
            GuestForm(role=GuestRole.REPRESENTATIVE, name=name, phone=f"1387310520{place}", address="演示街 0 号")
            for place, name in enumerate(("周正兴", "罗德胜", "谭玉林", "邓少华", "何美云"))
        ),
        matters=(
            MatterForm(
                kind=MatterKind.PETITION,
                category=matter_categories()[0].code,
                narrative="请求核定十二人的移交安置待遇，并书面答复。",
                facts="十二人 2009 年同批退役，安置单位改制后停缴社会保险。",
                reasons="退役士兵安置条例规定，接收单位应当缴纳社会保险费。",
                earlier="2024 年向原单位反映过，没有书面答复。",
                read_back=True,
                outcome=Outcome.PETITION_OPENED,
            ),
        ),
    )
