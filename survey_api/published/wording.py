"""What the API says in words, in the language its reader asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from survey_api import languages

INDEX, CYCLE, NOT_SAID = "index", "cycle", "not_said"


@dataclass(frozen=True)
class Wording:
    """One language. Texts of an instrument come as a map from language to text."""

    locale: str = languages.FALLBACK

    def pick(self, said: Mapping[str, str] | str) -> str:
        """One of the versions of a text."""
        return languages.pick(said, self.locale)

    def word(self, key: str, **values: str) -> str:
        """A text of our own."""
        return languages.texts(self.locale, "report")[key].format(**values)

    def unit(self, record: Mapping[str, Any], units: Mapping[str, Mapping[str, Any]]) -> str:
        """A unit's name. Groups that the program formed are named after the unit they are of."""
        home = units.get(record["parent"] or "")
        if record["kind"] == "unit" or home is None:
            return str(record["label"])
        kind = f"{record['kind']}_now" if record.get("one_wave_only") else record["kind"]
        return self.word(f"unit.{kind}", label=self.unit(home, units))

    def level(self, cut: Mapping[str, Any], levels: list[str]) -> str:
        """The name of one demographic group, which may be several levels together."""
        labels = {one["id"]: self.pick(one["label"]) for one in cut["levels"]}
        labels[NOT_SAID] = self.word("cut.not_said")
        *others, last = (labels[one] for one in levels)
        return self.word("cut.or", some=", ".join(others), last=last) if others else last


def wording_of(request: Request) -> Wording:
    """The language of ``?lang=``, else of the ``Accept-Language`` header."""
    given = request.query_params.get("lang")
    header = request.headers.get("accept-language", "")
    return Wording(languages.choose(given) if given else languages.asked_for(header))


Spoken = Annotated[Wording, Depends(wording_of)]
