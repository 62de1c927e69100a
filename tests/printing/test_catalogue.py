"""Data of papers to JSON and back, and that kept data draws the same bytes."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing import catalogue
from printing.forms.visit_receipt import ReceiptLine, VisitReceipt
from system.paths import resource
from tests.printing.papers import many_lines, printer_page, queue_slip, quick_card, receipt, recovery

FORMS = [
    receipt(),
    receipt(lines=many_lines(20), reprint=2, void=True),
    printer_page(),
    queue_slip(),
    quick_card(),
    recovery(),
]


def through_json(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(catalogue.to_data(form), ensure_ascii=False))
    return data


@pytest.mark.parametrize("form", FORMS)
def test_two_renders_are_identical(form: object) -> None:
    assert catalogue.render_form(form) == catalogue.render_form(form)


@pytest.mark.parametrize("form", FORMS[:5])
def test_kept_data_draws_the_same_bytes(form: Any) -> None:
    code = catalogue.kind_of(form).code
    assert catalogue.render(code, through_json(form)) == catalogue.render_form(form)


def test_no_two_kinds_have_one_number_in_the_code() -> None:
    numbers = [kind.number for kind in catalogue.KINDS.values()]
    assert len(set(numbers)) == len(numbers)


_lines = st.builds(ReceiptLine, st.text(), st.text(), st.text(), st.text())


@given(st.builds(VisitReceipt, lines=st.lists(_lines, max_size=3).map(tuple), wording=st.just(1)))
def test_any_receipt_goes_through_json_and_back(form: VisitReceipt) -> None:
    data = json.loads(json.dumps(catalogue.to_data(form)))
    assert catalogue.from_data("visit_receipt", data) == form


def test_the_key_is_never_turned_into_data() -> None:
    with pytest.raises(ValueError, match="不得存档"):
        catalogue.to_data(recovery())
    with pytest.raises(ValueError, match="不得存档"):
        catalogue.from_data("recovery_sheet", {})
    assert "K7RM" not in repr(recovery())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"identity": "x"}, "没有这些项"),
        ({"reprint": "1"}, "类型不对"),
        ({"reprint": True}, "类型不对"),
        ({"lines": "x"}, "类型不对"),
        ({"lines": [{"matter": 1, "outcome": "x"}]}, "类型不对"),
        ({"lines": [{"matter": "x"}]}, "缺少"),
    ],
)
def test_data_that_does_not_fit_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        catalogue.from_data("visit_receipt", through_json(receipt()) | change)


def test_missing_data_is_refused() -> None:
    data = through_json(receipt())
    del data["number"]
    with pytest.raises(ValueError, match="缺少"):
        catalogue.from_data("visit_receipt", data)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="没有“letter”"):
        catalogue.kind("letter")
    with pytest.raises(ValueError, match="不是文书数据"):
        catalogue.kind_of("letter")


def test_each_kind_has_its_wording_file() -> None:
    assert {kind.code for kind in catalogue.KINDS.values()} == {path.stem for path in resource("forms").glob("*.toml")}


def test_threads_do_not_disturb_each_other() -> None:
    forms = [receipt(visitor=f"第{number}人", lines=many_lines(number % 7 + 1)) for number in range(24)]
    alone = [catalogue.render_form(form) for form in forms]
    with ThreadPoolExecutor(max_workers=6) as pool:
        assert list(pool.map(catalogue.render_form, forms)) == alone
