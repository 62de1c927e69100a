"""Rows of the staff: finding them, their roles, and the rule that a station never loses its last chief."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.labels import ROLE_LABELS
from domain.permissions import Role, allowed
from models.operator import Operator, OperatorRole
from services._base import Actor
from system.errors import Conflict, NotFound

# Without one of each nobody could let anybody in, or set the station up, any more.
INDISPENSABLE = (Role.CHIEF, Role.ADMINISTRATOR)


def existing(session: Session, uuid: str) -> Operator:
    """The operator with this UUID, disabled ones too; raises NotFound."""
    row = session.scalar(select(Operator).where(Operator.uuid == uuid))
    if row is None:
        raise NotFound("没有这位工作人员。")
    return row


def roles_of(row: Operator) -> frozenset[Role]:
    """Her roles."""
    return frozenset(Role(held.role) for held in row.roles)


def set_roles(row: Operator, roles: frozenset[Role]) -> None:
    """Give her exactly these roles."""
    row.roles = [held for held in row.roles if Role(held.role) in roles]
    missing = roles - roles_of(row)
    row.roles.extend(OperatorRole(role=role.value) for role in sorted(missing))


def actor_of(row: Operator) -> Actor:
    """Her as the one at the desk, with what her roles allow together."""
    roles = roles_of(row)
    return Actor(row.id, row.uuid, row.name, row.post, roles, allowed(roles))


def first_chief(session: Session) -> Operator | None:
    """The active chief who was added first: the one whom the recovery sheet lets in."""
    return session.scalars(
        select(Operator)
        .join(OperatorRole, OperatorRole.operator_id == Operator.id)
        .where(Operator.active, OperatorRole.role == Role.CHIEF)
        .order_by(Operator.id)
    ).first()


def keep_indispensable(session: Session, row: Operator, *, staying: frozenset[Role]) -> None:
    """Raise Conflict where the station would be left without an active chief or administrator.

    `staying` are the roles that `row` keeps (none, when she is disabled).
    """
    for role in INDISPENSABLE:
        if role in roles_of(row) - staying and not _others(session, row, role):
            label = ROLE_LABELS[role]
            raise Conflict(
                f"{row.name}是最后一位在用的{label}，不能停用，也不能去掉“{label}”。请先给另一个人加上“{label}”。"
            )


def _others(session: Session, row: Operator, role: Role) -> int:
    query = (
        select(func.count())
        .select_from(Operator)
        .join(OperatorRole, OperatorRole.operator_id == Operator.id)
        .where(Operator.active, Operator.id != row.id, OperatorRole.role == role)
    )
    return session.scalar(query) or 0
