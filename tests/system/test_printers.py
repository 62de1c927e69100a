"""Asking CUPS and handing it a PDF, against stand-ins for its two commands on PATH."""

import os
import sys
import textwrap
from pathlib import Path

import pytest

from system import printers
from system.errors import Trouble
from system.printers import Printer, has_cups, list_printers, list_trays, submit_pdf

pytestmark = pytest.mark.skipif(os.name != "posix", reason="CUPS and shell scripts are POSIX")

LPSTAT = """
    [ "$LC_ALL" = C ] || exit 9
    cat <<'END'
    printer Office is idle.  enabled since Tue 24 Nov 2026 09:42:07 AM CST
    printer Thermal disabled since Tue 24 Nov 2026 09:00:00 AM CST -
    \treason unknown
    printer Archive now printing Archive-12.  enabled since Tue 24 Nov 2026 09:42:07 AM CST
    printer Back is idle.  enabled since Tue 24 Nov 2026 09:42:07 AM CST
    Office accepting requests since Tue 24 Nov 2026 09:42:07 AM CST
    Thermal accepting requests since Tue 24 Nov 2026 09:42:07 AM CST
    Archive accepting requests since Tue 24 Nov 2026 09:42:07 AM CST
    Back not accepting requests since Tue 24 Nov 2026 09:42:07 AM CST -
    \treason unknown
    system default destination: Office
    END
"""
TAKES_IT = """
    printf '%s\\n' "$@" > "$KEPT/arguments"
    /bin/cat > "$KEPT/paper"
    echo "request id is $2-12 (0 file(s))"
"""


