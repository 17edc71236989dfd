"""Reads which part of a cycle a questionnaire is, where a bank was divided."""

from yaml.nodes import Node

from survey_api.catalogue.instrument import CyclePart
from survey_api.catalogue.instrument_fields import Draft, whole_number
from survey_api.catalogue.instrument_nodes import entries, scalar


def cycle(node: Node | None, draft: Draft) -> CyclePart | None:
    """Bank, part and number of parts; None for a questionnaire that stands for itself."""
    if node is None:
        return None
    found = entries(node, "cycle", ("bank", "part", "of"), draft.notes)
    bank = scalar(found.get("bank"), "cycle, bank", draft.notes) or ""
    part = whole_number(found.get("part"), "cycle, part", draft)
    of = whole_number(found.get("of"), "cycle, of", draft)
    if part > of:
        what = f"Part {part} of {of} cannot be."
        draft.notes.add(node, "cycle", what, "Count the parts from 1.")
    return CyclePart(bank, part, of)
