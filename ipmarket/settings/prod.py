"""Production. Refuses to start with missing or unsafe values and names all of them at once."""

import os

from ipmarket.settings.base import *  # noqa: F403 - settings are one namespace by Django's design
from ipmarket.settings.base import CONTENT_SECURITY_POLICY, ENV
from ipmarket.settings.env import EnvironmentRefused
from ipmarket.settings.safety import problems

_PROBLEMS = problems(ENV)
if _PROBLEMS:
    raise EnvironmentRefused("\n".join(_PROBLEMS))

# Whatever this process writes is for its own account and, to read, its group: uploads, the audit trail's head, an index.
os.umask(0o027)
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DEBUG = False
DEMO = False
SECRET_KEY = ENV.secret_key
AUDIT_ANCHOR_KEY = ENV.audit_anchor_key
# Elsewhere a secret on its way into the audit trail raises, so that tests find it; here what somebody does must not fail over it.
AUDIT_REDACTS_SECRETS = True
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
SECURE_SSL_REDIRECT = True
# Without a proxy of our own this header would be the visitor's word.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
# What the list of sites that browsers know beforehand asks for: a year, sub-domains, and the word.
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# By these names a browser takes the cookies from this very host over TLS only, so that no neighbouring host can plant them.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
