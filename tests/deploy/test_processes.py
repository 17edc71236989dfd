"""The composition without a container engine: each process with only its own role and keys."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from survey_api import clock
from survey_api.access import Role
from survey_api.catalogue import library
from survey_api.cli.main import app
from survey_api.cli.serve import Part
from survey_api.conduct import cards, comment_section, erasing, rounds
from survey_api.conduct.publishing import released_statement
from survey_api.credentials.ballot_code import BallotCode
from survey_api.identity import roles
from survey_api.published.comment_models import CommentSection
from survey_api.respondent.code import taken_up
from survey_api.respondent.questionnaire import comment
from survey_api.respondent.transport import HttpTransport, answer, open_wave, seal_ballot, send
from tests import factories, postgres
from tests.deploy.site import Site, grant, made_site, run_init
from tests.running import Running, bring

pytestmark = pytest.mark.postgres
N_PEOPLE, N_CARDS, N_WRITE = 54, 6, 10
ADMINISTRATOR, READER, LEADER = "ada@example.org", "reader@example.org", "p0@example.org"
ANALYST, PASSWORD = "hr@example.org", "quite-a-long-word-1"
OVERSIGHT = "council@example.org"
OWN = "pulse_of_our_own"
QUESTION = "\ncomments:\n  - id: wish\n    text: {en: What to change, de: Was anders sein soll}\n"
HEADERS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return made_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def place(site: Site) -> Iterator[Running]:
    parts = (Part.BALLOTS, Part.API, Part.DASHBOARD, Part.WORKER)
    environments = {part: site.of(part).environment() for part in parts}
    with Running(site.of("worker"), parts=parts, environments=environments) as running:
        yield running


@pytest.fixture(scope="module")
def administrator(place: Running) -> Iterator[httpx2.Client]:
    """Somebody in charge, signed in at the application over HTTP."""
    with place.rooms.identity() as session:
        for email, role in (
            (ADMINISTRATOR, Role.ADMINISTRATOR),
            (READER, Role.COMMENT_READER),
            (ANALYST, Role.ANALYST),
            (OVERSIGHT, Role.OVERSIGHT),
        ):
            roles.add_user(session, email=email, role=role, name="Ada", password=PASSWORD)
    client = signed_in(place, ADMINISTRATOR)
    yield client
    client.close()


def signed_in(place: Running, email: str) -> httpx2.Client:
    client = httpx2.Client(base_url=place.settings.app_url, timeout=20, headers=HEADERS)
    given = {"email": email, "password": PASSWORD}
    assert client.post("/sign-in", json=given).status_code == 204
    return client


@pytest.fixture(scope="module")
def wave(place: Running, administrator: httpx2.Client) -> str:
    """A wave that was opened, answered and closed by asking the application for it."""
    silent = b"".join(b"\nx%d,Somebody,,Finance," % at for at in range(N_CARDS))
    roster = factories.roster_csv(N_PEOPLE) + silent
    assert administrator.post("/roster?dry_run=false", content=roster).status_code == 200
    with place.rooms.identity() as session:
        roles.add_user(session, email=LEADER, role=Role.RESPONDENT, password=PASSWORD)
    source = library.source(factories.INSTRUMENT)
    version = library.load(factories.INSTRUMENT).version
    source = source.replace(f"version: {version}", f"version: {version + 1}") + QUESTION
    source = source.replace(f"id: {factories.INSTRUMENT}", f"id: {OWN}", 1)
    assert administrator.post("/instruments", json={"source": source}).status_code == 201
    today = clock.today()
    asked = {"title": "First", "instrument": OWN, "opens_on": str(today)}
    asked["closes_on"] = str(today + timedelta(days=14))
    made = administrator.post("/waves", json=asked)
    assert made.status_code == 201
    found = str(made.json()["id"])
    bring(administrator, found, "open", until="open")
    links = factories.links(place.rooms, found)
    for number, who in enumerate(list(links)[:N_WRITE]):
        said = [comment("wish", f"Text {number}", may_publish=number == 0)]
        answer(links.pop(who), factories.answers_of(number), comments=said)
    factories.answer_all(links)
    answer_by_card(place, found)
    bring(administrator, found, "close", until="released")
    return found


def answer_by_card(place: Running, wave: str) -> None:
    """Cards are printed in the worker's role and cast like any ballot."""
    printing = cards.prepare(place.rooms, wave, "Finance", few=False)
    cards.finish(place.rooms, printing)
    with HttpTransport(place.settings.survey_url) as over:
        view = open_wave(over, wave)
        for number, (_label, code) in enumerate(printing.pack.cards):
            draft, token = taken_up(view, BallotCode.read(code))
            send(over, view, seal_ballot(view, draft, token, factories.answers_of(number)))


