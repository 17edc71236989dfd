"""safetosay init and doctor: make an installation, and say what it lacks before real use."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import typer

from survey_api import languages
from survey_api.cli import installing
from survey_api.cli.common import console, opened_rooms, say
from survey_api.errors import SafeToSayError
from survey_api.migrations import check
from survey_api.settings import Settings

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
MIN_KEY_FILES = 3


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: fine, or what to do."""

    fine: bool
    what: str
    remedy: str = ""


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(init)
    app.command()(doctor)


def init() -> None:
    """Make the data directory, the keys and the tables; safe to run again after an update."""
    with opened_rooms() as rooms:
        installing.install(rooms, say=say)
    console.print(f"Ready. Data: {rooms.settings.data_dir}. Next: safetosay doctor")


def doctor() -> None:
    """Say what is missing before real use; exit code 1 when something is."""
    findings = list(examine(Settings.load()))
    for one in findings:
        mark = "[green]✓[/]" if one.fine else "[yellow]![/]"
        console.print(f"{mark} {one.what}" + ("" if one.fine else f"\n    → {one.remedy}"))
    missing = sum(not one.fine for one in findings)
    console.print(
        f"{missing} thing(s) to do before real use." if missing else "Nothing is missing."
    )
    sys.exit(1 if missing else 0)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything that must be right before people are invited."""
    yield from _origins(settings)
    yield from _mail(settings)
    yield _keys(settings.keys_dir)
    yield _schema(settings)
    yield _languages(settings)
    yield Finding(
        bool(settings.voucher),
        "A named person vouches for the survey",
        "Set SAFETOSAY_VOUCHER to a name and role people know; it is shown to respondents.",
    )
    yield Finding(
        bool(settings.help_contact and settings.report_contact),
        "Contacts for help and for protected reports",
        "Set SAFETOSAY_HELP_CONTACT and SAFETOSAY_REPORT_CONTACT; this is no reporting channel.",
    )
    yield Finding(
        (settings.data_dir / "keys-backed-up").is_file(),
        "Key files are backed up",
        f"Copy {settings.keys_dir} and {settings.holder_dir} to two places apart, "
        f"then: touch {settings.data_dir / 'keys-backed-up'}",
    )


def _origins(settings: Settings) -> Iterator[Finding]:
    for name in ("app_url", "survey_url", "ballot_url"):
        parts = urlsplit(getattr(settings, name))
        yield Finding(
            parts.scheme == "https",
            f"{name} uses HTTPS ({parts.scheme}://{parts.netloc})",
            f"Set SAFETOSAY_{name.upper()} to an https address: browsers offer the cryptography "
            "of the answer page only there (or on localhost).",
        )
        yield Finding(
            parts.hostname not in LOOPBACK,
            f"{name} can be reached by colleagues",
            f"Set SAFETOSAY_{name.upper()} to a public host name.",
        )
    hosts = {urlsplit(getattr(settings, n)).netloc for n in ("app_url", "survey_url", "ballot_url")}
    yield Finding(len(hosts) == 3, "Three origins apart", "Give each of the three its own host.")


def _mail(settings: Settings) -> Iterator[Finding]:
    yield Finding(
        settings.smtp_host not in LOOPBACK or bool(settings.smtp_user),
        f"Mail goes through {settings.smtp_host}:{settings.smtp_port}",
        "Set SAFETOSAY_SMTP_HOST, _PORT, _USER, _PASSWORD and _STARTTLS to your mail server.",
    )
    yield Finding(
        "@localhost" not in settings.mail_from,
        "Mail has a sender people can recognise",
        "Set SAFETOSAY_MAIL_FROM to a name and address of your organisation.",
    )


def _keys(folder: Path) -> Finding:
    found = list(folder.glob("*.key")) if folder.is_dir() else []
    loose = [path.name for path in found if path.stat().st_mode & 0o077]
    return Finding(
        len(found) >= MIN_KEY_FILES and not loose,
        "Key files exist and only their owner reads them",
        f"Run safetosay init; then chmod 600 {' '.join(loose)}",
    )


def _schema(settings: Settings) -> Finding:
    try:
        check(settings)
    except (SafeToSayError, OSError) as error:
        return Finding(False, "The three databases have this version's tables", str(error))
    return Finding(True, "The three databases have this version's tables")


def _languages(settings: Settings) -> Finding:
    try:
        languages.use(settings.languages_dir)
    except SafeToSayError as error:
        return Finding(False, "Every language file can be read", error.detail)
    return Finding(True, f"Languages: {', '.join(languages.known())}")
