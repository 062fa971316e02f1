"""Production. Refuses to start with missing or unsafe values and names all of them at once."""

from ipmarket.settings.base import *  # noqa: F403 - settings are one namespace by Django's design
from ipmarket.settings.base import ENV
from ipmarket.settings.env import EnvironmentRefused

_PROBLEMS = [
    sentence
    for wrong, sentence in (
        (ENV.database is None, "DATABASE_URL is missing; the embedded database is for development."),
        (len(ENV.secret_key) < 40, "SECRET_KEY is missing or shorter than 40 characters."),
        (len(ENV.audit_anchor_key) < 40, "AUDIT_ANCHOR_KEY is missing or shorter than 40 characters."),
        (ENV.secret_key == ENV.audit_anchor_key, "AUDIT_ANCHOR_KEY must differ from SECRET_KEY."),
        (not ENV.allowed_hosts or "*" in ENV.allowed_hosts, "ALLOWED_HOSTS must name the hosts that are served."),
        (not ENV.public_url.startswith("https://"), "PUBLIC_URL must be the https address of the site."),
        (bool(ENV.demo), "IPMARKET_DEMO opens demo accounts to everybody and is refused here."),
    )
    if wrong
]
if _PROBLEMS:
    raise EnvironmentRefused("\n".join(_PROBLEMS))

DEBUG = False
DEMO = False
SECRET_KEY = ENV.secret_key
AUDIT_ANCHOR_KEY = ENV.audit_anchor_key
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
