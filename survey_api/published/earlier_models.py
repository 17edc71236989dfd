"""The table of results that another tool, or ``protect``, made before a wave was held here."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_api.catalogue.database import PublishedBase

Figures = dict[str, dict[str, list[str]]]  # unit -> measure -> relation, value, band


class EarlierResult(PublishedBase):
    """One survey of before. ``kind`` says whether its figures are another tool's ``aggregates``
    or were ``protected`` by our rule from rows."""

    __tablename__ = "earlier_result"
    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    held_on: Mapped[date]
    figures: Mapped[Figures] = mapped_column(JSON)
    __table_args__ = (
        CheckConstraint("kind in ('aggregates', 'protected')", name="kind"),
        UniqueConstraint("held_on", "source"),
    )
