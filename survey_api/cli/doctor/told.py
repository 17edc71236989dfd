"""Settings that people read or that reach them: origins, contacts, mail, languages."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from survey_api import languages
from survey_api.access import Role
from survey_api.cli.doctor.finding import Finding
from survey_api.errors import SafeToSayError
from survey_api.identity.notify.smtp import MailServerUnreachable, SmtpMailer
from survey_api.identity.viewers import needing
from survey_api.settings import PREFIX, Settings

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
ORIGINS = ("app_url", "survey_url", "ballot_url")
ANSWERS = ("controller_address", "controller_contact", "dpo_contact", "supervisory_authority")


def look(settings: Settings) -> Iterator[Finding]:
    """What respondents meet."""
    yield from _origins(settings)
    yield from _mail(settings)
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
    yield from _roles(settings)
    missing = [name for name in ANSWERS if not getattr(settings, name)]
    yield Finding(
        not missing,
        "Who answers for the data is named, so that notices can say it",
        f"Set {', '.join(PREFIX + one.upper() for one in missing)}; see safetosay notices list.",
    )


def _roles(settings: Settings) -> Iterator[Finding]:
    by_company = bool(settings.oidc_issuer)
    yield Finding(
        by_company or Role.ADMINISTRATOR in needing(settings),
        "Administrators sign in with a second step",
        "Set SAFETOSAY_SECOND_STEP_ROLES=administrator,operator,oversight; see docs/sign-on.md.",
        advice=True,
    )
    yield Finding(
        settings.co_approval,
        "Works council or data-protection officer approve before a wave opens",
        "Set SAFETOSAY_CO_APPROVAL=true and give somebody the role oversight; see "
        "docs/oversight.md.",
        advice=True,
    )
    folder = settings.bounces_dir
    yield Finding(
        folder == Path() or (folder / "new").is_dir(),
        "Returned mails can be read",
        f"SAFETOSAY_BOUNCES_DIR is no Maildir (no folder {folder / 'new'}); see docs/mails.md.",
    )


def _origins(settings: Settings) -> Iterator[Finding]:
    for name in ORIGINS:
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
    hosts = {urlsplit(getattr(settings, name)).netloc for name in ORIGINS}
    yield Finding(len(hosts) == 3, "Three origins apart", "Give each of the three its own host.")


def _mail(settings: Settings) -> Iterator[Finding]:
    is_elsewhere = settings.smtp_host not in LOOPBACK
    yield Finding(
        is_elsewhere or bool(settings.smtp_user),
        f"Mail goes through {settings.smtp_host}:{settings.smtp_port}",
        "Set SAFETOSAY_SMTP_HOST, _PORT, _USER, _PASSWORD and _STARTTLS to your mail server.",
    )
    yield Finding(
        "@localhost" not in settings.mail_from,
        "Mail has a sender people can recognise",
        "Set SAFETOSAY_MAIL_FROM to a name and address of your organisation.",
    )
    yield Finding(
        settings.smtp_starttls or not is_elsewhere,
        "Mail, which carries the personal links, is encrypted on its way to the mail server",
        "Set SAFETOSAY_SMTP_STARTTLS=true.",
    )
    yield _takes_mail(settings)


def _takes_mail(settings: Settings) -> Finding:
    try:
        with SmtpMailer(settings):
            return Finding(True, "The mail server answers and takes our sign-in")
    except MailServerUnreachable as error:
        return Finding(False, "The mail server answers and takes our sign-in", error.detail)


def _languages(settings: Settings) -> Finding:
    try:
        languages.use(settings.languages_dir)
    except SafeToSayError as error:
        return Finding(False, "Every language file can be read", error.detail)
    return Finding(True, f"Languages: {', '.join(languages.known())}")
