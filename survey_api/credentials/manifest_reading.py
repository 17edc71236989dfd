"""Reads a manifest strictly: a browser, a box and a tally must all see the same wave in it."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from survey_api.credentials.encoding import (
    HASH_BYTES,
    PLAIN_SIZES,
    TOKEN_MODULUS_BYTES,
    UNIT_BYTES,
    WAVE_BYTES,
    Malformed,
    b64u_decode,
)
from survey_api.credentials.keys import tally_public
from survey_api.credentials.manifest_form import (
    KEM_NAME,
    CommentReading,
    Custodian,
    Manifest,
    PublicKeys,
    Results,
    UnitEntry,
    canonical,
)

K_FLOOR: Final = 5
MOST_OBJECTION_DAYS: Final = 90
T = TypeVar("T")
_TEXTS: Final = (
    "organisation",
    "title",
    "ballot_url",
    "survey_url",
    "voucher",
    "help_contact",
    "report_contact",
)
_FIELDS: Final = {
    *_TEXTS,
    *("v", "wave", "opens", "closes", "level", "k", "padded", "comments"),
    *("kem", "token_key", "tally_key", "keys", "units", "custodians"),
    *("questionnaire_sha256", "client_sha256", "policy", "reminders"),
}
_READING: Final = {"comments_key", "comments_on", "comment_readers"}
_LATER: Final = {"results", "objection_days", *_READING}  # manifests of earlier versions lack them
_POLICY: Final = {"k", "w", "t_low", "t_high", "big", "scale_points", "k_item", "epsilon"}


class BadManifest(Malformed):
    """This manifest is not one that can be answered, counted or trusted."""


def read(raw: bytes) -> Manifest:
    """The manifest of these bytes, or the first thing that is wrong with them."""
    document = _document(raw)
    _exactly(document, _FIELDS | (_LATER & document.keys()), "manifest")
    _frame(document)
    manifest = Manifest(
        **{name: _typed(document[name], str, name) for name in _TEXTS},
        wave=_bytes(document["wave"], WAVE_BYTES, "wave"),
        opens=_date(document["opens"], "opens"),
        closes=_date(document["closes"], "closes"),
        k=document["k"],
        comments=document["comments"],
        padded=document["padded"],
        token_key=_token_key(document["token_key"]),
        tally_key=_point(document["tally_key"], "tally_key"),
        units=_units(document["units"], document["k"]),
        questionnaire_sha256=_bytes(
            document["questionnaire_sha256"], HASH_BYTES, "questionnaire_sha256"
        ),
        client_sha256=_client(document["client_sha256"]),
        custodians=_custodians(document["custodians"]),
        policy=_policy(document["policy"], document["k"]),
        keys=_keys(document["keys"]),
        **_reminders(document["reminders"]),
        level=document["level"],
        results=_results(document.get("results")),
        reading=_reading(document),
        objection_days=_objection_days(document),
    )
    if manifest.opens > manifest.closes:
        raise BadManifest("Manifest: closes lies before opens; ask for a corrected manifest.")
    return manifest


def _document(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadManifest("The manifest is not JSON; fetch it again.") from None
    _typed(document, dict, "the whole")
    try:
        is_canonical = canonical(document) == raw
    except (ValueError, RecursionError):
        is_canonical = False
    if not is_canonical:
        raise BadManifest(
            "The manifest is not in canonical form (sorted keys, no spaces, UTF-8), "
            "so two readers could see two things in it; ask for a corrected one."
        )
    return dict(document)


def _frame(document: dict[str, Any]) -> None:
    """Version, level, sizes and k: what decides how all the rest is read."""
    if _typed(document["v"], int, "v") != 1:
        raise BadManifest("Manifest: v is not 1; this program is too old or the file is wrong.")
    if _typed(document["level"], int, "level") not in (1, 2, 3):
        raise BadManifest("Manifest: level must be 1, 2 or 3.")
    if document["kem"] != KEM_NAME:
        raise BadManifest(f"Manifest: kem must be {KEM_NAME}; this program knows no other.")
    if _typed(document["k"], int, "k") < K_FLOOR:
        raise BadManifest(f"Manifest: k must be at least {K_FLOOR}.")
    comments = _typed(document["comments"], bool, "comments")
    if _typed(document["padded"], int, "padded") != PLAIN_SIZES[comments]:
        raise BadManifest(f"Manifest: padded must be {PLAIN_SIZES[comments]} in this wave.")


def _units(value: Any, k: int) -> tuple[UnitEntry, ...]:
    entries = tuple(_unit(entry, k) for entry in _typed(value, list, "units"))
    ids = [entry.unit for entry in entries]
    if not ids:
        raise BadManifest("Manifest: units is empty, so nobody could answer.")
    if ids != sorted(set(ids)):
        raise BadManifest("Manifest: units must be sorted by id, each id once.")
    return entries


def _unit(value: Any, k: int) -> UnitEntry:
    _exactly(value, {"unit", "eligible", "pass_commitment", "label_commitment"}, "units")
    unit = _typed(value["unit"], str, "units.unit")
    if not (unit.isascii() and unit.isprintable() and 0 < len(unit) <= UNIT_BYTES):
        raise BadManifest(f"Manifest: a unit id needs 1 to {UNIT_BYTES} ASCII characters.")
    if _typed(value["eligible"], int, "units.eligible") < k:
        raise BadManifest(
            f"Manifest: unit {unit} lists {value['eligible']} people, fewer than k = {k}. "
            "Do not answer: so small a group must be joined with another one first."
        )
    return UnitEntry(
        unit=unit,
        eligible=value["eligible"],
        pass_commitment=_bytes(value["pass_commitment"], HASH_BYTES, "units.pass_commitment"),
        label_commitment=_bytes(value["label_commitment"], HASH_BYTES, "units.label_commitment"),
    )


def _token_key(value: Any) -> RSAPublicKey:
    """Exactly RSA-3072 with e = 65537, so that no key can be made to stand out."""
    _exactly(value, {"kty", "n", "e"}, "token_key")
    n = int.from_bytes(_bytes(value["n"], TOKEN_MODULUS_BYTES, "token_key.n"), "big")
    e = int.from_bytes(_bytes(value["e"], 3, "token_key.e"), "big")
    if (
        value["kty"] != "RSA"
        or e != 65537
        or n.bit_length() != TOKEN_MODULUS_BYTES * 8
        or not n & 1
    ):
        raise BadManifest("Manifest: token_key must be RSA with an odd 3072-bit n and e = 65537.")
    return RSAPublicNumbers(e, n).public_key()


def _point(value: Any, name: str) -> bytes:
    raw = _bytes(value, 65, name)
    try:
        tally_public(raw)
    except Malformed:
        raise BadManifest(f"Manifest: {name} is not an uncompressed point of P-256.") from None
    return raw


def _client(value: Any) -> bytes:
    return b"" if value == "" else _bytes(value, HASH_BYTES, "client_sha256")


def _custodians(value: Any, where: str = "custodians") -> tuple[Custodian, ...]:
    people = _typed(value, list, where)
    for person in people:
        _exactly(person, {"name", "role"}, where)
        _typed(person["name"], str, f"{where}.name")
        _typed(person["role"], str, f"{where}.role")
    return tuple(Custodian(**person) for person in people)


def _policy(value: Any, k: int) -> dict[str, int | float]:
    _exactly(value, _POLICY, "policy")
    for name, number in value.items():
        if type(number) not in (int, float):
            raise BadManifest(f"Manifest: policy.{name} must be a number.")
    if value["k"] != k:
        raise BadManifest("Manifest: policy.k and k differ.")
    return dict(value)


def _keys(value: Any) -> PublicKeys:
    _exactly(value, {"promise", "checkpoint", "statement"}, "keys")
    return PublicKeys(
        **{name: _bytes(text, HASH_BYTES, f"keys.{name}") for name, text in value.items()}
    )


def _reminders(value: Any) -> dict[str, Any]:
    _exactly(value, {"at_most", "targeted"}, "reminders")
    return {
        "reminders_at_most": _typed(value["at_most"], int, "reminders.at_most"),
        "reminders_targeted": _typed(value["targeted"], bool, "reminders.targeted"),
    }


def _results(value: Any) -> Results | None:
    if value is None:
        return None
    _exactly(value, {"leader_on", "team_on", "working_days"}, "results")
    found = Results(
        leader_on=_date(value["leader_on"], "results.leader_on"),
        team_on=_date(value["team_on"], "results.team_on"),
        working_days=_typed(value["working_days"], int, "results.working_days"),
    )
    if found.team_on < found.leader_on:
        raise BadManifest("Manifest: results.team_on lies before leader_on.")
    return found


def _objection_days(document: dict[str, Any]) -> int | None:
    if "objection_days" not in document:
        return None
    days: int = _typed(document["objection_days"], int, "objection_days")
    if not 1 <= days <= MOST_OBJECTION_DAYS:
        raise BadManifest(f"Manifest: objection_days must be 1 to {MOST_OBJECTION_DAYS}.")
    return days


def _reading(document: dict[str, Any]) -> CommentReading | None:
    """All three of its fields or none; only a wave that takes comments has them."""
    given = _READING & document.keys()
    if not given:
        return None
    if given != _READING or not document["comments"]:
        raise BadManifest(
            "Manifest: comments_key, comments_on and comment_readers belong together, "
            "in a wave that takes comments."
        )
    readers = _custodians(document["comment_readers"], "comment_readers")
    if not readers:
        raise BadManifest("Manifest: comment_readers is empty; nobody could read the comments.")
    key = _point(document["comments_key"], "comments_key")
    return CommentReading(key, _date(document["comments_on"], "comments_on"), readers)


def _exactly(value: Any, names: set[str], where: str) -> None:
    _typed(value, dict, where)
    if missing := sorted(names - value.keys()):
        raise BadManifest(f"Manifest: {where} lacks {', '.join(missing)}.")
    if unknown := sorted(value.keys() - names):
        raise BadManifest(f"Manifest: {where} has unknown fields: {', '.join(unknown)}.")


def _typed(value: Any, kind: type, where: str) -> Any:
    if type(value) is not kind:
        words = {dict: "an object", list: "a list", str: "text", int: "a whole number"}
        raise BadManifest(f"Manifest: {where} must be {words.get(kind, 'true or false')}.")
    return value


def _bytes(value: Any, length: int, where: str) -> bytes:
    return _convert(value, b64u_decode, lambda raw: len(raw) == length, where, f"{length} bytes")


def _date(value: Any, where: str) -> date:
    return _convert(value, date.fromisoformat, lambda _: True, where, "a date (YYYY-MM-DD)")


def _convert(
    value: Any, read_text: Callable[[str], T], fits: Callable[[T], bool], where: str, what: str
) -> T:
    _typed(value, str, where)
    try:
        result = read_text(value)
    except (Malformed, ValueError):
        result = None
    if result is None or not fits(result):
        raise BadManifest(f"Manifest: {where} must be {what}.")
    return result
