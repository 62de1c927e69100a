"""Cases with a flow: their state, events, clocks, materials and attachments, the catalogue, bundles and the calendar.

Service cases of before were taken in at the window with what was there, so they stand at 已受理; they keep no clock,
because nobody promised a day. Petitions and assistance cases wait for flows of their own.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Moment

revision = "0004_cases"
down_revision = "0003_paper"


def upgrade() -> None:
    """Make the new tables first, because the widened ones point to them."""
    _catalogue_version()
    _submission_batch()
    _widen_cases()
    _widen_matters()
    with op.batch_alter_table("document") as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_document_case_id_case_file"), "case_file", ["case_id"], ["id"])
        batch_op.create_index(op.f("ix_document_case_id"), ["case_id"])
    _batch_item()
    _case_event()
    _case_clock()
    _case_material()
    _calendar_entry()
    _attachment()


def _extend(table: str, **columns: tuple[sa.types.TypeEngine[Any], Any]) -> None:
    """Add columns that are never empty: without a default in the schema, the old rows are filled first."""
    for name, (kind, _) in columns.items():
        op.add_column(table, sa.Column(name, kind, nullable=True))
    rows = sa.table(table, *(sa.column(name, kind) for name, (kind, _) in columns.items()))
    op.execute(rows.update().values({name: value for name, (_, value) in columns.items()}))
    with op.batch_alter_table(table) as batch_op:
        for name, (kind, _) in columns.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)


def _widen_cases() -> None:
    _extend(
        "case_file",
        state=(sa.String(20), ""),
        version=(sa.Integer(), 1),
        facts=(sa.JSON(), {}),
        copied=(sa.JSON(), []),
        official_number=(sa.String(60), ""),
        due_clock=(sa.String(30), ""),
    )
    with op.batch_alter_table("case_file") as batch_op:
        batch_op.add_column(sa.Column("catalogue_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_case_file_catalogue_id_catalogue_version"), "catalogue_version", ["catalogue_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_case_file_batch_id_submission_batch"), "submission_batch", ["batch_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_case_file_batch_id"), ["batch_id"])
    _index_lists()
    numbered = sa.text("official_number != ''")
    op.create_index("ix_case_file_official_number", "case_file", ["official_number"], sqlite_where=numbered)
    op.execute("UPDATE case_file SET state = 'accepted' WHERE series = 'service' AND closed_at IS NULL")
    op.execute("UPDATE case_file SET state = 'done' WHERE series = 'service' AND closed_at IS NOT NULL")
    op.execute("UPDATE case_file SET state = 'voided' WHERE series = 'service' AND voided")


def _index_lists() -> None:
    still_open, ended = sa.text("closed_at IS NULL"), sa.text("closed_at IS NOT NULL")
    narrowing = ["catalogue_id", "handler_id", "opened_at"]
    op.drop_index("ix_case_file_open", "case_file")
    across = ["due", "opened_at", "id", "series", "closed_at"]
    op.create_index("ix_case_file_open", "case_file", across, sqlite_where=still_open)
    by_due = ["series", "due", "id", "state", *narrowing, "official_number", "closed_at"]
    op.create_index("ix_case_file_open_due", "case_file", by_due, sqlite_where=still_open)
    by_end = ["series", "closed_at", "id", *narrowing]
    op.create_index("ix_case_file_closed", "case_file", by_end, sqlite_where=ended)
    op.create_index("ix_case_file_title", "case_file", ["series", "title"])


def _widen_matters() -> None:
    _extend("matter", catalogue=(sa.String(40), ""), fields=(sa.JSON(), {}), missing=(sa.JSON(), []))


def _catalogue_version() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("shipped", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_catalogue_version_operator_id_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_version")),
        sa.UniqueConstraint("uuid", name=op.f("uq_catalogue_version_uuid")),
    )
    op.create_index("ix_catalogue_version_code_number", "catalogue_version", ["code", "number"], unique=True)
    current = sa.text("current")
    op.create_index("ix_catalogue_version_current", "catalogue_version", ["code"], unique=True, sqlite_where=current)


def _submission_batch() -> None:
    op.create_table(
        "submission_batch",
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["operator.id"], name=op.f("fk_submission_batch_opened_by_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_submission_batch_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_submission_batch_uuid")),
    )


def _batch_item() -> None:
    op.create_table(
        "batch_item",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["submission_batch.id"], name=op.f("fk_batch_item_batch_id_submission_batch")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_batch_item_case_id_case_file")),
        sa.PrimaryKeyConstraint("batch_id", "case_id", name=op.f("pk_batch_item")),
    )
    op.create_index("ix_batch_item_case_id", "batch_item", ["case_id"])


def _case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_event_case_id_case_file")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_case_event_document_id_document")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_case_event_operator_id_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("uuid", name=op.f("uq_case_event_uuid")),
    )
    op.create_index("ix_case_event_case_id_id", "case_event", ["case_id", "id"])
    op.create_index("ix_case_event_action_day", "case_event", ["action", "day"])


def _case_clock() -> None:
    op.create_table(
        "case_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("rule_data", sa.JSON(), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stopped", sa.Date(), nullable=True),
        sa.Column("raw", sa.Date(), nullable=False),
        sa.Column("legal", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("calendar_version", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_clock_case_id_case_file")),
        sa.ForeignKeyConstraint(["event_id"], ["case_event.id"], name=op.f("fk_case_clock_event_id_case_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clock")),
    )
    op.create_index(op.f("ix_case_clock_case_id"), "case_clock", ["case_id"])
    live = sa.text("state IN ('running', 'paused')")
    op.create_index("ix_case_clock_live", "case_clock", ["raw"], sqlite_where=live)


def _case_material() -> None:
    op.create_table(
        "case_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("shape", sa.String(length=10), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_to", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_material_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_material")),
    )
    op.create_index(op.f("ix_case_material_case_id"), "case_material", ["case_id"])


def _calendar_entry() -> None:
    op.create_table(
        "calendar_entry",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_entry")),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.Column("remove_reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_attachment_case_id_case_file")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_attachment_operator_id_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("uuid", name=op.f("uq_attachment_uuid")),
    )
    op.create_index(op.f("ix_attachment_case_id"), "attachment", ["case_id"])
    op.create_table(
        "attachment_bytes",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_bytes_attachment_id_attachment")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment_bytes")),
    )
