"""The published API over a real release: scope, the two public texts, the same 404, ETags."""

import csv
import io
import statistics
import time

from starlette.testclient import TestClient

from survey_api import audit
from survey_api.access import Role
from survey_api.app import create_app, create_survey_app
from survey_api.identity import roles
from survey_api.published.schemas.words import PublicText
from survey_api.web.client import client_digest
from tests import released
from tests.published.conftest import (
    ANALYST,
    EMPLOYEE,
    LEADER,
    OPERATOR,
    SMALL_LEADER,
    signed_in,
    unit_named,
)

NOWHERE = "unknownunit"


def test_nobody_reads_anything_without_signing_in(app: TestClient, place: released.Place) -> None:
    app.cookies.clear()
    for path in ("/published/me", "/published/waves", f"/published/waves/{place.waves[0]}/units"):
        assert app.get(path).status_code == 401


def test_a_leader_sees_their_own_team_and_no_other(app: TestClient, place: released.Place) -> None:
    client = signed_in(app, LEADER)
    seen = client.get(f"/published/waves/{place.waves[-1]}/units").json()
    assert [one["label"] for one in seen] == ["Customer care"]
    own = client.get(f"/published/waves/{place.waves[-1]}/units/{seen[0]['unit']}").json()
    assert own["shown"] and own["scales"][0]["figure"]["value"]


def test_a_wave_names_the_program_that_people_answered_with(
    app: TestClient, place: released.Place
) -> None:
    waves = signed_in(app, LEADER).get("/published/waves").json()
    assert {one["client_sha256"] for one in waves} == {client_digest()}


def test_foreign_and_unknown_units_get_the_same_404(app: TestClient, place: released.Place) -> None:
    client = signed_in(app, LEADER)
    foreign = unit_named(place, "Platform")
    wave = place.waves[-1]
    replies = [client.get(f"/published/waves/{wave}/units/{one}") for one in (foreign, NOWHERE)]
    assert [one.status_code for one in replies] == [404, 404]
    assert replies[0].content == replies[1].content
    trends = [client.get(f"/published/units/{one}/trend") for one in (foreign, NOWHERE)]
    assert [one.status_code for one in trends] == [404, 404]
    assert trends[0].content == trends[1].content


def test_a_withheld_unit_in_view_says_one_of_the_two_texts(
    app: TestClient, place: released.Place
) -> None:
    client = signed_in(app, ANALYST)
    nodes = client.get(f"/published/waves/{place.waves[-1]}/units").json()
    hidden = [one for one in nodes if not one["shown"]]
    assert hidden
    for one in hidden:
        reply = client.get(f"/published/waves/{place.waves[-1]}/units/{one['unit']}")
        assert reply.status_code == 200
        found = reply.json()
        assert found["text"] in set(PublicText)
        assert not any(scale["figure"]["value"] for scale in found["scales"])
        assert found["n_band"] is None and found["participation"] is None


def test_the_leader_of_a_team_too_small_sees_the_group_it_counts_in(
    app: TestClient, place: released.Place
) -> None:
    client = signed_in(app, SMALL_LEADER)
    me = client.get("/published/me").json()
    assert me["units"] and "Dispatch" not in me["units"][0]["label"]


def test_the_operator_configures_and_sees_no_result(app: TestClient, place: released.Place) -> None:
    client = signed_in(app, OPERATOR)
    assert client.get(f"/published/waves/{place.waves[-1]}/units").status_code == 403
    assert client.get(f"/published/waves/{place.waves[-1]}/export.csv").status_code == 403


