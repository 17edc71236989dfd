"""What the invented people write: the same every time, short, and enough to be shown."""

from survey_api.catalogue import library
from survey_api.demo import company, remarks
from survey_api.demo.population import DEPARTMENTS
from survey_api.release.comment_text import normalised


def test_about_a_quarter_writes_one_short_text_on_the_question_that_is_asked() -> None:
    said = [remarks.written_by(number, 8) for number in company.BY_NUMBER]
    texts = [one for written in said for one in written]
    assert said == [remarks.written_by(number, 8) for number in company.BY_NUMBER]
    assert 0.15 < len(texts) / len(said) < 0.35
    assert {one["kind"] for one in texts} == {"comment", "moment"}
    assert {one["id"] for one in texts} == {
        one.id for one in library.load(company.INSTRUMENT).comments
    }
    assert all(normalised(one["text"]) == one["text"] for one in texts)
    assert len(texts) > 2 * len(DEPARTMENTS)
