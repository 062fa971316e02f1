"""Registers the API floor with Django."""

from __future__ import annotations

from django.apps import AppConfig

from ipmarket.kernel.api import logs


class KernelApiConfig(AppConfig):
    """The API floor; its one table holds answers to requests with an Idempotency-Key."""

    name = "ipmarket.kernel.api"
    label = "kernel_api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have log lines written where the settings say."""
        logs.configure()
