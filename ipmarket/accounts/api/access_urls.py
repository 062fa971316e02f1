"""Where API tokens and platform roles stand below ``/api/app``."""

from django.urls import path

from ipmarket.accounts.api.roles import RoleDecisionView, RoleGrantListView, RoleGrantView, RoleProposalListView, RoleProposalView
from ipmarket.accounts.api.tokens import TokenListView, TokenScopesView, TokenView

urlpatterns = [
    path("account/tokens", TokenListView.as_view(), name="app-tokens"),
    path("account/tokens/<uuid:token_id>", TokenView.as_view(), name="app-token"),
    path("account/token-scopes", TokenScopesView.as_view(), name="app-token-scopes"),
    path("admin/roles", RoleGrantListView.as_view(), name="app-platform-roles"),
    path("admin/roles/<uuid:grant_id>", RoleGrantView.as_view(), name="app-platform-role"),
    path("admin/role-proposals", RoleProposalListView.as_view(), name="app-role-proposals"),
    path("admin/role-proposals/<uuid:proposal_id>", RoleProposalView.as_view(), name="app-role-proposal"),
    path("admin/role-proposals/<uuid:proposal_id>/decision", RoleDecisionView.as_view(), name="app-role-decision"),
]
