"""history of commitments"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ADDED = (("scale", 64), ("did", 500), ("because", 300))


def upgrade() -> None:
    for name, length in ADDED:
        op.add_column("commitment", sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column("commitment", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    op.add_column(
        "commitment", sa.Column("version", sa.Integer(), server_default="1", nullable=False)
    )
    op.create_table(
        "commitment_change",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("scale", sa.String(length=64), nullable=True),
        sa.Column("did", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_commitment_change_commitment_id_commitment"),
        ),
        sa.PrimaryKeyConstraint("commitment_id", "version", name=op.f("pk_commitment_change")),
    )


def downgrade() -> None:
    op.drop_table("commitment_change")
    for name in ("version", "withdrawn_on", *(name for name, _ in ADDED)):
        op.drop_column("commitment", name)
