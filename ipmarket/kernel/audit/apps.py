"""Registers the audit trail with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "ipmarket.kernel.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
