"""Files that crawlers, browsers and security researchers ask for."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page, require_safe

from ipmarket.kernel.clock import now
from ipmarket.kernel.process_cache import remembered
from ipmarket.kernel.text import LANGUAGES, Language
from ipmarket.pages import texts
from ipmarket.pages.addresses import SEGMENTS, alternates, origin_of, page_path
from ipmarket.pages.languages import VARIES, language_for
from patents.selectors.scheme import upper_cards
from patents.selectors.sitemap import RecordKind, slice_of, slice_starts

SLICE_RECORDS: Final = 5000
SLICES_REMEMBERED_SECONDS: Final = 600
SECURITY_TXT_VALID_DAYS: Final = 180
_URLSET: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_OPEN_PAGES: Final[tuple[tuple[str, ...], ...]] = (
    (), ("search",), ("classes",), ("classify",), ("about",), ("accessibility",), ("terms",), ("privacy",),
)  # fmt: skip
_hourly = cache_control(public=True, max_age=3600)


@require_safe
@conditional_page
@_hourly
def robots(request: HttpRequest) -> HttpResponse:
    closed = [page_path(language, piece) for language in LANGUAGES for piece in ("imports", "sign-in")]
    lines = ["User-agent: *", "Disallow: /api/app/", *(f"Disallow: {path}" for path in closed), "Allow: /", ""]
    lines.append(f"Sitemap: {origin_of(request)}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@conditional_page
@_hourly
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a weakness. Renewed by itself; the day changes once a day, so that caches stay useful."""
    origin = origin_of(request)
    expires = (now() + timedelta(days=SECURITY_TXT_VALID_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        # Without a configured contact, the page that names whoever runs the site.
        f"Contact: {settings.SECURITY_CONTACT or origin + page_path('en', 'about')}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, zh",
        f"Canonical: {origin}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def change_password(request: HttpRequest) -> HttpResponseBase:
    """The well-known address that password managers open, in the reader's language; the page itself asks for a sign-in."""
    response = HttpResponseRedirect(page_path(language_for(request), "account", "security"))
    patch_vary_headers(response, VARIES)
    return response


@require_safe
@conditional_page
@_hourly
def opensearch(request: HttpRequest, language: Language) -> HttpResponse:
    """Lets a browser offer our search box in its address bar."""
    origin = origin_of(request)
    template = f"{origin}{page_path(language, 'search')}?q={{searchTerms}}"
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(texts.BRAND.get(language))}</ShortName>\n"
        f"<Description>{escape(texts.SEARCH.description.get(language))}</Description>\n"
        f"<Language>{language}</Language>\n<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" method="get" template={quoteattr(template)}/>\n</OpenSearchDescription>\n'
    )
    return HttpResponse(body, content_type="application/opensearchdescription+xml")


@require_safe
@conditional_page
@_hourly
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """One sitemap of fixed pages, then slices of at most 5,000 records; at most 2,001 entries."""
    addresses = ["/sitemaps/pages.xml"]
    kinds: tuple[RecordKind, ...] = ("patents", "technologies")
    for kind in kinds:
        starts = remembered(("pages.sitemap", kind), partial(slice_starts, kind, size=SLICE_RECORDS), ttl_seconds=SLICES_REMEMBERED_SECONDS)
        addresses += [f"/sitemaps/{kind}/{start}.xml" for start in starts]
    origin = origin_of(request)
    entries = "".join(f"<sitemap><loc>{escape(origin + address)}</loc></sitemap>\n" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return HttpResponse(f"{head}{entries}</sitemapindex>\n", content_type="application/xml")


@require_safe
@conditional_page
@_hourly
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """The fixed pages and every class, each in three languages with its alternates."""
    origin = origin_of(request)
    pages = [*_OPEN_PAGES, *(("classes", symbol) for symbol in upper_cards())]
    body = "".join(_localised(origin, pieces) for pieces in pages)
    return HttpResponse(f"{_URLSET}{body}</urlset>\n", content_type="application/xml")


def _localised(origin: str, pieces: tuple[str, ...]) -> str:
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(href)}/>' for tag, href in alternates(origin, *pieces))
    return "".join(f"<url><loc>{escape(origin + page_path(language, *pieces))}</loc>{links}</url>\n" for language in SEGMENTS)


@require_safe
@_hourly
def sitemap_records(request: HttpRequest, kind: RecordKind, start: UUID) -> HttpResponseBase:
    """Up to 5,000 records from an id on. Streamed: a slice is some two megabytes. Alternates stand in the pages themselves."""
    origin = origin_of(request)

    def lines() -> Iterator[str]:
        yield _URLSET
        for ref, changed_at in slice_of(kind, start=start, size=SLICE_RECORDS):
            for language in LANGUAGES:
                yield f"<url><loc>{escape(origin + page_path(language, kind, ref))}</loc><lastmod>{changed_at:%Y-%m-%d}</lastmod></url>\n"
        yield "</urlset>\n"

    return StreamingHttpResponse(lines(), content_type="application/xml")
