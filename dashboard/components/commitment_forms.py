"""Forms to promise, reword, keep or withdraw; its script sends them to the API as plain calls."""

from typing import Any

from dashboard.elements import html
from dashboard.texts import t
from survey_api.published.schemas.commitments import CommitmentOut, UnitCommitments
from survey_api.published.schemas.results import ScaleMeta
from survey_api.published.schemas.words import CommitmentState

OVERALL = "index"
PROBLEMS = (
    "already-kept",
    "already-withdrawn",
    "changed-meanwhile",
    "commitment-invalid",
    "did-invalid",
    "not-the-leader",
    "owner-invalid",
    "reason-invalid",
)


def promise_form(found: UnitCommitments, scale: str) -> Any:
    """Promise something about the newest result."""
    address = f"/actions/waves/{found.wave}/units/{found.unit}"
    return html.Section(
        [
            html.H2(t("commitments.promise"), className="card-title"),
            html.P(t("commitments.hint"), className="finding"),
            _form(
                [
                    *_words("", found.scales, scale=scale),
                    html.Button(t("commitments.save"), type="submit", className="primary"),
                ],
                address,
                "POST",
            ),
        ],
        className="card promise-new",
        id="promise",
    )


def problems() -> Any:
    """What a refusal says in the reader's language, for the script to find."""
    told = [html.Li(t(f"commitments.problem.{one}"), **{"data-problem": one}) for one in PROBLEMS]
    other = html.Li(t("commitments.problem.other"), **{"data-problem": "other"})
    return html.Ul([*told, other], hidden=True, className="problems")


def own_forms(one: CommitmentOut, scales: list[ScaleMeta]) -> list[Any]:
    """What its leader can still do with a promise."""
    if one.state == CommitmentState.WITHDRAWN:
        return []
    if one.state == CommitmentState.DONE:
        return [_fold("commitments.reword", _done(one))]
    return [
        _fold("commitments.keep", _done(one)),
        _fold("commitments.edit", _edit(one, scales)),
        _fold("commitments.withdraw", _withdraw(one)),
    ]


def _fold(key: str, form: Any) -> Any:
    return html.Details([html.Summary(t(key)), form], className="promised-fold")


def _done(one: CommitmentOut) -> Any:
    field = _text("did", t("commitments.did"), one, given=one.did or "", longest=500)
    button = html.Button(t("commitments.keep.save"), type="submit", className="primary")
    return _form([*field, button], f"{_address(one)}/done", "POST", one)


def _withdraw(one: CommitmentOut) -> Any:
    field = _text("because", t("commitments.because"), one, given="", longest=300)
    button = html.Button(t("commitments.withdraw.save"), type="submit", className="quiet")
    return _form([*field, button], f"{_address(one)}/withdraw", "POST", one)


def _edit(one: CommitmentOut, scales: list[ScaleMeta]) -> Any:
    fields = _words(f"-{one.id}", scales, scale=one.scale or "", one=one)
    button = html.Button(t("commitments.edit.save"), type="submit", className="primary")
    return _form([*fields, button], _address(one), "PATCH", one)


def _words(
    ending: str, scales: list[ScaleMeta], *, scale: str, one: CommitmentOut | None = None
) -> list[Any]:
    """What, which finding it answers, who keeps it, by when."""
    when = one.due_on.isoformat() if one else ""
    return [
        *_text("what", t("commitments.what"), one, given=one.what if one else "", longest=500),
        html.Label(t("commitments.why"), htmlFor=f"finding{ending}"),
        _findings(f"finding{ending}", scales, scale),
        html.Label(t("commitments.owner"), htmlFor=f"owner{ending}"),
        _slot("text", "owner", f"owner{ending}", one.owner if one else "", **{"data-max": "80"}),
        html.Label(t("commitments.when"), htmlFor=f"due_on{ending}"),
        _slot("date", "due_on", f"due_on{ending}", when, **{"data-required": "true"}),
    ]


def _text(name: str, label: str, one: CommitmentOut | None, *, given: str, longest: int) -> Any:
    id_ = f"{name}-{one.id}" if one else name
    area = html.Textarea(given, id=id_, name=name, maxLength=longest, rows=3, required=True)
    return [html.Label(label, htmlFor=id_), area]


def _findings(id_: str, scales: list[ScaleMeta], chosen: str) -> Any:
    options = [("", t("commitments.why.none"))]
    options += [(one.id, one.label) for one in scales if one.id != OVERALL]
    entries = [
        html.Option(label, value=value, selected="selected" if value == chosen else None)
        for value, label in options
    ]
    return html.Select(entries, id=id_, name="scale", className="finding-choice")


def _slot(kind: str, name: str, id_: str, value: str, **more: str) -> Any:
    given = {"data-type": kind, "data-name": name, "data-id": id_, "data-value": value}
    return html.Div(className="slot-input", **given, **more)


def _form(parts: list[Any], action: str, verb: str, one: CommitmentOut | None = None) -> Any:
    version = {"data-version": str(one.version)} if one else {}
    alert = html.P("", role="alert", hidden=True, className="failed")
    return html.Form(
        [*parts, alert],
        className="promise-form",
        action=action,
        method="post",
        **{"data-verb": verb},
        **version,
    )


def _address(one: CommitmentOut) -> str:
    return f"/actions/commitments/{one.id}"
