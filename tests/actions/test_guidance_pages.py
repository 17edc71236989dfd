"""What just happened? Open to everybody, before any wave; what is for HR stays with HR."""

import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dashboard.api import COOKIE, Api, Door
from dashboard.first import markup
from dashboard.pages.route import render
from dashboard.pages.view import Page
from dashboard.texts import catalogue, speaking
from survey_api.access import PERMISSIONS, Permission, Role
from survey_api.actions.guidance import SITUATIONS
from survey_api.app import create_app
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from survey_api.published.schemas.guidance import GuidanceRole
from tests import factories
from tests.dashboard.samples import words_of
from tests.installing import installed

PASSWORD = "correct-horse-battery"
COACH, ANALYST, OPERATOR = "coach@example.org", "hr@example.org", "op@example.org"
LEADER, EMPLOYEE = "p0@example.org", "p1@example.org"
PLACES = {COACH: Role.COACH, ANALYST: Role.ANALYST, OPERATOR: Role.OPERATOR}
HR_PART = "/actions/guidance/termination?role=hr"


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path_factory.mktemp("guidance")))
    factories.staffed(made)
    with made.identity() as session:
        for email in (LEADER, EMPLOYEE):
            roles.add_user(session, email=email, role=Role.RESPONDENT, password=PASSWORD)
        for email, role in PLACES.items():
            roles.add_user(session, email=email, role=role, name=role, password=PASSWORD)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def client(rooms: Rooms) -> Iterator[TestClient]:
    with TestClient(create_app(rooms.settings), base_url=rooms.settings.app_url) as made:
        yield made


@pytest.fixture(scope="module")
def cookies(client: TestClient) -> dict[str, str]:
    found = {}
    for email in (*PLACES, LEADER, EMPLOYEE):
        client.cookies.clear()
        said = {"email": email, "password": PASSWORD}
        client.post("/sign-in", json=said, headers={"Sec-Fetch-Site": "same-origin"})
        found[email] = client.cookies[COOKIE]
    client.cookies.clear()
    return found


def asked(client: TestClient, cookie: str, path: str, language: str = "en") -> TestClient:
    return client.get(path, headers={"Cookie": f"{COOKIE}={cookie}", "Accept-Language": language})


def page(client: TestClient, cookie: str, path: str) -> Page:
    door = Door("http://unused")
    door.client = client
    made = render(Api(door, cookie), f"/dashboard/{path}", "")
    assert not door.kept
    return made


def test_nobody_reads_without_signing_in(client: TestClient) -> None:
    assert client.get("/actions/guidance").status_code == 401
    assert client.get("/actions/guidance/shame").status_code == 401


@pytest.mark.parametrize("email", [COACH, ANALYST, OPERATOR, LEADER, EMPLOYEE])
def test_everybody_reads_everything_but_what_is_reserved(
    client: TestClient, cookies: dict[str, str], email: str
) -> None:
    listed = asked(client, cookies[email], "/actions/guidance").json()
    assert [one["id"] for one in listed] == list(SITUATIONS)
    for one in listed:
        is_reserved = one["id"] == "termination" and email != ANALYST
        expected = [role for role in GuidanceRole if not (is_reserved and role == "hr")]
        assert one["roles"] == expected
        for role in one["roles"]:
            path = f"/actions/guidance/{one['id']}?role={role}"
            assert asked(client, cookies[email], path).json()["role"] == role


def test_the_hr_part_of_a_termination_is_for_hr(
    client: TestClient, cookies: dict[str, str]
) -> None:
    assert PERMISSIONS[Permission.SEE_HR_GUIDANCE] == {Role.ANALYST, Role.ADMINISTRATOR}
    assert "§\N{NO-BREAK SPACE}102 BetrVG" in asked(client, cookies[ANALYST], HR_PART).text
    for email in (COACH, OPERATOR, LEADER, EMPLOYEE):
        refused = asked(client, cookies[email], HR_PART)
        assert refused.status_code == 403
        assert "BetrVG" not in refused.text and "HR partners" in refused.json()["detail"]


