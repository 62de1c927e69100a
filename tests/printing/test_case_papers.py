"""The papers of a case's end and of its clocks, and the ledgers of cases: each value, in its place, however many."""

import json
import re
from dataclasses import replace

import pytest

from printing import catalogue
from printing.forms.case_index import IndexRow
from printing.forms.case_ledger import CaseLedger, LedgerColumn
from printing.forms.clock_sheet import StripCell
from printing.sheet import THIN
from tests.printing.papers import HUMAN_CODE, NAME_60
from tests.printing.reading import ReadPage, read
from tests.printing.samples.case_index import ROWS as INDEX_ROWS
from tests.printing.samples.case_index import case_index
from tests.printing.samples.case_ledger import COLUMNS, case_ledger
from tests.printing.samples.case_ledger import ROWS as LEDGER_ROWS
from tests.printing.samples.clock_sheet import OTHERS, STEPS, STRIP, clock_sheet


def pages_of(form: object) -> tuple[ReadPage, ...]:
    return read(catalogue.render_form(form))


# --------------------------------------------------------------------------------------------- how a day was found


def test_the_usual_derivation_stands_on_one_page_whole() -> None:
    (page,) = pages_of(clock_sheet())
    form = clock_sheet()
    for text in (form.case_number, form.person, form.clock, form.rule, form.raw_day, form.legal_day, form.provisional):
        assert text in page.words
    for step in STEPS:
        assert all(text in page.words for text in (step.what, step.content, step.result, step.source))
    for clock in OTHERS:
        assert clock.label in page.words
        assert clock.state in page.words


def test_a_firm_day_bears_no_mark_of_an_estimate() -> None:
    (firm,), (estimated,) = (pages_of(clock_sheet(provisional=why)) for why in ("", "2027 年放假安排没有装入"))
    assert "（暂估）" in estimated.words
    assert "（暂估）" not in firm.words


def test_the_days_of_the_strip_stand_in_their_order_with_their_marks() -> None:
    (page,) = pages_of(clock_sheet())
    strip = page.words.split("日历对照")[1].split("休息日")[0].replace(" ", "")
    assert re.findall(r"\d\d-\d\d", strip) == [one.day for one in STRIP if one.day]
    assert re.findall(r"第\d+日|起算|原始|跳过|法定", strip.replace("第4日", "").replace("第53日", "")) == [
        one.mark for one in STRIP if one.mark
    ]
    assert "…50天…" in strip


@pytest.mark.parametrize(
    ("off", "provisional", "more"),
    # A hatched band has its strokes and its lower rule; a dashed frame is four rules in place of one box.
    [(True, False, range(5, 20)), (False, True, range(3, 4)), (True, True, range(8, 23))],
)
def test_what_a_day_is_shows_without_colour(off: bool, provisional: bool, more: range) -> None:
    day = StripCell("二", "11-24", "第1日")
    other = replace(day, off=off, provisional=provisional)
    (plain,), (marked,) = (pages_of(clock_sheet(strip=(one,))) for one in (day, other))
    assert len(marked.paths) - len(plain.paths) in more


def test_a_strong_day_has_a_thick_frame() -> None:
    """PDFium gives the box of a stroke with its weight."""
    widths = []
    for strong in (False, True):
        (page,) = pages_of(clock_sheet(strip=(StripCell("辰", "11-24", "起算", strong=strong),)))
        (day,) = (one.box for one in page.characters if one.text == "辰")
        frames = [path.box for path in page.paths if day.inside(path.box) and path.box.right - path.box.left < 20]
        widths.append(frames[0].right - frames[0].left)
    assert widths[1] - widths[0] > THIN * 25.4 / 72


@pytest.mark.parametrize("count", [1, 7, 17, 18, 19, 37, 200])
def test_a_strip_of_any_length_keeps_all_its_days(count: int) -> None:
    cells = tuple(StripCell("一", f"{1 + at // 28:02d}-{1 + at % 28:02d}", f"第{at}日") for at in range(count))
    pages = pages_of(clock_sheet(strip=cells, steps=(), others=(), started_on="", rule=""))
    words = "".join(page.words.split("日历对照")[-1].split("休息日")[0] for page in pages).replace(" ", "")
    assert words.count("一") == count
    assert all(f"第{at}日" in words for at in range(count))


# ------------------------------------------------------------------------------------------------------ the index


def test_the_index_names_each_document_and_its_pages() -> None:
    first, closing = pages_of(case_index())
    for row in INDEX_ROWS:
        assert all(text in first.words for text in (row.number, row.author, row.title, row.day, row.note))
    assert all(pages in first.words for pages in ("1—2", "4—6", "10—12"))
    assert "卷内备考表" not in first.words
    assert "本卷共 7 件 13 页" in closing.words
    assert all(words in closing.words.replace(" ", "") for words in ("立卷人", "检查人", "情况说明"))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(0, 0, ""), (71, 71, "71"), (71, 0, "71"), (71, 85, "71—85")],
)
def test_pages_of_a_document(first: int, last: int, words: str) -> None:
    form = case_index(rows=(IndexRow("", "", "某文件", "", first, last),), case_number="", file_title="")
    row = pages_of(form)[0].text.split("某文件")[1].split("7K3M")[0]
    assert row.split()[:1] == ([words] if words else [])


