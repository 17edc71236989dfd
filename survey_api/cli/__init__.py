"""The safetosay command: a composition root, like app.py."""