def test_the_csv_holds_the_same_cells_as_the_api(app: TestClient, place: released.Place) -> None:
    client = signed_in(app, ANALYST)
    wave = place.waves[-1]
    text = client.get(f"/published/waves/{wave}/export.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    nodes = client.get(f"/published/waves/{wave}/units").json()
    assert {row["unit_id"] for row in rows} == {one["unit"] for one in nodes}
    for one in nodes:
        found = client.get(f"/published/waves/{wave}/units/{one['unit']}").json()
        shown = {s["scale"]["id"]: s["figure"]["value"] or "" for s in found["scales"]}
        shown |= {i["item"]: i["figure"]["value"] or "" for i in found["items"]}
        mine = {r["measure_id"]: r["value"] for r in rows if r["unit_id"] == one["unit"]}
        assert mine == (shown if found["shown"] else {"": ""})


def test_the_csv_says_ranges_changes_and_percentages_as_the_api_does(
    app: TestClient, place: released.Place
) -> None:
    client, wave = signed_in(app, ANALYST), place.waves[-1]
    text = client.get(f"/published/waves/{wave}/export.csv").content.decode("utf-8-sig")
    rows = {(row["unit_id"], row["measure_id"]): row for row in csv.DictReader(io.StringIO(text))}
    n_big = n_moved = 0
    for node in client.get(f"/published/waves/{wave}/units").json():
        found = client.get(f"/published/waves/{wave}/units/{node['unit']}").json()
        for one in found["scales"] if found["shown"] else ():
            row, figure = rows[node["unit"], one["scale"]["id"]], one["figure"]
            if figure["range"]:
                assert [row["range_low"], row["range_high"]] == [*figure["range"].values()]
            if figure["change"]:
                n_moved += 1
                last = figure["change"]["last"]
                assert row["change_since_last"] == (last["difference"] or "")
                assert row["verdict_since_last"] == last["beyond"].replace("_", " ")
                assert row["with_everyone_since_last"] == last["everyone"].replace("_", " ")
        for one in found["items"] if found["shown"] else ():
            shares = one["figure"]["shares"]
            n_big += shares is not None
            row = rows[node["unit"], one["item"]]
            assert [row[f"share_{at}"] for at in range(1, 6)] == list(map(str, shares or [""] * 5))
    assert n_big == 6 and n_moved >= 4


def test_the_page_of_a_unit_says_what_it_is_made_of_and_whether_it_is_the_same(
    app: TestClient, place: released.Place
) -> None:
    client = signed_in(app, ANALYST)
    states = []
    for wave in place.waves:
        nodes = client.get(f"/published/waves/{wave}/units").json()
        pages = [client.get(f"/published/waves/{wave}/units/{n['unit']}").json() for n in nodes]
        shown = {one["label"]: one for one in pages if one["shown"]}
        assert shown["Customer care"]["level"] == "atom"
        assert {one["level"] for one in shown.values()} >= {"atom", "inner", "big"}
        states.append(shown["Customer care"]["continuity"])
        worth = client.get(f"/published/waves/{wave}/statistics").json()
        assert worth == {"wave": wave, "statistics": None}  # fewer than 100 people
    assert [one["state"] for one in states] == ["first", "continues"]
    assert states[1]["wave"] == place.waves[0]


def test_asking_for_a_part_of_the_answers_changes_nothing(
    app: TestClient, place: released.Place
) -> None:
    client, wave = signed_in(app, ANALYST), place.waves[-1]
    for path in (f"/published/waves/{wave}/units", f"/published/waves/{wave}/export.csv"):
        plain = client.get(path)
        for wish in ("min_n=1", "filter=tenure", "where=1=1", "group_by=item", "as_of=2026-01-01"):
            assert client.get(f"{path}?{wish}").content == plain.content


def test_an_export_after_a_restart_gives_the_same_bytes(
    app: TestClient, place: released.Place
) -> None:
    paths = [f"/published/waves/{wave}/export.csv" for wave in place.waves]
    before = [signed_in(app, ANALYST).get(path).content for path in paths]
    with TestClient(create_app(place.settings), base_url=place.settings.app_url) as restarted:
        after = [signed_in(restarted, ANALYST).get(path).content for path in paths]
    assert before == after


def test_unknown_and_forbidden_take_comparable_time(app: TestClient, place: released.Place) -> None:
    client, wave = signed_in(app, LEADER), place.waves[-1]
    took: dict[str, list[float]] = {unit_named(place, "Platform"): [], NOWHERE: []}
    for _ in range(40):
        for unit, seconds in took.items():
            started = time.perf_counter()
            client.get(f"/published/waves/{wave}/units/{unit}")
            seconds.append(time.perf_counter() - started)
    foreign, unknown = (statistics.median(one) for one in took.values())
    assert 0.5 < foreign / unknown < 2


def test_an_export_is_recorded_before_it_leaves(app: TestClient, place: released.Place) -> None:
    from survey_api.catalogue.models import AuditEvent

    signed_in(app, ANALYST).get(f"/published/waves/{place.waves[0]}/export.csv")
    with place.rooms.published() as session:
        assert session.query(AuditEvent).filter_by(action="export csv").count() >= 1


def test_the_same_bytes_are_sent_once(app: TestClient, place: released.Place) -> None:
    client = signed_in(app, ANALYST)
    path = f"/published/waves/{place.waves[-1]}/units"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert not first.headers["etag"].startswith("W/")


def test_the_trend_has_a_point_for_each_released_wave(
    app: TestClient, place: released.Place
) -> None:
    client = signed_in(app, LEADER)
    unit = unit_named(place, "Customer care")
    trend = client.get(f"/published/units/{unit}/trend?scale=safety").json()
    assert [point["wave"] for point in trend["points"]] == list(place.waves)
    assert all(point["organisation"]["value"] for point in trend["points"])


def test_no_endpoint_takes_a_predicate(app: TestClient) -> None:
    paths = app.get("/openapi.json").json()["paths"]
    queries = {
        parameter["name"]
        for path, verbs in paths.items()
        if path.startswith(("/published", "/actions"))
        and not path.startswith("/actions/guidance/")  # texts, in which there is no figure
        for verb in verbs.values()
        for parameter in verb.get("parameters", [])
        if parameter["in"] == "query"
    }
    assert queries <= {"scale"}


def test_a_422_says_where_and_why_and_never_what_was_sent(
    app: TestClient, place: released.Place
) -> None:
    client = signed_in(app, LEADER)
    unit = unit_named(place, "Customer care")
    reply = client.post(
        f"/actions/waves/{place.waves[-1]}/units/{unit}",
        json={"what": "SECRET-CANARY", "due_on": "CANARY-DATE"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert reply.status_code == 422
    assert "CANARY" not in reply.text and "due_on" in reply.text


def test_a_leader_promises_something_and_the_team_sees_it(
    app: TestClient, place: released.Place
) -> None:
    unit, wave = unit_named(place, "Customer care"), place.waves[-1]
    path = f"/actions/waves/{wave}/units/{unit}"
    said = {"what": "Ten minutes after each shift.", "due_on": "2099-01-31"}
    leader = signed_in(app, LEADER)
    made = leader.post(path, json=said, headers={"Sec-Fetch-Site": "same-origin"})
    assert made.status_code == 201
    employee = signed_in(app, EMPLOYEE)
    shown = employee.get(path).json()
    assert shown["guidance"]["steps"] and not shown["may_commit"]
    assert [one["what"] for one in shown["commitments"]] == [said["what"]]
    refused = employee.post(path, json=said, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 403


def test_a_promise_cannot_be_posted_from_a_foreign_site(
    app: TestClient, place: released.Place
) -> None:
    unit, wave = unit_named(place, "Customer care"), place.waves[-1]
    reply = signed_in(app, LEADER).post(
        f"/actions/waves/{wave}/units/{unit}",
        json={"what": "x", "due_on": "2099-01-31"},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    )
    assert reply.status_code == 403


def test_a_manifest_is_the_same_bytes_in_either_encoding(place: released.Place) -> None:
    client = TestClient(create_survey_app(place.settings, place.rooms))
    for kind in ("manifest", "questionnaire"):
        path = f"/{kind}/{place.waves[0]}"
        plain = client.get(path, headers={"Accept-Encoding": "identity"})
        packed = client.get(path, headers={"Accept-Encoding": "br"})
        assert packed.content == plain.content
        sizes = [int(one.headers["Content-Length"]) for one in (packed, plain)]
        assert sizes[0] < 0.7 * sizes[1]


def test_a_glance_is_the_same_until_rights_or_anything_published_change(
    app: TestClient, place: released.Place
) -> None:
    client = signed_in(app, OPERATOR)
    first = client.get("/published/glance").json()
    assert client.get("/published/glance").json() == first
    audit.record(place.rooms.published_engine, None, "test", "something changed")
    second = client.get("/published/glance").json()
    assert second["revision"] > first["revision"] and second["viewer"] == first["viewer"]
    with place.rooms.identity() as session:
        person = roles.find(session, OPERATOR)
        roles.grant(session, person.id, Role.OVERSIGHT)
    assert client.get("/published/glance").json()["viewer"] != first["viewer"]
    with place.rooms.identity() as session:
        roles.revoke_role(session, person.id, Role.OVERSIGHT)
    assert client.get("/published/glance").json()["viewer"] == first["viewer"]
