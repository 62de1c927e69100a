"""退役军人服务站前台: the one place where the program is put together and started.

`python main.py` opens the desk; the flags below are for demonstrations, developers and the curious.
"""

import argparse
import gc
import io
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from system.clock import Clock
from system.errors import Refusal
from system.files import make_folder
from system.lock import FolderLock
from system.paths import DataFolder, default_data_dir
from system.version import PRODUCT, VERSION

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from services.entry import Entry


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="main.py", description=PRODUCT)
    parser.add_argument("--data", metavar="DIR", type=Path, help="数据文件夹（默认：这台电脑上的固定位置）")
    parser.add_argument("--demo", action="store_true", help="用虚构的 2000 人和两年来访演示，数据放在单独的文件夹")
    parser.add_argument("--tour", metavar="DIR", type=Path, help="不用屏幕，走一遍真实窗口，把画面和文书放进 DIR")
    parser.add_argument("--self-test", action="store_true", help="自检：字体、数据、文书、每个页面")
    parser.add_argument("--verify", metavar="TEXT", help="验一张纸上的码（“-”从标准输入读）：0 有效，1 不符，2 查不了")
    parser.add_argument("--key", metavar="TEXT", help="和 --verify 同用：用这个公钥码验，不用数据文件夹里的公钥")
    parser.add_argument("--version", action="version", version=f"{PRODUCT} {VERSION}")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start what was asked for; returns the exit code."""
    chosen = options(arguments)
    if chosen.self_test:
        return self_test()
    if chosen.tour is not None:
        return tour(chosen.tour)
    root = chosen.data or default_data_dir()
    if chosen.verify is not None:
        return verify(chosen.verify, root, chosen.key)
    if chosen.demo:
        root = chosen.data or default_data_dir().with_name(f"{default_data_dir().name}-demo")
    return open_desk(DataFolder(root), demo=chosen.demo)


def verify(text: str, root: Path, key: str | None) -> int:
    """Say whether a paper's code was signed by a station whose key is known here; nothing is opened for it."""
    from services import verify_text

    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console that lacks a character of somebody's code still shows the rest.
        sys.stdout.reconfigure(errors="replace")
    outcome, lines = verify_text.verify(sys.stdin.readline() if text == "-" else text, root, key)
    print("\n".join(lines))
    return int(outcome)


def entry_loader(folder: DataFolder, clock: Clock) -> "Callable[[], Entry]":
    """The way into the store, made at the first call: its libraries take longer to load than the login to paint."""
    made: list[Entry] = []
    turn = threading.Lock()

    def load() -> "Entry":
        with turn:
            if not made:
                from services.entry import Entry

                made.append(Entry(folder, clock))
            return made[0]

    return load


def open_desk(folder: DataFolder, *, demo: bool) -> int:
    """The desk on a data folder, until its window is closed."""
    # What is made on the way to the first window stays: looking through it for garbage took a twentieth of the start.
    if not demo:
        gc.disable()
    try:
        return _open_desk(folder, demo=demo)
    finally:
        gc.enable()


def _open_desk(folder: DataFolder, *, demo: bool) -> int:
    from gui.crash import CrashHook
    from gui.qt import log_qt_messages, make_application
    from gui.theme import Theme
    from gui.window_look import WindowState
    from system import logs

    application = make_application()
    Theme.install(application, WindowState(folder.window_state).last(), rare=False)
    hook = CrashHook()
    hook.install()
    lock = FolderLock(folder.lockfile)
    try:
        make_folder(folder.root)
        if not lock.acquire():
            return _ring_the_first(folder)
        logs.set_up(folder.logs)
    except Refusal as trouble:
        return _say_and_end(str(trouble))
    log_qt_messages()
    notice = _prepare_demo(folder) if demo else ""
    try:
        return _run(application, folder, notice)
    except Exception as error:
        # Nothing is on the screen yet and no event loop runs: without this the program would end without a word.
        hook.show_last(error)
        return 1
    finally:
        lock.release()


def _run(application: "QApplication", folder: DataFolder, notice: str) -> int:
    from gui import jobs
    from gui.instance import Doorbell
    from gui.shell import Shell
    from gui.theme import load_rare_fonts

    clock = Clock()
    load = entry_loader(folder, clock)
    shell = Shell(folder, clock, load, notice=notice)
    bell = Doorbell(folder.root, shell)
    bell.rung.connect(shell.come_to_front)
    # The login is on the screen before the big font and the store's libraries are read from the disk.
    shell.painted.connect(load_rare_fonts)
    shell.painted.connect(lambda: jobs.run(shell, load, lambda _entry: None, lambda _error: None))
    shell.start()
    shell.show_fitting()
    gc.freeze()
    gc.enable()
    return application.exec()


def _ring_the_first(folder: DataFolder) -> int:
    from gui.instance import ring

    if ring(folder.root):
        return 0
    return _say_and_end("这个数据文件夹正被另一个程序使用，而它没有应答。请先关掉它，或者重启电脑再试。")


def _say_and_end(sentence: str) -> int:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMessageBox

    print(sentence, file=sys.stderr)
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        box = QMessageBox(QMessageBox.Icon.Warning, PRODUCT, sentence)
        # A folder's name may look like markup.
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.exec()
    return 1


def _prepare_demo(folder: DataFolder) -> str:
    """Fill an empty folder with the invented station, once; returns the words that tell its password."""
    from services import demo

    if not folder.database.exists():
        print("正在准备演示数据：2000 个虚构的人，两年的来访。大约半分钟……", flush=True)
        demo.found(entry_loader(folder, Clock())())
    words = f"演示数据，人和事都是虚构的。每个账号的密码都是 {demo.password()}"
    print(f"{words}；数据在 {folder.root}", flush=True)
    return words


def self_test() -> int:
    """Prove that what was built or installed works; 0 when every check passed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui import self_test as pages
    from services import self_test as parts

    passed = parts.run(print, parts.CHECKS + pages.CHECKS)
    print("自检通过" if passed else "自检没有通过")
    return 0 if passed else 1


def tour(target: Path) -> int:
    """Walk through the real windows without a screen; 0 only when every step showed what it should."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from gui.tour.guide import walk

    return walk(target, entry_loader, lambda line: print(line, flush=True))


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # In the built program a child that reads somebody's old table starts here too.
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())
