"""Addresses of the front end's pages. The first piece names the language; the rest is the same in all three."""

from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest

from ipmarket.kernel.text import LANGUAGES, Language

SEGMENTS: Final[dict[Language, str]] = {"en": "en", "zh-Hant": "zh-hant", "zh-Hans": "zh-hans"}
LANGUAGE_OF_SEGMENT: Final[dict[str, Language]] = {segment: language for language, segment in SEGMENTS.items()}
# The tags of Open Graph, which knows regions and not scripts.
OG_LOCALES: Final[dict[Language, str]] = {"en": "en_GB", "zh-Hant": "zh_HK", "zh-Hans": "zh_CN"}


def page_path(language: Language, *pieces: str, query: str = "") -> str:
    """The path of a page: ``page_path("en", "classes", "B29C 45/17")`` is ``/en/classes/B29C%2045%2F17``; without pieces, the home page."""
    path = "/" + "/".join([SEGMENTS[language], *(quote(piece, safe="") for piece in pieces)])
    if not pieces:
        path += "/"
    return f"{path}?{query}" if query else path


def origin_of(request: HttpRequest) -> str:
    """Scheme and host that links shown to others carry: the configured public address, else the one that was asked (checked by Django)."""
    configured: str = settings.PUBLIC_URL
    return configured or f"{request.scheme}://{request.get_host()}"


def alternates(origin: str, *pieces: str, query: str = "") -> list[tuple[str, str]]:
    """Language tag → address of the same page in each language, and for readers of none of them."""
    links: list[tuple[str, str]] = [(language, origin + page_path(language, *pieces, query=query)) for language in LANGUAGES]
    fallback = origin + (page_path("en", *pieces, query=query) if pieces else "/")
    return [*links, ("x-default", fallback)]
