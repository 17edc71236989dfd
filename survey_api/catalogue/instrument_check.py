"""Explains every mistake in an instrument file, with its line and a remedy, all at once."""

from collections import Counter

from yaml.nodes import MappingNode, Node

from survey_api.catalogue.instrument import Cut, Instrument, Item, Level, Option, Scale
from survey_api.catalogue.instrument_comments import comments
from survey_api.catalogue.instrument_cycle import cycle
from survey_api.catalogue.instrument_fields import (
    LEVEL_ID,
    Draft,
    keying,
    one_id,
    texts,
    unique_id,
    whole_number,
    yes_or_no,
)
from survey_api.catalogue.instrument_nodes import Mistake, compose, entries, scalar, sequence

__all__ = ["Mistake", "check", "examine"]

MAX_ITEMS = 30
N_OPTIONS = 5
MAX_CUTS = 3
N_LEVELS = range(2, 9)
TOP = ("id", "version", "licence", "note", "title", "intro", "options", "scales", "items")


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
    _no_clashes(instrument, draft)
    mistakes = draft.notes.in_order()
    return (None if mistakes else instrument), mistakes


def _instrument(node: MappingNode, draft: Draft) -> Instrument:
    found = entries(node, "the file", TOP, draft.notes, optional=("cuts", "comments", "cycle"))
    title = found.get("title")
    if isinstance(title, MappingNode):
        draft.locales = tuple(str(key.value) for key, _ in title.value)
    return Instrument(
        id=one_id(found.get("id"), "id", draft),
        version=whole_number(found.get("version"), "version", draft),
        licence=scalar(found.get("licence"), "licence", draft.notes) or "",
        note=scalar(found.get("note"), "note", draft.notes) or "",
        title=texts(title, "title", draft),
        intro=texts(found.get("intro"), "intro", draft),
        options=_options(found.get("options"), draft),
        items=_items(found.get("items"), draft),
        scales=_scales(found.get("scales"), draft),
        cuts=_cuts(found.get("cuts"), draft),
        comments=comments(found.get("comments"), draft),
        cycle=cycle(found.get("cycle"), draft),
    )


def _options(node: Node | None, draft: Draft) -> tuple[Option, ...]:
    options = []
    nodes = sequence(node, "options", draft.notes)
    for place, entry in enumerate(nodes, start=1):
        where = f"option {place}"
        found = entries(entry, where, ("value", "label"), draft.notes)
        value = whole_number(found.get("value"), f"{where}, value", draft)
        options.append(Option(value, texts(found.get("label"), f"{where}, label", draft)))
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
        name = unique_id(found.get("id"), "item", place, draft)
        where = f"item {name or place}"
        text = texts(found.get("text"), f"{where}, text", draft)
        items.append(Item(name, text, keying(found.get("keying"), where, draft)))
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
        name = unique_id(found.get("id"), "scale", place, draft)
        where = f"scale {name or place}"
        label = texts(found.get("label"), f"{where}, label", draft)
        description = texts(found.get("description"), f"{where}, description", draft)
        members = _members(found.get("items"), where, draft)
        scales.append(Scale(name, label, description, members))
    return tuple(scales)


def _members(node: Node | None, where: str, draft: Draft) -> tuple[str, ...]:
    nodes = sequence(node, f"{where}, items", draft.notes)
    members = [scalar(member, f"{where}, items", draft.notes) or "" for member in nodes]
    for name, member in zip(members, nodes, strict=True):
        draft.nodes.setdefault(f"{where} {name}", member)
    if node is not None and len(members) < 2:
        what = f"A scale needs at least two items; here are {len(members)}."
        remedy = "Join it with another scale: one item alone would show too much of few people."
        draft.notes.add(node, where, what, remedy)
    for name, count in Counter(members).items():
        if count > 1:
            what = f"Item '{name}' is named {count} times."
            draft.notes.add(draft.nodes[f"{where} {name}"], where, what, "Name it once.")
    return tuple(members)


