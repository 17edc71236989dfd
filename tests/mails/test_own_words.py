"""An organisation words its mails itself; what readers must be told stays, and nothing is smuggled
in."""

import html
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from survey_api import audit, languages
from survey_api.access import Role
from survey_api.app import create_app
from survey_api.catalogue import assurance
from survey_api.catalogue.models import WaveManifest
from survey_api.cli.main import app as program
from survey_api.conduct import mail_desk
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.telling import teller
from survey_api.identity.notify import own_texts
from survey_api.identity.notify.facts import facts_from, own_from
from survey_api.identity.notify.outbox import send_due
from survey_api.identity.notify.smtp import SmtpMailer
from survey_api.identity.notify.telling import Sources
from survey_api.published.schemas.mails import MailIn
from tests import factories
from tests.identity.mailbox import Mailbox, link_in, plain
from tests.installing import installed
from tests.security import accounts

JSON = {"Content-Type": "application/json"}
BAD = {
    "<b>Hello</b> {closes}": "HTML",
    "&lt;b&gt; {closes}": "HTML",
    "{closes} at https://evil.example/login": "address",
    "{closes}, ask at www.evil.example": "address",
    "{closes} {code}": "{code} is not known",
    "{closes} {link}": "{link} is not known",
    "{closes} {organisation.__class__}": "not known",
    "{closes} {organisation!r}": "not known",
    "{closes} {organisation:>9999999}": "not known",
    "{closes} {0}": "not known",
    "{closes} {": "a brace is open",
    "It is open.": "{closes} is missing",
    "": "empty",
    "{closes} \u202etxt": "cannot be seen",
    "{closes}\x0b": "cannot be seen",
    "{closes} {\ud800}": "cannot be seen",
    "{closes}" + "a" * 1_200: "at most 1200",
}


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(replace(installed(tmp_path), report_contact="ombuds@example.org"))
    yield made
    made.dispose()


@pytest.fixture
def client(rooms: Rooms) -> Iterator[TestClient]:
    accounts.enlist(rooms.settings)
    with TestClient(create_app(rooms.settings, rooms), base_url=rooms.settings.app_url) as made:
        said = {"email": accounts.address(Role.ADMINISTRATOR), "password": accounts.PASSWORD}
        made.headers["Origin"] = rooms.settings.app_url
        assert made.post("/sign-in", json=said).status_code == 204
        yield made


@pytest.mark.parametrize("text", BAD)
def test_a_text_that_could_mislead_is_refused_with_the_place_and_the_reason(text: str) -> None:
    found = own_texts.faults("invitation", {"opening": text})
    assert {one.where for one in found} == {"opening"}
    assert BAD[text] in found[0].what


@pytest.mark.parametrize(
    "subject", ["Hello\r\nBcc: all@example.org", "Hello\nX: 1", "a\x0bb", "\x00"]
)
def test_a_subject_brings_in_no_header(subject: str) -> None:
    assert own_texts.faults("invitation", {"subject": subject})


@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_shipped_text_keeps_the_rules_it_is_changed_by(locale: str) -> None:
    for kind in own_texts.KINDS:
        parts = {part: own_texts.shipped(kind, part, locale) for part in own_texts.PARTS}
        assert own_texts.faults(kind, parts) == [], kind


def test_the_preview_of_every_kind_holds_the_fixed_sentences_in_text_and_html(
    rooms: Rooms,
) -> None:
    for kind in own_texts.KINDS:
        see_fixed_sentences(rooms, kind)


def see_fixed_sentences(rooms: Rooms, kind: str) -> None:
    places = " ".join(f"{{{one}}}" for one in own_texts.required(kind, "opening"))
    said = MailIn(subject="S", opening=f"Ours {places}", closing="Bye\n\nbye", button="Go")
    for locale in languages.known():
        mail_desk.change(rooms, None, (kind, locale), said)
        found = mail_desk.sheet(rooms, kind, locale)
        assert found.fixed and found.preview.subject == "S"
        if kind not in {"week", "sign-in"}:  # which belong to no wave
            assert assurance.Assurance(1, (), 14).sentence(locale) in found.fixed
        for sentence in found.fixed:
            assert sentence in found.preview.text
            assert sentence in html.unescape(found.preview.html)
        assert "Ours" in found.preview.text and "Ours" in found.preview.html
    assert "EXAMPLE" in found.preview.text  # a link that opens nothing


