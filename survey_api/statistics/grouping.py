"""Group labels → places 0…G−1 in the order of the labels."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def places(groups: ArrayLike) -> tuple[NDArray[np.int64], int]:
    """(place of each label [N], how many groups); any labels, without sorting small integers."""
    labels = np.asarray(groups)
    is_small = labels.dtype.kind in "iu" and len(labels) > 0 and labels.min() >= 0
    if is_small and labels.max() <= 4 * len(labels):
        used = np.bincount(labels) > 0
        return (np.cumsum(used) - 1)[labels].astype(np.int64), int(used.sum())
    names, found = np.unique(labels, return_inverse=True)
    return found.astype(np.int64), len(names)
