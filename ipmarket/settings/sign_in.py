"""How people sign in: every setting of the sign-in library, in one place. The settings modules take these names over as they are.

Times are in seconds. A rate such as "10/10m/key" means ten within ten minutes for one typed address; "ip" counts for one client address,
"user" for one person.
"""

from typing import Any

from ipmarket.settings.env import OidcProvider

PRODUCT_NAME = "IP Market"

SIGN_IN_APPS = [
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
# After Django's AuthenticationMiddleware.
SIGN_IN_MIDDLEWARE = [
    "allauth.account.middleware.AccountMiddleware",
    "ipmarket.accounts.sign_in.activity.SessionActivityMiddleware",
]

AUTHENTICATION_BACKENDS = ["ipmarket.accounts.sign_in.backend.AddressBackend"]

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_ADAPTER = "ipmarket.accounts.sign_in.headless.HeadlessAdapter"
# The library wants an address for each kind of message with a link. Ours carry codes; the links lead to the pages that take them.
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": "/sign-up/confirm?key={key}",
    "account_reset_password": "/reset-password",
    "account_reset_password_from_key": "/reset-password?key={key}",
    "account_signup": "/sign-up",
    "socialaccount_login_error": "/sign-in/provider",
}

ACCOUNT_ADAPTER = "ipmarket.accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "ipmarket.accounts.sign_in.forms.SignUpForm"
ACCOUNT_USER_DISPLAY = "ipmarket.accounts.sign_in.headless.display_name"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Changing the address at this step would tell whether the first one has an account (the library says so itself).
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "reset_password_from_key": "20/m/ip",
    "signup": "20/m/ip",
    "login": "30/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "login_failed": "20/m/ip,10/10m/key",
    "confirm_email": "1/10s/key",
    "change_phone": "1/m/user",
    "verify_phone": "1/30s/key,3/m/ip",
}

MFA_ADAPTER = "ipmarket.accounts.sign_in.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
# A browser gives passkeys to https and to http://localhost, and fido2 accepts both; nothing looser is needed, not even in development.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
# The page asks for a challenge when it opens, so an office behind one address needs room; there is no secret to guess here.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TRUST_ENABLED = False

USERSESSIONS_ADAPTER = "ipmarket.accounts.sign_in.sessions.SessionsAdapter"
# Our own middleware does this, seldom enough that a read stays a read.
USERSESSIONS_TRACK_ACTIVITY = False

SOCIALACCOUNT_ADAPTER = "ipmarket.accounts.sign_in.provider_adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5


def providers(configured: tuple[OidcProvider, ...]) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS for the OpenID Connect providers of the environment. PKCE is on for every one of them."""
    apps = [
        {
            "provider_id": provider.id,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.secret,
            "settings": {"server_url": provider.server_url, "oauth_pkce_enabled": True},
        }
        for provider in configured
    ]
    return {"openid_connect": {"APPS": apps}}
