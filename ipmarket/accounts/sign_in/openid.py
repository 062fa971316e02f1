"""OpenID Connect, checked as the standard says (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2).

The library takes an identity token on trust when it fetched it itself, knows no nonce, and does not compare the token with what the
user-info address says. Here the signature, issuer, audience, times and nonce are checked in every case, and both must name one subject.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import Any, Final

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from ipmarket.accounts.mail_addresses import is_unmistakable

# Signatures with a key pair only: with a shared key, whoever knows the public one could sign.
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY_SECONDS: Final = 30
SUBJECT_CHARACTERS: Final = 191
# Control characters, marks that turn the direction of writing, and halves of characters: a name has none of them, a column takes not all.
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class AnswerRefusedError(OAuth2Error):
    """What the provider sent does not hold. The message is ours and quotes nothing of it."""


def seen(text: object) -> str:
    """A text of a provider as a person sees it, without what cannot be seen."""
    return _UNSEEN.sub("", text).strip() if isinstance(text, str) else ""


def nonce_of(code_verifier: str) -> str:
    """The nonce of a sign-in, out of the PKCE secret that only this session and the provider's token address get to see."""
    digest = hmac.new(code_verifier.encode(), b"ipmarket.openid.nonce", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _agreed(claims: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What token and user-info address say together. An address is proven only by whoever names it: neither vouches for the other's."""
    facts = {**claims, **told}
    proofs = [source.get("email_verified") for source in (claims, told) if source.get("email") == facts.get("email")]
    facts["email_verified"] = True in proofs and all(proof is True or proof is None for proof in proofs)
    return facts


class CheckedOpenIdAdapter(OpenIDConnectOAuth2Adapter):
    """One object for each request that comes back from a provider."""

    _nonce = ""

    def get_access_token_data(self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None) -> Any:
        """Exchange the code. Raises AnswerRefusedError without a PKCE secret: then this session never asked."""
        if not pkce_code_verifier:
            raise AnswerRefusedError("This session did not ask the provider.")
        self._nonce = nonce_of(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return who the provider says it is. Raises AnswerRefusedError unless token and user-info address agree."""
        signed = kwargs["response"].get("id_token")
        if not isinstance(signed, str):
            raise AnswerRefusedError("The provider sent no identity token.")
        claims = self._decode_id_token(app, signed)
        told = self._fetch_user_info(token.token)
        if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
            raise AnswerRefusedError("The user-info address names another subject.")
        if not 0 < len(claims["sub"]) <= SUBJECT_CHARACTERS or seen(claims["sub"]) != claims["sub"]:
            raise AnswerRefusedError("The subject is no name that can be kept.")
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"userinfo": _agreed(claims, told)})
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
        except (jwt.PyJWTError, LookupError, TypeError) as error:
            raise AnswerRefusedError("The identity token does not hold.") from error
        if not hmac.compare_digest(str(claims["nonce"]).encode(), self._nonce.encode()):
            raise AnswerRefusedError("The identity token answers another question.")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise AnswerRefusedError("The identity token is for somebody else.")
        return claims

    def _key_of(self, id_token: str) -> Any:
        wanted = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if wanted is None or key.key_id == wanted]
        if len(keys) != 1:
            raise AnswerRefusedError("The provider publishes no such key.")
        return keys[0].key


class CheckedOpenIdProvider(OpenIDConnectProvider):
    """A provider of the configuration. A token that a browser got by itself is not taken: nothing would bind it to this session."""

    supports_token_authentication = False
    oauth2_adapter_class = CheckedOpenIdAdapter

    def get_pkce_params(self) -> dict[str, str]:
        """Send the nonce along; it follows from the PKCE secret, so it needs no place of its own."""
        params: dict[str, str] = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Address and name where they are texts; what else a provider tells is not read."""
        told = data["userinfo"]
        return {key: told[key] for key in ("email", "name") if isinstance(told.get(key), str)}

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
        return {"userinfo": {key: seen(told[key])[:254] for key in ("sub", "email", "name") if seen(told.get(key))}}
