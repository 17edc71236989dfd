"""what was said in the company's channels"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state in ('pending', 'sending', 'sent', 'failed')", name=op.f("ck_announcement_state")
        ),
        sa.PrimaryKeyConstraint("wave_id", "kind", "channel", name=op.f("pk_announcement")),
    )


def downgrade() -> None:
    op.drop_table("announcement")
