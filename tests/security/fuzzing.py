"""Requests made from the OpenAPI document as somebody of a role, and what replies must be."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.python.asgi import ASGIClient
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from survey_api.access import PERMISSIONS, SESSION_COOKIE, Permission, Role
from tests.security.accounts import ANONYMOUS, OURS

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
Known = Mapping[str, Sequence[str]]
NOTHING_KNOWN: Known = {}
BOTH = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def operations(app: FastAPI) -> list[schemathesis.APIOperation]:
    """Every operation of the document."""
    document = schemathesis.openapi.from_asgi("/openapi.json", app)
    return [one.ok() for one in document.get_all_operations()]


def fuzz(
    app: FastAPI, who: str, cookie: str, *, examples: int, known: Known = NOTHING_KNOWN
) -> Iterator[str]:
    """What is wrong with replies to ``who``, a line for each operation that has any. Half of the
    parts of a path are ``known``: parameter → names that exist."""
    for operation in operations(app):
        client = ASGIClient(app)
        client.headers.update(OURS)
        if cookie:
            client.cookies.set(SESSION_COOKIE, cookie)
        yield from _tried(operation, who, client, examples, known)


def _tried(
    operation: schemathesis.APIOperation, who: str, client: ASGIClient, examples: int, known: Known
) -> Iterator[str]:
    modes = [operation.as_strategy(generation_mode=mode) for mode in BOTH]

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(*modes), st.randoms(use_true_random=False), st.booleans())
    def answers_well(case: schemathesis.Case, chance: Random, is_known: bool) -> None:
        for name in set(case.path_parameters or ()) & set(known) if is_known else ():
            case.path_parameters[name] = chance.choice(known[name])
        reply = case.call(session=client)
        case.validate_response(reply, checks=CHECKS)
        if reply.status_code < 400:
            assert may(who, operation), f"{who} was answered {reply.status_code}"

    try:
        answers_well()
    except (Exception, BaseExceptionGroup) as wrong:
        yield f"{who}: {operation.label}: {_said(wrong)}"


def _said(wrong: BaseException) -> str:
    """All that is wrong with one reply, and how to get it again."""
    inner = wrong.exceptions if isinstance(wrong, BaseExceptionGroup) else ()
    return " / ".join([str(wrong), *map(_said, inner)])


def may(who: str, operation: schemathesis.APIOperation) -> bool:
    """By the table of permissions alone."""
    access = operation.definition.raw["x-access"]
    if access == "public":
        return True
    if access == "signed-in" or who == ANONYMOUS:
        return who != ANONYMOUS
    if access == "other":
        return False
    return all(Role(who) in PERMISSIONS[Permission(one)] for one in access.split(" and "))
