"""The sign-in routes under /api/auth/: the library's browser routes, each recorded, without those that serve nothing here."""

from __future__ import annotations

from typing import Any, Final

from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from django.urls import URLPattern, URLResolver, include, path

from ipmarket.accounts.sign_in import provider_callback, provider_views, views
from ipmarket.accounts.sign_in.recording import recorded

# Telephones, tokens that a browser got by itself, and sign-up by a form after a provider: none of them is part of this product.
NOT_SERVED: Final = frozenset({"manage_phone", "verify_phone", "resend_phone_verification_code", "provider_token", "provider_signup"})
OURS: Final[dict[str, Any]] = {
    "signup": views.SignUpView,
    "current_session": views.SessionView,
    "request_login_code": views.RequestLoginCodeView,
    "request_password_reset": views.RequestPasswordResetView,
    "resend_login_code": views.ResendLoginCodeView,
    "resend_email_verification_code": views.ResendEmailVerificationCodeView,
    "confirm_login_code": views.ConfirmLoginCodeView,
    "reset_password": views.ResetPasswordView,
    "redirect_to_provider": provider_views.ToProviderView,
    "manage_providers": provider_views.LinkedProvidersView,
}
ASKS_THE_NETWORK: Final = frozenset({"redirect_to_provider"})


def _served(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    served: list[URLPattern | URLResolver] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = _served(pattern.url_patterns)
            served.append(URLResolver(pattern.pattern, inner, pattern.default_kwargs, pattern.app_name, pattern.namespace))
        elif pattern.name not in NOT_SERVED:
            name = str(pattern.name)
            view = OURS[name].as_api_view(client=Client.BROWSER) if name in OURS else pattern.callback
            callback = recorded(view, name, in_transaction=name not in ASKS_THE_NETWORK)
            served.append(URLPattern(pattern.pattern, callback, pattern.default_args, pattern.name))
    return served


_browser: list[URLPattern | URLResolver] = [
    path("browser/", include((_served(build_urlpatterns(Client.BROWSER)), "headless"), namespace="browser"))
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_browser, "headless"), namespace="headless")),
    path(
        "provider/<slug:provider_id>/callback",
        recorded(provider_callback.callback, "callback", in_transaction=False),
        name="openid_connect_callback",
    ),
]
