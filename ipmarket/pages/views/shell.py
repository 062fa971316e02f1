"""The HTML around the front end: its own title, description and readable text for each page, then one script that takes over."""

from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ipmarket.accounts.selectors.terms import current_terms
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.clock import now
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.text import Language
from ipmarket.pages import class_pages, record_pages, texts
from ipmarket.pages.addresses import OG_LOCALES, SEGMENTS, alternates, origin_of, page_path
from ipmarket.pages.languages import VARIES, language_for, language_in_path
from ipmarket.pages.manifest import FrontEndNotBuilt, assets
from ipmarket.pages.page import Page, PageLink, Passage, page_of, shortened, titled
from ipmarket.pages.structured_data import as_script, website
from ipmarket.pages.texts import PageText

MAX_QUERY_CHARACTERS: Final = 200


@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """The home page at the bare host name, in the reader's own language."""
    response = _rendered(request, _home(request, language_for(request)))
    patch_vary_headers(response, VARIES)
    return response


@require_safe
def home(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, _home(request, language))


def _home(request: HttpRequest, language: Language) -> Page:
    title = f"{texts.BRAND.get(language)} · {texts.HOME.heading.get(language)}"
    return replace(page_of(texts.HOME, language, search_text=""), title=title, structured=(website(origin_of(request), language),))


@require_safe
def search(request: HttpRequest, language: Language) -> HttpResponseBase:
    """Results of a plain query may be found by others; the endless combinations of filters may not."""
    typed = "".join(c if c.isprintable() else " " for c in request.GET.get("q", ""))
    query = shortened(typed, MAX_QUERY_CHARACTERS)
    page = page_of(texts.SEARCH, language, "search", search_text=query, is_indexed=all(name == "q" for name in request.GET))
    if not query:
        return _rendered(request, page)
    heading = texts.SEARCH_FOR.get(language).format(q=shortened(query, 60))
    shown = replace(page, query=urlencode({"q": query}), title=titled(language, heading), heading=Passage(heading, language))
    return _rendered(request, shown)


@require_safe
def patent(request: HttpRequest, language: Language, ref: str) -> HttpResponseBase:
    """A right by any notation of its number; another notation than the canonical one leads there for good."""
    try:
        page = record_pages.patent(actor_of(request), ref.strip("/"), origin=origin_of(request), language=language, on=_today())
    except NotFound:
        return _not_found(request, language, text=texts.RECORD_NOT_FOUND, tried=ref)
    return _canonical(request, page, ref)


@require_safe
def technology(request: HttpRequest, language: Language, ref: str) -> HttpResponseBase:
    try:
        page = record_pages.technology(actor_of(request), ref, origin=origin_of(request), language=language, on=_today())
    except NotFound:
        return _not_found(request, language, text=texts.RECORD_NOT_FOUND)
    return _canonical(request, page, ref)


@require_safe
def class_list(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, class_pages.class_list(origin=origin_of(request), language=language))


@require_safe
def one_class(request: HttpRequest, language: Language, symbol: str) -> HttpResponseBase:
    try:
        page = class_pages.one_class(symbol.strip("/"), origin=origin_of(request), language=language)
    except NotFound:
        return _not_found(request, language, tried=symbol)
    return _canonical(request, page, symbol)


@require_safe
def classify(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, page_of(texts.CLASSIFY, language, "classify"))


@require_safe
def sign_in(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, page_of(texts.SIGN_IN, language, "sign-in", is_indexed=False))


@require_safe
def sign_in_step(request: HttpRequest, language: Language, step: str) -> HttpResponseBase:
    """A code, a second step, the way back from a provider: which of them is under way is for the sign-in API to tell."""
    return _rendered(request, page_of(texts.SIGN_IN, language, "sign-in", step, is_indexed=False))


@require_safe
def sign_up(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, page_of(texts.SIGN_UP, language, "sign-up", is_indexed=False))


@require_safe
def reset_password(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, page_of(texts.RESET_PASSWORD, language, "reset-password", is_indexed=False))


@require_safe
def account(request: HttpRequest, language: Language, part: str = "") -> HttpResponseBase:
    """A person's own pages. The served text is the same for everybody."""
    pieces = ("account", part) if part else ("account",)
    return _rendered(request, page_of(texts.ACCOUNT, language, *pieces, is_indexed=False))


@require_safe
def imports(request: HttpRequest, language: Language, batch_id: UUID | None = None) -> HttpResponseBase:
    """The operator's pages. The served text is the same for everybody; whether a batch exists is for the API to tell."""
    pieces = ("imports", str(batch_id)) if batch_id else ("imports",)
    return _rendered(request, page_of(texts.IMPORTS, language, *pieces, is_indexed=False))


@require_safe
def farewell(request: HttpRequest, language: Language) -> HttpResponseBase:
    """Where somebody stands whose account was erased."""
    return _rendered(request, page_of(texts.FAREWELL, language, "farewell", is_indexed=False))


@require_safe
def terms(request: HttpRequest, language: Language, kind: str) -> HttpResponseBase:
    """What people agree to has to be readable without any script."""
    page = page_of(texts.TERMS if kind == "terms" else texts.PRIVACY, language, kind)
    try:
        blocks = current_terms(kind, language=language, on=_today()).blocks
    except NotFound:
        return _rendered(request, page)
    return _rendered(request, replace(page, paragraphs=tuple(Passage(block.text, language) for block in blocks if block.kind != "title")))


@require_safe
def admin(request: HttpRequest, language: Language, part: str = "", ref: UUID | None = None) -> HttpResponseBase:
    """The operator's console. The served text is the same for everybody; who or what exists is for the API to tell."""
    pieces = [piece for piece in ("admin", part, str(ref) if ref else "") if piece]
    return _rendered(request, page_of(texts.ADMIN, language, *pieces, is_indexed=False))


