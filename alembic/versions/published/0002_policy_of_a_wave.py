"""policy of a wave"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("wave") as wave:
        wave.add_column(
            sa.Column("policy", sa.String(length=12), server_default="standard", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("wave") as wave:
        wave.drop_column("policy")
