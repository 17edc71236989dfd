"""Tables of comments: the sealed section of a release, what readers made of it, what is out."""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_api.catalogue.database import PublishedBase


class MarkState(StrEnum):
    """What a reader decided about one comment."""

    SHOWN = "shown"
    HELD_BACK = "held_back"
    WITHDRAWN = "withdrawn"


class CommentSection(PublishedBase):
    """The second section of a release, sealed to its readers; ``held`` counts what is placed
    nowhere, told when the rest is published."""

    __tablename__ = "comment_section"
    wave_id: Mapped[str] = mapped_column(ForeignKey("release.wave_id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(43))
    publish_on: Mapped[date]
    published_on: Mapped[date | None]
    held: Mapped[int | None]


class CommentTheme(PublishedBase):
    """What several comments are about, and the one public answer to them."""

    __tablename__ = "comment_theme"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    stance: Mapped[str | None] = mapped_column(String(8))
    answer: Mapped[str | None] = mapped_column(String(1000))
    answered_by: Mapped[str | None] = mapped_column(String(200))
    answered_on: Mapped[date | None]
    __table_args__ = (CheckConstraint("stance in ('heard', 'will', 'wont')", name="stance"),)


class CommentMark(PublishedBase):
    """A reader's decision about the comment at ``place`` of the section; it holds no word of it."""

    __tablename__ = "comment_mark"
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment_theme.id"))
    state: Mapped[str] = mapped_column(String(10), default=MarkState.SHOWN)
    __table_args__ = (
        CheckConstraint("state in ('shown', 'held_back', 'withdrawn')", name="state"),
    )


class Comment(PublishedBase):
    """A comment that is out. One that was held back or withdrawn is counted and has no text."""

    __tablename__ = "comment"
    wave_id: Mapped[str] = mapped_column(
        String(22), ForeignKey("comment_section.wave_id"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str | None] = mapped_column(String(500))
