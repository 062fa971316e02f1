"""Views of the sign-in library that answer a little differently here."""

from __future__ import annotations

from typing import Any, Final

import requests
from allauth.account.adapter import get_adapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.stages import LoginStageController
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account import views as account_views
from allauth.headless.account.inputs import ResetPasswordKeyInput
from allauth.headless.base.response import AuthenticationResponse
from allauth.headless.internal.restkit.response import APIResponse, ErrorResponse
from allauth.headless.socialaccount import views as provider_views
from allauth.headless.socialaccount.forms import RedirectToProviderForm
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest, HttpResponse

from ipmarket.accounts import credentials
from ipmarket.accounts.sign_in.adapter import WAS_UNPROVEN
from ipmarket.accounts.sign_in.backend import look_up_nobody
from ipmarket.accounts.sign_in.inputs import RequestLoginCodeInput, RequestPasswordResetInput, ResetPasswordInput, SignUpInput
from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.problem import plain_problem

# How often the library reads the person of a pending step, or the person and the address of a pending proof, in one such request.
_LOOK_UPS_OF_A_STEP: Final = 2
_LOOK_UPS_OF_A_PROOF: Final = 3


class SignUpView(account_views.SignupView):
    """Signing up costs and answers the same whether or not the address has an account."""

    input_class = {"POST": SignUpInput}


class RequestLoginCodeView(account_views.RequestLoginCodeView):
    """Asking for a code costs the same for every address."""

    input_class = RequestLoginCodeInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mail a code, or the message that there is no account."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        if self.input._user is None:
            # The answer names the step that is pending, for which the library reads the person again.
            look_up_nobody(1)
        return response


class RequestPasswordResetView(account_views.RequestPasswordResetView):
    """Asking for a reset costs the same for every address."""

    input_class = RequestPasswordResetInput


class ResendLoginCodeView(account_views.ResendLoginCodeView):
    """Asking once more costs the same too: where there is no account, the message that says so goes out once more."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mail the code anew."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        stage = LoginStageController.enter(request, LoginStageKey.LOGIN_BY_CODE)
        if response.status_code == 200 and stage is not None and stage.login.user is None:
            get_adapter().send_mail("account/email/unknown_account", stage.state["email"], {})
            look_up_nobody(_LOOK_UPS_OF_A_STEP)
        return response


class ResendEmailVerificationCodeView(account_views.ResendEmailVerificationCodeView):
    """The same for the code of a sign-up, where the address has an account already."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mail the code anew."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        process = EmailVerificationProcess.resume(request)
        if response.status_code == 200 and process is not None and process.user is None:
            get_adapter().send_account_already_exists_mail(process.email)
            look_up_nobody(_LOOK_UPS_OF_A_PROOF)
        return response


class ConfirmLoginCodeView(account_views.ConfirmLoginCodeView):
    """A code that was mailed proves the address; where that is the first proof, a password that was there before is not its owner's."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign in with the code."""
        user = self.process.user
        if user is None:
            # A code that was made for an address without an account was never sent; whoever guesses it is told that it is wrong.
            self.process.record_invalid_attempt()
            return ErrorResponse(request, input=self.get_input_class()({"code": ""}, code=""))
        if credentials.primary_address(user.pk) is None:
            setattr(request, WAS_UNPROVEN, True)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class ResetPasswordView(account_views.ResetPasswordView):
    """The library falls over when it is asked for the code of an address without an account; here the code is wrong, as any other."""

    input_class = ResetPasswordInput

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say whether the code is right."""
        if self.process and not self.process.user:
            key = ResetPasswordKeyInput({"key": request.headers.get("X-Password-Reset-Key", "")}, code="")
            key.is_valid()
            self.process.record_invalid_attempt()
            return ErrorResponse(request, input=key)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


class SessionView(account_views.SessionView):
    """Signing out as a visitor leaves no trace."""

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out."""
        if not request.user.is_authenticated:
            return AuthenticationResponse(request)
        response: HttpResponse = super().delete(request, *args, **kwargs)
        return response


class RedirectToProviderView(provider_views.RedirectToProviderView):
    """Tells the address of the provider instead of redirecting to it: our pages post by script, with the token in a header.

    A form that is answered by a redirect elsewhere would need ``form-action`` opened in the content security policy.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer ``{"data": {"location": …}}``; 400 for an unknown provider or a foreign address, 503 for one that is silent."""
        form = RedirectToProviderForm(request.POST)
        if not form.is_valid():
            return ErrorResponse(request, input=form)
        try:
            response = super().post(request, *args, **kwargs)
        except ImmediateHttpResponse as stopped:
            response = stopped.response
        except (requests.RequestException, OAuth2Error, KeyError, ValueError):
            # A discovery document that is missing, or is none.
            return plain_problem(503, ApiErrorCode.UNAVAILABLE, "The provider does not answer at present.")
        return APIResponse(request, data={"location": response["Location"]})
