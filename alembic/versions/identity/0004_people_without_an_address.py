"""people without an e-mail address, who answer by printed card"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.alter_column("email", existing_type=sa.String(length=254), nullable=True)


def downgrade() -> None:
    own = "'card-' || CAST(id AS VARCHAR(36)) || '@left.invalid'"
    op.execute(f"UPDATE person SET email = {own} WHERE email IS NULL")  # noqa: S608
    with op.batch_alter_table("person") as person:
        person.alter_column("email", existing_type=sa.String(length=254), nullable=False)
