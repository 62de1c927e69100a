"""Where files lie, and which places are refused as a home of the live data."""

import sys
from pathlib import Path

import pytest

from system.paths import (
    DataFolder,
    default_data_dir,
    nearest_existing,
    resource,
    unsuitable_home,
    unsuitable_mount,
)

MOUNTS = r"""proc /proc proc rw 0 0
/dev/sda2 / ext4 rw 0 0
/dev/sda3 /home ext4 rw 0 0
/dev/sdb1 /media/usb vfat rw 0 0
/dev/sdb1 /media/my\040stick vfat rw 0 0
/dev/dm-0 /secret ext4 rw 0 0
/dev/dm-1 /stick-secret ext4 rw 0 0
/dev/sr0 /media/disc iso9660 ro 0 0
/dev/loop7 /media/image udf ro 0 0
server:/export /mnt/share nfs4 rw 0 0
//server/d /mnt/windows cifs rw 0 0
//server/d /mnt/windows3 smb3 rw 0 0
me@host:/ /home/me/far fuse.sshfs rw 0 0
host0 /mnt/host 9p rw 0 0
/dev/sdc1 /data fuseblk rw 0 0
/dev/sda4 /covered ext4 rw 0 0
server:/x /covered nfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
broken
"""


@pytest.fixture
def block_devices(tmp_path: Path) -> Path:
    """A /sys/class/block as Linux lays it out: links into the disks, partitions inside their disk."""
    links = tmp_path / "class"
    links.mkdir()
    disks = {"sda": ("0", ["sda2", "sda3", "sda4"]), "sdb": ("1", ["sdb1"]), "sdc": ("0", ["sdc1"]), "sr0": ("1", [])}
    for disk, (removable, partitions) in disks.items():
        home = tmp_path / "devices" / disk
        (home / "slaves").mkdir(parents=True)
        (home / "removable").write_text(f"{removable}\n", encoding="ascii")
        (links / disk).symlink_to(home)
        for partition in partitions:
            (home / partition).mkdir()
            (links / partition).symlink_to(home / partition)
    for name, beneath in (("dm-0", "sda2"), ("dm-1", "sdb1")):
        home = tmp_path / "devices" / name
        (home / "slaves").mkdir(parents=True)
        (home / "removable").write_text("0\n", encoding="ascii")
        (home / "slaves" / beneath).symlink_to(links / beneath)
        (links / name).symlink_to(home)
    return links


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/", None),
        ("/home/wang/data", None),
        ("/homework", None),
        ("/data", None),
        ("/tmp/x", None),
        ("/secret", None),
        ("/media/usb", "U 盘"),
        ("/media/usb/deep/er", "U 盘"),
        ("/media/my stick/data", "U 盘"),
        ("/media/usb2", None),
        ("/stick-secret", "U 盘"),
        ("/media/disc", "光盘"),
        ("/media/image", "光盘"),
        ("/mnt/share", "网络共享"),
        ("/mnt/windows/d", "网络共享"),
        ("/mnt/windows3/d", "网络共享"),
        ("/home/me/far/data", "网络共享"),
        ("/home/me/near", None),
        ("/mnt/host", "网络共享"),
        ("/covered/data", "网络共享"),
    ],
)
def test_shares_sticks_and_discs_are_refused(path: str, word: str | None, block_devices: Path) -> None:
    sentence = unsuitable_mount(Path(path), MOUNTS, block_devices)
    if word is None:
        assert sentence is None
    else:
        assert sentence is not None
        assert word in sentence
        assert "请选本机硬盘上的文件夹" in sentence


def test_a_machine_that_tells_nothing_is_given_the_benefit(tmp_path: Path) -> None:
    assert unsuitable_mount(Path("/data"), "", tmp_path) is None
    assert unsuitable_mount(Path("/data"), "/dev/sdz1 / ext4 rw 0 0\n", tmp_path / "none") is None


@pytest.mark.skipif(not Path("/proc/mounts").exists(), reason="only Linux has /proc")
def test_the_real_proc_is_a_home_for_nobody_s_stick() -> None:
    # What this computer's own files lie on is what we run from; it must not be called a stick.
    sentence = unsuitable_home(Path("/proc/no/such/folder"))
    assert sentence is None


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path: Path) -> None:
    assert nearest_existing(tmp_path / "a" / "b") == tmp_path.resolve()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real").mkdir()
    assert nearest_existing(tmp_path / "link" / "new") == (tmp_path / "real").resolve()


def test_resources_are_found_in_the_source_tree_and_in_the_frozen_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resource("data", "security.toml").is_file()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("data", "security.toml") == tmp_path / "resources" / "data" / "security.toml"


def test_the_data_is_the_developer_s_own_from_source_and_the_machine_s_when_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert default_data_dir().is_relative_to(Path.home())
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert default_data_dir().is_absolute()
    assert not default_data_dir().is_relative_to(Path.home())


def test_the_folder_s_files_are_all_inside_it_and_different(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    names = {
        folder.database,
        folder.keyfile,
        folder.lockfile,
        folder.logs,
        folder.backups,
        folder.first_start,
        folder.window_state,
    }
    assert len(names) == 7
    assert {path.parent for path in names} == {tmp_path}
    assert (folder.database.name, folder.keyfile.name, folder.first_start.name) == (
        "station.db",
        "keys.json",
        "first-start.json",
    )
