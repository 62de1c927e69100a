"""Files that are whole or not there: each is written to a neighbour, pushed to the disk, then moved into place."""

import errno
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from system.errors import Trouble
from system.paths import nearest_existing

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})

# A neighbour's name is a dot, the file's name, something random and this; what a kill left can be known by it.
PART_SUFFIX = ".part"

# What is newly made may be read by its owner and the folder's group; the umask narrows it further.
_MODE = 0o660


def write_then_move(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a power cut leaves either the old content or the new, never a piece.

    Raises `Trouble` when the disk refuses; the old content is then untouched and no temporary neighbour stays behind.
    """
    neighbour = _neighbour(path)
    try:
        try:
            _write_to_disk(neighbour, data, _mode_of(path))
            _move(neighbour, path)
            _sync_folder(path.parent)
        except BaseException:
            neighbour.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise trouble_writing(error, path) from error


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to be written in pieces (and read back) that takes the name `path` only when the block ends well.

    For what is too big for `write_then_move`. Raises `Trouble` when the disk refuses; then nothing is left behind.
    """
    neighbour = _neighbour(path)
    try:
        try:
            with os.fdopen(_open_new(neighbour, os.O_RDWR), "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _move(neighbour, path)
            _sync_folder(path.parent)
        except BaseException:
            neighbour.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise trouble_writing(error, path) from error


def move_into_place(source: Path, target: Path) -> None:
    """Give a finished file or folder its name on the same disk, and push the name to the disk. Raises `Trouble`."""
    try:
        _move(source, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise trouble_writing(error, target) from error


def make_folder(path: Path) -> None:
    """Make the folder with all above it, where it isn't there yet. Raises `Trouble` when the disk refuses."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble_writing(error, path) from error


def free_bytes(path: Path) -> int:
    """Free bytes for this user on the disk that holds `path` (which need not exist yet)."""
    try:
        return shutil.disk_usage(nearest_existing(path)).free
    except OSError as error:
        raise Trouble(f"看不到“{path}”所在磁盘的剩余空间。", "请检查磁盘是否还连着。") from error


def trouble_writing(error: OSError, path: Path) -> Trouble:
    """The plain sentence for a write that the system refused: what, why, what to do."""
    what = f"“{path.name}”没有写成"
    folder = path.parent
    if error.errno in _FULL:
        return Trouble(f"{what}，磁盘空间不够了。", f"原来的内容没有动。请清理“{folder}”所在的磁盘，腾出空间后再试。")
    if error.errno == errno.EROFS:
        return Trouble(f"{what}，磁盘是只读的。", f"请检查“{folder}”所在的磁盘是否写保护，或者换一个位置。")
    if error.errno in _FORBIDDEN:
        return Trouble(
            f"{what}，没有写入权限，或者文件正被别的程序占用。",
            f"请关掉占用它的程序，或者请管理员开放“{folder}”的写入权限。",
        )
    if error.errno in _GONE:
        return Trouble(f"{what}，找不到文件夹“{folder}”。", "请检查磁盘或 U 盘是否已拔出，接好后再试。")
    return Trouble(f"{what}，磁盘读写出错（系统错误 {error.errno}）。", "请先做一次备份，再检查这块磁盘。")


def _neighbour(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART_SUFFIX}")


def _mode_of(path: Path) -> int | None:
    """The permissions an existing file has, which its successor keeps; None where there is none."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return None


def _write_to_disk(path: Path, data: bytes, mode: int | None) -> None:
    with os.fdopen(_open_new(path, os.O_WRONLY), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


def _open_new(path: Path, access: int) -> int:
    # O_BINARY exists on Windows only, and without it line ends are rewritten there.
    return os.open(path, access | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _MODE)


def _move(source: Path, target: Path) -> None:
    """Replace; on Windows a virus scanner may hold a fresh file for a moment, so it is tried for half a second."""
    for pause in (0.05, 0.15, 0.3) if sys.platform == "win32" else ():
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(pause)
    source.replace(target)


def _sync_folder(folder: Path) -> None:
    """Push the new name itself to the disk. Windows can't open folders, and NTFS journals names anyway."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
