"""key holders: what they offered, and which of their keys serves which wave"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holder_offer",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=19), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_holder_offer")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_holder_offer_fingerprint")),
    )
    op.create_table(
        "holder_key",
        sa.Column("tally_key", sa.String(length=87), nullable=False),
        sa.Column("offer", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=True),
        sa.CheckConstraint("place > 0", name=op.f("ck_holder_key_place")),
        sa.ForeignKeyConstraint(
            ["offer"], ["holder_offer.number"], name=op.f("fk_holder_key_offer_holder_offer")
        ),
        sa.PrimaryKeyConstraint("tally_key", name=op.f("pk_holder_key")),
        sa.UniqueConstraint("wave_id", name=op.f("uq_holder_key_wave_id")),
    )


def downgrade() -> None:
    op.drop_table("holder_key")
    op.drop_table("holder_offer")
