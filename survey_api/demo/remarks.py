"""What the invented people write in their own words, and how their comment reader answers."""

from dataclasses import dataclass
from typing import Any

from survey_api.access import Role, Viewer
from survey_api.conduct import comment_desk, comment_section
from survey_api.conduct.rooms import Rooms
from survey_api.demo import company
from survey_api.demo.chance import draw
from survey_api.demo.population import SEED
from survey_api.published.schemas.comments import AnswerIn, Stance
from survey_api.published.wording import Wording
from survey_api.respondent.questionnaire import comment

QUESTION = "easier_to_say"
SHARE, STORIES = 0.24, 0.08  # who writes anything; whose text is a story of support


@dataclass(frozen=True)
class Topic:
    """Texts about one thing, and the one public answer to them, if there is one yet."""

    title: str
    texts: tuple[str, ...]
    stance: Stance | None = None
    answer: str = ""


TOPICS = (
    Topic(
        "Time to talk when something went wrong",
        (
            "Ten quiet minutes after a shift, before everybody runs off.",
            "If the meeting did not always end with the next three tasks.",
            "More time. We see the near misses and have no moment to say so.",
            "Zehn Minuten am Ende der Schicht, in denen niemand schon auf die Uhr schaut.",
            "Somebody should ask what went wrong as calmly as what is due.",
            "A fixed place on the agenda. What has no place is never the right moment.",
        ),
        Stance.WILL,
        "Every team may keep ten minutes a week for what went wrong, in working time. Leaders "
        "begin with something of their own.",
    ),
    Topic(
        "How the first reaction sounds",
        (
            "If the first question were what I need, and not how it could happen.",
            "That nobody sighs. One sigh is enough for me to keep the next thing to myself.",
            "Wenn zuerst jemand fragt, ob es mir gut geht, und erst danach nach dem Grund.",
            "Hear it out before the solutions come.",
            "Thank people for saying it early. It happened once, and I remember it.",
            "Not in front of everybody, please. A word aside first.",
        ),
        Stance.HEARD,
        "This is the heart of it, and it cannot be ordered. Leaders talk about their own first "
        "reactions in their next round; the guidance page has sentences to try.",
    ),
    Topic(
        "Reports that come back",
        (
            "To hear what became of it. Reports go up and nothing comes down.",
            "I reported the same fault three times. A short answer would do.",
            "Eine Rückmeldung, auch wenn es ein Nein ist.",
            "Tell us who looks at it and until when.",
            "A list on the wall: said, decided, done.",
        ),
        Stance.WONT,
        "we do not build another list for it. Instead every report gets an answer from a person "
        "within five working days, also when it is no.",
    ),
    Topic(
        "Being new",
        (
            "As somebody new you do not know whom to tell.",
            "A person beside my leader whom I can ask the stupid questions.",
            "Am Anfang traut man sich nicht; jemand an der Seite würde helfen.",
            "In the first weeks everything I do might be wrong. Say that this is normal.",
        ),
    ),
)
MOMENTS = (
    "A colleague stayed two hours to find my mistake with me and never mentioned it again.",
    "When the delivery went to the wrong town, the team rang round first and asked later.",
    "Nach meinem Fehler kam als Erstes ein Kaffee und die Frage, was ich jetzt brauche.",
)


def written_by(employee_id: str, number: int) -> list[dict[str, Any]]:
    """What somebody writes in a wave; most write nothing."""
    source = draw(SEED, "writes", employee_id, number)
    if source.random() >= SHARE:
        return []
    if source.random() < STORIES:
        return [comment(QUESTION, source.choice(MOMENTS), may_publish=True)]
    return [comment(QUESTION, source.choice(source.choice(TOPICS).texts))]


def publish(rooms: Rooms, wave: str, *, sorted_first: bool) -> None:
    """The day has come: publish what was written, after it was sorted and answered or not."""
    if sorted_first:
        _sort(rooms, wave)
    comment_section.publish_due(rooms)


def _sort(rooms: Rooms, wave: str) -> None:
    found = comment_desk.desk(rooms, wave=wave, wording=Wording())
    if found.themes or found.published_on:
        return
    reader = _reader()
    for topic in TOPICS:
        theme = comment_desk.create_theme(rooms, wave=wave, title=topic.title).id
        for one in found.comments:
            if one.text in topic.texts:
                comment_desk.put(rooms, wave=wave, place=one.place, theme=theme)
        if topic.stance:
            said = AnswerIn(stance=topic.stance, answer=topic.answer)
            comment_desk.answer(rooms, reader, wave=wave, theme=theme, said=said)


def _reader() -> Viewer:
    person = company.COMPANY.analyst
    return Viewer(
        id=person.employee_id,
        name=person.name,
        roles=frozenset({Role.COMMENT_READER}),
        roots=frozenset(),
        own_unit="",
    )
