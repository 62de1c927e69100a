"""Somebody called from the waiting line: the desk carries her number, and serving it ends with the visit."""

import pytest

from domain.vocabulary import MatterKind, QueueState
from gui.kit.lookup import WAIT_MS
from gui.navigation import Place, Target
from services import Services
from services.people import SavedPerson
from services.queue import QueueRow
from system.errors import Conflict
from tests.gui.visits.conftest import ALT, Counter, Key


@pytest.fixture
def called(clerk: Services) -> QueueRow:
    """A number that was taken with a name and called."""
    clerk.queue.take(name="李䶮", kind=MatterKind.PETITION, note="轮椅")
    row = clerk.queue.call_next()
    assert row is not None
    return row


def open_slip(counter: Counter, row: QueueRow) -> None:
    counter.page.open_target(Target(Place.VISIT, "slip", id=row.id))
    counter.page.first_focus().setFocus()


def state(counter: Counter, row: QueueRow) -> tuple[QueueState, int | None]:
    now = counter.services.queue.one(row.id)
    return now.state, now.visit_id


def test_the_number_stands_in_the_head_and_the_name_is_looked_for(
    counter: Counter, called: QueueRow, person: SavedPerson
) -> None:
    open_slip(counter, called)
    assert counter.page.header.note == f"排队 {called.number} 李䶮（轮椅）"
    assert counter.page.desk.form().matters[0].kind is MatterKind.PETITION
    counter.qtbot.wait(WAIT_MS + 50)
    counter.hands.press(Key.Key_Return)
    assert counter.page.desk.who.person_id == person.id


def test_saving_serves_the_number(counter: Counter, called: QueueRow, person: SavedPerson) -> None:
    open_slip(counter, called)
    counter.page.desk.matters.set_kind(MatterKind.CONSULTATION)
    counter.qtbot.wait(WAIT_MS + 50)
    counter.hands.press(Key.Key_Return)
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("问抚恤金")
    counter.save()
    assert counter.page.checks.shown == {}
    assert state(counter, called) == (QueueState.SERVED, counter.services.visits.today()[0].id)
    assert any("queue" in changes.subjects for changes in counter.told)
    assert counter.page.header.note == ""


def test_the_number_waits_with_its_draft(counter: Counter, called: QueueRow) -> None:
    open_slip(counter, called)
    counter.hands.words("来")
    counter.hands.press(Key.Key_F7)
    assert counter.page.header.note == ""
    counter.hands.press(Key.Key_F7)
    assert counter.page.header.note == f"排队 {called.number} 李䶮（轮椅）"
    counter.fill_in("李䶮来", "问抚恤金")
    counter.page.desk.matters.set_kind(MatterKind.CONSULTATION)
    counter.save()
    assert state(counter, called)[0] is QueueState.SERVED


def test_a_number_that_was_only_opened_leaves_no_draft(counter: Counter, called: QueueRow) -> None:
    open_slip(counter, called)
    counter.qtbot.wait(WAIT_MS + 50)
    counter.page.before_leaving()
    assert counter.services.drafts.mine() == ()
    assert state(counter, called) == (QueueState.CALLED, None)


def test_the_visit_stands_whatever_becomes_of_its_number(
    counter: Counter, called: QueueRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_entry: int, _visit: int) -> None:
        raise Conflict("已经登记过别的来访，没有改动。")

    open_slip(counter, called)
    monkeypatch.setattr(counter.services.queue, "serve", refuse)
    counter.fill_in("赵六")
    counter.page.desk.matters.set_kind(MatterKind.CONSULTATION)
    counter.save()
    assert len(counter.services.visits.today()) == 1
    assert counter.page.strip.isVisible()
    told = counter.page.refusal.text()
    assert told.startswith(f"来访已经保存。排队号 {called.number} 没有改成“已接待”：")
    assert str(counter.page.refusal.tone) == "amber"


def test_a_number_already_served_is_not_opened_again(counter: Counter, called: QueueRow) -> None:
    counter.fill_in("赵六")
    counter.save()
    counter.services.queue.serve(called.id, counter.services.visits.today()[0].id)
    open_slip(counter, called)
    assert f"{called.number} 号已经登记过来访" in counter.page.refusal.text()
    assert counter.page.header.note == ""


def test_a_number_that_is_gone_is_said(counter: Counter) -> None:
    counter.page.open_target(Target(Place.VISIT, "slip", id=999))
    assert counter.page.refusal.text() != ""
