"""A roster import that tells how far it is: lines of JSON, the last with the report or the refusal.

A large roster takes longer than people watch a still page. The import goes on in a thread of its
own when the reader goes away; either everything of it is done or nothing.
"""

import json
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

from survey_api.conduct import roster
from survey_api.conduct.rooms import Rooms
from survey_api.errors import SafeToSayError

MEDIA_TYPE = "application/x-ndjson"
MOST_ROWS = 200  # mistakes told at once; more would be the same mistake again

Line = dict[str, Any]


def lines(rooms: Rooms, content: bytes, *, dry_run: bool) -> Iterator[bytes]:
    """``{"step", "share"}`` as often as there is news, then ``{"report"}`` or ``{"problem"}``."""
    told: SimpleQueue[Line] = SimpleQueue()
    work = threading.Thread(target=_work, args=(rooms, content, dry_run, told), name="roster")
    work.start()
    while True:
        line = told.get()
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
        if "step" not in line:
            return


def _work(rooms: Rooms, content: bytes, dry_run: bool, told: "SimpleQueue[Line]") -> None:
    def say(step: str, share: float) -> None:
        told.put({"step": step, "share": round(share, 3)})

    try:
        report = roster.import_csv(rooms, content, dry_run=dry_run, say=say)
        told.put({"report": report.model_dump()})
    except SafeToSayError as refusal:
        told.put({"problem": _shortened(refusal.problem())})
    except Exception:
        told.put({"problem": SafeToSayError().problem()})
        raise


def _shortened(problem: Line) -> Line:
    rows = problem.get("errors", [])
    return {**problem, "errors": rows[:MOST_ROWS], "n_errors": len(rows)}
