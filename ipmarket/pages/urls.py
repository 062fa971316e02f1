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


class SignInStepConverter(RecordKindConverter):
    """The steps of signing in that have a page of their own."""

    regex = "code|second-factor|provider"


class AccountPartConverter(RecordKindConverter):
    """The parts of a person's own pages."""

    regex = "profile|security|sessions|tokens|data"


class TermsKindConverter(RecordKindConverter):
    """The texts that people agree to."""

    regex = "terms|privacy"


class OrganisationPartConverter(RecordKindConverter):
    """The parts of the page of the organisation that somebody acts for."""

    regex = "profile|people|invitations|verification|signing|closing"


class FoundingConverter(RecordKindConverter):
    """The one page below a person's organisations."""

    regex = "new"


class StaffPartConverter(RecordKindConverter):
    """The parts of the operator's console."""

    regex = "organisations|people|signatories|roles|queues"


class StaffCardConverter(RecordKindConverter):
    """The parts of the console in which each row has a page of its own."""

    regex = "organisations|people"


register_converter(LanguageConverter, "language")
register_converter(TermsKindConverter, "termskind")
register_converter(OrganisationPartConverter, "organisationpart")
register_converter(FoundingConverter, "founding")
register_converter(StaffPartConverter, "staffpart")
register_converter(StaffCardConverter, "staffcard")
register_converter(SignInStepConverter, "signinstep")
register_converter(AccountPartConverter, "accountpart")
register_converter(RecordKindConverter, "recordkind")

urlpatterns: list[URLPattern] = [
    path("healthz", health.healthz),
    path("robots.txt", crawlers.robots),
    path(".well-known/security.txt", crawlers.security_txt),
    path(".well-known/change-password", crawlers.change_password),
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
    path("<language:language>/sign-in/<signinstep:step>", shell.sign_in_step),
    path("<language:language>/sign-up", shell.sign_up),
    path("<language:language>/reset-password", shell.reset_password),
    path("<language:language>/account", shell.account),
    path("<language:language>/account/<accountpart:part>", shell.account),
    path("<language:language>/imports", shell.imports),
    path("<language:language>/imports/<uuid:batch_id>", shell.imports),
    path("<language:language>/farewell", shell.farewell),
    path("<language:language>/<termskind:kind>", shell.terms),
    path("<language:language>/admin", shell.admin),
    path("<language:language>/admin/<staffpart:part>", shell.admin),
    path("<language:language>/admin/<staffcard:part>/<uuid:ref>", shell.admin),
    path("<language:language>/organisations", shell.organisations),
    path("<language:language>/organisations/<founding:part>", shell.organisations),
    path("<language:language>/organisation", shell.organisation),
    path("<language:language>/organisation/<organisationpart:part>", shell.organisation),
    path("<language:language>/invitations/<slug:token>", shell.invitation),
    path("<language:language>/audit", shell.audit),
    path("<language:language>/audit/<int:entry_id>", shell.audit),
    path("<language:language>/mailbox", shell.mailbox),
    path("<language:language>/mailbox/<uuid:message_id>", shell.mailbox),
    path("<language:language>/mail-templates", shell.mail_templates),
    path("<language:language>/about", shell.about),
    path("<language:language>/accessibility", shell.accessibility),
    # An unknown address of the API or of a file answers in its own way, never with a page.
    re_path(r"^(?!api/|static/|media/)(?P<path>.*)$", shell.missing),
]
