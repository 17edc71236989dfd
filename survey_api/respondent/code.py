"""A ballot taken up from its code, as it stands on a printed card."""

from survey_api.credentials import blind_rsa, envelope, keys, manifest
from survey_api.credentials.ballot_code import BallotCode
from survey_api.errors import Conflict
from survey_api.respondent.client import Draft, OtherWave, Token, WaveInView, WrongGroup


class OtherRules(Conflict):
    """This code was made under another manifest than the one served here. Do not answer."""


class NotIssued(Conflict):
    """The token in this code is not signed by this survey's key. Do not answer."""


def taken_up(view: WaveInView, code: BallotCode) -> tuple[Draft, Token]:
    """What ``seal_ballot`` needs, after everything in the code was checked."""
    found = view.manifest
    if code.wave != found.wave:
        raise OtherWave
    if code.mh != view.mh:
        raise OtherRules
    bpk = keys.raw_public(keys.ballot_key(code.seed))
    message = blind_rsa.prepare(envelope.token_message(view.mh, bpk), code.prefix)
    if not blind_rsa.verify(found.token_key, message, code.sig):
        raise NotIssued
    entry = found.by_unit.get(code.unit)
    group = (found.wave, code.unit)
    if (
        entry is None
        or manifest.unit_commitment(*group, code.pass_) != entry.pass_commitment
        or manifest.label_commitment(*group, code.label_salt, code.label) != entry.label_commitment
    ):
        raise WrongGroup
    draft = Draft(seed=code.seed, prefix=code.prefix, salt=b"", r=1)
    return draft, Token(
        code.sig, code.unit, code.pass_, code.label, entry.eligible, code.label_salt
    )
