"""How units and addresses are spelled for a directory."""

from typing import Final

from survey_api.catalogue.units import UnitTree
from survey_api.settings import Settings

HERE: Final = "/scim/v2"
BETWEEN: Final = " / "
LONGEST_EXTERNAL, LONGEST_LANGUAGE = 255, 35


def address(settings: Settings, kind: str, name: str) -> str:
    """Where a resource is."""
    return f"{settings.app_url}{HERE}/{kind}/{name}"


def path_of(tree: UnitTree, unit: str) -> str:
    """``Sales / North``: without the organisation, which is named alone when it is the unit."""
    labels = tree.path(unit)
    return BETWEEN.join(labels[1:] or labels)


def too_long(value: str | None, most: int) -> tuple[str, str] | None:
    """A complaint about a value that does not fit or cannot be printed."""
    if value is None or (len(value) <= most and value.isprintable()):
        return None
    return "This cannot be kept.", f"Use at most {most} printable characters."
