"""Inputs of the sign-in library, closed where answer or work would tell whether an address has an account."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.forms import BaseSignupForm
from allauth.core import context, ratelimit
from allauth.headless.account.inputs import RequestLoginCodeInput as LibraryRequestLoginCodeInput
from allauth.headless.account.inputs import RequestPasswordResetInput as LibraryRequestPasswordResetInput
from allauth.headless.account.inputs import ResetPasswordInput as LibraryResetPasswordInput
from allauth.headless.account.inputs import SignupInput
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from ipmarket.accounts.models import User
from ipmarket.accounts.sign_in.backend import look_up_nobody, person_at
from ipmarket.kernel.ids import new_id

# After a real sign-up the library reads person and address again, five times; taking the rehearsal back is a statement of its own.
_LOOK_UPS: Final = 4
_NOWHERE: Final = "rehearsal.invalid"


class SignUpInput(SignupInput):
    """For an address with an account, the same work is done and taken back: hashing, rows, entries. Only the message differs."""

    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        """Register the person, or pretend to. Two sign-ups of one address at once end like one after the other."""
        if self.account_already_exists:
            self._rehearse(request)
            return self._result(request)
        try:
            with transaction.atomic():
                return self._result(request)
        except IntegrityError:
            self.account_already_exists = True
            return self._result(request)

    def _result(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        user, response = super().try_save(request)
        return user, response

    def _rehearse(self, request: HttpRequest) -> None:
        typed = self.cleaned_data["email"]
        self.cleaned_data["email"] = f"{new_id()}@{_NOWHERE}"
        self.account_already_exists = False
        try:
            with transaction.atomic():
                BaseSignupForm.save(self, request)
                transaction.set_rollback(True)
        finally:
            self.cleaned_data["email"] = typed
            self.account_already_exists = True
        look_up_nobody(_LOOK_UPS)


def _active_person_at(email: str) -> User | None:
    person = person_at(email)
    return person if person is not None and person.is_active else None


class RequestLoginCodeInput(LibraryRequestLoginCodeInput):
    """Looks for the person once, whether or not there is one."""

    def clean_email(self) -> str:
        """Find the person. Code: too_many_login_attempts."""
        email = str(get_adapter().clean_email(self.cleaned_data["email"]))
        if not ratelimit.consume(context.request, action="request_login_code", key=email.lower()):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = _active_person_at(email)
        return email


class RequestPasswordResetInput(LibraryRequestPasswordResetInput):
    """The same for a forgotten password."""

    def clean_email(self) -> str:
        """Find the person."""
        email = str(get_adapter().clean_email(self.cleaned_data["email"].lower()))
        person = _active_person_at(email)
        self.users = [] if person is None else [person]
        return email


class ResetPasswordInput(LibraryResetPasswordInput):
    """A wrong code is told before the password is looked at; the library looks at it only where there is an account."""

    def clean(self) -> dict[str, Any] | None:
        """Check the password once the code was right."""
        if "key" in self.errors:
            return self.cleaned_data
        cleaned: dict[str, Any] | None = super().clean()
        return cleaned
