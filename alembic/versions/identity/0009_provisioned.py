"""people and units that a directory keeps up to date, and the tokens it shows"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provisioning_token",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("wrote_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_provisioning_token")),
        sa.UniqueConstraint("name", name=op.f("uq_provisioning_token_name")),
    )
    op.create_table(
        "provisioned_person",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_provisioned_person_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_provisioned_person")),
    )
    op.create_index(
        op.f("ix_provisioned_person_external_id"), "provisioned_person", ["external_id"]
    )
    op.create_table(
        "provisioned_unit",
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_provisioned_unit")),
    )


def downgrade() -> None:
    op.drop_table("provisioned_unit")
    op.drop_index(op.f("ix_provisioned_person_external_id"), table_name="provisioned_person")
    op.drop_table("provisioned_person")
    op.drop_table("provisioning_token")
