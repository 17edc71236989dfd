"""Signing in and out by what the provider said."""

from survey_api.identity import sign_in
from survey_api.identity.database import IdentitySession
from survey_api.identity.oidc import people
from survey_api.identity.oidc.attempt import Attempt
from survey_api.identity.oidc.provider import Provider, ProviderRefused


def sign_in_by_code(
    session: IdentitySession, provider: Provider, attempt: Attempt | None, code: str, state: str
) -> str:
    """Exchange a code for a session; returns the cookie's value.

    Raises ``ProviderRefused`` for a return that this browser did not begin.
    """
    if attempt is None or not code or not attempt.is_answered_by(state):
        raise ProviderRefused
    claims = provider.finish(attempt, code)
    person = people.person_of(session, claims, provider.settings)
    people.take_roles(session, person, claims, provider.settings)
    cookie = sign_in.start(session, person.id)
    who = people.subject(str(claims["iss"]), str(claims["sub"]))
    people.mark(session, sign_in.digest_of(cookie), who)
    return cookie


def log_out(session: IdentitySession, provider: Provider, logout_token: str) -> None:
    """End every session of somebody, because the provider says so."""
    people.end_sessions(session, people.subject(*provider.logged_out(logout_token)))
