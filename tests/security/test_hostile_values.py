"""Values that databases refuse in ways of their own are refused in words, on either of them."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.described import READS
from tests import postgres
from tests.installing import installed
from tests.security import accounts
from tests.security.test_matrix import calls

NEITHER = "%00", "%ff", "9" * 20, "%F0%9F%92%A9", "..%2f..%2fetc%2fpasswd", "a" * 3000
TEXTS = "a\0b", "\ud800", "a" * 200_000
WAVE = {"title": "a", "instrument": "pulse_short", "opens_on": "2026-12-01",
        "closes_on": "2026-12-10", "k": 5}  # fmt: skip
NUMBERS = 10**9, 10**12, 10**30, -1


@pytest.fixture(
    scope="module", params=[pytest.param("sqlite", marks=pytest.mark.slow), "postgresql"]
)
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    if request.param == "postgresql" and not postgres.available():
        pytest.skip("no PostgreSQL programs here")
    settings = installed(tmp_path_factory.mktemp("hostile"), engine=request.param)
    accounts.enlist(settings)
    app = create_app(settings)
    with TestClient(app, base_url=settings.app_url, raise_server_exceptions=False) as made:
        made.headers.update(accounts.OURS)
        yield made


@pytest.mark.parametrize("who", [Role.ADMINISTRATOR, Role.ANALYST])
def test_no_part_of_a_path_or_question_ends_in_a_fault(client: TestClient, who: Role) -> None:
    accounts.sign_in(client, who)
    faults = []
    for value in NEITHER:
        question = f"?scale={value}&k_from={value}&lang={value}&next={value}"
        for route, method in calls(client.app):  # type: ignore[arg-type]
            path = re.sub(r"\{\w+(:\w+)?\}", value, route.path_format.replace("{kind}", "csv"))
            body = {} if method in READS else {"json": {}}
            reply = client.request(method, path + question, follow_redirects=False, **body)
            if reply.status_code >= 500:
                faults.append((method, path[:60], reply.status_code))
    assert faults == []


@pytest.mark.parametrize("text", TEXTS, ids=["nul", "surrogate", "long"])
def test_no_text_in_a_body_ends_in_a_fault(client: TestClient, text: str) -> None:
    accounts.sign_in(client, Role.ADMINISTRATOR)
    import json

    bodies = {
        "/waves": [{**WAVE, "title": text}, {**WAVE, "instrument": text}],
        "/instruments": [{"source": text}],
        "/sign-in": [{"email": text, "password": text}],
        "/sign-in/request-link": [{"email": f"{text}@example.org"}],
        "/sign-in/link": [{"secret": text}],
    }
    for path, said in bodies.items():
        for one in said:
            reply = client.post(path, content=json.dumps(one), headers=JSON)
            assert 200 <= reply.status_code < 500, (path, reply.status_code, reply.text[:200])
    assert client.post("/roster", content=text.encode(errors="surrogatepass")).status_code == 422


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_in_a_body_ends_in_a_fault(client: TestClient, number: int) -> None:
    accounts.sign_in(client, Role.ADMINISTRATOR)
    for name in ("k", "team_days"):
        reply = client.post("/waves", json={**WAVE, name: number})
        assert reply.status_code < 500, (name, reply.text[:200])
