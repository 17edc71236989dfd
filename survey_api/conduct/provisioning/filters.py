"""Filters and pages of SCIM queries (RFC 7644 §3.4.2): what a database can look up, it does."""

from collections.abc import Mapping
from typing import Any

from scim2_models import ScimFilter
from scim2_models.path import Comparison
from sqlalchemy import ColumnElement

from survey_api.conduct.provisioning.resources import MOST_RESULTS


def page(start_index: int | None, count: int | None) -> tuple[int, int]:
    """(rows left out, rows at most); a page that begins before the first begins there."""
    start = max((start_index or 1) - 1, 0)
    wanted = MOST_RESULTS if count is None else max(count, 0)
    return min(start, 2**31), min(wanted, MOST_RESULTS)


def exact(
    asked: ScimFilter[Any] | None, columns: Mapping[str, ColumnElement[Any]]
) -> ColumnElement[bool] | None:
    """``userName eq "x"`` as a condition; None for every other filter, which is matched by us."""
    node = asked.ast if asked is not None else None
    if not isinstance(node, Comparison) or str(node.op).lower() != "eq":
        return None
    name = str(node.attr_path).rsplit(":", 1)[-1].lower()
    if name not in columns or not isinstance(node.value, str):
        return None
    value = node.value.lower() if name == "emails.value" else node.value
    return columns[name] == value
