"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "envelope",
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave", sa.String(length=22), nullable=False),
        sa.Column("prefix", sa.LargeBinary(length=32), nullable=False),
        sa.Column("bpk", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sig", sa.LargeBinary(length=384), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sigma", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_envelope")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "version_count",
        sa.Column("bpk", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave", sa.String(length=22), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bpk", name=op.f("pk_version_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_leaf",
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_log_leaf")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot_wave",
        sa.Column("wave", sa.String(length=22), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("manifest_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("checkpoint", sa.LargeBinary(), nullable=True),
        sa.Column("checkpoint_signature", sa.LargeBinary(length=64), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'closing', 'closed')", name=op.f("ck_ballot_wave_state")
        ),
        sa.PrimaryKeyConstraint("wave", name=op.f("pk_ballot_wave")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "station",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_station")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "drained",
        sa.Column("wave", sa.String(length=22), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("wave", "station", name=op.f("pk_drained")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("drained", "station", "ballot_wave", "log_leaf", "version_count", "envelope"):
        op.drop_table(table)
