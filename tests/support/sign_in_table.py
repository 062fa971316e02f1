"""The sign-in addresses under /api/auth/ and what a visitor and a person who is signed in are answered; each (method, address) has a row.

These routes are the sign-in library's; they are not part of the API description. Bodies are empty or wrong on purpose: asked is who may
knock, the flows themselves have their own tests.
"""

from dataclasses import dataclass

PREFIX = "/api/auth/browser/v1/"


@dataclass(frozen=True, slots=True)
class Row:
    """``visitor`` and ``person``: the status of an empty request. 401 to a person means: prove again who you are."""

    method: str
    path: str
    visitor: int
    person: int


ROWS = (
    Row("GET", "config", 200, 200),
    Row("GET", "auth/session", 401, 200),
    Row("DELETE", "auth/session", 401, 401),
    Row("POST", "auth/login", 400, 400),
    Row("POST", "auth/signup", 400, 400),
    Row("POST", "auth/reauthenticate", 401, 400),
    Row("POST", "auth/code/request", 400, 400),
    Row("POST", "auth/code/confirm", 409, 409),
    Row("POST", "auth/code/resend", 409, 409),
    Row("GET", "auth/email/verify", 409, 409),
    Row("POST", "auth/email/verify", 409, 409),
    Row("POST", "auth/email/verify/resend", 409, 409),
    Row("POST", "auth/password/request", 400, 400),
    Row("GET", "auth/password/reset", 409, 409),
    Row("POST", "auth/password/reset", 409, 409),
    Row("POST", "auth/2fa/authenticate", 401, 401),
    Row("POST", "auth/2fa/reauthenticate", 401, 400),
    Row("GET", "auth/webauthn/login", 200, 200),
    Row("POST", "auth/webauthn/login", 400, 400),
    Row("GET", "auth/webauthn/authenticate", 401, 401),
    Row("POST", "auth/webauthn/authenticate", 401, 401),
    Row("GET", "auth/webauthn/reauthenticate", 401, 200),
    Row("POST", "auth/webauthn/reauthenticate", 401, 400),
    Row("POST", "auth/provider/redirect", 400, 400),
    Row("GET", "auth/sessions", 401, 200),
    Row("DELETE", "auth/sessions", 401, 400),
    Row("POST", "account/password/change", 401, 400),
    Row("GET", "account/email", 401, 200),
    Row("POST", "account/email", 409, 400),
    Row("PUT", "account/email", 401, 400),
    Row("PATCH", "account/email", 401, 400),
    Row("DELETE", "account/email", 401, 400),
    Row("GET", "account/providers", 401, 200),
    Row("DELETE", "account/providers", 401, 400),
    Row("GET", "account/authenticators", 401, 200),
    Row("GET", "account/authenticators/totp", 401, 404),
    Row("POST", "account/authenticators/totp", 401, 400),
    Row("DELETE", "account/authenticators/totp", 401, 200),
    Row("GET", "account/authenticators/recovery-codes", 401, 404),
    Row("POST", "account/authenticators/recovery-codes", 401, 400),
    Row("GET", "account/authenticators/webauthn", 401, 401),
    Row("POST", "account/authenticators/webauthn", 401, 400),
    Row("PUT", "account/authenticators/webauthn", 401, 400),
    Row("DELETE", "account/authenticators/webauthn", 401, 400),
)
