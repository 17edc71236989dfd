"""sessions that a provider can end, and roles that its claims gave"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("session") as session:
        session.add_column(sa.Column("subject", sa.LargeBinary(32), nullable=True))
        session.create_index(op.f("ix_session_subject"), ["subject"])
    with op.batch_alter_table("role_grant") as grant:
        given = sa.Column("from_claims", sa.Boolean(), nullable=False, server_default=sa.false())
        grant.add_column(given)


def downgrade() -> None:
    with op.batch_alter_table("role_grant") as grant:
        grant.drop_column("from_claims")
    with op.batch_alter_table("session") as session:
        session.drop_index(op.f("ix_session_subject"))
        session.drop_column("subject")
