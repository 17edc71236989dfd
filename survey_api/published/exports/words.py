"""The words of exported files, the same as on screen."""

from survey_api.published.schemas import Relation, Verdict, ZoneName

RELATIONS: dict[Relation, str] = {
    Relation.EQUAL: "exactly",
    Relation.AT_MOST: "at most",
    Relation.AT_LEAST: "at least",
    Relation.ABOUT: "about",
}
VERDICTS: dict[Verdict, str] = {
    Verdict.CLEAR_RISE: "clear rise",
    Verdict.CLEAR_FALL: "clear fall",
    Verdict.USUAL_WOBBLE: "usual wobble",
    Verdict.NOT_COMPARABLE: "not comparable",
    Verdict.CANNOT_BE_SEEN: "cannot be seen",
}
ZONES: dict[ZoneName, str] = {
    ZoneName.LEARNING: "learning",
    ZoneName.COMFORTABLE: "comfortable",
    ZoneName.TENSE: "tense",
    ZoneName.DETACHED: "detached",
    ZoneName.TOO_CLOSE: "too close to say",
}
