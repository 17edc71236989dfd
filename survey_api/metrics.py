"""What an operator may watch: whether processes work, never who came, from where or when.

A counter that is read every few seconds is a record of times. So nothing here moves when somebody
takes a token, casts a ballot, signs in or opens a page that everybody may open; of those paths
only faults are counted. Nor is a process's use of processor and memory shown, since both move with
each of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry(auto_describe=True)
KIND = "text/plain; version=0.0.4; charset=utf-8"

UP = Gauge("safetosay_up", "1 while the process runs.", ["part", "version"], registry=REGISTRY)
READY = Gauge("safetosay_ready", "1 when everything it needs is there.", registry=REGISTRY)
REQUESTS = Counter(
    "safetosay_requests",
    "Requests of people with a role, by route and outcome.",
    ["method", "route", "outcome"],
    registry=REGISTRY,
)
SECONDS = Histogram(
    "safetosay_request_seconds",
    "How long such requests took.",
    ["route"],
    buckets=(0.05, 0.2, 0.5, 1, 2, 5, 20),
    registry=REGISTRY,
)
FAULTS = Counter(
    "safetosay_faults", "Requests that ended in a fault of ours.", ["where"], registry=REGISTRY
)
ROUND_DONE = Gauge(
    "safetosay_round_done_timestamp_seconds",
    "When the worker last finished a round of this kind.",
    ["round"],
    registry=REGISTRY,
)
ROUND_FAULTS = Counter(
    "safetosay_round_faults", "Rounds that failed and are tried again.", ["round"],
    registry=REGISTRY,
)  # fmt: skip
MAIL_AWAY = Gauge(
    "safetosay_mail_server_away", "1 while the mail server does not answer.", registry=REGISTRY
)
MAILS_GIVEN_UP = Counter(
    "safetosay_mails_given_up", "Mails that were refused for good.", registry=REGISTRY
)
ROOM_LEFT = Gauge(
    "safetosay_disk_tenths_left", "Free part of the data disk, in tenths.", registry=REGISTRY
)


def page() -> bytes:
    """Everything, as Prometheus reads it."""
    return generate_latest(REGISTRY)


def outcome(status: int) -> str:
    """``2xx`` to ``5xx``: the kind of a reply, not its code."""
    return f"{status // 100}xx"


@contextmanager
def rounds(name: str, now: float) -> Iterator[None]:
    """Around one round of the worker that began at ``now``; its fault goes on to the caller."""
    try:
        yield
    except Exception:
        ROUND_FAULTS.labels(name).inc()
        raise
    ROUND_DONE.labels(name).set(now)
