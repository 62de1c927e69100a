"""Blocks that flow over pages: nothing lost or doubled, no page too full, headings stand again, long rows are cut."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.blocks import Cell, Row
from printing.flow import Block, Drawing, PageBreak, Space, Table, Text, Together, draw_blocks, flow, paragraph
from printing.sheet import A4, Sheet
from printing.text import Line, Span, Style
from printing.written_rows import NamedRow, StackRow

STYLE = Style("serif", 10, 14)
PITCH = STYLE.pitch
ROOM = 110.0


def lines(*words: str) -> tuple[Line, ...]:
    return tuple((Span(word, STYLE),) for word in words)


def numbered(names: Iterator[int], number: int) -> tuple[Line, ...]:
    return lines(*(f"w{next(names)}" for _ in range(number)))


def row(*cells: tuple[Line, ...], least: float = 8.0, kind: type[Row] = Row) -> Row:
    width = 60.0
    return kind(tuple(Cell(place * width, width, one, STYLE) for place, one in enumerate(cells)), least, 1.5)


def nothing(_word: str, _sheet: Sheet, _top: float) -> None:
    """What a drawing paints where only its height counts; its first argument names it."""


def drawing(word: str, height: float, paint: Callable[..., None] = nothing) -> Drawing:
    return Drawing(height, partial(paint, word))


def said(block: Any) -> list[str]:
    """The words of a block in their order, cell by cell, without the heading of a table."""
    if isinstance(block, Together):
        return [word for part in block.blocks for word in said(part)]
    if isinstance(block, Table):
        return [word for one in block.rows for word in said(one)]
    if isinstance(block, Row):
        return [span.text for cell in block.cells for line in cell.lines for span in line]
    if isinstance(block, Text):
        return [span.text for line in block.lines for span in line]
    return [block.paint.args[0]] if isinstance(block, Drawing) and isinstance(block.paint, partial) else []


def tables(blocks: Sequence[Block]) -> list[Table]:
    """All tables, those that are kept together with their heading too."""
    whole = [part for block in blocks for part in (block.blocks if isinstance(block, Together) else (block,))]
    return [part for part in whole if isinstance(part, Table)]


def all_said(pages: Sequence[Sequence[Block]]) -> list[str]:
    return [word for page in pages for block in page for word in said(block)]


def height(page: Sequence[Block]) -> float:
    return sum(block.height for block in page)


# ------------------------------------------------------------------------------------------------------ by example


def test_what_fits_stays_on_one_page() -> None:
    blocks: list[Block] = [drawing("a", 40), Space(10), drawing("b", 60)]
    assert flow(blocks, ROOM, ROOM) == [blocks]


def test_no_blocks_make_one_empty_page() -> None:
    assert flow([], ROOM, ROOM) == [[]]


def test_what_cannot_be_cut_moves_on_whole_and_a_space_falls_away_at_the_top() -> None:
    a, b, c = drawing("a", 100), drawing("b", 20), drawing("c", 90)
    assert flow([Space(3), a, Space(5), b, c, Space(9)], ROOM, ROOM) == [[a, Space(5)], [b, c]]


def test_the_first_page_may_have_less_room_than_the_others() -> None:
    a = drawing("a", 100)
    assert flow([a], 50, ROOM) == [[], [a]]


def test_a_block_that_fits_no_page_is_said() -> None:
    with pytest.raises(ValueError, match="放不下"):
        flow([drawing("a", ROOM + 1)], ROOM, ROOM)


def test_a_page_break_begins_a_page_once() -> None:
    a, b = drawing("a", 10), drawing("b", 10)
    assert flow([PageBreak(), a, PageBreak(), PageBreak(), b], ROOM, ROOM) == [[a], [b]]


def test_a_text_is_cut_between_lines_with_two_on_either_side() -> None:
    text = Text(0, lines(*"abcdefgh"), STYLE)
    first, second = flow([drawing("x", ROOM - 7.5 * PITCH), text], ROOM, ROOM)
    assert (said(first[1]), said(second[0])) == (list("abcdef"), list("gh"))
    assert text.split(1.9 * PITCH) is None
    assert Text(0, lines("a", "b", "c"), STYLE).split(2.5 * PITCH) is None


def test_a_heading_goes_with_the_beginning_of_its_text() -> None:
    heading, text = drawing("h", 8), Text(0, lines(*"abcdef"), STYLE)
    pages = flow([drawing("x", ROOM - 8 - 3 * PITCH), Together((heading, text))], ROOM, ROOM)
    assert all_said(pages) == ["x", "h", *"abcdef"]
    assert [said(block) for block in pages[0]] == [["x"], ["h", *"abc"]]
    # With room for the heading alone, it moves on.
    pages = flow([drawing("x", ROOM - 9), Together((heading, text))], ROOM, ROOM)
    assert said(pages[1][0]) == ["h", *"abcdef"]


def test_the_heading_of_a_table_stands_again_on_each_page_and_never_alone() -> None:
    heading = row(lines("head"))
    table = Table(tuple(row(lines(f"r{place}")) for place in range(30)), heading)
    pages = flow([drawing("x", ROOM - 12), table], ROOM, ROOM)
    assert [said(block) for block in pages[0]] == [["x"]]
    parts = [block for page in pages[1:] for block in page]
    assert len(parts) > 1
    assert all(isinstance(part, Table) and part.heading is heading and part.rows for part in parts)
    assert all_said(pages) == ["x", *(f"r{place}" for place in range(30))]


def test_a_long_row_is_cut_and_a_short_one_is_not() -> None:
    long, short = row(lines(*(f"l{place}" for place in range(60)))), row(lines("s"), least=50)
    pages = flow([Table((short, short, short, long))], ROOM, ROOM)
    assert all_said(pages) == ["s", "s", "s", *(f"l{place}" for place in range(60))]
    assert [len(part.rows) for page in pages for part in page if isinstance(part, Table)][:2] == [2, 2]
    assert all(height(page) <= ROOM for page in pages)


def test_a_long_row_is_not_begun_where_hardly_a_line_fits() -> None:
    long = row(lines(*(f"l{place}" for place in range(30))))
    pages = flow([drawing("x", ROOM - 19), Table((long,))], ROOM, ROOM)
    assert said(pages[0][0]) == ["x"]
    assert len(pages[0]) == 1


def test_the_name_of_a_row_stands_again_where_it_is_cut() -> None:
    long = row(lines("name"), lines(*(f"l{place}" for place in range(60))), kind=NamedRow)
    pages = flow([Table((long,))], ROOM, ROOM)
    assert len(pages) == 3
    assert [said(page[0])[0] for page in pages] == ["name"] * 3
    assert [word for word in all_said(pages) if word != "name"] == [f"l{place}" for place in range(60)]


def test_a_row_to_sign_in_is_cut_only_between_its_blocks_and_only_where_it_is_high() -> None:
    cells = row(lines("name")).cells
    low = StackRow(cells, 8.0, 1.5, (drawing("a", 40), drawing("b", 15)))
    high = StackRow(cells, 8.0, 1.5, (drawing("a", 40), drawing("b", 40)))
    assert low.height == pytest.approx(58)
    assert [len(page) for page in flow([drawing("x", 60), Table((low,))], ROOM, ROOM)] == [1, 1]
    first, second = flow([drawing("x", 60), Table((high,))], ROOM, ROOM)
    heads = [part.rows[0] for part in (first[1], second[0]) if isinstance(part, Table)]
    assert [said(head) for head in heads] == [["name"], ["name"]]
    assert [said(block) for head in heads if isinstance(head, StackRow) for block in head.blocks] == [["a"], ["b"]]
    assert high.split(30) is None
    assert high.split(200) is None


def test_blocks_are_drawn_under_one_another() -> None:
    drawn: list[tuple[str, float]] = []

    def note(word: str, _sheet: Sheet, top: float) -> None:
        drawn.append((word, top))

    sheet = Sheet(A4, title="", author="")
    table = Table((row(lines("r"), least=9),))
    blocks: list[Block] = [
        drawing("a", 12, note),
        Space(3),
        table,
        paragraph(0, 100, "一行", STYLE),
        drawing("b", 5, note),
    ]
    bottom = draw_blocks(sheet, 20, [*blocks, Together((drawing("c", 4, note), PageBreak(), drawing("d", 4, note)))])
    after = 44 + PITCH
    assert drawn == [("a", 20), ("b", after), ("c", after + 5), ("d", after + 9)]
    assert bottom == pytest.approx(after + 13)


def test_a_table_without_rows_draws_nothing() -> None:
    assert Table(()).draw(Sheet(A4, title="", author=""), 30) == 30


# -------------------------------------------------------------------------------------------------------- for ever


@st.composite
def some_blocks(draw: st.DrawFn) -> list[Block]:
    """Blocks of every sort, each line and drawing with a word of its own; none is too high to fit any page."""
    names = count()
    heights = st.floats(1, 90)

    def text() -> Text:
        return Text(0, numbered(names, draw(st.integers(1, 60))), STYLE)

    def table() -> Table:
        rows = tuple(
            row(numbered(names, draw(st.integers(0, 70))), least=draw(st.floats(5, 18)))
            for _ in range(draw(st.integers(0, 8)))
        )
        return Table(rows, draw(st.sampled_from((None, row(lines("head"))))))

    makers: dict[str, Callable[[], Block]] = {
        "space": lambda: Space(draw(st.floats(0, 30))),
        "break": PageBreak,
        "drawing": lambda: drawing(f"w{next(names)}", draw(heights)),
        "text": text,
        "table": table,
        "together": lambda: Together((drawing(f"w{next(names)}", draw(st.floats(1, 20))), text())),
        "headed table": lambda: Together((drawing(f"w{next(names)}", draw(st.floats(1, 20))), table())),
    }
    return [makers[kind]() for kind in draw(st.lists(st.sampled_from(sorted(makers)), max_size=12))]


@given(some_blocks(), st.floats(20, 130), st.floats(100, 130))
def test_nothing_is_lost_doubled_or_moved_and_no_page_overflows(
    blocks: list[Block], first: float, others: float
) -> None:
    pages = flow(blocks, first, others)
    assert all_said(pages) == [word for block in blocks for word in said(block)]
    for number, page in enumerate(pages):
        assert height(page) <= (others if number else first) + 1e-4
        assert not page or not isinstance(page[0], Space | PageBreak)
    assert all(pages[1:])


@given(some_blocks(), st.floats(100, 130))
def test_a_table_keeps_its_heading_wherever_it_goes(blocks: list[Block], room: float) -> None:
    headings = {word: table.heading for table in tables(blocks) for word in said(table)}
    for page in flow(blocks, room, room):
        for part in tables(page):
            assert all(headings[word] is part.heading for word in said(part))


@given(st.lists(st.text("一二，。ab 1（）", min_size=1, max_size=400), min_size=1, max_size=4), st.floats(30, 130))
def test_a_paragraph_reads_the_same_over_pages(texts: list[str], room: float) -> None:
    """Blanks at the end of a line fall away; no other character does."""
    pages = flow([paragraph(0, 60, text, STYLE) for text in texts], room, room)
    assert "".join(all_said(pages)).replace(" ", "") == "".join(texts).replace(" ", "")
