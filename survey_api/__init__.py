"""Safe to Say: anonymous pulse surveys whose anonymity respondents can check."""

__version__ = "0.1.0"
