"""Lists from other offices: right ones in each format, numbers that lost digits, and files made to hurt."""

import contextlib
import datetime as dt
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.list_file import read_listed
from exchange.official_list import read_official_list
from exchange.result_list import ResultRow, read_result_list
from exchange.sheet_xml import read_sheet
from system.errors import Trouble
from tests.exchange.workbooks import MAIN, book, sheet

TODAY = dt.date(2026, 11, 24)
IDENTITY = "430104195503151008"
HEAD = ("办件编号", "姓名", "身份证号", "结果", "结果日期", "退回原因", "优待证号")


def results(path: Path) -> tuple[ResultRow, ...]:
    return read_result_list(path, TODAY)


def table(tmp_path: Path, *rows: tuple[str | float | None, ...]) -> Path:
    return book(tmp_path / "结果.xlsx", sheet((HEAD, *rows)))


# ----------------------------------------------------------------------------------------------------- right lists


def test_a_workbook_is_read_with_its_rows_numbered_as_on_the_screen(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        ("坡退办〔2026〕3号", "胡望城", IDENTITY, "通过", 46350, None, "43010012345678"),
        (None,),
        ("坡退办〔2026〕4号", "李*", "430104********1026", "退回补正", "2026-11-23", "缺照片", None),
    )
    first, second = results(path)
    assert first == ResultRow(
        line=2,
        outcome="ok",
        case_number="坡退办〔2026〕3号",
        name="胡望城",
        tail="1008",
        day=dt.date(2026, 11, 24),
        item_number="43010012345678",
    )
    assert (second.line, second.outcome, second.name, second.tail) == (4, "back", "李*", "1026")
    assert (second.reason, second.day, second.fault) == ("缺照片", dt.date(2026, 11, 23), "")


def test_shared_texts_are_joined_without_how_they_are_read_aloud(tmp_path: Path) -> None:
    strings = "".join(f"<si><t>{word}</t></si>" for word in ("姓名", "后四位", "结果", "通过"))
    strings += "<si><r><t>胡</t></r><r><t>望城</t></r><rPh sb='0' eb='1'><t>huwangcheng</t></rPh></si>"
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>4</v></c><c r="B2"><v>12</v></c><c r="C2" t="s"><v>3</v></c></row>'
    )
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    (row,) = read_result_list(book(tmp_path / "a.xlsx", xml, strings=strings), TODAY, result_on=TODAY)
    assert (row.name, row.tail, row.day, row.fault) == ("胡望城", "0012", TODAY, "")


def test_days_of_an_old_apple_count_from_1904(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        sheet((HEAD, ("坡退办〔2026〕3号", "", "", "通过", 46350 - 1462))),
        properties='<workbookPr date1904="1"/>',
    )
    assert results(path)[0].day == TODAY


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_any_encoding_and_with_any_separator(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = (
        ("区局名单",),
        ("申请人 ", "证件号（18 位）", "审核结果*", "审核日期"),
        ("㐱望城", IDENTITY, "不通过", "20261124"),
    )
    path = tmp_path / "名单.csv"
    path.write_text("\r\n".join(delimiter.join(line) for line in lines), encoding=encoding, newline="")
    (row,) = results(path)
    assert (row.name, row.tail, row.outcome, row.day) == ("㐱望城", "1008", "no", TODAY)


def test_the_national_systems_list(tmp_path: Path) -> None:
    rows = (
        ("受理编号", "姓名", "证件号码", "办理状态"),
        ("YZ2026001", "胡望城", IDENTITY, "审核中"),
        ("", "李龚", "", ""),
    )
    first, second = read_official_list(book(tmp_path / "导出.xlsx", sheet(rows)))
    assert (first.number, first.name, first.tail, first.state, first.fault) == (
        "YZ2026001",
        "胡望城",
        "1008",
        "审核中",
        "",
    )
    assert "没有受理号" in second.fault


# -------------------------------------------------------------------------------------------------- rows with faults


@pytest.mark.parametrize(
    ("identity", "fault"),
    [
        (4.3010419550315e17, "丢了位数"),
        ("4.30104E+17", "丢了位数"),
        ("4301041955", ""),
        ("一二三四", "看不清"),
        ("08", "看不清"),
        ("43010419550315100x", ""),
    ],
)
def test_an_identity_number_that_lost_digits_refuses_its_row(tmp_path: Path, identity: str | float, fault: str) -> None:
    (row,) = results(table(tmp_path, ("坡退办〔2026〕3号", "胡望城", identity, "通过", "2026-11-24")))
    assert (fault in row.fault) if fault else row.fault == ""
    assert not (fault and row.tail)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("坡退办〔2026〕3号", "", "", "大概可以", "2026-11-24"), "看不懂"),
        (("坡退办〔2026〕3号", "", "", "通过", "2026-11-25"), "还没有到"),
        (("坡退办〔2026〕3号", "", "", "通过", ""), "没有写结果日期"),
        (("坡退办〔2026〕3号", "", "", "通过", "上周"), "看不懂"),
        (("", "胡望城", "", "通过", "2026-11-24"), "不知道是哪一件"),
        (("坡退办〔2026〕3号", "", "", "通过", "2026-11-24", "", 6.21e18), "丢了位数"),
        (("坡退办〔2026〕3号", "", "", "通过", "2026-11-24 10:30:00"), ""),
    ],
)
def test_a_row_that_cant_be_used_says_why(tmp_path: Path, row: tuple[str | float, ...], fault: str) -> None:
    (read,) = results(table(tmp_path, row))
    assert (fault in read.fault) if fault else read.fault == ""


