"""What all services share: one store, one actor, no half save, and safety from several threads."""

import threading

import pytest
from sqlalchemy import func, select

from domain.people_rules import PersonForm
from domain.permissions import Permission
from models.audit import AuditEntry
from models.party import Party
from services import Services
from services._base import Service
from system.errors import Denied, Trouble
from tests import factories


def test_the_parts_are_all_there(station: Services) -> None:
    parts = ("station", "accounts", "audit", "people", "visits", "drafts", "documents", "backups", "search")
    assert [part for part in parts if not isinstance(getattr(station, part, None), Service)] == []
    assert {getattr(station, part).actor for part in parts} == {station.actor}


def test_a_refusal_is_an_entry_and_nothing_else(clerk: Services) -> None:
    with clerk._context.database.read() as session:
        before = session.scalar(select(func.count()).select_from(AuditEntry))
    with pytest.raises(Denied) as caught:
        clerk.accounts.operators()
    assert "加人、停用、解锁" in str(caught.value)
    with clerk._context.database.read() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).all()
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == (before or 0) + 1
    assert (rows[0].action, rows[0].subject_id, rows[0].success) == ("refused", Permission.OPERATOR_MANAGE, False)
    assert rows[0].operator_uuid == clerk.actor.uuid


def test_rows_and_audit_are_saved_together_or_not_at_all(station: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise Trouble("磁盘已满，这次没有保存。")

    monkeypatch.setattr("services._base._chain.append", broken)
    with pytest.raises(Trouble):
        station.people.create(PersonForm(name="张建国"))
    with station._context.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Party)) == 0


def test_eight_threads_write_one_chain(station: Services) -> None:
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                station.station.set_setting(f"thread.{number}", turn)
                station.station.view()
        except BaseException as error:  # told to the main thread, which fails the test
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert station.audit.verify() == ()
    assert [station.station.setting(f"thread.{number}") for number in range(8)] == [4] * 8


def test_two_open_at_once_see_each_others_saves(station: Services, clerk: Services) -> None:
    station.station.set_setting("idle_minutes", 3)
    assert clerk.station.setting("idle_minutes") == 3
    clerk.people.create(PersonForm(name="张建国"))
    assert len(station.people.find("张建国")) == 1
    assert station.audit.verify() == ()


def test_keys_are_shown_by_nothing(station: Services) -> None:
    context = station._context
    for secret in (context.master, context.audit_key, context.paper_key):
        assert secret.hex() not in repr(context)
        assert repr(secret) not in repr(context)
    assert factories.CHIEF_PASSWORD not in repr(context)
