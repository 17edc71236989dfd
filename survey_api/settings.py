"""The only reader of the environment: where things are and what this installation is called."""

import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

from survey_api.errors import Invalid

PREFIX = "SAFETOSAY_"
GIVEN = PREFIX + "GIVEN"  # tells a child process which settings the environment gave its parent


class SettingsInvalid(Invalid):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """One installation. Every field is set by ``SAFETOSAY_<FIELD>`` in the environment,
    else by the same line in ``<data_dir>/settings.env``, else by the default here.

    URLs of databases are SQLAlchemy URLs; an empty one means a SQLite file in ``data_dir``.
    """

    data_dir: Path = Path("var")
    identity_url: str = ""
    ballots_url: str = ""
    published_url: str = ""
    database_connections: int = 40
    keys_dir: Path = Path()
    holder_dir: Path = Path()
    spool_dir: Path = Path()
    app_url: str = "http://localhost:8000"
    survey_url: str = "http://127.0.0.1:8001"
    ballot_url: str = "http://127.0.0.1:8002"
    api_url: str = ""
    bind_host: str = "127.0.0.1"
    app_port: int = 8000
    survey_port: int = 8001
    ballot_port: int = 8002
    dashboard_port: int = 8003
    mailbox_port: int = 8004
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    log_json: bool = False
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 8025
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_starttls: bool = False
    mail_from: str = "Safe to Say <survey@localhost>"
    languages_dir: Path = Path()
    organisation: str = "Our organisation"
    voucher: str = ""
    help_contact: str = ""
    report_contact: str = ""
    controller_address: str = ""
    controller_contact: str = ""
    dpo_contact: str = ""
    works_council: str = ""
    supervisory_authority: str = ""
    processors: str = ""
    time_zone: str = "UTC"
    weekly_steps: bool = False
    objection_days: int = 14
    leaver_days: int = 30
    co_approval: bool = False
    second_step_roles: str = ""
    issue_attempts: int = 40
    bounces_dir: Path = Path()
    slack_webhook: str = field(default="", repr=False)
    teams_webhook: str = field(default="", repr=False)
    channel_language: str = "en"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_scope: str = ""
    oidc_email_claim: str = "email"
    oidc_roles_claim: str = ""
    oidc_role_map: str = ""
    demo: bool = False

    @classmethod
    def load(cls, environment: dict[str, str] | None = None) -> Self:
        """Read the environment (or the mapping given instead of it)."""
        source = dict(os.environ if environment is None else environment)
        data_dir = Path(source.get(PREFIX + "DATA_DIR", "var")).absolute()
        merged = {**_read_file(settings_file(data_dir)), **source}
        given = {
            one.name: _convert(one.name, one.type, merged[PREFIX + one.name.upper()])
            for one in fields(cls)
            if PREFIX + one.name.upper() in merged
        }
        return cls(**given).with_defaults()

    def with_defaults(self) -> Self:
        """Fill what was left empty from ``data_dir`` and ``app_url``."""
        home = self.data_dir.absolute()
        empty = Path()
        return replace(
            self,
            data_dir=home,
            identity_url=self.identity_url or f"sqlite:///{home}/identity.sqlite",
            ballots_url=self.ballots_url or f"sqlite:///{home}/ballots.sqlite",
            published_url=self.published_url or f"sqlite:///{home}/published.sqlite",
            keys_dir=home / "keys" if self.keys_dir == empty else self.keys_dir,
            holder_dir=home / "holder" if self.holder_dir == empty else self.holder_dir,
            spool_dir=home / "spool" if self.spool_dir == empty else self.spool_dir,
            api_url=self.api_url or self.app_url,
        )

    def environment(self) -> dict[str, str]:
        """These settings as environment variables, for a child process."""
        all_ = {PREFIX + one.name.upper(): str(getattr(self, one.name)) for one in fields(self)}
        given = [name for name, where in origins(self.data_dir).items() if where == ENVIRONMENT]
        return {**all_, GIVEN: ",".join(given)}


ENVIRONMENT, FILE, DEFAULT = "environment", "file", "default"


def settings_file(data_dir: Path) -> Path:
    """Where an installation on one machine keeps its settings."""
    return data_dir / "settings.env"


def origins(data_dir: Path) -> dict[str, str]:
    """Where each setting comes from: the environment, the file, or the default."""
    names = [one.name for one in fields(Settings)]
    if GIVEN in os.environ:
        given = set(os.environ[GIVEN].split(","))
    else:
        given = {name for name in names if PREFIX + name.upper() in os.environ}
    written = written_in(data_dir)
    return {
        name: ENVIRONMENT if name in given else FILE if name in written else DEFAULT
        for name in names
    }


def written_in(data_dir: Path) -> dict[str, Any]:
    """What the file says, by the setting's name; raises ``SettingsInvalid``."""
    lines = _read_file(settings_file(data_dir))
    return {
        one.name: _convert(one.name, one.type, lines[PREFIX + one.name.upper()])
        for one in fields(Settings)
        if PREFIX + one.name.upper() in lines
    }


def _convert(name: str, kind: Any, text: str) -> Any:
    if kind is int:
        if not text.isdigit():
            raise SettingsInvalid(f"{PREFIX}{name.upper()} must be a whole number.")
        return int(text)
    if kind is bool:
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if kind is Path:  # the empty path says "none" and must not become the present folder
        return Path(text).absolute() if Path(text) != Path() else Path()
    return text


def _read_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return {key.strip(): value.strip().strip('"') for key, value in pairs}
