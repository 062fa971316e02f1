"""The development settings over a copy of the front-end build, so that a build that goes on beside a run cannot change what is run."""

from ipmarket.settings.dev import *  # noqa: F403 - settings are one namespace by Django's design
from ipmarket.settings.dev import VAR_DIR

FRONTEND_DIST = VAR_DIR / "dist"
STATICFILES_DIRS = [("app", FRONTEND_DIST)]
