"""Pieces of a page, each from a schema."""
