"""Addresses of organisations below ``/api/app``."""

from django.urls import path

from ipmarket.accounts.api.admin_organisations import (
    OrganisationMergeView,
    OrganisationSuspensionView,
    StaffOrganisationsView,
    StaffOrganisationView,
    VerificationDecisionView,
    VerificationQueueView,
)
from ipmarket.accounts.api.admin_people import PersonSuspensionView, StaffPeopleView, StaffPersonView
from ipmarket.accounts.api.organisation_evidence import (
    DocumentsView,
    DocumentView,
    DomainsView,
    DomainView,
    VerificationCasesView,
    VerificationView,
)
from ipmarket.accounts.api.organisations import (
    OrganisationClosureView,
    OrganisationLogoView,
    OrganisationsView,
    OrganisationView,
)

_ONE = "organisations/<uuid:organisation_id>"
_STAFF_ONE = f"admin/{_ONE}"

urlpatterns = [
    path("organisations", OrganisationsView.as_view(), name="app-organisations"),
    path(_ONE, OrganisationView.as_view(), name="app-organisation"),
    path(f"{_ONE}/logo", OrganisationLogoView.as_view(), name="app-organisation-logo"),
    path(f"{_ONE}/closure", OrganisationClosureView.as_view(), name="app-organisation-closure"),
    path(f"{_ONE}/documents", DocumentsView.as_view(), name="app-documents"),
    path(f"{_ONE}/documents/<uuid:document_id>", DocumentView.as_view(), name="app-document"),
    path(f"{_ONE}/verification", VerificationView.as_view(), name="app-verification"),
    path(f"{_ONE}/verification-cases", VerificationCasesView.as_view(), name="app-verification-cases"),
    path(f"{_ONE}/domains", DomainsView.as_view(), name="app-domains"),
    path(f"{_ONE}/domains/<uuid:domain_id>", DomainView.as_view(), name="app-domain"),
    path("admin/organisations", StaffOrganisationsView.as_view(), name="app-admin-organisations"),
    path(_STAFF_ONE, StaffOrganisationView.as_view(), name="app-admin-organisation"),
    path(f"{_STAFF_ONE}/verification-decision", VerificationDecisionView.as_view(), name="app-admin-verification-decision"),
    path(f"{_STAFF_ONE}/suspension", OrganisationSuspensionView.as_view(), name="app-admin-organisation-suspension"),
    path(f"{_STAFF_ONE}/merge", OrganisationMergeView.as_view(), name="app-admin-organisation-merge"),
    path("admin/verification-cases", VerificationQueueView.as_view(), name="app-admin-verification-cases"),
    path("admin/people", StaffPeopleView.as_view(), name="app-admin-people"),
    path("admin/people/<uuid:user_id>", StaffPersonView.as_view(), name="app-admin-person"),
    path("admin/people/<uuid:user_id>/suspension", PersonSuspensionView.as_view(), name="app-admin-person-suspension"),
]
