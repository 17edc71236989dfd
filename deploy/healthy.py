#!/usr/bin/env python3
"""Health check of a container: does it have what it needs, so that others may begin?"""

import sys
from http.client import HTTPConnection, HTTPException


def is_ready(port: int, path: str) -> bool:
    """One request on loopback; 503 names what is missing, and no reply is no process."""
    connection = HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready(int(sys.argv[1]), sys.argv[2]) else 1)
