"""The key holder's own program (assurance level 2): no server, no database, no roster."""
