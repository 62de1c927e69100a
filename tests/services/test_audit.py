"""The audit finds what was changed behind its back, and notes who looked."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from services import Services
from services._chain import GENESIS
from services._keys import KeyService
from system.errors import Denied
from tests import factories
from tests.services.conftest import LogIn


def behind_its_back(services: Services, *statements: str) -> None:
    """Change the audit as somebody with the key and a bare connection would: without the triggers."""
    with services._context.database.plain() as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("DROP TRIGGER audit_no_delete")
        for statement in statements:
            connection.execute(statement)


def write_entries(services: Services, count: int) -> None:
    for number in range(count):
        with KeyService(services._context).change(None) as change:
            change.audit("test.entry", "test", number)


def test_a_call_without_permission_is_refused_and_audited(clerk: Services, station: Services) -> None:
    acts: tuple[Callable[[], object], ...] = (clerk.audit.recent, clerk.audit.verify, clerk.audit.head)
    for act in acts:
        with pytest.raises(Denied, match="查操作日志"):
            act()
    with station._context.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "refused")).all()
    assert len(rows) == 3
    assert {(row.operator_name, row.subject_id, row.success) for row in rows} == {("王静", "audit.read", False)}


def test_an_untouched_chain_is_whole(station: Services) -> None:
    write_entries(station, 20)
    assert station.audit.verify() == ()


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET action = 'nothing.happened' WHERE seq = 5", (5,)),
        ("UPDATE audit SET operator_name = '李莎' WHERE seq = 5", (5,)),
        ("UPDATE audit SET success = 1 - success WHERE seq = 5", (5,)),
        ("UPDATE audit SET at = '2020-01-01 00:00:00' WHERE seq = 5", (5,)),
        ("UPDATE audit SET detail = '{\"x\": 1}' WHERE seq = 5", (5,)),
        ("UPDATE audit SET digest = zeroblob(32) WHERE seq = 5", (5, 6)),
        ("DELETE FROM audit WHERE seq = 5", (6,)),
        ("UPDATE audit SET seq = 500 WHERE seq = 5", (6, 500)),
    ],
)
def test_a_hand_changed_row_is_found(station: Services, statement: str, broken: tuple[int, ...]) -> None:
    write_entries(station, 10)
    behind_its_back(station, statement)
    assert station.audit.verify() == broken


def test_a_row_slipped_in_is_found(station: Services) -> None:
    write_entries(station, 3)
    count = station.audit.head().count
    behind_its_back(
        station,
        "INSERT INTO audit SELECT seq + 1, at, operator_uuid, operator_name, action, subject, subject_id, detail, "
        f"success, digest, digest FROM audit WHERE seq = {count}",
    )
    assert station.audit.verify() == (count + 1,)


def test_a_cut_tail_is_found_against_a_backup(station: Services) -> None:
    write_entries(station, 5)
    station.backups.run()
    assert station.backups.lost_anchors() == ()
    behind_its_back(station, f"DELETE FROM audit WHERE seq > {station.audit.head().count - 4}")
    assert station.audit.verify() == ()
    lost = station.backups.lost_anchors()
    assert [name.endswith(".tyjrbak") for name in lost] == [True]


def test_a_chain_made_anew_is_found_against_a_backup(station: Services) -> None:
    write_entries(station, 5)
    station.backups.run()
    count = station.audit.head().count
    behind_its_back(station, "DELETE FROM audit")
    write_entries(station, count + 3)
    assert station.audit.verify() == ()
    assert len(station.backups.lost_anchors()) == 1


def test_the_result_of_a_check_is_itself_an_entry(station: Services) -> None:
    write_entries(station, 3)
    behind_its_back(station, "UPDATE audit SET action = 'nothing' WHERE seq = 4")
    station.audit.verify()
    newest = station.audit.recent(limit=1).rows[0]
    assert (newest.action, newest.success, newest.detail["broken"]) == ("audit.verified", False, [4])


def test_pages_go_back_to_the_first_entry(station: Services) -> None:
    write_entries(station, 25)
    seen: list[int] = []
    before: int | None = None
    while True:
        page = station.audit.recent(before, limit=10)
        seen += [row.seq for row in page.rows]
        before = page.next
        if before is None:
            break
    assert seen == list(range(seen[0], 0, -1))
    assert len(seen) >= 27


def test_each_look_is_an_entry(as_operator: LogIn) -> None:
    auditor = as_operator(factories.AUDITOR)
    auditor.audit.recent()
    newest = auditor.audit.recent(limit=1).rows[0]
    assert (newest.action, newest.operator) == ("audit.read", "陈卫东")


@pytest.mark.parametrize(
    "act",
    [
        lambda services: services.people.find("王"),
        lambda services: services.visits.today(),
        lambda services: services.accounts.operators(),
        lambda services: services.backups.run(),
        lambda services: services.station.set_setting("idle_minutes", 60),
    ],
)
def test_the_auditor_does_nothing_else(as_operator: LogIn, act: Callable[[Services], object]) -> None:
    auditor = as_operator(factories.AUDITOR)
    with pytest.raises(Denied):
        act(auditor)


def test_the_head_moves_with_each_entry(station: Services) -> None:
    before = station.audit.head()
    write_entries(station, 1)
    after = station.audit.head()
    assert after.count == before.count + 1
    assert after.digest != before.digest != GENESIS.hex()
