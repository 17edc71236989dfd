"""Whole pages: which pieces, in which order."""
