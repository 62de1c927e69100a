"""Who hears of a change, and when."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.bus import Bus, listen


@dataclass(frozen=True)
class Change:
    subjects: frozenset[str]


def test_a_visible_page_refreshes_at_once(qtbot: QtBot) -> None:
    bus, page, seen = Bus(), QWidget(), []
    qtbot.addWidget(page)
    listen(page, bus, {"visit"}, lambda: seen.append(1))
    page.show()
    bus.tell(Change(frozenset({"visit", "person"})))
    assert seen == [1]


def test_a_hidden_page_refreshes_once_when_it_is_shown(qtbot: QtBot) -> None:
    bus, page, seen = Bus(), QWidget(), []
    qtbot.addWidget(page)
    listener = listen(page, bus, {"visit"}, lambda: seen.append(1))
    for _ in range(3):
        bus.tell(Change(frozenset({"visit"})))
    assert listener.stale
    assert seen == []
    page.show()
    assert seen == [1]
    page.hide()
    page.show()
    assert seen == [1]


def test_other_subjects_are_not_heard(qtbot: QtBot) -> None:
    bus, page, seen = Bus(), QWidget(), []
    qtbot.addWidget(page)
    listen(page, bus, {"visit"}, lambda: seen.append(1))
    page.show()
    bus.tell(Change(frozenset({"backup"})))
    bus.tell(Change(frozenset()))
    assert seen == []


def test_a_page_that_is_gone_is_not_called(qtbot: QtBot) -> None:
    bus, page, seen = Bus(), QWidget(), []
    listen(page, bus, {"visit"}, lambda: seen.append(1))
    page.show()
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    bus.tell(Change(frozenset({"visit"})))
    assert seen == []
