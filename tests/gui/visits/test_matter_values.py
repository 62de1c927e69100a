"""The values of a matter's fields: what the file fills in, what the clerk typed, and which of the two gives way."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people_rules import PersonForm
from gui.visits.matter_fields import MatterFields, record_values
from tests import factories
from tests.services.case_life import ENTRIES

TODAY = factories.MOMENT.date()
CARD, RENEW = ENTRIES["card_first"], ENTRIES["card_renew"]
ALWAYS = {"card_kind": "退役军人优待证", "card_request": "首次申领", "apply_place": "户籍地"}


class TestValues:
    @pytest.mark.parametrize(
        ("person", "expected"),
        [
            (PersonForm(name="胡望城", identity="430103********1238"), {"name": "胡望城", "sex": "0"}),
            (PersonForm(sex="1", service_from="1987"), {"sex": "1", "service_from": "1987"}),
        ],
    )
    def test_a_masked_number_is_none(self, person: PersonForm, expected: Mapping[str, str]) -> None:
        assert record_values(person) == expected

    def test_a_field_that_depends_on_another_is_filled_in_with_it(self) -> None:
        values = MatterFields()
        values.set_today(TODAY)
        values.set_record({"service_from": "1987-10"})
        values.take(RENEW)
        assert "service_from" not in dict(values.pairs())
        values.type({"card_kind": "退役军人优待证"})
        assert dict(values.pairs())["service_from"] == "1987-10"

    def test_what_is_on_file_and_can_not_stand_in_the_field_is_left_out(self) -> None:
        values = MatterFields()
        values.set_today(TODAY)
        values.set_record({"service_from": "抗美援朝时", "apply_place": "外地"})
        values.take(CARD)
        assert dict(values.pairs()) == ALWAYS

    @given(
        typed=st.dictionaries(st.sampled_from(["bank", "address", "service_from"]), st.sampled_from(["1987", "", "x"])),
        records=st.lists(
            st.dictionaries(st.sampled_from(["address", "service_from", "service_to"]), st.sampled_from(["1987", "y"])),
            max_size=4,
        ),
    )
    def test_no_file_ever_takes_the_clerks_words(self, typed: dict[str, str], records: list[dict[str, str]]) -> None:
        values = MatterFields()
        values.set_today(TODAY)
        values.take(CARD)
        values.type(typed)
        for record in (*records, {}):
            values.set_record(record)
            again = MatterFields()
            again.set_today(TODAY)
            again.show(CARD, values.pairs(), settled=False)
            assert again.pairs() == values.pairs()
        kept = {code: words for code, words in typed.items() if words not in {r.get(code) for r in records}}
        assert kept.items() <= dict(values.pairs()).items()
