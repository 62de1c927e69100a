"""What was typed before there is a database: kept within a moment beside it, so that a power cut costs nothing.

It holds the station's form and the chief's name and post, all of which stand on papers and on the login page anyway.
No password comes here.
"""

import json
from dataclasses import asdict, fields
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain.station_rules import StationForm
from gui import jobs
from system.errors import Refusal
from system.files import write_then_move
from system.paths import DataFolder

_FORMAT = 1
_PAUSE_MS = 300
_MOST_BYTES = 256 * 1024


class Memory(QObject):
    """The half-filled first start of one data folder. `changed` after each state of keeping."""

    changed = Signal()

    def __init__(self, folder: DataFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = folder.first_start
        self.station, self.chief_name, self.chief_post, self.step = _load(folder)
        self.words = "已恢复上次填写的内容" if self.station != StationForm() else ""
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.save_now)
        self._writing = False
        self._again = False
        self._forgotten = False

    def remember(
        self,
        *,
        station: StationForm | None = None,
        chief: tuple[str, str] | None = None,
        step: int | None = None,
    ) -> None:
        """Take over what was typed; it is on the disk a moment later."""
        self.station = self.station if station is None else station
        self.chief_name, self.chief_post = (self.chief_name, self.chief_post) if chief is None else chief
        self.step = self.step if step is None else step
        self._timer.start()

    def save_now(self) -> None:
        """Write at once, in the background; a change during the writing is written after it."""
        self._timer.stop()
        if self._writing:
            self._again = True
            return
        self._writing = True
        data = self._bytes()
        path = self._path
        jobs.run(self, lambda: write_then_move(path, data), lambda _none: self._on_kept("已自动保存"), self._on_failed)

    def forget(self) -> None:
        """The database holds all of it now. A write still under way may not bring the file back."""
        self._timer.stop()
        self._again, self._forgotten = False, True
        if not self._writing:
            self._path.unlink(missing_ok=True)
        self._say("已自动保存")

    def _bytes(self) -> bytes:
        content = {
            "format": _FORMAT,
            "station": asdict(self.station),
            "chief": {"name": self.chief_name, "post": self.chief_post},
            "step": self.step,
        }
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    def _on_kept(self, words: str) -> None:
        self._writing = False
        if self._forgotten:
            self._path.unlink(missing_ok=True)
        self._say(words)
        if self._again:
            self._again = False
            self.save_now()

    def _on_failed(self, error: BaseException) -> None:
        self._on_kept(f"没有存上：{error}" if isinstance(error, Refusal) else "没有存上，请先不要关机")

    def _say(self, words: str) -> None:
        self.words = words
        self.changed.emit()


def _load(folder: DataFolder) -> tuple[StationForm, str, str, int]:
    """What an earlier run left; a missing or unreadable file is an empty form, and stays until something is typed."""
    try:
        with folder.first_start.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError):
        return StationForm(), "", "", 0
    if not isinstance(found, dict):
        return StationForm(), "", "", 0
    station, chief = _texts(found.get("station")), _texts(found.get("chief"))
    known = {field.name for field in fields(StationForm)}
    step = found.get("step")
    return (
        StationForm(**{key: value for key, value in station.items() if key in known}),
        chief.get("name", ""),
        chief.get("post", ""),
        step if isinstance(step, int) else 0,
    )


def _texts(found: Any) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {str(key): value for key, value in found.items() if isinstance(value, str)}
