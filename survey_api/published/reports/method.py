"""The method page: what was asked, who could answer, what is not shown and why, how to read."""

from survey_api.published.reports.model import Report
from survey_api.published.reports.words import EM_DASH
from survey_api.published.schemas.words import PublicText

Part = tuple[str, list[str]]


def method(report: Report) -> list[Part]:
    """Headings with their paragraphs, in reading order."""
    words = report.words
    return [
        (words.say("method.asked.title"), _asked(report)),
        (words.say("method.eligible.title"), _eligible(report)),
        (words.say("method.hidden.title"), _hidden(report)),
        (words.say("method.range.title"), [words.say("method.range"), words.say("method.limits")]),
        (words.say("method.change.title"), [words.say("method.change")]),
        (words.say("method.use.title"), [words.say("method.use"), words.say("not_for")]),
    ]


def _asked(report: Report) -> list[str]:
    words, result = report.words, report.head
    scales = [one.scale for one in result.scales[1:]]
    parts = ", ".join(f"{one.label} ({len(one.items)})" for one in scales)
    told = [words.say("method.asked", n=len(result.items), parts=parts or EM_DASH)]
    if any(one.reversed for one in result.items):
        told.append(words.say("method.reversed"))
    return told


def _eligible(report: Report) -> list[str]:
    words, wave = report.words, report.wave
    days = {"opens": words.day(wave.opens_on), "closes": words.day(wave.closes_on)}
    told = [words.say("method.eligible", **days)]
    if report.head.participation:
        told.append(words.say("method.participation", band=report.head.participation))
    if wave.level_sentence:
        told.append(wave.level_sentence)
    return told


def _hidden(report: Report) -> list[str]:
    words = report.words
    told = [
        words.say(
            "method.hidden", k=report.head.k, policy=words.say(f"policy.{report.wave.policy}")
        )
    ]
    if report.is_wide:
        hidden = [one for one in report.results if not one.shown]
        told.append(words.say("method.hidden.count", n=len(hidden), of=len(report.results)))
    told += [words.say("method.too_small"), words.say("method.not_this_time")]
    if any(one.text == PublicText.ON_ITS_WAY for one in report.results):
        told.append(words.say("method.on_its_way"))
    return told
