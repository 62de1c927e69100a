"""Drafts: each operator's own, many at once, thrown away only on purpose and not at once."""

import datetime as dt
from uuid import uuid4

import pytest

from services import Services
from system.clock import FixedClock
from system.errors import NotFound
from tests.services.insight import audit_of


def test_many_drafts_live_side_by_side_newest_first(clerk: Services, clock: FixedClock) -> None:
    first, second = str(uuid4()), str(uuid4())
    clerk.drafts.save(first, kind="visit", title="贺晓岚", payload={"narrative": "一"})
    clock.advance(dt.timedelta(minutes=1))
    clerk.drafts.save(second, kind="visit", title="李龚", payload={"narrative": "二"})
    assert [row.title for row in clerk.drafts.mine()] == ["李龚", "贺晓岚"]
    clock.advance(dt.timedelta(minutes=1))
    clerk.drafts.save(first, kind="visit", title="贺晓岚", payload={"narrative": "一，补"})
    assert clerk.drafts.load(first).payload == {"narrative": "一，补"}
    assert [row.uuid for row in clerk.drafts.mine()] == [first, second]


@pytest.mark.parametrize("text", ["", "<b>&amp;\n😀", "𬭎", "长" * 12_000])
def test_a_draft_gives_back_every_word(clerk: Services, text: str) -> None:
    uuid = str(uuid4())
    payload = {"narrative": text, "cursor": 3, "tabs": [1, None, {"a": True}]}
    clerk.drafts.save(uuid, kind="visit", title=text, payload=payload)
    assert clerk.drafts.load(uuid).payload == payload


def test_nobody_else_sees_or_takes_a_draft(clerk: Services, station: Services) -> None:
    uuid = str(uuid4())
    clerk.drafts.save(uuid, kind="visit", title="李龚", payload={})
    assert station.drafts.mine() == ()
    for act in (
        lambda: station.drafts.load(uuid),
        lambda: station.drafts.discard(uuid),
        lambda: station.drafts.save(uuid, kind="visit", title="", payload={}),
    ):
        with pytest.raises(NotFound):
            act()
    assert clerk.drafts.load(uuid).title == "李龚"


def test_a_parked_draft_says_since_when(clerk: Services, clock: FixedClock) -> None:
    uuid = str(uuid4())
    clerk.drafts.save(uuid, kind="visit", title="贺晓岚", payload={})
    clerk.drafts.park(uuid, parked=True)
    assert clerk.drafts.mine()[0].parked_at == clock.now()
    clerk.drafts.park(uuid, parked=False)
    assert clerk.drafts.mine()[0].parked_at is None


def test_a_visitor_is_put_aside_and_taken_back_with_the_words_in_one_write(clerk: Services, clock: FixedClock) -> None:
    uuid, since = str(uuid4()), clock.now()
    clerk.drafts.save(uuid, kind="visit", title="贺晓岚", payload={"narrative": "一"}, parked=True)
    clock.advance(dt.timedelta(minutes=5))
    clerk.drafts.save(uuid, kind="visit", title="贺晓岚", payload={"narrative": "一，补"}, parked=True)
    assert clerk.drafts.mine()[0].parked_at == since
    clerk.drafts.save(uuid, kind="visit", title="贺晓岚", payload={"narrative": "一，再补"})
    assert clerk.drafts.mine()[0].parked_at == since
    clerk.drafts.save(uuid, kind="visit", title="贺晓岚", payload={"narrative": "一，补完"}, parked=False)
    assert clerk.drafts.mine()[0].parked_at is None
    assert clerk.drafts.load(uuid).payload == {"narrative": "一，补完"}


def test_a_discarded_draft_can_be_had_back_for_seven_days(clerk: Services, clock: FixedClock) -> None:
    uuid = str(uuid4())
    clerk.drafts.save(uuid, kind="visit", title="李龚", payload={"narrative": "字"})
    clerk.drafts.discard(uuid)
    assert clerk.drafts.mine() == ()
    assert [row.uuid for row in clerk.drafts.discarded()] == [uuid]
    clock.advance(dt.timedelta(days=7))
    assert clerk.drafts.tidy() == 0
    clerk.drafts.restore(uuid)
    assert clerk.drafts.load(uuid).payload == {"narrative": "字"}
    clerk.drafts.discard(uuid)
    clock.advance(dt.timedelta(days=7, seconds=1))
    assert clerk.drafts.tidy() == 1
    assert [entry.detail for entry in audit_of(clerk, "draft.let_go")] == [{"count": 1}]
    with pytest.raises(NotFound):
        clerk.drafts.load(uuid)
