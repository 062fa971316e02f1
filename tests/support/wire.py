"""Plain values as the API writes them."""

import json
from typing import Any

from ipmarket.kernel.api.renderers import render_json


def as_wired(value: Any) -> Any:
    """The value after a trip through our JSON: what a test compares an instant or a date with."""
    return json.loads(render_json(value))
