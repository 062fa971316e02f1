"""Messages as they look: the mailbox of the demo and of development, and previews of the templates for staff."""

import base64
import hashlib
import re
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.mail_serializers import (
    MailboxFilterSerializer,
    MailboxMessageSerializer,
    MailboxSerializer,
    MailTemplateFilterSerializer,
    MailTemplateListSerializer,
    MailTemplateSerializer,
)
from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.mail.folder import StoredMessage, stored_message, stored_messages
from ipmarket.kernel.mail.registry import Template, all_templates, template_named
from ipmarket.kernel.mail.rendering import Rendered, sample
from ipmarket.kernel.text import Language

MOST_MESSAGES: Final = 50
MAILBOX_ACTION: Final = "accounts.mailbox.read"
PREVIEW_ACTION: Final = "accounts.mail_templates.read"
# Previews are shown as somebody in Hong Kong gets them.
PREVIEW_TIME_ZONE: Final = "Asia/Hong_Kong"
_SHEET: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_NO_STORE: Final = {"Cache-Control": "no-store"}
_HTML: Final = {(200, "text/html"): OpenApiTypes.STR}


def _page(html: str) -> HttpResponse:
    """A message's HTML as a page of its own that may do nothing but be looked at, inside a frame of ours.

    Its one style sheet is let in by its hash; scripts, pictures and forms are not, and links open elsewhere.
    """
    sheet = _SHEET.search(html)
    digest = base64.b64encode(hashlib.sha256(sheet.group(1).encode()).digest()).decode() if sheet else ""
    policy = [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'" if digest else "style-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    ]
    headers = {**_NO_STORE, "Content-Security-Policy": "; ".join(policy), "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(html, content_type="text/html; charset=utf-8", headers=headers)


def _require_mailbox(request: Request) -> None:
    """The mailbox shows everybody's messages to everybody, codes included, so it exists where nothing is real."""
    require(actor_of(request), MAILBOX_ACTION)
    if not (settings.DEMO or settings.DEBUG):
        raise NotFound("There is no such thing, or it is not visible to you.")


def _message(request: Request, message_id: UUID) -> StoredMessage:
    read_parameters(request, None)
    _require_mailbox(request)
    message = stored_message(message_id)
    if message is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    return message


class MailboxView(APIView):
    """The newest messages that were sent, newest first; only in the demo and in development."""

    @extend_schema(operation_id="listMailbox", tags=["mail"], parameters=[MailboxFilterSerializer], responses=MailboxSerializer)
    def get(self, request: Request) -> Response:
        filters = read_parameters(request, MailboxFilterSerializer)
        _require_mailbox(request)
        rows = stored_messages(limit=MOST_MESSAGES, to=filters.get("to", ""))
        return Response(MailboxSerializer({"items": rows}).data, headers=_NO_STORE)


class MailboxMessageView(APIView):
    """One message."""

    @extend_schema(operation_id="readMailboxMessage", tags=["mail"], responses=MailboxMessageSerializer)
    def get(self, request: Request, message_id: UUID) -> Response:
        return Response(MailboxMessageSerializer(_message(request, message_id)).data, headers=_NO_STORE)


class MailboxMessagePageView(APIView):
    """One message as its reader sees it."""

    @extend_schema(operation_id="showMailboxMessage", tags=["mail"], responses=_HTML)
    def get(self, request: Request, message_id: UUID) -> HttpResponse:
        return _page(_message(request, message_id).html)


def _template(request: Request, app: str, name: str) -> tuple[Template, Rendered]:
    filters = read_parameters(request, MailTemplateFilterSerializer)
    require(actor_of(request), PREVIEW_ACTION)
    template = template_named(f"{app}/{name}")
    if template is None:
        raise NotFound("There is no such template.")
    language: Language = filters.get("language") or language_of(request)
    return template, sample(template, language=language, time_zone=PREVIEW_TIME_ZONE)


class MailTemplatesView(APIView):
    """Every template, by name, with its subject in the reader's language."""

    @extend_schema(
        operation_id="listMailTemplates", tags=["mail"], parameters=[MailTemplateFilterSerializer], responses=MailTemplateListSerializer
    )
    def get(self, request: Request) -> Response:
        language: Language = read_parameters(request, MailTemplateFilterSerializer).get("language") or language_of(request)
        require(actor_of(request), PREVIEW_ACTION)
        items = [
            {"name": template.name, "subject": template.texts[language].subject, "values": template.values} for template in all_templates()
        ]
        return Response(wire({"items": items}), headers=_NO_STORE)


class MailTemplateView(APIView):
    """One template with the examples that it declares."""

    @extend_schema(
        operation_id="readMailTemplate", tags=["mail"], parameters=[MailTemplateFilterSerializer], responses=MailTemplateSerializer
    )
    def get(self, request: Request, app: str, name: str) -> Response:
        template, shown = _template(request, app, name)
        body = {
            "name": template.name,
            "subject": shown.subject,
            "values": template.values,
            "language": shown.language,
            "text": shown.text,
            "html": shown.html,
        }
        return Response(wire(body), headers=_NO_STORE)


class MailTemplatePageView(APIView):
    """One template as its reader would see it."""

    @extend_schema(operation_id="showMailTemplate", tags=["mail"], parameters=[MailTemplateFilterSerializer], responses=_HTML)
    def get(self, request: Request, app: str, name: str) -> HttpResponse:
        return _page(_template(request, app, name)[1].html)
