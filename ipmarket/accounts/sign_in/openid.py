"""OpenID Connect, checked as the standard says (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2).

The library takes an identity token on trust when it fetched it itself, knows no nonce, and does not compare the token with what the
user-info address says. Here the signature, issuer, audience, times and nonce are checked in every case, and both must name one subject.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any, Final

import jwt
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from ipmarket.accounts.mail_addresses import is_unmistakable

# Signatures with a key pair only: with a shared key, whoever knows the public one could sign.
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY_SECONDS: Final = 30


def nonce_of(code_verifier: str) -> str:
    """The nonce of a sign-in, out of the PKCE secret that only this session and the provider's token address get to see."""
    digest = hmac.new(code_verifier.encode(), b"ipmarket.openid.nonce", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class CheckedOpenIdAdapter(OpenIDConnectOAuth2Adapter):
    """One object for each request that comes back from a provider."""

    _nonce = ""

    def get_access_token_data(self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None) -> Any:
        """Exchange the code. Raises OAuth2Error without a PKCE secret: then this session never asked."""
        if not pkce_code_verifier:
            raise OAuth2Error("This session did not ask the provider.")
        self._nonce = nonce_of(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return who the provider says it is. Raises OAuth2Error unless token and user-info address agree."""
        signed = kwargs["response"].get("id_token")
        if not isinstance(signed, str):
            raise OAuth2Error("The provider sent no identity token.")
        claims = self._decode_id_token(app, signed)
        told = self._fetch_user_info(token.token)
        if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
            raise OAuth2Error("The user-info address names another subject.")
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"userinfo": {**claims, **told}})
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key_of(id_token),
                algorithms=list(ALGORITHMS),
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "aud", "iss", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, requests.RequestException, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The identity token does not hold.") from error
        if not hmac.compare_digest(str(claims["nonce"]).encode(), self._nonce.encode()):
            raise OAuth2Error("The identity token answers another question.")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("The identity token is for somebody else.")
        return claims

    def _key_of(self, id_token: str) -> Any:
        wanted = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if wanted is None or key.key_id == wanted]
        if len(keys) != 1:
            raise OAuth2Error("The provider publishes no such key.")
        return keys[0].key


class CheckedOpenIdProvider(OpenIDConnectProvider):
    """A provider of the configuration. A token that a browser got by itself is not taken: nothing would bind it to this session."""

    supports_token_authentication = False
    oauth2_adapter_class = CheckedOpenIdAdapter

    def get_pkce_params(self) -> dict[str, str]:
        """Send the nonce along; it follows from the PKCE secret, so it needs no place of its own."""
        params: dict[str, str] = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """The address, proven only where the provider says exactly true, and where small letters make no other address of it."""
        told = data["userinfo"]
        email = told.get("email")
        if not isinstance(email, str) or not email:
            return []
        is_proven = told.get("email_verified") is True and is_unmistakable(email)
        return [EmailAddress(email=email.lower(), verified=is_proven, primary=True)]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep what shows the person which account it is, and no more."""
        told = data["userinfo"]
        return {"userinfo": {key: str(told[key])[:254] for key in ("sub", "email", "name") if key in told}}


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where a provider sends the person back to."""
    try:
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(CheckedOpenIdAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
