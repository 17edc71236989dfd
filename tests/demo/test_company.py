"""The demo's company: always the same, about 300 people, with the stories it promises."""

from collections import Counter
from statistics import mean

from survey_api.catalogue import library
from survey_api.demo import climate, company, population, promises
from survey_api.demo.population import DECLINING, IMPROVING, TOO_SMALL

INSTRUMENT = library.load(company.INSTRUMENT)
REVERSED = {item.id for item in INSTRUMENT.items if item.is_reversed}


def score(unit: population.Path, number: int) -> float:
    answers = [company.answers_for(p.employee_id, number) for p in company.COMPANY.members(unit)]
    turned = [6 - v if k in REVERSED else v for one in answers if one for k, v in one.items()]
    return mean(turned)


def test_the_company_is_the_same_every_time_and_another_with_another_seed() -> None:
    assert population.build() == company.COMPANY
    assert population.roster_csv(population.build()) == company.roster_csv()
    assert population.build(1) != company.COMPANY


def test_about_three_hundred_people_in_about_forty_units_of_two_to_forty() -> None:
    assert 290 <= company.N_PEOPLE <= 320
    sizes = [size for teams in population.DEPARTMENTS.values() for size in teams.values()]
    assert min(sizes) == 2
    assert max(sizes) == 40
    assert sum(size < 5 for size in sizes) >= 5
    assert len(sizes) + len(population.DEPARTMENTS) + 1 == 41


def test_addresses_are_unique_plain_and_at_an_example_domain() -> None:
    addresses = [person.email for person in company.COMPANY.people]
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() and address.endswith(".example") for address in addresses)


def test_about_a_third_reads_german_and_those_the_visitor_signs_in_as_read_english() -> None:
    german = {person.email for person in company.COMPANY.people if person.locale == "de"}
    assert 0.25 < len(german) / company.N_PEOPLE < 0.4
    visitors = {company.LEADER, company.EMPLOYEE, company.ANALYST, company.ADMINISTRATOR}
    assert not german & visitors


def test_every_unit_has_a_leader() -> None:
    led = {person.leads for person in company.COMPANY.people if person.leads}
    assert {person.unit for person in company.COMPANY.people} <= led
    assert company.COMPANY.leader_of(TOO_SMALL)


def test_one_team_improves_after_its_leader_acts_and_one_declines() -> None:
    before = mean(score(IMPROVING, number) for number in range(1, climate.ACTED_AFTER + 2))
    after = mean(score(IMPROVING, number) for number in (7, 8))
    assert after > before + 0.6
    assert score(DECLINING, 8) < score(DECLINING, 1) - 0.6
    assert min(one.wave for one in promises.STORIES) == climate.ACTED_AFTER + 1


def test_about_three_in_four_answer_every_wave() -> None:
    for number in range(1, 10):
        answered = [company.answers_for(who, number) for who in company.BY_NUMBER]
        share = sum(one is not None for one in answered) / company.N_PEOPLE
        assert 0.7 < share < 0.82


def test_answers_are_ticks_from_one_to_five_and_do_not_depend_on_who_is_asked_first() -> None:
    numbers = list(company.BY_NUMBER)
    first = {who: company.answers_for(who, 4) for who in numbers}
    again = {who: company.answers_for(who, 4) for who in reversed(numbers)}
    assert first == again
    known = {item.id for item in INSTRUMENT.items}
    for one in filter(None, first.values()):
        assert set(one) <= known
        assert set(one.values()) <= {1, 2, 3, 4, 5}


def scale_mean(department: str, number: int, scale: str) -> float:
    (items,) = (one.items for one in INSTRUMENT.scales if one.id == scale)
    people = [p.employee_id for p in company.COMPANY.people if p.unit[1:2] == (department,)]
    answers = [one for one in (company.answers_for(who, number) for who in people) if one]
    ticks = [(item, one[item]) for one in answers for item in items if item in one]
    return mean(6 - tick if item in REVERSED else tick for item, tick in ticks)


def test_departments_differ_in_safety_and_accountability_so_that_zones_occur() -> None:
    expected = {"Operations": "-+", "Product": "+-", "Engineering": "++", "Sales": "--"}
    for department, signs in expected.items():
        for scale, sign in zip(("safety", "accountability"), signs, strict=True):
            distance = scale_mean(department, 8, scale) - 3.5
            assert abs(distance) > 0.25, (department, scale, distance)
            assert (distance > 0) == (sign == "+")


def test_most_people_say_how_long_they_are_there_and_where_they_work() -> None:
    levels = {cut.id: {level.id for level in cut.levels} for cut in INSTRUMENT.cuts}
    for number in range(1, 9):
        who = [one for one in company.BY_NUMBER if company.answers_for(one, number)]
        for cut, known in levels.items():
            said = Counter(company.cuts_for(one).get(cut) for one in who)
            silent = said.pop(None)
            assert set(said) == known
            assert min(said.values()) >= 30
            assert 0.1 < silent / len(who) < 0.22