def test_a_whole_wave_runs_with_every_process_in_its_own_role(place: Running, wave: str) -> None:
    with place.rooms.reading() as session:
        assert released_statement(session, wave)["accepted"] == N_PEOPLE + N_CARDS


def test_every_deed_of_the_application_is_within_its_role(
    administrator: httpx2.Client, wave: str
) -> None:
    link = administrator.post("/sign-in/request-link", json={"email": ADMINISTRATOR})
    assert link.status_code == 204
    assert administrator.get("/published/waves").status_code == 200
    assert administrator.post("/sign-out").status_code == 303


def desk(place: Running, wave: str) -> tuple[httpx2.Client, str]:
    return signed_in(place, READER), f"/actions/waves/{wave}/comments"


def done(reply: httpx2.Response) -> Any:
    assert reply.status_code < 300, (reply.request.url.path, reply.status_code, reply.text)
    return reply.json() if reply.content else None


def test_the_comment_desk_works_within_its_role(place: Running, wave: str) -> None:
    client, here = desk(place, wave)
    first, second, *_ = [one["place"] for one in done(client.get(here))["comments"]]
    theme = done(client.post(f"{here}/themes", json={"title": "Rotas"}))["id"]
    done(client.put(f"{here}/{first}/theme", json={"theme": theme}))
    said = {"stance": "wont", "answer": "The contract runs until May."}
    done(client.put(f"{here}/themes/{theme}/answer", json=said))
    done(client.put(f"{here}/{second}/held-back"))
    done(client.delete(f"{here}/{second}/held-back"))
    other = done(client.post(f"{here}/themes", json={"title": "Empty"}))["id"]
    done(client.delete(f"{here}/themes/{other}"))


def test_leaders_deeds_are_within_the_role(place: Running, wave: str, unit: str) -> None:
    leader = signed_in(place, LEADER)
    due = str(clock.today() + timedelta(days=9))
    said = {"what": "A rota for everybody", "due_on": due}
    made = done(leader.post(f"/actions/waves/{wave}/units/{unit}", json=said))
    here = f"/actions/commitments/{made['id']}"
    changed = done(leader.patch(here, json={**said, "what": "Two rotas", "version": 1}))
    kept = {"did": "Both hang there now", "version": changed["version"]}
    done(leader.post(f"{here}/done", json=kept))
    again = done(leader.post(f"/actions/waves/{wave}/units/{unit}", json=said))
    gone = {"because": "The house was sold", "version": again["version"]}
    done(leader.post(f"/actions/commitments/{again['id']}/withdraw", json=gone))
    beside = f"/actions/waves/{wave}/units/{unit}/supporter"
    done(leader.put(beside, json={"email": "p30@example.org"}))
    done(leader.delete(beside))
    done(leader.put("/actions/week/mails", json={"paused": True}))


@pytest.fixture(scope="module")
def unit(place: Running, wave: str) -> str:
    """The unit that the leader leads."""
    found = signed_in(place, LEADER).get(f"/published/waves/{wave}/units").json()
    return next(str(one["unit"]) for one in found if one["label"] == "Customer care")


@pytest.mark.parametrize("email", [ADMINISTRATOR, ANALYST, OVERSIGHT, LEADER, READER])
def test_every_address_that_is_read_answers_within_the_role(
    place: Running, wave: str, unit: str, email: str
) -> None:
    """Allowed or refused by our own rules; never a fault of the database."""
    known = {"wave": wave, "unit": unit, "kind": "png", "name": "sign-in.css", "situation": "any"}
    known |= {"theme": "any", "place": "1", "notice": "measures", "form": "md"}
    nobodys = "00000000-0000-0000-0000-000000000000"
    client = signed_in(place, email)
    paths = client.get("/openapi.json").json()["paths"]
    reading = [path for path, verbs in paths.items() if "get" in verbs]
    assert len(reading) > 25
    for path in reading:
        filled = re.sub(r"{(\w+)}", lambda part: known.get(part[1], nobodys), path)
        status = client.get(filled).status_code
        assert status in {200, 204, 303, 401, 403, 404, 422}, (path, status)


