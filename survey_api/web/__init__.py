"""The survey origin: static files of the answer page and their headers."""
