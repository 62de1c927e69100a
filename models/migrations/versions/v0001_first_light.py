"""First light: station, operators, people, visits, cases' numbers, papers, drafts, audit, backups."""

import sqlalchemy as sa
from alembic import op

from models.base import Moment

revision = "0001_first_light"
down_revision = None

# The audit is append-only for everybody who comes through SQL; the chain finds those who don't.
AUDIT_TRIGGERS = (
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END",
)


def upgrade() -> None:
    """Make all tables of the first version."""
    _audit()
    _backup_record()
    _counter()
    _operator()
    _recovery_sheet()
    _setting()
    _station()
    _draft()
    _operator_role()
    _party()
    _visit()
    _case_file()
    _document()
    _party_key()
    _visit_party()
    _matter()
    _material()
    for trigger in AUDIT_TRIGGERS:
        op.execute(trigger)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("operator_uuid", sa.String(length=36), nullable=False),
        sa.Column("operator_name", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )


def _backup_record() -> None:
    op.create_table(
        "backup_record",
        sa.Column("at", Moment(), nullable=False),
        sa.Column("place", sa.String(length=400), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet_no", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_record")),
        sa.UniqueConstraint("uuid", name=op.f("uq_backup_record_uuid")),
    )


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "period", name=op.f("pk_counter")),
    )


def _operator() -> None:
    op.create_table(
        "operator",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("window", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_login", Moment(), nullable=True),
        sa.Column("password_changed_at", Moment(), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("uuid", name=op.f("uq_operator_uuid")),
    )


def _recovery_sheet() -> None:
    op.create_table(
        "recovery_sheet",
        sa.Column("sheet_no", sa.Integer(), nullable=False),
        sa.Column("sealed_code", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("voided_at", Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_sheet")),
        sa.UniqueConstraint("sheet_no", name=op.f("uq_recovery_sheet_sheet_no")),
        sa.UniqueConstraint("uuid", name=op.f("uq_recovery_sheet_uuid")),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )


def _station() -> None:
    op.create_table(
        "station",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("complaint_phone", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("window_letter", sa.String(length=1), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint("uuid", name=op.f("uq_station_uuid")),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("parked_at", Moment(), nullable=True),
        sa.Column("discarded_at", Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_draft_operator_id_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("uuid", name=op.f("uq_draft_uuid")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_operator_id_saved_at", ["operator_id", "saved_at"], unique=False)


def _operator_role() -> None:
    op.create_table(
        "operator_role",
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_operator_role_operator_id_operator")),
        sa.PrimaryKeyConstraint("operator_id", "role", name=op.f("pk_operator_role")),
    )


def _party() -> None:
    op.create_table(
        "party",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_unclear", sa.Boolean(), nullable=False),
        sa.Column("identity", sa.String(length=30), nullable=False),
        sa.Column("identity_kind", sa.String(length=20), nullable=False),
        sa.Column("identity_reason", sa.String(length=200), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth", sa.String(length=10), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("phone2", sa.String(length=40), nullable=False),
        sa.Column("household_address", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("community", sa.String(length=60), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("honours", sa.String(length=200), nullable=False),
        sa.Column("service_from", sa.String(length=10), nullable=False),
        sa.Column("service_to", sa.String(length=10), nullable=False),
        sa.Column("card_number", sa.String(length=40), nullable=False),
        sa.Column("former_names", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reception_note", sa.String(length=200), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["operator.id"], name=op.f("fk_party_created_by_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("uuid", name=op.f("uq_party_uuid")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index("ix_party_identity", ["identity"], unique=False)
        batch_op.create_index("ix_party_name_id", ["name", "id"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("visited_at", Moment(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("address_unclear", sa.Boolean(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_visit_operator_id_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("number", name=op.f("uq_visit_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_visit_uuid")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_day_seq", ["day", "seq"], unique=False)


def _case_file() -> None:
    op.create_table(
        "case_file",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["handler_id"], ["operator.id"], name=op.f("fk_case_file_handler_id_operator")),
        sa.ForeignKeyConstraint(["opened_by"], ["operator.id"], name=op.f("fk_case_file_opened_by_operator")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_case_file_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("number", name=op.f("uq_case_file_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_case_file_uuid")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_file_open", ["opened_at"], unique=False, sqlite_where=sa.text("closed_at IS NULL")
        )
        batch_op.create_index(batch_op.f("ix_case_file_party_id"), ["party_id"], unique=False)
        batch_op.create_index("ix_case_file_series_period_seq", ["series", "period", "seq"], unique=True)


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("issued_day", sa.Date(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("reprint", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("wording_version", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("human_code", sa.String(length=9), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_at", Moment(), nullable=False),
        sa.Column("state_note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_document_operator_id_operator")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_document_party_id_party")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_document_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("uuid", name=op.f("uq_document_uuid")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_human_code"), ["human_code"], unique=False)
        batch_op.create_index("ix_document_issued_day_id", ["issued_day", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_visit_id"), ["visit_id"], unique=False)


def _party_key() -> None:
    op.create_table(
        "party_key",
        sa.Column("key", sa.String(length=130), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_key_party_id_party")),
        sa.PrimaryKeyConstraint("key", "party_id", name=op.f("pk_party_key")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("party_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_key_party_id"), ["party_id"], unique=False)


def _visit_party() -> None:
    op.create_table(
        "visit_party",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_visit_party_party_id_party")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_party_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", "party_id", name=op.f("pk_visit_party")),
    )
    with op.batch_alter_table("visit_party", schema=None) as batch_op:
        batch_op.create_index("ix_visit_party_party_id_visit_id", ["party_id", "visit_id"], unique=False)


def _matter() -> None:
    op.create_table(
        "matter",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("refer_to", sa.String(length=200), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_matter_case_id_case_file")),
        sa.ForeignKeyConstraint(["handler_id"], ["operator.id"], name=op.f("fk_matter_handler_id_operator")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_matter_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("uuid", name=op.f("uq_matter_uuid")),
    )
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_visit_id"), ["visit_id"], unique=False)


def _material() -> None:
    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_material_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
    )
    with op.batch_alter_table("material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_material_matter_id"), ["matter_id"], unique=False)
