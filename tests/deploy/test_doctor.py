"""safetosay doctor: what it finds on real servers, files and certificates, and says to do."""

import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from survey_api import clock
from survey_api.cli.doctor import certificates, databases, machine, told
from survey_api.cli.doctor.finding import Finding
from survey_api.cli.main import app
from survey_api.conduct.rooms import Rooms
from survey_api.demo.sink import Mailbox, listen
from survey_api.settings import Settings
from tests.installing import installed, settings_in

HOSTS = dict.fromkeys(("app", "survey", "ballot"), "localhost")


def about(found: list[Finding], words: str) -> Finding:
    (one,) = [one for one in found if words in one.what]
    return one


@contextmanager
def tls_server(certificate: Path) -> Iterator[int]:
    """Greets whoever comes with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    listening = socket.create_server(("127.0.0.1", 0))

    def greet() -> None:
        while True:
            try:
                line, _from = listening.accept()
                with context.wrap_socket(line, server_side=True):
                    continue
            except ssl.SSLError:
                continue
            except OSError:
                return

    threading.Thread(target=greet, daemon=True).start()
    yield listening.getsockname()[1]
    listening.close()


@pytest.fixture(scope="module")
def made(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificates of prepare.sh for names that lead to this machine."""
    place = tmp_path_factory.mktemp("tls") / "deploy"
    shutil.copytree(prepared, place)
    shutil.rmtree(place / "certificates")
    text = (place / "site.env").read_text()
    for name, host in HOSTS.items():
        text = "\n".join(
            f"SAFETOSAY_{name.upper()}_HOST={host}"
            if line.startswith(f"SAFETOSAY_{name.upper()}_HOST=")
            else line
            for line in text.splitlines()
        )
    (place / "site.env").write_text(text + "\n")
    subprocess.run(["sh", str(place / "prepare.sh")], check=True, capture_output=True)
    return place / "certificates"


@contextmanager
def site(made: Path, names: tuple[str, str, str]) -> Iterator[tuple[Settings, ssl.SSLContext]]:
    """Three addresses, each behind the certificate named."""
    trusting = ssl.create_default_context()
    for one in HOSTS:
        trusting.load_verify_locations(made / f"{one}.crt")
    with (
        tls_server(made / f"{names[0]}.crt") as app_,
        tls_server(made / f"{names[1]}.crt") as survey,
        tls_server(made / f"{names[2]}.crt") as ballot,
    ):
        yield (
            Settings(
                app_url=f"https://{HOSTS[names[0]]}:{app_}",
                survey_url=f"https://{HOSTS[names[1]]}:{survey}",
                ballot_url=f"https://{HOSTS[names[2]]}:{ballot}",
            ),
            trusting,
        )


def test_three_trusted_certificates_that_last_are_fine(made: Path) -> None:
    with site(made, ("app", "survey", "ballot")) as (settings, trusting):
        found = list(certificates.look(settings, trusting))
        with clock.travel(clock.now() + timedelta(days=20)):
            later = list(certificates.look(settings, trusting))
    assert [one.fine for one in found] == [True] * 4
    assert "lasts until" in found[0].what
    assert [one.fine for one in later] == [False] * 3 + [True]


def test_one_certificate_for_two_origins_is_found(made: Path) -> None:
    with site(made, ("app", "survey", "survey")) as (settings, trusting):
        found = about(list(certificates.look(settings, trusting)), "certificate of its own")
    assert not found.fine
    assert "one visit" in found.remedy


def test_a_certificate_that_browsers_refuse_and_a_silent_host_are_told_apart(made: Path) -> None:
    with site(made, ("app", "survey", "ballot")) as (settings, _trusting):
        found = list(certificates.look(replace(settings, ballot_url="https://localhost:9")))
    assert "browsers do not accept" in found[0].remedy
    assert "does not answer" in found[2].remedy


