"""What the application refuses is said in the reader's language."""

import ast
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey_api import errors, languages
from survey_api.app import create_app
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles, sign_in
from tests.installing import installed
from tests.sign_on.test_own_account import PASSWORD, WHO

CODE = Path(__file__).parents[1] / "survey_api"
OTHERS = sorted(set(languages.known()) - {languages.FALLBACK})
IN_A_BROWSER = ("actions", "catalogue", "conduct", "identity", "disclosure")
NOT_IN_A_BROWSER = frozenset(
    [
        "AnotherPackWaits",
        "CommentsDamaged",
        "EpsilonOutOfRange",
        "ErasureKnown",
        "ErasureRefused",
        "KeysKnown",
        "NoAccount",
        "NoAnnex",
        "NoCards",
        "NoKeyHolder",
        "NoKeyLeft",
        "NoLongerWanted",
        "NoSuchInstrument",
        "NoSuchUnit",
        "NoWaveKey",
        "NotReleased",
        "ObjectionsPossible",
        "OnlyRehearsal",
        "OpensWithNeither",
        "PrintedMeanwhile",
        "RecordUnreadable",
        "ReleaseExists",
        "ReleaseRefused",
        "SomethingRemains",
        "TallyKeyMissing",
        "TooFewCards",
        "TooLateToAnnul",
        "WaveAlreadyClosed",
        "WaveAlreadyOpened",
        "WaveAtWork",
        "WaveNotRunning",
        "WaveNotYetClosed",
        "WaveUnknownHere",
        "ReasonNeeded",
        "RegionUnknown",
        "MailRefused",
        "MailServerUnreachable",
        "MailUncertain",
        "NoAddress",
        "NothingToRemind",
        "WaveNotOpen",
        "AskedTooOften",
        "InvitationUnknown",
        "InvitationUsed",
        "IssueRequestInvalid",
        "IssueRequestTooLarge",
        "IssuingClosed",
        "IssuingUnavailable",
        "NoInvitation",
        "FieldsUnreadable",
        "LinkSpent",
        "NoEntry",
        "NotOnTheRoster",
        "ProviderAway",
        "ProviderRefused",
        "NobodyLikeThis",
        "NumberTaken",
        "MailTaken",
        "TokenMissing",
        "Unreadable",
        "ValueRefused",
    ]
)  # command line, mail, answer page, sign-in pages, directories: each has words of its own


def families() -> list[type[errors.SafeToSayError]]:
    found = [errors.SafeToSayError]
    for one in found:
        found += [kind for kind in one.__subclasses__() if kind not in found]
    return found


def met_in_a_browser() -> list[type[errors.SafeToSayError]]:
    rooms = tuple(f"survey_api.{one}." for one in IN_A_BROWSER)
    return [
        one
        for one in families()
        if (one.__module__.startswith(rooms) or one.__module__ == "survey_api.errors")
        and one.__name__ not in NOT_IN_A_BROWSER
    ]


def sentences() -> set[str]:
    """Every text of the code with {} for its values, line breaks put away."""
    found = set()
    for path in CODE.rglob("*.py"):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                found.add(" ".join(one.value.split()))
            if isinstance(one, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in one.values)
                found.add("".join(map(str, parts)))
    return found


def own(language: str) -> dict[str, str]:
    known: dict[str, str] = languages._document(language)["refused"]
    return known


@pytest.mark.parametrize("language", OTHERS)
def test_every_refusal_in_a_browser_has_words_in_every_language(language: str) -> None:
    asked = met_in_a_browser()
    assert len(asked) > 60
    assert [one.__name__ for one in asked if one().detail not in own(language)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_of_a_sentence_that_is_gone(language: str) -> None:
    assert sorted(set(own(language)) - sentences()) == []
    for english, said in own(language).items():
        assert said and english.count("{}") == said.count("{}")
    assert list(own(language)) == sorted(own(language))


def test_values_find_their_place() -> None:
    said = languages.refusal("de-AT", "A password needs 12 to 200 characters.")
    assert said == "Ein Passwort braucht 12 bis 200 Zeichen."
    assert languages.refusal("de", "Nobody translated this.") == "Nobody translated this."
    assert languages.refusal("en", "A password needs 12 to 200 characters.").startswith("A pass")


def test_the_language_chosen_on_the_dashboard_comes_before_the_browsers(tmp_path: Path) -> None:
    settings = installed(tmp_path)
    rooms = Rooms(settings)
    with rooms.identity() as session:
        roles.add_user(session, email=WHO, role="analyst", name="H", password=PASSWORD)
        cookie = sign_in.start(session, roles.find(session, WHO).id)
    rooms.dispose()
    client = TestClient(create_app(settings), base_url=settings.app_url)
    client.cookies.set("safetosay_session", cookie)
    said = {"password": "guess", "new_password": "short"}
    german = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}
    for headers, words in ((german, "Ihr Passwort"), ({}, "your password")):
        reply = client.post("/account/password", json=said, headers=headers)
        assert reply.status_code == 403 and words in reply.json()["detail"]
        assert reply.json()["type"] == "urn:safe-to-say:problem:password-wrong"
    client.cookies.set("safetosay_language", "en")
    assert "your password" in client.post("/account/password", json=said, headers=german).text
    client.cookies.set("safetosay_language", "de")
    assert "Felder fehlen" in client.post("/account/password", json={}).json()["detail"]
    assert "Hier ist nichts" in client.get("/nowhere").json()["detail"]
