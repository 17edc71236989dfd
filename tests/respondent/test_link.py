"""Invitation links, as they are sent, rewritten and typed."""

import pytest

from survey_api.credentials.encoding import b64u, crockford
from survey_api.respondent.link import BadLink, parse_link

WAVE, INV = b64u(bytes(range(16))), bytes(range(50, 66))


@pytest.mark.parametrize(
    "text",
    [
        f"https://survey.example/w/{WAVE}#{b64u(INV)}",
        f"  https://survey.example/w/{WAVE}#{b64u(INV)}\n",
        f"https://survey.example/w/{WAVE}%23{b64u(INV)}",
        f"https://survey.example/w/{WAVE}#{crockford(INV)}",
        f"https://survey.example/w/{WAVE}#{crockford(INV).lower()[:13]}-{crockford(INV)[13:]}",
    ],
)
def test_a_link_is_read_as_sent_rewritten_or_typed(text: str) -> None:
    link = parse_link(text)
    assert (link.survey_url, link.wave, link.inv) == ("https://survey.example", WAVE, INV)


def test_a_link_below_a_prefix_keeps_it() -> None:
    link = parse_link(f"http://host:8001/pulse/w/{WAVE}#{b64u(INV)}")
    assert link.survey_url == "http://host:8001/pulse"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        f"https://survey.example/w/{WAVE}",
        f"https://survey.example/w/{WAVE}#",
        f"https://survey.example/w/{WAVE}#{b64u(INV)[:-2]}",
        f"https://survey.example/w/{WAVE[:-2]}#{b64u(INV)}",
        f"https://survey.example/{WAVE}#{b64u(INV)}",
        f"ftp://survey.example/w/{WAVE}#{b64u(INV)}",
        f"/w/{WAVE}#{b64u(INV)}",
    ],
)
def test_half_a_link_is_refused(text: str) -> None:
    with pytest.raises(BadLink):
        parse_link(text)


def test_a_refusal_does_not_repeat_the_link() -> None:
    with pytest.raises(BadLink) as refusal:
        parse_link(f"https://survey.example/x/{WAVE}#{b64u(INV)}")
    assert b64u(INV) not in str(refusal.value)
    assert b64u(INV) not in repr(parse_link(f"https://survey.example/w/{WAVE}#{b64u(INV)}"))
