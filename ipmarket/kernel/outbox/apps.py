"""Registers the outbox with Django and loads every app's handlers."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """The outbox."""

    name = "ipmarket.kernel.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import ``handlers`` of each installed app, so that every process that emits knows who listens."""
        autodiscover_modules("handlers")
