"""What each screen is given. Screens only look; deeds are done by forms."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from survey_api import clock
from survey_api.trustee import drives, passphrase, rehearsal
from survey_api.trustee.description import Keeper
from survey_api.trustee.lying import lying
from survey_api.trustee.page.desk import CHECKED_WORDS, Desk
from survey_api.trustee.paper import for_paper

EMPTY: Final = Keeper("", "", "")


def home(desk: Desk) -> dict[str, Any]:
    """The five steps, and which is next."""
    folder = desk.found()
    history = folder.history.waves if folder else ()
    is_counted = any(one.counted_on for one in history)
    is_erased = any(one.erased_on for one in history)
    steps = {
        "rehearsal": desk.practised,
        "keys": folder is not None,
        "count": is_counted,
        "recount": desk.recounted is not None,
        "erase": is_erased,
    }
    if desk.practice is not None:
        del steps["rehearsal"]
    return {
        "steps": steps,
        "next": next((name for name, done in steps.items() if not done), ""),
        "usable": {"rehearsal", "keys"} | ({"count", "recount", "erase"} if folder else set()),
        "suggested": [str(one) for one in drives.suggested()],
        "waves": history,
    }


def keys(desk: Desk) -> dict[str, Any]:
    """The form, or what is there already."""
    folder = desk.found()
    if folder is not None:
        offer = folder.offer()
        return {"public": folder.public, "left": folder.n_left(), "fingerprint": offer.fingerprint}
    made_up = rehearsal.plan() if desk.practice is not None else None
    given = made_up.keepers if made_up else (EMPTY,) * 3
    typed: dict[str, str] = {"holder": made_up.holder if made_up else "", "waves": "12"}
    for number, one in enumerate(given, start=1):
        typed |= {f"{part}{number}": text for part, text in vars(one).items()}
    return {
        "public": None,
        "form": _filled(typed | desk.typed),
        "suggestion": passphrase.suggested(),
    }


def sheets(desk: Desk) -> dict[str, Any]:
    """The sheets for the printer, with who keeps which, and the written procedure."""
    if desk.sheets is None:
        return {"sheets": ()}
    paper = for_paper(desk.sheets.made)
    for one in paper["sheets"]:
        one["asked"] = CHECKED_WORDS[one["number"] - 1]
    return {**paper, "replaces": desk.sheets.replaces}


def opening(desk: Desk) -> dict[str, Any]:
    """Files to choose from and words to type; a rehearsal fills the words in."""
    folder = desk.folder
    practised = dict(zip(("words1", "words2"), desk.practice_words[::2], strict=False))
    return {
        "files": lying(folder),
        "public": folder.public,
        "form": _filled(practised | desk.typed),
        "waves": [one for one in folder.history.waves if one.erased_on is None],
        "today": clock.today(),
    }


def counted(desk: Desk) -> dict[str, Any]:
    """The summary of the last count."""
    return {"summary": desk.summary()}


def recounted(desk: Desk) -> dict[str, Any]:
    """What was the same."""
    return {"same": desk.recounted}


def working(desk: Desk) -> dict[str, Any]:
    """How far it is."""
    return {"job": desk.job}


def erased(desk: Desk) -> dict[str, Any]:
    """What is gone."""
    return {"title": desk.erased, "is_signed": desk.is_signed}


def _filled(typed: Mapping[str, str]) -> defaultdict[str, str]:
    """Fields as they were typed; the others are empty."""
    return defaultdict(str, typed)


SCREENS: Final[Mapping[str, Callable[[Desk], dict[str, Any]]]] = {
    "": home,
    "keys": keys,
    "sheets": sheets,
    "count": opening,
    "recount": opening,
    "erase": opening,
    "shares": opening,
    "working": working,
    "counted": counted,
    "recounted": recounted,
    "erased": erased,
}
