"""The station's own papers as they come out: what reads back, what is drawn, how large it is."""

import ctypes
import re
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium
import pytest

from printing import catalogue
from printing.forms.notice_board import LEAST_POINTS
from printing.forms.visit_ledger import COLUMNS, VisitLedger
from printing.wording import wording
from tests.printing.papers import HUMAN_CODE, NAME_60
from tests.printing.reading import ReadPage, page_of, read
from tests.printing.samples.station_papers import (
    BEFORE,
    DIGEST,
    LEDGER_ROWS,
    ROWS,
    SAMPLES,
    STATION_DATA,
    ledger,
    tally,
)

TALLY_LINE = re.compile(r"^(\d+) (\S+) (.+?) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)\s*$", re.MULTILINE)


def pages_of(name: str) -> tuple[ReadPage, ...]:
    return read(catalogue.render_form(SAMPLES[name]))


def lines_of(page: ReadPage) -> str:
    return page.text.replace("\r\n", "\n")


# ---------------------------------------------------------------------------------------------------- the tally


def test_the_rows_of_the_tally_read_back_and_add_up() -> None:
    (page,) = pages_of("day_tally")
    rows = TALLY_LINE.findall(lines_of(page))
    assert [(row[1], row[2]) for row in rows] == [(row.title, row.span) for row in tally().rows]
    counts = [tuple(map(int, row[3:])) for row in rows]
    assert all(numbers == handed + void + spoiled + still for numbers, handed, void, spoiled, still, _ in counts)
    sums = " ".join(str(sum(column)) for column in zip(*counts, strict=True))
    assert sums == "42 40 2 0 0 53"
    assert re.search(rf"合\s*计\s*{sums}\s", page.text)


def test_the_digests_stand_there_whole_in_groups_of_eight() -> None:
    (page,) = pages_of("day_tally")
    for digest in (DIGEST, BEFORE):
        groups = [digest[place : place + 8] for place in range(0, 64, 8)]
        assert re.search(r"\s+".join(groups), page.text)
    assert "613条" in page.words
    assert "48,207 至 48,819" in page.words


def test_a_box_is_ticked_only_where_the_paper_came_back() -> None:
    def small(form: Any) -> int:
        """Boxes, and the ticks in them."""
        (page,) = read(catalogue.render_form(form))
        boxes = [path.box for path in page.paths]
        return sum(2 < box.right - box.left < 4.2 and 2 < box.bottom - box.top < 4.2 for box in boxes)

    assert small(tally()) == 3 + 2
    assert small(tally(incidents=tuple(replace(one, ticked=False) for one in tally().incidents))) == 3
    assert small(tally(incidents=())) == 0


def test_a_day_without_paper_and_gaps_in_the_numbers_are_said() -> None:
    (page,) = pages_of("day_tally_empty")
    assert "当日没有出过文书。" in page.words
    assert "当日没有作废、损坏、打印失败和补印。" in page.words
    assert "没有缺号" in page.words
    (page,) = read(catalogue.render_form(tally(missing="005、LF20261124-009")))
    assert "缺号：005、LF20261124-009" in page.words
    assert "没有缺号" not in page.words


def test_five_hundred_kinds_flow_with_their_heading_and_one_sum() -> None:
    rows = tuple(replace(ROWS[place % len(ROWS)], title=f"文书第{place}种") for place in range(500))
    pages = read(catalogue.render_form(tally(rows=rows)))
    read_back = [row for page in pages for row in TALLY_LINE.findall(lines_of(page))]
    assert [int(row[0]) for row in read_back] == list(range(1, 501))
    assert all("编号起止" in page.words for page in pages if TALLY_LINE.search(lines_of(page)))
    assert sum(len(re.findall(r"合\s*计 ", page.text)) for page in pages) == 1


# --------------------------------------------------------------------------------------------------- the ledger


def test_the_rows_of_the_ledger_read_back_in_their_columns() -> None:
    (page,) = pages_of("visit_ledger")
    for row in LEDGER_ROWS:
        assert all(text in page.words for text in row)
    assert all(wording("visit_ledger")[f"column_{name}"] in page.words for name in COLUMNS)
    assert HUMAN_CODE in page.words
    assert "制表人：王静" in page.words


def test_a_long_ledger_repeats_its_heading_and_sums_up_once_at_the_end() -> None:
    pages = pages_of("visit_ledger_pages")
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页 共{len(pages)}页" in page.words
        assert "证件号码" in page.words
        assert HUMAN_CODE in page.words
        assert ("本期累计" in page.words, "站长：" in page.words) == (
            (True, True) if number == len(pages) else (False,) * 2
        )
        assert re.search(r"^\d{3} 11-2", page.text, re.MULTILINE)
    assert sum(len(re.findall(r"^\d{3} 11-2", page.text, re.MULTILINE)) for page in pages) == 8 * len(LEDGER_ROWS)