class Bench:
    """A folder that is the whole PATH, and what the stand-ins kept."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        monkeypatch.setenv("PATH", f"{folder / 'bin'}")
        monkeypatch.setenv("KEPT", str(folder))
        (folder / "bin" / "cat").symlink_to("/bin/cat")
        (folder / "bin" / "sleep").symlink_to("/bin/sleep")

    def command(self, name: str, script: str) -> None:
        path = self.folder / "bin" / name
        path.write_text("#!/bin/sh\n" + textwrap.dedent(script).lstrip("\n"), encoding="utf-8")
        path.chmod(0o755)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(tmp_path, monkeypatch)


def test_without_cups_there_are_no_printers_and_no_error(bench: Bench) -> None:
    assert not has_cups()
    assert list_printers() == ()
    with pytest.raises(Trouble, match="没有打印服务") as caught:
        submit_pdf("Office", b"%PDF", copies=1, media="A5")
    assert "PDF" in caught.value.advice
    bench.command("lp", TAKES_IT)
    assert not has_cups()


def test_printers_are_listed_with_the_default_first_and_their_state(bench: Bench) -> None:
    bench.command("lpstat", LPSTAT)
    bench.command("lp", TAKES_IT)
    assert has_cups()
    assert list_printers() == (
        Printer("Office", is_default=True, ready=True),
        Printer("Archive", is_default=False, ready=True),
        Printer("Back", is_default=False, ready=False),
        Printer("Thermal", is_default=False, ready=False),
    )


@pytest.mark.parametrize(
    "script",
    [
        "echo 'lpstat: Scheduler is not running' >&2; exit 1",
        "echo 'no system default destination'",
        "printf 'printer \\377\\376'",
        "exit 0",
    ],
)
def test_a_stopped_or_strange_service_has_no_printers(bench: Bench, script: str) -> None:
    bench.command("lpstat", script)
    bench.command("lp", TAKES_IT)
    assert list_printers() == ()


def test_a_service_that_never_answers_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "_LOOK_SECONDS", 0.2)
    monkeypatch.setattr(printers, "_SUBMIT_SECONDS", 0.2)
    for name in ("lpstat", "lp", "lpoptions"):
        bench.command(name, "exec sleep 60")
    assert list_printers() == ()
    assert list_trays("Office") == ()
    with pytest.raises(Trouble, match="打印机“Office”没有响应") as caught:
        submit_pdf("Office", b"%PDF", copies=1, media="A5")
    assert "打印中心" in caught.value.advice


def test_the_paper_goes_through_the_pipe_with_its_size_and_copies(bench: Bench) -> None:
    bench.command("lpstat", LPSTAT)
    bench.command("lp", TAKES_IT)
    paper = b"%PDF-1.4\n" + bytes(range(256)) * 2000
    assert submit_pdf("Office", paper, copies=2, media="A5") == "Office-12"
    assert (bench.folder / "paper").read_bytes() == paper
    arguments = (bench.folder / "arguments").read_text(encoding="utf-8").splitlines()
    assert arguments == [
        *("-d", "Office", "-n", "2", "-t", "station paper"),
        *("-o", "media=A5", "-o", "print-scaling=none"),
    ]


def test_a_tray_is_said_where_one_was_chosen(bench: Bench) -> None:
    bench.command("lpstat", LPSTAT)
    bench.command("lp", TAKES_IT)
    submit_pdf("Office", b"%PDF", copies=1, media="A4", tray="Tray2")
    arguments = (bench.folder / "arguments").read_text(encoding="utf-8").splitlines()
    assert arguments[-2:] == ["-o", "InputSlot=Tray2"]


def test_trays_are_listed_as_the_driver_names_them(bench: Bench) -> None:
    assert list_trays("Office") == ()
    bench.command(
        "lpoptions",
        """
        printf '%s\\n' "$@" > "$KEPT/asked"
        cat <<'END'
        PageSize/Media Size: *A4 A5 Custom.WIDTHxHEIGHT
        InputSlot/Media Source: Auto *Tray1 Tray2 Manual strange=name
        Duplex/2-Sided Printing: *None DuplexNoTumble
        END
        """,
    )
    assert list_trays("Office") == ("Auto", "Tray1", "Tray2", "Manual")
    assert (bench.folder / "asked").read_text(encoding="utf-8").splitlines() == ["-p", "Office", "-l"]
    assert list_trays("-x") == list_trays("") == ()


@pytest.mark.parametrize("script", ["echo 'lpoptions: Unknown printer' >&2; exit 1", "exit 0", "printf 'InputSlot/'"])
def test_a_printer_without_trays_has_none(bench: Bench, script: str) -> None:
    bench.command("lpoptions", script)
    assert list_trays("Office") == ()


def test_a_killed_command_is_a_refusal(bench: Bench) -> None:
    bench.command("lpstat", LPSTAT)
    bench.command("lp", "kill -9 $$")
    with pytest.raises(Trouble, match="没有收下这份文书"):
        submit_pdf("Office", b"%PDF" * 100_000, copies=1, media="A5")


@pytest.mark.parametrize("tray", ["-x", "Tray 2", "a=b"])
def test_a_tray_that_is_no_plain_word_is_a_bug(bench: Bench, tray: str) -> None:
    with pytest.raises(ValueError, match="plain words"):
        submit_pdf("Office", b"%PDF", copies=1, media="A5", tray=tray)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("lp: The printer or class does not exist.", "找不到打印机“Office”"),
        ('lp: Destination "Office" is not accepting jobs.', "已停止接收任务"),
        ("lp: Error - scheduler not responding.", "没有收下这份文书"),
        ("", "没有收下这份文书"),
    ],
)
def test_a_refusal_is_told(bench: Bench, answer: str, sentence: str) -> None:
    bench.command("lpstat", LPSTAT)
    bench.command("lp", f"cat >/dev/null; echo '{answer}' >&2; exit 1")
    with pytest.raises(Trouble) as caught:
        submit_pdf("Office", b"%PDF", copies=1, media="A5")
    assert sentence in caught.value.message
    assert caught.value.advice


def test_a_command_that_refuses_before_reading_is_told_as_well(bench: Bench) -> None:
    bench.command("lpstat", LPSTAT)
    bench.command("lp", "echo 'lp: The printer or class does not exist.' >&2; exit 1")
    with pytest.raises(Trouble, match="找不到打印机"):
        submit_pdf("Office", b"x" * 1_000_000, copies=1, media="A5")


def test_a_command_that_cannot_run_is_told(bench: Bench) -> None:
    bench.command("lpstat", LPSTAT)
    bench.command("lp", "")
    (bench.folder / "bin" / "lp").write_text("#!/no/such/shell\n", encoding="utf-8")
    with pytest.raises(Trouble, match="打印命令没能运行"):
        submit_pdf("Office", b"%PDF", copies=1, media="A5")


@pytest.mark.parametrize(("copies", "media"), [(0, "A5"), (1, ""), (1, "A5 -o raw"), (1, "-x"), (1, "A5,Letter")])
def test_nonsense_is_a_bug_not_a_job(bench: Bench, copies: int, media: str) -> None:
    with pytest.raises(ValueError, match="copies from 1"):
        submit_pdf("Office", b"%PDF", copies=copies, media=media)


def test_the_frozen_program_gives_the_system_s_commands_the_system_s_libraries(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.command("lpstat", LPSTAT)
    bench.command("lp", 'printf "%s" "[$LD_LIBRARY_PATH]" > "$KEPT/libraries"; cat >/dev/null')
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    for before, seen in ((None, "[]"), ("/usr/own", "[/usr/own]")):
        if before:
            monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
        assert submit_pdf("Office", b"%PDF", copies=1, media="A5") == ""
        assert (bench.folder / "libraries").read_text(encoding="utf-8") == seen
