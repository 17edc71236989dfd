"""Files made from a release: the same cells, rounding and words as on screen."""
