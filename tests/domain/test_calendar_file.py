"""A year's notice as a file: what is read, what is refused line by line, and what is only worth a second look."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar_file import CalendarFile, read_calendar_file
from domain.tables import limit
from domain.workdays import CalendarDay, shipped_calendar
from system.errors import Invalid

# A made-up notice of 2027 that leaves nothing to warn of.
WHOLE = """日期,类型,名称
2026-12-27,班,元旦
2027-01-01,休,元旦
2027-01-02,休,元旦
2027-01-03,休,元旦
2027-02-05,休,春节
2027-02-06,休,春节
2027-02-07,休,春节
2027-02-08,休,春节
2027-02-09,休,春节
2027-02-20,班,春节
2027-04-05,休,清明节
2027-05-01,休,劳动节
2027-05-02,休,劳动节
2027-06-09,休,端午节
2027-09-15,休,中秋节
2027-10-01,休,国庆节
2027-10-02,休,国庆节
2027-10-03,休,国庆节
"""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def table_of(*rows: str) -> str:
    return "\n".join(["日期,类型,名称", *rows])


def faults(text: str) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read_calendar_file(text)
    return dict(caught.value.fields)


def test_a_whole_notice_is_read_without_a_word() -> None:
    found = read_calendar_file(WHOLE, "国办发明电〔2026〕9号")
    assert (found.year, len(found.days), found.warnings) == (2027, 18, ())
    assert found.days[0] == CalendarDay(day("2026-12-27"), False, "元旦", "国办发明电〔2026〕9号")
    assert found.days[-1] == CalendarDay(day("2027-10-03"), True, "国庆节", "国办发明电〔2026〕9号")


def test_the_same_as_json() -> None:
    rows = [dict(zip(("日期", "类型", "名称"), row.split(","), strict=True)) for row in WHOLE.splitlines()[1:]]
    assert read_calendar_file(json.dumps(rows)) == read_calendar_file(WHOLE)
    assert read_calendar_file("\ufeff " + json.dumps(rows, ensure_ascii=False, indent=1)) == read_calendar_file(WHOLE)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + WHOLE,
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace(",", "\t"),
        WHOLE.replace(",", ";"),
        WHOLE.replace(",", "，"),
        "\n\n" + WHOLE + "\n\n,,\n",
        WHOLE.replace("休", " 放假 ").replace("班", "上班"),
        WHOLE.replace("2027-", "2027/").replace("2026-", "2026年"),
        WHOLE.replace("-", ""),
        WHOLE.replace("日期,类型,名称", "日期,类型,名称,备注"),
        WHOLE.replace(",元旦", ',"元旦"'),
    ],
    ids=["BOM", "CRLF", "tabs", "semicolons", "full-width", "blank", "words", "slashes", "digits", "column", "quoted"],
)
def test_the_same_in_other_hands(text: str) -> None:
    assert read_calendar_file(text) == read_calendar_file(WHOLE)


def test_columns_may_stand_in_any_order_and_the_name_may_be_missing() -> None:
    turned = read_calendar_file("类型,日期\n休,2027-10-04\n")
    assert turned.days == (CalendarDay(day("2027-10-04"), True, "", ""),)


def test_days_come_by_date() -> None:
    found = read_calendar_file(table_of("2027-10-01,休,国庆节", "2027-01-01,休,元旦"))
    assert [one.day for one in found.days] == [day("2027-01-01"), day("2027-10-01")]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2027-02-30,休,春节", "第 2 行：没有“2027-02-30”这一天，请核对年、月、日。"),
        ("2027-13-01,休,春节", "第 2 行：没有“2027-13-01”这一天，请核对年、月、日。"),
        ("2027-02-29,休,", "第 2 行：没有“2027-02-29”这一天，请核对年、月、日。"),
        ("2027-02,休,春节", "第 2 行：日期“2027-02”没有写到日，请写成 2027-01-01。"),
        ("2027,休,春节", "第 2 行：日期“2027”没有写到日，请写成 2027-01-01。"),
        ("春节,休,春节", "第 2 行：看不懂日期“春节”，请写成 2027-01-01。"),
        ("02-05,休,春节", "第 2 行：看不懂日期“02-05”，请写成 2027-01-01。"),
        (",休,春节", "第 2 行：没有写日期。请写成 2027-01-01。"),
        ("2027-02-05,,春节", "第 2 行：类型“”不认识，请写“休”或“班”。"),
        ("2027-02-05", "第 2 行：类型“”不认识，请写“休”或“班”。"),
        ("2027-02-05,是,春节", "第 2 行：类型“是”不认识，请写“休”或“班”。"),
        ("2027-02-05,休," + "节" * 41, "第 2 行：名称有 41 个字，最多 40 个。请写短一些。"),
        ("日" * 300 + ",休,", f"第 2 行：看不懂日期“{'日' * 19}…”，请写成 2027-01-01。"),
    ],
)
def test_a_line_that_cannot_be_taken(row: str, sentence: str) -> None:
    assert faults(table_of(row)) == {"line.1": sentence}


def test_every_bad_line_is_told_and_duplicates_name_the_first() -> None:
    text = table_of("2027-10-01,休,国庆节", "", "2027-10-32,休,", "2027/10/1,班,")
    assert list(faults(text).values()) == [
        "第 4 行：没有“2027-10-32”这一天，请核对年、月、日。",
        "第 5 行：2027-10-01 在第 2 行已经写了，请去掉一个。",
    ]


def test_bad_items_of_json_are_counted_from_one() -> None:
    text = json.dumps([{"日期": "2027-10-01", "类型": "休"}, 7, {"日期": 20271001, "类型": None}])
    assert list(faults(text).values()) == [
        "第 2 项：没有写日期。请写成 2027-01-01。",
        "第 3 项：没有写日期。请写成 2027-01-01。",
    ]


def test_many_bad_lines_are_cut_short() -> None:
    told = list(faults(table_of(*["x,休,"] * 500)).values())
    assert len(told) == limit("calendar_file_faults") + 1
    assert told[-1] == "还有 480 行有问题，请核对选的文件。"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "文件里没有一天。请按“日期,类型,名称”一行写一天。"),
        (" \n\n", "文件里没有一天。请按“日期,类型,名称”一行写一天。"),
        ("日期,类型,名称\n", "文件里没有一天。请按“日期,类型,名称”一行写一天。"),
        ("[]", "文件里没有一天。请按“日期,类型,名称”一行写一天。"),
        ("2027-01-01,休,元旦", "第一行应是表头“日期,类型,名称”。请补上表头，或选另一个文件。"),
        ("%PDF-1.7\n", "第一行应是表头“日期,类型,名称”。请补上表头，或选另一个文件。"),
        ('{"日期": "2027-01-01"}', "JSON 文件应是一个列表，每项写日期、类型、名称。请核对选的文件。"),
        ('[{"日期": "2027-01-01"', "文件读不懂：不是完整的 JSON。请核对选的文件。"),
        ("[" * 20000, "文件读不懂：不是完整的 JSON。请核对选的文件。"),
        ("[" + "9" * 5000 + "]", "文件读不懂：不是完整的 JSON。请核对选的文件。"),
        ("日" * 60001, "文件太大，一年的放假安排不会超过 60000 个字。请核对选的文件。"),
    ],
)
def test_a_file_that_is_none(text: str, sentence: str) -> None:
    assert faults(text) == {"file": sentence}


@pytest.mark.parametrize(
    ("other", "named"), [("2026-11-30", "2026-11-30"), ("2025-12-31", "2025-12-31"), ("2028-01-01", "2027-10-01")]
)
def test_one_file_is_one_year(other: str, named: str) -> None:
    year = max(other, "2027-10-01")[:4]
    told = faults(table_of("2027-10-01,休,国庆节", f"{other},休,"))
    assert told == {"file": f"一个文件只能写一年。{named} 不是 {year} 年的，请分开。"}


def test_what_looks_forgotten_is_said_and_stops_nothing() -> None:
    found = read_calendar_file(table_of("2027-10-01,休,国庆节", "2027-10-09,休,", "2027-10-11,班,"))
    assert len(found.days) == 3
    assert found.warnings[0] == "全年法定节假日有 13 天，文件里写了名称的放假日只有 1 天。请对照通知核对。"
    assert "2027-01-01 周五是元旦，文件里没有放假。请对照通知核对。" in found.warnings
    assert found.warnings[-1] == "2027-10-11本来就是工作日，不用写“班”。请核对是不是写错了日期。"
    assert not any("2027-10-02" in told for told in found.warnings), "it is a Saturday, off in any case"


@pytest.mark.parametrize("gone", ["2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"])
def test_a_holiday_that_was_left_out_is_named(gone: str) -> None:
    without = "\n".join(row for row in WHOLE.splitlines() if not row.startswith(gone))
    assert [told[:10] for told in read_calendar_file(without).warnings] == [gone]


def test_a_weekend_written_as_off_is_no_matter() -> None:
    assert read_calendar_file(WHOLE + "2027-03-06,休,\n").warnings == ()


def test_many_useless_lines_are_one_sentence() -> None:
    monday = dt.date(2027, 3, 1)
    rows = "".join(f"{monday + dt.timedelta(days=at)},班,\n" for at in range(5))
    (told,) = read_calendar_file(WHOLE + rows).warnings
    assert told.startswith("2027-03-01、2027-03-02、2027-03-03等 5 天本来就是工作日")


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_shipped_year_written_out_and_read_in_again_is_the_same_calendar(year: int) -> None:
    shipped = shipped_calendar()
    days = [one for one in shipped.exceptions.values() if one.day.year == year]
    rows = [f"{one.day},{'休' if one.off else '班'},{one.name}" for one in days]
    found = read_calendar_file(table_of(*rows))
    assert (found.year, found.warnings) == (year, ())
    again = shipped.with_days(found.days, years=[found.year], version="x")
    first = dt.date(year, 1, 1)
    for at in range(365):
        one = first + dt.timedelta(days=at)
        assert again.is_workday(one) is shipped.is_workday(one)
        assert again.name_of(one) == shipped.name_of(one)


PIECES = st.sampled_from(
    [
        "日期,类型,名称\n",
        "2027-01-01",
        ",休",
        ",班,春节\n",
        '"',
        "\n",
        "\t",
        "[",
        "{",
        "]",
        "\ud800",
        "\0",
        "𠅤",
        "0000-00-00",
    ]
)


@given(st.text(max_size=200) | st.lists(PIECES, max_size=20).map("".join))
def test_whatever_the_file_holds_it_is_read_or_refused(text: str) -> None:
    found, told = read_or_told(text)
    assert all(sentence.endswith("。") for sentence in told)
    assert bool(found) is not bool(told)
    if found:
        assert len({one.day for one in found.days}) == len(found.days) > 0
        assert "\0" not in "".join(one.name for one in found.days)


def read_or_told(text: str) -> tuple[CalendarFile | None, list[str]]:
    try:
        return read_calendar_file(text), []
    except Invalid as refusal:
        return None, list(refusal.fields.values())
