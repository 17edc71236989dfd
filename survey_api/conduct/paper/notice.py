"""One page for the notice board: the fingerprint everybody can compare, and who to turn to."""

from functools import cache
from pathlib import Path
from typing import Any

from survey_api import languages
from survey_api.catalogue import assurance
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import parse
from survey_api.published.reports.pdf import typeset
from survey_api.published.reports.words import Words
from survey_api.respondent.client import WaveInView

TEMPLATE = Path(__file__).with_name("notice.typ")


def to_pdf(raw: bytes, locale: str) -> bytes:
    """Everything on it is read from the manifest itself, as it is served."""
    manifest, words = parse(raw), Words(locale)
    view = WaveInView.read(raw, manifest.wave_text)
    who = [assurance.of(raw).sentence(locale), words.say("paper.notice.sealed")]
    days = {"opens": words.day(manifest.opens), "closes": words.day(manifest.closes)}
    sheet = {
        "title": words.say("paper.notice.title", wave=manifest.title),
        "organisation": manifest.organisation,
        "wave": manifest.title,
        "lang": locale,
        "dir": languages.direction(locale),
        "days": words.say("paper.notice.days", **days),
        "fingerprint": _fingerprint(view, words),
        "parts": [
            {"title": words.say("paper.notice.who"), "lines": who},
            _sizes(view, words),
            _contacts(view, words),
        ],
        "check": _check(view, words),
    }
    return typeset(_template(), sheet, manifest.opens)


def _fingerprint(view: WaveInView, words: Words) -> dict[str, Any]:
    return {
        "title": words.say("paper.notice.compare"),
        "value": view.fingerprint.replace("-", "  "),
        "lines": [words.say("paper.notice.compare.how"), words.say("paper.notice.compare.wrong")],
    }


def _sizes(view: WaveInView, words: Words) -> dict[str, Any]:
    sizes = [one.eligible for one in view.manifest.units]
    counted = {"n": len(sizes), "people": sum(sizes), "smallest": min(sizes), "k": view.manifest.k}
    lines = [words.say("paper.notice.sizes.text", **counted)]
    return {"title": words.say("paper.notice.sizes"), "lines": lines}


def _contacts(view: WaveInView, words: Words) -> dict[str, Any]:
    manifest, lines = view.manifest, []
    if manifest.voucher:
        lines.append(words.say("paper.notice.voucher", name=manifest.voucher))
    answer = languages.texts(words.locale, "answer")
    help_ = manifest.help_contact or answer["contacts.ask_sender"]
    report = manifest.report_contact or answer["contacts.report_unknown"]
    lines.append(f"{answer['contacts.help']} {help_}")
    lines.append(f"{answer['contacts.not_reporting']} {answer['contacts.report']} {report}")
    return {"title": answer["contacts.label"], "lines": lines}


def _check(view: WaveInView, words: Words) -> dict[str, Any]:
    manifest = view.manifest
    base = manifest.survey_url.rstrip("/")
    rows = (
        ("file", f"{base}/manifest/{manifest.wave_text}"),
        ("hash", view.mh.hex()),
        ("page", f"{base}/w/client.json"),
        ("client", b64u(manifest.client_sha256)),
        ("how", words.say("paper.notice.check.how.text")),
    )
    named = [(words.say(f"paper.notice.check.{key}"), value) for key, value in rows]
    return {"title": words.say("paper.notice.check"), "rows": named}


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
