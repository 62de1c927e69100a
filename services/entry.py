"""Everything before somebody is at the desk: first start, login, recovery paper, and the way back from a backup.

Opens a store and hands it over as `Services`. A kill at any moment in here leaves the old state or the new one: what
was half done is finished or undone by `state()`, which every start asks first.
"""

from pathlib import Path
from typing import Literal

from domain.operator_rules import OperatorForm, check_operator, tidy_operator
from domain.passwords import PasswordRules, check_password
from domain.station_rules import StationForm, check_station, tidy_station
from exchange import snapshot
from models import migrations
from models.database import Database
from services import Services, _archive, _chain, _founding, _recovery, _restoring
from services._base import Context
from services._keys import KeyService
from services._opening import chief_of, context_of, note_login, open_database
from services._operators import existing
from services._restore_source import open_stage
from services.backups import BackupInfo, describe
from system.clock import Clock
from system.crypto import KdfParams
from system.errors import Conflict, DamagedStore, Invalid, LockedOut, Trouble, WrongPassword
from system.keyfile import KeyFile, Tile
from system.paths import DataFolder, unsuitable_home
from system.recovery_code import RecoveryCode, read_code
from system.security import LockOut

State = Literal["new", "ready", "incomplete"]


class Entry:
    """The way into the store of one data folder. `kdf`, `rule`, `passwords`: None is as shipped."""

    def __init__(
        self,
        folder: DataFolder,
        clock: Clock,
        *,
        kdf: KdfParams | None = None,
        rule: LockOut | None = None,
        passwords: PasswordRules | None = None,
    ) -> None:
        """Look at nothing yet; the folder need not exist."""
        self.folder = folder
        self.clock = clock
        self._kdf, self._rule, self._passwords = kdf, rule, passwords
        self._failures: dict[str, int] = {}
        self._open: Services | None = None

    # ---- looking

    def state(self) -> State:
        """Finish or undo what was killed half way, then say what is there.

        "new": nothing, the first start begins. "incomplete": a store, but the first start was left before its end
        (`first-start.json` is still there); log in and go on with it. "ready": a store. Raises DamagedStore where one
        of the two files is missing or unreadable (nothing is overwritten), NewerDatabase, Trouble.
        """
        self._settle()
        database, keyfile = self.folder.database.exists(), self.folder.keyfile.exists()
        if not database and not keyfile:
            return "new"
        self._require_database()
        self.keyfile()
        return "incomplete" if self.folder.first_start.exists() else "ready"

    def _require_database(self) -> None:
        if not self.folder.database.exists():
            raise DamagedStore(
                f"找不到数据文件“{self.folder.database.name}”，只剩下密钥文件。",
                f"请把它放回“{self.folder.root}”，或者用“从备份恢复”找回数据。",
            )

    def keyfile(self) -> KeyFile:
        """The key file. Raises DamagedStore, NewerDatabase."""
        return KeyFile.load(self.folder.keyfile, kdf=self._kdf, rule=self._rule)

    def tiles(self) -> tuple[Tile, ...]:
        """Who may log in, for the login page."""
        return self.keyfile().tiles()

    def inspect_backup(self, path: Path) -> BackupInfo:
        """What is in a backup, once every byte of it was checked. Raises DamagedStore, NewerDatabase, Trouble."""
        return describe(path, snapshot.verify(path))

    def backups_in(self, place: Path | None = None) -> tuple[BackupInfo, ...]:
        """The backups in a folder (None: the data folder's own), newest first, by their manifests alone."""
        folder = place or self.folder.backups
        return tuple(describe(path, manifest) for path, manifest in _archive.archives_in(folder))

    def _settle(self) -> None:
        if self._open is not None and not self._open.closed:
            return
        _restoring.settle(self.folder)
        _founding.settle(self.folder)
        _archive.clear_work(self.folder)

    # ---- the first start

    def create(self, station: StationForm, chief: OperatorForm, password: str) -> Services:
        """Make a new store with its chief (who is administrator too), and log her in.

        Raises Invalid ("station.phone", "chief.name", "password" → sentence), Conflict where there is a store, Trouble
        for a network share, a stick or a disk that refuses.
        """
        self._refuse_unsuitable_home()
        chief = OperatorForm(name=chief.name, post=chief.post, window=chief.window, roles=_founding.CHIEF_ROLES)
        faults = {f"station.{field}": sentence for field, sentence in check_station(station).items()}
        faults |= {f"chief.{field}": sentence for field, sentence in check_operator(chief).items()}
        self._refuse(faults | self._password_fault("password", password))
        self._settle()
        uuid = _founding.found(
            self.folder,
            self.clock,
            tidy_station(station),
            tidy_operator(chief),
            password,
            kdf=self._kdf,
            rule=self._rule,
        )
        keyfile = self.keyfile()
        master = keyfile.unlock(uuid, password, self.clock.now())
        return self._enter(keyfile, master, uuid, first=True)

    # ---- the login and the locked screen

    def login(self, operator_uuid: str, password: str) -> Services:
        """Open the store for one operator.

        Raises WrongPassword, LockedOut, NotFound (no such account, or disabled), NewerDatabase, DamagedStore, Trouble.
        An older store is upgraded, after a verified backup.
        """
        self._settle()
        keyfile = self.keyfile()
        self._require_database()
        failures = max(keyfile.failures(operator_uuid), self._failures.get(operator_uuid, 0))
        try:
            master = keyfile.unlock(operator_uuid, password, self.clock.now())
        except (WrongPassword, LockedOut):
            self._failures[operator_uuid] = failures + 1
            raise
        services = self._enter(keyfile, master, operator_uuid, failures=failures)
        self._failures.pop(operator_uuid, None)
        return services

    def check_password(self, operator_uuid: str, password: str) -> None:
        """Open the locked screen of the operator at the desk. Raises WrongPassword, LockedOut; Trouble for others."""
        services = self._open
        if services is None or services.closed or services.actor.uuid != operator_uuid:
            raise Trouble("锁屏的不是这个账号。", "请用“换人登录”。")
        services.accounts.resume(password)

    # ---- the paper, and the way back

    def recover(self, code: str, new_password: str) -> Services:
        """Let the chief in by the recovery sheet, with a new password. The sheet is void then: print a new one.

        Raises Invalid ("code", "password"), Trouble, DamagedStore, NewerDatabase.
        """
        read = self._read_code(code, new_password)
        self._settle()
        keyfile = self.keyfile()
        master = keyfile.unlock_with_code(read)
        database = open_database(self.folder, keyfile, master, self.clock)
        try:
            uuid = chief_of(database)
            context = context_of(database, self.folder, keyfile, clock=self.clock, master=master, uuid=uuid)
            self._let_in(context, new_password, "recovery.used", {"sheet": keyfile.recovery_sheet})
        finally:
            database.close()
        return self._enter(keyfile, master, uuid)

    def restore(self, backup: Path, code: str, new_password: str) -> Services:
        """Put a backup in the place of what is here, and let its chief in by the recovery sheet, with a new password.

        The sheet may be newer than the backup, as long as it opens the live key file or a newer backup beside it. What
        was here is moved into `backups/before-restore-…`. Raises Invalid ("code", "password"), DamagedStore,
        NewerDatabase, Trouble; then what was here is still in place.
        """
        read = self._read_code(code, new_password)
        self._refuse_unsuitable_home()
        if self._open is not None and not self._open.closed:
            raise Conflict("数据还开着，不能替换。请先退到登录页再恢复。")
        self._settle()
        stage = _restoring.begin(self.folder, self.clock.now())
        try:
            uuid, master = self._prepare(stage, backup, read, new_password)
            _restoring.replace(self.folder, stage)
        except BaseException:
            _restoring.abandon(stage)
            raise
        return self._enter(self.keyfile(), master, uuid)

    def _prepare(self, stage: Path, backup: Path, code: RecoveryCode, new_password: str) -> tuple[str, bytes]:
        """Make the staged store ready to be opened by its chief; returns her UUID and the master key."""
        source = open_stage(stage, backup, code, self.folder)
        staged, master = DataFolder(stage), source.master
        keyfile = KeyFile.load(staged.keyfile, kdf=self._kdf, rule=self._rule)
        database = Database(staged.database, _archive.database_key(master))
        try:
            migrations.upgrade(database)
            uuid = chief_of(database)
            context = context_of(database, staged, keyfile, clock=self.clock, master=master, uuid=uuid)
            with database.read() as session:
                broken = _chain.broken_links(session, context.audit_key)
            detail: dict[str, object] = {
                "file": backup.name,
                "made_at": source.manifest.made_at.isoformat(),
                "sheet": source.sheet_no,
                "broken_audit": len(broken),
                "before": _restoring.safety_folder(self.folder, stage).name,
            }
            if source.sheet_no > keyfile.recovery_sheet:
                detail["sheet_of_backup"] = keyfile.recovery_sheet
            self._let_in(context, new_password, "backup.restored", detail, code=code, sheet_no=source.sheet_no)
        finally:
            database.close()
        _founding.fold(database)
        return uuid, master

    def _let_in(
        self,
        context: Context,
        password: str,
        action: str,
        detail: dict[str, object],
        *,
        code: RecoveryCode | None = None,
        sheet_no: int = 0,
    ) -> None:
        """Give the chief in `context` a new password, and void the sheet that let her in.

        `code` and `sheet_no` are of a sheet that the store may not know yet, because the backup is older than it.
        """
        keyfile, master = context.keyfile, context.master
        if not keyfile.verify(master):
            # The paper is the last word on whose store this is.
            keyfile.sign_again(master)
            detail = detail | {"keyfile_was_changed": True}
        with KeyService(context).key_change(None) as change:
            row = existing(change.session, context.actor.uuid)
            row.password_changed_at, row.must_change_password = change.now, False
            if code is not None and sheet_no >= _recovery.next_sheet_no(change.session, keyfile):
                _recovery.remember(change.session, master, code, sheet_no, issued_at=change.now)
                change.session.flush()
                keyfile.set_recovery(master, code, sheet_no)
            _recovery.void_all(change.session, change.now)
            change.audit(action, "station", "recovery", detail)
            keyfile.set_slot(master, row.uuid, row.name, row.post, password)
            keyfile.void_recovery(master)

    # ---- opening

    def _enter(self, keyfile: KeyFile, master: bytes, uuid: str, *, failures: int = 0, first: bool = False) -> Services:
        database = open_database(self.folder, keyfile, master, self.clock)
        try:
            context = context_of(database, self.folder, keyfile, clock=self.clock, master=master, uuid=uuid)
            note_login(context, failures=failures, first=first)
            self._open = Services(context)
        except BaseException:
            database.close()
            raise
        return self._open

    def _refuse_unsuitable_home(self) -> None:
        reason = unsuitable_home(self.folder.root)
        if reason:
            raise Trouble(reason)

    def _read_code(self, code: str, new_password: str) -> RecoveryCode:
        self._refuse(self._password_fault("password", new_password))
        return read_code(code)

    def _password_fault(self, field: str, password: str) -> dict[str, str]:
        message = check_password(password, self._passwords)
        return {field: message} if message else {}

    @staticmethod
    def _refuse(faults: dict[str, str]) -> None:
        if faults:
            raise Invalid(faults)
