"""deeds form a chain, so that none can be changed or left out unseen"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

EVENTS = sa.table(
    "audit_event",
    sa.column("id", sa.Integer),
    sa.column("on", sa.Date),
    sa.column("role", sa.String),
    sa.column("viewer", sa.String),
    sa.column("action", sa.String),
    sa.column("subject", sa.String),
    sa.column("details", sa.JSON),
    sa.column("previous", sa.String),
    sa.column("digest", sa.String),
)
SAID = ("role", "viewer", "action", "subject", "details")


def upgrade() -> None:
    with op.batch_alter_table("audit_event") as events:
        events.add_column(sa.Column("previous", sa.String(64), nullable=True))
        events.add_column(sa.Column("digest", sa.String(64), nullable=True))
    _chain(op.get_bind())
    with op.batch_alter_table("audit_event") as events:  # the last version writes neither
        events.create_unique_constraint(op.f("uq_audit_event_previous"), ["previous"])


def downgrade() -> None:
    with op.batch_alter_table("audit_event") as events:
        events.drop_constraint(op.f("uq_audit_event_previous"), type_="unique")
        events.drop_column("digest")
        events.drop_column("previous")


def _chain(bind: sa.Connection) -> None:
    """What was recorded so far becomes the beginning of the chain, in the order it came."""
    previous = "0" * 64
    for row in bind.execute(sa.select(EVENTS).order_by(EVENTS.c.id)).mappings().all():
        document = {name: row[name] for name in SAID}
        document |= {"on": row["on"].isoformat(), "previous": previous}
        text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        chained = sa.update(EVENTS).where(EVENTS.c.id == row["id"])
        bind.execute(chained.values(previous=previous, digest=digest))
        previous = digest
