"""What the sign-in library asks of us: who may sign in, what is recorded, which message goes out."""

from __future__ import annotations

import time
from typing import Any, Final, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from ipmarket.accounts import credentials
from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.actors import is_strong_session, person_actor
from ipmarket.accounts.services.record_credential_change import CredentialChange, record_credential_change
from ipmarket.accounts.services.record_sign_in import record_refused_sign_in, record_sign_in
from ipmarket.accounts.services.record_sign_out import record_sign_out
from ipmarket.accounts.services.register_person import register_person
from ipmarket.accounts.sign_in import agreements, messages
from ipmarket.accounts.sign_in.places import browser_family, network_of
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.client import client_address
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.clock import now

PASSWORD_CHARACTERS: Final = 256
ADDRESS_CHARACTERS: Final = 254
# Set on a request whose sign-in was refused although the proof was right; the answer is then that of a wrong one.
REFUSED: Final = "_ipmarket_sign_in_refused"
# Set on a request by which an address is proven for the first time, by a mailed code and not in the session that signed up.
WAS_UNPROVEN: Final = "_ipmarket_address_was_unproven"


def acting(request: HttpRequest, user: AbstractBaseUser) -> Actor:
    """The person as the actor of a request that proves who they are, even before there is a session of theirs."""
    if request.user.is_authenticated and request.user.pk == user.pk:
        return actor_of(request)
    return Actor(kind="person", user_id=user.pk, request_id=str(getattr(request, "request_id", "")), label=str(user.pk))


