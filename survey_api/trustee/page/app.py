"""The page as an application: screens to look at, forms that do things, one style sheet."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from survey_api.errors import SafeToSayError
from survey_api.trustee.errors import CannotRead
from survey_api.trustee.page import deeds
from survey_api.trustee.page.desk import Desk
from survey_api.trustee.page.guard import HEADERS, Address, Guard
from survey_api.trustee.page.screens import SCREENS
from survey_api.trustee.page.templates_of import templates

HERE = Path(__file__).parent
SOON = 0.3


@dataclass(frozen=True)
class Page:
    """The desk behind its address; ``end`` stops the program."""

    desk: Desk
    address: Address
    end: Callable[[], None]

    async def show(self, request: Request) -> Response:
        """A screen. One that cannot be shown leads to the first, which says why."""
        name = request.path_params.get("name", "")
        if name not in SCREENS:
            return Response("Not found", 404, HEADERS)
        if "lang" in request.query_params:
            self.desk.speak(request.query_params["lang"])
            return self._to(name)
        if name == "working" and (self.desk.job is None or self.desk.job.finished.is_set()):
            return self._to(deeds.finish_job(self.desk))
        try:
            return self._screen(name)
        except (SafeToSayError, OSError) as error:
            if not name:
                raise
            self.desk.fail(error if isinstance(error, SafeToSayError) else CannotRead(), {})
            return self._to("")

    async def do(self, request: Request) -> Response:
        """A form. Its result is a screen of its own, so that going back repeats nothing."""
        name = request.path_params["name"]
        if name == "end":
            return self._ended()
        if name not in deeds.DEEDS:
            return Response("Not found", 404, HEADERS)
        body = (await request.body()).decode("utf-8", "replace")
        form = dict(parse_qsl(body, keep_blank_values=True))
        return self._to(await asyncio.to_thread(deeds.do, self.desk, name, form))

    async def style(self, _request: Request) -> Response:
        """The only other file."""
        return FileResponse(HERE / "style.css", media_type="text/css", headers=HEADERS)

    def _screen(self, name: str) -> Response:
        desk = self.desk
        given = SCREENS[name](desk)
        refresh = {"Refresh": "1"} if name == "working" else {}
        html = self._rendered(name or "home", problem=desk.taken_problem(), **given)
        return HTMLResponse(html, headers={**HEADERS, **refresh})

    def _rendered(self, template: str, **given: object) -> str:
        desk = self.desk
        return (
            templates()
            .get_template(f"{template}.html")
            .render(
                t=desk.words,
                base=f"/{self.address.token}/",
                screen="" if template == "home" else template,
                rehearsing=desk.practice is not None,
                place=desk.path,
                **given,
            )
        )

    def _ended(self) -> Response:
        self.desk.end_rehearsal()
        html = self._rendered("ended", problem="")
        asyncio.get_running_loop().call_later(SOON, self.end)
        return HTMLResponse(html, headers=HEADERS)

    def _to(self, name: str) -> Response:
        return RedirectResponse(f"/{self.address.token}/{name}", 303, HEADERS)


def page_app(desk: Desk, address: Address, end: Callable[[], None] = lambda: None) -> ASGIApp:
    """The guarded application."""
    page = Page(desk, address, end)
    routes = [
        Route("/{token}/style.css", page.style),
        Route("/{token}/", page.show),
        Route("/{token}/{name}", page.show),
        Route("/{token}/{name}", page.do, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), address)
