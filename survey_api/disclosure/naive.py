"""The table that knows only a threshold, so that its leaks can be shown beside ours.

Every unit with k respondents or more, inner ones included, is published exactly: the usual rule
of survey tools. Against it our intruder must succeed.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from survey_api.disclosure.publication import Ints, Publication
from survey_api.disclosure.tree import Node, bottom_up


def publication(
    nodes: Sequence[Node],
    people: Mapping[str, int],
    counts: Mapping[str, Ints],
    items: Sequence[str],
    k: int,
) -> Publication:
    """``people`` and ``counts`` [items, points] by leaf; leaves nobody answered in may lack."""
    order = bottom_up(nodes)
    place = {node.unit: at for at, node in enumerate(order)}
    points = next(iter(counts.values())).shape[1] if counts else 1
    n = np.array([people.get(node.unit, 0) for node in order], dtype=np.int64)
    total = np.zeros((len(order), len(items), points), dtype=np.int64)
    for unit, of in counts.items():
        total[place[unit]] = of
    parent = [-1 if node.parent is None else place[node.parent] for node in order]
    for at, above in enumerate(parent):
        if above >= 0:
            n[above] += n[at]
            total[above] += total[at]
    return _published(order, parent, (n, total), items, k)


def _published(
    order: Sequence[Node],
    parent: Sequence[int],
    of: tuple[Ints, Ints],
    items: Sequence[str],
    k: int,
) -> Publication:
    n, total = of
    kept = np.flatnonzero(n >= k)
    row = {at: place for place, at in enumerate(kept.tolist())}
    above = []
    for at in kept.tolist():
        up = parent[at]
        while up >= 0 and up not in row:
            up = parent[up]
        above.append(row.get(up, -1))
    sums = total[kept] @ np.arange(1, total.shape[2] + 1)
    return Publication(
        wave="threshold only",
        items=tuple(items),
        sets=tuple(order[at].unit for at in row),
        parent=np.array(above, dtype=np.int64),
        people=n[kept],
        answers=total[kept].sum(axis=2),
        low=sums,
        high=sums,
    )
