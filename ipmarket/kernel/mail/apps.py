"""Registers mail with Django and reads every app's templates."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig, apps

from ipmarket.kernel import sealed_fields
from ipmarket.kernel.mail.registry import register


class MailConfig(AppConfig):
    """Mail."""

    name = "ipmarket.kernel.mail"
    label = "mail"

    def ready(self) -> None:
        """Read the ``mail`` folder of each installed app, so that a template that is not whole stops the start and not a message."""
        for config in apps.get_app_configs():
            folder = Path(config.path) / "mail"
            if next(folder.glob("*.toml"), None) is not None:
                register(folder)
        # The purpose is models.SEALED_FOR, which cannot be imported before the models are there.
        sealed_fields.register(sealed_fields.SealedField("mail.Message", "sealed_values", "mail.values"))
