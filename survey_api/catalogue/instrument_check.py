"""Explains every mistake in an instrument file, with its line and a remedy, all at once."""

import re
from collections import Counter
from dataclasses import dataclass, field

from yaml.nodes import MappingNode, Node

from survey_api.catalogue.instrument import Instrument, Item, Keying, Option, Scale
from survey_api.catalogue.instrument_nodes import (
    Mistake,
    Notes,
    compose,
    entries,
    pairs,
    scalar,
    sequence,
)

__all__ = ["Mistake", "check", "examine"]

MAX_ITEMS = 30
N_OPTIONS = 5
RESERVED = {"index"}  # the name of the mean over all items in every release
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
TOP = ("id", "version", "licence", "note", "title", "intro", "options", "scales", "items")
LENGTHS = {"title": 120, "label": 80, "text": 200, "description": 400, "intro": 1000}


@dataclass
class Draft:
    """What has been read so far; the lines serve the checks across items and scales."""

    notes: Notes = field(default_factory=Notes)
    locales: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    texts: dict[tuple[str, str], int] = field(default_factory=dict)


def check(text: str) -> list[Mistake]:
    """Every mistake in the file, by line; an empty list means it can be fielded."""
    return list(examine(text)[1])


def examine(text: str) -> tuple[Instrument | None, tuple[Mistake, ...]]:
    """The instrument if it has no mistakes, and the mistakes if it has."""
    draft = Draft()
    node = compose(text, draft.notes)
    if node is None:
        return None, draft.notes.in_order()
    instrument = _instrument(node, draft)
    _membership(instrument, draft, node)
    mistakes = draft.notes.in_order()
    return (None if mistakes else instrument), mistakes


def _instrument(node: MappingNode, draft: Draft) -> Instrument:
    found = entries(node, "the file", TOP, draft.notes)
    title = found.get("title")
    if isinstance(title, MappingNode):
        draft.locales = tuple(str(key.value) for key, _ in title.value)
    return Instrument(
        id=_id(found.get("id"), "id", draft),
        version=_whole_number(found.get("version"), "version", draft),
        licence=scalar(found.get("licence"), "licence", draft.notes) or "",
        note=scalar(found.get("note"), "note", draft.notes) or "",
        title=_texts(title, "title", draft),
        intro=_texts(found.get("intro"), "intro", draft),
        options=_options(found.get("options"), draft),
        items=_items(found.get("items"), draft),
        scales=_scales(found.get("scales"), draft),
    )


def _options(node: Node | None, draft: Draft) -> tuple[Option, ...]:
    options = []
    nodes = sequence(node, "options", draft.notes)
    for place, entry in enumerate(nodes, start=1):
        where = f"option {place}"
        found = entries(entry, where, ("value", "label"), draft.notes)
        value = _whole_number(found.get("value"), f"{where}, value", draft)
        options.append(Option(value, _texts(found.get("label"), f"{where}, label", draft)))
    if node is not None and [option.value for option in options] != list(range(1, N_OPTIONS + 1)):
        what = f"There must be five answers valued 1 to 5 in this order; here are {len(options)}."
        remedy = "Write five entries from 1 (least agreement) to 5 (most)."
        draft.notes.add(node, "options", what, remedy)
    return tuple(options)


def _items(node: Node | None, draft: Draft) -> tuple[Item, ...]:
    items = []
    nodes = sequence(node, "items", draft.notes)
    for place, entry in enumerate(nodes, start=1):
        found = entries(entry, f"item {place}", ("id", "text", "keying"), draft.notes)
        name = _unique_id(found.get("id"), "item", place, draft)
        where = f"item {name or place}"
        keying = _keying(found.get("keying"), where, draft)
        items.append(Item(name, _texts(found.get("text"), f"{where}, text", draft), keying))
    if len(nodes) > MAX_ITEMS:
        what = f"{len(nodes)} items are too many."
        remedy = f"Keep at most {MAX_ITEMS}; people stop answering long before that."
        draft.notes.add(nodes[MAX_ITEMS], "items", what, remedy)
    return tuple(items)


def _scales(node: Node | None, draft: Draft) -> tuple[Scale, ...]:
    scales = []
    known = ("id", "label", "description", "items")
    for place, entry in enumerate(sequence(node, "scales", draft.notes), start=1):
        found = entries(entry, f"scale {place}", known, draft.notes)
        name = _unique_id(found.get("id"), "scale", place, draft)
        where = f"scale {name or place}"
        label = _texts(found.get("label"), f"{where}, label", draft)
        description = _texts(found.get("description"), f"{where}, description", draft)
        members = _members(found.get("items"), where, draft)
        scales.append(Scale(name, label, description, members))
    return tuple(scales)


def _members(node: Node | None, where: str, draft: Draft) -> tuple[str, ...]:
    nodes = sequence(node, f"{where}, items", draft.notes)
    members = [scalar(member, f"{where}, items", draft.notes) or "" for member in nodes]
    for name, member in zip(members, nodes, strict=True):
        draft.lines.setdefault(f"{where} {name}", member.start_mark.line + 1)
    if node is not None and len(members) < 2:
        what = f"A scale needs at least two items; here are {len(members)}."
        remedy = "Join it with another scale: one item alone would show too much of few people."
        draft.notes.add(node, where, what, remedy)
    for name, count in Counter(members).items():
        if count > 1:
            what = f"Item '{name}' is named {count} times."
            draft.notes.add(draft.lines[f"{where} {name}"], where, what, "Name it once.")
    return tuple(members)


