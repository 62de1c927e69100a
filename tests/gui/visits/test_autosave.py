"""Keeping a draft: the newest wins, in whatever order the writes get through."""

import threading
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui import jobs
from gui.visits.autosave import RETRY_MS, WAIT_MS, Autosave, DraftWriter, Snapshot
from services import Services
from system.errors import Trouble

UUID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def snapshot(words: str) -> Snapshot:
    return Snapshot(UUID, words, {"words": words})


def kept(services: Services) -> dict[str, Any]:
    return services.drafts.load(UUID).payload


class Desk:
    """A desk of one field."""

    def __init__(self, services: Services, parent: QObject) -> None:
        self.words: str | None = None
        self.writer = DraftWriter(services)
        self.autosave = Autosave(self.writer, self.snap, parent)
        self.saved: list[datetime] = []
        self.failed: list[Exception] = []
        self.autosave.saved.connect(lambda _uuid, at: self.saved.append(at))
        self.autosave.failed.connect(lambda _uuid, error: self.failed.append(error))

    def snap(self) -> Snapshot | None:
        return None if self.words is None else snapshot(self.words)

    def type(self, words: str) -> None:
        self.words = words
        self.autosave.touch()


@pytest.fixture
def desk(clerk: Services, window: QObject) -> Desk:
    return Desk(clerk, window)


def test_a_change_is_on_the_disk_within_a_second(desk: Desk, clerk: Services, qtbot: QtBot) -> None:
    assert WAIT_MS < 1000
    desk.type("甲")
    qtbot.waitUntil(lambda: bool(desk.saved))
    assert kept(clerk) == {"words": "甲"}


def test_steady_typing_does_not_put_the_write_off(desk: Desk, clerk: Services, qtbot: QtBot) -> None:
    desk.type("甲")
    for _ in range(6):
        qtbot.wait(WAIT_MS // 4)
        desk.type("甲乙")
    assert desk.saved


def test_an_older_write_never_lies_over_a_newer_one(clerk: Services) -> None:
    writer = DraftWriter(clerk)
    assert writer.write(2, snapshot("新")) is not None
    assert writer.write(1, snapshot("旧")) is None
    assert kept(clerk) == {"words": "新"}


def test_writes_from_many_threads_leave_the_newest(clerk: Services) -> None:
    writer = DraftWriter(clerk)
    threads = [threading.Thread(target=writer.write, args=(n, snapshot(str(n)))) for n in (3, 9, 1, 7, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(clerk) == {"words": "9"}


def test_what_is_handed_over_beats_a_write_that_is_still_under_way(desk: Desk, clerk: Services, qtbot: QtBot) -> None:
    jobs.set_runner(jobs.PoolRunner())
    desk.type("甲")
    qtbot.wait(WAIT_MS + 50)
    desk.type("甲乙丙")
    desk.autosave.hand_over()
    qtbot.waitUntil(lambda: not desk.autosave.dirty)
    assert kept(clerk) == {"words": "甲乙丙"}


def test_a_disk_that_hangs_does_not_hold_the_window(
    desk: Desk, clerk: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.set_runner(jobs.PoolRunner())
    real, gate = clerk.drafts.save, threading.Event()

    def slow(uuid: str, **named: Any) -> datetime:
        gate.wait(30)
        return real(uuid, **named)

    monkeypatch.setattr(clerk.drafts, "save", slow)
    desk.type("甲")
    desk.autosave.hand_over()
    desk.autosave.keep(replace(snapshot("甲乙"), parked=True))
    assert desk.autosave.unsaved[UUID].payload == {"words": "甲乙"}
    assert desk.autosave.dirty
    gate.set()
    qtbot.waitUntil(lambda: not desk.autosave.dirty)
    assert kept(clerk) == {"words": "甲乙"}
    assert clerk.drafts.mine()[0].parked_at is not None


def test_a_desk_not_worth_keeping_is_not_kept(desk: Desk, clerk: Services) -> None:
    desk.autosave.touch()
    desk.autosave.hand_over()
    assert not desk.autosave.dirty
    assert clerk.drafts.mine() == ()


def test_nothing_writes_a_finished_draft_again(clerk: Services) -> None:
    writer = DraftWriter(clerk)
    writer.write(1, snapshot("甲"))
    writer.finish(UUID, lambda: clerk.drafts.discard(UUID))
    assert writer.write(2, snapshot("乙")) is None
    assert clerk.drafts.mine() == ()


def test_a_draft_thrown_away_is_written_by_what_comes_later_only(clerk: Services) -> None:
    writer = DraftWriter(clerk)
    writer.write(1, snapshot("甲"))
    writer.discard(3, UUID)
    assert writer.write(2, snapshot("乙")) is None
    assert clerk.drafts.mine() == ()
    assert writer.write(4, snapshot("丙")) is not None
    writer.discard(3, UUID)
    assert kept(clerk) == {"words": "丙"}


def test_taking_back_never_undoes_a_later_parking(clerk: Services) -> None:
    writer = DraftWriter(clerk)
    writer.write(1, replace(snapshot("甲"), parked=True))
    writer.unpark(2, UUID)
    assert clerk.drafts.mine()[0].parked_at is None
    writer.write(4, replace(snapshot("甲"), parked=True))
    writer.unpark(3, UUID)
    assert clerk.drafts.mine()[0].parked_at is not None


def test_what_is_gone_from_the_list_of_drafts_is_no_trouble(clerk: Services) -> None:
    writer = DraftWriter(clerk)
    writer.discard(1, UUID)
    writer.unpark(2, UUID)
    assert clerk.drafts.mine() == ()


def test_a_draft_whose_end_failed_goes_on_being_kept(clerk: Services) -> None:
    writer = DraftWriter(clerk)

    def fail() -> None:
        raise Trouble("磁盘已满。")

    with pytest.raises(Trouble):
        writer.finish(UUID, fail)
    assert writer.write(1, snapshot("甲")) is not None


def test_after_a_refusal_it_tries_again_with_the_newest(
    desk: Desk, clerk: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clerk.drafts.save
    full = [True]

    def save(uuid: str, **named: Any) -> datetime:
        if full[0]:
            raise Trouble("磁盘已满。")
        return real(uuid, **named)

    monkeypatch.setattr(clerk.drafts, "save", save)
    desk.type("甲")
    desk.autosave.hand_over()
    assert len(desk.failed) == 1
    assert desk.autosave.dirty
    full[0] = False
    desk.words = "甲乙"
    qtbot.waitUntil(lambda: bool(desk.saved), timeout=RETRY_MS + 5000)
    assert kept(clerk) == {"words": "甲乙"}
    assert not desk.autosave.dirty


def test_after_a_refusal_the_others_that_waited_are_written_too(
    desk: Desk, clerk: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_uuid: str, **_named: Any) -> datetime:
        raise Trouble("磁盘已满。")

    other = Snapshot("1b4e28ba-2fa1-41d2-883f-0016d3cca428", "停放的", {"words": "停放的话"}, parked=True)
    with monkeypatch.context() as broken:
        broken.setattr(clerk.drafts, "save", full)
        desk.autosave.keep(other)
        desk.type("甲")
        desk.autosave.hand_over()
    assert set(desk.autosave.unsaved) == {UUID, other.uuid}
    qtbot.waitUntil(lambda: not desk.autosave.dirty, timeout=RETRY_MS + 5000)
    assert kept(clerk) == {"words": "甲"}
    assert clerk.drafts.load(other.uuid).payload == {"words": "停放的话"}
