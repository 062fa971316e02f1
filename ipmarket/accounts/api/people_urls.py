"""Addresses of members, invitations, requests to join, signatories and mandates."""

from django.urls import path

from ipmarket.accounts.api.admin_signatories import SignatoryDecisionView, SignatoryQueueView
from ipmarket.accounts.api.invitations import (
    InvitationAcceptanceView,
    InvitationListView,
    InvitationRefusalView,
    InvitationResendView,
    InvitationView,
    SeenInvitationView,
)
from ipmarket.accounts.api.join_requests import (
    JoinDecisionView,
    JoinOfferListView,
    JoinRequestListView,
    OwnJoinRequestListView,
    OwnJoinRequestView,
)
from ipmarket.accounts.api.mandates import (
    MandateAcceptanceView,
    MandateListView,
    MandateRefusalView,
    MandateView,
    OwnMandateListView,
    OwnMandateView,
)
from ipmarket.accounts.api.members import MemberListView, MemberView, OwnershipView
from ipmarket.accounts.api.signatories import SignatoryListView, SignatoryView

_ONE = "organisations/<uuid:organisation_id>"

urlpatterns = [
    path(f"{_ONE}/members", MemberListView.as_view(), name="app-members"),
    path(f"{_ONE}/members/<uuid:membership_id>", MemberView.as_view(), name="app-member"),
    path(f"{_ONE}/ownership", OwnershipView.as_view(), name="app-ownership"),
    path(f"{_ONE}/invitations", InvitationListView.as_view(), name="app-invitations"),
    path(f"{_ONE}/invitations/<uuid:invitation_id>", InvitationView.as_view(), name="app-invitation"),
    path(f"{_ONE}/invitations/<uuid:invitation_id>/resend", InvitationResendView.as_view(), name="app-invitation-resend"),
    path("invitations/<str:token>", SeenInvitationView.as_view(), name="app-seen-invitation"),
    path("invitations/<str:token>/acceptance", InvitationAcceptanceView.as_view(), name="app-invitation-acceptance"),
    path("invitations/<str:token>/refusal", InvitationRefusalView.as_view(), name="app-invitation-refusal"),
    path("join-offers", JoinOfferListView.as_view(), name="app-join-offers"),
    path("join-requests", OwnJoinRequestListView.as_view(), name="app-own-join-requests"),
    path("join-requests/<uuid:request_id>", OwnJoinRequestView.as_view(), name="app-own-join-request"),
    path(f"{_ONE}/join-requests", JoinRequestListView.as_view(), name="app-join-requests"),
    path(f"{_ONE}/join-requests/<uuid:request_id>/decision", JoinDecisionView.as_view(), name="app-join-decision"),
    path(f"{_ONE}/signatories", SignatoryListView.as_view(), name="app-signatories"),
    path(f"{_ONE}/signatories/<uuid:signatory_id>", SignatoryView.as_view(), name="app-signatory"),
    path(f"{_ONE}/mandates", MandateListView.as_view(), name="app-mandates"),
    path(f"{_ONE}/mandates/<uuid:mandate_id>", MandateView.as_view(), name="app-mandate"),
    path("mandates", OwnMandateListView.as_view(), name="app-own-mandates"),
    path("mandates/<uuid:mandate_id>", OwnMandateView.as_view(), name="app-own-mandate"),
    path("mandates/<uuid:mandate_id>/acceptance", MandateAcceptanceView.as_view(), name="app-mandate-acceptance"),
    path("mandates/<uuid:mandate_id>/refusal", MandateRefusalView.as_view(), name="app-mandate-refusal"),
    path("admin/signatories", SignatoryQueueView.as_view(), name="app-admin-signatories"),
    path("admin/signatories/<uuid:signatory_id>/decision", SignatoryDecisionView.as_view(), name="app-admin-signatory-decision"),
]