def _membership(instrument: Instrument, draft: Draft, top: Node) -> None:
    """Every item belongs to exactly one scale, and scales name only items that exist."""
    known = {item.id for item in instrument.items}
    home: dict[str, str] = {}
    for scale in instrument.scales:
        where = f"scale {scale.id}"
        for name in filter(None, dict.fromkeys(scale.items)):
            line = draft.lines.get(f"{where} {name}", top.start_mark.line + 1)
            if name not in known:
                remedy = "Correct the name, or add the item under 'items'."
                draft.notes.add(line, where, f"There is no item '{name}'.", remedy)
            elif home.setdefault(name, scale.id) != scale.id:
                what = f"Item '{name}' is already in scale '{home[name]}'."
                draft.notes.add(line, where, what, "Keep it in one of the two.")
    for item in instrument.items:
        if item.id and item.id not in home:
            remedy = "Name it under 'items' of one scale."
            line = draft.lines[f"item {item.id}"]
            draft.notes.add(line, f"item {item.id}", "It is in no scale.", remedy)


def _unique_id(node: Node | None, kind: str, place: int, draft: Draft) -> str:
    name = _id(node, f"{kind} {place}, id", draft)
    if not name or node is None:
        return ""
    line = node.start_mark.line + 1
    first = draft.lines.setdefault(f"{kind} {name}", line)
    if first != line:
        what = f"The id '{name}' is already used in line {first}."
        draft.notes.add(line, f"{kind} {place}, id", what, "Choose another one.")
    return name


def _id(node: Node | None, where: str, draft: Draft) -> str:
    value = scalar(node, where, draft.notes)
    if value is None or node is None:
        return ""
    if not ID.fullmatch(value):
        remedy = "Begin with a letter a–z; then letters, digits or _, at most 40 characters."
        draft.notes.add(node, where, f"'{value}' cannot be used as an id.", remedy)
        return ""
    if value in RESERVED:
        remedy = "It names the mean over all items. Choose another one."
        draft.notes.add(node, where, f"The id '{value}' is taken.", remedy)
    return value


def _whole_number(node: Node | None, where: str, draft: Draft) -> int:
    value = scalar(node, where, draft.notes)
    if value is None or node is None:
        return 0
    if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        remedy = "Write 1, 2, 3 … without a point or quotes."
        draft.notes.add(node, where, "A whole number from 1 is needed.", remedy)
        return 0
    return int(value)


def _keying(node: Node | None, where: str, draft: Draft) -> Keying:
    value = scalar(node, f"{where}, keying", draft.notes)
    if value is not None and node is not None and value not in set(Keying):
        what = f"The keying '{value}' is unknown."
        remedy = "Write 'straight', or 'reversed' when agreeing is the bad answer."
        draft.notes.add(node, f"{where}, keying", what, remedy)
        return Keying.STRAIGHT
    return Keying(value) if value else Keying.STRAIGHT


def _texts(node: Node | None, where: str, draft: Draft) -> dict[str, str]:
    """A text in every locale of the title; one text may stand only once per locale and kind."""
    if node is None:
        return {}
    if not isinstance(node, MappingNode):
        remedy = "Write the language first, for example 'en: …' on its own line."
        draft.notes.add(node, where, "The text has no language.", remedy)
        return {}
    texts: dict[str, str] = {}
    for key, value in pairs(node, where, draft.notes):
        locale, text = str(key.value), scalar(value, f"{where} ({key.value})", draft.notes)
        if not LOCALE.fullmatch(locale):
            remedy = "Write for example en, de or pt-BR."
            draft.notes.add(key, where, f"'{locale}' is not a language tag.", remedy)
        elif text is not None:
            texts[locale] = text
            _one_text(value, where, locale, text, draft)
    _languages(node, where, texts, draft)
    return texts


def _languages(node: MappingNode, where: str, texts: dict[str, str], draft: Draft) -> None:
    named = {str(key.value) for key, _ in node.value}
    for locale in draft.locales or ("en",):
        if locale not in named:
            remedy = f"Add a line '{locale}: …'."
            draft.notes.add(node, where, f"The text for '{locale}' is missing.", remedy)
    for locale in sorted(set(texts) - set(draft.locales)):
        remedy = f"Add a title in '{locale}' too, or remove this text."
        draft.notes.add(node, where, f"The title has no text for '{locale}'.", remedy)


def _one_text(node: Node, where: str, locale: str, text: str, draft: Draft) -> None:
    kind = where.rsplit(maxsplit=1)[-1]
    limit = LENGTHS.get(kind, max(LENGTHS.values()))
    if len(text) > limit:
        what = f"The text has {len(text)} characters."
        draft.notes.add(node, where, what, f"Keep it within {limit}.")
    if kind not in {"text", "label"}:
        return
    group = f"{where.split(maxsplit=1)[0]} {kind} {locale}"
    first = draft.texts.setdefault((group, text.casefold()), node.start_mark.line + 1)
    if first != node.start_mark.line + 1:
        what = f"The same text stands in line {first}."
        draft.notes.add(node, where, what, "Each needs its own wording.")
