"""A page of ours as a list of plain canvas calls, to be drawn again by nothing but ReportLab.

The calls are written down while our own code draws the page: the same texts at the same places, the same lines, the QR
code as one path. Drawn again they need no layout, no line breaking and no QR code to be worked out, and the fonts are
ReportLab's own, registered plainly; so this is the least that the page can cost.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple
from unittest.mock import patch

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printing import sheet
from system.paths import resource

PLAIN = "plain "


class Call(NamedTuple):
    """One call; an argument that is a `Part` was made by an earlier call."""

    name: str
    arguments: tuple[Any, ...]
    named: dict[str, Any]


class Part:
    """A text object or a path of the canvas: how it was begun, and what was put into it."""

    def __init__(self, begun: Call, made: Any) -> None:
        self.begun, self.calls, self._made = begun, list[Call](), made

    def __getattr__(self, name: str) -> Callable[..., None]:
        def note(*arguments: Any, **named: Any) -> None:
            self.calls.append(Call(name, arguments, named))
            getattr(self._made, name)(*arguments, **named)

        return note


class Scribe:
    """Stands in the place of a canvas: writes down each call and passes it on."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._canvas = Canvas(*arguments, **named)
        self._begun, self.calls = Call("Canvas", arguments[1:], named), list[Call]()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def note(*arguments: Any, **named: Any) -> Any:
            call = Call(name, arguments, named)
            passed = [part._made if isinstance(part, Part) else part for part in arguments]
            made = getattr(self._canvas, name)(*passed, **named)
            if name.startswith("begin"):
                return Part(call, made)
            self.calls.append(call)
            return made

        return note


class BarePage:
    """What `draw` draws on a `printing.sheet.Sheet`, ready to be drawn again."""

    def __init__(self, draw: Callable[[], object]) -> None:
        with _scribes() as scribes:
            draw()
        (self._scribe,) = scribes
        self._names = {call.arguments[0] for call in self._all_calls() if call.name == "setFont"}
        for name in self._names:
            _register(name)

    def _all_calls(self) -> Iterator[Call]:
        for call in self._scribe.calls:
            yield call
            for part in call.arguments:
                if isinstance(part, Part):
                    yield from part.calls

    def draw(self) -> bytes:
        """The page's PDF by ReportLab alone."""
        buffer = BytesIO()
        begun = self._scribe._begun
        first = PLAIN + begun.named["initialFontName"]
        canvas = Canvas(buffer, *begun.arguments, **{**begun.named, "initialFontName": first})
        for name, arguments, named in self._scribe.calls:
            getattr(canvas, name)(*(_again(canvas, part) for part in arguments), **named)
        return buffer.getvalue()


def _again(canvas: Canvas, part: Any) -> Any:
    if not isinstance(part, Part):
        return part
    made = getattr(canvas, part.begun.name)(*part.begun.arguments, **part.begun.named)
    for name, arguments, named in part.calls:
        if name == "setFont":
            made.setFont(PLAIN + arguments[0], *arguments[1:])
        else:
            getattr(made, name)(*arguments, **named)
    return made


@contextmanager
def _scribes() -> Iterator[list[Scribe]]:
    made: list[Scribe] = []

    def scribe(*arguments: Any, **named: Any) -> Scribe:
        made.append(Scribe(*arguments, **named))
        return made[-1]

    with patch.object(sheet, "Canvas", scribe):
        yield made


@cache
def _register(name: str) -> None:
    pdfmetrics.registerFont(TTFont(PLAIN + name, resource("fonts", f"{name}.ttf")))
