"""Dash's HTML elements, untyped on purpose: its stubs know no aria attributes."""

from typing import Any

import dash

html: Any = dash.html
dcc: Any = dash.dcc
