"""The printers that CUPS knows, by its own commands: on Linux `lp` of the PDF itself is sharper than page images.

Nothing here raises where CUPS is absent: Windows and bare machines simply have no printer of this kind. The PDF goes
through a pipe, never through a temporary file, because it holds people's data.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

from system.errors import Trouble

_LOOK_SECONDS = 5
_SUBMIT_SECONDS = 20
_ADVICE = "请检查打印机的电源、连线和纸张，接通后到“打印中心”重新打印。"

_STATE = re.compile(r"printer (\S+) (is idle|now printing|disabled|is)")
_REFUSES = re.compile(r"(\S+) not accepting requests")
_DEFAULT = re.compile(r"system default destination: (\S+)")
_REQUEST = re.compile(r"request id is (\S+)")
_TRAYS = re.compile(r"^InputSlot/[^:\n]*:(.*)$", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")


@dataclass(frozen=True)
class Printer:
    """One printer: `ready` when it is switched on in CUPS and takes jobs (whether there is paper, nobody tells)."""

    name: str
    is_default: bool
    ready: bool


def has_cups() -> bool:
    """Whether the commands of CUPS are there."""
    return shutil.which("lp") is not None and shutil.which("lpstat") is not None


def list_printers() -> tuple[Printer, ...]:
    """All printers by name, the default first. Empty where CUPS is absent, stopped, or doesn't answer in time."""
    if not has_cups():
        return ()
    try:
        answer = _run(["lpstat", "-p", "-a", "-d"], b"", _LOOK_SECONDS).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        return ()
    default = _DEFAULT.search(answer)
    refusing = set(_REFUSES.findall(answer))
    states = {match[1]: match[2] for match in map(_STATE.match, answer.splitlines()) if match}
    printers = [
        Printer(name, default is not None and default[1] == name, state != "disabled" and name not in refusing)
        for name, state in states.items()
    ]
    return tuple(sorted(printers, key=lambda printer: (not printer.is_default, printer.name)))


def list_trays(printer: str) -> tuple[str, ...]:
    """The trays of a printer by their names in CUPS. Empty where it has none to choose, or CUPS doesn't answer."""
    if shutil.which("lpoptions") is None or not _is_printer_name(printer):
        return ()
    try:
        done = _run(["lpoptions", "-p", printer, "-l"], b"", _LOOK_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = _TRAYS.search(done.stdout.decode("utf-8", "replace"))
    names = [name.removeprefix("*") for name in found[1].split()] if found else []
    return tuple(name for name in names if _WORD.fullmatch(name))


def submit_pdf(printer: str, pdf: bytes, *, copies: int, media: str, tray: str = "") -> str:
    """Hand a PDF to a printer's queue; returns the queue's request id ("" when it doesn't say).

    `media` is a CUPS name of a paper size ("A4", "A5", "Custom.72x200mm"), `tray` one of `list_trays`. Raises
    `Trouble` when CUPS is absent, doesn't answer in time, or refuses. Taken by the queue isn't yet printed: the sheet
    is good when the clerk says so.
    """
    if copies < 1 or not all(_WORD.fullmatch(word) for word in (media, tray or "none")):
        raise ValueError("copies from 1, media and tray plain words")
    if not has_cups():
        raise Trouble("这台电脑没有打印服务（CUPS）。", "请先存成 PDF，或者请维护人员装好打印机。")
    command = ["lp", "-d", printer, "-n", str(copies), "-t", "station paper", "-o", f"media={media}"]
    # At true size: forms are measured in millimetres, and a QR must not shrink.
    command += ["-o", "print-scaling=none"]
    if tray:
        command += ["-o", f"InputSlot={tray}"]
    try:
        done = _run(command, pdf, _SUBMIT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Trouble(f"打印机“{printer}”没有响应。", _ADVICE) from error
    except OSError as error:
        raise Trouble("打印命令没能运行。", _ADVICE) from error
    if done.returncode != 0:
        raise _refusal(printer, done.stderr.decode("utf-8", "replace"))
    request = _REQUEST.search(done.stdout.decode("utf-8", "replace"))
    return request[1] if request else ""


def _refusal(printer: str, answer: str) -> Trouble:
    if "does not exist" in answer or "No such" in answer:
        return Trouble(f"找不到打印机“{printer}”。", "请在“设置 › 打印机”里重新选一台。")
    if "not accepting" in answer:
        return Trouble(f"打印机“{printer}”已停止接收任务。", _ADVICE)
    return Trouble(f"打印机“{printer}”没有收下这份文书。", _ADVICE)


def _is_printer_name(name: str) -> bool:
    """A name that the commands can't take for one of their options."""
    return bool(name) and not name.startswith("-")


def _run(command: list[str], data: bytes, seconds: int) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False, env=_environment())


def _environment() -> dict[str, str]:
    """Answers in English, to be read here; and the system's own libraries for the system's own commands.

    The frozen program puts its folder first in LD_LIBRARY_PATH and keeps the old value under another name.
    """
    environment = dict(os.environ, LC_ALL="C")
    if getattr(sys, "frozen", False):
        own = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        environment.pop("LD_LIBRARY_PATH", None)
        if own:
            environment["LD_LIBRARY_PATH"] = own
    return environment
