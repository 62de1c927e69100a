"""One program per data folder: a lock of the operating system, which dies with the process however it ends."""

import errno
import os
import sys
from pathlib import Path

from system.errors import Trouble
from system.files import trouble_writing

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# What the two systems say when somebody else holds it.
_TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})


class FolderLock:
    """Held from `acquire` to `release` or the end of the process. The file stays: removing it would be a race."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Take the lock; False when another program (or another lock of this one) has it. Raises `Trouble` when the
        file can't be opened or the disk knows no locks."""
        if self._handle is not None:
            return True
        try:
            # Python opens it uninheritable, so a child that outlives us can't keep the folder locked.
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o660)
        except OSError as error:
            raise trouble_writing(error, self._path) from error
        try:
            _take(handle)
        except OSError as error:
            os.close(handle)
            if error.errno in _TAKEN:
                return False
            raise Trouble(
                "这个数据文件夹所在的磁盘不支持文件锁，不能保证只有一个程序在用。", "请把数据放到本机硬盘上。"
            ) from error
        self._handle = handle
        return True

    def release(self) -> None:
        """Give it back; nothing happens where it isn't held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _take(handle: int) -> None:
    """Lock the open file without waiting; OSError with one of `_TAKEN` when it is held elsewhere."""
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
