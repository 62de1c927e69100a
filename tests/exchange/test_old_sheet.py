"""Old .xls lists: read as they stand, and no file takes the desk down. `old_list.xls` was written by xlwt 1.3.

The self-test reads it too. It holds a hidden sheet, then a merged title, a heading from column B on, a day as a date, a
long number, a rounded one.
"""

import datetime as dt
import random
from pathlib import Path

import pytest

from exchange.old_sheet import read_old_sheet
from exchange.result_list import read_result_list
from exchange.sheet_xml import Cell
from system.errors import Trouble
from system.paths import resource

OLD_LIST = resource("data", "old_list.xls")
TODAY = dt.date(2026, 11, 24)
# Found by changing bytes at random: with these seeds the library panics, or asks for more memory than there is.
HURTFUL = (9, 104, 126)


def test_the_visible_sheet_is_read_with_its_rows_as_on_the_screen() -> None:
    lines = read_old_sheet(OLD_LIST).lines
    assert [line.number for line in lines] == [2, 4, 5, 7, 8]
    assert lines[0].cells == {1: Cell("区局反馈名单")}
    assert lines[2].cells[2] == Cell("𬭎望城")
    assert lines[2].cells[5] == Cell("2026-11-24")
    assert lines[4].cells[3] == Cell("12", numeric=True)


def test_its_results_are_those_of_any_list() -> None:
    first, second, third = read_result_list(OLD_LIST, TODAY)
    assert (first.line, first.case_number, first.name, first.tail) == (5, "坡退办〔2026〕3号", "𬭎望城", "1008")
    assert (first.outcome, first.day, first.item_number, first.fault) == ("ok", TODAY, "43010012345678", "")
    assert "丢了位数" in second.fault
    assert (third.outcome, third.tail, third.day, third.fault) == ("no", "0012", dt.date(2026, 11, 23), "")


@pytest.mark.parametrize("seed", HURTFUL)
def test_a_damaged_one_is_refused_in_words_and_the_desk_lives(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(damaged(seed))
    with pytest.raises(Trouble, match="没有存完整"):
        read_old_sheet(path)


def damaged(seed: int) -> bytes:
    """The list with up to six bytes changed, now and then cut short."""
    dice = random.Random(seed)
    raw = bytearray(OLD_LIST.read_bytes())
    for _ in range(dice.randint(1, 6)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw[: dice.randrange(len(raw))] if dice.random() < 0.3 else raw)
