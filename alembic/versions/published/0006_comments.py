"""comments: sealed sections, themes, decisions and what is out"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_section",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("publish_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["release.wave_id"], name=op.f("fk_comment_section_wave_id_release")
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_comment_section")),
    )
    op.create_table(
        "comment_theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("stance", sa.String(length=8), nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "stance in ('heard', 'will', 'wont')", name=op.f("ck_comment_theme_stance")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_comment_theme_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_theme")),
    )
    with op.batch_alter_table("comment_theme") as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_theme_wave_id"), ["wave_id"], unique=False)
    op.create_table(
        "comment_mark",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "state in ('shown', 'held_back', 'withdrawn')", name=op.f("ck_comment_mark_state")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["comment_theme.id"], name=op.f("fk_comment_mark_theme_id_comment_theme")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_comment_mark_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("wave_id", "place", name=op.f("pk_comment_mark")),
    )
    op.create_table(
        "comment",
        sa.Column("wave_id", sa.String(length=22), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["wave_id"],
            ["comment_section.wave_id"],
            name=op.f("fk_comment_wave_id_comment_section"),
        ),
        sa.PrimaryKeyConstraint("wave_id", "place", name=op.f("pk_comment")),
    )


def downgrade() -> None:
    op.drop_table("comment")
    op.drop_table("comment_mark")
    op.drop_table("comment_theme")
    op.drop_table("comment_section")
