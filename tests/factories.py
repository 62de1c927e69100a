"""Invented stations and staff for tests. Every name, number and password here is made up.

A station is founded once per test run, through the real `Entry`, with passwords that cost next to nothing; each test
gets the two files copied into its own folder and logs in, which takes some milliseconds.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.operator_rules import OperatorForm
from domain.permissions import Role
from domain.station_rules import StationForm
from services import Services
from services.entry import Entry
from services.station import SETUP_STEPS
from system.clock import CHINA, Clock, FixedClock
from system.crypto import KdfParams
from system.paths import DataFolder
from system.recovery_code import RecoveryCode

LIGHT = KdfParams(memory_kib=8, time=1, lanes=1)
MOMENT = datetime(2026, 11, 24, 9, 42, tzinfo=CHINA)

STATION = StationForm(
    name="长沙市天心区坡子街街道退役军人服务站",
    short_name="坡退",
    region_code="430103",
    address="长沙市天心区坡子街街道碧湘街 00 号",
    phone="0731-85550199",
    complaint_phone="0731-85550110",
    issuer="长沙市天心区坡子街街道退役军人服务站",
)
CHIEF = OperatorForm(name="谢国辉", post="站长")
CHIEF_PASSWORD = "Bixiang-2026"
CLERK_PASSWORD = "Jiedai-2026"
CLERK = OperatorForm(name="王静", post="接待岗", roles=frozenset({Role.CLERK}), window="1 号窗口")
ADMINISTRATOR = OperatorForm(name="周敏", post="管理员", roles=frozenset({Role.ADMINISTRATOR}))
AUDITOR = OperatorForm(name="陈卫东", post="审计", roles=frozenset({Role.AUDITOR}))


@dataclass(frozen=True)
class Founded:
    """The two files of a fresh station, and its chief's UUID."""

    database: bytes
    keys: bytes
    chief: str


@cache
def founded() -> Founded:
    """A station whose first start has made its files, founded at `MOMENT`."""
    with TemporaryDirectory() as root:
        folder = DataFolder(Path(root) / "data")
        services = entry_for(folder, FixedClock(MOMENT)).create(STATION, CHIEF, CHIEF_PASSWORD)
        services.close()
        return Founded(folder.database.read_bytes(), folder.keyfile.read_bytes(), services.actor.uuid)


def entry_for(folder: DataFolder, clock: Clock) -> Entry:
    """The way into a data folder, with passwords that cost little."""
    return Entry(folder, clock, kdf=LIGHT)


def put_station(root: Path) -> DataFolder:
    """A data folder at `root` with a fresh station in it, nobody logged in."""
    folder = DataFolder(root)
    root.mkdir(parents=True, exist_ok=True)
    folder.database.write_bytes(founded().database)
    folder.keyfile.write_bytes(founded().keys)
    return folder


@cache
def _ready() -> Founded:
    with TemporaryDirectory() as root:
        services = open_station(Path(root) / "data")
        services.station.set_setup_step(SETUP_STEPS)
        confirmed_sheet(services)
        services.close()
        folder = DataFolder(Path(root) / "data")
        return Founded(folder.database.read_bytes(), folder.keyfile.read_bytes(), founded().chief)


def put_ready_station(root: Path) -> DataFolder:
    """As `put_station`, its first start done to the end: the chief's login leads straight to the desk."""
    folder = put_station(root)
    folder.database.write_bytes(_ready().database)
    folder.keyfile.write_bytes(_ready().keys)
    return folder


def open_station(root: Path, clock: Clock | None = None) -> Services:
    """A fresh station at `root` with its chief (who is administrator too) logged in. Close it when done."""
    return log_in(put_station(root), clock or FixedClock(MOMENT), founded().chief, CHIEF_PASSWORD)


def log_in(folder: DataFolder, clock: Clock, uuid: str, password: str) -> Services:
    """Log somebody in."""
    return entry_for(folder, clock).login(uuid, password)


def add_operator(services: Services, form: OperatorForm = CLERK, password: str = CLERK_PASSWORD) -> str:
    """Add a member of staff (the clerk, if nobody else is said); returns her UUID."""
    return services.accounts.add(form, password).uuid


def confirmed_sheet(services: Services) -> RecoveryCode:
    """Print a recovery sheet in thought, type its two groups back, and keep the code as the envelope would."""
    draft = services.accounts.new_recovery_sheet()
    services.accounts.confirm_recovery(draft, {number: draft.groups[number - 1] for number in draft.asked})
    return draft.code
