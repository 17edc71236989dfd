"""Tokens of directories, made and taken back by administrators; recorded first."""

from survey_api import audit
from survey_api.access import Viewer
from survey_api.conduct.provisioning.naming import HERE
from survey_api.conduct.rooms import Rooms
from survey_api.identity import provisioning_tokens
from survey_api.published.schemas.provisioning import (
    ProvisioningOut,
    ProvisioningTokenOut,
    TokenMade,
)


def show(rooms: Rooms) -> ProvisioningOut:
    """Where a directory is pointed, and every token without its secret."""
    with rooms.identity() as session:
        tokens = tuple(
            ProvisioningTokenOut(
                name=one.name, added_on=one.added_on, used_on=one.used_on, wrote_on=one.wrote_on
            )
            for one in provisioning_tokens.every(session)
        )
    return ProvisioningOut(address=rooms.settings.app_url + HERE, tokens=tokens)


def add(rooms: Rooms, viewer: Viewer | None, name: str) -> TokenMade:
    """A new token, told this once."""
    with rooms.identity() as session:
        tidy = provisioning_tokens.check_name(session, name)
    audit.record(rooms.published_engine, viewer, "add provisioning token", tidy)
    with rooms.identity() as session:
        return TokenMade(token=provisioning_tokens.add(session, tidy))


def revoke(rooms: Rooms, viewer: Viewer | None, name: str) -> None:
    """From the next request on the token is worth nothing."""
    with rooms.identity() as session:
        provisioning_tokens.find(session, name)
    audit.record(rooms.published_engine, viewer, "revoke provisioning token", name)
    with rooms.identity() as session:
        provisioning_tokens.revoke(session, name)
