"""results of earlier surveys, kept apart from releases"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earlier_result",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind in ('aggregates', 'protected')", name=op.f("ck_earlier_result_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_result")),
        sa.UniqueConstraint("held_on", "source", name=op.f("uq_earlier_result_held_on")),
    )


def downgrade() -> None:
    op.drop_table("earlier_result")
