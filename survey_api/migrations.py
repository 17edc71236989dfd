"""Find the Alembic scripts (checkout or wheel) and bring the three databases up to date."""

from io import StringIO
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError

from survey_api.errors import Conflict
from survey_api.settings import Settings

ROOMS = ("identity", "ballots", "published")


class SchemaOutdated(Conflict):
    """A database does not have this version's tables. Run: safetosay init"""


def scripts() -> Path:
    """The folder with alembic.ini: inside the wheel, else beside the package."""
    package = Path(__file__).parent
    shipped = package / "_alembic"
    return shipped if shipped.is_dir() else package.parent / "alembic"


def urls(settings: Settings) -> dict[str, str]:
    """Room → database URL."""
    return {
        "identity": settings.identity_url,
        "ballots": settings.ballots_url,
        "published": settings.published_url,
    }


def config(room: str, url: str) -> Config:
    """Alembic's configuration for one room."""
    found = Config(str(scripts() / "alembic.ini"), ini_section=room, stdout=StringIO())
    found.set_section_option(room, "sqlalchemy.url", url.replace("%", "%%"))
    return found


def upgrade(settings: Settings) -> None:
    """Create or update all tables of the three databases."""
    for room, url in urls(settings).items():
        command.upgrade(config(room, url), "head")


def check(settings: Settings, rooms: tuple[str, ...] = ROOMS) -> None:
    """Raise ``SchemaOutdated`` when a database is not at this version's schema."""
    for room in rooms:
        try:
            command.check(config(room, urls(settings)[room]))
        except CommandError as error:
            raise SchemaOutdated(
                f"The {room} database does not have this version's tables. Run: safetosay init"
            ) from error
