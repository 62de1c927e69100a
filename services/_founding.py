"""Making a station's two files so that a kill at any moment leaves nothing, or a whole station.

Both are made complete under other names first. Then the key file gets its name, then the database. So a key file
without a database beside it, but with a finished one under its other name, is a station whose last step is missing,
and `settle` does it; whatever else lies there under another name was never finished, and is removed.
"""

from dataclasses import asdict
from pathlib import Path

from domain.operator_rules import OperatorForm
from domain.permissions import Role
from domain.station_rules import StationForm
from models import migrations
from models.database import Database
from models.operator import Operator
from models.station import Station
from services import _settings
from services._archive import database_key
from services._operators import set_roles
from services._signing import new_keys
from system.clock import Clock
from system.crypto import KdfParams, new_key
from system.errors import Conflict
from system.files import make_folder, move_into_place, trouble_writing
from system.keyfile import KeyFile
from system.paths import DataFolder
from system.security import LockOut

CHIEF_ROLES = frozenset({Role.CHIEF, Role.ADMINISTRATOR})
STEPS_DONE = 2
"""Of the first start: the station and its chief."""

_MAKING = ".making"


def making(path: Path) -> Path:
    """The name under which a file is made before it gets its own."""
    return path.with_name(path.name + _MAKING)


def settle(folder: DataFolder) -> None:
    """Finish or undo a founding that was killed. Raises Trouble when the disk refuses."""
    database, keyfile = folder.database, folder.keyfile
    if keyfile.exists() and not database.exists() and making(database).exists():
        move_into_place(making(database), database)
    for path in (keyfile, database):
        _remove(making(path))


def found(
    folder: DataFolder,
    clock: Clock,
    station: StationForm,
    chief: OperatorForm,
    password: str,
    *,
    kdf: KdfParams | None,
    rule: LockOut | None,
) -> str:
    """Make database and key file for a new station; returns the chief's UUID. The forms are checked and tidy.

    Raises Conflict where there is a store already, Trouble when the disk refuses; then nothing usable is left.
    """
    if folder.database.exists() or folder.keyfile.exists():
        raise Conflict("这个数据文件夹里已经有数据，没有改动它。请换一个文件夹，或者打开原来的数据。")
    make_folder(folder.root)
    settle(folder)
    master = new_key()
    new_database, new_keyfile = making(folder.database), making(folder.keyfile)
    try:
        uuid = _make_database(new_database, master, clock, station, chief)
        keys = KeyFile.create(new_keyfile, master=master, station=station.name, kdf=kdf, rule=rule)
        keys.set_slot(master, uuid, chief.name, chief.post, password)
    except BaseException:
        settle(folder)
        raise
    move_into_place(new_keyfile, folder.keyfile)
    move_into_place(new_database, folder.database)
    return uuid


def _make_database(path: Path, master: bytes, clock: Clock, station: StationForm, chief: OperatorForm) -> str:
    database = Database(path, database_key(master), create=True)
    try:
        migrations.upgrade(database)
        with database.write() as session:
            row = Operator(
                name=chief.name,
                post=chief.post,
                window=chief.window,
                created_at=clock.now(),
                password_changed_at=clock.now(),
                roles=[],
            )
            set_roles(row, CHIEF_ROLES)
            session.add_all([Station(**asdict(station), **new_keys(master)), row])
            _settings.put(session, _settings.SETUP_STEP, STEPS_DONE)
            uuid = row.uuid
    finally:
        database.close()
    fold(database)
    return uuid


def fold(database: Database) -> None:
    """Make a closed database one file without a WAL beside it, so that it can be moved."""
    with database.plain() as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _remove(path: Path) -> None:
    try:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise trouble_writing(error, path) from error
