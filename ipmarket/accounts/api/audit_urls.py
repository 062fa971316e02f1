"""Addresses of the audit trail."""

from django.urls import path

from ipmarket.accounts.api.audit import (
    AuditChainView,
    AuditEntryListView,
    AuditEntryView,
    AuditExportView,
    AuditVerificationListView,
    LookListView,
)

urlpatterns = [
    path("audit-entries", AuditEntryListView.as_view(), name="app-audit-entries"),
    path("audit-entries/export", AuditExportView.as_view(), name="app-audit-export"),
    path("audit-entries/<int:entry_id>", AuditEntryView.as_view(), name="app-audit-entry"),
    path("audit-chain", AuditChainView.as_view(), name="app-audit-chain"),
    path("audit-chain/verifications", AuditVerificationListView.as_view(), name="app-audit-verifications"),
    path("looks", LookListView.as_view(), name="app-looks"),
]
