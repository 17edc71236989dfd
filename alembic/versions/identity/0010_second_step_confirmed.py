"""a second step that waits for its first code"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    confirmed = sa.Column("confirmed", sa.Boolean(), server_default=sa.true(), nullable=False)
    op.add_column("second_step", confirmed)


def downgrade() -> None:
    op.drop_column("second_step", "confirmed")
