"""One attempt to sign in at the provider: what must come back is derived from a cookie.

Nothing is stored here, so any replica can answer the return. The cookie holds 32 random bytes that
the provider never sees; state, nonce and the verifier of RFC 7636 are separate digests of them,
none of which gives away another.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Self

from survey_api.credentials.encoding import Malformed, b64u, b64u_decode

SECRET_BYTES = 32


@dataclass(frozen=True)
class Attempt:
    """``state`` stands in the address, ``nonce`` in the ID token, ``verifier`` in the request for
    it (RFC 6749 §10.12, OpenID Connect Core §3.1.2.1, RFC 7636 §4.1)."""

    secret: bytes

    @classmethod
    def fresh(cls) -> Self:
        """A new one."""
        return cls(os.urandom(SECRET_BYTES))

    @classmethod
    def read(cls, cookie: str | None) -> Self | None:
        """The one this browser began, or None when it began none."""
        try:
            secret = b64u_decode(cookie or "")
        except Malformed:
            return None
        return cls(secret) if len(secret) == SECRET_BYTES else None

    @property
    def cookie(self) -> str:
        """What the browser keeps meanwhile."""
        return b64u(self.secret)

    @property
    def state(self) -> str:
        """What the provider must send back unchanged."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """What the ID token must hold."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """What proves that whoever brings the code began this attempt."""
        return self._derived("verifier")

    def is_answered_by(self, state: str) -> bool:
        """Whether a return belongs to this attempt."""
        return hmac.compare_digest(self.state.encode(), state.encode())

    def _derived(self, label: str) -> str:
        return b64u(hmac.new(self.secret, label.encode(), hashlib.sha256).digest())
