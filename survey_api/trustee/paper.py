"""The sheets and the procedure as one HTML file to print, for whoever works on the command line."""

from pathlib import Path
from typing import Any

from survey_api.trustee.folder import Made
from survey_api.trustee.page.templates_of import templates
from survey_api.trustee.words import Words

STYLE = Path(__file__).parent / "page" / "style.css"


def printed(made: Made, words: Words) -> str:
    """A whole document; it holds the words of every sheet and must be deleted after printing."""
    style = STYLE.read_text(encoding="utf-8")
    body = templates().get_template("sheets_paper.html").render(t=words, **for_paper(made))
    return (
        f'<!doctype html><html lang="{words.locale}"><meta charset="utf-8">'
        f"<title>{words('title')}</title><style>{style}</style><main>{body}</main></html>"
    )


def for_paper(made: Made) -> dict[str, Any]:
    """What the sheets are filled with."""
    public = made.folder.public
    pairs = zip(public.keepers, made.sheets, strict=False)
    return {
        "sheets": [
            {"keeper": keeper, "words": said.split(), "number": number}
            for number, (keeper, said) in enumerate(pairs, start=1)
        ],
        "public": public,
        "fingerprint": made.folder.offer().fingerprint,
    }
