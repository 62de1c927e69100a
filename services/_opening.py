"""From a master key to an open store with somebody at the desk, and what the audit is told about it."""

from sqlalchemy import select

from models import migrations
from models.database import Database
from models.operator import Operator
from services import _archive, _calendar_edit, _catalogue, _settings, _station_keys, _wordings
from services._base import Change, Context
from services._keys import KeyService
from services._operators import actor_of, existing, first_chief
from services._signing import signer_of
from system.clock import Clock
from system.errors import NotFound, Trouble
from system.keyfile import KeyFile
from system.paths import DataFolder


def open_database(folder: DataFolder, keyfile: KeyFile, master: bytes, clock: Clock) -> Database:
    """Open the database of a folder at this program's schema, after a verified backup where it is older.

    Raises NewerDatabase, DamagedStore, Trouble.
    """
    database = Database(folder.database, _archive.database_key(master))
    try:
        if migrations.needs_upgrade(database):
            store = _archive.Store(database, folder, keyfile, master)
            _archive.make_archive(store, now=clock.now(), reason=_archive.BEFORE_UPGRADE)
            migrations.upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


def context_of(
    database: Database, folder: DataFolder, keyfile: KeyFile, *, clock: Clock, master: bytes, uuid: str
) -> Context:
    """The open store with the operator `uuid` at the desk. Raises NotFound where she is unknown or disabled."""
    with database.read() as session:
        row = existing(session, uuid)
        if not row.active:
            raise NotFound("这个账号已停用。请换一个账号，或者请站长启用。")
        actor = actor_of(row)
    return Context(database, folder, keyfile, clock, master, actor, signer_of(database, master))


def chief_of(database: Database) -> str:
    """The UUID of the chief whom the recovery sheet lets in. Raises Trouble where there is none."""
    with database.read() as session:
        row = first_chief(session)
        if row is None:
            raise Trouble("数据里没有在用的站长账号，恢复密钥没有可以交给的人。", "请换一份备份，或者联系维护人员。")
        return row.uuid


def note_login(context: Context, *, failures: int, first: bool) -> None:
    """Audit the login, the tries before it, and whatever happened to the key file outside of this program."""
    keys = KeyService(context)
    ours = context.keyfile.verify(context.master)
    with keys.change(None) as change:
        row = existing(change.session, context.actor.uuid)
        row.last_login = change.now
        _wordings.settle_all(change.session, change.now)
        _catalogue.settle(change)
        _calendar_edit.settle(change)
        if first:
            change.audit("station.founded", "station", "station")
        if failures:
            change.audit("login.refused", "operator", row.uuid, {"tries": failures}, success=False)
        change.audit("login", "operator", row.uuid)
        if not ours:
            change.audit("keyfile.changed", "station", "keys", success=False)
        _note_generation(change, context.keyfile.generation)
    if ours:
        _mend_slots(keys, context)
    _station_keys.publish(context.database, context.folder, context.signer)


def _note_generation(change: Change, found: int) -> None:
    """A key file older than the database remembers was put back; a newer one was written just before a kill."""
    remembered = _settings.get(change.session, _settings.KEY_GENERATION, found)
    if found != remembered:
        action = "keyfile.put_back" if found < remembered else "keyfile.ahead"
        change.audit(action, "station", "keys", {"remembered": remembered, "found": found}, success=False)
    _settings.put(change.session, _settings.KEY_GENERATION, found)


def _mend_slots(keys: KeyService, context: Context) -> None:
    """Bring the key file in line with the staff list where a kill came between the two."""
    with context.database.read() as session:
        staff = {row.uuid: row for row in session.scalars(select(Operator))}
    for tile in context.keyfile.tiles():
        row = staff.get(tile.uuid)
        if row is not None and row.active and (row.name, row.post) == (tile.name, tile.post):
            continue
        with keys.key_change(None) as change:
            if row is None or not row.active:
                context.keyfile.close_slot(context.master, tile.uuid)
                change.audit("keyfile.slot_closed", "operator", tile.uuid)
            else:
                context.keyfile.rename(context.master, tile.uuid, row.name, row.post)
                change.audit("keyfile.slot_renamed", "operator", tile.uuid)
