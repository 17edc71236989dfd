"""A provider process, an installation that trusts it, and a browser's part played by hand."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from tests import factories
from tests.installing import installed
from tests.ports import free_port

CLIENT, SECRET = "safe-to-say", "only for & these = tests"
CLAIMS = {
    "p1": {"email": "P1@example.org", "email_verified": True, "groups": ["hr-team", "others"]},
    "p2": {"email": "p2@example.org", "email_verified": False},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True},
}


def key(name: str) -> str:
    """A new signing key of the provider, as a private JWK."""
    made = RSAKey.generate_key(2048, parameters={"kid": name, "use": "sig", "alg": "RS256"})
    return json.dumps(made.as_dict(private=True))


@dataclass
class Company:
    """The provider's process; ``rotate`` starts it again with another key."""

    app_url: str
    port: int
    claims: dict[str, dict[str, Any]] = field(default_factory=lambda: dict(CLAIMS))
    process: subprocess.Popen[str] | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, key_name: str = "first") -> Self:
        environment = {
            "ISSUER": self.issuer,
            "PORT": str(self.port),
            "KEY": key(key_name),
            "CLIENT": CLIENT,
            "SECRET": SECRET,
            "APP": self.app_url,
            "CLAIMS": json.dumps(self.claims),
        }
        self.process = subprocess.Popen(
            ["node", str(Path(__file__).with_name("provider.mjs"))],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        assert "listening" in self.process.stdout.readline()
        return self

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def rotate(self) -> None:
        self.stop()
        self.start("second")

    def answer(self, address: str, name: str) -> str:
        """Sign in at the provider as a browser would; the address it sends the browser back to."""
        with httpx2.Client(follow_redirects=False, timeout=10) as browser:
            reply = browser.get(address)
            while True:
                if reply.is_redirect:
                    then = urljoin(str(reply.url), reply.headers["location"])
                    if urlsplit(then).port != self.port:
                        return then
                    reply = browser.get(then)
                    continue
                action = re.search(r'<form[^>]*action="([^"]+)"', reply.text)
                assert action, reply.text[:500]
                said = {"prompt": "login", "login": name, "password": "any"}
                if "consent" in reply.text:
                    said = {"prompt": "consent"}
                reply = browser.post(urljoin(str(reply.url), action[1]), data=said)


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    port = free_port()
    settings = replace(
        installed(tmp_path),
        oidc_issuer=f"http://127.0.0.1:{port}",
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_roles_claim="groups",
        oidc_role_map="hr-team=analyst; ops=operator",
    )
    made = Rooms(settings)
    factories.staffed(made, 24)
    with made.identity() as session:
        roles.add_user(session, email="p1@example.org", role=Role.COACH)
    yield made
    made.dispose()


@pytest.fixture
def company(rooms: Rooms) -> Iterator[Company]:
    port = urlsplit(rooms.settings.oidc_issuer).port
    assert port
    made = Company(rooms.settings.app_url, port).start()
    yield made
    made.stop()


@pytest.fixture
def browser(rooms: Rooms) -> Iterator[TestClient]:
    app = create_app(rooms.settings, rooms)
    with TestClient(app, base_url=rooms.settings.app_url, follow_redirects=False) as client:
        yield client