def test_five_hundred_documents_stand_there_once_under_repeated_headings() -> None:
    rows = tuple(IndexRow(f"文{at}号", "某单位", f"第{at}份", "2026-11-24", at, at) for at in range(1, 501))
    *listed, closing = pages_of(case_index(rows=rows, pages=500))
    assert [int(at) for page in listed for at in re.findall(r"第(\d+)份", page.words)] == list(range(1, 501))
    assert all("顺序号" in page.words for page in listed)
    assert "本卷共 500 件 500 页" in closing.words
    assert sum("卷内备考表" in page.words for page in (*listed, closing)) == 1


def test_an_empty_file_says_so_and_can_be_closed_all_the_same() -> None:
    first, closing = pages_of(case_index(rows=(), pages=0))
    assert "卷内还没有文件。" in first.words
    assert "本卷共 0 件 0 页" in closing.words


# ---------------------------------------------------------------------------------------------------- the ledgers


def test_the_rows_of_a_ledger_stand_in_its_own_columns() -> None:
    (page,) = pages_of(case_ledger())
    assert "优 待 证 收 发 台 账" in page.text or "优待证收发台账" in page.words
    assert all(column.title in page.words for column in COLUMNS)
    assert all(text in page.words for row in LEDGER_ROWS for text in row)
    assert "本期共 4 条；收到 4 张；领取 3 张，其中代领 1 张；月末待领 1 张。" in page.words
    assert HUMAN_CODE in page.words


def test_a_ledger_without_a_title_of_its_own_has_the_shipped_one() -> None:
    (page,) = pages_of(case_ledger(title="", rows=()))
    assert page.words.replace(" ", "").startswith("办事台账")
    assert "本期没有登记。" in page.words


def test_columns_are_as_wide_as_their_shares_and_end_where_they_should() -> None:
    columns = (LedgerColumn("甲", 1), LedgerColumn("乙", 1, "center"), LedgerColumn("丙", 2, "right"))
    (page,) = pages_of(case_ledger(columns=columns, rows=(("子", "丑", "寅"),)))
    places = {one.text: one.box for one in page.characters}
    assert (places["甲"].left + places["甲"].right) / 2 == pytest.approx(12 + 273 / 8, abs=0.3)
    assert (places["丙"].left + places["丙"].right) / 2 == pytest.approx(12 + 273 * 3 / 4, abs=0.3)
    assert places["子"].left == pytest.approx(12 + 1.6, abs=0.5)
    assert (places["丑"].left + places["丑"].right) / 2 == pytest.approx(12 + 273 * 3 / 8, abs=0.3)
    assert places["寅"].right == pytest.approx(285 - 1.6, abs=0.5)


def test_three_thousand_rows_are_all_there_in_order_and_summed_up_once() -> None:
    rows = tuple((str(at), f"办{at}号", *LEDGER_ROWS[at % 4][2:]) for at in range(3000))
    pages = pages_of(case_ledger(rows=rows))
    assert [int(at) for page in pages for at in re.findall(r"办(\d+)号", page.words)] == list(range(3000))
    assert all("证件号码" in page.words for page in pages)
    assert [number for number, page in enumerate(pages, 1) if "本期共 3000 条" in page.words] == [len(pages)]


@pytest.mark.parametrize(
    "columns",
    [(), (LedgerColumn("甲", 0),), (LedgerColumn("甲", 1), LedgerColumn("乙", 99)), (LedgerColumn("甲", 1, "top"),)],
)
def test_columns_that_can_not_stand_side_by_side_are_refused(columns: tuple[LedgerColumn, ...]) -> None:
    with pytest.raises(ValueError, match="台账"):
        pages_of(case_ledger(columns=columns))


def test_a_name_of_sixty_characters_stands_whole_in_a_ledger() -> None:
    (page,) = pages_of(case_ledger(rows=(("1", "", NAME_60),)))
    column = [one for one in page.characters if 66 < one.box.left < 88 and one.box.top > 41]
    assert NAME_60 in "".join(one.text for one in column)


@pytest.mark.parametrize("form", [clock_sheet(), case_index(), case_ledger()])
def test_kept_data_draws_the_same_bytes(form: object) -> None:
    code = catalogue.kind_of(form).code
    data = json.loads(json.dumps(catalogue.to_data(form), ensure_ascii=False))
    assert catalogue.from_data(code, data) == form
    assert catalogue.render(code, data) == catalogue.render_form(form)


def test_a_ledger_has_no_codes_of_further_pages_to_sign() -> None:
    assert "more_codes" not in catalogue.to_data(case_ledger())
    assert isinstance(case_ledger(), CaseLedger)
