"""Signing in with an account elsewhere: whom that makes somebody here, and whom not."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

import requests
from allauth.account.internal.flows.manage_email import assess_unique_email
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest

from ipmarket.accounts.models import User
from ipmarket.accounts.services.record_credential_change import CredentialChange, record_credential_change
from ipmarket.accounts.services.record_sign_in import record_refused_sign_in
from ipmarket.accounts.services.register_person import register_person
from ipmarket.accounts.sign_in.adapter import acting
from ipmarket.accounts.sign_in.forms import NAME_CHARACTERS
from ipmarket.accounts.sign_in.openid import CheckedOpenIdProvider, seen
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.negotiation import language_named, language_of
from ipmarket.kernel.clock import now
from ipmarket.kernel.text import Language


def provider_names() -> dict[str, str]:
    """The configured providers: what the button says, by the id that stands in addresses and rows."""
    return {app.provider_id: app.name for apps in _build_apps_from_settings().values() for app in apps}


def _fail_where_it_fails(answer: requests.Response, **keywords: Any) -> None:
    """A provider that is out of order has not answered, whatever it sends along. Raises HTTPError."""
    if answer.status_code >= 500:
        answer.raise_for_status()


class ProviderAdapter(DefaultSocialAccountAdapter):
    """A provider's word makes a new account or opens the one that was linked before; it never opens one that merely has the address."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "unverified_address": "The provider has not verified the address.",
        AuthError.UNKNOWN: "The provider's answer opens nothing.",
        "address_taken": "There is an account with this address. Sign in to it and link the provider there.",
    }

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> CheckedOpenIdProvider:
        """Return our own checked provider. Raises SocialApp.DoesNotExist for one that is not configured."""
        return CheckedOpenIdProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Only what the environment names; the library's table of providers is not asked."""
        return [app for apps in _build_apps_from_settings(provider=provider, client_id=client_id).values() for app in apps]

    def list_providers(self, request: HttpRequest) -> list[CheckedOpenIdProvider]:
        """Every configured provider."""
        return [CheckedOpenIdProvider(request, app=app) for app in self.list_apps(request)]

    def get_requests_session(self) -> requests.Session:
        """What the provider is asked with, bounded in time."""
        session: requests.Session = super().get_requests_session()
        session.hooks["response"].append(_fail_where_it_fails)
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse to make an account from an address that is not proven, or is somebody's already. Codes go back to our page."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if sociallogin.is_existing:
            self._refuse_suspended(request, cast("User", sociallogin.user))
            return
        proven = [address for address in sociallogin.email_addresses if address.verified]
        if not proven:
            raise self.validation_error("unverified_address")
        if assess_unique_email(proven[0].email) is not True:
            raise self.validation_error("address_taken")
        sociallogin.email_addresses = proven[:1]

    def _refuse_suspended(self, request: HttpRequest, user: User) -> None:
        """Before anything is ended: whoever is signed in stays so when the provider's answer opens nothing."""
        if not user.is_active:
            record_refused_sign_in(actor=actor_of(request), at=now(), address=user.email, reason="suspended")
            raise self.validation_error(AuthError.UNKNOWN)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> AbstractBaseUser:
        """The person as the provider describes them; what is kept is decided when the account is made."""
        user: User = sociallogin.user
        user.email = str(data.get("email") or "").lower()
        user.name = (seen(data.get("name")) or user.email.partition("@")[0])[:NAME_CHARACTERS]
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: BaseForm | None = None) -> AbstractBaseUser:
        """Register the person without a password, and link the provider."""
        told: User = sociallogin.user
        with transaction.atomic():
            person = register_person(
                actor=actor_of(request),
                at=now(),
                email=sociallogin.email_addresses[0].email,
                name=told.name,
                language=_language_of_page(sociallogin) or language_of(request),
                is_confirmed=False,
            )
            sociallogin.user = person
            sociallogin.save(request)
            self._record(request, person, sociallogin, is_told=False)
        return person

    def _record(self, request: HttpRequest, user: User, sociallogin: SocialLogin, *, is_told: bool) -> None:
        record_credential_change(
            actor=acting(request, user),
            at=now(),
            user_id=user.pk,
            change=CredentialChange.PROVIDER_LINKED,
            facts={"provider": _name_of(sociallogin.account)},
            is_told=is_told,
        )

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """The library says here that a provider was linked. Unlinking is noticed where the request is watched."""
        if template_prefix != "socialaccount/email/account_connected" or context is None:
            return
        record_credential_change(
            actor=actor_of(self.request),
            at=now(),
            user_id=user.pk,
            change=CredentialChange.PROVIDER_LINKED,
            facts={"provider": _name_of(context["account"])},
        )


def _name_of(account: SocialAccount) -> str:
    return provider_names().get(account.provider, account.provider)


def _language_of_page(login: SocialLogin) -> Language | None:
    """The language of the page that the way to the provider was begun on: the first part of its path."""
    return language_named(urlsplit(str(login.state.get("next", ""))).path.strip("/").partition("/")[0])
