"""The organisation's provider: discovery, its keys as they rotate, and what an ID token must say.

OpenID Connect Core 1.0 §3.1 (code flow), Discovery 1.0, Back-Channel Logout 1.0 §2.6. Signatures
and claims are checked by Authlib and joserfc; this module only fetches and decides when again.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import httpx2
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from survey_api.errors import Unauthenticated, Unavailable
from survey_api.identity.oidc.attempt import Attempt
from survey_api.settings import Settings

SCOPE = "openid profile email"
SIGNED_BY = ["RS256", "PS256", "ES256", "EdDSA"]  # never "none", never a shared secret
KEPT_SECONDS, KEYS_AGAIN_SECONDS = 3600.0, 0.5
LEEWAY_SECONDS = 60
TIMEOUT_SECONDS = 8.0
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
RETURN_PATH, SIGNED_OUT_PATH = "/sign-in/company/return", "/sign-in"


class ProviderAway(Unavailable):
    """The company's sign-in cannot be reached just now. Try again in a minute, or ask for a link
    by mail."""


class ProviderRefused(Unauthenticated):
    """The company's sign-in did not confirm who you are. Begin again."""


@dataclass
class Provider:
    """One per process; ``client`` has strict limits and follows no redirect."""

    settings: Settings
    client: httpx2.Client = field(default_factory=lambda: httpx2.Client(timeout=TIMEOUT_SECONDS))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _found: tuple[float, Mapping[str, Any]] | None = None
    _keys: tuple[float, KeySet] | None = None
    _again_at: float = float("-inf")

    def begin(self, attempt: Attempt) -> str:
        """The provider's address to send a browser to."""
        asked = {
            "response_type": "code",
            "client_id": self.settings.oidc_client_id,
            "redirect_uri": self._return,
            "scope": self.settings.oidc_scope or SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": create_s256_code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return f"{self._said('authorization_endpoint')}?{urlencode(asked)}"

    def finish(self, attempt: Attempt, code: str) -> Mapping[str, Any]:
        """The checked claims for a code; raises ``ProviderRefused`` or ``ProviderAway``."""
        given = self._tokens(attempt, code)
        try:
            token = self._decode(str(given["id_token"]))
            claims = CodeIDToken(
                token.claims,
                token.header,
                {"iss": {"value": self._said("issuer")}, "aud": {"value": self._client}},
                {
                    "nonce": attempt.nonce,
                    "client_id": self._client,
                    "access_token": given.get("access_token"),
                },
            )
            claims.validate(now=int(time.time()), leeway=LEEWAY_SECONDS)
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise ProviderRefused from error
        return dict(claims)

    def logged_out(self, logout_token: str) -> tuple[str, str]:
        """Issuer and subject whose sessions end; raises ``ProviderRefused``."""
        try:
            claims = self._decode(logout_token).claims
            is_ours = claims["iss"] == self._said("issuer") and self._client in _each(claims["aud"])
            is_new = abs(time.time() - float(claims["iat"])) < KEPT_SECONDS
            if not is_ours or not is_new or LOGOUT_EVENT not in claims["events"]:
                raise ProviderRefused
            if "nonce" in claims:  # an ID token must never pass for a logout token
                raise ProviderRefused
            return str(claims["iss"]), str(claims["sub"])
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise ProviderRefused from error

    def sign_out_address(self) -> str | None:
        """Where a browser also ends its session with the provider; None if it offers none."""
        try:
            endpoint = self._metadata().get("end_session_endpoint")
        except ProviderAway:
            return None
        back = self.settings.app_url + SIGNED_OUT_PATH
        asked = urlencode({"client_id": self._client, "post_logout_redirect_uri": back})
        return f"{endpoint}?{asked}" if endpoint else None

    @property
    def _client(self) -> str:
        return self.settings.oidc_client_id

    @property
    def _return(self) -> str:
        return self.settings.app_url + RETURN_PATH

    def _tokens(self, attempt: Attempt, code: str) -> Mapping[str, Any]:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._return,
            "code_verifier": attempt.verifier,
        }
        # RFC 6749 §2.3.1: both are encoded before they become user and password
        auth = (quote(self._client, safe=""), quote(self.settings.oidc_client_secret, safe=""))
        try:
            reply = self.client.post(self._said("token_endpoint"), data=sent, auth=auth)
        except httpx2.HTTPError as error:
            raise ProviderAway from error
        return _document(reply, ProviderRefused)

    def _decode(self, token: str) -> jwt.Token:
        """With the keys that are known; with new ones when none of them signed it."""
        try:
            return jwt.decode(token, self._key_set(), algorithms=SIGNED_BY)
        except (JoseError, ValueError):
            return jwt.decode(token, self._key_set(again=True), algorithms=SIGNED_BY)

    def _key_set(self, *, again: bool = False) -> KeySet:
        """Kept for an hour; fetched again at once when a new key signed, at most twice a second."""
        with self._lock:
            now = time.monotonic()
            is_old = self._keys is None or now - self._keys[0] > KEPT_SECONDS
            if again and now - self._again_at > KEYS_AGAIN_SECONDS:
                is_old, self._again_at = True, now
            if self._keys is None or is_old:
                found = self._get(self._said("jwks_uri"))
                self._keys = (time.monotonic(), KeySet.import_key_set(found))  # type: ignore[arg-type]
            return self._keys[1]

    def _said(self, name: str) -> str:
        return str(self._metadata()[name])

    def _metadata(self) -> Mapping[str, Any]:
        kept = self._found
        if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
            found = OpenIDProviderMetadata(self._get(self._well_known))
            if found.get("issuer") != self.settings.oidc_issuer:  # Discovery 1.0 §4.3
                raise ProviderAway
            kept = self._found = (time.monotonic(), found)
        return kept[1]

    @property
    def _well_known(self) -> str:
        return str(get_well_known_url(self.settings.oidc_issuer, external=True))

    def _get(self, address: str) -> dict[str, Any]:
        try:
            reply = self.client.get(address)
        except httpx2.HTTPError as error:
            raise ProviderAway from error
        return _document(reply, ProviderAway)


def _document(reply: httpx2.Response, refusal: type[Exception]) -> dict[str, Any]:
    try:
        found = reply.json()
    except ValueError as error:
        raise refusal from error
    if reply.status_code != httpx2.codes.OK or not isinstance(found, dict):
        raise refusal
    return found


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
