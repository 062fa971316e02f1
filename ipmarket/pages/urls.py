"""Addresses of served pages. Included last: the final pattern answers everything that the API and the static files do not."""

from django.urls import URLPattern, path, re_path, register_converter

from ipmarket.kernel.text import Language
from ipmarket.pages.addresses import LANGUAGE_OF_SEGMENT, SEGMENTS
from ipmarket.pages.views import crawlers, health, shell


class LanguageConverter:
    """The first piece of a page's address."""

    regex = "|".join(SEGMENTS.values())

    def to_python(self, value: str) -> Language:
        return LANGUAGE_OF_SEGMENT[value]

    def to_url(self, value: Language) -> str:
        return SEGMENTS[value]


class RecordKindConverter:
    """The kinds of record that a sitemap lists."""

    regex = "patents|technologies"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageConverter, "language")
register_converter(RecordKindConverter, "recordkind")

urlpatterns: list[URLPattern] = [
    path("healthz", health.healthz),
    path("robots.txt", crawlers.robots),
    path(".well-known/security.txt", crawlers.security_txt),
    path("sitemap.xml", crawlers.sitemap_index),
    path("sitemaps/pages.xml", crawlers.sitemap_pages),
    path("sitemaps/<recordkind:kind>/<uuid:start>.xml", crawlers.sitemap_records),
    path("opensearch/<language:language>.xml", crawlers.opensearch),
    path("", shell.start),
    path("<language:language>/", shell.home),
    path("<language:language>/search", shell.search),
    path("<language:language>/patents/<path:ref>", shell.patent),
    path("<language:language>/technologies/<str:ref>", shell.technology),
    path("<language:language>/classes", shell.class_list),
    path("<language:language>/classes/<path:symbol>", shell.one_class),
    path("<language:language>/classify", shell.classify),
    path("<language:language>/sign-in", shell.sign_in),
    path("<language:language>/imports", shell.imports),
    path("<language:language>/imports/<uuid:batch_id>", shell.imports),
    path("<language:language>/about", shell.about),
    path("<language:language>/accessibility", shell.accessibility),
    # An unknown address of the API or of a file answers in its own way, never with a page.
    re_path(r"^(?!api/|static/|media/)(?P<path>.*)$", shell.missing),
]
