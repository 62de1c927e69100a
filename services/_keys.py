"""Changes of the key file in step with the database.

Two files can't be changed in one transaction. So the key file is written inside the database's transaction, and put
back as it was when that one fails. A kill in the small gap between the two leaves a key file that is ahead: its
generation is higher than the one the database remembers, and the next login says so in the audit. A lower one means
that somebody put an old key file back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.permissions import Permission
from services import _settings
from services._base import Change, Service
from system.errors import DamagedStore
from system.files import write_then_move


class KeyService(Service):
    """A service some of whose acts change who can open the store."""

    @contextmanager
    def key_change(self, permission: Permission | None) -> Iterator[Change]:
        """One write of database and key file: both or neither, as far as two files allow."""
        path = self._context.folder.keyfile
        before: bytes | None = None
        try:
            with self.change(permission) as change:
                # Read only now that no other change is under way, or putting it back would undo that one.
                before = key_bytes(path)
                yield change
                _settings.put(change.session, _settings.KEY_GENERATION, self._context.keyfile.generation)
        except BaseException:
            if before is not None and key_bytes(path) != before:
                write_then_move(path, before)
            raise


def key_bytes(path: Path) -> bytes:
    """The key file as it lies on the disk. Raises DamagedStore."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedStore(f"密钥文件“{path.name}”读不出来，这次没有保存，也没有备份。") from error
