"""A respondent without a browser: the Python client of the voting protocol."""
