"""The station's form: whole before the first paper is printed."""

from dataclasses import replace

import pytest

from domain.station_rules import StationForm, check_station, region_name, tidy_station

GOOD = StationForm(
    name="长沙市天心区坡子街街道退役军人服务站",
    short_name="坡退",
    region_code="430103",
    address="长沙市天心区坡子街街道碧湘街 00 号",
    phone="0731-85550199",
    complaint_phone="12345",
    issuer="长沙市天心区坡子街街道退役军人服务站",
)


def test_a_good_form_passes_and_stays_as_it_is() -> None:
    assert check_station(GOOD) == {}
    assert tidy_station(GOOD) == GOOD
    assert check_station(replace(GOOD, window_letter="A", hours="")) == {}


def test_an_empty_form_says_what_is_wanted() -> None:
    assert set(check_station(StationForm())) == {
        "name",
        "short_name",
        "region_code",
        "address",
        "phone",
        "complaint_phone",
        "issuer",
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", " \n", "全称"),
        ("name", "站" * 201, "最多 200 个"),
        ("name", "服务站😀", "U+1F600"),
        ("short_name", "坡子街街道退役军人", "最多 8 个"),
        ("short_name", "坡退2026", "看错文号"),
        ("short_name", "坡〔退〕", "看错文号"),
        ("region_code", "43010", "6 位数字"),
        ("region_code", "4301033", "6 位数字"),
        ("region_code", "43010a", "6 位数字"),
        ("region_code", "030103", "6 位数字"),
        ("address", "", "印在回执上"),
        ("phone", "0731-8555-011", "少 1 位，区号后应为 8 位"),
        ("phone", "1387310526", "少 1 位，请补齐"),
        ("complaint_phone", "区纪委", "只能写数字"),
        ("issuer", "", "落款单位"),
        ("window_letter", "AB", "A 到 Z"),
        ("window_letter", "1", "A 到 Z"),
        ("window_letter", "甲", "A 到 Z"),
        ("hours", "时" * 101, "最多 100 个"),
    ],
)
def test_what_stops_saving(field: str, value: str, message: str) -> None:
    found = check_station(replace(GOOD, **{field: value}))
    assert set(found) == {field}
    assert message in found[field]
    assert "留空" not in found[field] or field == "window_letter"


def test_stored_form() -> None:
    form = tidy_station(
        StationForm(
            name="长沙市天心区\n坡子街街道退役军人服务站 ",
            short_name=" 坡 退 ",
            region_code="４３０１０３",
            address="碧湘街\t00 号",
            phone="0731-8555-0199",
            complaint_phone="（0731）85550113",
            issuer="<b>&amp;",
            window_letter="ａ",
        )
    )
    assert form == StationForm(
        name="长沙市天心区 坡子街街道退役军人服务站",
        short_name="坡退",
        region_code="430103",
        address="碧湘街 00 号",
        phone="0731-85550199",
        complaint_phone="0731-85550113",
        issuer="<b>&amp;",
        window_letter="A",
    )


@pytest.mark.parametrize(
    ("code", "name"),
    [("430103", "湖南省长沙市天心区"), ("430121", "湖南省长沙市长沙县"), ("110101", ""), ("", "")],
)
def test_region_names(code: str, name: str) -> None:
    assert region_name(code) == name


def test_a_code_the_table_does_not_know_is_taken() -> None:
    assert check_station(replace(GOOD, region_code="520103")) == {}
