"""Reading YAML so that every mistake keeps its line: nodes are walked, never constructed.

Scalars are taken as written, so ``no:`` is Norwegian and not false.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_CHARACTERS = 200_000


@dataclass(frozen=True)
class Mistake:
    """One thing to correct: where it stands, what is wrong and what to do about it."""

    line: int
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.where}: {self.what} {self.remedy}"


@dataclass
class Notes:
    """Mistakes collected while walking."""

    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, node: Node | int, where: str, what: str, remedy: str) -> None:
        """Note one mistake at a node or a line number."""
        line = node if isinstance(node, int) else node.start_mark.line + 1
        self.mistakes.append(Mistake(line, where, what, remedy))

    def in_order(self) -> tuple[Mistake, ...]:
        """By line, each once."""
        return tuple(sorted(set(self.mistakes), key=lambda m: (m.line, m.where, m.what)))


def compose(text: str, notes: Notes) -> MappingNode | None:
    """The document's top-level mapping, or None with the reason noted."""
    if len(text) > MAX_CHARACTERS:
        notes.add(1, "the file", "It is far too long.", "A questionnaire needs a few kilobytes.")
        return None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = f"This is not valid YAML ({error.problem or 'unreadable'})."
        notes.add(line, "the file", what, "Look at indentation, colons and quotes just above.")
        return None
    except (yaml.YAMLError, RecursionError):
        notes.add(1, "the file", "This is not valid YAML.", "Save it as plain UTF-8 text.")
        return None
    if node is None:
        notes.add(1, "the file", "It is empty.", "Start from a file in the library.")
        return None
    if not isinstance(node, MappingNode):
        notes.add(node, "the file", "It is not a list of keys.", "Start with a line 'id: …'.")
        return None
    return node


def entries(
    node: Node, where: str, needed: Iterable[str], notes: Notes, optional: Iterable[str] = ()
) -> dict[str, Node]:
    """The keys of a mapping; unknown, doubled and missing ones are noted."""
    needed = tuple(needed)
    known = (*needed, *optional)
    if not isinstance(node, MappingNode):
        notes.add(node, where, "Keys were expected here.", f"Write {', '.join(known)}.")
        return {}
    found: dict[str, Node] = {}
    for key, value in pairs(node, where, notes):
        if key.value not in known:
            what = f"Unknown key '{key.value}'."
            notes.add(key, where, what, f"Known here: {', '.join(known)}. Correct or remove it.")
        else:
            found[key.value] = value
    for name in needed:
        if name not in found:
            notes.add(node, where, f"'{name}' is missing.", f"Add a line '{name}: …'.")
    return found


def pairs(node: MappingNode, where: str, notes: Notes) -> Iterator[tuple[ScalarNode, Node]]:
    """Key and value nodes with scalar keys, each key once."""
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            notes.add(key, where, "A key must be a word.", "Put a plain word before the colon.")
        elif key.value in seen:
            notes.add(key, where, f"'{key.value}' is given twice.", "Keep one of the two.")
        else:
            seen.add(key.value)
            yield key, value


def sequence(node: Node | None, where: str, notes: Notes) -> list[Node]:
    """The elements of a list."""
    if node is None:
        return []
    if isinstance(node, SequenceNode):
        return list(node.value)
    notes.add(node, where, "A list was expected here.", "Begin each entry with '- '.")
    return []


def scalar(node: Node | None, where: str, notes: Notes) -> str | None:
    """A single value as written, trimmed; empty and null are noted and give None."""
    if node is None:
        return None
    if not isinstance(node, ScalarNode):
        notes.add(node, where, "One value was expected here.", "Write it after the colon.")
        return None
    value = " ".join(str(node.value).split())
    if not value or (node.tag.endswith(":null") and node.style is None):
        notes.add(node, where, "There is no text.", "Write one after the colon.")
        return None
    return value
