"""The questionnaires that come with the product: our own wording, free to use (CC0)."""

from functools import cache
from importlib.resources import files

from survey_api.catalogue.instrument import Instrument
from survey_api.catalogue.instruments import parse_instrument
from survey_api.errors import NotFound


class NoSuchInstrument(NotFound):
    """The library has no questionnaire of this name."""


def names() -> tuple[str, ...]:
    """Every questionnaire in the library, alphabetically."""
    folder = files("survey_api.catalogue") / "library"
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".yaml")))


def source(name: str) -> str:
    """The YAML text as shipped."""
    if name not in names():
        raise NoSuchInstrument(f"The library has no such questionnaire; it has {listed()}.")
    path = files("survey_api.catalogue") / "library" / f"{name}.yaml"
    return path.read_text(encoding="utf-8")


@cache
def load(name: str) -> Instrument:
    """A shipped questionnaire, parsed."""
    return parse_instrument(source(name), name=f"{name}.yaml")


def listed() -> str:
    """The names in one line, for messages."""
    return ", ".join(names())
