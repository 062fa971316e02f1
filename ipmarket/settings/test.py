"""The test suite's configuration: a real PostgreSQL with a database of its own per run and worker, no demo switch, fast hashing."""

import os
import tempfile
from pathlib import Path

from ipmarket.settings.base import *  # noqa: F403 - settings are one namespace by Django's design
from ipmarket.settings.base import DATABASES, ENV, STORAGES_PLAIN

DEBUG = False
DEMO = False
SECRET_KEY = "test-only-key"  # noqa: S105 - a key for tests alone
AUDIT_ANCHOR_KEY = "test-only-anchor-key"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "[::1]"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES_PLAIN
_RUN = ENV.test_run or str(os.getpid())
DATABASES["default"]["TEST"] = {"NAME": f"test_ipmarket_{_RUN}"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
_SCRATCH = Path(tempfile.gettempdir()) / f"ipmarket-test-{os.getpid()}"
MEDIA_ROOT = _SCRATCH / "media"
STATIC_ROOT = _SCRATCH / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is missing, and warnings are errors here
SEARCH_INDEX_DIR = _SCRATCH / "search"
AUDIT_ANCHOR_FILE = _SCRATCH / "audit" / "head.json"
EMAIL_FILE_PATH = str(_SCRATCH / "mail")
ELASTICSEARCH_URL = ""
CELERY_BROKER_URL = ""
PUBLIC_URL = "http://testserver"
