"""The re-linking exercise: both databases, their files, logs, keys and backups before and after.

The attacker knows who came when, or finds it out, and tries to give each person their ballot.
Every attack is also run where it must succeed.
"""

import math
from itertools import combinations

import gmpy2
import pytest

from survey_api.ballots.keeper import FLUSH_MINIMUM
from survey_api.credentials import envelope
from survey_api.credentials.keys import TallyKey
from survey_api.settings import Settings
from tests.ballots.casts import token_key
from tests.credentials import samples
from tests.walls.exercise import DIGEST, PHASES, Exercise, N, Seen
from tests.walls.linking import (
    NOISE,
    Places,
    chance_limit,
    kendall_z,
    matched,
    missing,
    pairs_found,
    places_in,
)

each_database = pytest.mark.parametrize(
    "where", ["on_sqlite", pytest.param("on_postgres", marks=pytest.mark.postgres)]
)


def says_nothing(places: Places, name: str) -> None:
    assert not missing(places), name
    assert abs(kendall_z(places)) < NOISE, name


def test_the_measures_see_an_order_and_a_match_where_there_are_some() -> None:
    assert kendall_z(range(60)) > NOISE
    assert kendall_z(range(60, 0, -1)) < -NOISE
    assert pairs_found(range(60), [3 * one for one in range(60)]) == 60 > chance_limit()


@each_database
def test_a_sealed_box_and_its_log_show_no_order_by_any_measure(done: Exercise) -> None:
    assert done.in_box == sorted(done.leaves)
    for kind in (done.sealed.ballots, done.sealed.leaves):
        for measure, places in kind.items():
            says_nothing(places, measure)


@each_database
def test_while_the_wave_is_open_only_the_batch_of_a_ballot_shows(done: Exercise) -> None:
    for kind in (done.after_clock.ballots, done.after_clock.leaves):
        for measure, places in kind.items():
            for batch in done.batches()[:2]:
                says_nothing([places[one] for one in batch], measure)
            assert all(math.isnan(place) for place in (places[one] for one in done.batches()[2]))


@each_database
def test_marks_show_who_came_when_until_identitys_clock_and_not_after_it(done: Exercise) -> None:
    """The order before is the proof that the same measures would find it afterwards."""
    came = range(PHASES[2].start)
    shown = {
        measure: abs(kendall_z([places[one] for one in came]))
        for measure, places in done.second.marks.items()
    }
    assert max(shown.values()) > NOISE
    for seen in (done.after_clock, done.sealed):
        for measure, places in seen.marks.items():
            if measure == "log":
                assert all(math.isnan(place) for place in places), "SQLite's log was not emptied"
            else:
                says_nothing(places, measure)


@each_database
def test_no_file_of_either_database_keeps_a_mark_as_it_was_before_the_close(
    done: Exercise,
) -> None:
    for one in done.hashes:
        assert done.sealed.identity_files.count(one) == 0
    assert sum(one in done.second.identity_files for one in done.hashes) == PHASES[2].start


@each_database
def test_a_rewritten_box_leaves_no_second_copy_of_a_ballot_in_its_files(done: Exercise) -> None:
    for one in done.envelopes:
        assert done.sealed.ballot_files.count(one[:DIGEST]) == 1


@each_database
@pytest.mark.parametrize("moment", ["after_clock", "sealed"])
def test_matching_marks_to_ballots_by_their_places_is_no_better_than_chance(
    done: Exercise, moment: str
) -> None:
    seen: Seen = getattr(done, moment)
    came = [one for one in range(N) if seen.ballots["byte offset"][one] >= 0]
    groups = done.batches()[:2] if moment == "after_clock" else [came]
    for by_mark, people in seen.marks.items():
        for by_place, ballots in seen.ballots.items():
            if by_mark != "log":
                assert matched(people, ballots, groups) <= chance_limit(len(groups)), by_place


@each_database
def test_knowing_the_true_order_of_tokens_does_not_help_either(done: Exercise) -> None:
    """Who reads identity's write-ahead log, or stood beside the machine, knows who came when."""
    truth = list(range(N))
    for places in done.sealed.ballots.values():
        assert matched(truth, places, [truth]) <= chance_limit()
    for places in done.after_clock.ballots.values():
        assert matched(truth, places, done.batches()[:2]) <= chance_limit(2)


@each_database
def test_two_backups_show_a_batch_and_nothing_within_it(done: Exercise) -> None:
    """What came into the box between two copies, and whose marks changed, is all that shows; the
    two are not even the same people, since as many as a batch needs always wait by lot."""
    steps = ((done.before, done.first), (done.first, done.second), (done.second, done.sealed))
    for (earlier, later), batch in zip(steps, done.batches(), strict=True):
        new = [
            number
            for number, one in enumerate(done.envelopes)
            if one[:DIGEST] in later.ballot_files and one[:DIGEST] not in earlier.ballot_files
        ]
        assert new == batch
        assert len(new) >= FLUSH_MINIMUM
        for places in later.ballots.values():
            assert matched(range(N), places, [batch]) <= chance_limit()
    for (earlier, later), phase in zip(steps[:2], PHASES, strict=False):
        marked = [
            number
            for number, one in enumerate(done.hashes)
            if one in later.identity_files and one not in earlier.identity_files
        ]
        assert marked == list(phase)
        assert marked not in done.batches()


