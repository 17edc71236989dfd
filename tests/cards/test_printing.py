"""One card for each person without an address: none lost, none twice, nothing kept."""

import os
import stat
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from survey_api.catalogue import waves
from survey_api.catalogue.models import AuditEvent
from survey_api.cli.paper import FileThere, write_once
from survey_api.conduct import cards, roster
from survey_api.conduct.paper.cards import to_pdf
from survey_api.conduct.participation import tell
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.ballot_code import BallotCode
from survey_api.identity import issuing
from survey_api.identity.issue_writer import IssuingClosed
from survey_api.identity.models import Annex, Invitation, OutboxMessage
from survey_api.respondent.client import OtherWave, WaveInView, WrongGroup
from survey_api.respondent.code import NotIssued, OtherRules, taken_up
from tests import factories
from tests.cards.conftest import BY_CARD, N_CARDS, N_MAILS, Place, opened, roster_csv
from tests.cards.reading import addresses, codes
from tests.installing import installed


def fetched(place: Place) -> int:
    with place.rooms.identity() as session:
        return session.scalar(select(func.count(Invitation.request_hash))) or 0


def packs(place: Place) -> int:
    with place.rooms.identity() as session:
        waiting = select(func.count()).select_from(Annex).where(Annex.name == issuing.UNPRINTED)
        return session.scalar(waiting) or 0


def test_every_card_is_read_from_paper_and_holds_a_ballot_of_its_group(
    any_place: Place, tmp_path: Path
) -> None:
    file = tmp_path / "cards.pdf"
    done = any_place.run("cards", "print", any_place.wave, "--out", str(file), "--lang", "de")
    assert done.exit_code == 0 and f"{N_CARDS} cards are in" in done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    read, view = addresses(file), any_place.view
    found = [BallotCode.read(text) for text in read]
    drafts, tokens = zip(*(taken_up(view, code) for code in found), strict=True)
    assert len({draft.seed for draft in drafts}) == N_CARDS
    assert sorted(Counter(token.unit for token in tokens).values()) == [5, 6]
    assert fetched(any_place) == N_CARDS and packs(any_place) == 0
    assert all(text.startswith(f"{view.manifest.survey_url}/w/") for text in read)
    with any_place.rooms.reading() as session:
        assert "print cards" in set(session.scalars(select(AuditEvent.action)))
    again = any_place.run("cards", "print", any_place.wave, "--out", str(tmp_path / "again.pdf"))
    assert isinstance(again.exception, cards.NoCards)
    assert not (tmp_path / "again.pdf").exists()


def test_people_without_an_address_count_as_asked_and_get_no_mail(place: Place) -> None:
    with place.rooms.identity() as session:
        mailed = select(OutboxMessage.kind, func.count()).group_by(OutboxMessage.kind)
        assert set(dict(session.execute(mailed).all()).values()) == {N_MAILS}
    assert cards.expected(place.rooms, place.wave) == cards.Expected(N_CARDS, 0)
    assert sum(unit.eligible for unit in place.view.manifest.units) == N_CARDS + N_MAILS


def test_cards_on_paper_are_not_told_as_participation(tmp_path: Path) -> None:
    rooms = Rooms(installed(tmp_path / "data"))
    silent = b"".join(b"\nx%d,Somebody,,Finance," % at for at in range(8))
    roster.import_csv(rooms, factories.roster_csv() + silent)
    wave = factories.open_wave(rooms)
    assert len(cards.prepare(rooms, wave, "Finance", few=False).pack.cards) == 8
    tell(rooms)
    with rooms.reading() as session:
        assert waves.find(session, wave).participation == "0 %"
    rooms.dispose()


def test_a_small_unit_gets_the_cards_of_the_group_it_was_pooled_into(place: Place) -> None:
    printing = cards.prepare(place.rooms, place.wave, "hall 2", few=False)
    assert {label for label, _code in printing.pack.cards} == {"Rest of Works"}
    assert len(printing.pack.cards) == BY_CARD["Works / Hall 2"] + BY_CARD["Works / Yard"]
    with pytest.raises(cards.AnotherPackWaits, match="'hall 2'"):
        cards.prepare(place.rooms, place.wave, "Hall 1", few=False)
    cards.finish(place.rooms, printing)
    assert len(cards.prepare(place.rooms, place.wave, "Hall 1", few=False).pack.cards) == 6


def test_a_hat_with_fewer_than_k_cards_needs_a_word_of_its_own(place: Place) -> None:
    with pytest.raises(cards.NoSuchUnit):
        cards.prepare(place.rooms, place.wave, "Hall 9", few=False)
    with pytest.raises(cards.NoCards):
        cards.prepare(place.rooms, place.wave, "Office", few=False)
    roster.import_csv(place.rooms, roster_csv({**BY_CARD, "Office": 2}))
    with pytest.raises(cards.TooFewCards, match="--few"):
        cards.prepare(place.rooms, place.wave, "Office", few=False)
    assert fetched(place) == 0
    assert len(cards.prepare(place.rooms, place.wave, "Office", few=True).pack.cards) == 2


