"""Which language a page without a language in its address is served in."""

from django.http import HttpRequest

from ipmarket.kernel.api.negotiation import language_named, language_of
from ipmarket.kernel.text import Language
from ipmarket.pages.addresses import LANGUAGE_OF_SEGMENT

COOKIE = "language"
# What the answer depends on, for caches.
VARIES = ("Accept-Language", "Cookie")


def language_for(request: HttpRequest) -> Language:
    """The language that was chosen before (cookie), else the best of ours for what the browser asks for."""
    return language_named(request.COOKIES.get(COOKIE, "")[:20]) or language_of(request)


def language_in_path(path: str) -> Language | None:
    """The language that a path begins with, in any case; None where it begins with something else."""
    return LANGUAGE_OF_SEGMENT.get(path.lstrip("/").partition("/")[0].lower())
