"""Texts of errors without the values that PostgreSQL repeats in them: an address must get neither into a log nor into a table that way."""

from __future__ import annotations

import re
from typing import Final

# To the end of the message, since a value may have lines of its own: the end of the text, or where a traceback goes on with another error,
# with its line ends as they are or as a structured line writes them.
_TO_THE_END: Final = r".*?(?=(?:\n|\\n){2}(?:The above exception|During handling)|\Z)"
# The refused values stand after the first word, what a statement was about to do after the second.
_REPEATED: Final = re.compile(rf"(DETAIL|CONTEXT):{_TO_THE_END}", re.DOTALL)
# A value that is no uuid, date or number.
_UNREADABLE: Final = re.compile(
    rf'(invalid input (?:syntax|value) for [^:"]{{1,80}}(?:\\?"[^"]{{1,80}}")?|malformed \w+ literal|out of range): {_TO_THE_END}',
    re.DOTALL,
)


def without_values(text: str) -> str:
    """Return the text with "left out" in the place of each such value."""
    return _UNREADABLE.sub(r"\1: left out", _REPEATED.sub(r"\1: left out", text))
