"""The address table. Pages come last: their final pattern answers what nothing else does."""

from django.urls import URLPattern, URLResolver, include, path

from ipmarket.accounts.api import urls as accounts
from ipmarket.pages import urls as pages
from ipmarket.reference.api import urls as reference
from patents.api import urls as patents
from search.api import urls as search

urlpatterns: list[URLPattern | URLResolver] = [
    # Search first: its addresses under a record would otherwise be read as part of a publication number.
    path("api/app/", include([*search.urlpatterns, *accounts.urlpatterns, *patents.own])),
    path("api/v1/", include([*reference.urlpatterns, *patents.public])),
    path("api/auth/", include(accounts.sign_in)),
    *pages.urlpatterns,
]
handler400 = "ipmarket.kernel.api.problem.bad_request"
handler403 = "ipmarket.kernel.api.problem.permission_denied"
handler404 = "ipmarket.kernel.api.problem.not_found"
handler500 = "ipmarket.kernel.api.problem.server_error"