class AccountAdapter(DefaultAccountAdapter):
    """One object for each request. Each hook that stands for a write makes one call of a service, in the transaction of the request."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that throttles count, believed from X-Forwarded-For only behind proxies of our own; IPv6 as its /64."""
        address = client_address(request)
        return "0.0.0.0" if address == "unknown" else address  # noqa: S104 - stands for an address that nobody knows

    # ── Who may sign in ──

    def authenticate(self, request: HttpRequest, **credentials_: Any) -> AbstractBaseUser | None:
        """The person, or None; a suspended one is refused like a wrong password, at the same cost, and counts as a failure like one."""
        self.pre_authenticate(request, **credentials_)
        AuthenticationBackend.unstash_authenticated_user()
        user = authenticate(request, **credentials_)
        suspended = AuthenticationBackend.unstash_authenticated_user()
        if user is None:
            reason = "password" if suspended is None else "suspended"
            record_refused_sign_in(actor=actor_of(request), at=now(), address=str(credentials_.get("email", "")), reason=reason)
            return None
        self._rollback_login_failed_rl_usage()
        return user

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **keywords: Any) -> HttpResponse | None:
        """Refuse a suspended person whatever the proof was, and withdraw a password that was chosen by whoever typed a foreign address."""
        if not user.is_active:
            clear_login(request)
            setattr(request, REFUSED, True)
            record_refused_sign_in(actor=actor_of(request), at=now(), address=cast("User", user).email, reason="suspended")
            return HttpResponse(status=401)
        if getattr(request, WAS_UNPROVEN, False):
            self._settle_first_proof(request, cast("User", user))
        return None

    def _settle_first_proof(self, request: HttpRequest, user: User) -> None:
        actor, at = acting(request, user), now()
        record_credential_change(actor=actor, at=at, user_id=user.pk, change=CredentialChange.ADDRESS_CONFIRMED)
        if user.has_usable_password():
            user.set_unusable_password()
            user.save(update_fields=["password"])
            record_credential_change(actor=actor, at=at, user_id=user.pk, change=CredentialChange.PASSWORD_WITHDRAWN)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session, under the lock that a suspension takes: whoever is suspended meanwhile does not get one."""
        with transaction.atomic():
            if not User.objects.select_for_update().filter(pk=user.pk, is_active=True).exists():
                user.is_active = False
                self.pre_login(request, user)
                return
            super().login(request, user)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **keywords: Any) -> HttpResponse:
        """Record the session that has begun."""
        if getattr(request, REFUSED, False):
            return HttpResponse(status=401)
        response: HttpResponse = super().post_login(request, user, **keywords)
        methods = [str(entry["method"]) for entry in get_authentication_records(request, user)]
        # Whoever has just proven a new address by its code needed nothing else.
        self.record_session(request, cast("User", user), methods or ["sign_up"])
        return response

    def record_session(self, request: HttpRequest, user: User, methods: list[str]) -> None:
        """Record that a session began, from where and how."""
        is_strong = is_strong_session(request.session, user)
        record_sign_in(
            actor=person_actor(user=user, at=now(), request_id=str(getattr(request, "request_id", "")), is_strong=is_strong),
            at=now(),
            user_id=user.pk,
            methods=methods,
            browser=browser_family(self.get_http_user_agent(request)),
            network=network_of(self.get_client_ip(request)),
            is_strong=is_strong,
        )
        forget_actor(request)

    def logout(self, request: HttpRequest) -> None:
        """End the session: its row goes, so the cookie is worth nothing in any tab."""
        user, key = request.user, request.session.session_key
        actor = actor_of(request)
        with transaction.atomic():
            super().logout(request)
            if user.is_authenticated:
                UserSession.objects.filter(session_key=key).delete()
                record_sign_out(actor=actor, at=now(), user_id=user.pk)
        forget_actor(request)

    def is_reauthentication_required(self, *, app: str, **keywords: Any) -> bool:
        """As configured. Somebody without password and factor has nothing to show again, so there the sign-in itself must be recent."""
        user = self.request.user
        if user.is_authenticated and not get_reauthentication_flows(user):
            records = get_authentication_records(self.request, user)
            if not records or time.time() - records[-1]["at"] > settings.ACCOUNT_LOGIN_TIMEOUT:
                raise ReauthenticationRequired
        return bool(super().is_reauthentication_required(app=app, **keywords))

    # ── What is written ──

    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True) -> AbstractBaseUser:
        """Register the person with what the form has checked, and nothing else of the body."""
        data = form.cleaned_data
        return register_person(
            actor=actor_of(request),
            at=now(),
            email=data["email"],
            name=data["name"],
            password=data.get("password") or None,
            language=data["language"],
            is_confirmed=False,
        )

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Every change, first choice and reset of a password comes through here; other sessions end."""
        with transaction.atomic():
            user.set_password(password)
            user.save(update_fields=["password"])
            is_own = self.request.user.is_authenticated and self.request.user.pk == user.pk
            record_credential_change(
                actor=acting(self.request, user),
                at=now(),
                user_id=user.pk,
                change=CredentialChange.PASSWORD_CHANGED,
                keep_session=self.request.session.session_key if is_own else None,
            )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """An address was proven by its code: at sign-up, or as the new one, which then replaces the old."""
        user_id = email_address.user_id
        was_proven = credentials.primary_address(user_id) is not None
        with transaction.atomic():
            confirmed = bool(super().confirm_email(request, email_address))
            if confirmed:
                actor, at = acting(request, email_address.user), now()
                record_credential_change(
                    actor=actor,
                    at=at,
                    user_id=user_id,
                    change=CredentialChange.ADDRESS_CHANGED if was_proven else CredentialChange.ADDRESS_CONFIRMED,
                    keep_session=request.session.session_key,
                )
                if not was_proven:
                    agreements.record(request, actor=actor, user=email_address.user, at=at)
        return confirmed

    def clean_email(self, email: str) -> str:
        """Bounded as the column is; the library's own forms are not. Code: max_length."""
        if len(email) > ADDRESS_CHARACTERS:
            raise ValidationError(f"An address has at most {ADDRESS_CHARACTERS} characters.", code="max_length")
        return email

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """As Django's validators say, and bounded. Codes: password_too_short, password_too_common, password_too_long."""
        if len(password) > PASSWORD_CHARACTERS:
            raise ValidationError(f"A password has at most {PASSWORD_CHARACTERS} characters.", code="password_too_long")
        return str(super().clean_password(password, user=user))

    # ── What is sent ──

    def add_message(self, request: HttpRequest, level: int, *args: Any, **keywords: Any) -> None:
        """Say nothing: the library's words for rendered pages have no reader here."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our own message instead of rendering the library's."""
        messages.queue(
            template_prefix,
            actor=actor_of(self.request),
            at=now(),
            to=email,
            language=language_of(self.request),
            context=context,
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody signed up with an address that has an account; its owner is told, the visitor is not."""
        self.send_mail("account/email/account_already_exists", email, {})

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Notices of changes; most of them are told by the change itself."""
        person = cast("User", user)
        messages.queue(
            template_prefix,
            actor=actor_of(self.request),
            at=now(),
            to=email or person.email,
            language=person.language,
            context=context or {},
            person=person,
        )
