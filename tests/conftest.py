"""Shared arrangements; each folder adds its own."""