@pytest.mark.parametrize("count", range(40))
def test_the_sums_never_stand_alone(count: int) -> None:
    """However many rows there are, the last page has one of them."""
    rows = tuple((f"{place:03d}", *LEDGER_ROWS[2][1:]) for place in range(count))
    *_, last = read(catalogue.render_form(ledger(rows=rows)))
    assert ("本期没有登记来访。" in last.words) == (count == 0)
    assert count == 0 or f"{count - 1:03d} 11-24" in last.words


def test_a_name_of_sixty_characters_stands_whole_in_the_ledger() -> None:
    (page,) = read(catalogue.render_form(ledger(rows=(("001", "11-24 09:42", NAME_60, *LEDGER_ROWS[0][3:]),))))
    assert NAME_60 in "".join(
        character.text for character in page.characters if 48 < character.box.left < 67 and character.box.top > 35
    )


def test_the_ledger_has_no_codes_of_further_pages_to_sign() -> None:
    assert "more_codes" not in catalogue.to_data(ledger())
    assert catalogue.from_data("visit_ledger", catalogue.to_data(ledger())) == ledger()
    assert isinstance(catalogue.from_data("visit_ledger", catalogue.to_data(ledger())), VisitLedger)


# ----------------------------------------------------------------------------------------- seals and the notices


def test_the_register_of_seals_leaves_room_to_sign() -> None:
    (page,) = pages_of("seal_register")
    assert "本期需要盖章的文书 3 张，共 4 份。" in page.words
    cells = [path.box for path in page.paths if 20.5 < path.box.right - path.box.left < 21.8 and not path.filled]
    blanks = [
        box for box in cells if box.bottom - box.top > 9.9 and not any(c.box.inside(box) for c in page.characters)
    ]
    assert len(blanks) == 6


def test_the_notice_can_be_read_from_a_metre_and_a_half() -> None:
    pdf = catalogue.render_form(SAMPLES["notice_board"])
    (read_page,) = read(pdf)
    foot = 297 - 42
    with page_of(pdf) as page:
        sizes = []
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(item, size)
            top = read_page.height - item.get_bounds()[3] * 25.4 / 72
            # Between the line with the number and the foot.
            if 55 < top < foot:
                sizes.append(size.value)
    assert len(sizes) > 20
    assert min(sizes) >= LEAST_POINTS


def test_the_notice_says_what_the_article_wants() -> None:
    """《信访工作条例》第十八条."""
    (page,) = pages_of("notice_board")
    for value in STATION_DATA.values():
        assert value in page.words
    for part in ("接待地址", "接待时间", "投诉电话", "查询进度", "办理程序", "《信访工作条例》", "写信", "网上"):
        assert part in page.words
    for clock in ("15日内书面告知", "60日内办结", "不超过30日", "30日内可请求复查", "30日内可请求复核", "不超过5人"):
        assert clock in page.words


def test_the_privacy_notice_says_what_the_articles_want_on_one_page() -> None:
    """《个人信息保护法》第十七条, 第三十条."""
    (page,) = pages_of("privacy_notice")
    for part in (
        "处理者",
        "处理目的",
        "依据",
        "敏感信息",
        "必要性",
        "影响",
        "处理方式",
        "保存期限",
        "提供给谁",
        "你的权利",
    ):
        assert part in page.words
    for value in STATION_DATA.values():
        assert value in page.words
    assert page.words.index("沿虚线撕开") < page.words.index("签名仅证明已告知，不表示对其他处理的同意。")


# ------------------------------------------------------------------------------------------------------ all five

KINDS = ("day_tally", "visit_ledger", "seal_register", "notice_board", "privacy_notice")


@pytest.mark.parametrize("kind", KINDS)
def test_a_void_one_says_so_on_each_page_and_stays_legible(kind: str) -> None:
    before = pages_of(kind)
    after = read(catalogue.render_form(replace(SAMPLES[kind], void=True)))
    assert len(before) == len(after) == 1
    for one, other in zip(before, after, strict=True):
        assert "作废" in "".join(piece[0] for piece in other.pieces if piece[2] < 25)
        assert [line for line in one.text.split("\r\n") if line not in other.text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_reprint_and_correction_are_marked(kind: str) -> None:
    (page,) = pages_of(f"{kind}_reprint")
    assert "补印 12" in page.words
    assert "更正 3" in page.words


@pytest.mark.parametrize("kind", KINDS)
def test_data_comes_back_from_json_and_draws_the_same_bytes(kind: str) -> None:
    data = catalogue.to_data(SAMPLES[kind])
    assert catalogue.render(kind, data) == catalogue.render_form(SAMPLES[kind])
    assert catalogue.render_form(catalogue.kind(kind).sample()).startswith(b"%PDF")
