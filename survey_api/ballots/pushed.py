"""What conduct pushed about waves, as the ballot process sees it: read twice a second."""

import logging
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from sqlalchemy import Engine, select

from survey_api.ballots.models import BallotWave, BoxState
from survey_api.credentials.encoding import CAST_SIZES, PLAIN_SIZES
from survey_api.credentials.manifest import parse
from survey_api.errors import SafeToSayError

log = logging.getLogger("survey_api.ballots")
CAST_SIZE_OF = {PLAIN_SIZES[comments]: CAST_SIZES[comments] for comments in PLAIN_SIZES}
PADDED_OF = {cast: padded for padded, cast in CAST_SIZE_OF.items()}


@dataclass(frozen=True, slots=True)
class OpenWave:
    """What is needed to judge a cast; the manifest is parsed once, the key object kept."""

    wave: str
    mh: bytes
    token_public: RSAPublicKey
    padded: int
    cast_size: int


@dataclass(frozen=True)
class Waves:
    """All pushed waves by state; ``open`` lacks a wave whose manifest cannot be read."""

    open: dict[str, OpenWave] = field(default_factory=dict)
    unsealed: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()


def read_waves(engine: Engine, before: Waves) -> Waves:
    """The present states; manifests that are known already are not parsed again."""
    columns = select(BallotWave.wave, BallotWave.state, BallotWave.manifest_hash)
    with engine.connect() as connection:
        rows = connection.execute(columns).all()
    by_state: dict[str, set[str]] = {state: set() for state in BoxState}
    for wave, state, _ in rows:
        by_state[state].add(wave)
    is_open = [(wave, mh) for wave, state, mh in rows if state == BoxState.OPEN]
    found = {wave: _known(before, wave, mh) or _parse(engine, wave) for wave, mh in is_open}
    return Waves(
        {wave: one for wave, one in found.items() if one is not None},
        unsealed=frozenset(by_state[BoxState.OPEN] | by_state[BoxState.CLOSING]),
        closing=frozenset(by_state[BoxState.CLOSING]),
        closed=frozenset(by_state[BoxState.CLOSED]),
    )


def _known(before: Waves, wave: str, mh: bytes) -> OpenWave | None:
    one = before.open.get(wave)
    return one if one is not None and one.mh == mh else None


def _parse(engine: Engine, wave: str) -> OpenWave | None:
    columns = select(BallotWave.manifest, BallotWave.manifest_hash).where(BallotWave.wave == wave)
    with engine.connect() as connection:
        raw, mh = connection.execute(columns).one()
    try:
        manifest = parse(raw)
        size = CAST_SIZE_OF[manifest.padded]
    except (SafeToSayError, KeyError):
        log.warning("The manifest of wave %s cannot be read; it takes no ballots.", wave)
        return None
    return OpenWave(wave, mh, manifest.token_key, manifest.padded, size)
