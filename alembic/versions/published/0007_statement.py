"""statement: what the key holder says of a wave, as a document of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("release") as batch_op:
        batch_op.add_column(sa.Column("statement", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("statement_signature", sa.LargeBinary(64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("release") as batch_op:
        batch_op.drop_column("statement_signature")
        batch_op.drop_column("statement")
