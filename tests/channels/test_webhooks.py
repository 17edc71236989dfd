"""What is said in the company's channels: once each, the same for everybody, without a secret."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from survey_api import clock
from survey_api.catalogue.models import Announcement, Wave
from survey_api.conduct import channels
from survey_api.conduct.rooms import Rooms
from tests import factories
from tests.installing import installed


@dataclass
class Chat:
    """A real server that takes posts, answers as told, and remembers."""

    replies: list[int] = field(default_factory=list)
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __enter__(self) -> "Chat":
        chat = self

        class Taking(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = chat.replies.pop(0) if chat.replies else 200
                if status == 200:
                    chat.taken.append((self.path, json.loads(body)))
                if status:
                    self.send_response(status)
                    self.end_headers()

            def log_message(self, *_said: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/{name}"


@pytest.fixture
def chat() -> Iterator[Chat]:
    with Chat() as made:
        yield made


@pytest.fixture
def rooms(chat: Chat, tmp_path: Path) -> Iterator[Rooms]:
    both = {"slack_webhook": chat.address("slack"), "teams_webhook": chat.address("teams")}
    made = Rooms(replace(installed(tmp_path), organisation="<!channel> & Sons", **both))
    factories.staffed(made, 12)
    yield made
    made.dispose()


def states(rooms: Rooms) -> dict[tuple[str, str], str]:
    with rooms.reading() as session:
        return {(one.kind, one.channel): one.state for one in session.scalars(select(Announcement))}


def test_an_opening_and_each_reminder_are_said_once_in_every_channel(
    rooms: Rooms, chat: Chat
) -> None:
    wave = factories.open_wave(rooms, title="*Pulse* <http://evil.example|click>")
    begun = clock.now()
    for day in range(15):
        with clock.travel(begun + timedelta(days=day)):
            channels.announce_due(rooms)
            channels.announce_due(rooms)
    said = [path for path, _ in chat.taken]
    assert (said.count("/slack"), said.count("/teams")) == (3, 3)
    slack = next(body for path, body in chat.taken if path == "/slack")
    assert "<!channel>" not in slack["text"] and "<http://evil" not in slack["text"]
    secrets = factories.links(rooms, wave).values()
    everything = json.dumps(chat.taken)
    assert not any(one.split("#")[1] in everything for one in secrets)
    assert wave not in everything  # no company sign-in, so no way into the survey from here


def test_a_channel_that_is_away_is_tried_again_and_one_that_refuses_is_not(
    rooms: Rooms, chat: Chat
) -> None:
    factories.open_wave(rooms)
    chat.replies = [503, 410]
    channels.announce_due(rooms)
    assert sorted(states(rooms).values()) == ["failed", "pending"]
    assert not chat.taken
    channels.announce_due(rooms)
    assert not chat.taken  # not before its time
    with clock.travel(clock.now() + timedelta(minutes=2)):
        channels.announce_due(rooms)
    assert len(chat.taken) == 1
    assert sorted(states(rooms).values()) == ["failed", "sent"]


def test_a_post_whose_end_nobody_knows_is_never_repeated(rooms: Rooms, chat: Chat) -> None:
    factories.open_wave(rooms)
    chat.replies = [0, 0]  # the connection ends without a reply
    channels.announce_due(rooms)
    with clock.travel(clock.now() + timedelta(hours=5)):
        channels.announce_due(rooms)
    assert set(states(rooms).values()) == {"sending"}
    assert not chat.taken


def test_nothing_is_said_of_a_wave_that_opened_long_ago(rooms: Rooms, chat: Chat) -> None:
    factories.open_wave(rooms)
    with clock.travel(clock.now() + timedelta(days=6)):
        channels.announce_due(rooms)
    assert not chat.taken


def test_a_release_is_said_on_the_day_of_the_teams(rooms: Rooms, chat: Chat) -> None:
    wave = factories.open_wave(rooms)
    with rooms.published() as session:
        one = session.get_one(Wave, wave)
        one.state, one.released_on, one.team_days = "released", clock.today(), 3
    channels.announce_due(rooms)
    assert not chat.taken
    with clock.travel(clock.now() + timedelta(days=5)):
        channels.announce_due(rooms)
        channels.announce_due(rooms)
    assert len(chat.taken) == 2
    (teams,) = (body for path, body in chat.taken if path == "/teams")
    card = teams["attachments"][0]["content"]
    assert card["actions"][0]["url"] == f"{rooms.settings.app_url}/dashboard/"


def test_where_no_channel_is_set_up_nothing_is_queued(tmp_path: Path) -> None:
    rooms = Rooms(installed(tmp_path))
    factories.staffed(rooms, 12)
    factories.open_wave(rooms)
    assert channels.announce_due(rooms) == 0
    assert not states(rooms)
