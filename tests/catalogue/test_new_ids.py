"""An id drawn by lot works as the word after a command: one in 64 would have looked an option."""

import secrets

import pytest
import typer
from typer.testing import CliRunner

from survey_api.catalogue import new_ids
from survey_api.credentials.encoding import b64u_decode


def test_an_id_that_would_look_like_an_option_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draws = [b"\xfb" * 16, b"\xf8" + b"\0" * 15, b"\x2a" * 16]
    monkeypatch.setattr(new_ids.os, "urandom", lambda _size: draws.pop(0))
    assert b64u_decode(new_ids.new_id()) == b"\x2a" * 16
    assert not draws


def test_two_thousand_ids_are_all_different_whole_and_taken_by_a_command() -> None:
    app = typer.Typer()

    @app.command()
    def show(wave: str) -> None:
        typer.echo(wave)

    found = {new_ids.new_id() for _ in range(2000)}
    assert len(found) == 2000
    assert {len(b64u_decode(one)) for one in found} == {16}
    assert not [one for one in found if one.startswith("-")]
    one = secrets.choice(sorted(found))
    assert CliRunner().invoke(app, [one]).output.strip() == one
