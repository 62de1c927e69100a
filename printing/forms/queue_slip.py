"""排队号 (58 mm thermal): the number that is called, big enough to be read from a seat, and how many are before.

It holds no name, lies outside the register, and is worth nothing on the next day.
"""

from dataclasses import dataclass, replace

from printing.sheet import SLIP, THICK, Sheet
from printing.text import Style, draw_lines, fit, lay_out, text_width
from printing.wording import Wording

FORM = "queue_slip"

# A printer of 58 mm paper reaches 48 of them.
_LEFT, _RIGHT = 5.0, 53.0
_WIDTH = _RIGHT - _LEFT
_MIDDLE = (_LEFT + _RIGHT) / 2
_STATION_LINES = 2
_DASH = (4.0, 2.0)

_STATION = Style("sans", 9, 12.5)
_TITLE = Style("sans-bold", 13, spacing=8)
_NUMBER = Style("sans-bold", 52)
_NAME = Style("sans", 10)
_VALUE = Style("sans-bold", 11)
_NOTE = Style("sans", 9, 13)


@dataclass(frozen=True, kw_only=True)
class QueueSlip:
    """``ahead`` counts who waits before; ``places_back`` is how far back whoever misses the call goes.

    ``kind`` empty stands for anything that the window does.
    """

    station_name: str
    number: str
    kind: str = ""
    taken_at: str
    ahead: int
    places_back: int
    wording: int = 0


def sample() -> QueueSlip:
    """A slip of nobody, to look at the wording."""
    name = "某某街道退役军人服务站"
    return QueueSlip(station_name=name, number="A000", taken_at="01-01 09:30", ahead=2, places_back=3)


def render(data: QueueSlip, words: Wording) -> bytes:
    """The slip as PDF."""
    sheet = Sheet(SLIP, title=words["title"], author=data.station_name)
    y = 7.0
    for line in _station(data.station_name):
        sheet.text(_MIDDLE, y, line, _STATION, align="center")
        y += _STATION.pitch
    y += 3.2
    sheet.text(_MIDDLE, y, words["title"], _TITLE, align="center")
    number = _fitting(data.number)
    y += 18.5
    sheet.text(_MIDDLE, y, fit(data.number, _WIDTH, number), number, align="center")
    y = _rule(sheet, y + 4.5)
    facts = (
        (words["kind"], data.kind or words["any_kind"]),
        (words["taken_at"], data.taken_at),
        (words["ahead"], words.say("ahead_text", count=data.ahead)),
    )
    for name, value in facts:
        y += 6.2
        room = _WIDTH - text_width(name, _NAME) - 2
        sheet.text(_LEFT, y, name, _NAME)
        sheet.text(_RIGHT, y, fit(value, room, _VALUE), _VALUE, align="right")
    y = _rule(sheet, y + 3.5) + 5.2
    for note in (words.say("called", places=data.places_back), words["first"], words["valid"]):
        y = draw_lines(sheet, _MIDDLE, y, lay_out(note, _WIDTH, _NOTE), _NOTE.pitch, align="center")
    return sheet.finish()


def _station(name: str) -> list[str]:
    """The station's name on two lines at most; what doesn't fit is cut, and the cut is seen."""
    lines = ["".join(text for text, _ in line) for line in lay_out(name, _WIDTH, _STATION)]
    rest = "".join(lines[_STATION_LINES - 1 :])
    return [*lines[: _STATION_LINES - 1], fit(rest, _WIDTH, _STATION)]


def _fitting(number: str) -> Style:
    """The size at which the number fills the slip and no more; a very long one is cut at the least of them."""
    size = _NUMBER.size
    while size > 12 and text_width(number, replace(_NUMBER, size=size)) > _WIDTH:
        size -= 2
    return replace(_NUMBER, size=size)


def _rule(sheet: Sheet, y: float) -> float:
    sheet.rule(_LEFT, y, _RIGHT, y, weight=THICK, dash=_DASH)
    return y
