"""Placeholders: ``{name}`` is replaced once, in one pass, so that a value which itself holds braces stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ipmarket.kernel.mail.errors import TemplateRefused

# A lone brace matches too, so that a slip of the pen in a template is found and not sent.
_PIECE: Final = re.compile(r"\{([^{}]*)\}|[{}]")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def placeholders(text: str) -> frozenset[str]:
    """Return the names used in a template's text. Raises TemplateRefused for a brace that is no part of a placeholder."""
    names = set()
    for piece in _PIECE.finditer(text):
        name = piece.group(1)
        if name is None or not _NAME.fullmatch(name):
            raise TemplateRefused(f"{piece.group(0)!r} is no placeholder.")
        names.add(name)
    return frozenset(names)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each placeholder replaced by its value. Raises TemplateRefused for one without a value and for a lone brace."""

    def value_of(piece: re.Match[str]) -> str:
        name = piece.group(1)
        if name is None or name not in values:
            raise TemplateRefused(f"There is no value for {piece.group(0)!r}.")
        return values[name]

    return _PIECE.sub(value_of, text)
