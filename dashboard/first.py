"""The HTML of a page: its components as markup, so that there is something to read before any
script runs. Charts are left as empty boxes, for which Dash brings the drawings."""

from collections.abc import Iterator
from html import escape
from typing import Any

NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "maxLength": "maxlength"}
LEFT_OUT = {"children", "n_clicks", "style", "key"}
VOID = {"img", "br", "hr", "input"}
HTML = "dash_html_components"


def markup(component: Any) -> str:
    """HTML of a Dash component, of a list of them, or of a text; None is nothing."""
    if component is None or isinstance(component, bool):
        return ""
    if isinstance(component, list | tuple):
        return "".join(map(markup, component))
    if isinstance(component, str | int | float):
        return escape(str(component), quote=False)
    return _element(component.to_plotly_json())


def charts(component: Any) -> Iterator[Any]:
    """Everything in a page that Dash has to draw, in the order of the document."""
    if isinstance(component, list | tuple):
        for one in component:
            yield from charts(one)
    elif hasattr(component, "to_plotly_json"):
        if component.to_plotly_json()["namespace"] != HTML:
            yield component
        else:
            yield from charts(getattr(component, "children", None))


def _element(one: dict[str, Any]) -> str:
    kind, props = one["type"].lower(), one["props"]
    if one["namespace"] != HTML:
        look, style = props.get("className", ""), _style(props.get("style"))
        return f'<div class="{escape(str(look))} slot-chart"{style}></div>'
    said = "".join(_attribute(name, value) for name, value in props.items())
    opening = f"<{kind}{said}{_style(props.get('style'))}>"
    if kind in VOID:
        return opening
    return f"{opening}{markup(props.get('children'))}</{kind}>"


def _attribute(name: str, value: Any) -> str:
    if name in LEFT_OUT or value is None or value is False:
        return ""
    name = NAMES.get(name, name if "-" in name else name.lower())
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def _style(style: dict[str, Any] | None) -> str:
    if not style:
        return ""
    parts = (f"{_dashed(name)}:{value}" for name, value in style.items())
    return f' style="{escape(";".join(parts))}"'


def _dashed(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
