"""What a process writes when something unexpected happens: where and of what kind, never the text.

The text of a database's error can hold what somebody sent ("Key (email)=(…) already exists").
"""

import json
import logging.config
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Final

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Bare(logging.Formatter):
    """Formats a fault without its text."""

    def formatException(self, ei: Fault) -> str:
        """Names of the fault and of what caused it, each with its places in the code."""
        return bare(ei[1])


class Lines(Bare):
    """One JSON object an entry: how bad, from which module, what, and where a fault arose. No
    time: whoever collects the lines notes their own, and ours would be one beside a ballot."""

    def format(self, record: logging.LogRecord) -> str:
        """Keys are always the same four."""
        fault = bare(record.exc_info[1]) if record.exc_info else None
        entry = {
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
            "fault": fault,
        }
        return json.dumps(entry, ensure_ascii=False)


LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": Bare, "format": "%(levelname)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}


def bare(fault: BaseException | None) -> str:
    """A traceback that quotes no value."""
    parts: list[str] = []
    while fault is not None:
        places = traceback.extract_tb(fault.__traceback__)
        lines = [f"  {one.filename}:{one.lineno} {one.name}" for one in places]
        parts.append("\n".join([type(fault).__qualname__, *lines]))
        fault = fault.__cause__ or fault.__context__
    return "\nbecause of ".join(parts)


def keep_bare(*, as_json: bool = False) -> None:
    """Let this process write its faults so, in its log, in its threads and in its last words;
    ``as_json`` makes each entry one line for a program that collects logs."""
    form = Lines if as_json else Bare
    chosen = {"bare": {"()": form, "format": "%(levelname)s: %(message)s"}}
    logging.config.dictConfig({**LOGGING, "formatters": chosen})
    sys.excepthook = lambda _kind, fault, _at: print(bare(fault), file=sys.stderr)
    threading.excepthook = lambda given: print(bare(given.exc_value), file=sys.stderr)
