"""Three texts a leader can act on, and the rule that picks one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.actions import guidance
from survey_api.actions.guidance import MISTAKE, PROMISES, SILENCE, SPEAKS_TO, choose, load, names
from survey_api.catalogue import library
from survey_api.published.schemas import Figure, Relation

SECTIONS = [
    "What it means",
    "The next 48 hours",
    "Sentences to try",
    "Sentences to avoid",
    "How to follow through",
    "What it is not: letting things slide",
    "Sources",
]
PRACTICES = [
    "Support before reasons",
    "Listen first",
    "Reassure, don't reprimand",
    "Notice what is not said",
    "Work it out together",
]
NOT_SHOWN = Figure(shown=False, value=None, relation=None, text=None, borrowed=None)


def figure(value: str, relation: str = "=") -> Figure:
    return Figure(shown=True, value=value, relation=Relation(relation), text=None, borrowed=None)


@pytest.mark.parametrize("name", names())
def test_every_text_has_all_sections_and_names_the_five_practices(name: str) -> None:
    text = load(name)
    assert text.id == name
    assert text.title
    assert text.when
    assert [section.heading for section in text.sections] == SECTIONS
    next_steps = text.sections[1].entries
    assert all(sum(step.startswith(p + ".") for step in next_steps) == 1 for p in PRACTICES)
    assert all(section.paragraphs or section.entries for section in text.sections)
    assert "ours" in text.sections[-1].entries[-1]


@pytest.mark.parametrize(
    ("figures", "expected", "scale"),
    [
        ({"safety": "3.1", "practice": "3.4", "trust": "4.0"}, SILENCE, "safety"),
        ({"safety": "4.1", "practice": "3.4", "trust": "4.0"}, MISTAKE, "practice"),
        ({"safety": "4.1", "practice": "3.4", "trust": "2.9"}, PROMISES, "trust"),
        ({"practice": "3.0", "safety": "3.0", "trust": "3.0"}, SILENCE, "safety"),
        ({"index": "1.0", "trust": "3.4"}, PROMISES, "trust"),
        ({"our_own": "2.0", "trust": "3.4"}, SILENCE, "our_own"),
        ({"safety": "3.5", "trust": "4.6"}, PROMISES, None),
        ({}, SILENCE, None),
    ],
)
def test_the_lowest_scale_decides(
    figures: dict[str, str], expected: str, scale: str | None
) -> None:
    choice = choose({name: figure(value) for name, value in figures.items()})
    assert (choice.id, choice.scale) == (expected, scale)


def test_of_equal_values_at_most_is_lower_and_at_least_is_never_low() -> None:
    both = {"safety": figure("3.0"), "trust": figure("3.0", "<=")}
    assert choose(both).scale == "trust"
    assert "at most 3.0" in choose(both).because
    assert choose({"safety": figure("3.0", ">="), "trust": figure("3.4")}).scale == "trust"
    assert choose({"safety": figure("3.0", ">=")}).scale is None


def test_what_is_not_shown_decides_nothing() -> None:
    choice = choose({"safety": NOT_SHOWN, "trust": figure("3.2")})
    assert choice.scale == "trust"
    assert "a conversation needs none" in choose({"safety": NOT_SHOWN}).because


def test_every_scale_of_the_library_has_a_text_that_speaks_to_it() -> None:
    scales = {scale.id for name in library.names() for scale in library.load(name).scales}
    assert scales == set(SPEAKS_TO)
    assert set(SPEAKS_TO.values()) == set(names())


def test_an_unknown_text_is_not_there() -> None:
    with pytest.raises(guidance.NoSuchGuidance):
        load("../guidance")


FIGURES = st.builds(
    lambda tenths, relation: figure(f"{tenths / 10:.1f}", relation),
    st.integers(10, 50),
    st.sampled_from(["=", "<=", ">=", "~"]),
)


@given(st.dictionaries(st.sampled_from([*SPEAKS_TO, "own", "index"]), FIGURES))
def test_any_figures_give_one_of_the_texts_whatever_their_order(
    figures: dict[str, Figure],
) -> None:
    choice = choose(figures)
    assert choice.id in names()
    assert choose(dict(reversed(figures.items()))) == choice
