"""What an operator keeps of the list of service cases."""

import datetime as dt
from dataclasses import replace

import pytest

from domain.tables import limit
from services import Services
from services.saved_filters import NamedFilter
from services.service_cases import CaseQuery
from system.errors import Invalid

QUERY = CaseQuery(
    tab="supplement", text="胡", kind="plaque", handler="x", since=dt.date(2026, 11, 1), until=dt.date(2026, 11, 24)
)


def test_who_kept_nothing_sees_the_plain_list(station: Services) -> None:
    kept = station.saved_filters.mine()
    assert (kept.last, kept.named) == (CaseQuery(), ())


def test_the_list_is_as_it_was_left_but_for_the_words(station: Services) -> None:
    station.saved_filters.remember(QUERY)
    assert station.saved_filters.mine().last == replace(QUERY, text="")


def test_a_named_filter_comes_back_whole(station: Services) -> None:
    station.saved_filters.save(" 我的 光荣牌 ", QUERY)
    assert station.saved_filters.mine().named == (NamedFilter("我的 光荣牌", QUERY),)


def test_the_same_name_replaces_in_its_place(station: Services) -> None:
    for name in ("甲", "乙"):
        station.saved_filters.save(name, QUERY)
    kept = station.saved_filters.save("甲", CaseQuery(tab="all"))
    assert [(one.name, one.query.tab) for one in kept.named] == [("甲", "all"), ("乙", "supplement")]


@pytest.mark.parametrize(("name", "said"), [("", "还没有写名称"), ("长" * 13, "12")])
def test_a_name_that_is_none(station: Services, name: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        station.saved_filters.save(name, QUERY)
    assert said in refused.value.fields["name"]


def test_no_more_than_fit_above_the_list(station: Services) -> None:
    for at in range(limit("saved_filters")):
        station.saved_filters.save(f"第{at}个", QUERY)
    with pytest.raises(Invalid, match="先去掉"):
        station.saved_filters.save("又一个", QUERY)
    assert station.saved_filters.save("第0个", CaseQuery()).named[0].query == CaseQuery()
    assert len(station.saved_filters.remove("第1个").named) == limit("saved_filters") - 1