def test_a_coach_reads_guidance_and_nothing_else() -> None:
    held = {one for one, allowed in PERMISSIONS.items() if Role.COACH in allowed}
    assert held == {Permission.SEE_GUIDANCE}


def test_unknown_situations_and_roles_are_refused(
    client: TestClient, cookies: dict[str, str]
) -> None:
    assert asked(client, cookies[COACH], "/actions/guidance/revenge").status_code == 404
    assert asked(client, cookies[COACH], "/actions/guidance/shame?role=spy").status_code == 422


def test_the_reader_s_language_is_spoken_and_no_copy_is_kept(
    client: TestClient, cookies: dict[str, str]
) -> None:
    reply = asked(client, cookies[EMPLOYEE], "/actions/guidance/shame", "de-AT,en;q=0.5")
    assert reply.json()["title"] == "Wenn sich jemand nach einem Misserfolg schämt"
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Accept-Language" in reply.headers["Vary"] and "ETag" not in reply.headers


def test_who_reads_what_is_nowhere_written(
    client: TestClient, cookies: dict[str, str], rooms: Rooms, caplog: pytest.LogCaptureFixture
) -> None:
    def written() -> dict[str, bytes]:
        folder = rooms.settings.data_dir
        return {
            str(path): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.endswith("-shm")
        }

    asked(client, cookies[EMPLOYEE], "/published/me")
    before = written()
    with caplog.at_level(logging.DEBUG, logger="survey_api"):
        asked(client, cookies[EMPLOYEE], "/actions/guidance/burnout?role=colleague")
    assert written() == before
    assert "burnout" not in "".join(
        one.getMessage() for one in caplog.records if "survey_api" in one.name
    )


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("email", [COACH, OPERATOR, EMPLOYEE])
def test_what_just_happened_opens_without_results_and_before_any_wave(
    client: TestClient, cookies: dict[str, str], email: str, locale: str
) -> None:
    with speaking(locale):
        made = page(client, cookies[email], "guidance")
    told, links = words_of(made.body), markup(made.body)
    assert made.title == catalogue(locale)["nav.guidance"] and not made.is_sure
    for name in SITUATIONS:
        assert f'href="/dashboard/guidance/{name}"' in links
    for practice in ("support", "listen", "reassure", "notice", "together"):
        assert catalogue(locale)[f"practice.{practice}"] in told
    assert catalogue(locale)["guidance.unwatched"] in told


@pytest.mark.parametrize(
    ("email", "role"),
    [(COACH, "coach"), (ANALYST, "hr"), (LEADER, "manager"), (EMPLOYEE, "colleague")],
)
def test_a_text_opens_as_the_reader_s_own_role_and_the_others_are_one_link_away(
    client: TestClient, cookies: dict[str, str], email: str, role: str
) -> None:
    made = page(client, cookies[email], "guidance/big_mistake")
    drawn = markup(made.body)
    assert f'href="/dashboard/guidance/big_mistake/{role}" aria-current="page"' in drawn
    assert drawn.count("/dashboard/guidance/big_mistake/") == len(GuidanceRole)
    told = words_of(made.body)
    for key in ("next", "try", "avoid", "follow", "not", "sources"):
        assert catalogue("en")[f"guidance.{key}"] in told
    assert not made.is_sure


def test_the_page_of_a_termination_opens_for_everybody_as_themselves(
    client: TestClient, cookies: dict[str, str]
) -> None:
    for email, tabs in ((EMPLOYEE, 3), (ANALYST, 4)):
        drawn = markup(page(client, cookies[email], "guidance/termination").body)
        assert drawn.count('href="/dashboard/guidance/termination/') == tabs
        assert ("BetrVG" in drawn) == (email == ANALYST)
    refused = markup(page(client, cookies[EMPLOYEE], "guidance/termination/hr").body)
    assert "BetrVG" not in refused and catalogue("en")["forbidden.title"] in refused


@pytest.mark.parametrize("path", ["revenge", "shame/spy", "shame/hr/more"])
def test_an_unknown_page_is_missing(client: TestClient, cookies: dict[str, str], path: str) -> None:
    told = words_of(page(client, cookies[EMPLOYEE], f"guidance/{path}").body)
    assert catalogue("en")["missing.title"] in told
