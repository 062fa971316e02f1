"""Where each area of people and organisations stands below ``/api/app``. One list for each area."""

from django.urls import path

from ipmarket.accounts.api.access_urls import urlpatterns as access
from ipmarket.accounts.api.account import (
    AcceptedTermsView,
    AccountView,
    ConsentsView,
    DataExportFileView,
    DataExportsView,
    ErasureView,
    TermsView,
)
from ipmarket.accounts.api.admin_deliveries import DeliveriesRetryView, DeliveryListView, DeliveryRetryView, QueueListView
from ipmarket.accounts.api.audit_urls import urlpatterns as audit
from ipmarket.accounts.api.mail_urls import urlpatterns as mail
from ipmarket.accounts.api.organisations_urls import urlpatterns as organisations
from ipmarket.accounts.api.people_urls import urlpatterns as people
from ipmarket.accounts.api.views import ActingOrganisationView, DemoSessionView, SessionView
from ipmarket.accounts.sign_in.urls import urlpatterns as sign_in

__all__ = ["sign_in", "urlpatterns"]

session = [
    path("session", SessionView.as_view(), name="app-session"),
    path("session/organisation", ActingOrganisationView.as_view(), name="app-session-organisation"),
    path("demo-session", DemoSessionView.as_view(), name="app-demo-session"),
]
account = [
    path("account", AccountView.as_view(), name="app-account"),
    path("account/consents", ConsentsView.as_view(), name="app-consents"),
    path("account/terms", AcceptedTermsView.as_view(), name="app-accepted-terms"),
    path("account/exports", DataExportsView.as_view(), name="app-data-exports"),
    path("account/exports/<uuid:export_id>/file", DataExportFileView.as_view(), name="app-data-export-file"),
    path("account/erasure", ErasureView.as_view(), name="app-erasure"),
    path("terms/<slug:kind>", TermsView.as_view(), name="app-terms"),
]
queues = [
    path("admin/queues", QueueListView.as_view(), name="app-admin-queues"),
    path("admin/deliveries", DeliveryListView.as_view(), name="app-admin-deliveries"),
    path("admin/deliveries/retries", DeliveriesRetryView.as_view(), name="app-admin-deliveries-retries"),
    path("admin/deliveries/<int:delivery_id>/retry", DeliveryRetryView.as_view(), name="app-admin-delivery-retry"),
]

urlpatterns = [
    *session,
    *audit,
    *mail,
    *queues,
    *account,
    *organisations,
    *access,
    *people,
]
