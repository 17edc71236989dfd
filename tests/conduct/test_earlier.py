"""Results of before: taken in by file, shown beside the trend and never mixed into it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from typer.testing import CliRunner

import survey_api
from survey_api import clock
from survey_api.access import Role
from survey_api.app import create_app
from survey_api.catalogue import library
from survey_api.catalogue.models import AuditEvent
from survey_api.cli.main import app as program
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from tests import factories
from tests.installing import installed

PASSWORD = "correct-horse-battery"
ROOT = Path(survey_api.__file__).parent
OURS = {"Sec-Fetch-Site": "same-origin"}
DAY = str(clock.today() - timedelta(days=400))
MEANS = """unit,measure,mean,n
Test & Sons,index,3.61,54
Operations,index,"3,5",23
Engineering / Apps,index,4.9,6
Engineering / Tools,index,3.9,2
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def rooms(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rooms]:
    folder: Path = tmp_path_factory.mktemp("earlier")
    made = Rooms(installed(folder, engine=request.param))
    factories.staffed(made)
    with made.identity() as session:
        for role in (Role.ANALYST, Role.OPERATOR):
            roles.add_user(
                session, email=f"{role}@example.org", role=role, name=role, password=PASSWORD
            )
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def app(rooms: Rooms) -> Iterator[TestClient]:
    with TestClient(create_app(rooms.settings), base_url=rooms.settings.app_url) as client:
        sign_in(client, Role.ANALYST)
        yield client


def sign_in(client: TestClient, role: Role) -> None:
    client.headers.update(OURS)
    client.post("/sign-in", json={"email": f"{role}@example.org", "password": PASSWORD})


def said(**changes: Any) -> dict[str, Any]:
    return {"title": "Pulse 2024", "source": "Old tool", "held_on": DAY, "content": MEANS} | changes


def test_a_file_is_looked_at_then_kept_once_and_taken_out_again(
    app: TestClient, rooms: Rooms
) -> None:
    looked = app.post("/earlier", json=said(trial=True)).json()
    assert (looked["stored"], looked["few"]) == (False, 1)
    assert app.get("/earlier").json() == []
    kept = app.post("/earlier", json=said()).json()
    assert kept["result"]["n_figures"] == 3
    assert app.post("/earlier", json=said()).status_code == 409
    with rooms.reading() as session:
        assert "import earlier results" in set(session.scalars(select(AuditEvent.action)))
    assert app.delete(f"/earlier/{kept['result']['id']}").status_code == 200
    assert app.get("/earlier").json() == []
    assert app.delete(f"/earlier/{kept['result']['id']}").status_code == 404


def test_every_mistake_is_told_with_its_line_and_without_the_figure(app: TestClient) -> None:
    content = "unit,measure,mean,n\nNowhere,index,3.1,9\nOperations,happiness,7.25,0\n"
    reply = app.post("/earlier", json=said(content=content))
    assert reply.status_code == 422
    found = {(one["line"], one["where"]) for one in reply.json()["errors"]}
    places = {(2, "unit"), (3, "measure"), (3, "mean"), (3, "n")}
    assert found == {(line, f"column '{name}'") for line, name in places}
    assert "7.25" not in reply.text


def test_a_day_that_is_missing_or_to_come_is_refused(app: TestClient) -> None:
    later = str(clock.today() + timedelta(days=1))
    for day in (None, later):
        assert app.post("/earlier", json=said(held_on=day)).status_code == 422


def release(**changes: Any) -> str:
    figure = {"shown": True, "value": "3.4", "relation": "=", **changes.pop("figure", {})}
    unit = {"unit": "x", "shown": True, "n_band": "5–7", "figures": {"index": figure}, "items": {}}
    head = {"policy": {"k": 5}, "checking_only": False, "closes": None, "units": [unit]}
    return json.dumps(head | changes)


def test_a_unit_that_is_not_here_is_counted_and_not_kept(app: TestClient) -> None:
    found = app.post("/earlier", json=said(content=release(), trial=True)).json()
    assert (found["unknown"], found["result"]["n_figures"]) == (1, 0)


@pytest.mark.parametrize(
    "content",
    [
        release(checking_only=True),
        release(policy={"k": 4}),
        release(closes="soon"),
        release(units=[{}]),
        release(figure={"value": "nan"}),
        release(figure={"value": "5.1"}),
        release(figure={"value": 3.4}),
        release(figure={"relation": "<script>"}),
        "{" + '"a":[' * 50_000,
        '{"checking_only": NaN}',
    ],
)
def test_a_release_with_the_noise_off_or_that_is_none_of_ours_is_refused(
    app: TestClient, content: str
) -> None:
    reply = app.post("/earlier", json=said(content=content))
    assert reply.status_code == 422, reply.text
    assert "nothing was stored" in reply.json()["detail"]


def test_the_operator_brings_in_no_results(rooms: Rooms) -> None:
    with TestClient(create_app(rooms.settings), base_url=rooms.settings.app_url) as client:
        sign_in(client, Role.OPERATOR)
        assert client.post("/earlier", json=said()).status_code == 403


def test_rows_go_through_protect_with_their_day_and_come_in_as_protected(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CliRunner().invoke
    monkeypatch.setenv("SAFETOSAY_DATA_DIR", str(rooms.settings.data_dir))
    for room in ("identity", "ballots", "published"):
        url = getattr(rooms.settings, f"{room}_url")
        monkeypatch.setenv(f"SAFETOSAY_{room.upper()}_URL", url)
    write_rows(rooms, tmp_path)
    made = run(program, [
        "protect", str(tmp_path / "answers.csv"), "--units", str(tmp_path / "units.csv"),
        "--instrument", str(tmp_path / "i.yaml"), "--out", str(tmp_path / "safe"), "--on", DAY,
    ])  # fmt: skip
    assert made.exit_code == 0, made.output
    file, named = tmp_path / "safe" / "release.json", ["--title", "2024", "--source", "rows"]
    taken = run(program, ["history", "import", str(file), *named])
    assert taken.exit_code == 0, taken.output
    assert DAY in taken.output
    listed = run(program, ["history", "list"], env={"COLUMNS": "200"})
    assert "protected" in listed.output


def write_rows(rooms: Rooms, folder: Path) -> None:
    """Made-up answers of everybody in today's units, as another tool would export them."""
    from survey_api.catalogue.models import ReportingUnit

    with rooms.reading() as session:
        units = list(session.scalars(select(ReportingUnit).where(ReportingUnit.active)))
    tree = ["unit,parent,label", *(f'{u.id},{u.parent_id or ""},"{u.label}"' for u in units)]
    leaves = [u.id for u in units if u.id not in {one.parent_id for one in units}]
    items = [item.id for item in library.load("pulse_short").items]
    rows = [
        ",".join([leaf, *(str((at * 7 + place + person) % 4 + 2) for place in range(len(items)))])
        for at, leaf in enumerate(leaves)
        for person in range(9)
    ]
    (folder / "units.csv").write_text("\n".join(tree))
    (folder / "answers.csv").write_text("\n".join([",".join(["unit", *items]), *rows]))
    (folder / "i.yaml").write_text(library.source("pulse_short"))


def test_nothing_but_the_trend_reads_results_of_before() -> None:
    """No release, verdict, comparison or export can take them in: who names the table is known."""
    found = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if "EarlierResult" in path.read_text(encoding="utf-8")
    }
    assert found == {
        "conduct/earlier_desk.py",
        "conduct/notices/organised.py",  # whether there are any
        "published/earlier_models.py",
        "published/reader.py",
        "published/trend_view.py",
    }
