"""Registers the change of keys with Django, for its command."""

from __future__ import annotations

from django.apps import AppConfig


class RotationConfig(AppConfig):
    """The change of keys; it has no tables."""

    name = "ipmarket.kernel.rotation"
    label = "rotation"
