"""policy of a wave"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "wave",
        sa.Column("policy", sa.String(length=12), server_default="standard", nullable=False),
    )


def downgrade() -> None:
    # not in a batch: SQLite would make the table again, which the units of a wave forbid
    op.drop_column("wave", "policy")