def _cuts(node: Node | None, draft: Draft) -> tuple[Cut, ...]:
    cuts = []
    known = ("id", "label", "ordered", "levels")
    nodes = sequence(node, "cuts", draft.notes)
    for place, entry in enumerate(nodes, start=1):
        found = entries(entry, f"cut {place}", known, draft.notes)
        name = unique_id(found.get("id"), "cut", place, draft)
        where = f"cut {name or place}"
        label = texts(found.get("label"), f"{where}, label", draft)
        is_ordered = yes_or_no(found.get("ordered"), f"{where}, ordered", draft)
        cuts.append(Cut(name, label, is_ordered, _levels(found.get("levels"), where, draft)))
    if len(nodes) > MAX_CUTS:
        what = f"{len(nodes)} cuts are too many."
        remedy = f"Keep at most {MAX_CUTS}; each makes people easier to recognise."
        draft.notes.add(nodes[MAX_CUTS], "cuts", what, remedy)
    return tuple(cuts)


def _levels(node: Node | None, where: str, draft: Draft) -> tuple[Level, ...]:
    levels: list[Level] = []
    nodes = sequence(node, f"{where}, levels", draft.notes)
    for place, entry in enumerate(nodes, start=1):
        at = f"{where}, level {place}"
        found = entries(entry, at, ("id", "label"), draft.notes)
        name = one_id(found.get("id"), f"{at}, id", draft, LEVEL_ID)
        if name and name in {level.id for level in levels}:
            what = f"The id '{name}' is used twice in this cut."
            draft.notes.add(found["id"], f"{at}, id", what, "Choose another one.")
        levels.append(Level(name, texts(found.get("label"), f"{at}, label", draft)))
    if node is not None and len(nodes) not in N_LEVELS:
        what = f"A cut needs {N_LEVELS.start} to {N_LEVELS.stop - 1} levels; here are {len(nodes)}."
        remedy = "Put levels together; only those that 30 people chose are ever shown."
        draft.notes.add(node, f"{where}, levels", what, remedy)
    return tuple(levels)


def _no_clashes(instrument: Instrument, draft: Draft) -> None:
    """The ids of cuts and comments stand beside those of items and scales in results."""
    taken = {item.id: "an item" for item in instrument.items}
    taken |= {scale.id: "a scale" for scale in instrument.scales}
    for where, name in _beside(instrument):
        if name in taken:
            what = f"The id '{name}' already names {taken[name]}."
            draft.notes.add(draft.nodes[where], where, what, "Choose another one.")
        taken.setdefault(name, f"a {where.split()[0]}")


def _beside(instrument: Instrument) -> list[tuple[str, str]]:
    """Place and id of everything that is asked beside the items; doubled ids are told already."""
    found = [(f"cut {one.id}", one.id) for one in instrument.cuts if one.id]
    found += [(f"comment {one.id}", one.id) for one in instrument.comments if one.id]
    return list(dict.fromkeys(found))


def _membership(instrument: Instrument, draft: Draft, top: Node) -> None:
    """Every item belongs to exactly one scale, and scales name only items that exist."""
    known = {item.id for item in instrument.items}
    home: dict[str, str] = {}
    for scale in instrument.scales:
        where = f"scale {scale.id}"
        for name in filter(None, dict.fromkeys(scale.items)):
            node = draft.nodes.get(f"{where} {name}", top)
            if name not in known:
                remedy = "Correct the name, or add the item under 'items'."
                draft.notes.add(node, where, f"There is no item '{name}'.", remedy)
            elif home.setdefault(name, scale.id) != scale.id:
                what = f"Item '{name}' is already in scale '{home[name]}'."
                draft.notes.add(node, where, what, "Keep it in one of the two.")
    for item in instrument.items:
        if item.id and item.id not in home:
            remedy = "Name it under 'items' of one scale."
            node = draft.nodes[f"item {item.id}"]
            draft.notes.add(node, f"item {item.id}", "It is in no scale.", remedy)
