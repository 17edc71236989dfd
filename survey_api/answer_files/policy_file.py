"""The policy file: any of the parameters of disclosure control, the rest as they are usual."""

import re
from dataclasses import fields

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from survey_api.answer_files.text import refuse
from survey_api.catalogue.instruments import Mistake
from survey_api.disclosure.policy import Policy, PolicyInvalid

KNOWN = tuple(one.name for one in fields(Policy))
WHOLE, NUMBER = re.compile(r"-?[0-9]{1,6}"), re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,9})?")
FRACTIONAL = "epsilon"


def read_policy(text: str, file: str) -> Policy:
    """The policy in a YAML file; raises ``FileNotAccepted`` with lines and remedies.

    A ``k`` above the usual ``k_item`` raises that too, unless the file says otherwise.
    """
    found, at = _values(text, file)
    if "k" in found and "k_item" not in found:
        found["k_item"] = max(Policy.k_item, int(found["k"]))
    try:
        return Policy.from_document(found)
    except PolicyInvalid as error:
        named = [line for name, line in at.items() if re.search(rf"\b{name}\b", error.detail)]
        line = min(named or at.values())
        refuse(file, [Mistake(line, "the policy", error.detail, "Correct the file.")])
        raise


def _values(text: str, file: str) -> tuple[dict[str, int | float], dict[str, int]]:
    """name → value, and name → line."""
    found: dict[str, int | float] = {}
    at: dict[str, int] = {}
    mistakes: list[Mistake] = []
    for key, value in _pairs(text, file):
        name, line = str(key.value), key.start_mark.line + 1
        mistake = _mistake(name, value, line)
        if name in at:
            mistake = Mistake(line, f"'{name}'", "It is given twice.", "Keep one of the two.")
        at[name] = line
        if mistake is not None:
            mistakes.append(mistake)
        else:
            number = float(value.value)
            found[name] = number if name == FRACTIONAL else int(number)
    refuse(file, mistakes)
    return found, at


def _pairs(text: str, file: str) -> list[tuple[Node, Node]]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        remedy = "Write one 'name: number' a line."
        line = mark.line + 1 if mark else 1
        refuse(file, [Mistake(line, "the file", "This is not valid YAML.", remedy)])
        raise
    if node is None:
        return []
    if not isinstance(node, MappingNode):
        remedy = "Write one 'name: number' a line."
        refuse(file, [Mistake(1, "the file", "It is not a list of parameters.", remedy)])
    return list(node.value)


def _mistake(name: str, value: Node, line: int) -> Mistake | None:
    if name not in KNOWN:
        remedy = f"Known are {', '.join(KNOWN)}. Correct or remove it."
        return Mistake(line, f"'{name[:40]}'", "There is no such parameter.", remedy)
    form = NUMBER if name == FRACTIONAL else WHOLE
    if not isinstance(value, ScalarNode) or not form.fullmatch(str(value.value).strip()):
        kind = "number" if name == FRACTIONAL else "whole number"
        return Mistake(line, f"'{name}'", f"It needs one {kind}.", f"Write '{name}: …'.")
    return None
