"""addresses that do not take mail"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("bounced_on", sa.Date(), nullable=True))
        person.add_column(sa.Column("bounce", sa.String(length=9), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.drop_column("bounce")
        person.drop_column("bounced_on")