def test_a_printing_that_was_broken_off_is_finished_with_the_same_cards(
    place: Place, tmp_path: Path
) -> None:
    whole = to_pdf(cards.prepare(place.rooms, place.wave, "", few=False), "en")
    for there, is_ours in ((b"something else", False), (whole[: len(whole) // 2], True)):
        file = tmp_path / f"{is_ours}.pdf"
        file.write_bytes(there)
        done = place.run("cards", "print", place.wave, "--out", str(file))
        assert "was not finished" in done.output
        assert (done.exit_code, file.read_bytes()) == ((0, whole) if is_ours else (1, there))
    assert (fetched(place), packs(place)) == (N_CARDS, 0)


def test_of_two_who_print_at_once_one_makes_the_cards(any_place: Place) -> None:
    def printed(_who: int) -> tuple[tuple[str, str], ...] | None:
        try:
            return cards.prepare(any_place.rooms, any_place.wave, "", few=False).pack.cards
        except cards.PrintedMeanwhile:
            return None

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(printed, range(4))) - {None}
    assert len(made) == 1
    assert (fetched(any_place), packs(any_place)) == (N_CARDS, 1)


def test_a_complete_file_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "cards.pdf"
    for _time in range(2):
        write_once(file, b"whole")
        assert file.read_bytes() == b"whole"
    with pytest.raises(FileThere):
        write_once(file, b"who")


def test_a_wave_that_closes_meanwhile_leaves_nothing_used(place: Place) -> None:
    with place.rooms.identity() as session:
        issuing.close_issuing(session, place.wave)
    with pytest.raises(IssuingClosed):
        cards.prepare(place.rooms, place.wave, "", few=False)
    assert (fetched(place), packs(place)) == (0, 0)


def test_cards_not_yet_printed_are_gone_with_the_close(place: Place) -> None:
    cards.prepare(place.rooms, place.wave, "", few=False)
    with place.rooms.identity() as session:
        issuing.close_issuing(session, place.wave)
    assert packs(place) == 0


@pytest.mark.slow
def test_killed_at_any_moment_no_card_is_lost_or_made_twice(place: Place, tmp_path: Path) -> None:
    file, states = tmp_path / "cards.pdf", []
    words = ("-m", "survey_api.cli", "cards", "print", place.wave, "--out", str(file))
    given = {**os.environ, **place.rooms.settings.environment()}
    for step in range(4, 60):
        child = subprocess.Popen([sys.executable, *words], env=given, stdout=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            child.wait(step / 10)
        child.kill()
        child.wait()
        states.append((fetched(place), packs(place)))
        if states[-1] == (N_CARDS, 0):
            break
    assert {(0, 0)} <= set(states) <= {(0, 0), (N_CARDS, 1), (N_CARDS, 0)}
    assert len({code.seed for code in codes(file)}) == N_CARDS
    assert {one.name for one in tmp_path.iterdir()} == {"cards.pdf", "data"}


def test_nothing_of_a_card_is_left_on_disk_but_in_the_one_file(
    place: Place, tmp_path: Path
) -> None:
    file = tmp_path / "cards.pdf"
    printing = cards.prepare(place.rooms, place.wave, "", few=False)
    write_once(file, to_pdf(printing, "en"))
    wanted = [
        form
        for code in codes(file)
        for raw in (code.seed, code.sig[:24], code.prefix)
        for form in (raw, b64encode(raw)[:20], urlsafe_b64encode(raw)[:20], raw.hex().encode())
    ]
    data = place.rooms.settings.data_dir
    for _when in ("while it is sealed", "afterwards"):
        there = {one.name: one.read_bytes() for one in data.rglob("*") if one.is_file()}
        assert not {name for name, body in there.items() if any(form in body for form in wanted)}
        cards.finish(place.rooms, printing)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"wave": bytes(16)}, OtherWave),
        ({"mh": bytes(32)}, OtherRules),
        ({"prefix": bytes(32)}, NotIssued),
        ({"seed": bytes(16)}, NotIssued),
        ({"pass_": bytes(32)}, WrongGroup),
        ({"label": "Hall 2"}, WrongGroup),
    ],
)
def test_a_changed_card_is_refused_before_anything_is_sent(
    card: tuple[WaveInView, BallotCode], change: dict[str, Any], refusal: type[Exception]
) -> None:
    view, code = card
    with pytest.raises(refusal):
        taken_up(view, replace(code, **change))


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> tuple[WaveInView, BallotCode]:
    place = opened(tmp_path_factory.mktemp("card") / "data")
    printing = cards.prepare(place.rooms, place.wave, "Hall 1", few=False)
    place.rooms.dispose()
    return printing.view, BallotCode.read(printing.pack.cards[0][1])
