"""An OpenID Connect provider of our own on loopback: discovery, authorize, token, keys and user info, with RS256 and PKCE.

What it tells is set by the test, and so is each lie: a token for somebody else, one that has expired, one signed by a stranger.
The process of the same name beside the browser's journeys is `identity_house`.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "ipmarket-test"
CLIENT_SECRET = "provider-secret"
KEY_ID = "key-1"


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass
class IdentityProvider:
    """``person`` is who signs in there; ``claims`` replaces claims of the identity token, None leaving one out."""

    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "subject-1", "email": "ada@example.test", "email_verified": True, "name": "Ada Lam"}
    )
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    # What an address answers instead of the truth, by its path: (status, JSON). A status of 0 hangs up.
    instead: dict[str, tuple[int, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=_key)
    signing_key: Any = None
    address: str = ""
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __enter__(self) -> "IdentityProvider":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (self.handler(),), {"provider": self}))
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)

    def handler(self) -> "type[ProviderHandler]":
        """What stands at the socket."""
        return ProviderHandler

    def settings(self) -> dict[str, Any]:
        """SOCIALACCOUNT_PROVIDERS that name this provider "works-id"."""
        app = {
            "provider_id": "works-id", "name": "Works ID", "client_id": CLIENT_ID, "secret": CLIENT_SECRET,
            "settings": {"server_url": self.address, "oauth_pkce_enabled": True},
        }  # fmt: skip
        return {"openid_connect": {"APPS": [app]}}

    def authorize(self, location: str) -> str:
        """What the browser does at the provider: the address that it is sent back to."""
        query = {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}
        self.asked.append(query)
        code = f"code-{len(self.asked)}"
        self._codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def refuse(self, location: str, error: str) -> str:
        """The address that the browser is sent back to with an error instead of a code."""
        query = parse_qs(urlsplit(location).query)
        return f"{query['redirect_uri'][0]}?{urlencode({'error': error, 'state': query['state'][0]})}"

    def _identity_token(self, query: dict[str, str]) -> str:
        moment = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT_ID, "iat": moment, "exp": moment + 300, "nonce": query.get("nonce"), **self.person,
            **self.claims,
        }  # fmt: skip
        told = {key: value for key, value in claims.items() if value is not None}
        if self.algorithm in {"HS256", "none"}:
            return _unsafe_token(told, self.algorithm, self.key)
        return jwt.encode(told, self.signing_key or self.key, algorithm=self.algorithm, headers={"kid": KEY_ID})

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """(status, JSON) of an address."""
        if path in self.instead:
            return self.instead[path]
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [{**public, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo":
            return 200, {**self.person, **self.userinfo}
        return self._token(form) if path == "/token" else (404, {})

    def _token(self, form: dict[str, str]) -> tuple[int, Any]:
        query = self._codes.pop(form.get("code", ""), None)
        challenge = _base64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            query is None
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET)
            or (query.get("code_challenge"), query.get("code_challenge_method")) != (challenge, "S256")
            or query.get("redirect_uri") != form.get("redirect_uri")
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "access-1", "token_type": "Bearer", "expires_in": 300, "id_token": self._identity_token(query)}


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unsafe_token(claims: dict[str, Any], algorithm: str, key: rsa.RSAPrivateKey) -> str:
    """Made by hand, since the library refuses to: signed with the public key as if it were a shared one, or not signed at all."""
    header = {"alg": algorithm, "typ": "JWT", "kid": KEY_ID}
    signed = ".".join(_base64(json.dumps(part).encode()) for part in (header, claims))
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signature = hmac.new(public, signed.encode(), hashlib.sha256).digest() if algorithm == "HS256" else b""
    return f"{signed}.{_base64(signature)}"


class ProviderHandler(BaseHTTPRequestHandler):
    """Gives the provider's answers."""

    provider: IdentityProvider

    def do_GET(self) -> None:
        self.answer({})

    def do_POST(self) -> None:
        self.answer(self.form())

    def answer(self, form: dict[str, str]) -> None:
        """What the provider says, or nothing."""
        status, body = self.provider.answer(urlsplit(self.path).path, form)
        if status == 0:
            self.close_connection = True
            return
        self.send(status, json.dumps(body).encode())

    def send(self, status: int, data: bytes, kind: str = "application/json", **headers: str) -> None:
        """One answer with its body."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def form(self) -> dict[str, str]:
        """The fields of the body, each once."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        return {key: values[0] for key, values in parse_qs(body).items()}

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing on standard error."""
