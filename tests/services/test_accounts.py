"""Who works here: roles, passwords, the last chief, and the recovery sheet that is nowhere but on paper."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.permissions import Permission, Role
from models.audit import AuditEntry
from models.operator import RecoverySheet
from services import Services
from services._base import Change
from services.accounts import OperatorForm, RecoveryDraft
from services.entry import Entry
from system.clock import FixedClock
from system.crypto import derive, unseal
from system.errors import Conflict, Denied, Invalid, LockedOut, NotFound, Refusal, Trouble, WrongPassword
from system.paths import DataFolder
from tests import factories
from tests.services.conftest import LogIn

SECOND_CHIEF = OperatorForm(name="李莎", post="副站长", roles=frozenset({Role.CHIEF, Role.ADMINISTRATOR}))
NEW = "Xinmima-2026"


def add(services: Services, form: OperatorForm = factories.CLERK) -> str:
    return factories.add_operator(services, form)


def last_entry(services: Services) -> AuditEntry:
    with services._context.database.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
        session.expunge(entry)
        return entry


def typed(draft: RecoveryDraft) -> dict[int, str]:
    return {number: draft.groups[number - 1] for number in draft.asked}


class TestAdding:
    def test_a_clerk(self, station: Services, clock: FixedClock) -> None:
        uuid = add(station)
        row = {row.uuid: row for row in station.accounts.operators()}[uuid]
        assert (row.name, row.post, row.window, row.active) == ("王静", "接待岗", "1 号窗口", True)
        assert row.roles == {Role.CLERK}
        assert row.password_changed == clock.now()
        assert row.last_login is None
        assert row.must_change_password
        entry = last_entry(station)
        assert (entry.action, entry.subject_id) == ("operator.added", uuid)
        assert factories.CLERK_PASSWORD not in str(entry.detail)

    def test_two_of_one_name(self, station: Services) -> None:
        assert add(station) != add(station)
        assert [row.name for row in station.accounts.operators()] == ["谢国辉", "王静", "王静"]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "很" * 61}, "name"),
            ({"name": "王🐉"}, "name"),
            ({"post": "岗" * 31}, "post"),
            ({"window": "窗" * 31}, "window"),
            ({"roles": frozenset()}, "roles"),
            ({"roles": frozenset({Role.AUDITOR, Role.CLERK})}, "roles"),
        ],
    )
    def test_what_is_wrong_stands_under_its_field(self, station: Services, change: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as caught:
            add(station, replace(factories.CLERK, **change))
        assert set(caught.value.fields) == {field}
        assert len(station.accounts.operators()) == 1

    @pytest.mark.parametrize("password", ["", "short1", "onlyletters", "x" * 99, "abababab1"[:8] + " "])
    def test_a_weak_password(self, station: Services, password: str) -> None:
        with pytest.raises(Invalid) as caught:
            station.accounts.add(factories.CLERK, password)
        assert set(caught.value.fields) == {"password"}
        assert password not in str(caught.value) or not password

    def test_a_disk_that_refuses_the_key_file_adds_nobody(
        self, station: Services, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(path: Path, data: bytes) -> None:
            raise Trouble("磁盘空间不够了。")

        monkeypatch.setattr("system.keyfile.write_then_move", full)
        with pytest.raises(Trouble, match="空间"):
            add(station)
        assert len(station.accounts.operators()) == 1

    def test_a_database_that_refuses_leaves_the_key_file_as_it_was(
        self, station: Services, folder: DataFolder, entry: Entry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = folder.keyfile.read_bytes()

        def full(*_arguments: object) -> None:
            raise Trouble("磁盘已满，这次没有保存。")

        monkeypatch.setattr("services._settings.put", full)
        with pytest.raises(Trouble, match="已满"):
            add(station)
        assert folder.keyfile.read_bytes() == before
        assert len(station.accounts.operators()) == 1
        assert [tile.name for tile in entry.tiles()] == ["谢国辉"]


class TestPermission:
    def test_a_clerk_manages_nobody(self, clerk: Services) -> None:
        accounts, uuid = clerk.accounts, clerk.actor.uuid
        for act in (
            accounts.operators,
            lambda: accounts.add(factories.CLERK, NEW),
            lambda: accounts.edit(uuid, factories.CLERK),
            lambda: accounts.disable(uuid),
            lambda: accounts.enable(uuid, NEW),
            lambda: accounts.reset_password(factories.founded().chief, NEW),
            lambda: accounts.unlock(uuid),
            accounts.new_recovery_sheet,
            accounts.accept_keys,
        ):
            with pytest.raises(Denied):
                act()

    def test_an_administrator_sets_no_passwords_and_no_roles(self, station: Services, as_operator: LogIn) -> None:
        """He could otherwise make himself a reader of cases."""
        administrator = as_operator(factories.ADMINISTRATOR)
        clerk = add(station)
        with pytest.raises(Denied, match="给别人设密码"):
            administrator.accounts.reset_password(clerk, NEW)
        with pytest.raises(Denied):
            administrator.accounts.add(factories.CLERK, NEW)
        with pytest.raises(Denied, match="改别人的角色"):
            administrator.accounts.edit(
                administrator.actor.uuid, replace(factories.ADMINISTRATOR, roles=frozenset({Role.CHIEF}))
            )
        with pytest.raises(Denied):
            administrator.accounts.new_recovery_sheet()
        administrator.accounts.edit(clerk, replace(factories.CLERK, window="2 号窗口"))
        administrator.accounts.disable(clerk)

    def test_everybody_sees_the_names_to_choose_from(self, station: Services, clerk: Services) -> None:
        gone = add(station, replace(factories.CLERK, name="何芳"))
        station.accounts.disable(gone)
        assert [name.name for name in clerk.accounts.names()] == ["谢国辉", "王静"]

    def test_the_table_of_permissions_is_the_one_that_counts(self, station: Services) -> None:
        table = dict(station.accounts.permission_table())
        assert len(table) == len(Permission)
        assert table["给别人设密码"] == {
            Role.CLERK: False,
            Role.CHIEF: True,
            Role.ADMINISTRATOR: False,
            Role.AUDITOR: False,
        }


class TestChanging:
    def test_name_post_window_and_roles(self, station: Services, entry: Entry) -> None:
        uuid = add(station)
        form = OperatorForm(
            name=" 王　静 ", post="信访岗", window="2 号窗口", roles=frozenset({Role.CLERK, Role.CHIEF})
        )
        station.accounts.edit(uuid, form)
        row = {row.uuid: row for row in station.accounts.operators()}[uuid]
        assert (row.name, row.post) == ("王静", "信访岗")
        assert row.roles == {Role.CLERK, Role.CHIEF}
        assert [tile.post for tile in entry.tiles()] == ["站长", "信访岗"]
        detail = last_entry(station).detail
        assert detail["roles"] == [["clerk"], ["chief", "clerk"]]
        assert "name" not in detail

    def test_new_roles_count_from_the_next_login(self, station: Services, as_operator: LogIn, entry: Entry) -> None:
        clerk = as_operator(factories.CLERK)
        station.accounts.edit(clerk.actor.uuid, replace(factories.AUDITOR, name="王静"))
        again = entry.login(clerk.actor.uuid, factories.CLERK_PASSWORD)
        assert again.actor.permissions == {Permission.AUDIT_READ}
        again.close()

    def test_nobody_unknown(self, station: Services) -> None:
        acts: tuple[Callable[[], object], ...] = (
            lambda: station.accounts.edit("nobody", factories.CLERK),
            lambda: station.accounts.disable("nobody"),
            lambda: station.accounts.unlock("nobody"),
            lambda: station.accounts.reset_password("nobody", NEW),
        )
        for act in acts:
            with pytest.raises(NotFound):
                act()


class TestTheLastOnes:
    def test_the_last_chief_and_administrator_stay(self, station: Services) -> None:
        chief = station.actor.uuid
        with pytest.raises(Conflict, match="最后一位在用的站长"):
            station.accounts.disable(chief)
        for roles, word in (({Role.ADMINISTRATOR}, "站长"), ({Role.CHIEF}, "管理员"), ({Role.CLERK}, "站长")):
            with pytest.raises(Conflict, match=f"最后一位在用的{word}"):
                station.accounts.edit(chief, OperatorForm(name="谢国辉", roles=frozenset(roles)))

    def test_a_disabled_chief_does_not_count(self, station: Services) -> None:
        second = add(station, SECOND_CHIEF)
        station.accounts.disable(second)
        with pytest.raises(Conflict, match="最后一位"):
            station.accounts.edit(station.actor.uuid, replace(factories.CLERK, name="谢国辉"))

    def test_with_a_second_one_the_first_may_go(self, station: Services, entry: Entry, as_operator: LogIn) -> None:
        second = as_operator(SECOND_CHIEF)
        second.accounts.disable(station.actor.uuid)
        with pytest.raises(NotFound, match="已停用"):
            entry.login(station.actor.uuid, factories.CHIEF_PASSWORD)
        with pytest.raises(Conflict, match="最后一位"):
            second.accounts.disable(second.actor.uuid)

    def test_nobody_disables_herself(self, station: Services) -> None:
        add(station, SECOND_CHIEF)
        with pytest.raises(Conflict, match="不能停用自己"):
            station.accounts.disable(station.actor.uuid)


class TestDisabling:
    def test_closes_the_key_slot(self, station: Services, entry: Entry, folder: DataFolder) -> None:
        uuid = add(station)
        entry.login(uuid, factories.CLERK_PASSWORD).close()
        station.accounts.disable(uuid)
        with pytest.raises(NotFound, match="已停用"):
            entry.login(uuid, factories.CLERK_PASSWORD)
        row = {row.uuid: row for row in station.accounts.operators()}[uuid]
        assert not row.active
        assert row.locked_until is None
        with pytest.raises(Conflict):
            station.accounts.disable(uuid)
        with pytest.raises(Conflict, match="先启用"):
            station.accounts.reset_password(uuid, NEW)

    def test_and_enabling_gives_a_new_password(self, station: Services, entry: Entry) -> None:
        uuid = add(station)
        station.accounts.disable(uuid)
        station.accounts.enable(uuid, NEW)
        with pytest.raises(WrongPassword):
            entry.login(uuid, factories.CLERK_PASSWORD)
        services = entry.login(uuid, NEW)
        assert services.accounts.must_change_password()
        services.close()
        with pytest.raises(Conflict, match="没有停用"):
            station.accounts.enable(uuid, NEW)


class TestPasswords:
    def test_her_own_needs_the_old_one(self, clerk: Services, entry: Entry) -> None:
        with pytest.raises(WrongPassword):
            clerk.accounts.change_own_password("Wrong-2026", NEW)
        assert last_entry(clerk).action == "password.refused"
        clerk.accounts.change_own_password(factories.CLERK_PASSWORD, NEW)
        assert not clerk.accounts.must_change_password()
        entry.login(clerk.actor.uuid, NEW).close()

    def test_her_own_counts_with_the_login(self, clerk: Services) -> None:
        for _ in range(4):
            with pytest.raises(WrongPassword):
                clerk.accounts.change_own_password("Wrong-2026", NEW)
        with pytest.raises(LockedOut):
            clerk.accounts.change_own_password("Wrong-2026", NEW)

    @pytest.mark.parametrize("new", ["weak", factories.CLERK_PASSWORD])
    def test_her_own_follows_the_rules(self, clerk: Services, new: str) -> None:
        with pytest.raises(Invalid) as caught:
            clerk.accounts.change_own_password(factories.CLERK_PASSWORD, new)
        assert set(caught.value.fields) == {"new"}

    def test_the_chief_resets_and_she_is_asked_to_change(
        self, station: Services, clerk: Services, entry: Entry
    ) -> None:
        clerk.accounts.change_own_password(factories.CLERK_PASSWORD, "Ziji-2026")
        station.accounts.reset_password(clerk.actor.uuid, NEW)
        services = entry.login(clerk.actor.uuid, NEW)
        assert services.accounts.must_change_password()
        services.close()

    def test_the_chief_does_not_reset_himself(self, station: Services) -> None:
        with pytest.raises(Conflict, match="原来的密码"):
            station.accounts.reset_password(station.actor.uuid, NEW)

    def test_the_chief_lifts_a_lock_out(self, station: Services, entry: Entry, clock: FixedClock) -> None:
        uuid = add(station)
        for _ in range(5):
            with pytest.raises((WrongPassword, LockedOut)):
                entry.login(uuid, "Wrong-2026")
        row = {row.uuid: row for row in station.accounts.operators()}[uuid]
        assert row.locked_until == clock.now() + timedelta(minutes=10)
        station.accounts.unlock(uuid)
        assert {row.uuid: row for row in station.accounts.operators()}[uuid].locked_until is None
        entry.login(uuid, factories.CLERK_PASSWORD).close()


class TestRecoverySheet:
    def test_is_asked_for_until_there_is_one(self, station: Services) -> None:
        assert station.accounts.recovery_due()
        factories.confirmed_sheet(station)
        assert not station.accounts.recovery_due()

    def test_two_groups_are_typed_back(self, station: Services) -> None:
        draft = station.accounts.new_recovery_sheet()
        first, second = draft.asked
        assert 1 <= first < second <= 8
        with pytest.raises(Invalid) as caught:
            station.accounts.confirm_recovery(draft, {first: draft.groups[first - 1], second: "8GF"})
        assert caught.value.fields == {f"groups.{second}": "还差 1 位，不分大小写。"}
        with pytest.raises(Invalid) as caught:
            station.accounts.confirm_recovery(
                draft, {first: draft.groups[second - 1], second: draft.groups[second - 1]}
            )
        assert set(caught.value.fields) == {f"groups.{first}"}
        assert draft.groups[first - 1] not in str(caught.value)
        assert station.accounts.recovery_due()
        lower = {number: f" {text.lower()} " for number, text in typed(draft).items()}
        station.accounts.confirm_recovery(draft, lower)
        assert not station.accounts.recovery_due()

    def test_which_two_is_drawn_by_lot(self, station: Services) -> None:
        asked = {station.accounts.new_recovery_sheet().asked for _ in range(40)}
        assert len(asked) > 5

    def test_the_old_sheet_is_valid_until_the_new_one_is_confirmed(self, station: Services, entry: Entry) -> None:
        old = factories.confirmed_sheet(station)
        draft = station.accounts.new_recovery_sheet()
        keyfile = entry.keyfile()
        master = keyfile.unlock_with_code(old)
        assert master == station._context.master
        station.accounts.confirm_recovery(draft, typed(draft))
        with pytest.raises(Invalid):
            keyfile.unlock_with_code(old)
        assert keyfile.unlock_with_code(draft.code) == master

    def test_numbers_and_voids_stand_in_the_store(self, station: Services, clock: FixedClock) -> None:
        first = factories.confirmed_sheet(station)
        clock.advance(timedelta(days=1))
        second = factories.confirmed_sheet(station)
        key = derive(station._context.master, "recovery sheets")
        with station._context.database.read() as session:
            rows = session.scalars(select(RecoverySheet).order_by(RecoverySheet.sheet_no)).all()
            assert [(row.sheet_no, row.voided_at) for row in rows] == [(1, clock.now()), (2, None)]
            codes = [unseal(key, row.sealed_code, f"sheet:{row.sheet_no}".encode()).decode() for row in rows]
        assert codes == [first.letters, second.letters]

    def test_a_draft_that_another_overtook(self, station: Services) -> None:
        draft = station.accounts.new_recovery_sheet()
        factories.confirmed_sheet(station)
        with pytest.raises(Conflict, match="不是最新"):
            station.accounts.confirm_recovery(draft, typed(draft))

    def test_the_paper_reads_back(self, station: Services) -> None:
        from pypdfium2 import PdfDocument

        draft = station.accounts.new_recovery_sheet()
        with PdfDocument(station.accounts.recovery_pdf(draft)) as document:
            texts = [page.get_textpage().get_text_bounded() for page in document]
        assert len(texts) == 2
        for text in texts:
            for group in draft.groups:
                assert group in text
            assert draft.code.check in text

    def test_the_code_is_nowhere_but_on_the_paper(
        self, station: Services, folder: DataFolder, caplog: pytest.LogCaptureFixture, tmp_path: Path
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            draft = station.accounts.new_recovery_sheet()
            station.accounts.recovery_pdf(draft)
            wrong = dict.fromkeys(draft.asked, "2222")
            with pytest.raises(Refusal) as caught:
                station.accounts.confirm_recovery(draft, wrong)
            station.accounts.confirm_recovery(draft, typed(draft))
            station.backups.run()
        groups = [*draft.groups, draft.code.letters]
        told = [repr(draft), str(draft), caplog.text, str(caught.value), repr(caught.value)]
        told += [str(row.detail) for row in station.audit.recent().rows]
        assert not [group for group in groups for text in told if group in text]
        station.close()
        for path in folder.root.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert draft.code.letters.encode() not in content
                assert draft.code.text.encode() not in content


def test_a_change_that_fails_undoes_no_other_change_of_the_key_file(
    station: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyfile, master = station._context.keyfile, station._context.master
    in_turn = station.accounts.change

    def after_another(permission: Permission | None) -> AbstractContextManager[Change]:
        keyfile.set_station(master, "别处刚改的站名")
        return in_turn(permission)

    monkeypatch.setattr(station.accounts, "change", after_another)
    with pytest.raises(Conflict):
        station.accounts.disable(station.actor.uuid)
    assert keyfile.station == "别处刚改的站名"
