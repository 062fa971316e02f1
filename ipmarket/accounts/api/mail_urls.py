"""Where messages and their templates are shown."""

from django.urls import path

from ipmarket.accounts.api.mail import (
    MailboxMessagePageView,
    MailboxMessageView,
    MailboxView,
    MailTemplatePageView,
    MailTemplatesView,
    MailTemplateView,
)

urlpatterns = [
    path("mailbox", MailboxView.as_view(), name="app-mailbox"),
    path("mailbox/<uuid:message_id>", MailboxMessageView.as_view(), name="app-mailbox-message"),
    path("mailbox/<uuid:message_id>/page", MailboxMessagePageView.as_view(), name="app-mailbox-message-page"),
    path("mail-templates", MailTemplatesView.as_view(), name="app-mail-templates"),
    path("mail-templates/<slug:app>/<slug:name>", MailTemplateView.as_view(), name="app-mail-template"),
    path("mail-templates/<slug:app>/<slug:name>/page", MailTemplatePageView.as_view(), name="app-mail-template-page"),
]
