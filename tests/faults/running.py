"""Starts `whole_program` for a test, hears what it says, and kills it."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """One process. Whatever it wrote to stderr is in `complaints`."""

    def __init__(self, play: str, data: Path, kept: Path, changes: Mapping[str, str] | None = None) -> None:
        kept.mkdir(parents=True, exist_ok=True)
        self._stderr = kept / f"{play}.stderr"
        with self._stderr.open("ab") as stderr:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.whole_program", play, str(data)],
                cwd=ROOT,
                env=dict(os.environ, **(changes or {})),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        self.heard: list[str] = []

    @property
    def complaints(self) -> str:
        """What it wrote to stderr, and so did earlier runs of the same play."""
        return self._stderr.read_text(encoding="utf-8")

    def hear(self) -> str:
        """Its next line."""
        assert self._child.stdout is not None
        line = self._child.stdout.readline().rstrip("\n")
        assert line, f"it ended with {self._child.wait()} after {self.heard}:\n{self.complaints}"
        self.heard.append(line)
        return line

    def expect(self, words: str) -> None:
        """Its next line says this."""
        assert self.hear() == words

    def go_on(self) -> None:
        """Let it go on."""
        assert self._child.stdin is not None
        self._child.stdin.write("\n")
        self._child.stdin.flush()

    def kill(self) -> None:
        """kill -9."""
        self._child.send_signal(signal.SIGKILL)
        assert self.end() == -signal.SIGKILL

    def end(self) -> int:
        """Wait for its end; the exit code."""
        code = self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        return code
