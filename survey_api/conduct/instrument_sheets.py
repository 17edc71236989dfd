"""A questionnaire's file as the pages show it: its texts in every language, and its warnings."""

from collections.abc import Sequence

from survey_api.catalogue import instruments, library, special_topics
from survey_api.catalogue.instrument import Cut, Instrument
from survey_api.catalogue.models import Instrument as Kept
from survey_api.published.schemas.instruments import (
    CommentText,
    CutText,
    InstrumentLine,
    InstrumentSheet,
    ItemText,
    OptionText,
    ScaleText,
    TopicNotice,
)


def line(versions: Sequence[Kept]) -> InstrumentLine:
    """The newest of ``versions``, which stands first."""
    newest = versions[0]
    parsed = instruments.parse_instrument(newest.source, name=newest.id)
    return InstrumentLine(
        id=newest.id,
        version=newest.version,
        versions=tuple(one.version for one in versions),
        title=dict(parsed.title),
        n_items=len(parsed.items),
        fielded=newest.fielded,
        comes_with_it=newest.id in library.names(),
        n_notices=len(special_topics.notices(parsed)),
    )


def of(source: str, versions: tuple[int, ...], *, fielded: bool) -> InstrumentSheet:
    """Everything a file says; it has no mistakes."""
    parsed = instruments.parse_instrument(source, name="the file")
    home = {item.id: parsed.scale_of(item.id).id for item in parsed.items}
    return InstrumentSheet(
        id=parsed.id,
        version=parsed.version,
        versions=versions,
        fielded=fielded,
        comes_with_it=parsed.id in library.names(),
        licence=parsed.licence,
        note=parsed.note,
        locales=parsed.locales,
        title=dict(parsed.title),
        intro=dict(parsed.intro),
        options=tuple(OptionText(value=o.value, label=dict(o.label)) for o in parsed.options),
        items=tuple(
            ItemText(id=one.id, scale=home[one.id], reversed=one.is_reversed, text=dict(one.text))
            for one in parsed.items
        ),
        scales=_scales(parsed),
        cuts=tuple(_cut(one) for one in parsed.cuts),
        comments=tuple(CommentText(id=one.id, text=dict(one.text)) for one in parsed.comments),
        notices=tuple(TopicNotice(**vars(one)) for one in special_topics.notices(parsed)),
        unread=special_topics.unread(parsed),
        source=source,
    )


def _scales(parsed: Instrument) -> tuple[ScaleText, ...]:
    return tuple(
        ScaleText(id=one.id, label=dict(one.label), description=dict(one.description))
        for one in parsed.scales
    )


def _cut(cut: Cut) -> CutText:
    levels = tuple(dict(level.label) for level in cut.levels)
    return CutText(id=cut.id, label=dict(cut.label), levels=levels)
