"""Questionnaires as those who look after them read, check and write them."""

from pydantic import Field

from survey_api.published.schemas.figures import Wire

Said = dict[str, str]  # language -> text
LONGEST, MOST = 200_000, 60


class InstrumentLine(Wire):
    """The newest version of a questionnaire. ``comes_with_it`` is true for the library's."""

    id: str
    version: int
    versions: tuple[int, ...]
    title: Said
    n_items: int
    fielded: bool
    comes_with_it: bool
    n_notices: int


class TopicNotice(Wire):
    """A word that may ask for what the law protects most."""

    where: str
    topic: str
    word: str


class InstrumentMistake(Wire):
    """What is wrong in a line of a file, and what to do."""

    line: int
    where: str
    what: str
    remedy: str


class OptionText(Wire):
    """One of the five answers."""

    value: int
    label: Said


class ItemText(Wire):
    """A question with the scale it counts in."""

    id: str = Field(max_length=40)
    scale: str = Field(max_length=40)
    reversed: bool = False
    text: Said


class ScaleText(Wire):
    """A name for questions that are shown together."""

    id: str = Field(max_length=40)
    label: Said
    description: Said


class CommentText(Wire):
    """A question that is answered in one's own words."""

    id: str = Field(max_length=40)
    text: Said


class CutText(Wire):
    """Something people may say about themselves."""

    id: str
    label: Said
    levels: tuple[Said, ...]


class InstrumentSheet(Wire):
    """A version of a questionnaire with everything it says; ``unread`` are languages in which
    nobody looked for special topics."""

    id: str
    version: int
    versions: tuple[int, ...]
    fielded: bool
    comes_with_it: bool
    licence: str
    note: str
    locales: tuple[str, ...]
    title: Said
    intro: Said
    options: tuple[OptionText, ...]
    items: tuple[ItemText, ...]
    scales: tuple[ScaleText, ...]
    cuts: tuple[CutText, ...]
    comments: tuple[CommentText, ...]
    notices: tuple[TopicNotice, ...]
    unread: tuple[str, ...]
    source: str


class InstrumentForm(Wire):
    """A questionnaire as the editor writes it; answers and cuts are those of ``base``. Empty
    texts are languages that it is not asked in."""

    base: str = Field(max_length=64)
    id: str = Field(max_length=40)
    licence: str = Field(max_length=200)
    note: str = Field(max_length=1000)
    title: Said
    intro: Said
    items: tuple[ItemText, ...] = Field(max_length=MOST)
    scales: tuple[ScaleText, ...] = Field(max_length=MOST)
    comments: tuple[CommentText, ...] = Field(default=(), max_length=MOST)


class InstrumentText(Wire):
    """A questionnaire file as text, to be looked at."""

    source: str = Field(max_length=LONGEST)


class InstrumentFound(Wire):
    """What a file says and what is wrong with it; nothing was stored."""

    sheet: InstrumentSheet | None
    mistakes: tuple[InstrumentMistake, ...]
