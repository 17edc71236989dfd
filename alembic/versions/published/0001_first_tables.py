"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("viewer", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_table(
        "instrument",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("fielded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_instrument")),
    )
    op.create_table(
        "reporting_unit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["reporting_unit.id"],
            name=op.f("fk_reporting_unit_parent_id_reporting_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_unit")),
    )
    op.create_table(
        "wave",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("instrument_id", sa.String(length=64), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("participation", sa.String(length=16), nullable=True),
        sa.Column("participation_on", sa.Date(), nullable=True),
        sa.Column("asked_for", sa.String(length=8), nullable=True),
        sa.Column("trouble", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'open', 'closed', 'released')", name=op.f("ck_wave_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("number", name=op.f("uq_wave_number")),
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_commitment_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_unit"), ["unit"], unique=False)

    op.create_table(
        "manifest",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("questionnaire", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=19), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_manifest_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_manifest")),
    )
    op.create_table(
        "release",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("ledger", sa.LargeBinary(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_release_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_release")),
    )
    op.create_table(
        "wave_unit",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("parent", sa.String(length=32), nullable=True),
        sa.Column("label", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("pooled_into", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_unit_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "unit", name=op.f("pk_wave_unit")),
    )
    op.create_table(
        "cell",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=8), nullable=True),
        sa.Column("relation", sa.String(length=2), nullable=True),
        sa.Column("text", sa.String(length=32), nullable=True),
        sa.Column("borrowed", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["release.wave_id"], name=op.f("fk_cell_wave_id_release")
        ),
        sa.PrimaryKeyConstraint("wave_id", "unit", "measure", name=op.f("pk_cell")),
    )


def downgrade() -> None:
    op.drop_table("cell")
    op.drop_table("wave_unit")
    op.drop_table("release")
    op.drop_table("manifest")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_unit"))

    op.drop_table("commitment")
    op.drop_table("wave")
    op.drop_table("reporting_unit")
    op.drop_table("instrument")
    op.drop_table("audit_event")
