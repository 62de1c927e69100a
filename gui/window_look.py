"""How each operator likes the window (colours, text size, zoom), kept so that the login wears it too.

Before a login there is no key to the store, so it lies in a small file beside it: under the identifiers that the key
file shows as well, and nothing personal. A file that is missing, damaged or can't be written costs the comfort only.
"""

import json
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.kit.press import bind
from gui.theme import theme
from gui.tokens import TEXT_SIZES, ZOOMS, Look
from system.errors import Trouble
from system.files import write_then_move

_LAST, _OPERATORS = "last", "operators"
# "Ctrl++" is what a keyboard sends whose plus wants Shift.
_KEYS = {"Ctrl+=": 1, "Ctrl++": 1, "Ctrl+-": -1, "Ctrl+0": 0}


class WindowState:
    """The file: the look that was on the screen last, and each operator's own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def last(self) -> Look:
        """What the window wears until somebody logs in."""
        return _look_from(self._read().get(_LAST)) or Look()

    def of(self, operator: str) -> Look | None:
        """What an operator chose; None where she chose nothing yet."""
        own = self._read().get(_OPERATORS)
        return _look_from(own.get(operator)) if isinstance(own, dict) else None

    def keep(self, look: Look, operator: str = "") -> None:
        """Remember a look as the last one, and as the operator's own."""
        held = self._read()
        own = held.get(_OPERATORS)
        looks: dict[str, Any] = dict(own) if isinstance(own, dict) else {}
        if operator:
            looks[operator] = look._asdict()
        wanted = {_LAST: look._asdict(), _OPERATORS: looks}
        if wanted == held:
            return
        try:
            write_then_move(self._path, json.dumps(wanted).encode())
        except Trouble as trouble:
            logging.getLogger(__name__).warning("the window's look was not kept: %s", type(trouble.__cause__).__name__)

    def _read(self) -> dict[str, Any]:
        try:
            held = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}


class WindowLook(QObject):
    """Zooms `window` by its keys, and keeps what is chosen for whoever is logged in."""

    def __init__(self, window: QWidget, path: Path) -> None:
        super().__init__(window)
        self._state = WindowState(path)
        self._operator = ""
        self._chosen_outside = False
        for keys, step in _KEYS.items():
            bind(window, keys).activated.connect(lambda step=step: theme().step_zoom(step))
        theme().changed.connect(self._on_changed)

    def enter(self, operator: str) -> None:
        """Somebody logged in: put on what she likes. Who changed it at the login a moment ago meant it."""
        own = self._state.of(operator)
        self._operator = operator
        if own is None or self._chosen_outside:
            own = theme().look
        theme().set_look(own)
        self._state.keep(own, operator)

    def leave(self) -> None:
        """She is gone; the login keeps the look of whoever used the window last."""
        self._operator, self._chosen_outside = "", False

    def _on_changed(self) -> None:
        self._chosen_outside = not self._operator
        self._state.keep(theme().look, self._operator)


def _look_from(held: object) -> Look | None:
    """A look out of the file; None for anything else, whoever wrote it."""
    if not isinstance(held, dict) or held.keys() != set(Look._fields):
        return None
    dark, text, zoom = (held[field] for field in Look._fields)
    if not isinstance(dark, bool) or zoom not in ZOOMS:
        return None
    return next((Look(dark, size, int(zoom)) for size in TEXT_SIZES if size == text), None)
