#!/usr/bin/env python3
"""Health check of a container: does its port answer with anything but a server error?"""

import sys
from http.client import HTTPConnection, HTTPException


def is_healthy(port: int) -> bool:
    """One request on loopback; any reply below 500 shows that the process is at work."""
    connection = HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_healthy(int(sys.argv[1])) else 1)