def test_what_was_written_is_what_people_get_from_the_next_mail_on(
    rooms: Rooms, client: TestClient
) -> None:
    factories.staffed(rooms, 12)
    factories.open_wave(rooms)
    ours = {
        "opening": "We at {organisation} ask you until {closes}.\n\nIt matters & <3.",
        "subject": "Your word, {title}",
        "closing": "Thank you.",
    }
    for locale in languages.known():
        assert client.put(f"/mails/invitation/{locale}", json=ours).status_code == 200
    box = Mailbox().start()
    try:
        settings, reader = replace(rooms.settings, smtp_port=box.port), rooms.reader_engine
        sources = Sources(settings, facts_from(reader), teller(rooms), own_from(reader))
        assert send_due(rooms.identity_engine, SmtpMailer(settings), sources).sent == len(box.mails)
    finally:
        box.stop()
    mail = box.mails[0]
    body, marked = plain(mail), mail.get_body(("html",)).get_content()
    assert str(mail["Subject"]).startswith("Your word, ") and link_in(mail)
    assert "It matters & <3." in body and "It matters &amp; &lt;3." in marked
    with rooms.reading() as session:
        sentence = assurance.of(session.scalars(select(WaveManifest.manifest)).one()).sentence("en")
    assert "Thank you." in body and sentence in {
        line for one in box.mails for line in plain(one).splitlines()
    }


def test_words_are_changed_recorded_and_put_back(rooms: Rooms, client: TestClient) -> None:
    ours = {"subject": "Ours, {title}"}
    before = client.get("/mails/invitation/de").json()
    client.put("/mails/invitation/de", json=ours)
    assert {"kind": "invitation", "changed": ["de"]} in client.get("/mails").json()["mails"]
    after = client.delete("/mails/invitation/de").json()
    assert after == before
    with rooms.reading() as session:
        deeds = [(one.action, one.subject, one.details) for one in audit.deeds(session)]
    assert ("change mail text", "invitation de", {"texts": ours}) in deeds
    assert ("reset mail text", "invitation de", {}) in deeds


def test_a_refusal_names_the_part_and_stores_nothing(rooms: Rooms, client: TestClient) -> None:
    for verb, path in (("PUT", ""), ("POST", "/preview")):
        bad = {"subject": "a {code}", "button": "<i>x</i>"}
        reply = client.request(verb, f"/mails/invitation/en{path}", json=bad)
        assert reply.status_code == 422
        assert "In the subject: {code} is not known" in reply.json()["detail"]
        assert {one["where"] for one in reply.json()["errors"]} == {"subject", "button"}
    assert client.get("/mails").json()["mails"][0] == {"kind": "invitation", "changed": []}
    lone = client.put("/mails/week/en", content=b'{"opening": "{\\ud800}"}', headers=JSON)
    assert lone.status_code == 422
    assert client.get("/mails/channel.opened/en").status_code == 404
    assert client.get("/mails/invitation/xx").status_code == 404


def test_a_text_from_before_an_update_stops_no_mail(rooms: Rooms) -> None:
    said = {"opening": "No day is named any more.", "subject": "Ours"}
    assert own_texts.usable("invitation", said) == {"subject": "Ours"}


def test_the_command_line_does_the_same(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in rooms.settings.environment().items():
        monkeypatch.setenv(name, value)
    run = CliRunner().invoke
    assert (
        run(program, ["mails", "set", "week", "subject", "Step: {step}", "-l", "de"]).exit_code == 0
    )
    assert "week" in run(program, ["mails", "list"]).output
    assert "Subject: Step: " in run(program, ["mails", "preview", "week", "-l", "de"]).output
    refused = run(program, ["mails", "set", "week", "button", "a\nb"])
    assert refused.exit_code and "In the button" in str(refused.output) + str(refused.exception)
    assert run(program, ["mails", "reset", "week", "-l", "de"]).exit_code == 0
    assert ", changed" not in run(program, ["mails", "show", "week", "-l", "de"]).output
    assert "0 addresses" in run(program, ["mails", "bounces"]).output
