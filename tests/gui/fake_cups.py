"""Stand-ins for the two commands of CUPS on PATH: the printer is hardware, all before it is real."""

import os
import textwrap
from pathlib import Path

import pytest

_LP = """
    if [ -e "$KEPT/kills" ]; then kill -9 "$PPID"; exit 1; fi
    if [ -e "$KEPT/hangs" ]; then exec sleep 60; fi
    if [ -e "$KEPT/dies" ]; then kill -9 $$; fi
    if [ -e "$KEPT/left" ]; then
        left=$(cat "$KEPT/left")
        if [ "$left" = 0 ]; then echo "lp: Error - The printer or class does not exist." >&2; exit 1; fi
        echo $((left - 1)) > "$KEPT/left"
    fi
    if [ -e "$KEPT/broken" ]; then echo "lp: Error - The printer or class does not exist." >&2; exit 1; fi
    printf '%s\\n' "$@" > "$KEPT/arguments"
    count=$(cat "$KEPT/count" 2>/dev/null || echo 0)
    count=$((count + 1))
    echo "$count" > "$KEPT/count"
    cat > "$KEPT/paper-$count.pdf"
    echo "request id is $2-$count (0 file(s))"
"""


class FakeCups:
    """Some printers, and what was sent to them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        (folder / "bin").mkdir(parents=True)
        monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("KEPT", str(folder))
        self._command("lp", _LP)
        self.have("Office")

    def have(self, *names: str, off: tuple[str, ...] = ()) -> None:
        """These printers are there, the first the default; those in `off` are switched off."""
        lines = [
            f"printer {name} {'disabled since' if name in off else 'is idle.  enabled since'} today" for name in names
        ]
        lines += [f"{name} accepting requests since today" for name in names]
        lines += [f"system default destination: {names[0]}"] if names else []
        self._command("lpstat", "cat <<'END'\n" + "\n".join(lines) + "\nEND\n")

    def have_trays(self, first: str, *others: str) -> None:
        """Every printer has these trays, and takes the first by itself."""
        trays = " ".join([f"*{first}", *others])
        lines = ["PageSize/Media Size: *A4 A5", f"InputSlot/Media Source: {trays}"]
        self._command("lpoptions", "cat <<'END'\n" + "\n".join(lines) + "\nEND\n")

    def hide_trays(self) -> None:
        """Never answer which trays there are."""
        self._command("lpoptions", "exec sleep 60")

    def vanish_after(self, copies: int) -> None:
        """Take so many more copies, then be gone."""
        (self.folder / "left").write_text(str(copies), encoding="utf-8")

    def die(self) -> None:
        """From now on `lp` is killed in the middle of its work."""
        (self.folder / "dies").touch()

    def break_down(self, broken: bool = True) -> None:
        """Refuse every paper from now on, or take them again."""
        mark = self.folder / "broken"
        mark.touch() if broken else mark.unlink()

    def hang(self) -> None:
        """Take no paper and say nothing from now on."""
        (self.folder / "hangs").touch()

    def kill_the_program(self) -> None:
        """The power goes at the very moment at which a paper arrives."""
        (self.folder / "kills").touch()

    def work(self) -> None:
        """Answer again."""
        (self.folder / "hangs").unlink()

    @property
    def papers(self) -> list[bytes]:
        """What came out, in order."""
        count = self.folder / "count"
        many = int(count.read_text()) if count.exists() else 0
        return [(self.folder / f"paper-{number}.pdf").read_bytes() for number in range(1, many + 1)]

    @property
    def arguments(self) -> list[str]:
        """The words of the last `lp`."""
        return (self.folder / "arguments").read_text(encoding="utf-8").splitlines()

    def _command(self, name: str, script: str) -> None:
        path = self.folder / "bin" / name
        path.write_text("#!/bin/sh\n" + textwrap.dedent(script).lstrip("\n"), encoding="utf-8")
        path.chmod(0o755)