def test_the_public_files_of_a_wave_are_read_within_the_role(place: Running, wave: str) -> None:
    for path in ("manifest/{}", "manifest/{}/signature", "questionnaire/{}", "statement/{}"):
        found = httpx2.get(f"{place.settings.survey_url}/" + path.format(wave), timeout=20)
        assert found.status_code == 200, path


def test_every_round_of_the_worker_is_within_its_role(place: Running, wave: str) -> None:
    for timer in rounds.timers(place.rooms):
        timer.call()
    with place.rooms.reading() as session:
        day = session.get_one(CommentSection, wave).publish_on
    with clock.travel(clock.now() + (day - clock.today()) + timedelta(minutes=1)):
        assert comment_section.publish_due(place.rooms) == 1
    client, here = desk(place, wave)
    told = [one for one in done(client.get(here))["comments"] if one["kind"] == "moment"]
    done(client.put(f"{here}/{told[0]['place']}/withdrawn"))


@pytest.mark.parametrize(
    "words",
    ["doctor", "db check", "wave status", "wave notice 1 --out {file}",
     "policy preview --k 5..6", "roster import {roster}", "user add new@example.org analyst",
     "instrument list"],
)  # fmt: skip
def test_the_command_line_in_the_workers_container_is_within_its_role(
    site: Site, wave: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_bytes(factories.roster_csv(N_PEOPLE))
    given = words.format(file=tmp_path / "out.pdf", roster=tmp_path / "roster.csv").split()
    result = CliRunner().invoke(app, given, env=site.of("worker").environment())
    assert "permission denied" not in result.output + str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception


def test_the_erasure_of_a_wave_is_within_the_workers_role(place: Running, wave: str) -> None:
    with clock.travel(clock.now() + timedelta(days=40)):
        assert [one.wave for one in erasing.erase_due(place.rooms)] == [wave]
    with place.rooms.ballots_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM envelope")) == 0


def test_nothing_was_refused_to_anybody_by_the_database(place: Running, wave: str) -> None:
    """Also where a process would have swallowed it: the server says what it refused."""
    told = (postgres.cluster().home / "log").read_text(encoding="utf-8")
    assert re.findall(r"permission denied for (?!database).*", told) == []


def test_init_and_grants_may_be_repeated_after_an_update(site: Site, wave: str) -> None:
    keys = {path: path.read_bytes() for path in site.home.rglob("*.key")}
    assert len(keys) >= 8
    run_init(site)
    grant(site)
    assert {path: path.read_bytes() for path in site.home.rglob("*.key")} == keys


@pytest.mark.parametrize(("role", "room"), [("api", "ballots"), ("ballots", "identity")])
def test_a_role_is_refused_the_foreign_room(site: Site, role: str, room: str) -> None:
    address = site.url(room, role).replace("postgresql+psycopg", "postgresql")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(address)


def test_the_dashboard_process_answers_without_any_database(place: Running, site: Site) -> None:
    settings = site.of("dashboard")
    address = f"http://{settings.bind_host}:{settings.dashboard_port}/dashboard/"
    for _try in range(200):
        try:
            assert httpx2.get(address, timeout=20).status_code < 500
            break
        except httpx2.ConnectError:
            time.sleep(0.1)
    else:
        raise AssertionError("the dashboard did not start")
    assert not list((site.home / "dashboard").rglob("*.sqlite"))


@pytest.mark.parametrize("name", ["api", "ballots", "dashboard"])
def test_no_process_made_itself_a_database_it_was_not_given(
    site: Site, wave: str, name: str
) -> None:
    files = [path.name for path in (site.home / name).rglob("*.sqlite") if "spool" not in str(path)]
    assert not files
