"""The dashboard: a client of the published API with no database of its own."""
