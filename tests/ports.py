"""Free ports on loopback, different from each other, and whether a server answers at one."""

import socket
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def free_ports(count: int) -> list[int]:
    """``count`` ports nothing listens on now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


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
