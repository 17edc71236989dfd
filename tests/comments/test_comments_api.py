"""From the sealed section to what viewers read: the day, the desk, what is held back."""

import json
from typing import Any

import pytest
from sqlalchemy import text as sql
from starlette.testclient import TestClient

from survey_api.conduct import comment_section
from survey_api.errors import SafeToSayError
from survey_api.published.models import Release
from tests.comments.conftest import (
    ANALYST,
    CANARY,
    EMPLOYEE,
    LEADER,
    READER,
    SAME,
    STRANGER,
    Place,
    desk_of,
    signed_in,
)


def unit(place: Place, label: str) -> str:
    with place.rooms.reading() as session:
        bundle = json.loads(session.get_one(Release, place.wave).bundle)
    return next(str(one["unit"]) for one in bundle["units"] if one["label"] == label)


def read(app: TestClient, place: Place, label: str) -> Any:
    return app.get(f"/published/waves/{place.wave}/units/{unit(place, label)}/comments")


def test_before_the_day_only_comment_readers_read_anything(app: TestClient, place: Place) -> None:
    for email in (LEADER, EMPLOYEE, ANALYST):
        reply = read(signed_in(app, email), place, "Customer care")
        assert reply.status_code == 200
        assert CANARY not in reply.text
        assert reply.json()["publish_on"] == place.publish_on.isoformat()
        assert reply.json()["readers"] == ["M. Kern"]
        assert app.get(desk_of(place)).status_code == 403
    app.cookies.clear()
    assert read(app, place, "Customer care").status_code == 401
    assert app.get(desk_of(place)).status_code == 401


def test_the_desk_shows_every_comment_to_a_reader_and_says_so_in_the_record(
    app: TestClient, place: Place
) -> None:
    desk = signed_in(app, READER).get(desk_of(place)).json()
    assert len([one for one in desk["comments"] if one["kind"] == "comment"]) == 14
    assert {one["label"] for one in desk["comments"]} == {"Customer care", "Test & Sons"}
    assert desk["held"] == 0
    with place.rooms.reading() as session:
        actions = set(session.scalars(sql("select action from audit_event")))
    assert "read comments" in actions


def test_nobody_without_the_role_sorts_answers_or_hides(app: TestClient, place: Place) -> None:
    here = desk_of(place)
    for email in (LEADER, ANALYST, EMPLOYEE):
        client = signed_in(app, email)
        assert client.post(f"{here}/themes", json={"title": "x"}, headers=SAME).status_code == 403
        for path in ("/0/held-back", "/0/withdrawn"):
            assert client.put(here + path, headers=SAME).status_code == 403
    foreign = {"Sec-Fetch-Site": "cross-site"}
    client = signed_in(app, READER)
    assert client.post(f"{here}/themes", json={"title": "x"}, headers=foreign).status_code == 403


def test_unknown_waves_units_and_foreign_units_are_the_same_404(
    app: TestClient, place: Place
) -> None:
    client = signed_in(app, STRANGER)
    replies = [
        read(client, place, "Customer care"),
        client.get(f"/published/waves/{place.wave}/units/nowhere/comments"),
        client.get("/published/waves/nowhere/units/nowhere/comments"),
    ]
    assert {one.status_code for one in replies} == {404}
    assert len({one.content for one in replies}) == 1
    assert signed_in(app, READER).get("/actions/waves/nowhere/comments").status_code == 404


def test_from_the_day_on_leader_team_and_hr_read_the_same(
    app: TestClient, published: Place
) -> None:
    seen = [read(signed_in(app, one), published, "Customer care") for one in (LEADER, EMPLOYEE)]
    assert seen[0].content == seen[1].content
    found = seen[0].json()
    (theme,) = found["themes"]
    assert (theme["title"], theme["stance"], theme["answered_by"]) == ("Rotas", "wont", "M. Kern")
    assert len(theme["comments"]) == 1
    assert len(found["others"]) == 12
    assert (found["held_back"], found["withdrawn"], found["held"]) == (1, 1, 0)
    assert len(found["moments"]) == 1
    assert "story" in found["moments"][0]["text"]
    whole = read(signed_in(app, ANALYST), published, "Test & Sons").json()
    assert (whole["others"], whole["themes"]) == ([], [])
    assert len(whole["moments"]) == 1
    assert all(one.keys() == {"question", "text"} for one in found["others"])


def test_what_was_held_back_or_withdrawn_is_in_no_table(published: Place) -> None:
    with published.rooms.reading() as session:
        rows = session.execute(sql("select kind, text from comment")).all()
    assert len(rows) == 16
    assert sorted(kind for kind, text in rows if text is None) == ["comment", "moment"]
    with pytest.raises(SafeToSayError, match="no longer here"):
        comment_section.opened(published.rooms, published.wave)


def test_a_moment_can_be_withdrawn_after_publication_and_disappears_everywhere(
    app: TestClient, published: Place
) -> None:
    here, client = desk_of(published), signed_in(app, READER)
    desk = client.get(here).json()
    story = next(one for one in desk["comments"] if one["kind"] == "moment" and one["text"])
    assert client.put(f"{here}/{story['place']}/withdrawn", headers=SAME).status_code == 204
    assert client.delete(f"{here}/{story['place']}/held-back", headers=SAME).status_code == 409
    assert story["text"] not in client.get(here).text
    found = read(signed_in(app, LEADER), published, "Customer care").json()
    assert (found["moments"], found["withdrawn"]) == ([], 2)
    with published.rooms.reading() as session:
        texts = session.scalars(sql("select text from comment where text is not null")).all()
    assert story["text"] not in texts


def test_no_word_of_a_comment_lies_anywhere_but_where_it_is_published(published: Place) -> None:
    """The published database holds what is out; every other file of the installation nothing."""
    home = published.settings.data_dir
    holding = {
        path.name
        for path in home.rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    }
    assert {name.split("-")[0] for name in holding} <= {"published.sqlite"}
    assert holding
