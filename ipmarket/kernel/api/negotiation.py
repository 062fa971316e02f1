"""Which content language a request asks for."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from ipmarket.kernel.text import Language

_PARTS: Final = 20
_CHARACTERS: Final = 500
_TRADITIONAL: Final = frozenset({"zh-hant", "zh-tw", "zh-hk", "zh-mo", "yue", "zh-yue"})


def language_named(tag: str) -> Language | None:
    """Return the content language that serves a BCP 47 tag, or None. "zh" alone is read as Simplified, as most software writes it."""
    lowered = tag.strip().lower().replace("_", "-")
    if lowered == "en" or lowered.startswith("en-"):
        return "en"
    if lowered.startswith(("zh-hans", "zh-cn", "zh-sg")):
        return "zh-Hans"
    if any(lowered == name or lowered.startswith(f"{name}-") for name in _TRADITIONAL):
        return "zh-Hant"
    if lowered == "zh" or lowered.startswith("zh-"):
        return "zh-Hans"
    return None


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0.0 <= quality <= 1.0 else 0.0
    return 1.0


def best_language(header: str) -> Language:
    """Return the content language that an Accept-Language header asks for most; English when it asks for none of ours."""
    best: Language = "en"
    best_quality = 0.0
    for part in header[:_CHARACTERS].split(",")[:_PARTS]:
        tag, _, parameters = part.partition(";")
        language = language_named(tag)
        quality = _quality(parameters)
        if language is not None and quality > best_quality:
            best, best_quality = language, quality
    return best


def language_of(request: HttpRequest) -> Language:
    """Return the content language of a request (DRF requests pass the header through)."""
    return best_language(request.headers.get("Accept-Language", ""))
