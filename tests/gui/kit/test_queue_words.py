"""How long somebody waits is said in the same colours wherever she stands; limits.toml says from when."""

import datetime as dt
from dataclasses import replace

import pytest

from domain.vocabulary import MatterKind, QueueState
from gui.kit.queue_words import about, minutes_chip, name_cell, queue_chip
from services.queue import QueueRow
from tests import factories

ROW = QueueRow(
    id=1,
    number="A010",
    name="",
    kind=None,
    note="",
    state=QueueState.WAITING,
    taken_at=factories.MOMENT,
    called_at=None,
    ended_at=None,
    calls=0,
    minutes=0,
    operator="王静",
    visit_id=None,
)


@pytest.mark.parametrize(
    ("minutes", "short", "long"),
    [(0, "grey", "amber"), (9, "grey", "amber"), (10, "amber", "amber"), (20, "red", "red")],
)
def test_a_wait_turns_amber_and_then_red(minutes: int, short: str, long: str) -> None:
    row = replace(ROW, minutes=minutes)
    assert (minutes_chip(row).text, minutes_chip(row).tone) == (f"{minutes} 分", short)
    assert (queue_chip(row).text, queue_chip(row).tone) == (f"等候 {minutes} 分", long)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mine": True, "calls": 1}, "已叫号"),
        ({"mine": True, "calls": 3}, "叫过 3 次"),
        ({"caller": "李莎", "window": "2 号窗口", "calls": 1}, "2 号窗口已叫"),
        ({"caller": "李莎", "calls": 2}, "李莎已叫"),
    ],
)
def test_who_called_is_said(given: dict[str, object], said: str) -> None:
    called = replace(ROW, state=QueueState.CALLED, called_at=factories.MOMENT + dt.timedelta(minutes=1))
    assert queue_chip(replace(called, **given)).text == said  # type: ignore[arg-type]  # a table of cases


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        ({"note": "问路"}, "问路"),
        ({"kind": MatterKind.PETITION}, "信访"),
        ({"kind": MatterKind.SERVICE, "note": "光荣牌"}, "办事：光荣牌"),
    ],
)
def test_what_somebody_comes_for(given: dict[str, object], said: str) -> None:
    assert about(replace(ROW, **given)) == said  # type: ignore[arg-type]  # a table of cases


def test_a_number_without_a_name_is_said_in_grey() -> None:
    assert (name_cell(ROW).text, name_cell(ROW).tone) == ("未登记", "t3")
    assert name_cell(replace(ROW, name="蒋玉梅")).bold
