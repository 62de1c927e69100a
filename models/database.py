"""The encrypted file: how it is opened, read, written, checked and copied.

Pragmas and transaction rules live here only. Three facts that cost others their data are settled in this file. A
driver without the cipher takes `PRAGMA key` without a word and writes a plain file, so the cipher is asked for its
version first. A transaction that reads first and writes later fails at once when somebody else wrote in between, so
every write starts with `BEGIN IMMEDIATE`. WAL with `synchronous=NORMAL` loses acknowledged saves at a power cut, so
it is FULL.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool, QueuePool

from system.errors import DamagedStore, Trouble

Seen = TypeVar("Seen")

# What a bare connection raises; `trouble_from` says it in words.
ENGINE_FAULTS = (sqlcipher.DatabaseError,)
BUSY_MILLISECONDS = 8000
PAGE_BYTES = 4096
CACHE_KIB = 16384
PRAGMAS = (
    "PRAGMA cipher_log_level = NONE",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    f"PRAGMA cache_size = -{CACHE_KIB}",
)


def trouble_from(error: DBAPIError | sqlcipher.DatabaseError) -> Trouble:
    """Say in the clerk's words what the disk or the file refused. The driver's own text never reaches her."""
    text = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    if "full" in text:
        return Trouble("磁盘已满，这次没有保存。", "请清理出空间后再按一次保存，草稿还在。")
    if "readonly" in text or "read-only" in text:
        return Trouble("数据文件是只读的，这次没有保存。", "请检查磁盘是否写保护，草稿还在。")
    if "locked" in text or "busy" in text:
        return Trouble("数据文件正被占用，这次没有保存。", "请稍等几秒再试，草稿还在。")
    if "not a database" in text or "malformed" in text or "corrupt" in text or "hmac" in text:
        return DamagedStore(
            "数据文件打不开：已损坏，或者不是本系统的数据文件。", "请不要再写入，用“从备份恢复”找回数据。"
        )
    if "i/o" in text or "unable to open" in text:
        return Trouble("读写磁盘出错。", "请检查磁盘是否还在、是否还有空间，然后再试。")
    return Trouble("数据文件没有按要求工作。", "请重启程序再试；仍不行请从备份恢复。")


def connect(path: Path, key: bytes, *, create: bool = False, only_look: bool = False) -> sqlcipher.Connection:
    """Open one connection with the raw 32-byte `key`; `only_look` is for finished copies, and changes no byte of them.

    Raises DamagedStore for a file that this key does not open, Trouble where the driver has no cipher.
    """
    if len(key) != 32:
        raise ValueError("the key of the file is 32 bytes")
    mode = "rwc" if create else "ro" if only_look else "rw"
    connection = None
    try:
        connection = sqlcipher.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        _require_cipher(connection)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not only_look:
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlcipher.DatabaseError as error:
        if connection is not None:
            connection.close()
        raise trouble_from(error) from error
    return connection


def _require_cipher(connection: sqlcipher.Connection) -> None:
    if not connection.execute("PRAGMA cipher_version").fetchone():
        connection.close()
        raise Trouble("这台电脑上的数据库组件不带加密，不能打开数据。", "请重新安装本程序，不要改动安装目录。")


class Database:
    """The open store: short read and write transactions, copies and checks. Safe to use from several threads."""

    def __init__(self, path: Path, key: bytes, *, create: bool = False) -> None:
        """Open `path`, or make it where `create` is true; raises DamagedStore, Trouble."""
        self.path = path
        self._key = key
        if not create and path.exists() and path.stat().st_size < PAGE_BYTES:
            # SQLite takes a file without one whole page for a new, empty database, and would fill it.
            raise DamagedStore("数据文件是空的，或者被截断了。", "请不要再写入，用“从备份恢复”找回数据。")
        connect(path, key, create=create).close()
        self._engine = _engine(path, key, poolclass=QueuePool, pool_size=2, max_overflow=6)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; whatever is changed in it is thrown away."""
        with self._session("BEGIN") as session:
            yield session
            # A rollback would forget what was read; a row that was let go keeps its columns.
            session.expunge_all()
            session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One change: committed when the block ends, rolled back whole when it raises."""
        with self._session("BEGIN IMMEDIATE") as session:
            yield session
            session.commit()

    @contextmanager
    def _session(self, begin: str) -> Iterator[Session]:
        try:
            with (
                self._engine.connect().execution_options(begin=begin) as connection,
                Session(connection, expire_on_commit=False) as session,
            ):
                yield session
        except DBAPIError as error:
            raise trouble_from(error) from error

    @contextmanager
    def plain(self) -> Iterator[sqlcipher.Connection]:
        """A bare connection outside the pool, for pragmas, copies and migrations; closed at the end."""
        connection = connect(self.path, self._key)
        try:
            yield connection
        except sqlcipher.DatabaseError as error:
            raise trouble_from(error) from error
        finally:
            connection.close()

    @contextmanager
    def migration(self) -> Iterator[Connection]:
        """One atomic schema step, for `models.migrations` only.

        Foreign keys are off meanwhile, because rebuilding a table would cascade into its children; orphans that the
        step left are refused at the end, and then nothing of it is kept.
        """
        engine = _engine(self.path, self._key, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                # The switch works only outside a transaction, so it goes past SQLAlchemy, which would begin one.
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA foreign_keys = OFF")
                with connection.execution_options(begin="BEGIN IMMEDIATE").begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                        raise Trouble(
                            "数据升级没有通过检查，已退回升级前的样子。", "请联系维护人员，升级前的备份在备份文件夹里。"
                        )
        except DBAPIError as error:
            raise trouble_from(error) from error
        finally:
            engine.dispose()

    def version(self) -> int:
        """The number of the schema in the file; 0 for an empty file."""
        with self.plain() as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def backup_to(self, target: Path, look: Callable[[sqlcipher.Connection], Seen]) -> Seen:
        """Copy the live file to `target` under the same key, as one file without a WAL beside it.

        Returns what `look` saw in the live file at the very moment of the copy, to compare the copy with.
        """
        with self.plain() as source:
            copy = connect(target, self._key, create=True)
            try:
                source.execute("BEGIN")
                seen = look(source)
                source.backup(copy)
                source.execute("COMMIT")
                copy.execute("PRAGMA journal_mode = DELETE")
                return seen
            except sqlcipher.DatabaseError as error:
                raise trouble_from(error) from error
            finally:
                copy.close()

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the file: torn pages, broken structure, orphans. Empty when all is well."""
        with self.plain() as connection:
            return check(connection)

    def close(self) -> None:
        """Close all connections; the last one folds the WAL back into the file."""
        self._engine.dispose()


def check(connection: sqlcipher.Connection) -> tuple[str, ...]:
    """Every fault that the cipher's page seals, the structure check and the foreign keys find."""
    torn = [f"cipher: {row[0]}" for row in connection.execute("PRAGMA cipher_integrity_check")]
    if torn:
        return tuple(torn)
    structure = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    orphans = [f"orphan in {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return tuple(structure + orphans)


def _engine(path: Path, key: bytes, **pool: Any) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key),
        hide_parameters=True,
        json_serializer=lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True),
        **pool,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql(options.get("begin", "BEGIN"))
