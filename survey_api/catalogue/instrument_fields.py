"""Reads the single fields of an instrument file: ids, numbers, words from a list, texts."""

import re
from dataclasses import dataclass, field

from yaml.nodes import MappingNode, Node

from survey_api.catalogue.instrument import Keying
from survey_api.catalogue.instrument_nodes import Notes, pairs, scalar

RESERVED = {"index"}  # the name of the mean over all items in every release
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
LEVEL_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
LENGTHS = {"title": 120, "label": 80, "text": 200, "description": 400, "intro": 1000}


@dataclass
class Draft:
    """What has been read so far; the nodes serve the checks across entries."""

    notes: Notes = field(default_factory=Notes)
    locales: tuple[str, ...] = ()
    nodes: dict[str, Node] = field(default_factory=dict)
    texts: dict[tuple[str, str], Node] = field(default_factory=dict)


def unique_id(node: Node | None, kind: str, place: int, draft: Draft) -> str:
    """An id that no other entry of its kind has; "" when there is none that can be used."""
    name = one_id(node, f"{kind} {place}, id", draft)
    if not name or node is None:
        return ""
    first = draft.nodes.setdefault(f"{kind} {name}", node)
    if first is not node:
        what = f"The id '{name}' is already used in line {first.start_mark.line + 1}."
        draft.notes.add(node, f"{kind} {place}, id", what, "Choose another one.")
    return name


def one_id(node: Node | None, where: str, draft: Draft, form: re.Pattern[str] = ID) -> str:
    """An id of the given form; "" when there is none that can be used."""
    value = scalar(node, where, draft.notes)
    if value is None or node is None:
        return ""
    if not form.fullmatch(value):
        first = "a letter a–z" if form is ID else "a letter a–z or a digit"
        remedy = f"Begin with {first}; then letters, digits or _, at most 40 characters."
        draft.notes.add(node, where, f"'{value}' cannot be used as an id.", remedy)
        return ""
    if value in RESERVED:
        remedy = "It names the mean over all items. Choose another one."
        draft.notes.add(node, where, f"The id '{value}' is taken.", remedy)
    return value


def whole_number(node: Node | None, where: str, draft: Draft) -> int:
    """A number from 1; 0 when there is none that can be used."""
    value = scalar(node, where, draft.notes)
    if value is None or node is None:
        return 0
    if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        remedy = "Write 1, 2, 3 … without a point or quotes."
        draft.notes.add(node, where, "A whole number from 1 is needed.", remedy)
        return 0
    return int(value)


def yes_or_no(node: Node | None, where: str, draft: Draft) -> bool:
    """True or false; false when it is neither."""
    value = scalar(node, where, draft.notes)
    if value is not None and node is not None and value not in {"true", "false"}:
        remedy = "Write 'true' when the levels have an order, otherwise 'false'."
        draft.notes.add(node, where, f"'{value}' is neither true nor false.", remedy)
    return value == "true"


def keying(node: Node | None, where: str, draft: Draft) -> Keying:
    """Straight unless it says reversed."""
    value = scalar(node, f"{where}, keying", draft.notes)
    if value is not None and node is not None and value not in set(Keying):
        what = f"The keying '{value}' is unknown."
        remedy = "Write 'straight', or 'reversed' when agreeing is the bad answer."
        draft.notes.add(node, f"{where}, keying", what, remedy)
        return Keying.STRAIGHT
    return Keying(value) if value else Keying.STRAIGHT


def texts(node: Node | None, where: str, draft: Draft) -> dict[str, str]:
    """A text in every locale of the title; one text may stand only once per locale and kind."""
    if node is None:
        return {}
    if not isinstance(node, MappingNode):
        remedy = "Write the language first, for example 'en: …' on its own line."
        draft.notes.add(node, where, "The text has no language.", remedy)
        return {}
    found: dict[str, str] = {}
    for key, value in pairs(node, where, draft.notes):
        locale, text = str(key.value), scalar(value, f"{where} ({key.value})", draft.notes)
        if not LOCALE.fullmatch(locale):
            remedy = "Write for example en, de or pt-BR."
            draft.notes.add(key, where, f"'{locale}' is not a language tag.", remedy)
        elif text is not None:
            found[locale] = text
            _one_text(value, where, locale, text, draft)
    _languages(node, where, found, draft)
    return found


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
    *outer, own, _ = where.split(", ")
    group = f"{outer} {own.split(maxsplit=1)[0]} {kind} {locale}"
    first = draft.texts.setdefault((group, text.casefold()), node)
    if first is not node:
        what = f"The same text stands in line {first.start_mark.line + 1}."
        draft.notes.add(node, where, what, "Each needs its own wording.")
