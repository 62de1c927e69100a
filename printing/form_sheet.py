"""The frame that the station's forms share: whose it is, title, number, page x of y, marks, and the code at the foot.

A form gives blocks; here they flow over pages. The first page has the full head, later ones a small one; each page
carries its own signed code (its number is in it) over the same human code, so that no page can be swapped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.blocks import mark, qr_code
from printing.flow import Block, Drawing, draw_blocks, flow
from printing.sheet import A4, PageSize, Sheet
from printing.text import Line, Style, draw_lines, fit, lay_out, text_width
from printing.wording import Wording

MARGIN = 18.0
"""Left and right of an upright form, in millimetres."""

_ORGAN = Style("serif-bold", 14, 20, spacing=0.6)
_TITLE = Style("serif-bold", 23, spacing=3.4)
_TITLE_LONG = Style("serif-bold", 18, spacing=1)
_TITLE_SMALL = Style("serif-bold", 13, spacing=1.2)
_LINE = Style("serif", 10.5, 15)
_CODE = Style("sans-bold", 12, spacing=0.6)
_NOTE = Style("sans", 9, 13)
_MARK = Style("sans-bold", 10)
_VOID = Style("sans-bold", 96, spacing=14)

_MARK_PITCH = 7.2
_TOP = 12.0
_SMALL_HEAD = 27.0
_QR_SIDE = 25.0
# From the lower edge of the page up: the code with its letters, and the last line of the foot.
_FOOT_HEIGHT = 42.0
_FOOT_LINE = 9.0
_QR_UP = 36.0
_GAP = 3.0
# Of the last line of the foot: what who printed it and when may take from the notes beside the code.
_PRINTED_SHARE = 0.55


@dataclass(frozen=True, kw_only=True)
class FormData:
    """What every paper of the register holds besides its own fields.

    ``qr_text`` is the code of the first page, ``more_codes`` those of the pages after it. ``reprint`` counts reprints,
    0 is the first print; ``correction`` counts corrections; ``wording`` is the version of the fixed sentences.
    """

    station_name: str
    number: str
    operator: str = ""
    printed_at: str = ""
    qr_text: str = ""
    human_code: str = ""
    more_codes: tuple[str, ...] = ()
    reprint: int = 0
    correction: int = 0
    void: bool = False
    wording: int = 0


@dataclass(frozen=True)
class Head:
    """The line under the title: the number at the left, something in the middle, and at the right before the page."""

    title: str
    left: str
    middle: str = ""
    right: str = ""


# Sentences that every form of this frame has under these names.
FRAME_WORDS = ("title", "page", "reprint", "correction", "void", "code_note", "printed_by")


def render_form(
    data: FormData,
    words: Wording,
    head: Head,
    blocks: Sequence[Block],
    *,
    size: PageSize = A4,
    notes: Sequence[str] = (),
    each_page: Drawing | None = None,
) -> bytes:
    """The blocks as a form of one or more pages.

    `words` needs the sentences of `FRAME_WORDS` ("page" has {page} and {pages}, "reprint" and "correction" {count},
    "printed_by" {operator} and {printed_at}); `notes` stand beside the code under "code_note", two lines at most.
    `each_page` stands above the foot of every page: a line to sign on.
    """
    return render_copies(data, words, [(head, blocks)], size=size, notes=notes, each_page=each_page)


def render_copies(
    data: FormData,
    words: Wording,
    copies: Sequence[tuple[Head, Sequence[Block]]],
    *,
    size: PageSize = A4,
    notes: Sequence[str] = (),
    each_page: Drawing | None = None,
) -> bytes:
    """Several parts (第一联, 第二联) one after the other, each on pages of its own that are counted by themselves.

    A page has the same code in every part that has such a page. The rest is as for `render_form`.
    """
    sheet = Sheet(size, title=f"{copies[0][0].title} {data.number}".strip(), author=data.station_name)
    for place, (head, blocks) in enumerate(copies):
        if place:
            sheet.next_page()
        _draw_part(sheet, data, words, head, blocks, notes=notes, each_page=each_page)
    return sheet.finish()


def first_room(data: FormData, *, size: PageSize = A4) -> float:
    """How many millimetres of blocks the first page takes: a form may set itself smaller to stay on one page."""
    return size.height - _FOOT_HEIGHT - _first_top(_organ(data, size))


def _organ(data: FormData, size: PageSize) -> tuple[Line, ...]:
    return lay_out(data.station_name, size.width - 2 * MARGIN - 40, _ORGAN)


def _first_top(organ: Sequence[Line]) -> float:
    return _TOP + len(organ) * _ORGAN.pitch + 20.0


def _draw_part(
    sheet: Sheet,
    data: FormData,
    words: Wording,
    head: Head,
    blocks: Sequence[Block],
    *,
    notes: Sequence[str],
    each_page: Drawing | None,
) -> None:
    organ = _organ(data, sheet.size)
    top = _first_top(organ)
    foot = sheet.size.height - _FOOT_HEIGHT - (each_page.height if each_page else 0.0)
    pages = flow(blocks, foot - top, foot - _SMALL_HEAD)
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _draw_marks(sheet, data, words)
        if number == 1:
            _draw_head(sheet, head, organ)
        else:
            _draw_small_head(sheet, data, head)
        line = (top if number == 1 else _SMALL_HEAD) - 2.6
        _draw_line(sheet, head, words.say("page", page=number, pages=len(pages)), line)
        draw_blocks(sheet, top if number == 1 else _SMALL_HEAD, page)
        if each_page:
            each_page.draw(sheet, foot)
        _draw_foot(sheet, data, words, number, notes)


def _draw_marks(sheet: Sheet, data: FormData, words: Wording) -> None:
    """补印, 更正 and 作废; drawn before all else on the page."""
    left = []
    if data.void:
        sheet.stamp(sheet.size.width / 2, sheet.size.height / 2, words["void"], _VOID, turn=24)
        left.append(words["void"])
    if data.correction:
        left.append(words.say("correction", count=data.correction))
    for place, text in enumerate(left):
        mark(sheet, MARGIN, _TOP + place * _MARK_PITCH, text, _MARK, align="left")
    if data.reprint:
        mark(sheet, sheet.size.width - MARGIN, _TOP, words.say("reprint", count=data.reprint), _MARK)


def _draw_head(sheet: Sheet, head: Head, organ: Sequence[Line]) -> None:
    middle = sheet.size.width / 2
    y = draw_lines(sheet, middle, _TOP + 5.5, organ, _ORGAN.pitch, align="center")
    room = sheet.size.width - 2 * MARGIN
    style = _TITLE if text_width(head.title, _TITLE) <= room else _TITLE_LONG
    sheet.text(middle, y + 3.6, fit(head.title, room, style), style, align="center")


def _draw_small_head(sheet: Sheet, data: FormData, head: Head) -> None:
    middle, room = sheet.size.width / 2, sheet.size.width - 2 * MARGIN - 40
    sheet.text(middle, _TOP - 0.5, fit(data.station_name, room, _LINE), _LINE, align="center")
    sheet.text(middle, _TOP + 6.5, fit(head.title, room, _TITLE_SMALL), _TITLE_SMALL, align="center")


def _draw_line(sheet: Sheet, head: Head, page: str, y: float) -> None:
    """Number, middle and page; the number is cut last, so the middle gives way first."""
    left, right = MARGIN, sheet.size.width - MARGIN
    last = f"{head.right}　{page}" if head.right else page
    sheet.text(right, y, last, _LINE, align="right")
    room = right - left - text_width(last, _LINE) - _GAP
    shown = fit(head.left, room, _LINE)
    sheet.text(left, y, shown, _LINE)
    middle = fit(head.middle, room - text_width(shown, _LINE) - 2 * _GAP, _LINE) if head.middle else ""
    if middle and middle != "…":
        start = left + text_width(shown, _LINE) + _GAP
        centre = max(sheet.size.width / 2, start + text_width(middle, _LINE) / 2)
        end = right - text_width(last, _LINE) - _GAP
        sheet.text(min(centre, end - text_width(middle, _LINE) / 2), y, middle, _LINE, align="center")


def _draw_foot(sheet: Sheet, data: FormData, words: Wording, page: int, notes: Sequence[str]) -> None:
    bottom = sheet.size.height - _FOOT_LINE
    x = MARGIN
    code = page_code(data, page)
    if code:
        qr_code(sheet, x, sheet.size.height - _QR_UP, _QR_SIDE, code)
        x += _QR_SIDE + 4.0
        sheet.text(x, bottom - 2 * _NOTE.pitch - 1.6, data.human_code, _CODE)
    right = sheet.size.width - MARGIN
    printed = words.say("printed_by", operator=data.operator, printed_at=data.printed_at)
    printed = fit(printed, (right - x) * _PRINTED_SHARE, _NOTE)
    sheet.text(right, bottom, printed, _NOTE, align="right")
    room = right - x - text_width(printed, _NOTE) - _GAP
    for place, note in enumerate(reversed([words["code_note"], *notes][:2])):
        sheet.text(x, bottom - place * _NOTE.pitch, fit(note, room if place == 0 else right - x, _NOTE), _NOTE)


def page_code(data: FormData, page: int) -> str:
    """The text of the QR on a page; a page without one of its own repeats the first."""
    return data.more_codes[page - 2] if 2 <= page <= len(data.more_codes) + 1 else data.qr_text
