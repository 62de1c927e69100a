"""Who may do what: roles and permissions as a table that is data (`resources/data/roles.toml`).

Services ask; the window only hides what would be refused. Roles combine (a one-person station is chief and
administrator); the auditor combines with none, so that whoever reads the log never made an entry in it.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from domain.tables import table


class Role(StrEnum):
    """A post's set of permissions (角色)."""

    CLERK = "clerk"
    CHIEF = "chief"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """One thing a person may be allowed to do."""

    VISIT_REGISTER = "visit.register"
    VISIT_READ = "visit.read"
    VISIT_CORRECT_OWN = "visit.correct_own"
    VISIT_CORRECT = "visit.correct"
    VISIT_RATE = "visit.rate"
    CASE_HANDLE = "case.handle"
    CASE_REASSIGN = "case.reassign"
    CATALOGUE_EDIT = "catalogue.edit"
    CALENDAR_EDIT = "calendar.edit"
    QUEUE_USE = "queue.use"
    CALL_BACK_USE = "call_back.use"
    SNIPPET_EDIT = "snippet.edit"
    PERSON_READ = "person.read"
    PERSON_EDIT = "person.edit"
    PERSON_REVEAL = "person.reveal"
    DOCUMENT_PRINT = "document.print"
    DOCUMENT_REPRINT = "document.reprint"
    OPERATOR_MANAGE = "operator.manage"
    OPERATOR_PASSWORD = "operator.password"
    OPERATOR_ROLES = "operator.roles"
    STATION_SETTINGS = "settings.station"
    WORDING_EDIT = "wording.edit"
    BACKUP_RUN = "backup.run"
    AUDIT_READ = "audit.read"


@cache
def of_role(role: Role) -> frozenset[Permission]:
    """The permissions of one role. ValueError if the table names a permission that doesn't exist."""
    return frozenset(Permission(code) for code in table("roles")["roles"][role])


def allowed(roles: Iterable[Role]) -> frozenset[Permission]:
    """What somebody with these roles may do: the union of all of them."""
    return frozenset().union(*(of_role(role) for role in roles))


def check_roles(roles: Iterable[Role]) -> str:
    """A Chinese sentence when these roles can't be held together, else an empty string."""
    held = frozenset(roles)
    if not held:
        return "还没有选角色，请至少选一个。"
    if Role.AUDITOR in held and len(held) > 1:
        return "审计不能与别的角色同设，否则等于自己查自己；请只留一种。"
    return ""


def holders(permission: Permission) -> frozenset[Role]:
    """The roles that hold a permission, for the page that shows the table."""
    return frozenset(role for role in Role if permission in of_role(role))
