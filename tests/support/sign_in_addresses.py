"""The sign-in library's own addresses below /api/auth/: what each answers to an empty request, signed out and signed in by password."""

from dataclasses import dataclass

BASE = "api/auth/browser/v1/"


@dataclass(frozen=True, slots=True)
class Address:
    """``signed_out`` and ``signed_in`` are statuses, the latter by password alone.

    401 carries the steps that are left, as the library does, also where signing out has worked; 400 refuses the empty body of somebody
    who may ask; 409 says that no such flow is under way; 404 that this person has no such factor, or that there is no such provider.
    """

    method: str
    route: str
    signed_out: str
    signed_in: str


ADDRESSES = (
    Address("GET", BASE + "account/authenticators", "401", "200"),
    Address("GET", BASE + "account/authenticators/recovery-codes", "401", "404"),
    Address("POST", BASE + "account/authenticators/recovery-codes", "401", "400"),
    Address("DELETE", BASE + "account/authenticators/totp", "401", "200"),
    Address("GET", BASE + "account/authenticators/totp", "401", "404"),
    Address("POST", BASE + "account/authenticators/totp", "401", "400"),
    Address("DELETE", BASE + "account/authenticators/webauthn", "401", "400"),
    Address("GET", BASE + "account/authenticators/webauthn", "401", "401"),
    Address("POST", BASE + "account/authenticators/webauthn", "401", "400"),
    Address("PUT", BASE + "account/authenticators/webauthn", "401", "400"),
    Address("DELETE", BASE + "account/email", "401", "400"),
    Address("GET", BASE + "account/email", "401", "200"),
    Address("PATCH", BASE + "account/email", "401", "400"),
    Address("POST", BASE + "account/email", "409", "400"),
    Address("PUT", BASE + "account/email", "401", "400"),
    Address("POST", BASE + "account/password/change", "401", "400"),
    Address("DELETE", BASE + "account/providers", "401", "400"),
    Address("GET", BASE + "account/providers", "401", "200"),
    Address("POST", BASE + "auth/2fa/authenticate", "401", "401"),
    Address("POST", BASE + "auth/2fa/reauthenticate", "401", "400"),
    Address("POST", BASE + "auth/code/confirm", "409", "409"),
    Address("POST", BASE + "auth/code/request", "400", "400"),
    Address("POST", BASE + "auth/code/resend", "409", "409"),
    Address("GET", BASE + "auth/email/verify", "409", "409"),
    Address("POST", BASE + "auth/email/verify", "409", "409"),
    Address("POST", BASE + "auth/email/verify/resend", "409", "409"),
    Address("POST", BASE + "auth/login", "400", "400"),
    Address("POST", BASE + "auth/password/request", "400", "400"),
    Address("GET", BASE + "auth/password/reset", "409", "409"),
    Address("POST", BASE + "auth/password/reset", "409", "409"),
    Address("POST", BASE + "auth/provider/redirect", "400", "400"),
    Address("POST", BASE + "auth/reauthenticate", "401", "400"),
    Address("DELETE", BASE + "auth/session", "401", "401"),
    Address("GET", BASE + "auth/session", "401", "200"),
    Address("DELETE", BASE + "auth/sessions", "401", "400"),
    Address("GET", BASE + "auth/sessions", "401", "200"),
    Address("POST", BASE + "auth/signup", "400", "400"),
    Address("GET", BASE + "auth/webauthn/authenticate", "401", "401"),
    Address("POST", BASE + "auth/webauthn/authenticate", "401", "401"),
    Address("GET", BASE + "auth/webauthn/login", "200", "200"),
    Address("POST", BASE + "auth/webauthn/login", "400", "400"),
    Address("GET", BASE + "auth/webauthn/reauthenticate", "401", "200"),
    Address("POST", BASE + "auth/webauthn/reauthenticate", "401", "400"),
    Address("GET", BASE + "config", "200", "200"),
    Address("GET", "api/auth/provider/<slug:provider_id>/callback", "404", "404"),
)
