"""Which system libraries Qt wants: asked of the shipped wheel itself, so that the table of packages cannot go stale."""

import shutil
import struct
import sys
from pathlib import Path

import PySide6
import pytest

from tools import system_packages as packages

QT = Path(PySide6.__file__).parent / "Qt"
# The loader, the C library and the compiler's own, which no Linux is without.
ALWAYS_THERE = {"libc.so.6", "libm.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0", "libresolv.so.2"}
ALWAYS_THERE |= {"libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt's wheels need nothing elsewhere")

PT_LOAD, PT_DYNAMIC, DT_NEEDED, DT_STRTAB = 1, 2, 1, 5


def needed(file: Path) -> list[str]:
    """The libraries that a 64-bit ELF file names as needed (System V ABI, "Dynamic Section")."""
    data = file.read_bytes()
    start, size, count = (struct.unpack_from(form, data, at)[0] for form, at in (("<Q", 32), ("<H", 54), ("<H", 56)))
    segments = [struct.unpack_from("<IIQQQQQQ", data, start + index * size) for index in range(count)]
    dynamic = next(segment for segment in segments if segment[0] == PT_DYNAMIC)
    entries = list(struct.iter_unpack("<qQ", data[dynamic[2] : dynamic[2] + dynamic[5] // 16 * 16]))
    table = next(value for tag, value in entries if tag == DT_STRTAB)
    home = next(segment for segment in segments if segment[0] == PT_LOAD and 0 <= table - segment[3] < segment[5])
    offset = table - home[3] + home[2]
    names = [offset + value for tag, value in entries if tag == DT_NEEDED]
    return [data[at : data.index(b"\0", at)].decode() for at in names]


def system_libraries(files: tuple[str, ...]) -> set[str]:
    """All libraries from outside the wheel that these files of Qt want, through the wheel's own libraries too."""
    waiting, seen, outside = [QT / name for name in files], set[Path](), set[str]()
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        for name in needed(file):
            own = QT / "lib" / name
            if own.is_file():
                waiting.append(own)
            else:
                outside.add(name)
    return outside - ALWAYS_THERE


@linux_only
@pytest.mark.parametrize("files", [packages.OFFSCREEN_FILES, packages.WINDOW_FILES, packages.WAYLAND_FILES])
def test_every_library_that_qt_wants_has_a_package(files: tuple[str, ...]) -> None:
    assert system_libraries(files) - packages.PACKAGES.keys() == set()


@linux_only
def test_no_package_is_listed_for_nothing() -> None:
    everything = packages.OFFSCREEN_FILES + packages.WINDOW_FILES + packages.WAYLAND_FILES
    assert packages.PACKAGES.keys() - system_libraries(everything) == set()


@linux_only
def test_the_loader_is_asked_and_tells_what_it_does_not_find(tmp_path: Path) -> None:
    """Away from its neighbours a plugin no longer finds Qt's own libraries; in its place it finds these."""
    plugin = "plugins/platforms/libqoffscreen.so"
    (tmp_path / plugin).parent.mkdir(parents=True)
    shutil.copy(QT / plugin, tmp_path / plugin)
    assert "libQt6Gui.so.6" in packages.missing_libraries(tmp_path, (plugin,))
    assert "libQt6Gui.so.6" not in packages.missing_libraries(QT, (plugin,))
    assert packages.missing_libraries(tmp_path, ("plugins/nothing.so",)) == []


def test_the_answer_of_ldd_is_read() -> None:
    answer = """\
/opt/a.so:
\tlinux-vdso.so.1 (0x00007ffd)
\tlibcups.so.2 => not found
\tlibz.so.1 => /lib/libz.so.1 (0x00007f)
/opt/b.so:
\tlibcups.so.2 => not found
\tlibxcb-cursor.so.0 => not found
"""
    assert packages.not_found(answer) == ["libcups.so.2", "libxcb-cursor.so.0"]


def test_a_package_is_named_once_and_by_the_name_this_release_knows() -> None:
    wanted = packages.packages_for(["libglib-2.0.so.0", "libgthread-2.0.so.0", "libGL.so.1", "libunheard.so.9"])
    assert wanted == [("libglib2.0-0", "libglib2.0-0t64"), ("libgl1",)]
    assert packages.chosen(wanted[0], {"libglib2.0-0t64"}.__contains__) == "libglib2.0-0t64"
    assert packages.chosen(wanted[0], {"libglib2.0-0"}.__contains__) == "libglib2.0-0"
    assert packages.chosen(wanted[0], set[str]().__contains__) == "libglib2.0-0"


def test_where_nothing_may_be_installed_one_sentence_names_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(packages.CannotGoOn) as refusal:
        packages.install_packages([("libcups2", "libcups2t64"), ("libgl1",)], "Qt misses libcups.so.2, libGL.so.1")
    sentence = str(refusal.value)
    assert sentence.startswith("Qt misses libcups.so.2, libGL.so.1; run `sudo apt-get install ")
    assert "libcups2 libgl1`" in sentence


@pytest.mark.parametrize(
    ("environment", "window", "loads_xcb", "loads_wayland"),
    [
        ({"DISPLAY": ":0"}, False, False, False),
        ({"DISPLAY": ":0"}, True, True, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, True, True, False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True, True, True),
    ],
)
def test_only_what_the_work_loads_is_looked_at(
    environment: dict[str, str], window: bool, loads_xcb: bool, loads_wayland: bool
) -> None:
    files = packages.files_to_load(environment, window=window)
    assert set(packages.OFFSCREEN_FILES) <= set(files)
    assert (set(packages.WINDOW_FILES) <= set(files)) is loads_xcb
    assert (set(packages.WAYLAND_FILES) <= set(files)) is loads_wayland
