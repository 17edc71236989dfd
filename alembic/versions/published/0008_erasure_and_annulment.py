"""erasure statements; a release that was annulled"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
BEFORE = "state in ('draft', 'open', 'closed', 'released')"
NOW = "state in ('draft', 'open', 'closed', 'released', 'annulled')"


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("parts", sa.String(length=120), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.CheckConstraint("by in ('server', 'key_holder')", name=op.f("ck_erasure_by")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_erasure_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "by", name=op.f("pk_erasure")),
    )
    _allow(NOW)
    with op.batch_alter_table("wave") as batch_op:
        batch_op.add_column(sa.Column("annulled_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("annulled_because", sa.String(length=500), nullable=True))


def downgrade() -> None:
    # a wave that was annulled has no state of its own any more: its release is not shown again
    op.execute("UPDATE wave SET state = 'closed' WHERE state = 'annulled'")
    with op.batch_alter_table("wave") as batch_op:
        batch_op.drop_column("annulled_because")
        batch_op.drop_column("annulled_on")
    _allow(BEFORE)
    op.drop_table("erasure")


def _allow(states: str) -> None:
    with op.batch_alter_table("wave") as batch_op:
        batch_op.drop_constraint(op.f("ck_wave_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_wave_state"), states)
