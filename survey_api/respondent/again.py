"""Answers that can be changed: a code is saved with the first ones, and leads to the next version.

The code is counted on before anything is sent, so that no two envelopes carry one number.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self
from urllib.parse import unquote

from survey_api.credentials.ballot_code import OWN, BallotCode, address
from survey_api.credentials.encoding import MAX_VERSIONS, b64u
from survey_api.errors import Conflict, Invalid
from survey_api.respondent.client import Draft, Receipt, Token, WaveInView
from survey_api.respondent.code import taken_up
from survey_api.respondent.keeping import kept_draft
from survey_api.respondent.link import parse_link
from survey_api.respondent.transport import (
    HttpTransport,
    NotMyGroup,
    Said,
    check_said,
    fetch_token,
    open_wave,
    put,
)

BLANK: Final = Said({})
CODE_IS: Final = (
    "Code for changing your answers. Whoever has it can change them; it does not show them."
)
_PLACE: Final = re.compile(r".*(https?://[^#]+)/w/[\w-]+/?#b\.")


class NoCode(Invalid):
    """This file holds no ballot code with its survey's address. Save the code as a file again."""


class CodeIsThere(Conflict):
    """This file is there already. Name a new one for the code; nothing was sent."""


@dataclass(frozen=True)
class SavedCode:
    """A code's file, and what stands in it."""

    file: Path
    survey_url: str
    code: BallotCode

    @classmethod
    def read(cls, file: Path) -> Self:
        """From a file of the answer page, of this program, or with a card's address."""
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise NoCode from error
        place = _PLACE.match(unquote(unquote("".join(text.split()))))
        if place is None:
            raise NoCode
        return cls(file, place[1], BallotCode.read(text))

    def count_on(self) -> None:
        """The next version stands in the file; after the last one there is no file."""
        if self.code.version == MAX_VERSIONS:
            return self.file.unlink()
        following = replace(self.code, kind=OWN, version=self.code.version + 1)
        text = _text(self.survey_url, following)
        half = self.file.with_name(f"{self.file.name}.half")
        half.unlink(missing_ok=True)
        _write(half, text)
        half.replace(self.file)
        return None


def answer_and_save(
    link: str, said: Said, *, keep_in: Path, code: Path, is_mine: Callable[[Token], bool]
) -> Receipt:
    """Answer from an invitation; the way back is in the new file ``code`` before it is sent."""
    if code.exists():
        raise CodeIsThere
    target = parse_link(link)
    with HttpTransport(target.survey_url) as over_http:
        view = open_wave(over_http, target.wave)
        with kept_draft(keep_in, target.inv, view) as draft:
            check_said(view, over_http, said)
            token = fetch_token(over_http, view, draft, target.inv)
            if not is_mine(token):
                raise NotMyGroup
            _write(code, _text(target.survey_url, _code_of(view, draft, token)))
            return put(view, over_http, said, draft, token)


def answer_again(saved: SavedCode, said: Said, *, is_mine: Callable[[Token], bool]) -> Receipt:
    """Put the next version of a ballot into the box."""
    with HttpTransport(saved.survey_url) as over_http:
        view = open_wave(over_http, b64u(saved.code.wave))
        draft, token = taken_up(view, saved.code)
        check_said(view, over_http, said)
        if not is_mine(token):
            raise NotMyGroup
        saved.count_on()
        return put(view, over_http, replace(said, version=saved.code.version), draft, token)


def _code_of(view: WaveInView, draft: Draft, token: Token) -> BallotCode:
    return BallotCode(
        kind=OWN,
        wave=view.manifest.wave,
        mh=view.mh,
        seed=draft.seed,
        prefix=draft.prefix,
        sig=token.sig,
        unit=token.unit,
        pass_=token.pass_,
        version=2,
        label_salt=token.label_salt,
        label=token.label,
    )


def _text(survey_url: str, code: BallotCode) -> str:
    return f"{CODE_IS}\n{address(survey_url, b64u(code.wave), code.encode())}\n"


def _write(file: Path, text: str) -> None:
    """For its owner only, and only where there is no file yet."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CodeIsThere from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
