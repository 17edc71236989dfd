"""Forms of those who run the survey: named fields that a page script sends to the API as JSON.

A field's ``data-kind`` says what becomes of its text: ``text`` (empty is none), ``plain`` (empty
is empty), ``number``, ``bool``, ``lines`` or ``secret`` (as it was typed). What the API
refuses is said beside the form, which keeps what was typed.
"""

import json
from typing import Any

from dashboard.elements import html
from dashboard.texts import t

Options = list[tuple[str, str]]
KINDS = {"number": "number", "checkbox": "bool", "password": "secret"}
NATIVE = {"data-max": "longest", "data-min": "least", "data-autocomplete": "autocomplete"}


def api_form(
    action: str, *parts: Any, verb: str = "POST", then: str = "reload", classes: str = ""
) -> Any:
    """A form sent to ``action``; afterwards the page is drawn anew, or ``then`` is gone to."""
    told = [
        html.P("", role="alert", hidden=True, className="failed"),
        html.P("", role="status", hidden=True, className="done-note"),
    ]
    return html.Form(
        [*parts, *told],
        className=f"api-form {classes}".strip(),
        action=action,
        method="post",
        **{"data-verb": verb, "data-then": then, "data-away": t("forms.away")},
    )


def slot(name: str, label: str, *, kind: str = "text", value: str = "", **more: Any) -> Any:
    """A labelled input of one line. ``more``: hint, is_required, longest, least, id_,
    autocomplete, may_be_emptied (nothing is then sent as an empty text)."""
    id_ = more.get("id_") or name
    told = {"data-type": kind, "data-name": name, "data-id": id_, "data-value": value}
    told["data-kind"] = KINDS.get(kind, "text")
    if more.get("may_be_emptied"):
        told["data-kind"] = "plain"
    if more.get("is_required"):
        told["data-required"] = "true"
    for key, name_ in NATIVE.items():
        given = more.get(name_)
        if given is not None:
            told[key] = str(given)
    return _labelled(id_, label, html.Div(className="slot-input", **told), more.get("hint", ""))


def hidden(name: str, value: str, *, id_: str = "") -> Any:
    """A field that is sent as it is."""
    told = {"data-type": "hidden", "data-name": name, "data-id": id_ or name, "data-value": value}
    return html.Div(className="slot-input", hidden=True, **told)


def area(
    name: str, label: str, *, value: str = "", hint: str = "", rows: int = 4, **more: str
) -> Any:
    """A labelled box of several lines. ``more``: id_, kind."""
    id_, told = more.get("id_") or name, {"data-kind": more.get("kind") or "text"}
    box = html.Textarea(value, id=id_, name=name, rows=rows, spellCheck="true", **told)
    return _labelled(id_, label, box, hint)


def choice(
    name: str, label: str, options: Options, *, chosen: str = "", hint: str = "", id_: str = ""
) -> Any:
    """A labelled choice of (value, text)."""
    entries = [
        html.Option(text, value=value, selected="selected" if value == chosen else None)
        for value, text in options
    ]
    return _labelled(id_ or name, label, html.Select(entries, id=id_ or name, name=name), hint)


def check(name: str, label: str, *, is_on: bool = False, id_: str = "") -> Any:
    """A box to tick, its label behind it."""
    told = {"data-type": "checkbox", "data-name": name, "data-id": id_ or name}
    told |= {"data-kind": "bool", "data-checked": "true" if is_on else ""}
    return html.Div(
        [
            html.Div(className="slot-input", **told),
            html.Label(label, htmlFor=id_ or name),
        ],
        className="form-check",
    )


def submit(label: str) -> Any:
    """The form's own button."""
    return html.Button(label, type="submit", className="primary")


def act(label: str, action: str, *, verb: str = "POST", said: Any = None, sure: str = "") -> Any:
    """A button that is a call of its own; ``sure`` is asked before it is made."""
    told = {"data-action": action, "data-verb": verb, "data-away": t("forms.away")}
    if said is not None:
        told["data-said"] = json.dumps(said)
    if sure:
        told |= {"data-sure": sure, "data-yes": t("forms.yes"), "data-no": t("forms.no")}
    return html.Button(label, type="button", className="quiet api-act", **told)


def shown_once(*parts: Any) -> Any:
    """Beside a form whose ``then`` is "show": where what was answered is shown, this once. Whatever
    has ``data-shows`` shows that part of it."""
    return html.Div(list(parts), className="shown-once", hidden=True, tabIndex="-1", role="status")


def row(*parts: Any) -> Any:
    """Fields beside each other where there is room."""
    return html.Div(list(parts), className="form-row")


def folded(label: str, *parts: Any) -> Any:
    """A form that is opened when it is wanted."""
    return html.Details([html.Summary(label), *parts], className="form-fold")


def _labelled(id_: str, label: str, field: Any, hint: str) -> Any:
    parts = [html.Label(label, htmlFor=id_), field]
    if hint:
        parts.append(html.Small(hint))
    return html.Div(parts, className="form-field")
