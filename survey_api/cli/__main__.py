"""``python -m survey_api.cli`` is the same program as ``safetosay``."""

from survey_api.cli.main import main

main()
