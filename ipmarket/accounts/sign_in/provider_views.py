"""The way to a provider, and those that are linked. One that is configured no more is listed and unlinked all the same."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.headless.adapter import get_adapter as get_headless_adapter
from allauth.headless.base.response import AuthenticationResponse
from allauth.headless.base.views import AuthenticatedAPIView
from allauth.headless.constants import Flow
from allauth.headless.internal.restkit import inputs
from allauth.headless.internal.restkit.response import APIResponse, ErrorResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from ipmarket.accounts.models import User
from ipmarket.accounts.sign_in import views
from ipmarket.accounts.sign_in.provider_adapter import provider_names

_LISTED = 100


class ToProviderView(views.RedirectToProviderView):
    """Who means to link a provider proves first who they are, and not only once they are back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the provider's address; 401 where somebody must sign in, or prove themselves, to link it."""
        if request.POST.get("process") == AuthProcess.CONNECT:
            if not request.user.is_authenticated:
                return AuthenticationResponse(request)
            raise_if_reauthentication_required(request, app="allauth.socialaccount")
        return super().post(request, *args, **kwargs)


class UnlinkInput(inputs.Input):
    """Which link: the provider's id and the subject there."""

    provider = inputs.CharField()
    account = inputs.CharField()


class LinkedProvidersView(AuthenticatedAPIView):
    """The links of the person who is signed in. The library's own view falls over a provider that is not configured."""

    input_class = {"DELETE": UnlinkInput}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Every link; the ``flows`` of a provider are empty where it opens nothing any more, and its id is then its name."""
        return _listed(request)

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take one link away. Codes: account_not_found, no_password."""
        # Two requests that take away the last two links come one after the other.
        person = User.objects.select_for_update().get(pk=cast("User", request.user).pk)
        accounts = SocialAccount.objects.filter(user=person)
        named = self.input.cleaned_data
        account = accounts.filter(uid=named["account"], provider=named["provider"]).first()
        if account is None:
            return _refused(request, get_headless_adapter().validation_error("account_not_found"))
        names = provider_names()
        others = accounts.exclude(pk=account.pk).filter(provider__in=list(names))
        # A link that opens nothing any more keeps nobody in.
        if account.provider in names and not person.has_usable_password() and not others.exists():
            return _refused(request, get_adapter().validation_error("no_password"))
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
        account.delete()
        return _listed(request)


def _refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return ErrorResponse(request, exception=error)


def _listed(request: HttpRequest) -> HttpResponse:
    names = provider_names()
    rows = SocialAccount.objects.filter(user_id=request.user.pk).order_by("id")[:_LISTED]
    return APIResponse(request, data=[_link(row, names) for row in rows])


def _link(row: SocialAccount, names: dict[str, str]) -> dict[str, Any]:
    told = row.extra_data.get("userinfo", {}) if isinstance(row.extra_data, dict) else {}
    provider = {
        "id": row.provider,
        "name": names.get(row.provider, row.provider),
        "flows": [Flow.PROVIDER_REDIRECT] if row.provider in names else [],
    }
    return {"uid": row.uid, "provider": provider, "display": str(told.get("email") or told.get("name") or row.uid)}
