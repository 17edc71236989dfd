"""What is never claimed, in no language and nowhere: searched for in everything people can read.

The list is short on purpose and each claim on it is false or cannot be kept. A sentence that
denies one must be entered in ``DENIED`` word by word, with the file it stands in.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = {"node_modules", "vendor", "__pycache__", "fonts"}
READ = {".py", ".md", ".yaml", ".yml", ".html", ".txt", ".j2", ".typ", ".js", ".json", ".sql"}
NOBODY = r"(?:nobody|no[ -]?one|none)"
NIEMAND = r"(?:niemand|keine?r?)"
TAKEN_PART = r"(?:took part|take part|have taken part|answered|participated?|voted?)"
TEILGENOMMEN = r"(?:teilgenommen|mitgemacht|geantwortet|abgestimmt|teilnehmen|mitmachen)"
QUALIFIED = re.compile(r"even we cannot\W{1,3}(?:is only true )?unless we serve you", re.I)
FORBIDDEN = {
    "one hundred per cent": r"(?:100|hundred|hundert)\W{0,2}(?:%|per ?cent|prozent)"
    r"\w*[ -]{0,2}anonym"
    r"|(?:completely|fully|totally|absolutely|perfectly|guaranteed|strictly) anonymous"
    r"|(?:complete|full|total|absolute|perfect|guaranteed) anonymity"
    r"|(?:vollständig|völlig|absolut|vollkommen|garantiert|komplett|restlos|streng) anonym"
    r"|(?:vollständige|völlige|absolute|garantierte|vollkommene) anonymität",
    "untraceable": r"un-?trace?able|(?:cannot|can't|can never|not) be traced|not traceable"
    r"|(?:nicht|un|nie|niemals) ?(?:\w+ ){0,4}(?:rück|zurück)(?:zu)?verfolg|keine rückverfolg"
    r"|rückverfolg\w* (?:ist )?(?:ausgeschlossen|unmöglich)",
    "zero knowledge": r"zero[ -]?knowledge|null[ -]?wissen",
    "end-to-end verifiable": r"end[ -]to[ -]end[ -](?:verif|prov)"
    r"|verif\w+ (?:from )?end[ -]to[ -]end"
    r"|ende[ -]zu[ -]ende[ -](?:verif|prüf|überprüf|nachprüf|beweis)",
    "nobody knows who took part": rf"{NOBODY}\W+(?:\w+\W+){{0,4}}(?:if|whether|that|who) "
    rf"(?:you )?(?:have |has |ever )?{TAKEN_PART}"
    rf"|{NIEMAND}\W+(?:\w+\W+){{0,4}}(?:ob|dass|wer) (?:\w+ )?{TEILGENOMMEN}",
    "nobody can add ballots": rf"{NOBODY} (?:can|could) (?:\w+ )?(?:add|stuff|insert|forge) "
    r"|ballots? (?:cannot|can't|can never) be added"
    rf"|{NIEMAND} kann (?:\w+ ){{0,3}}(?:stimm\w+|ballots) (?:hinzu|ergänz|einschmugg|dazu)"
    r"|können keine stimm\w+ (?:hinzu|dazu)",
    "you cannot be forced": r"(?:you|nobody) (?:cannot|can't|can never|can) be "
    r"(?:forced|coerced|made to)"
    rf"|{NIEMAND} kann (?:sie|dich|jemanden) zwingen|können (?:sie )?nicht gezwungen"
    r"|kannst nicht gezwungen|coercion[ -](?:free|resistant|proof)",
    "data protection does not apply": r"(?:gdpr|data protection)(?: law| act| rules)?"
    r" (?:does not|doesn't|do not|no longer) appl|outside (?:the )?(?:scope of )?(?:the )?gdpr"
    r"|(?:dsgvo|datenschutz\w*) (?:gilt|greift|ist) (?:hier )?nicht"
    r"|(?:not|nicht) (?:subject to|unter) (?:the |die |der )?(?:gdpr|dsgvo)",
    "comments are anonymous": r"comments? (?:is|are|stay|remain|will be) (?:\w+ )?anonymous"
    r"|anonymous comments?|(?:kommentare?|texte?) (?:ist|sind|bleib\w+|wird|werden) (?:\w+ )?anonym"
    r"|anonyme[rn]? (?:kommentar|freitext)",
    "a delay protects": r"(?:delay|waiting|answering later)\w* (?:will )?protects? "
    r"(?:you|your|every|resp|peop)|protected by (?:the |a )?delay"
    r"|(?:verzögerung|abwarten|warten|später \w+) schützt (?:sie|dich|alle|vor)",
    "even we cannot": r"(?:not )?even we (?:can|could)|we ourselves (?:cannot|can't|could not)"
    r"|(?:selbst|sogar|auch|nicht einmal) wir (?:selbst )?(?:können|könnten|wissen|sehen)"
    r"|wir selbst können (?:es |das |sie )?nicht",
    "identification is impossible": r"impossible to (?:identify|trace|link|find out)"
    r"|(?:identif\w+|zuordnung) (?:ist |are |is )?(?:ausgeschlossen|unmöglich|impossible)"
    r"|never be (?:identified|linked to you)|unmöglich zu identifizieren",
    "everybody is safe": r"risk[ -]free|risikofrei|no risk (?:at all|whatsoever)|unhackable"
    r"|unknackbar|military[ -]grade|unbreakable",
}  # fmt: skip
CAUGHT = {
    "one hundred per cent": ["It is 100 % anonymous.", "Die Umfrage ist 100-prozentig anonym.",
                             "Your answers are completely anonymous.", "Es bleibt völlig anonym."],
    "untraceable": ["Answers are untraceable.", "Ihre Antworten sind nicht rückverfolgbar.",
                    "It cannot be traced to you.", "Es lässt sich nicht zu Ihnen zurückverfolgen."],
    "zero knowledge": ["A zero-knowledge survey.", "Zero Knowledge für Ihr Team."],
    "end-to-end verifiable": ["It is end-to-end verifiable.", "Ende-zu-Ende-verifizierbar.",
                              "Everything can be verified from end to end."],
    "nobody knows who took part": ["Nobody knows whether you took part.",
                                   "No one can see if you answered.",
                                   "Niemand erfährt, ob Sie teilgenommen haben."],
    "nobody can add ballots": ["Nobody can add ballots.", "Niemand kann Stimmen hinzufügen."],
    "you cannot be forced": ["You cannot be forced to show it.", "Niemand kann Sie zwingen."],
    "data protection does not apply": ["The GDPR does not apply.", "Die DSGVO gilt hier nicht."],
    "comments are anonymous": ["Comments are anonymous.", "Kommentare bleiben anonym.",
                               "Write an anonymous comment."],
    "a delay protects": ["The delay protects you.", "Die Verzögerung schützt Sie."],
    "even we cannot": ["Even we cannot read it.", "Selbst wir können das nicht lesen."],
    "identification is impossible": ["It is impossible to identify you.",
                                     "Eine Zuordnung ist ausgeschlossen."],
    "everybody is safe": ["A risk-free survey.", "Military-grade encryption."],
}  # fmt: skip
MAY_BE_SAID = (
    "A token cannot be linked to its person, even with all our keys.",
    "The people who run the server cannot open ballots of this wave; Noor Haddad can.",
    "One invitation, one counted ballot, and you can check that yours is there.",
    "Nobody can watch while a wave runs.",
    "Whoever runs the roster can see who fetched a token.",
    "A delay protects nobody.",
    "Even we cannot, unless we serve you a manipulated page.",
    "Niemand sieht Ergebnisse, solange die Welle läuft.",
)
# file → sentences that deny a claim, word by word
DENIED: dict[str, tuple[str, ...]] = {
    "docs/promises.md": (
        'We do not call this "100 % anonymous" or "untraceable", nor say that it can be verified '
        "from end to end.",
    ),
}
MUTE = {"tests/walls/test_claims.py"}


@dataclass(frozen=True)
class Said:
    """One text somebody can read, and where."""

    where: str
    text: str


def claims_in(text: str) -> set[str]:
    """Which forbidden claims a text makes."""
    plain = QUALIFIED.sub("", " ".join(text.replace("*", "").split()))
    return {name for name, how in PATTERNS.items() if how.search(plain)}


PATTERNS = {name: re.compile(how, re.I) for name, how in FORBIDDEN.items()}


@cache
def everything_said() -> tuple[Said, ...]:
    """Every text of the product and of its documents."""
    return tuple(said for path in sorted(_files()) for said in _texts(path))


def _files() -> Iterator[Path]:
    for folder in ("survey_api", "dashboard", "docs", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in READ and not BUILT & set(path.parts) and path.is_file():
                yield path
    yield from ROOT.glob("*.md")


def _texts(path: Path) -> Iterator[Said]:
    where, raw = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from (Said(where, one) for one in _strings(ast.parse(raw)))
    elif path.parent.name == "languages":
        for section in json.loads(raw).values():
            yield from (Said(f"{where} {key}", text) for key, text in section.items())
    else:
        yield Said(where, raw)


def _strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (one.value if isinstance(one, ast.Constant) else "…" for one in node.values)
            yield "".join(map(str, parts))


@pytest.mark.parametrize("claim", FORBIDDEN)
def test_every_forbidden_claim_is_caught_in_both_languages(claim: str) -> None:
    assert len(CAUGHT[claim]) >= 2
    for sentence in CAUGHT[claim]:
        assert claim in claims_in(f"Before it. {sentence} After it."), sentence


@pytest.mark.parametrize("sentence", MAY_BE_SAID)
def test_what_is_true_may_be_said(sentence: str) -> None:
    assert claims_in(sentence) == set()


def test_nothing_people_can_read_claims_more_than_is_kept() -> None:
    wrong = {}
    for said in everything_said():
        text = " ".join(said.text.split())
        for sentence in DENIED.get(said.where, ()):
            text = text.replace(sentence, "")
        if found := claims_in(text):
            wrong[said.where] = found
    assert wrong == {}


def test_what_is_denied_still_stands_where_it_is_denied() -> None:
    for where, sentences in DENIED.items():
        text = " ".join((ROOT / where).read_text(encoding="utf-8").split())
        for sentence in sentences:
            assert sentence in text
            assert claims_in(sentence)


def test_every_kind_of_text_is_read() -> None:
    files = {said.where.split(" ")[0] for said in everything_said()}
    for one in (
        "README.md",
        "docs/promises.md",
        "survey_api/languages/de.json",
        "survey_api/catalogue/library/pulse_short.yaml",
        "survey_api/cli/waves.py",
        "survey_api/errors.py",
        "survey_api/web/answer/index.html",
        "survey_api/identity/notify/templates/mail.html",
    ):
        assert one in files
    assert any(one.startswith("survey_api/actions/") and one.endswith(".md") for one in files)