@require_safe
def organisation(request: HttpRequest, language: Language, part: str = "") -> HttpResponseBase:
    """The organisation that somebody acts for. The served text is the same for everybody."""
    pieces = ("organisation", part) if part else ("organisation",)
    return _rendered(request, page_of(texts.ORGANISATION, language, *pieces, is_indexed=False))


@require_safe
def organisations(request: HttpRequest, language: Language, part: str = "") -> HttpResponseBase:
    """Where somebody belongs, and registering an organisation."""
    pieces = ("organisations", part) if part else ("organisations",)
    return _rendered(request, page_of(texts.ORGANISATIONS, language, *pieces, is_indexed=False))


@require_safe
def invitation(request: HttpRequest, language: Language, token: str) -> HttpResponseBase:
    """An invitation by its link. Whether it opens anything is for the API to tell."""
    return _rendered(request, page_of(texts.INVITATION, language, "invitations", token, is_indexed=False))


@require_safe
def audit(request: HttpRequest, language: Language, entry_id: int | None = None) -> HttpResponseBase:
    pieces = ("audit",) if entry_id is None else ("audit", str(entry_id))
    return _rendered(request, page_of(texts.AUDIT, language, *pieces, is_indexed=False))


@require_safe
def mailbox(request: HttpRequest, language: Language, message_id: UUID | None = None) -> HttpResponseBase:
    """The served text says nothing of any message; whether there is a mailbox at all is for the API to tell."""
    pieces = ("mailbox", str(message_id)) if message_id else ("mailbox",)
    return _rendered(request, page_of(texts.MAILBOX, language, *pieces, is_indexed=False))


@require_safe
def mail_templates(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, page_of(texts.MAIL_TEMPLATES, language, "mail-templates", is_indexed=False))


@require_safe
def about(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, page_of(texts.ABOUT, language, "about"))


@require_safe
def accessibility(request: HttpRequest, language: Language) -> HttpResponseBase:
    return _rendered(request, page_of(texts.ACCESSIBILITY, language, "accessibility"))


@require_safe
def missing(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Everything else: a page's address written a little differently leads to the page, the rest offers the search box."""
    language = language_in_path(path)
    if language is None:
        response = _not_found(request, language_for(request))
        patch_vary_headers(response, VARIES)
        return response
    rest = path.lstrip("/").partition("/")[2].strip("/")
    address = f"/{SEGMENTS[language]}/{rest}"
    if address != request.path and _is_page(address):
        return HttpResponsePermanentRedirect(_with_query(request, page_path(language, *rest.split("/")) if rest else address))
    return _not_found(request, language)


def _is_page(address: str) -> bool:
    try:
        return resolve(address).func is not missing
    except Resolver404:
        return False


def _today() -> date:
    return now().date()


def _with_query(request: HttpRequest, address: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _canonical(request: HttpRequest, page: Page, asked: str) -> HttpResponseBase:
    if asked != page.pieces[-1]:
        return HttpResponsePermanentRedirect(_with_query(request, page_path(page.language, *page.pieces)))
    return _rendered(request, page)


def _not_found(request: HttpRequest, language: Language, *, text: PageText = texts.NOT_FOUND, tried: str = "") -> HttpResponse:
    return _rendered(request, page_of(text, language, status=404, is_indexed=False, search_text=shortened(tried, 64)))


def _rendered(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as HTML. Each answer carries a one-time word for its scripts, so no cache may hand it to somebody else."""
    try:
        files = assets()
    except FrontEndNotBuilt:
        return HttpResponse(f"{texts.NOT_BUILT}\n", status=503, content_type="text/plain; charset=utf-8")
    html = render_to_string("pages/shell.html", {**_head(request, page), "page": page, "assets": files, "text": _words(page)}, request)
    response = HttpResponse(html, status=page.status)
    response["Cache-Control"] = "private, no-cache"
    response["Content-Language"] = page.language
    return response


def _head(request: HttpRequest, page: Page) -> dict[str, Any]:
    origin = origin_of(request)
    is_found = page.status == 200
    address = page_path(page.language, *page.pieces, query=page.query)
    return {
        "canonical": origin + address if is_found else "",
        "alternates": alternates(origin, *page.pieces, query=page.query) if is_found else [],
        "og_locale": OG_LOCALES[page.language],
        "og_other_locales": [tag for language, tag in OG_LOCALES.items() if language != page.language],
        "opensearch": f"/opensearch/{SEGMENTS[page.language]}.xml",
        "structured": [as_script(data) for data in page.structured],
    }


def _words(page: Page) -> dict[str, Any]:
    """The served page's own words and its ways on, for readers and crawlers that run no scripts."""
    language = page.language
    ways = [
        PageLink(texts.BRAND.get(language), page_path(language)),
        PageLink(texts.SEARCH.heading.get(language), page_path(language, "search")),
        PageLink(texts.CLASSES.heading.get(language), page_path(language, "classes")),
        PageLink(texts.CLASSIFY.heading.get(language), page_path(language, "classify")),
        PageLink(texts.ABOUT.heading.get(language), page_path(language, "about")),
    ]
    return {
        "brand": texts.BRAND.get(language),
        "needs_script": texts.NEEDS_SCRIPT.get(language),
        "search_label": texts.SEARCH_LABEL.get(language),
        "search_button": texts.SEARCH_BUTTON.get(language),
        "search_path": page_path(language, "search"),
        "classes": texts.CLASSES_HEADING.get(language),
        "ways": ways,
    }
