"""What every configuration shares. Values that differ between them live in dev, test and prod."""

from typing import Any

from csp.constants import NONCE, SELF

from ipmarket.kernel import embedded_postgres
from ipmarket.settings import env as environment

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
    "ipmarket.kernel.audit",
    "ipmarket.kernel.outbox",
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
    "django.contrib.auth.middleware.AuthenticationMiddleware",
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
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ipmarket.kernel.api.problem.csrf_failure"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Vite writes a hash into these names, so their content never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/assets/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$"
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
DEMO = bool(ENV.demo)

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.cache_url}
        if ENV.cache_url
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
    )
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
IMPORT_UPLOAD_LIMIT_BYTES = 512 * 1024 * 1024

IPMARKET_ACTOR_RESOLVER = "ipmarket.accounts.selectors.actors.actor_of"

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
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
        # Mantine sets custom properties through style attributes; style elements still need the nonce.
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "ipmarket": {"level": "INFO"},
        "patents": {"level": "INFO"},
        "search": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
    },
}
