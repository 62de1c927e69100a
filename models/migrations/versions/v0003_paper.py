"""Paper that proves itself: the signing key, wordings in versions, kept PDFs, looks at papers, other stations.

The signing key itself is made when the store is next opened: a migration has no key to seal it with.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Moment

revision = "0003_paper"
down_revision = "0002_visit_desk"


def upgrade() -> None:
    """Widen the register of sheets and the station, and make the tables beside them."""
    _extend("station", sealed_key=(sa.LargeBinary(), b""), public_key=(sa.LargeBinary(), b""))
    _extend(
        "document",
        digest=(sa.String(16), ""),
        recipient=(sa.String(120), ""),
        paper=(sa.String(20), ""),
        pages=(sa.Integer(), 1),
        copies=(sa.Integer(), 1),
        printer=(sa.String(120), ""),
    )
    op.add_column("document", sa.Column("printed_at", Moment(), nullable=True))
    op.add_column("document", sa.Column("taken_back", sa.Boolean(), nullable=True))
    open_ones = sa.text("state IN ('pending', 'failed')")
    op.create_index("ix_document_pending", "document", ["issued_day"], unique=False, sqlite_where=open_ones)
    _document_pdf()
    _wording_version()
    _paper_check()
    _peer_station()


def _extend(table: str, **columns: tuple[sa.types.TypeEngine[Any], Any]) -> None:
    """Add columns that are never empty: without a default in the schema, the old rows are filled first."""
    for name, (kind, _) in columns.items():
        op.add_column(table, sa.Column(name, kind, nullable=True))
    rows = sa.table(table, *(sa.column(name, kind) for name, (kind, _) in columns.items()))
    op.execute(rows.update().values({name: value for name, (_, value) in columns.items()}))
    with op.batch_alter_table(table) as batch_op:
        for name, (kind, _) in columns.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)


def _document_pdf() -> None:
    op.create_table(
        "document_pdf",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_pdf_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_pdf")),
    )


def _wording_version() -> None:
    op.create_table(
        "wording_version",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=True),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("active_from", Moment(), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_wording_version_operator_id_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_version")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_wording_version_kind_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_wording_version_uuid")),
    )


def _paper_check() -> None:
    op.create_table(
        "paper_check",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_paper_check_document_id_document")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_paper_check_operator_id_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_check")),
        sa.UniqueConstraint("uuid", name=op.f("uq_paper_check_uuid")),
    )
    op.create_index("ix_paper_check_day_id", "paper_check", ["day", "id"], unique=False)


def _peer_station() -> None:
    op.create_table(
        "peer_station",
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_peer_station_operator_id_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_station")),
        sa.UniqueConstraint("public_key", name=op.f("uq_peer_station_public_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_peer_station_uuid")),
    )
