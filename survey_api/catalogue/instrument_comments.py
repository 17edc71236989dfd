"""Reads the questions of an instrument file that people answer in their own words."""

from yaml.nodes import Node

from survey_api.catalogue.instrument import Comment
from survey_api.catalogue.instrument_fields import Draft, texts, unique_id
from survey_api.catalogue.instrument_nodes import entries, sequence

MAX_COMMENTS = 3


def comments(node: Node | None, draft: Draft) -> tuple[Comment, ...]:
    """Id and text of each, in their order; mistakes are noted with their line."""
    found = []
    nodes = sequence(node, "comments", draft.notes)
    for place, entry in enumerate(nodes, start=1):
        given = entries(entry, f"comment {place}", ("id", "text"), draft.notes)
        name = unique_id(given.get("id"), "comment", place, draft)
        text = texts(given.get("text"), f"comment {name or place}, text", draft)
        found.append(Comment(name, text))
    if len(nodes) > MAX_COMMENTS:
        what = f"{len(nodes)} questions for comments are too many."
        remedy = f"Keep at most {MAX_COMMENTS}; every text makes its writer easier to recognise."
        draft.notes.add(nodes[MAX_COMMENTS], "comments", what, remedy)
    return tuple(found)
