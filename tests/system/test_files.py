"""Written whole or not at all, and a disk that refuses is told in a sentence."""

import errno
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from system.errors import Trouble
from system.files import free_bytes, make_folder, move_into_place, trouble_writing, whole_file, write_then_move

ROOT = Path(__file__).resolve().parents[2]


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_new_file_is_there_whole_and_alone(tmp_path: Path) -> None:
    write_then_move(tmp_path / "keys.json", b"one\r\n\x00two")
    assert (tmp_path / "keys.json").read_bytes() == b"one\r\n\x00two"
    assert names_in(tmp_path) == ["keys.json"]


def test_an_old_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(b"old and longer")
    path.chmod(0o640)
    write_then_move(path, b"new")
    assert path.read_bytes() == b"new"
    assert names_in(tmp_path) == ["keys.json"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_a_new_file_is_nobody_else_s_to_read(tmp_path: Path) -> None:
    write_then_move(tmp_path / "keys.json", b"x")
    assert (tmp_path / "keys.json").stat().st_mode & 0o007 == 0


def test_the_target_is_never_open_for_writing(tmp_path: Path) -> None:
    """A reader that opened the old file goes on reading the old content: the new one came by a move."""
    path = tmp_path / "keys.json"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write_then_move(path, b"new")
        assert reader.read() == b"old"


def test_a_missing_folder_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到文件夹") as caught:
        write_then_move(tmp_path / "none" / "keys.json", b"x")
    assert "U 盘" in caught.value.advice
    assert names_in(tmp_path) == []


def test_a_folder_in_the_place_is_told_and_no_neighbour_stays(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir()
    with pytest.raises(Trouble):
        write_then_move(tmp_path / "keys.json", b"x")
    assert names_in(tmp_path) == ["keys.json"]


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE is POSIX")
def test_a_disk_that_takes_no_more_leaves_the_old_file_and_no_neighbour(tmp_path: Path) -> None:
    """A real refusal half-way through the write, by the limit of file size, in a process of its own."""
    path = tmp_path / "keys.json"
    path.write_bytes(b"old")
    code = """
        import resource, sys
        from pathlib import Path
        from system.errors import Trouble
        from system.files import write_then_move
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            write_then_move(Path(sys.argv[1]), b"x" * 100_000)
        except Trouble as trouble:
            sys.stdout.buffer.write(str(trouble).encode())
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(path)], cwd=ROOT, capture_output=True, check=True
    )
    assert "磁盘空间不够了" in done.stdout.decode()
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["keys.json"]


def test_a_file_written_in_pieces_takes_its_name_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "backup"
    path.write_bytes(b"old")
    with whole_file(path) as file:
        file.write(b"one")
        file.write(b"two")
        file.seek(0)
        assert file.read() == b"onetwo"
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"onetwo"
    assert names_in(tmp_path) == ["backup"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o007 == 0


def test_a_block_that_ends_badly_leaves_the_old_file_and_its_own_error(tmp_path: Path) -> None:
    path = tmp_path / "backup"
    path.write_bytes(b"old")
    with pytest.raises(KeyError), whole_file(path) as file:
        raise KeyError(file.write(b"half"))
    with pytest.raises(Trouble, match="磁盘空间不够"), whole_file(path) as file:
        raise OSError(errno.ENOSPC, "english")
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["backup"]
    with pytest.raises(Trouble, match="找不到文件夹"), whole_file(tmp_path / "none" / "backup"):
        pass


def test_a_finished_folder_is_moved_and_a_missing_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "inside").write_bytes(b"x")
    move_into_place(tmp_path / "made", tmp_path / "kept")
    assert names_in(tmp_path) == ["kept"]
    assert (tmp_path / "kept" / "inside").read_bytes() == b"x"
    with pytest.raises(Trouble, match="“gone”没有写成"):
        move_into_place(tmp_path / "made", tmp_path / "gone")


@pytest.mark.parametrize(
    ("number", "why", "what_to_do"),
    [
        (errno.ENOSPC, "磁盘空间不够", "腾出空间"),
        (errno.EDQUOT, "磁盘空间不够", "腾出空间"),
        (errno.EROFS, "只读", "写保护"),
        (errno.EACCES, "没有写入权限", "管理员"),
        (errno.EPERM, "没有写入权限", "管理员"),
        (errno.ENODEV, "找不到文件夹", "接好"),
        (errno.EIO, "系统错误 5", "备份"),
    ],
)
def test_each_refusal_says_what_why_and_what_to_do(number: int, why: str, what_to_do: str) -> None:
    trouble = trouble_writing(OSError(number, "english"), Path("/data/keys.json"))
    assert "“keys.json”没有写成" in trouble.message
    assert why in trouble.message
    assert what_to_do in trouble.advice
    assert "english" not in str(trouble)


def test_folders_are_made_with_those_above_and_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Trouble):
        make_folder(tmp_path / "file" / "b")


def test_free_space_is_asked_of_the_disk_that_will_hold_the_path(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "yet") > 0
