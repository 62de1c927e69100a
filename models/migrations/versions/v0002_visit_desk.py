"""The visit desk: groups, petitions in parts, late entries, corrections, ratings, queue, promised calls, snippets."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Moment

revision = "0002_visit_desk"
down_revision = "0001_first_light"


def upgrade() -> None:
    """Widen the tables of visits and people, and make those that the desk needs besides."""
    _extend("party", kind=(sa.String(10), "person"), contact=(sa.String(120), ""))
    _extend(
        "visit",
        late_reason=(sa.String(200), ""),
        common=(sa.Boolean(), False),
        corrections=(sa.Integer(), 0),
        void_reason=(sa.String(200), ""),
        visited_day=(sa.Date(), sa.column("day")),
    )
    op.add_column("visit", sa.Column("voided_at", Moment(), nullable=True))
    op.create_index("ix_visit_visited_day_id", "visit", ["visited_day", "id"], unique=False)
    _extend("visit_party", position=(sa.Integer(), 0), relation=(sa.String(40), ""))
    parts = (sa.Text(), "")
    _extend("matter", facts=parts, reasons=parts, earlier=parts, read_back=(sa.Boolean(), False))
    _extend("case_file", voided=(sa.Boolean(), False))
    _visit_guest()
    _visit_event()
    _rating()
    _queue_entry()
    _call_back()
    _snippet()


def _extend(table: str, **columns: tuple[sa.types.TypeEngine[Any], Any]) -> None:
    """Add columns that are never empty: without a default in the schema, the old rows are filled first."""
    for name, (kind, _) in columns.items():
        op.add_column(table, sa.Column(name, kind, nullable=True))
    rows = sa.table(table, *(sa.column(name, kind) for name, (kind, _) in columns.items()))
    op.execute(rows.update().values({name: value for name, (_, value) in columns.items()}))
    with op.batch_alter_table(table) as batch_op:
        for name, (kind, _) in columns.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)


def _visit_guest() -> None:
    op.create_table(
        "visit_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("identity", sa.String(length=30), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_guest_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_guest")),
    )
    op.create_index(op.f("ix_visit_guest_visit_id"), "visit_guest", ["visit_id"], unique=False)


def _visit_event() -> None:
    op.create_table(
        "visit_event",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_visit_event_operator_id_operator")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_event_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_event")),
        sa.UniqueConstraint("uuid", name=op.f("uq_visit_event_uuid")),
    )
    op.create_index(op.f("ix_visit_event_visit_id"), "visit_event", ["visit_id"], unique=False)


def _rating() -> None:
    op.create_table(
        "rating",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("rated_at", Moment(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_rating_operator_id_operator")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_rating_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("uuid", name=op.f("uq_rating_uuid")),
    )
    op.create_index("ix_rating_visit_id_scale", "rating", ["visit_id", "scale"], unique=True)


def _queue_entry() -> None:
    op.create_table(
        "queue_entry",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("place", Moment(), nullable=False),
        sa.Column("called_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["called_by"], ["operator.id"], name=op.f("fk_queue_entry_called_by_operator")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_queue_entry_operator_id_operator")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_queue_entry_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_entry")),
        sa.UniqueConstraint("uuid", name=op.f("uq_queue_entry_uuid")),
    )
    op.create_index("ix_queue_entry_day_seq", "queue_entry", ["day", "seq"], unique=True)
    op.create_index(op.f("ix_queue_entry_visit_id"), "queue_entry", ["visit_id"], unique=False)


def _call_back() -> None:
    op.create_table(
        "call_back",
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["operator.id"], name=op.f("fk_call_back_done_by_operator")),
        sa.ForeignKeyConstraint(["handler_id"], ["operator.id"], name=op.f("fk_call_back_handler_id_operator")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_call_back_operator_id_operator")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_call_back_party_id_party")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_call_back_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
        sa.UniqueConstraint("uuid", name=op.f("uq_call_back_uuid")),
    )
    op.create_index("ix_call_back_open", "call_back", ["due"], unique=False, sqlite_where=sa.text("done_at IS NULL"))
    op.create_index(op.f("ix_call_back_party_id"), "call_back", ["party_id"], unique=False)
    op.create_index(op.f("ix_call_back_visit_id"), "call_back", ["visit_id"], unique=False)


def _snippet() -> None:
    op.create_table(
        "snippet",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["updated_by"], ["operator.id"], name=op.f("fk_snippet_updated_by_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snippet")),
        sa.UniqueConstraint("code", name=op.f("uq_snippet_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_snippet_uuid")),
    )
