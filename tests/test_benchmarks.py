"""The benchmarks still run, and what they compare is the same work: each with a count too small to measure anything."""

import platform
import sys

import pypdfium2
import pytest

from benchmarks import cases, keystrokes, memory, papers, run, saving, search, start_up
from benchmarks.bare_page import BarePage
from benchmarks.measure import Figure, paired, percentile, table
from printing import catalogue
from printing.forms.visit_receipt import ReceiptLine, VisitReceipt

RECEIPT = VisitReceipt(
    station_name="演示街道退役军人服务站",
    number="LF20261124-001",
    visitor="李*（男）",
    headcount_text="2人",
    visited_at="2026年11月24日9时42分",
    materials_text="2份",
    lines=(ReceiptLine("抚恤优待：咨询𬭎字怎样登记", "当场答复", "已当场答复"),),
    station_phone="0731-85550199",
    complaint_phone="0731-85550110",
    address="演示街 0 号",
    hours="工作日9:00—17:00",
    operator="王静",
    printed_at="2026年11月24日9时42分",
    qr_text="TYJR1:430103:LF20261124-001:1:7K3M92QF",
    human_code="7K3M-92QF",
)


def by_name(figures: tuple[Figure, ...]) -> dict[str, float]:
    named = {figure.what: figure.value for figure in figures}
    assert len(named) == len(figures)
    assert all(value > 0 for value in named.values())
    return named


def pixels(pdf: bytes) -> bytes:
    page = pypdfium2.PdfDocument(pdf)[0]
    return bytes(page.render(scale=2).buffer)


def test_start_up_paints_on_all_sides() -> None:
    figures = start_up.measure(runs=1)
    assert sum(figure.gate for figure in figures) == 1
    assert len(by_name(figures)) == 5


def test_each_kind_of_paper_and_the_ledger_are_measured() -> None:
    figures = papers.measure(pairs=1, pages=3)
    assert [figure.what.split(" /")[0] for figure in figures[: len(catalogue.KINDS)]] == [
        kind.title for kind in catalogue.KINDS.values()
    ]
    assert figures[-1].value > 0


def test_saving_measures_both_sides() -> None:
    figures = saving.measure(people=60, saves=3, pairs=1)
    assert "receipt / bare canvas drawing the same page" in by_name(figures)


# tests/gui/visits/test_keystrokes.py counts the two that are gates each time.
@pytest.mark.soak
def test_every_road_is_gone_to_its_end_and_counted() -> None:
    figures = keystrokes.measure(people=60)
    assert all(figure.kept and isinstance(figure.value, int) and figure.beside for figure in figures)
    assert [figure.limit for figure in figures if figure.gate] == [25, 25]
    assert len(by_name(figures)) == 14


def test_search_measures_every_way() -> None:
    figures = search.measure(people=60, visits=300, keystrokes=5)
    assert len(by_name(figures)) == 7


def test_lists_of_cases_and_the_pages_of_the_window_are_measured() -> None:
    figures = cases.measure(people=60, open_cases=90, closed_cases=90, turns=2)
    assert [figure.limit for figure in figures if figure.gate] == [cases.DEEP_LIMIT] * 2
    assert len(by_name(figures)) == 17
    assert max(figure.value for figure in figures if figure.unit == "ms") > 1


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the resident size on Linux only")
def test_memory_is_told() -> None:
    opened, worked = memory.measure(saves=2, people=60)
    assert worked.value > 10
    assert opened.limit is None


def test_the_bare_page_is_the_same_page() -> None:
    ours: list[bytes] = []
    bare = BarePage(lambda: ours.append(catalogue.render_form(RECEIPT)))
    assert pixels(bare.draw()) == pixels(ours[0])


def test_both_sides_take_turns() -> None:
    turns: list[str] = []

    def side(name: str, value: float) -> float:
        turns.append(name)
        return value

    pair = paired(lambda: side("ours", 3.0), lambda: side("bare", 2.0), runs=7)
    assert turns == ["ours", "bare"] * 7
    assert pair == (3.0, 2.0, 1.5)


def test_only_a_gate_above_its_limit_breaks() -> None:
    gate = Figure("a ratio", 2.1, "×", 2.0, gate=True)
    aim = Figure("a time", 90.0, "ms", 80.0)
    assert [gate.verdict, aim.verdict, gate._replace(value=2.0).verdict] == ["ABOVE", "above", "kept"]
    assert "| a time  | 90.00 ms | aim 80 ms | above |" in table((gate, aim))


def test_a_count_is_whole_and_tells_what_came_along() -> None:
    shown = table((Figure("a road", 9, "keys", 25, gate=True, beside="38 characters"), Figure("another", 12, "keys")))
    assert "| a road  | 9 keys   | 38 characters | 25 keys | kept |" in shown


def test_percentile_lies_among_the_values() -> None:
    assert percentile([float(value) for value in range(1, 102)], 95) == 96.0


def test_results_name_the_command_and_no_machine() -> None:
    text = run.report({"saving": (Figure("a ratio", 1.5, "×", 2.0, gate=True),)})
    assert run.COMMAND in text
    assert "1.50 ×" in text
    assert platform.node() not in text
