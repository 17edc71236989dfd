"""A respondent's side of the protocol in Python: for terminals, tests and the demo."""
