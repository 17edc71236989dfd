"""Refuses writes that another site made a signed-in browser send."""

from urllib.parse import urlsplit

from fastapi import Request

from survey_api.errors import Forbidden

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignOrigin(Forbidden):
    """This request came from a page of another site, so it was not carried out. Open the page
    here and try again."""


async def same_origin(request: Request) -> None:
    """Dependency for every route that writes; for a whole app put it into its dependencies.

    Browsers say in ``Sec-Fetch-Site`` or ``Origin`` where a request comes from. Programs that
    send neither carry no foreign user's cookie and are let through.
    """
    if request.method in READS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        is_ours = site in {"same-origin", "none"}
    else:
        origin = request.headers.get("origin")
        is_ours = origin is None or origin == origin_of(request.app.state.settings.app_url)
    if not is_ours:
        raise ForeignOrigin


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
