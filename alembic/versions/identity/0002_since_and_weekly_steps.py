"""since when a role is held, and who wants the weekly small step"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("role_grant", sa.Column("since", sa.Date(), nullable=True))
    op.add_column(
        "person", sa.Column("wants_steps", sa.Boolean(), server_default=sa.true(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("person", "wants_steps")
    op.drop_column("role_grant", "since")
