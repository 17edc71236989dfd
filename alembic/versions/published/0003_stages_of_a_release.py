"""stages of a release"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what is out already was seen by everybody at once, and stays so
    op.add_column("wave", sa.Column("team_days", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "supporter",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_supporter_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "unit", name=op.f("pk_supporter")),
    )
    with op.batch_alter_table("supporter") as batch_op:
        batch_op.create_index(batch_op.f("ix_supporter_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("supporter")
    op.drop_column("wave", "team_days")
