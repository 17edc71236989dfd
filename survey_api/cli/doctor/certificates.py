"""The three addresses as a browser meets them: certificates, and what the front adds."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from survey_api import clock
from survey_api.cli.doctor.finding import Finding
from survey_api.settings import Settings

ORIGINS: Final = ("app_url", "survey_url", "ballot_url")
SECONDS: Final = 5.0
SOON: Final = timedelta(days=14)


@dataclass(frozen=True)
class Met:
    """What stood behind an address: its certificate, or why there was none."""

    certificate: bytes = b""
    until: datetime | None = None
    trouble: str = ""


def look(settings: Settings, trusting: ssl.SSLContext | None = None) -> Iterator[Finding]:
    """Every https address; ``trusting`` stands in for the system's authorities."""
    context = trusting or ssl.create_default_context()
    addresses = [getattr(settings, name) for name in ORIGINS]
    met = {one: meet(one, context) for one in addresses if one.startswith("https:")}
    for address, found in met.items():
        yield _certificate(address, found)
    known = [one.certificate for one in met.values() if one.certificate]
    if known:
        yield Finding(
            len(set(known)) == len(known),
            "Each origin has a certificate of its own",
            "Give the survey and the ballot host certificates of their own: with a shared one "
            "browsers join both connections, and issuing and casting can be seen to be one visit.",
        )


def meet(address: str, context: ssl.SSLContext) -> Met:
    """One TLS greeting; nothing is asked for."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    try:
        with (
            socket.create_connection((host, port), SECONDS) as line,
            context.wrap_socket(line, server_hostname=host) as tls,
        ):
            described = tls.getpeercert() or {}
            return Met(tls.getpeercert(binary_form=True) or b"", _until(described))
    except ssl.SSLCertVerificationError as error:
        return Met(trouble=f"browsers do not accept its certificate ({error.verify_message})")
    except (OSError, ValueError):
        return Met(trouble="it does not answer from here")


def _until(described: object) -> datetime | None:
    ends = described.get("notAfter") if isinstance(described, dict) else None
    if not isinstance(ends, str):
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)


def _certificate(address: str, met: Met) -> Finding:
    what = f"The certificate of {urlsplit(address).netloc} is trusted and lasts"
    if met.trouble:
        return Finding(False, what, f"{address}: {met.trouble}. Look at the TLS front.")
    is_lasting = met.until is None or met.until > clock.now() + SOON
    ends = met.until.date().isoformat() if met.until else "unknown"
    return Finding(is_lasting, f"{what} until {ends}", "Renew it now, or let it renew by itself.")
