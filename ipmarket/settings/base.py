"""What every configuration shares. Values that differ between them live in dev, test and prod."""

from typing import Any

from csp.constants import NONCE, SELF

from ipmarket.kernel import embedded_postgres
from ipmarket.settings import env as environment
from ipmarket.settings import sign_in
from ipmarket.settings.mail import MailServer
from ipmarket.settings.sign_in import *  # noqa: F403 - settings are one namespace by Django's design

ENV = environment.read()
BASE_DIR = environment.ROOT
VAR_DIR = ENV.var_dir

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "csp",
    *sign_in.SIGN_IN_APPS,
    "ipmarket.kernel.audit",
    "ipmarket.kernel.outbox",
    "ipmarket.kernel.mail",
    "ipmarket.kernel.rotation",
    "ipmarket.kernel.api",
    "ipmarket.reference",
    "ipmarket.accounts",
    "ipmarket.pages",
    "patents",
    "search",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ipmarket.kernel.api.middleware.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ipmarket.kernel.api.csrf.SessionCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ipmarket.accounts.api.seen_as.SeenAsMiddleware",
    *sign_in.SIGN_IN_MIDDLEWARE,
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "ipmarket.urls"
WSGI_APPLICATION = "ipmarket.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

_ADDRESS = ENV.database or embedded_postgres.address(VAR_DIR)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _ADDRESS.name,
        "USER": _ADDRESS.user,
        "PASSWORD": _ADDRESS.password,
        "HOST": _ADDRESS.host,
        "PORT": _ADDRESS.port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": dict(_ADDRESS.options),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
SOCIALACCOUNT_PROVIDERS = sign_in.providers(ENV.oidc_providers)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SAMESITE = "Lax"
# The front end learns the token from the session's answer, so no script needs the cookie.
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ipmarket.kernel.api.problem.csrf_failure"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Vite writes a hash into these names, so their content never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/assets/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$"
# Other sites have no business with our scripts and sheets.
WHITENOISE_ALLOW_ALL_ORIGINS = False
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [("app", FRONTEND_DIST)] if FRONTEND_DIST.is_dir() else []
STORAGES_PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
SEARCH_INDEX_DIR = VAR_DIR / "search"
AUDIT_ANCHOR_FILE = VAR_DIR / "audit" / "head.json"
DATA_DIR = ENV.data_dir
ELASTICSEARCH_URL = ENV.elasticsearch_url
ELASTICSEARCH_PREFIX = "ipmarket"
CELERY_BROKER_URL = ENV.celery_broker_url
PUBLIC_URL = ENV.public_url
SECURITY_CONTACT = ENV.security_contact
SECRET_KEY_FALLBACKS = list(ENV.secret_key_fallbacks)
# The sign-in library counts the same proxies for its own rate limits.
IPMARKET_TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies or 0
DEMO = bool(ENV.demo)

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.cache_url}
        if ENV.cache_url
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
    )
}

# Without EMAIL_URL each message becomes a file, which the demo and the development configuration show in the mailbox.
_MAIL = ENV.mail_server or MailServer(folder=VAR_DIR / "mail")
EMAIL_BACKEND = "ipmarket.kernel.mail.folder.FolderBackend" if _MAIL.folder else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_FILE_PATH = str(_MAIL.folder or VAR_DIR / "mail")
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.has_tls_from_the_start, _MAIL.has_starttls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.mail_from

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# Longest body of a form with files: the longest document that people may send, and one address for data files of operators.
UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024
IMPORT_UPLOAD_LIMIT_BYTES = 512 * 1024 * 1024
IPMARKET_UPLOAD_LIMITS = {"/api/app/imports": "IMPORT_UPLOAD_LIMIT_BYTES"}

IPMARKET_ACTOR_RESOLVER = "ipmarket.accounts.selectors.actors.actor_of"

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First, so that a cookie beside a token counts for nothing.
        "ipmarket.accounts.api.token_authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["ipmarket.kernel.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ipmarket.kernel.api.parsers.OrjsonParser"],
    "DEFAULT_SCHEMA_CLASS": "ipmarket.kernel.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "ipmarket.kernel.api.problem.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["ipmarket.kernel.api.throttles.ReadThrottle", "ipmarket.kernel.api.throttles.WriteThrottle"],
    # ?format= would bypass the declared parameters; there is one format.
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "IP Market API",
    "DESCRIPTION": "Patents and production technologies of Hong Kong manufacturers. Nothing here is legal or tax advice.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/(v1|app)",
    "LICENSE": {"name": "Apache-2.0"},
    "ENUM_NAME_OVERRIDES": {
        "LegalStateEnum": "patents.enums.LegalState",
        "ImportStateEnum": ["queued", "running", "finished", "failed", "cancelled"],
        "SymbolKindEnum": "patents.enums.SymbolKind",
        "TokenScopeEnum": "ipmarket.accounts.enums.TokenScope.values",
        "PlatformRoleEnum": "ipmarket.accounts.enums.PlatformRole.values",
        "RoleProposalStateEnum": "ipmarket.accounts.enums.RoleProposalState.values",
        "OrganisationKindEnum": "ipmarket.accounts.enums.OrganisationKind.values",
        "OrganisationStateEnum": "ipmarket.accounts.enums.OrganisationState.values",
        "VerificationStateEnum": "ipmarket.accounts.enums.VerificationState.values",
        "DocumentKindEnum": "ipmarket.accounts.enums.DocumentKind.values",
        "TermsKindEnum": "ipmarket.accounts.enums.TermsKind.values",
        "PersonStateEnum": "ipmarket.accounts.selectors.people_admin.PERSON_STATES",
        "OrganisationStandingEnum": "ipmarket.accounts.api.organisations_serializers.STANDINGS",
        "StandingEnum": "patents.enums.TextStanding",
        "MemberRoleEnum": "ipmarket.accounts.enums.MemberRole.values",
        "SignatoryStateEnum": "ipmarket.accounts.enums.SignatoryState.values",
        "InvitationStateEnum": "ipmarket.accounts.enums.InvitationState.values",
        "JoinRequestStateEnum": "ipmarket.accounts.enums.JoinRequestState.values",
        "MandateStateEnum": "ipmarket.accounts.enums.MandateState.values",
        "MandateKindEnum": "ipmarket.accounts.enums.MandateKind.values",
        "MandateScopeEnum": "ipmarket.accounts.enums.MandateScope.values",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "ipmarket.kernel.api.schema.add_problem_responses",
    ],
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        # No text becomes markup: frontend/src/lib/trustedTypes.ts lets style sheets pass and nothing else.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
    }
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"class": "ipmarket.kernel.api.logs.ValueFreeFormatter", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "ipmarket": {"level": "INFO"},
        "patents": {"level": "INFO"},
        "search": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # Anybody may send any host; the refusal stands in the request's own line.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
