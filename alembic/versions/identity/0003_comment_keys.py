"""keys of those who read comments"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_key",
        sa.Column("wave", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("wave", name=op.f("pk_comment_key")),
    )


def downgrade() -> None:
    op.drop_table("comment_key")
