"""Reading one guidance file: front matter, a part for every role, and the sources they share.

The headings are the same words in every language, so that a missing part is found by a test and
not by a reader; what people see as headings comes from the language files.
"""

from dataclasses import dataclass

from survey_api.published.schemas.guidance import GuidanceRole, Practice

STEPS, TRY, AVOID, FOLLOW, NOT = "next 48 hours", "try", "avoid", "follow through", "not"
BEFORE = "before"  # only where the law has a say
HEADINGS = (STEPS, TRY, AVOID, FOLLOW, NOT)
SOURCES = "sources"


@dataclass(frozen=True)
class Part:
    """What one role reads. ``before`` is what the law may require, where it does."""

    lead: str
    before: tuple[str, ...]
    steps: tuple[tuple[Practice, str], ...]
    try_these: tuple[str, ...]
    avoid: tuple[str, ...]
    follow: tuple[str, ...]
    not_this: str


@dataclass(frozen=True)
class Situation:
    """One file. ``reserved`` are the parts that not everybody opens."""

    id: str
    question: str
    title: str
    when: str
    reserved: frozenset[GuidanceRole]
    parts: dict[GuidanceRole, Part]
    sources: tuple[str, ...]
    locale: str


def parse(text: str, locale: str) -> Situation:
    """Front matter between two lines of dashes, then parts that begin with ``# ``."""
    _, front, body = text.split("---\n", 2)
    head = dict(line.split(": ", 1) for line in front.splitlines() if line)
    parts = dict(_named(part) for part in f"\n{body}".split("\n# ")[1:])
    sources = _entries(parts.pop(SOURCES))
    return Situation(
        id=head["id"],
        question=head["question"],
        title=head["title"],
        when=head["when"],
        reserved=frozenset(GuidanceRole(one) for one in head.get("reserved", "").split()),
        parts={GuidanceRole(role): _part(said) for role, said in parts.items()},
        sources=sources,
        locale=locale,
    )


def _part(text: str) -> Part:
    lead, *rest = text.split("\n## ")
    sections = dict(_named(one) for one in rest)
    return Part(
        lead=_paragraph(lead),
        before=_entries(sections.get(BEFORE, "")),
        steps=tuple(_step(one) for one in _entries(sections[STEPS])),
        try_these=_entries(sections[TRY]),
        avoid=_entries(sections[AVOID]),
        follow=_entries(sections[FOLLOW]),
        not_this=_paragraph(sections[NOT]),
    )


def _named(text: str) -> tuple[str, str]:
    name, _, rest = text.partition("\n")
    return name.strip(), rest


def _step(entry: str) -> tuple[Practice, str]:
    practice, _, text = entry.partition(": ")
    return Practice(practice), text


def _entries(text: str) -> tuple[str, ...]:
    return tuple(line[2:].strip() for line in text.splitlines() if line.startswith("- "))


def _paragraph(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines() if line.strip())