@each_database
def test_nothing_of_a_person_stands_in_the_box_and_nothing_of_a_ballot_in_identity(
    done: Exercise,
) -> None:
    for secret, person, mark in zip(done.secrets, done.persons, done.hashes, strict=True):
        for trace in (secret, mark, bytes.fromhex(person.replace("-", "")), person.encode()):
            assert trace not in done.sealed.ballot_files
    for seen in (done.second, done.sealed):
        for body, leaf in zip(done.bodies, done.leaves, strict=True):
            parts = envelope.parse_cast(body, 4096)
            for trace in (parts.prefix, parts.bpk, parts.sig[:32], parts.sealed[:32], leaf):
                assert trace not in seen.identity_files


@each_database
def test_every_ballot_looks_alike_from_outside(done: Exercise) -> None:
    assert len({len(body) for body in done.bodies}) == 1
    pairs = list(combinations(done.bodies[:20], 2))
    limit = 1 + chance_limit(len(done.bodies[0]) / 256, among=len(pairs))  # one byte is constant
    for one, other in pairs:
        assert sum(a == b for a, b in zip(one, other, strict=True)) <= limit


def by_blinding(asked: list[bytes], tokens: list[bytes]) -> int:
    """With the token key: the factor that explains each pair of a request and a token, and for
    each request the token with the smallest; how many of these are truly its own."""
    key = token_key().private.private_numbers()
    n = key.public_numbers.n
    inverses = [gmpy2.invert(int.from_bytes(one), n) for one in tokens]
    hits = 0
    for number, one in enumerate(asked):
        signed = gmpy2.powmod(int.from_bytes(one), key.d, n)
        factors = [signed * inverse % n for inverse in inverses]
        hits += factors.index(min(factors)) == number
    return hits


def test_with_the_token_key_and_every_request_no_token_explains_one_better(
    on_sqlite: Exercise,
) -> None:
    """More than is stored: the blinded messages themselves. A lazy client would be found."""
    tokens = [envelope.parse_cast(body, 4096).sig for body in on_sqlite.bodies]
    assert by_blinding(on_sqlite.asked, tokens) <= chance_limit()
    public = token_key().public.public_numbers()
    lazy = [
        int(int.from_bytes(one) * gmpy2.powmod(factor, public.e, public.n) % public.n)
        for factor, one in enumerate(map(_message, tokens), start=2)
    ]
    assert by_blinding([one.to_bytes(384) for one in lazy], tokens) == N


def _message(token: bytes) -> bytes:
    """What a token signs, as anybody can compute it."""
    public = token_key().public.public_numbers()
    return int(gmpy2.powmod(int.from_bytes(token), public.e, public.n)).to_bytes(384)


@each_database
def test_with_the_tally_key_contents_belong_to_a_group_and_to_nobody_in_it(
    done: Exercise,
) -> None:
    tally = TallyKey.load(samples.TALLY_PRIVATE)
    opened = []
    for body in done.bodies:
        parts = envelope.parse_cast(body, 4096)
        opened.append(envelope.open_sealed(tally, done.wave.mh, parts.bpk, parts.sealed))
    assert all(set(one) == set(opened[0]) for one in opened)
    assert {str(one["pass"]) for one in opened} == {str(opened[0]["pass"])}
    for one, person in zip(opened, done.persons, strict=True):
        assert person not in str(one)


@pytest.mark.postgres
def test_the_write_ahead_log_of_postgresql_has_seen_sorted_batches_only(
    on_postgres: Exercise,
) -> None:
    needles = [one[:DIGEST] for one in on_postgres.envelopes]
    places = places_in(on_postgres.wal, needles)
    batches = on_postgres.batches()
    for batch in batches:
        says_nothing([places[one] for one in batch], "log")
    assert matched(range(N), places, batches) <= chance_limit(len(batches))


@pytest.mark.postgres
def test_the_log_of_identity_tells_when_each_token_was_fetched_which_is_said(
    on_postgres: Exercise,
) -> None:
    """Participation and its time are visible to whoever keeps identity's archive."""
    marks = places_in(on_postgres.wal, on_postgres.hashes)
    assert kendall_z(marks) > NOISE


@pytest.mark.postgres
def test_on_postgresql_everything_of_a_closed_wave_shares_one_transaction(
    on_postgres: Exercise,
) -> None:
    for seen in (on_postgres.sealed.ballots, on_postgres.sealed.leaves, on_postgres.sealed.marks):
        assert len(set(seen["xmin"])) == len(set(seen["commit time"])) == 1


@each_database
def test_no_file_of_the_ballot_process_keeps_what_was_handed_over(done: Exercise) -> None:
    settings: Settings = done.room.settings
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert any(path.is_relative_to(settings.spool_dir) for path in files)
    for path in files:
        raw = path.read_bytes()
        n_expected = N if path.name == "ballots.sqlite" else 0
        assert sum(raw.count(one[:DIGEST]) for one in done.envelopes) == n_expected, path.name


@each_database
def test_times_of_the_files_tell_of_flushes_only(done: Exercise) -> None:
    """Spool files are as old as their beginning; none bears the moment of the last ballot."""
    for path in done.room.settings.spool_dir.rglob("*.slots"):
        assert path.read_bytes().count(0) == path.stat().st_size, "an empty file of slots"