@pytest.mark.postgres
def test_what_a_server_logs_forgets_or_archives_is_named_with_the_line_to_set(
    tmp_path: Path,
) -> None:
    """The suite's own server is fast, forgetful and watched: the doctor must say so."""
    rooms = Rooms(installed(tmp_path / "data", engine="postgresql"))
    found = list(databases.look(rooms))
    rooms.dispose()
    keeps = about(found, "keeps what it has acknowledged")
    assert not keeps.fine
    assert {"fsync = on", "full_page_writes = on"} <= {*keeps.remedy.split(": ")[1].split(", ")}
    assert "track_commit_timestamp = off" in about(found, "logs no statement").remedy
    assert about(found, "version 15 or newer").fine
    assert about(found, "archives no log").fine
    assert about(found, "clocks").fine


def test_a_backup_is_asked_for_until_there_is_a_fresh_one(tmp_path: Path) -> None:
    settings = installed(tmp_path / "data")
    rooms = Rooms(settings)
    words = "backed up in the last"
    assert not about(list(databases.look(rooms)), words).fine
    given = ["db", "backup", str(tmp_path / "monday")]
    assert CliRunner().invoke(app, given, env=settings.environment()).exit_code == 0
    assert about(list(databases.look(rooms)), words).fine
    with clock.travel(clock.now() + timedelta(days=9)):
        assert not about(list(databases.look(rooms)), words).fine
        (settings.data_dir / "databases-backed-up").touch()
    rooms.dispose()


def test_databases_that_do_not_answer_are_one_finding(tmp_path: Path) -> None:
    away = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    rooms = Rooms(settings_in(tmp_path, identity_url=away, ballots_url=away, published_url=away))
    (found,) = databases.look(rooms)
    assert not found.fine
    assert "SAFETOSAY_IDENTITY_URL" in found.remedy


def test_key_files_their_backup_and_passwords_are_looked_at(tmp_path: Path) -> None:
    settings = installed(tmp_path / "data")
    (settings.data_dir / "settings.env").write_text("SAFETOSAY_SMTP_PASSWORD=x\n")
    (settings.data_dir / "settings.env").chmod(0o644)
    (settings.data_dir / "keys-backed-up").touch()
    key = settings.keys_dir / "identity.key"
    key.chmod(0o644)
    os.utime(key, (time.time() + 60, time.time() + 60))
    found = list(machine.look(settings))
    assert "identity.key" in about(found, "Key files exist").remedy
    assert not about(found, "the newest too").fine
    assert "chmod 600" in about(found, "passwords").remedy
    key.chmod(0o600)
    (settings.data_dir / "settings.env").chmod(0o600)
    os.utime(settings.data_dir / "keys-backed-up", (time.time() + 90, time.time() + 90))
    again = list(machine.look(settings))
    assert about(again, "Key files exist").fine
    assert about(again, "the newest too").fine
    assert about(again, "passwords").fine


def test_a_front_that_keeps_a_log_and_open_swap_are_found(tmp_path: Path) -> None:
    (tmp_path / "access.log").write_text("somebody came\n")
    (tmp_path / "error.log").write_text("nothing\n")
    found = machine._front_logs((str(tmp_path),))
    assert not found.fine
    assert "access.log" in found.remedy
    assert "error.log" not in found.remedy
    swaps = tmp_path / "swaps"
    swaps.write_text("Filename Type\n/swapfile file\n/dev/dm-1 partition\n")
    assert "swapoff /swapfile)" in machine._swap(swaps).remedy


def test_a_mail_server_that_answers_is_fine_and_an_open_line_to_another_host_is_not(
    tmp_path: Path,
) -> None:
    settings = settings_in(tmp_path)
    words = "mail server answers"
    assert not about(list(told.look(settings)), words).fine
    smtp = listen(Mailbox(), settings.smtp_host, settings.smtp_port)
    assert about(list(told.look(settings)), words).fine
    smtp.stop()
    abroad = replace(settings, smtp_host="127.0.0.2")
    assert "STARTTLS=true" in about(list(told.look(abroad)), "encrypted").remedy


def test_the_command_says_how_much_is_left_to_do(tmp_path: Path) -> None:
    settings = installed(tmp_path / "data")
    result = CliRunner().invoke(app, ["doctor"], env=settings.environment())
    assert result.exit_code == 1
    assert "to do before real use" in result.output
    assert "SAFETOSAY_VOUCHER" not in result.output  # this installation names somebody
