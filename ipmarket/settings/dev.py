"""What `make run` uses: safe on loopback, with demo people who may sign in at a press."""

from ipmarket.settings.base import *  # noqa: F403 - settings are one namespace by Django's design
from ipmarket.settings.base import ENV, STORAGES_PLAIN

DEBUG = ENV.debug
DEMO = ENV.demo is not False
SECRET_KEY = ENV.secret_key or "development-only-key-that-production-refuses"
AUDIT_ANCHOR_KEY = ENV.audit_anchor_key or "development-only-anchor-key"
ALLOWED_HOSTS = list(ENV.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]"]
STORAGES = STORAGES_PLAIN
