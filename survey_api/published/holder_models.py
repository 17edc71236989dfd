"""Tables about independent key holders: what they offered, and which key serves which wave."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_api.catalogue.database import PublishedBase


class HolderOffer(PublishedBase):
    """A key holder's signed offer, bytes as they came; the one registered last is in use."""

    __tablename__ = "holder_offer"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fingerprint: Mapped[str] = mapped_column(String(19), unique=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    registered_on: Mapped[date]


class HolderKey(PublishedBase):
    """One tally key of an offer and the wave it was given to, for good: a wave that was thrown
    away keeps its key, so ``wave_id`` refers to nothing."""

    __tablename__ = "holder_key"
    tally_key: Mapped[str] = mapped_column(String(87), primary_key=True)
    offer: Mapped[int] = mapped_column(ForeignKey("holder_offer.number"))
    place: Mapped[int]
    wave_id: Mapped[str | None] = mapped_column(String(22), unique=True)
    __table_args__ = (CheckConstraint("place > 0", name="place"),)
