"""Free ports on loopback, different from each other, and whether a server answers at one."""

import os
import secrets
import socket
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

SHARE, SHARES, LOWEST = 4_000, 5, 12_000
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % SHARES
_next = secrets.randbelow(SHARE)


def free_ports(count: int) -> list[int]:
    """``count`` ports in a row that nothing listens on, none of them given out before.

    Below those the system lends to whoever calls out, and from a share of this worker's own: a
    port stays free until the server it is for has started.
    """
    global _next  # noqa: PLW0603 - one counter for this process
    while True:
        start = _next if _next + count <= SHARE else 0
        _next = start + count
        found = [LOWEST + _worker * SHARE + start + each for each in range(count)]
        if all(_is_free(port) for port in found):
            return found


def free_port() -> int:
    """One of them."""
    return free_ports(1)[0]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(address: str) -> bool:
    """Whether this http:// address is answered with 200 within two seconds."""
    line = HTTPConnection(urlsplit(address).netloc, timeout=2)
    try:
        line.request("GET", urlsplit(address).path)
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()
