"""What every table shares: the naming of constraints, moments in time, and the two keys of a row.

Each row has a small integer for joins inside this file and a UUID, so that two stations' files can be merged later.
"""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from system.clock import CHINA


class Base(DeclarativeBase):
    """Constraints carry names, because SQLite can only alter what Alembic can name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """A moment, stored in UTC and handed back in China's one time zone, whatever the PC's zone is set to."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would silently mean another hour on another PC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as the clerk's clock shows it."""
        return None if value is None else value.replace(tzinfo=UTC).astimezone(CHINA)


def new_uuid() -> str:
    """A random UUID as 36 characters."""
    return str(uuid4())


class Row:
    """The two keys of every business row."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uuid)