# ------------------------------------------------------------------------------------------------------ wrong files


def test_lists_without_a_heading_or_with_two_of_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="表头"):
        results(book(tmp_path / "a.xlsx", sheet((("甲", "乙"), ("1", "2")))))
    with pytest.raises(Trouble, match="两列"):
        results(book(tmp_path / "b.xlsx", sheet((("姓名", "申请人", "结果"), ("甲", "乙", "通过")))))
    empty = tmp_path / "c.csv"
    empty.write_bytes(b"")
    with pytest.raises(Trouble, match="是空的"):
        results(empty)
    with pytest.raises(Trouble, match="打不开"):
        results(tmp_path / "gone.xlsx")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "xls"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"%PDF-1.7\x00\x01", "不是表格"),
        (b"PK\x03\x04" + b"\x00" * 600, "读不出来"),
    ],
)
def test_files_that_only_look_like_lists(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    with pytest.raises(Trouble, match=told):
        results(path)


def test_a_workbook_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b" " * 200_000_000)
    assert path.stat().st_size < 1_000_000
    tracemalloc.start()
    with pytest.raises(Trouble, match="大得不正常"):
        results(path)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_far_away_cell_costs_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    path = book(tmp_path / "a.xlsx", sheet((HEAD, ("坡退办〔2026〕3号", "", "", "通过", "2026-11-24")), beside=far))
    tracemalloc.start()
    assert len(results(path)) == 1
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"胡望城,{at:04d},通过\n" for at in range(20_100))
    path = tmp_path / "a.csv"
    path.write_text(f"姓名,后四位,结果\n{rows}", encoding="utf-8")
    with pytest.raises(Trouble, match="超过 20000 行"):
        results(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = book(tmp_path / "a.xlsx", bomb + sheet((HEAD,)))
    with pytest.raises(Trouble, match="读不出来"):
        results(path)


def test_an_index_into_no_text_is_an_empty_cell(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>7</v></c><c r="B1" t="s"><v>-3</v></c></row>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    assert read_sheet(book(tmp_path / "a.xlsx", xml)).lines == ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_in_words(tmp_path: Path, data: st.DataObject) -> None:
    path = table(tmp_path, ("坡退办〔2026〕3号", "胡望城", IDENTITY, "通过", "2026-11-24"))
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))] if data.draw(st.booleans()) else raw)
    with contextlib.suppress(Trouble):
        assert all(row.line > 0 for row in results(path))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=8))
def test_any_text_in_a_list_is_read_or_refused_in_words(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "\n".join(["姓名,结果,后四位", *(",".join(row) for row in rows)]), encoding="utf-8", errors="replace"
    )
    with contextlib.suppress(Trouble):
        read = read_listed(path, {"name": ("姓名",), "outcome": ("结果",)}, (("name",), ("outcome",)))
        assert all("\n" not in row.text("name") for row in read)
