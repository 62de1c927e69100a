"""The role table holds what the house decided."""

import itertools

import pytest

from domain.permissions import Permission, Role, allowed, check_roles, holders, of_role
from domain.tables import table

CASES = {
    Permission.VISIT_REGISTER,
    Permission.VISIT_READ,
    Permission.PERSON_READ,
    Permission.PERSON_EDIT,
    Permission.PERSON_REVEAL,
    Permission.DOCUMENT_PRINT,
    Permission.DOCUMENT_REPRINT,
    Permission.VISIT_CORRECT_OWN,
    Permission.VISIT_CORRECT,
    Permission.VISIT_RATE,
    Permission.QUEUE_USE,
    Permission.CALL_BACK_USE,
    Permission.SNIPPET_EDIT,
}


def test_the_table_knows_every_role_and_no_other() -> None:
    assert set(table("roles")["roles"]) == {role.value for role in Role}


def test_every_permission_is_somebodys() -> None:
    assert all(holders(permission) for permission in Permission)


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.VISIT_REGISTER, {Role.CLERK, Role.CHIEF}),
        (Permission.VISIT_CORRECT_OWN, {Role.CLERK, Role.CHIEF}),
        (Permission.VISIT_CORRECT, {Role.CHIEF}),
        (Permission.VISIT_RATE, {Role.CLERK, Role.CHIEF}),
        (Permission.QUEUE_USE, {Role.CLERK, Role.CHIEF}),
        (Permission.CALL_BACK_USE, {Role.CLERK, Role.CHIEF}),
        (Permission.SNIPPET_EDIT, {Role.CLERK, Role.CHIEF}),
        (Permission.PERSON_REVEAL, {Role.CLERK, Role.CHIEF}),
        (Permission.OPERATOR_MANAGE, {Role.CHIEF, Role.ADMINISTRATOR}),
        (Permission.OPERATOR_PASSWORD, {Role.CHIEF}),
        (Permission.OPERATOR_ROLES, {Role.CHIEF}),
        (Permission.WORDING_EDIT, {Role.CHIEF}),
        (Permission.AUDIT_READ, {Role.CHIEF, Role.AUDITOR}),
        (Permission.BACKUP_RUN, {Role.CLERK, Role.CHIEF, Role.ADMINISTRATOR}),
    ],
)
def test_who_holds_what(permission: Permission, roles: set[Role]) -> None:
    assert holders(permission) == roles


def test_the_administrator_sees_no_visits_and_no_persons() -> None:
    assert not of_role(Role.ADMINISTRATOR) & CASES


def test_the_auditor_only_reads_the_log() -> None:
    assert of_role(Role.AUDITOR) == {Permission.AUDIT_READ}


def test_roles_add_up() -> None:
    assert allowed([]) == frozenset()
    for one, other in itertools.combinations(Role, 2):
        assert allowed({one, other}) == of_role(one) | of_role(other)


@pytest.mark.parametrize("size", range(5))
def test_which_roles_go_together(size: int) -> None:
    for roles in itertools.combinations(Role, size):
        message = check_roles(roles)
        if not roles:
            assert "至少选一个" in message
        elif Role.AUDITOR in roles and size > 1:
            assert "审计不能与别的角色同设" in message
        else:
            assert message == ""
