"""Files made from a release: the same figures, rounding and words as on screen; never a query."""
