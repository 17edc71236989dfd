"""schedules, and waves that open and close by themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
ONCE = "uq_wave_schedule_id_planned_for"


def upgrade() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("instrument_id", sa.String(length=64), nullable=False),
        sa.Column("rotates", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("every", sa.String(length=12), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("days_open", sa.Integer(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=12), nullable=False),
        sa.Column("team_days", sa.Integer(), nullable=False),
        sa.Column("send_hour", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("targeted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("region", sa.String(length=12), server_default="", nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state in ('active', 'paused', 'ended')", name=op.f("ck_schedule_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
    )
    with op.batch_alter_table("wave") as batch_op:
        batch_op.add_column(sa.Column("schedule_id", sa.String(length=22), nullable=True))
        batch_op.add_column(sa.Column("planned_for", sa.Date(), nullable=True))
        for flag in ("by_itself", "targeted"):
            batch_op.add_column(
                sa.Column(flag, sa.Boolean(), server_default=sa.false(), nullable=False)
            )
        batch_op.add_column(sa.Column("send_hour", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("reminders", sa.Integer(), server_default="2", nullable=False)
        )
        batch_op.create_foreign_key(
            op.f("fk_wave_schedule_id_schedule"), "schedule", ["schedule_id"], ["id"]
        )
    op.create_index(ONCE, "wave", ["schedule_id", "planned_for"], unique=True)


def downgrade() -> None:
    # a planned wave stays as one that somebody opens and closes
    op.drop_index(ONCE, "wave")
    with op.batch_alter_table("wave") as batch_op:
        batch_op.drop_constraint(op.f("fk_wave_schedule_id_schedule"), type_="foreignkey")
        for column in (
            "targeted",
            "reminders",
            "send_hour",
            "by_itself",
            "planned_for",
            "schedule_id",
        ):
            batch_op.drop_column(column)
    op.drop_table("schedule")
