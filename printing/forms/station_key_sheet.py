"""本站公钥 (A4): the key with which another station checks this one's papers, as a large QR, and how it is taken there.

Public through and through, so it needs no register. The fingerprint is printed in groups, to be read out on the phone.
"""

from dataclasses import dataclass

from printing.blocks import qr_code
from printing.sheet import A4, THICK, Sheet
from printing.text import Style, draw_lines, fit, lay_out, text_width
from printing.wording import Wording

FORM = "station_key_sheet"

QR_SIDE = 96.0

_LEFT, _RIGHT = 18.0, 192.0
_WIDTH = _RIGHT - _LEFT
_MIDDLE = 105.0

_ORGAN = Style("serif-bold", 14, 20, spacing=0.6)
_TITLE = Style("serif-bold", 24, spacing=4)
_NOTE = Style("sans", 10.5, 15)
_CAPTION = Style("sans", 11)
_PRINT = Style("sans-bold", 20, spacing=2)
_HEADING = Style("sans-bold", 13)
_BODY = Style("serif", 12, 19)
_FOOT = Style("sans", 9.5)

_QR_TOP = 62.0
_STEPS = 4
_ORGAN_LINES = 2


@dataclass(frozen=True, kw_only=True)
class StationKeySheet:
    """``qr_text`` is the key's text; ``fingerprint`` like "3F2A 90C1 77DE 04B8"; ``region`` six digits."""

    station_name: str
    region: str
    fingerprint: str
    qr_text: str
    printed_on: str
    program: str = ""
    wording: int = 0


def sample() -> StationKeySheet:
    """A sheet of no station, to look at the wording."""
    return StationKeySheet(
        station_name="某某街道退役军人服务站",
        region="000000",
        fingerprint="0000 0000 0000 0000",
        qr_text="TYJRP1:SAMPLE:00000000",
        printed_on="2026年1月1日",
    )


def render(data: StationKeySheet, words: Wording) -> bytes:
    """The sheet as PDF."""
    sheet = Sheet(A4, title=words["title"], author=data.station_name)
    organ = lay_out(data.station_name, _WIDTH - 20, _ORGAN)[:_ORGAN_LINES]
    y = draw_lines(sheet, _MIDDLE, 22.0, organ, _ORGAN.pitch, align="center")
    sheet.text(_MIDDLE, y + 6.0, fit(words["title"], _WIDTH, _TITLE), _TITLE, align="center")
    sheet.text(_MIDDLE, y + 15.0, fit(words["purpose"], _WIDTH, _NOTE), _NOTE, align="center")
    qr_code(sheet, _MIDDLE - QR_SIDE / 2, _QR_TOP, QR_SIDE, data.qr_text)
    _draw_fingerprint(sheet, data, words, _QR_TOP + QR_SIDE + 21.0)
    _draw_steps(sheet, words, _QR_TOP + QR_SIDE + 47.0)
    _draw_foot(sheet, data, words)
    return sheet.finish()


def _draw_fingerprint(sheet: Sheet, data: StationKeySheet, words: Wording, y: float) -> None:
    """The letters to read out, with a caption at the left and the region at the right, between two rules."""
    sheet.rule(_LEFT, y - 10.0, _RIGHT, y - 10.0, weight=THICK)
    sheet.text(_LEFT, y, words["fingerprint"], _CAPTION)
    region = fit(words.say("region", region=data.region), 46.0, _CAPTION)
    sheet.text(_RIGHT, y, region, _CAPTION, align="right")
    start = _LEFT + text_width(words["fingerprint"], _CAPTION) + 5.0
    room = _RIGHT - text_width(region, _CAPTION) - 5.0 - start
    sheet.text(start, y + 0.8, fit(data.fingerprint, room, _PRINT), _PRINT)
    sheet.rule(_LEFT, y + 6.5, _RIGHT, y + 6.5, weight=THICK)


def _draw_steps(sheet: Sheet, words: Wording, y: float) -> None:
    """How the other station takes the key."""
    sheet.text(_LEFT, y - 6.0, words["steps"], _HEADING)
    for number in range(1, _STEPS + 1):
        lines = lay_out(f"{number}．{words[f'step_{number}']}", _WIDTH, _BODY)
        y = draw_lines(sheet, _LEFT, y + 2.5, lines, _BODY.pitch) + 1.2


def _draw_foot(sheet: Sheet, data: StationKeySheet, words: Wording) -> None:
    printed = words.say("printed_on", printed_on=data.printed_on, program=data.program)
    right = fit(printed, _WIDTH / 2, _FOOT)
    sheet.text(_RIGHT, 284.0, right, _FOOT, align="right")
    sheet.text(_LEFT, 284.0, fit(words["public"], _WIDTH - text_width(right, _FOOT) - 4.0, _FOOT), _FOOT)
