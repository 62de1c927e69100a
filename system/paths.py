"""Where things lie: shipped resources, the data folder and its files, and which places are no home for it.

The live database stays on a disk of this computer. On a network share the locks of SQLite can't be trusted, and a stick
is pulled out in the middle of a save; backups, on the other hand, belong on a stick.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

# The folder's name on disk: plain letters, because domestic backup tools still trip over Chinese ones.
_FOLDER = "veterans-station"

_SHARE = (
    "这个文件夹在网络共享上，断网或者几台电脑同时打开都会损坏数据。请选本机硬盘上的文件夹；共享文件夹可以用来放备份。"
)
_STICK = "这个文件夹在 U 盘或其他可移动盘上，拔出时会损坏数据。请选本机硬盘上的文件夹；U 盘可以用来放备份。"
_DISC = "这个文件夹在光盘上，写不进去。请选本机硬盘上的文件夹。"

# File systems whose files live on another machine (or on the host of a virtual one), as /proc/mounts names them.
_SHARED_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb2",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "coda",
        "9p",
        "ceph",
        "glusterfs",
        "lustre",
        "gfs2",
        "ocfs2",
        "beegfs",
        "davfs",
        "vboxsf",
        "prl_fs",
        "virtiofs",
        "fuse.sshfs",
        "fuse.smbnetfs",
        "fuse.curlftpfs",
        "fuse.davfs2",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.glusterfs",
        "fuse.ceph",
        "fuse.gvfsd-fuse",
        "fuse.vmhgfs-fuse",
    }
)
_DISC_SYSTEMS = frozenset({"iso9660", "udf"})

# GetDriveTypeW, winbase.h: DRIVE_REMOVABLE, DRIVE_REMOTE, DRIVE_CDROM. Unknown, fixed and RAM disks are let through.
_WINDOWS_DRIVES = {2: _STICK, 4: _SHARE, 5: _DISC}


def resource(*parts: str) -> Path:
    """A path inside the shipped `resources/`, in the source tree as in the frozen program."""
    bundle = getattr(sys, "_MEIPASS", None)
    base = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return base.joinpath("resources", *parts)


def default_data_dir() -> Path:
    """The data folder when none is named on the command line. The folder need not exist yet.

    Installed (frozen), it is machine-wide, so that two accounts of one computer never get two databases; whoever
    installs the program makes it writable for the staff. From source it is the developer's own.
    """
    if not getattr(sys, "frozen", False):
        return Path(platformdirs.user_data_dir(_FOLDER, appauthor=False))
    if sys.platform == "win32":
        return Path(platformdirs.site_data_dir(_FOLDER, appauthor=False))
    return Path("/var/lib") / _FOLDER


@dataclass(frozen=True)
class DataFolder:
    """The data folder and the names inside it."""

    root: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.root / "station.db"

    @property
    def keyfile(self) -> Path:
        """The key slots: names and posts of the operators, wrapped keys, try counters."""
        return self.root / "keys.json"

    @property
    def lockfile(self) -> Path:
        """Held by the one program that has this folder open."""
        return self.root / "station.lock"

    @property
    def logs(self) -> Path:
        """A folder of logs without personal data."""
        return self.root / "logs"

    @property
    def backups(self) -> Path:
        """The first place of backups; the second is outside, on a stick."""
        return self.root / "backups"

    @property
    def first_start(self) -> Path:
        """What was typed in the first steps of the first start, before there is a database."""
        return self.root / "first-start.json"

    @property
    def window_state(self) -> Path:
        """Colours, text size and zoom, for the login too: outside the store, and nothing in it is personal."""
        return self.root / "window.json"

    @property
    def station_keys(self) -> Path:
        """Public keys of this station and of others, to check a paper's code with when nobody is logged in."""
        return self.root / "station_keys.toml"


def unsuitable_home(path: Path) -> str | None:
    """Why `path` may not hold the live data, as a Chinese sentence, or None where nothing speaks against it.

    `path` need not exist; the nearest folder that does decides. A machine that doesn't tell is given the benefit.
    """
    if sys.platform == "win32":
        return _WINDOWS_DRIVES.get(_windows_drive_type(path))
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    return unsuitable_mount(nearest_existing(path), mounts, Path("/sys/class/block"))


def nearest_existing(path: Path) -> Path:
    """`path` itself, or the closest folder above it that exists; absolute and without links."""
    found = path.absolute()
    while not _is_seen(found) and found != found.parent:
        found = found.parent
    return found.resolve()


def _is_seen(path: Path) -> bool:
    """`exists`, where a folder that this user may not look into counts as not there instead of raising."""
    try:
        return path.exists()
    except OSError:
        return False


def unsuitable_mount(path: Path, mounts: str, block_devices: Path) -> str | None:
    """The Linux part of `unsuitable_home`: `path` is absolute, `mounts` is the text of /proc/mounts.

    `block_devices` is the folder /sys/class/block, one link per disk and partition.
    """
    found = _mount_of(path, mounts)
    if found is None:
        return None
    device, system = found
    if system in _SHARED_SYSTEMS:
        return _SHARE
    if system in _DISC_SYSTEMS:
        return _DISC
    if device.startswith("/dev/") and _is_removable(Path(device).resolve().name, block_devices):
        return _STICK
    return None


def _mount_of(path: Path, mounts: str) -> tuple[str, str] | None:
    """Device and file system of the deepest mount point above `path`; of two on one point the later hides the other."""
    best: tuple[str, str] | None = None
    depth = -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        device, point, system = _unescape(fields[0]), Path(_unescape(fields[1])), fields[2]
        if len(point.parts) >= depth and path.is_relative_to(point):
            best, depth = (device, system), len(point.parts)
    return best


def _unescape(field: str) -> str:
    r"""/proc/mounts writes blanks, tabs and backslashes of a name in octal: `\040`."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def _is_removable(name: str, block_devices: Path) -> bool:
    """Whether the disk under a device is one that is pulled out.

    A partition's folder lies inside its disk's, and only the disk has `removable`. An encrypted or logical volume
    (dm-0) names the devices beneath it in `slaves`.
    """
    folder = (block_devices / name).resolve()
    for place in (folder, folder.parent):
        try:
            return (place / "removable").read_text(encoding="ascii").strip() == "1" or any(
                _is_removable(beneath, block_devices) for beneath in _names_in(place / "slaves")
            )
        except OSError:
            continue
    return False


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return []


def _windows_drive_type(path: Path) -> int:
    """GetDriveTypeW of the drive or share that `path` is on; 0 (unknown) on other systems."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(nearest_existing(path).anchor))
    return 0
