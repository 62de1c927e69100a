"""Who works here, what they may do, and the paper that opens the store when all passwords are forgotten."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Moment, Row


class Operator(Row, Base):
    """A member of staff. Never deleted: papers and the audit name them."""

    __tablename__ = "operator"

    name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(60), default="")
    window: Mapped[str] = mapped_column(String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_login: Mapped[datetime | None] = mapped_column(Moment)
    password_changed_at: Mapped[datetime | None] = mapped_column(Moment)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    roles: Mapped[list["OperatorRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="OperatorRole.role"
    )


class OperatorRole(Base):
    """One of the roles that an operator combines."""

    __tablename__ = "operator_role"

    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class RecoverySheet(Row, Base):
    """A recovery paper that was printed. Its code stays here, sealed, so that a new sheet still reaches old backups."""

    __tablename__ = "recovery_sheet"

    sheet_no: Mapped[int] = mapped_column(unique=True)
    sealed_code: Mapped[bytes] = mapped_column(LargeBinary)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
